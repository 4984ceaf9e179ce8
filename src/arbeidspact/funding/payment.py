"""How much is due for a result: a pure calculation with its trace, in exact fractions, rounded once, at the end."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from arbeidspact.funding.models import PaymentShape
from arbeidspact.funding.money import NOTHING, to_cents


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """How money follows from a figure.

    `baseline`: the figure that is counted from; `is_falling`: less is better; `deadweight_percent`: part of the change
    that would have come anyway; `threshold`: the least change that counts; `target`, `price`, `step`: as `shape` needs
    them; `cap`: the most that is paid.
    """

    shape: PaymentShape
    cap: Decimal
    baseline: Decimal = NOTHING
    is_falling: bool = False
    deadweight_percent: Decimal = NOTHING
    threshold: Decimal = NOTHING
    target: Decimal | None = None
    price: Decimal | None = None
    step: Decimal | None = None


class Trace(StrEnum):
    """What a line of the calculation says; each goes with its number."""

    FIGURE = "figure"
    BASELINE = "baseline"
    CHANGE = "change"
    MOVED_AWAY = "moved_away"
    DEADWEIGHT = "deadweight"
    NET_CHANGE = "net_change"
    BELOW_THRESHOLD = "below_threshold"
    STEPS = "steps"
    SHARE = "share"
    PRICE = "price"
    BEFORE_CAP = "before_cap"
    CAP = "cap"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class AmountDue:
    """What is due in euro, and each line of how it was calculated."""

    amount: Decimal
    trace: tuple[tuple[Trace, Decimal], ...]


def amount_due(rule: PaymentRule, realised: Decimal) -> AmountDue:
    """How many euro are due for this figure?

    A change the wrong way is shown as it is and is worth nothing. In proportion: nothing at the threshold, everything
    at the target and beyond. Stepped: only whole steps count. What is due never passes the cap.
    """
    trace = [(Trace.FIGURE, realised), (Trace.BASELINE, rule.baseline)]
    change = Fraction(realised) - Fraction(rule.baseline)
    if rule.is_falling:
        change = -change
    trace.append((Trace.CHANGE, _shown(change)))
    if change <= 0:
        if change < 0:
            trace.append((Trace.MOVED_AWAY, _shown(change)))
        return _finished(trace, NOTHING)
    net = change * (1 - Fraction(rule.deadweight_percent) / 100)
    if rule.deadweight_percent:
        trace += [(Trace.DEADWEIGHT, rule.deadweight_percent), (Trace.NET_CHANGE, _shown(net))]
    if net < Fraction(rule.threshold):
        trace.append((Trace.BELOW_THRESHOLD, rule.threshold))
        return _finished(trace, NOTHING)
    due = _before_cap(rule, net, trace)
    trace.append((Trace.BEFORE_CAP, to_cents(due)))
    if due > Fraction(rule.cap):
        trace.append((Trace.CAP, rule.cap))
        due = Fraction(rule.cap)
    return _finished(trace, to_cents(due))


def problems_of(rule: PaymentRule) -> list[str]:
    """Which fields does this rule lack, or contradict? Names of fields; empty when it can be calculated."""
    wrong = []
    if rule.shape is PaymentShape.LINEAR:
        if rule.target is None or _aim(rule) <= Fraction(rule.threshold):
            wrong.append("target")
    elif rule.price is None or rule.price <= 0:
        wrong.append("price")
    if rule.shape is PaymentShape.STEPPED and (rule.step is None or rule.step <= 0):
        wrong.append("step")
    if rule.threshold < 0:
        wrong.append("threshold")
    return wrong


def _aim(rule: PaymentRule) -> Fraction:
    """The change that the target means, from the baseline, in the direction that is better."""
    change = Fraction(rule.target or 0) - Fraction(rule.baseline)
    return -change if rule.is_falling else change


def _before_cap(rule: PaymentRule, net: Fraction, trace: list[tuple[Trace, Decimal]]) -> Fraction:
    match rule.shape:
        case PaymentShape.LINEAR:
            threshold = Fraction(rule.threshold)
            share = min(Fraction(1), (net - threshold) / (_aim(rule) - threshold))
            trace.append((Trace.SHARE, _shown(share * 100)))
            return share * Fraction(rule.cap)
        case PaymentShape.STEPPED:
            steps = net // Fraction(rule.step or 1)
            trace += [(Trace.STEPS, Decimal(steps)), (Trace.PRICE, rule.price or NOTHING)]
            return steps * Fraction(rule.price or 0)
    trace.append((Trace.PRICE, rule.price or NOTHING))
    return net * Fraction(rule.price or 0)


def _finished(trace: list[tuple[Trace, Decimal]], amount: Decimal) -> AmountDue:
    return AmountDue(amount, (*trace, (Trace.DUE, amount)))


def _shown(number: Fraction) -> Decimal:
    """With at most six decimals, as figures are kept."""
    rounded = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.000001"))
    return Decimal(f"{rounded.normalize():f}")
