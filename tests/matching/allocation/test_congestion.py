"""The figures of congestion against values worked out by hand, and the table of trade-offs."""

from math import log, log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import BadInput
from arbeidspact.matching.allocation import (
    EVERY_POLICY,
    Reranking,
    RerankingPolicy,
    allocate,
    gini,
    measure,
    ndcg,
    placed_if_all_apply,
    recon_congestion,
    rerank,
    share_never_recommended,
    trade_offs,
)
from tests.matching.allocation.worlds import cities, city_of, drawn_city

PLAIN, ADJUSTED, CAPPED, FIRST = EVERY_POLICY
loads = st.lists(st.integers(0, 50), max_size=12)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([3, 3, 3, 3], 0.0, id="all equal"),
        pytest.param([0, 0, 0, 8], 0.75, id="one of four has all"),
        pytest.param([1, 3], 0.25, id="one has three times the other"),
        pytest.param([1, 2, 3, 4], 0.25, id="a stair"),
        pytest.param([5], 0.0, id="one vacancy"),
        pytest.param([0, 0], None, id="nothing recommended"),
        pytest.param([], None, id="no vacancies"),
    ],
)
def test_gini_of_loads(counts, expected):
    assert gini(counts) == (None if expected is None else pytest.approx(expected))


@given(counts=loads)
def test_gini_is_half_the_mean_difference_over_the_mean(counts):
    found = gini(counts)

    if sum(counts):
        by_definition = np.abs(np.subtract.outer(counts, counts)).mean() / 2 / np.mean(counts)
        assert found == pytest.approx(by_definition, abs=1e-12)
    else:
        assert found is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([2, 2, 2, 2], -1.0, id="even"),
        pytest.param([7, 0, 0], 0.0, id="all on one"),
        pytest.param([1, 1, 0, 0], -0.5, id="even over half of four"),
        pytest.param([3, 1], (0.75 * log(0.75) + 0.25 * log(0.25)) / log(2), id="three to one"),
        pytest.param([4], None, id="one vacancy"),
        pytest.param([0, 0], None, id="nothing recommended"),
        pytest.param([], None, id="no vacancies"),
    ],
)
def test_congestion_as_recon_defines_it(counts, expected):
    assert recon_congestion(counts) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("counts", "expected"), [([0, 1, 0, 9], 0.5), ([1, 1], 0.0), ([0], 1.0), ([], None)])
def test_the_share_that_is_never_recommended(counts, expected):
    assert share_never_recommended(counts) == expected


@pytest.mark.parametrize("figure", [gini, recon_congestion, share_never_recommended])
@pytest.mark.parametrize("counts", [[1, -1], [0.5], [float("nan")], [[1]]], ids=str)
def test_loads_that_are_no_counts_are_refused(figure, counts):
    with pytest.raises(BadInput, match="loads"):
        figure(counts)


def test_the_plain_lists_have_all_their_ndcg_and_a_shorter_list_less():
    candidates = city_of({1: {101: 800_000, 102: 600_000}}, {101: 1, 102: 0})
    without_the_second = rerank(candidates, RerankingPolicy(Reranking.CAPPED, cap=1), 2)

    assert ndcg(rerank(candidates, PLAIN, 2)) == 1
    assert ndcg(without_the_second) == pytest.approx(0.8 / (0.8 + 0.6 / log2(3)))


def test_ndcg_of_a_list_in_the_other_order_is_the_mean_over_persons():
    candidates = city_of({1: {101: 900_000, 102: 800_000}, 2: {101: 900_000}}, {101: 1, 102: 1})
    turned = rerank(candidates, FIRST, 2)

    assert [place.id for place in turned.list_of(1)] == [102, 101]
    assert ndcg(turned) == pytest.approx(((0.8 + 0.9 / log2(3)) / (0.9 + 0.8 / log2(3)) + 1) / 2)


def test_ndcg_leaves_out_who_has_nothing_that_fits():
    assert ndcg(rerank(city_of({1: {}, 2: {101: 0}}, {101: 1}), PLAIN, 3)) is None
    assert ndcg(rerank(city_of({1: {}, 2: {101: 5}}, {101: 1}), PLAIN, 3)) == 1


@pytest.mark.parametrize(
    ("positions", "first", "placed"),
    [
        pytest.param({101: 1, 102: 1}, 1, 1, id="all at one door, one position"),
        pytest.param({101: 2, 102: 1}, 1, 2, id="two positions"),
        pytest.param({101: 0, 102: 1}, 1, 0, id="a door without positions"),
        pytest.param({101: 1, 102: 1}, 2, 1, id="the best applicant is taken twice and counts once"),
        pytest.param({101: 1, 102: 2}, 2, 2, id="the second position goes to the next"),
        pytest.param({101: 9, 102: 9}, 3, 3, id="room for all"),
    ],
)
def test_how_many_are_placed_if_all_apply_to_the_first_of_their_list(positions, first, placed):
    everybody = {1: {101: 700_000, 102: 500_000}, 2: {101: 900_000, 102: 800_000}, 3: {101: 600_000, 102: 300_000}}

    assert placed_if_all_apply(rerank(city_of(everybody, positions), PLAIN, 3), first) == placed


@pytest.mark.parametrize("first", [0, -1, 1.0, True, 1_001])
def test_to_how_many_all_apply_has_bounds(first):
    with pytest.raises(BadInput, match="first: it is out of bounds"):
        placed_if_all_apply(rerank(city_of({}, {}), PLAIN, 3), first)


@settings(deadline=None)
@given(candidates=cities(), k=st.integers(1, 5))
def test_if_all_apply_to_what_the_allocation_puts_first_all_of_those_are_placed(candidates, k):
    lists = rerank(candidates, FIRST, k)

    assert placed_if_all_apply(lists, 1) >= allocate(candidates).placed


@settings(deadline=None)
@given(candidates=cities(), k=st.integers(1, 5))
def test_every_figure_stays_within_its_range(candidates, k):
    for row in trade_offs(candidates, k):
        assert row.never_recommended is None or 0 <= row.never_recommended <= 1
        assert row.gini is None or -1e-12 <= row.gini < 1
        assert row.congestion is None or -1 - 1e-12 <= row.congestion <= 0
        assert row.ndcg is None or 0 <= row.ndcg <= 1 + 1e-12
        assert 0 <= row.max_load <= len(candidates)
        assert 0 <= row.placed_if_first <= len(candidates)
        assert 0 <= row.placed_if_first_three <= len(candidates)


def test_the_table_compares_the_policies_on_the_same_lists():
    candidates = drawn_city(11, persons=400, vacancies=150, longest=30)
    plain, adjusted, capped, first = trade_offs(candidates, 5)

    assert [row.policy for row in (plain, adjusted, capped, first)] == list(EVERY_POLICY)
    assert plain.ndcg == 1
    assert adjusted.gini < plain.gini
    assert adjusted.max_load < plain.max_load
    assert capped.max_load <= 30 < plain.max_load
    assert first.placed_if_first >= allocate(candidates).placed > plain.placed_if_first
    assert all(row.ndcg < 1 for row in (adjusted, capped, first))
    assert plain == measure(rerank(candidates, PLAIN, 5))


def test_a_row_of_the_table_is_plain_values_with_the_policy_first():
    (row,) = trade_offs(city_of({1: {101: 500_000}}, {101: 1, 102: 1}), 3, (RerankingPolicy("capped", cap=7),))

    assert row.row() == {
        "name": "capped",
        "cap": 7,
        "k": 3,
        "never_recommended": 0.5,
        "gini": 0.5,
        "congestion": 0.0,
        "max_load": 1,
        "ndcg": 1.0,
        "placed_if_first": 1,
        "placed_if_first_three": 1,
    }
    assert row.coverage == 0.5
    assert trade_offs(city_of({}, {}), 3)[0].coverage is None
