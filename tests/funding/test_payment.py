"""What is due for a result: as tables; and never more than the cap, whatever the figure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.funding.ledger import balance_of
from arbeidspact.funding.models import PaymentShape
from arbeidspact.funding.money import to_cents, total_of
from arbeidspact.funding.payment import PaymentRule, Trace, amount_due, problems_of

D = Decimal
LINEAR = PaymentRule(PaymentShape.LINEAR, cap=D(10_000), baseline=D(20), threshold=D(5), target=D(45))
STEPPED = PaymentRule(PaymentShape.STEPPED, cap=D(10_000), price=D(1_500), step=D(5))
PER_UNIT = PaymentRule(PaymentShape.PER_UNIT, cap=D(10_000), price=D("333.33"))


@pytest.mark.parametrize(
    ("rule", "realised", "due"),
    [
        pytest.param(LINEAR, D(20), D(0), id="linear: nothing changed"),
        pytest.param(LINEAR, D(12), D(0), id="linear: moved the wrong way is worth nothing, not less"),
        pytest.param(LINEAR, D(24), D(0), id="linear: below the threshold"),
        pytest.param(LINEAR, D(25), D(0), id="linear: at the threshold nothing yet"),
        pytest.param(LINEAR, D(35), D(5_000), id="linear: half way between threshold and target"),
        pytest.param(LINEAR, D(32), D(3_500), id="linear: 7 of the 20 beyond the threshold"),
        pytest.param(LINEAR, D(45), D(10_000), id="linear: at the target everything"),
        pytest.param(LINEAR, D(90), D(10_000), id="linear: beyond the target not more"),
        pytest.param(STEPPED, D("4.9"), D(0), id="stepped: not a whole step"),
        pytest.param(STEPPED, D(5), D(1_500), id="stepped: one step"),
        pytest.param(STEPPED, D("14.999"), D(3_000), id="stepped: two whole steps"),
        pytest.param(STEPPED, D(50), D(10_000), id="stepped: capped"),
        pytest.param(PER_UNIT, D(3), D("999.99"), id="per unit"),
        pytest.param(PER_UNIT, D("1.5"), D("500.00"), id="per unit: half a cent goes up"),
        pytest.param(PER_UNIT, D(31), D(10_000), id="per unit: capped"),
    ],
)
def test_the_amount_due(rule, realised, due):
    assert amount_due(rule, realised).amount == due


def test_where_less_is_better_a_fall_is_paid():
    rule = PaymentRule(
        PaymentShape.LINEAR, cap=D(1_000), baseline=D("9.4"), target=D("7.4"), is_falling=True, threshold=D(0)
    )

    assert amount_due(rule, D("8.4")).amount == D(500)
    assert amount_due(rule, D("9.9")).amount == D(0)


def test_what_would_have_come_anyway_is_taken_off_first():
    rule = PaymentRule(PaymentShape.PER_UNIT, cap=D(10_000), price=D(100), deadweight_percent=D(20))

    due = amount_due(rule, D(50))

    assert due.amount == D(4_000)
    assert (Trace.DEADWEIGHT, D(20)) in due.trace
    assert (Trace.NET_CHANGE, D(40)) in due.trace


def test_the_trace_shows_every_step_and_a_negative_change_as_it_is():
    assert amount_due(LINEAR, D(12)).trace == (
        (Trace.FIGURE, D(12)),
        (Trace.BASELINE, D(20)),
        (Trace.CHANGE, D(-8)),
        (Trace.MOVED_AWAY, D(-8)),
        (Trace.DUE, D(0)),
    )
    assert [step for step, _number in amount_due(STEPPED, D(50)).trace][-3:] == [Trace.BEFORE_CAP, Trace.CAP, Trace.DUE]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        pytest.param(LINEAR, [], id="a whole rule"),
        pytest.param(PaymentRule(PaymentShape.LINEAR, D(1)), ["target"], id="linear without a target"),
        pytest.param(PaymentRule(PaymentShape.LINEAR, D(1), target=D(-3)), ["target"], id="a target on the wrong side"),
        pytest.param(PaymentRule(PaymentShape.STEPPED, D(1), step=D(0)), ["price", "step"], id="steps of nothing"),
        pytest.param(
            PaymentRule(PaymentShape.PER_UNIT, D(1), price=D(1), threshold=D(-1)), ["threshold"], id="below nothing"
        ),
    ],
)
def test_a_rule_that_cannot_be_calculated_names_its_fields(rule, wrong):
    assert problems_of(rule) == wrong


cents = st.decimals(0, 100_000, places=2)
figures = st.decimals(-1_000, 1_000, places=3)


@given(st.sampled_from(PaymentShape), cents, figures, figures, st.decimals(0, 100, places=2), cents, st.booleans())
def test_never_below_nothing_never_above_the_cap_always_whole_cents(shape, cap, baseline, value, off, price, falling):
    rule = PaymentRule(
        shape,
        cap=cap,
        baseline=baseline,
        is_falling=falling,
        deadweight_percent=off,
        target=baseline + (D(-100) if falling else D(100)),
        price=price,
        step=D(7),
    )

    due = amount_due(rule, value).amount

    assert 0 <= due <= cap
    assert due == due.quantize(D("0.01"))


@given(figures, figures)
def test_a_better_figure_never_pays_less(one, other):
    low, high = sorted((one, other))

    assert all(amount_due(rule, low).amount <= amount_due(rule, high).amount for rule in (LINEAR, STEPPED, PER_UNIT))


@given(st.lists(st.tuples(st.sampled_from(["commitment", "release", "payment", "clawback"]), cents)))
def test_the_sums_of_a_ledger_are_exact_to_the_cent(bookings):
    balance = balance_of(bookings)
    cents_of = {
        kind: sum(int(amount * 100) for one, amount in bookings if one == kind)
        for kind in ("commitment", "release", "payment", "clawback")
    }

    assert int(balance.standing * 100) == cents_of["commitment"] - cents_of["release"]
    assert int(balance.net_paid * 100) == cents_of["payment"] - cents_of["clawback"]
    assert balance.open + balance.net_paid + balance.released == balance.committed
    assert balance_of(bookings[:3]) + balance_of(bookings[3:]) == balance


@given(st.lists(cents))
def test_a_total_is_exact(amounts):
    assert int(total_of(amounts) * 100) == sum(int(amount * 100) for amount in amounts)


def test_half_a_cent_goes_away_from_zero():
    assert to_cents(Fraction(5, 1000)) == D("0.01")
    assert to_cents(Fraction(-5, 1000)) == D("-0.01")
    assert to_cents(D("2.345")) == D("2.35")
