from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import Fresh, NothingYet, Period, Rhythm, Stale, freshness


@pytest.mark.parametrize(
    ("latest", "rhythm", "delay", "today", "expected"),
    [
        pytest.param(
            "2026-09", Rhythm.MONTHLY, 30, date(2026, 11, 22), Fresh(date(2026, 11, 30)), id="October is due in a week"
        ),
        pytest.param(
            "2026-09", Rhythm.MONTHLY, 10, date(2026, 11, 22), Stale(date(2026, 11, 10), 12), id="October is late"
        ),
        pytest.param(
            "2026-09",
            Rhythm.MONTHLY,
            10,
            date(2026, 11, 10),
            Fresh(date(2026, 11, 10)),
            id="on the day itself it is not late",
        ),
        pytest.param(
            "2024", Rhythm.YEARLY, 730, date(2026, 11, 22), Fresh(date(2027, 12, 31)), id="two years of delay is normal"
        ),
        pytest.param(
            "2017",
            Rhythm.YEARLY,
            730,
            date(2026, 11, 22),
            Stale(date(2020, 12, 30), 2153),
            id="a figure of 2017 is long overdue",
        ),
        pytest.param(
            "2026-Q2",
            Rhythm.QUARTERLY,
            60,
            date(2026, 11, 22),
            Fresh(date(2026, 11, 29)),
            id="the third quarter is due soon",
        ),
        pytest.param(
            "2019",
            Rhythm.MONTHLY,
            30,
            date(2020, 2, 1),
            Fresh(date(2020, 3, 1)),
            id="after a yearly mean comes January",
        ),
        pytest.param("2019", Rhythm.ONCE, 0, date(2026, 11, 22), Fresh(None), id="published once"),
        pytest.param(None, Rhythm.MONTHLY, 0, date(2026, 11, 22), NothingYet(), id="never published"),
    ],
)
def test_a_figure_is_stale_when_the_next_should_have_been_here(latest, rhythm, delay, today, expected):
    assert freshness(Period.parse(latest) if latest else None, rhythm, delay, today) == expected


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY]),
    st.integers(0, 1000),
    st.integers(-400, 400),
)
def test_it_turns_stale_the_day_after_it_was_due(day, rhythm, delay, shift):
    period = Period.year(day.year)
    due = freshness(period, rhythm, delay, date.min)
    assert isinstance(due, Fresh)
    assert due.next_due is not None
    today = due.next_due + timedelta(days=shift)

    expected = Stale(due.next_due, shift) if shift > 0 else due

    assert freshness(period, rhythm, delay, today) == expected
