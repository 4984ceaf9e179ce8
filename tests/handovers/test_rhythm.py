"""When a handover that stands still asks for a reminder."""

from datetime import date, timedelta

import pytest

from arbeidspact.handovers.rhythm import AllSent, Due, NotYet, Rhythm, reminder_on

BEGAN = date(2026, 3, 2)
THREE = Rhythm(first_days=5, again_days=7, most=3)


def after(days: int) -> date:
    return BEGAN + timedelta(days=days)


@pytest.mark.parametrize(
    ("day", "sent", "rests_until", "decision"),
    [
        pytest.param(4, [], None, NotYet(1, after(5)), id="the day before the first"),
        pytest.param(5, [], None, Due(1, is_last=False), id="on the day of the first"),
        pytest.param(40, [], None, Due(1, is_last=False), id="the clock stood still: the first is late"),
        pytest.param(11, [5], None, NotYet(2, after(12)), id="the day before the second"),
        pytest.param(12, [5], None, Due(2, is_last=False), id="on the day of the second"),
        pytest.param(26, [5, 20], None, NotYet(3, after(27)), id="counted from the last that went out"),
        pytest.param(27, [5, 20], None, Due(3, is_last=True), id="the last"),
        pytest.param(90, [5, 12, 19], None, AllSent(3), id="no fourth"),
        pytest.param(8, [], 8, NotYet(1, after(9)), id="held up on the last day of a pause"),
        pytest.param(9, [], 8, Due(1, is_last=False), id="the day after a pause"),
        pytest.param(6, [5], 6, NotYet(2, after(12)), id="a pause that ends before the next holds nothing up"),
    ],
)
def test_a_reminder_is_due_in_its_rhythm(day, sent, rests_until, decision):
    rests = after(rests_until) if rests_until is not None else None

    assert reminder_on(after(day), THREE, since=BEGAN, sent=[after(one) for one in sent], rests_until=rests) == decision


def test_where_none_may_be_sent_none_is_due():
    assert reminder_on(after(90), Rhythm(5, 7, most=0), since=BEGAN) == AllSent(0)


def test_where_one_may_be_sent_the_first_is_the_last():
    assert reminder_on(after(5), Rhythm(5, 7, most=1), since=BEGAN) == Due(1, is_last=True)
