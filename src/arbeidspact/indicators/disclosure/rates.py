"""Rates tell counts: a share times the people it is over is how many people."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from .decisions import Reason, Shown, Suppressed
from .rule import DisclosureRule


def counts_behind(rate: Decimal, denominator: int, *, factor: Decimal = Decimal(1)) -> range:
    """Which numerators give this printed rate over this denominator?

    Arguments: `rate`, with the decimals that are printed; `factor`, 100 for a percent.
    Returns: the whole numbers that fit, none when no number of people gives this rate.

    >>> list(counts_behind(Decimal("1.9"), 180, factor=Decimal(100)))
    []
    >>> list(counts_behind(Decimal("5.0"), 180, factor=Decimal(100)))
    [9]
    """
    exponent = rate.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    lowest = ((rate - half) * denominator / factor).to_integral_value(ROUND_CEILING)
    highest = ((rate + half) * denominator / factor).to_integral_value(ROUND_FLOOR)
    return range(max(0, int(lowest)), int(highest) + 1)


def guard_rate(
    rate: Decimal,
    *,
    numerator: Shown | Suppressed,
    denominator: int,
    rule: DisclosureRule,
    factor: Decimal = Decimal(1),
    numerator_count: int | None = None,
) -> Shown | Suppressed:
    """May this rate be printed, with the decimals it has?

    A rate over few people says too much whatever it is. Over known people it gives the count behind it: it is hidden
    when the count is, unless so many counts fit that it tells nothing (few decimals over many people), and when those
    who are left (the denominator minus the count) are too few.
    Arguments: `numerator`, what was decided about its count; `denominator`, the people it is over (taken as known);
    `numerator_count`, the count itself, for those who are left.
    Returns: `Shown` carries the denominator as its count: the rate is the caller's.
    """
    if denominator < rule.smallest_denominator:
        return Suppressed(Reason.SMALL_DENOMINATOR)
    if len(counts_behind(rate, denominator, factor=factor)) > rule.needed_width:
        return Shown(denominator)
    if isinstance(numerator, Suppressed):
        return Suppressed(Reason.COUNT_FOLLOWS)
    count = numerator.count if numerator_count is None else numerator_count
    if rule.is_sensitive(denominator - count) or rule.is_sensitive(count):
        return Suppressed(Reason.COUNT_FOLLOWS)
    return Shown(denominator)
