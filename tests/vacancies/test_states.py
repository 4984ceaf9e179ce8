"""The state of a vacancy, said twice: by the function and by the database."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.vacancies.models import Vacancy, VacancyState
from arbeidspact.vacancies.states import days_open, in_state, open_on, state_on
from tests.vacancies.factories import VacancyFactory

TODAY = date(2026, 11, 22)
near = st.integers(-4, 4).map(lambda days: TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        pytest.param({"opens_on": date(2026, 11, 23)}, VacancyState.ANNOUNCED, id="opens tomorrow"),
        pytest.param({"opens_on": TODAY}, VacancyState.OPEN, id="opens today"),
        pytest.param({"closes_on": TODAY}, VacancyState.OPEN, id="its last day is today"),
        pytest.param({"closes_on": date(2026, 11, 21)}, VacancyState.EXPIRED, id="its last day was yesterday"),
        pytest.param({"filled_on": TODAY}, VacancyState.FILLED, id="filled today"),
        pytest.param({"cancelled_on": date(2026, 11, 2)}, VacancyState.CANCELLED, id="cancelled"),
        pytest.param(
            {"opens_on": date(2026, 12, 1), "cancelled_on": TODAY},
            VacancyState.CANCELLED,
            id="cancelled before it opened",
        ),
        pytest.param(
            {"closes_on": date(2026, 11, 10), "filled_on": date(2026, 11, 12)},
            VacancyState.FILLED,
            id="filled after its end",
        ),
    ],
)
def test_the_state_follows_from_the_dates(dates, state):
    vacancy = Vacancy(**{"opens_on": date(2026, 11, 1), **dates})

    assert state_on(vacancy, TODAY) is state


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        pytest.param({}, 21, id="still open"),
        pytest.param({"filled_on": date(2026, 11, 11)}, 10, id="until it was filled"),
        pytest.param({"closes_on": date(2026, 12, 31)}, 21, id="closes later"),
        pytest.param({"opens_on": date(2026, 12, 1)}, 0, id="not open yet"),
    ],
)
def test_days_open_stop_when_the_vacancy_does(dates, days):
    assert days_open(Vacancy(**{"opens_on": date(2026, 11, 1), **dates}), TODAY) == days


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    opens=near,
    closes_after=st.none() | st.integers(0, 4),
    ends=st.none() | st.tuples(st.sampled_from(["filled", "cancelled"]), st.integers(0, 4)),
    day=near,
)
def test_the_function_and_the_database_agree_on_every_state(opens, closes_after, ends, day):
    Vacancy.objects.all().delete()
    vacancy = VacancyFactory(
        opens_on=opens,
        closes_on=None if closes_after is None else opens + timedelta(days=closes_after),
        filled_on=opens + timedelta(days=ends[1]) if ends and ends[0] == "filled" else None,
        cancelled_on=opens + timedelta(days=ends[1] - 2) if ends and ends[0] == "cancelled" else None,
    )

    found = [state for state in VacancyState if Vacancy.objects.filter(in_state(state, day)).exists()]

    assert found == [state_on(vacancy, day)]
    assert Vacancy.objects.filter(open_on(day)).exists() == (state_on(vacancy, day) is VacancyState.OPEN)
