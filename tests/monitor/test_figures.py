from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from arbeidspact.indicators import Observation, series
from arbeidspact.indicators import ObservationStatus as Status
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.figures import FigureQuery, far_areas, latest_figures, series_with_figures, standing_figures
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.monitor.models import Series
from arbeidspact.monitor.standing import choose_standing
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Area, AreaKind
from tests.monitor.factories import an_indicator, figure

pytestmark = pytest.mark.django_db

SLUG = "employment-rate"


def values(query: FigureQuery) -> list[tuple[str, str, str]]:
    return [(one.area, str(one.period), str(one.value)) for one in standing_figures(query, actor=operator())]


FIGURES = st.builds(
    figure,
    st.sampled_from(["2019", "2019-Q4", "2019-12", "2020"]),
    st.integers(0, 9).map(str),
    area=st.sampled_from(["gent", "brugge"]),
    status=st.sampled_from(list(Status)),
    vintage=st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 4)),
    source=st.sampled_from(["a", "b", "c"]),
)


@given(st.lists(FIGURES, unique_by=lambda one: one.key, max_size=12), st.integers(0, 12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_the_figure_that_counts_is_the_one_that_the_series_chooses(figures: Sequence[Observation], first: int):
    with transaction.atomic():
        an_indicator(*figures[:first])
        if figures[first:]:
            record_observations(RecordObservations(observations=tuple(figures[first:])), actor=operator())

        found = standing_figures(FigureQuery(SLUG), actor=operator())

        chosen = [one for area in ("brugge", "gent") for one in series(figures, area=area)]
        assert list(found) == chosen
        counts = {one.area: (one.figures, one.newest) for one in series_with_figures(SLUG, actor=operator())}
        assert counts == {
            area: (len(own), max(one.period.end for one in own))
            for area in ("brugge", "gent")
            if (own := [one for one in figures if one.area == area])
        }
        transaction.set_rollback(True)


@pytest.fixture
def figures() -> None:
    an_indicator(
        figure("2019", "68", vintage=date(2021, 1, 1)),
        figure("2019", "69", vintage=date(2023, 1, 1)),
        figure("2020", "70", vintage=date(2022, 1, 1)),
        figure("2020-Q4", "71", vintage=None),
        figure("2019", "60", area="brugge"),
        figure("2019", "65", breakdown="sex:women"),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(
            {},
            [
                ("brugge", "2019", "60"),
                ("gent", "2019", "69"),
                ("gent", "2020", "70"),
                ("gent", "2020-Q4", "71"),
            ],
            id="everything that counts, everybody together",
        ),
        pytest.param({"areas": ("brugge",)}, [("brugge", "2019", "60")], id="one area"),
        pytest.param({"areas": ("aalst",)}, [], id="an area without figures"),
        pytest.param({"breakdowns": ("sex:women",)}, [("gent", "2019", "65")], id="one group"),
        pytest.param(
            {"areas": ("gent",), "breakdowns": (), "last": date(2019, 12, 31)},
            [("gent", "2019", "69"), ("gent", "2019", "65")],
            id="every group, until a day",
        ),
        pytest.param({"first": date(2020, 10, 1)}, [("gent", "2020-Q4", "71")], id="from a day"),
        pytest.param(
            {"areas": ("gent",), "as_of": date(2022, 6, 1)},
            [("gent", "2019", "68"), ("gent", "2020", "70"), ("gent", "2020-Q4", "71")],
            id="as it was known on a day",
        ),
    ],
)
@pytest.mark.usefixtures("figures")
def test_figures_are_kept_to_what_is_asked(asked: dict[str, Any], found: list[tuple[str, str, str]]):
    assert values(FigureQuery(SLUG, **asked)) == found


@pytest.mark.usefixtures("figures")
def test_the_newest_figure_of_each_area():
    newest = latest_figures(SLUG, actor=operator())

    assert {area: str(one.value) for area, one in newest.items()} == {"brugge": "60", "gent": "71"}
    assert latest_figures(SLUG, actor=operator(), areas=["aalst"]) == {}
    assert latest_figures("nothing", actor=operator()) == {}


@pytest.mark.usefixtures("figures")
def test_the_number_of_queries_does_not_grow_with_the_figures(django_assert_num_queries: DjangoAssertNumQueries):
    for query in (FigureQuery(SLUG), FigureQuery(SLUG, breakdowns=()), FigureQuery(SLUG, as_of=date(2022, 1, 1))):
        with django_assert_num_queries(3):
            standing_figures(query, actor=operator())


def test_an_indicator_that_is_not_there_has_no_figures():
    assert standing_figures(FigureQuery("nothing"), actor=operator()) == ()


def test_municipalities_outside_the_group_say_nothing_beside_a_city_and_regions_always_do():
    flanders = Area.objects.create(code="vlaanderen", kind=AreaKind.REGION, name_nl="Vlaanderen")
    group = Area.objects.create(code="centrumsteden", kind=AreaKind.GROUP, name_nl="Centrumsteden", part_of=flanders)
    city = Area.objects.create(code="gent", kind=AreaKind.MUNICIPALITY, name_nl="Gent", part_of=group)
    Area.objects.create(code="brugge", kind=AreaKind.MUNICIPALITY, name_nl="Brugge", part_of=group)
    Area.objects.create(code="evergem", kind=AreaKind.MUNICIPALITY, name_nl="Evergem", part_of=flanders)
    Area.objects.create(code="muide", kind=AreaKind.NEIGHBOURHOOD, name_nl="Muide", part_of=city)

    assert far_areas("gent") == {"evergem"}
    assert far_areas("centrumsteden") == {"evergem", "muide"}


def test_two_figures_never_count_for_one_period():
    an_indicator(figure("2019", "68"), figure("2019", "69", source="another"))

    with pytest.raises(IntegrityError), transaction.atomic():
        ObservationRow.objects.filter(stands=False).update(stands=True)


def test_when_a_newer_figure_goes_the_one_before_counts_again():
    an_indicator(figure("2019", "68"), figure("2019", "69", vintage=date(2026, 1, 1)))
    newest = ObservationRow.objects.get(stands=True)
    newest.delete()

    choose_standing([newest.series_id])

    assert values(FigureQuery(SLUG)) == [("gent", "2019", "68")]


def test_a_series_without_figures_counts_none():
    an_indicator(figure("2019", "68"))
    ObservationRow.objects.all().delete()

    choose_standing(Series.objects.values_list("pk", flat=True))

    row = Series.objects.get()
    assert (row.figures, row.newest) == (0, None)
    assert series_with_figures(SLUG, actor=operator()) == []


@pytest.mark.parametrize("vintage", [pytest.param(date(2026, 1, 1), id="dated"), pytest.param(None, id="undated")])
def test_the_same_figure_of_the_same_source_and_moment_is_kept_once(vintage: date | None):
    an_indicator(figure("2019", "68", vintage=vintage))
    again = ObservationRow.objects.get()
    again.pk, again.stands = None, False

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
