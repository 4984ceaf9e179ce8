from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.indicators import (
    AtRisk,
    Lack,
    MovingAway,
    NoNumberWasSet,
    NotEnoughData,
    NothingYet,
    OffCourse,
    OnSchedule,
    Reached,
    Stale,
    Unit,
)
from arbeidspact.monitor.goals import GoalState, NoDateWasSet, NumberNotLoaded
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.monitor.models import TargetRule
from arbeidspact.monitor.queries import goals_at_a_glance, known_instead, word_of
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.pact.models import Goal
from tests.monitor.factories import a_baseline, a_goal, a_pact, a_target, an_indicator, figure
from tests.monitor.ghent import load_ghent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def state_of(goal: Goal, today: date = TODAY) -> GoalState:
    (state,) = goals_at_a_glance(goal.pact, actor=operator(), today=today)
    return state


class TestGhent:
    def test_the_three_goals_as_published(self, django_assert_num_queries: DjangoAssertNumQueries):
        pact = load_ghent()

        with django_assert_num_queries(7):
            employment, unemployment, vacancies = goals_at_a_glance(pact, actor=operator(), today=TODAY)

        assert isinstance(employment.progress, NotEnoughData)
        assert employment.progress.why is Lack.COUNTED_OTHERWISE
        assert isinstance(unemployment.progress, NotEnoughData)
        assert unemployment.progress.why is Lack.NO_COMPARISON_FIGURE
        assert vacancies.progress == NoNumberWasSet(None)

    def test_figures_are_exact_and_their_age_is_told(self):
        employment, unemployment, vacancies = goals_at_a_glance(load_ghent(), actor=operator(), today=TODAY)

        assert employment.baseline is not None
        assert employment.baseline.value == Decimal("68.6")
        assert employment.latest is not None
        assert (str(employment.latest.period), employment.latest.value) == ("2021", Decimal("73.4"))
        assert isinstance(employment.freshness, Stale)
        assert unemployment.latest is not None
        assert (str(unemployment.latest.period), unemployment.latest.value) == ("2020-01", Decimal("9.4"))
        assert vacancies.freshness == NothingYet()

    def test_their_day_has_passed_so_no_path_is_left(self):
        states = goals_at_a_glance(load_ghent(), actor=operator(), today=TODAY)

        assert [state.has_run_out for state in states] == [True, True, False]
        assert [state.path for state in states] == [(), (), ()]

    def test_before_their_day_the_path_leads_to_seventy_percent(self):
        pact = load_ghent()
        rows = ObservationRow.objects.filter(series__indicator__slug="employment-rate", series__area="gent")
        rows.filter(period_start__year=2021).delete()
        employment, *_others = goals_at_a_glance(pact, actor=operator(), today=date(2020, 6, 1))

        path = employment.path

        assert (path[0].on, path[0].value) == (date(2019, 12, 31), Decimal("68.6"))
        assert (path[-1].on, path[-1].value) == (date(2025, 12, 31), Decimal(70))
        assert [point.value for point in path] == sorted(point.value for point in path)

    def test_the_area_it_is_compared_with_stands_beside_it(self):
        _employment, unemployment, _vacancies = goals_at_a_glance(load_ghent(), actor=operator(), today=TODAY)

        assert unemployment.areas_beside[0] == "centrumsteden"
        assert "gent" not in unemployment.areas_beside

    def test_areas_whose_figures_are_all_older_stay_out_of_the_picture(self):
        employment, *_others = goals_at_a_glance(load_ghent(), actor=operator(), today=TODAY)

        assert employment.areas_beside == ["oost-vlaanderen", "vlaanderen"]

    def test_for_the_goal_without_a_number_other_figures_about_vacancies_are_known(self):
        pact = load_ghent()
        goal = pact.goals.get(slug="vacancies")

        known = known_instead(goal, pact.area, actor=operator())

        assert {"open-vacancies", "vacancies-received-12-months"} <= {one.definition.slug for one in known}
        assert "vacancy-fill-rate" not in {one.definition.slug for one in known}
        assert all(one.figure.area == "gent" for one in known if one.definition.slug == "open-vacancies")


@pytest.mark.parametrize(
    ("figures", "decision"),
    [
        pytest.param([("2024", "71")], Reached, id="reached"),
        pytest.param([("2024", "69.4")], OnSchedule, id="on schedule"),
        pytest.param([("2024", "68.8")], AtRisk, id="at risk"),
        pytest.param([("2024", "68.1")], OffCourse, id="off course"),
        pytest.param([("2024", "67.9")], MovingAway, id="worse than at the start is never hidden"),
        pytest.param([("2023", "69.9"), ("2024", "60")], MovingAway, id="the latest figure decides"),
        pytest.param([], NotEnoughData, id="no figure"),
    ],
)
def test_a_goal_with_number_and_day_is_judged(figures: list[tuple[str, str]], decision: type):
    indicator = an_indicator(figure("2019", "68"), *(figure(period, value) for period, value in figures))
    a_target(indicator, baseline=a_baseline(indicator))

    assert isinstance(state_of(a_goal()).progress, decision)


def test_a_goal_that_moves_away_still_has_a_path():
    indicator = an_indicator(figure("2024", "67"))
    a_target(indicator, baseline=a_baseline(indicator))

    state = state_of(a_goal())

    assert state.figures is not None
    assert state.figures.gap == Decimal(3)
    assert state.path[-1].value == Decimal(70)


def test_a_goal_that_was_reached_asks_for_no_path():
    indicator = an_indicator(figure("2024", "71"))
    a_target(indicator, baseline=a_baseline(indicator))

    assert state_of(a_goal()).path == ()


@pytest.mark.parametrize(
    ("value", "rule", "gap", "is_met"),
    [
        pytest.param("69", TargetRule.AT_LEAST, Decimal(1), False, id="at least, not met"),
        pytest.param("70", TargetRule.AT_LEAST, Decimal(0), True, id="at least, met"),
        pytest.param("69", TargetRule.AT_MOST, Decimal(-1), True, id="at most, met"),
        pytest.param("71", TargetRule.AT_MOST, Decimal(1), False, id="at most, not met"),
    ],
)
def test_a_number_without_a_day_is_met_or_not_and_never_no_number(value: str, rule: str, gap: Decimal, is_met: bool):
    indicator = an_indicator(figure("2024", value))
    a_target(indicator, due=None, rule=rule)

    progress = state_of(a_goal()).progress

    assert isinstance(progress, NoDateWasSet)
    assert (progress.value, progress.gap, progress.is_met) == (Decimal(70), gap, is_met)


def test_a_comparison_without_a_day_takes_the_last_period_that_both_have():
    indicator = an_indicator(
        figure("2023", "9"), figure("2023", "8", area="centrumsteden"), figure("2024", "7"), direction="lower_is_better"
    )
    a_target(indicator, value=None, relative_to="centrumsteden", due=None, rule=TargetRule.AT_MOST)

    progress = state_of(a_goal()).progress

    assert isinstance(progress, NoDateWasSet)
    assert (progress.value, progress.gap) == (Decimal(8), Decimal(1))


def test_a_number_without_a_day_and_without_a_figure_says_nothing_about_met():
    a_target(an_indicator(), due=None)

    progress = state_of(a_goal()).progress

    assert isinstance(progress, NoDateWasSet)
    assert (progress.gap, progress.is_met) == (None, False)


def test_a_target_that_is_not_loaded_is_not_a_goal_without_a_number():
    an_indicator(figure("2024", "69"))

    progress = state_of(a_goal()).progress

    assert isinstance(progress, NumberNotLoaded)
    assert progress.target == "promise"


def test_a_goal_whose_indicator_is_not_defined_still_shows():
    state = state_of(a_goal(target="", no_number_was_set=True))

    assert state.progress == NoNumberWasSet(None)
    assert (state.indicator, state.freshness, state.latest) == (None, NothingYet(), None)


def test_what_is_known_instead_falls_back_to_the_area_with_most_figures():
    counted = {"unit": Unit.COUNT, "factor": Decimal(1), "denominator": None}
    an_indicator(
        figure("2023", "10", area="vlaanderen", indicator="open-vacancies", unit=Unit.COUNT),
        slug="open-vacancies",
        **counted,
    )
    an_indicator(slug="vacancies-cancelled", **counted)
    goal = a_goal(indicator="vacancy-fill-rate", target="", no_number_was_set=True)

    (known,) = known_instead(goal, "gent", actor=operator())

    assert (known.definition.slug, known.figure.area) == ("open-vacancies", "vlaanderen")


@pytest.mark.parametrize(
    ("slug", "word"), [("vacancy-fill-rate", "vacanc"), ("jobs-ratio", "jobs"), ("enterprises", "enterprise")]
)
def test_relatives_are_found_by_the_first_word(slug: str, word: str):
    assert word_of(slug) == word


def test_goals_come_in_their_order_and_only_for_those_who_may_see_figures():
    pact = a_pact()
    a_goal(pact, slug="second", order=2)
    a_goal(pact, slug="first", order=1)

    assert [state.goal.slug for state in goals_at_a_glance(pact, actor=operator())] == ["first", "second"]
    with pytest.raises(NotAllowed):
        goals_at_a_glance(pact, actor=ANONYMOUS)
