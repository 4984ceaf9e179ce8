"""The guard against an attacker: no small count can be pinned from what it lets out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.indicators.disclosure import (
    Cell,
    DisclosureRule,
    Known,
    Margin,
    Shown,
    complete_margins,
    find_leaks,
    protect,
)

from .attacker import pinned
from .tables import CITY, TREE, table

RULE = DisclosureRule()
SEXES = ("sex:men", "sex:women")
AGES = ("age:15-24", "age:25-54", "age:55-64")
BOTH = tuple(f"{age}|{sex}" for age in AGES for sex in SEXES)
small_or_not = st.one_of(st.integers(0, 14), st.integers(0, 60))
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def counts_of(areas, breakdowns):
    keys = [(area, breakdown) for area in areas for breakdown in breakdowns]
    return st.lists(small_or_not, min_size=len(keys), max_size=len(keys)).map(
        lambda counts: dict(zip(keys, counts, strict=True))
    )


def shown(protection):
    return {key: found.count for key, found in protection.decisions.items() if isinstance(found, Shown)}


def small(cells, rule=RULE):
    return [cell.key for cell in cells if rule.is_sensitive(cell.count)]


@slow
@given(counts_of(("north", "south", "centre", "town"), AGES))
def test_no_small_count_follows_from_areas_by_age(counts):
    cells, margins = table(counts, members=TREE, totals=[""])
    protection = protect(cells, margins, RULE)

    assert protection.is_safe
    assert pinned(shown(protection), margins, wanted=small(cells), width=10) == {}


@slow
@given(counts_of(("north", "south"), BOTH))
def test_no_small_count_follows_from_two_breakdowns_at_once(counts):
    cells, margins = table(counts, members=CITY, totals=["", *SEXES, *AGES])
    protection = protect(cells, margins, RULE)

    assert protection.is_safe
    assert pinned(shown(protection), margins, wanted=small(cells), width=10) == {}


@slow
@given(counts_of(("north", "south"), AGES))
def test_where_zero_reveals_no_zero_follows_either(counts):
    rule = DisclosureRule(smallest=5, zeros_reveal=True)
    cells, margins = table(counts, members=CITY, totals=[""])
    protection = protect(cells, margins, rule)

    assert protection.is_safe
    assert pinned(shown(protection), margins, wanted=small(cells, rule), width=5) == {}


@slow
@given(counts_of(("north", "south", "centre", "town"), AGES), st.data())
def test_nothing_follows_from_totals_published_elsewhere(counts, data):
    """Another source prints totals; the guard knows them and hides more, but cannot unsay them.

    No other cell follows than those that followed already, and those are told, which stops the release.
    """
    cells, margins = table(counts, members=TREE, totals=[""])
    large = [cell for cell in cells if cell.count >= 10 and not cell.is_withheld and cell.key.count(" · ") == 1]
    elsewhere = [Known(cell.key, cell.count, "the yearbook") for cell in large if data.draw(st.booleans())]
    protection = protect(cells, margins, RULE, known=elsewhere)
    public = shown(protection) | {known.key: known.count for known in elsewhere}
    found = pinned(public, margins, wanted=small(cells), width=10)

    assert found.keys() == {leak.key for leak in protection.leaks}
    already = pinned({known.key: known.count for known in elsewhere}, margins, wanted=small(cells), width=10)
    assert found.keys() == already.keys()


@slow
@given(counts_of(("north", "south", "centre", "town"), ("",)), st.data())
def test_the_differencing_test_finds_exactly_what_the_attacker_finds(counts, data):
    """Any groups of areas, published in any release: the guard and the attacker agree on what they give away."""
    members = TREE | {"group 1": frozenset({"north", "centre"}), "group 2": frozenset({"south", "centre", "town"})}
    cells, margins = table(counts, members=members, totals=[""])
    known = [
        Known(cell.key, cell.count, f"release {data.draw(st.integers(1, 3))}")
        for cell in cells
        if not cell.is_withheld and cell.count >= 10 and data.draw(st.booleans())
    ]
    leaks = find_leaks(cells, margins, RULE, known=known)
    found = pinned({one.key: one.count for one in known}, margins, wanted=small(cells), width=10)

    assert {leak.key: (leak.lowest, leak.highest) for leak in leaks} == found


@slow
@given(counts_of(("north", "south", "centre", "town"), AGES))
def test_the_guard_says_the_same_in_any_order(counts):
    cells, margins = table(counts, members=TREE, totals=[""])

    assert protect(cells[::-1], margins[::-1], RULE) == protect(cells, margins, RULE)


def test_hiding_only_the_small_counts_fails_against_the_attacker():
    """So that the tests above can fail: the attacker is able to reckon a hidden count."""
    cells, margins = table(
        {
            ("north", "age:15-24"): 9,
            ("north", "age:25-54"): 171,
            ("south", "age:15-24"): 40,
            ("south", "age:25-54"): 80,
        },
        members=CITY,
        totals=[""],
    )
    primary_only = {cell.key: cell.count for cell in cells if cell.count >= 10}

    assert pinned(primary_only, margins, wanted=small(cells), width=10) == {
        "jobseekers 2024 · north · age:15-24": (9, 9)
    }


def test_a_hidden_nine_follows_from_a_ward_total_published_elsewhere():
    """Measured: the table prints 171 and hides the rest of the ward; its total of 180 is elsewhere."""
    cells = [Cell("ward", 180, is_withheld=True), Cell("in training", 171), Cell("not deployable", 9)]
    margins = [Margin("ward", ("in training", "not deployable"))]
    alone = protect(cells, margins, RULE)
    known = [Known("ward", 180, "the ward monitor")]
    leaks = find_leaks(cells, margins, RULE, known=[*known, Known("in training", 171, "now")])

    assert shown(alone) == {"in training": 171}
    assert [leak.sentence for leak in leaks] == [
        "ward (the ward monitor) 180 minus in training (now) 171 = 9 people in not deployable"
    ]
    assert shown(protect(cells, margins, RULE, known=known)) == {}


def test_a_margin_reckoned_without_the_hidden_cells_gives_them_away_beside_the_real_one():
    """Measured: margins over shown cells only add up to 878, the real total is 900, so 22 people are hidden."""
    cells = [Cell("all", 900), Cell("a", 500), Cell("b", 378), Cell("c", 13), Cell("d", 9), Cell("shown", 878)]
    margins = [Margin("all", ("a", "b", "c", "d")), Margin("shown", ("a", "b"))]
    whole = complete_margins(cells, [*margins, Margin("all", ("shown",))])
    protection = protect(*whole, RULE)

    assert protection.is_safe
    assert pinned(shown(protection), whole[1], wanted=["d"], width=10) == {}
    assert protection.decisions["all"] == Shown(900)


def test_an_earlier_grouping_and_todays_table_together_give_somebody_away():
    cells, margins = table(
        {("harbour", ""): 9, ("station", ""): 23, ("meadow", ""): 15, ("mill", ""): 60},
        members={
            "city": frozenset({"harbour", "station", "meadow", "mill", "harbour + station"}),
            "harbour + station": frozenset({"harbour", "station"}),
        },
        totals=[""],
    )
    earlier = Known("jobseekers 2024 · harbour + station", 32, "release 3")
    now = [Known(f"jobseekers 2024 · {area}", count, "now") for area, count in [("station", 23), ("mill", 60)]]

    assert find_leaks(cells, margins, RULE, known=now) == ()
    (leak,) = find_leaks(cells, margins, RULE, known=[*now, earlier])
    assert leak.is_exact
    assert leak.sentence == (
        "jobseekers 2024 · harbour + station (release 3) 32 minus jobseekers 2024 · station (now) 23 "
        "= 9 people in jobseekers 2024 · harbour"
    )


def test_ages_of_two_releases_that_differ_by_a_few_years_give_those_years_away():
    cells = [Cell("20-64", 200), Cell("25-64", 196)]
    whole = complete_margins(cells, [Margin("20-64", ("25-64",))])
    (leak,) = find_leaks(*whole, RULE, known=[Known("20-64", 200, "release 3"), Known("25-64", 196, "now")])

    assert leak.sentence == "20-64 (release 3) 200 minus 25-64 (now) 196 = 4 people in 20-64 - 25-64"


@pytest.mark.parametrize(
    ("counts", "lost"),
    [
        pytest.param([3, 11, 40, 200], 2, id="one small count takes the smallest that is large enough along"),
        pytest.param([3, 4, 40, 200], 3, id="two small ones of seven together need a third"),
        pytest.param([6, 7, 40, 200], 2, id="two small ones of thirteen together protect each other"),
        pytest.param([0, 11, 40, 200], 0, id="nobody is nobody"),
        pytest.param([12, 11, 40, 200], 0, id="nothing small, nothing hidden"),
    ],
)
def test_little_is_lost(counts, lost):
    cells = [Cell(f"c{place}", count) for place, count in enumerate(counts)]
    protection = protect([*cells, Cell("all", sum(counts))], [Margin("all", tuple(cell.key for cell in cells))], RULE)

    assert len(protection.decisions) - len(shown(protection)) == lost
    assert "all" in shown(protection)
