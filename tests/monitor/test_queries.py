from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.monitor.queries import (
    FiguresCount,
    areas_in,
    definitions_in_force,
    figures_count,
    indicator_card,
    indicator_list,
    observations_of,
)
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from tests.monitor.factories import a_baseline, a_goal, a_target, an_indicator, figure
from tests.monitor.ghent import load_ghent
from tests.organisations.factories import actor_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_indicators_come_by_name_with_how_many_figures_and_how_new():
    an_indicator(figure("2023", "68"), figure("2024", "69"))
    an_indicator(slug="a-first")

    rows = [(row.slug, row.figures, row.newest) for row in indicator_list(actor=operator())]

    assert rows == [("a-first", 0, None), ("employment-rate", 2, date(2024, 12, 31))]


@pytest.mark.parametrize("text", ["Naam van emp", "name OF emp", "employment-r"])
def test_an_indicator_is_found_by_its_name_in_either_language_or_its_short_name(text: str):
    an_indicator()
    an_indicator(slug="jobs")

    assert [row.slug for row in indicator_list(actor=operator(), text=text)] == ["employment-rate"]


def test_a_card_holds_series_promises_and_the_goals_that_rest_on_it(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    indicator = an_indicator(figure("2023", "68"), figure("2024", "69.50"))
    target = a_target(indicator, baseline=a_baseline(indicator))
    goal = a_goal()

    with django_assert_num_queries(6):
        card = indicator_card("employment-rate", actor=operator(), today=TODAY)

    assert [(one.area, one.breakdown, one.figures) for one in card.series] == [("gent", "", 2)]
    assert (card.areas, card.breakdowns) == (["gent"], [""])
    assert (card.targets, card.goals) == ((target,), (goal,))
    assert card.definition.name.en == "Name of employment-rate"


def test_an_indicator_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        indicator_card("nothing", actor=operator())


def test_figures_are_kept_to_indicators_and_areas():
    load_ghent()

    of_one = observations_of("unemployment-rate", actor=operator(), areas=["gent"])
    of_two = observations_of(actor=operator(), indicators=["jobs", "enterprises"])

    assert {(row.indicator.slug, row.area) for row in of_one} == {("unemployment-rate", "gent")}
    assert {row.indicator.slug for row in of_two} == {"jobs", "enterprises"}
    assert observations_of(actor=operator(), indicators=[]).count() == 0
    assert set(definitions_in_force()) >= {"jobs", "enterprises"}


def test_areas_come_with_the_own_one_first_then_by_how_many_figures():
    figures = [figure("2019", "1", area="b"), figure("2020", "1", area="b"), figure("2019", "1", area="a")]

    assert areas_in([*figures, figure("2019", "1", area="gent")], first="gent") == ["gent", "b", "a"]


def test_old_and_missing_figures_are_counted():
    an_indicator(figure("2019", "68"))
    an_indicator(slug="without")

    assert figures_count(actor=operator(), today=TODAY) == FiguresCount(total=2, without_figures=1, older_than_a_year=1)


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_member_sees_the_figures(role: Role):
    an_indicator()

    assert indicator_list(actor=actor_with(role)).count() == 1


def test_a_visitor_sees_none():
    for read in (indicator_list, observations_of):
        with pytest.raises(NotAllowed):
            read(actor=ANONYMOUS)
    with pytest.raises(NotAllowed):
        indicator_card("employment-rate", actor=ANONYMOUS)
    with pytest.raises(NotAllowed):
        figures_count(actor=ANONYMOUS, today=TODAY)
