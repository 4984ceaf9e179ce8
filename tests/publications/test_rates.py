"""Rates and medians of the platform's own data: they leave with their counts, and nobody follows from the two."""

from decimal import Decimal

import pytest

from arbeidspact.indicators import Publication, SmallestArea, Summary, Unit
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from arbeidspact.publications.models import ReleaseStatus
from arbeidspact.publications.queries import public_figures
from tests.monitor.factories import an_indicator, figure
from tests.publications.conftest import OWN

pytestmark = pytest.mark.django_db
QUARTER = "2026-Q3"


def counted(slug, count, *, area="gent", **definition):
    values = {"unit": Unit.COUNT, "factor": 1, "denominator": None, **definition}
    an_indicator(
        figure(QUARTER, str(count), area=area, indicator=slug, unit=values["unit"], source=OWN),
        slug=slug,
        publication=Publication.GUARDED,
        smallest_area=SmallestArea.NEIGHBOURHOOD,
        **values,
    )


def rated(slug, value, above, below):
    an_indicator(
        figure(QUARTER, value, area="gent", indicator=slug, source=OWN),
        slug=slug,
        publication=Publication.GUARDED,
        numerator_indicator=above,
        denominator_indicator=below,
    )


def terms(due, met):
    counted("due", due)
    counted("met", met)
    rated("in-time", f"{Decimal(100) * met / due:.1f}", "met", "due")


def released(analyst):
    made = make_release(MakeRelease(), actor=analyst)
    assert made.status == ReleaseStatus.DRAFT, made.report["leaks"]
    return publish_release(PublishRelease(version=made.version), actor=analyst)


def value_of(slug):
    (one,) = public_figures(slug).figures
    return None if one.value is None else float(one.value)


@pytest.mark.parametrize(
    ("due", "met", "shown"),
    [
        pytest.param(80, 60, {"due": 80, "met": 60, "in-time": 75.0}, id="enough everywhere"),
        pytest.param(80, 75, {"due": 80, "met": None, "in-time": None}, id="five missed it: that would follow"),
        pytest.param(80, 6, {"due": 80, "met": None, "in-time": None}, id="six met it"),
        pytest.param(8, 8, {"due": None, "met": None, "in-time": None}, id="eight in all"),
        pytest.param(80, 80, {"due": 80, "met": 80, "in-time": 100.0}, id="all met it"),
        pytest.param(25, 12, {"due": 25, "met": 12, "in-time": None}, id="a rate over few says too much"),
    ],
)
def test_a_rate_leaves_when_its_counts_may_and_the_rest_does_not_follow(city, analyst, due, met, shown):
    terms(due, met)

    released(analyst)

    assert {slug: value_of(slug) for slug in shown} == shown


def test_a_rate_of_which_one_count_is_left_out_stays_inside(city, analyst):
    terms(80, 60)

    made = make_release(MakeRelease(left_out=("due",)), actor=analyst)
    publish_release(PublishRelease(version=made.version), actor=analyst)

    assert (value_of("met"), value_of("in-time")) == (60, None)


def test_of_three_parts_of_one_whole_the_small_one_does_not_follow_from_the_others(city, analyst):
    counted("assessed", 60)
    for slug, count in (("nearer", 30), ("same", 25), ("farther", 5)):
        counted(slug, count)
        rated(f"{slug}-share", f"{Decimal(100) * count / 60:.1f}", slug, "assessed")

    released(analyst)

    shown = {slug: value_of(slug) for slug in ("assessed", "nearer", "same", "farther")}
    assert shown["farther"] is None
    assert [slug for slug in ("assessed", "nearer", "same") if shown[slug] is None], shown
    hidden = [slug for slug in ("nearer", "same", "farther") if shown[slug] is None]
    assert all(value_of(f"{slug}-share") is None for slug in hidden)


def test_a_whole_of_an_earlier_release_still_tells_of_the_rest(city, analyst):
    """The first release showed 80 that came due; the second, without them, would add 75 that were met."""
    counted("due", 80)
    released(analyst)
    counted("met", 75)
    rated("in-time", "93.8", "met", "due")

    stopped = make_release(MakeRelease(left_out=("due",)), actor=analyst)

    assert stopped.status == ReleaseStatus.BLOCKED
    (leak,) = stopped.report["leaks"]
    assert (leak["lowest"], leak["highest"]) == (5, 5)
    released(analyst)
    assert (value_of("due"), value_of("met"), value_of("in-time")) == (80, None, None)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param(30, 6.0, id="of thirty"),
        pytest.param(29, None, id="of twenty-nine"),
        pytest.param(9, None, id="of nine"),
    ],
)
def test_a_median_leaves_when_it_is_of_many(city, analyst, number, shown):
    counted("handovers", number)
    counted("days", "6.0", unit=Unit.DAYS, summary=Summary.MEDIAN, denominator_indicator="handovers")

    released(analyst)

    assert value_of("days") == shown


def test_pairs_add_up_to_all_also_without_totals_of_senders_or_receivers(city, analyst):
    """40 in all, 20 and 12 for two pairs: the third pair is 8."""
    slug = "handovers"
    own = [
        figure(QUARTER, str(count), area="gent", indicator=slug, unit=Unit.COUNT, source=OWN, breakdown=breakdown)
        for breakdown, count in (
            ("", 40), ("receiver:a|sender:b", 20), ("receiver:b|sender:a", 12), ("receiver:c|sender:a", 8)
        )
    ]  # fmt: skip
    pair = [
        {"slug": name, "name": {"nl": name, "en": name}, "are_organisations": True} for name in ("sender", "receiver")
    ]
    an_indicator(
        *own, slug=slug, unit=Unit.COUNT, factor=1, denominator=None, publication=Publication.GUARDED, dimensions=pair
    )

    released(analyst)

    every = public_figures(slug, breakdowns=()).figures
    shown = {one.breakdown: None if one.value is None else int(one.value) for one in every}
    assert shown[""] == 40
    assert shown["receiver:c|sender:a"] is None
    assert sum(value is None for value in shown.values()) == 2
