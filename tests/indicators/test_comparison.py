from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit, compared_values, group_means, places

VALUES = st.decimals(min_value=0, max_value=100, places=2)


def figure(area: str, period: str, value: str) -> Observation:
    return Observation(
        "rate", Period.parse(period), area, Decimal(value), Unit.PERCENT, ObservationStatus.FINAL, None, "press"
    )


def test_the_mean_of_a_group_says_who_is_missing():
    found = group_means(
        [figure("aalst", "2019", "7"), figure("brugge", "2019", "6"), figure("aalst", "2020", "8")], ["aalst", "brugge"]
    )

    assert [(str(one.period), one.value, one.members, one.missing) for one in found] == [
        ("2019", Decimal("6.5"), ("aalst", "brugge"), ()),
        ("2020", Decimal(8), ("aalst",), ("brugge",)),
    ]
    assert [one.is_whole for one in found] == [True, False]


def test_a_period_without_every_member_is_not_compared_with():
    figures = [figure("aalst", "2019", "7"), figure("brugge", "2019", "6"), figure("aalst", "2020", "8")]

    assert compared_values(figures, "centrumsteden", ["aalst", "brugge"]) == {Period.year(2019): Decimal("6.5")}


def test_without_members_the_published_figure_of_the_group_is_compared_with():
    figures = [figure("aalst", "2019", "7"), figure("centrumsteden", "2019", "7.88")]

    assert compared_values(figures, "centrumsteden") == {Period.year(2019): Decimal("7.88")}


@given(st.dictionaries(st.sampled_from("abcdefg"), VALUES, min_size=1))
def test_everybody_has_a_place_and_only_who_is_higher_stands_before(values):
    found = places(values)

    assert [one.value for one in found] == sorted(values.values(), reverse=True)
    assert all(one.place == 1 + sum(other.value > one.value for other in found) for one in found)
    assert {one.area for one in found} == set(values)


@given(st.lists(VALUES, min_size=1, max_size=13))
def test_the_mean_lies_between_the_lowest_and_the_highest(values):
    areas = [f"city-{number}" for number in range(len(values))]
    (mean,) = group_means([figure(area, "2019", str(value)) for area, value in zip(areas, values, strict=True)], areas)

    assert min(values) <= mean.value <= max(values)
