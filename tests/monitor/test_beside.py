from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.monitor.beside import Compared, compared_figures, years_beside
from arbeidspact.monitor.queries import goals_at_a_glance
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Area
from arbeidspact.pact.models import Pact
from tests.monitor.factories import a_baseline, a_goal, a_pact, a_target, an_indicator, figure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def pact() -> Pact:
    group = Area.objects.create(code="cities", kind="group", name_nl="Steden")
    Area.objects.create(code="vlaanderen", kind="region", name_nl="Vlaanderen")
    for code in ("gent", "aalst", "genk"):
        Area.objects.create(code=code, kind="municipality", name_nl=code.title(), part_of=group)
    pact = a_pact()
    a_goal(pact)
    return pact


def compared(pact: Pact) -> list[Compared]:
    return compared_figures(pact, goals_at_a_glance(pact, actor=operator(), today=TODAY), actor=operator())


def test_now_stands_beside_the_year_of_the_start_and_the_one_after(pact: Pact):
    indicator = an_indicator(figure("2019", "60"), figure("2020-Q4", "61"), figure("2024", "65"))
    a_target(indicator, baseline=a_baseline(indicator))

    (one,) = compared(pact)

    assert one.now is not None
    assert str(one.now.value) == "65"
    assert {year: str(found.value) if found else None for year, found in one.earlier.items()} == {
        2019: "60",
        2020: "61",
    }


def test_the_place_is_among_those_published_for_the_same_period(pact: Pact):
    an_indicator(
        figure("2023", "60"),
        figure("2023", "62", area="aalst"),
        figure("2024", "65"),
        figure("2023", "99", area="elsewhere"),
    )

    (one,) = compared(pact)

    assert one.place is not None
    assert (one.place.place, one.place.of, one.members, str(one.place_in)) == (2, 2, 3, "2023")


def test_where_the_city_has_no_figure_a_region_stands_there_and_says_so(pact: Pact):
    an_indicator(figure("2024", "72", area="vlaanderen"), figure("2024", "70", area="cities"))

    (one,) = compared(pact)

    assert one.now is None
    assert one.wider is not None
    assert one.wider.area == "vlaanderen"
    assert one.group is not None
    assert one.place is None


def test_related_figures_come_along(pact: Pact):
    an_indicator(figure("2024", "65"), related=("jobs",))
    an_indicator(figure("2024", "100", indicator="jobs"), slug="jobs")

    assert [(one.goal, one.definition.slug) for one in compared(pact)] == [
        ("employment", "employment-rate"),
        ("employment", "jobs"),
    ]


def test_the_number_of_queries_does_not_grow(pact: Pact, django_assert_num_queries: DjangoAssertNumQueries):
    related = tuple(f"other-{number}" for number in range(5))
    an_indicator(figure("2024", "65"), related=related)
    for slug in related:
        an_indicator(
            figure("2024", "65", indicator=slug), figure("2024", "66", indicator=slug, area="aalst"), slug=slug
        )
    states = goals_at_a_glance(pact, actor=operator(), today=TODAY)

    with django_assert_num_queries(4):
        assert len(compared_figures(pact, states, actor=operator())) == 6


def test_without_a_starting_point_the_year_of_the_pact_counts(pact: Pact):
    pact.starts_on = date(2021, 7, 1)

    assert years_beside([], pact) == (2021, 2022)
    pact.starts_on = None
    assert years_beside([], pact) == ()


def test_a_visitor_is_refused(pact: Pact):
    with pytest.raises(NotAllowed):
        compared_figures(pact, [], actor=ANONYMOUS)


class TestSince:
    def test_a_verdict_holds_since_the_first_figure_of_its_unbroken_run(self, pact: Pact):
        indicator = an_indicator(
            figure("2019", "68"), figure("2021", "70"), figure("2022", "67"), figure("2023", "66"), figure("2024", "65")
        )
        a_target(indicator, "72", baseline=a_baseline(indicator))

        (state,) = goals_at_a_glance(pact, actor=operator(), today=TODAY)

        assert state.progress.state == "moving_away"
        assert str(state.since) == "2022"

    def test_what_cannot_be_judged_stands_since_nothing(self, pact: Pact):
        indicator = an_indicator(figure("2019", "68"))
        a_target(indicator, "72")

        (state,) = goals_at_a_glance(pact, actor=operator(), today=TODAY)

        assert state.since is None
