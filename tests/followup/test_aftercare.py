"""When after-care is asked."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.followup.aftercare import moment_on, moments_of, months_later
from arbeidspact.followup.models import AftercareSide
from arbeidspact.followup.thresholds import thresholds

STARTED = date(2026, 1, 31)
PERSON, EMPLOYER = AftercareSide.PERSON, AftercareSide.EMPLOYER
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param(date(2026, 1, 31), 3, date(2026, 4, 30), id="April has no 31st"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="nor February a 30th"),
        pytest.param(date(2027, 11, 30), 3, date(2028, 2, 29), id="in a leap year"),
        pytest.param(date(2026, 6, 15), 12, date(2027, 6, 15), id="a year"),
        pytest.param(date(2026, 1, 15), -3, date(2025, 10, 15), id="back"),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("day", "month"),
    [
        pytest.param(date(2026, 4, 29), None, id="the day before the third month"),
        pytest.param(date(2026, 4, 30), 3, id="on the day"),
        pytest.param(date(2026, 6, 28), 3, id="the last day of the window"),
        pytest.param(date(2026, 6, 29), None, id="after the window"),
        pytest.param(date(2026, 7, 31), 6, id="half a year"),
        pytest.param(date(2027, 1, 31), 12, id="a year"),
        pytest.param(date(2027, 6, 1), None, id="long ago"),
    ],
)
def test_a_moment_lasts_from_its_day_for_its_window(day, month):
    moment = moment_on(day, STARTED, None, set(), thresholds())

    assert (moment.month if moment else None) == month


def test_who_was_asked_already_is_not_asked_again():
    day = date(2026, 5, 10)

    assert moment_on(day, STARTED, None, {(3, "person")}, thresholds()).missing == (EMPLOYER,)
    assert moment_on(day, STARTED, None, {(3, "person"), (3, "employer")}, thresholds()) is None


def test_work_that_ended_before_is_not_asked_about():
    assert moments_of(STARTED, date(2026, 3, 1), set(), thresholds()) == []
    assert [one.month for one in moments_of(STARTED, date(2026, 8, 1), set(), thresholds())] == [3, 6]


@given(days, st.integers(0, 500))
def test_moments_never_overlap_and_each_begins_in_its_month(started, later):
    moments = moments_of(started, None, set(), thresholds())

    assert all(one.last_day < other.first_day for one, other in pairwise(moments))
    assert all(one.first_day == months_later(started, one.month) for one in moments)
    open_now = [one for one in moments if one.is_open_on(started + timedelta(days=later))]
    assert len(open_now) <= 1
