"""The small pieces of the guard: rules, margins from names, rates, rounding, small changes, large tables."""

import time
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.indicators import disclosure
from arbeidspact.indicators.disclosure import (
    Cell,
    DisclosureRule,
    Known,
    Margin,
    NotAdditive,
    Place,
    Reason,
    Rounded,
    Shown,
    SmallChange,
    Suppressed,
    chance_of,
    counts_behind,
    guard_rate,
    margins_of,
    protect,
    round_counts,
    shown_count,
    small_changes,
)

from .tables import TREE, table

RULE = DisclosureRule()
SECRET = b"a secret of tests"


@pytest.mark.parametrize(
    ("rule", "count", "largest", "is_sensitive"),
    [
        pytest.param(RULE, 9, None, True, id="nine is small"),
        pytest.param(RULE, 10, None, False, id="ten is not"),
        pytest.param(RULE, 0, None, False, id="nobody says nothing"),
        pytest.param(DisclosureRule(zeros_reveal=True), 0, None, True, id="nobody says something where it was said so"),
        pytest.param(DisclosureRule(largest_share=Decimal("0.8")), 100, 81, True, id="one employer has most of it"),
        pytest.param(
            DisclosureRule(largest_share=Decimal("0.8")), 100, 80, False, id="one employer has just not enough"
        ),
        pytest.param(DisclosureRule(smallest=5), 5, None, False, id="the smallest count is configured"),
    ],
)
def test_a_count_is_sensitive(rule, count, largest, is_sensitive):
    assert rule.is_sensitive(count, largest) is is_sensitive


def test_inside_a_count_of_five_is_shown_and_four_is_not():
    assert (shown_count(5), shown_count(4), shown_count(0)) == (5, None, 0)


def test_reasons_name_the_rule_that_hid_a_count():
    rule = DisclosureRule(zeros_reveal=True, largest_share=Decimal("0.5"))
    cells = [Cell("small", 3), Cell("none", 0), Cell("one firm", 50, largest=40), Cell("other", 60), Cell("all", 113)]
    protection = protect(cells, [Margin("all", ("small", "none", "one firm", "other"))], rule)

    assert protection.decisions["small"] == Suppressed(Reason.TOO_FEW)
    assert protection.decisions["none"] == Suppressed(Reason.ZERO_REVEALS)
    assert protection.decisions["one firm"] == Suppressed(Reason.ONE_DOMINATES)
    assert protection.decisions["other"] == Shown(60)


def test_what_was_public_before_stays_shown_and_says_where():
    protection = protect([Cell("a", 4), Cell("b", 40)], [], RULE, known=[Known("a", 4, "release 1")])

    assert protection.decisions["a"] == Shown(4, "release 1")


def test_a_figure_revised_since_tells_nothing_exact():
    protection = protect([Cell("a", 4)], [], RULE, known=[Known("a", 12, "release 1")])

    assert protection.decisions["a"] == Suppressed(Reason.TOO_FEW)


@pytest.mark.parametrize(
    ("cells", "margins", "problem"),
    [
        pytest.param(
            [Cell("a", 5), Cell("all", 7)], [Margin("all", ("a",))], "the parts add up to 5, the total is 7", id="gap"
        ),
        pytest.param([Cell("a", 5), Cell("a", 7)], [], "two cells have the same key", id="twice"),
        pytest.param([Cell("a", -1)], [], "not negative", id="negative"),
    ],
)
def test_tables_that_cannot_be_are_refused(cells, margins, problem):
    with pytest.raises(ValueError, match=problem):
        protect(cells, margins, RULE)
    assert issubclass(NotAdditive, ValueError)


def places(*names):
    return [Place("t", *name.split("/")) for name in names]


@pytest.mark.parametrize(
    ("cells", "members", "margins"),
    [
        pytest.param(
            places("region/", "ghent/", "aalst/", "north/"), TREE,
            {("t · region", ("t · aalst", "t · ghent")), ("t · ghent", ("t · north",))},
            id="areas: the largest inside first",
        ),
        pytest.param(
            places("a/", "b/", "c/", "g/", "h/"), {"g": frozenset({"a", "b", "c"}), "h": frozenset({"b", "c"})},
            {("t · g", ("t · a", "t · h")), ("t · h", ("t · b", "t · c"))},
            id="areas: a group within a group",
        ),
        pytest.param(
            places("a/", "g/", "h/"), {"g": frozenset({"a", "b"}), "h": frozenset({"b", "c"})},
            {("t · g", ("t · a",))},
            id="areas: groups that overlap",
        ),
        pytest.param(
            places("x/", "x/sex:men", "x/sex:women"), {},
            {("t · x", ("t · x · sex:men", "t · x · sex:women"))},
            id="sexes make everybody",
        ),
        pytest.param(
            places("x/age:15-64", "x/age:15-24", "x/age:25-64", "x/age:20-64"), {},
            {
                ("t · x · age:15-64", ("t · x · age:20-64",)),
                ("t · x · age:15-64", ("t · x · age:15-24", "t · x · age:25-64")),
                ("t · x · age:20-64", ("t · x · age:25-64",)),
            },
            id="ages lie within ages, and overlap",
        ),
        pytest.param(
            places("x/age:15-24", "x/age:15-24|sex:men", "x/sex:men"), {},
            {(f"t · x · {total}", ("t · x · age:15-24|sex:men",)) for total in ("age:15-24", "sex:men")},
            id="a crossing adds up both ways",
        ),
    ],
)  # fmt: skip
def test_margins_follow_from_names(cells, members, margins):
    assert {(margin.total, margin.parts) for margin in margins_of(cells, members=members)} == margins


def test_a_rate_over_known_people_gives_the_count_behind_it():
    assert list(counts_behind(Decimal("5.0"), 180, factor=Decimal(100))) == [9]
    assert list(counts_behind(Decimal("0.05"), 180)) == [9]
    assert len(counts_behind(Decimal("5"), 10_000, factor=Decimal(100))) == 101


@pytest.mark.parametrize(
    ("rate", "numerator", "denominator", "decision"),
    [
        pytest.param("40.0", Shown(8), 20, Suppressed(Reason.SMALL_DENOMINATOR), id="over too few people"),
        pytest.param("5.0", Suppressed(Reason.TOO_FEW), 180, Suppressed(Reason.COUNT_FOLLOWS), id="9 of 180"),
        pytest.param("97.8", Shown(176), 180, Suppressed(Reason.COUNT_FOLLOWS), id="all but four"),
        pytest.param("50.0", Shown(90), 180, Shown(180), id="half of many"),
        pytest.param("5", Suppressed(Reason.PROTECTS_ANOTHER), 100_000, Shown(100_000), id="a thousand counts fit"),
    ],
)
def test_a_rate_is_guarded_like_its_count(rate, numerator, denominator, decision):
    found = guard_rate(Decimal(rate), numerator=numerator, denominator=denominator, rule=RULE, factor=Decimal(100))

    assert found == decision


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=12, max_size=12), st.sampled_from([3, 5, 10]))
def test_rounded_counts_are_near_and_margins_still_add_up(values, base):
    keys = [
        (area, age) for area in ("north", "south", "centre", "town") for age in ("age:15-24", "age:25-54", "age:55-64")
    ]
    cells, margins = table(dict(zip(keys, values, strict=True)), members=TREE, totals=[""])
    rounding = round_counts(cells, margins, base=base, secret=SECRET)

    assert rounding.not_additive == ()
    for cell in cells:
        rounded = rounding.counts[cell.key]
        assert rounded.count % base == 0
        assert abs(rounded.count - cell.count) < base
    assert rounding == round_counts(cells[::-1], margins[::-1], base=base, secret=SECRET)


def test_rounding_goes_by_the_secret_and_is_right_on_average():
    cells = [Cell(f"c{place}", 12) for place in range(400)]
    first = round_counts(cells, [], base=5, secret=SECRET)
    other = round_counts(cells, [], base=5, secret=b"another secret")

    assert first != other
    assert first.counts["c1"] in (Rounded(10, 5), Rounded(15, 5))
    assert 11.5 < sum(found.count for found in first.counts.values()) / 400 < 12.5
    assert chance_of(SECRET, "c1", 12) == chance_of(SECRET, "c1", 12) != chance_of(SECRET, "c2", 12)


def test_rounding_needs_a_base_and_a_secret():
    with pytest.raises(ValueError, match="set both"):
        round_counts([Cell("a", 3)], [], base=1, secret=SECRET)
    with pytest.raises(ValueError, match="set both"):
        round_counts([Cell("a", 3)], [], base=5, secret=b"")


def test_a_correction_of_few_people_is_named():
    earlier = [Known(key, count, "release 3") for key, count in (("a", 120), ("b", 150), ("c", 7))]
    changes = small_changes({"a": 124, "b": 200, "c": 7}, earlier, RULE)

    assert changes == (SmallChange("a", 120, 124, "release 3"),)


def test_a_large_table_is_decided_within_seconds():
    chance = np.random.default_rng(5)
    tree = {f"p{number}": frozenset(f"g{place}" for place in range(number, 300, 5)) for number in range(5)}
    tree["flanders"] = frozenset().union(*tree.values(), tree)
    cells, margins = [], []
    for month in range(12):
        around = chance.lognormal(np.log(300), 1, size=300)
        counts = {
            (f"g{place}", sex): int(chance.poisson(mean / 2))
            for place, mean in enumerate(around)
            for sex in ("sex:men", "sex:women")
        }
        found, its_margins = table(counts, members=tree, totals=[""])
        cells += [Cell(f"{month} {cell.key}", cell.count) for cell in found]
        margins += [Margin(f"{month} {m.total}", tuple(f"{month} {part}" for part in m.parts)) for m in its_margins]
    started = time.perf_counter()
    protection = protect(cells, margins, RULE)

    assert len(cells) > 10_000
    assert protection.is_safe
    assert time.perf_counter() - started < 30


def test_the_export_list_is_sorted_and_complete():
    public = {
        name
        for name, value in vars(disclosure).items()
        if getattr(value, "__module__", "").startswith(disclosure.__name__)
    }

    assert set(disclosure.__all__) == public | {"SMALLEST_INSIDE", "SMALLEST_PUBLISHED"}
    assert [
        name
        for name in disclosure.__all__
        if callable(getattr(disclosure, name)) and not getattr(disclosure, name).__doc__
    ] == []
