"""Each policy does what its name says, and says which it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import BadInput, Ranked, UnknownId
from arbeidspact.matching.allocation import EVERY_POLICY, Reranking, RerankingPolicy, allocate, rerank
from tests.matching.allocation import oracle
from tests.matching.allocation.worlds import cities, city_of, drawn_city, lists_of, positions_of

PLAIN = RerankingPolicy(Reranking.PLAIN)
ALLOCATION_FIRST = RerankingPolicy(Reranking.ALLOCATION_FIRST)
ks = st.integers(1, 7)
policies = st.builds(
    RerankingPolicy,
    name=st.sampled_from(Reranking),
    price_percent=st.integers(0, 100),
    cap=st.sampled_from([1, 2, 3, 100]),
)


def shown(recommendations):
    """Per person the vacancies, in the order shown."""
    return {
        person: [place.id for place in recommendations.list_of(person)]
        for person in recommendations.person_ids.tolist()
    }


@settings(deadline=None)
@given(candidates=cities(), policy=policies, k=ks)
def test_every_list_holds_at_most_k_vacancies_of_the_persons_own_candidates_each_once(candidates, policy, k):
    recommendations, own = rerank(candidates, policy, k), lists_of(candidates)

    assert (recommendations.policy, recommendations.k) == (policy, k)
    for person, vacancies in shown(recommendations).items():
        assert len(vacancies) == len(set(vacancies)) <= k
        assert set(vacancies) <= set(own[person])
        assert [place.score for place in recommendations.list_of(person)] == [
            own[person][vacancy] / 1_000_000 for vacancy in vacancies
        ]


@settings(deadline=None)
@given(candidates=cities(), k=ks)
def test_plain_leaves_the_lists_unchanged(candidates, k):
    assert shown(rerank(candidates, PLAIN, k)) == {
        person: list(own)[:k] for person, own in lists_of(candidates).items()
    }


@settings(deadline=None)
@given(candidates=cities(), k=ks, percent=st.integers(0, 100))
def test_price_adjusted_orders_by_what_is_left_after_the_price(candidates, k, percent):
    prices = dict(zip(candidates.vacancy_ids.tolist(), allocate(candidates).prices.tolist(), strict=True))
    expected = {
        person: sorted(own, key=lambda vacancy, own=own: percent * prices[vacancy] - 100 * own[vacancy])[:k]
        for person, own in lists_of(candidates).items()
    }

    policy = RerankingPolicy(Reranking.PRICE_ADJUSTED, price_percent=percent)
    assert shown(rerank(candidates, policy, k)) == expected


def test_a_tie_after_the_price_keeps_the_plain_order():
    candidates = city_of({1: {101: 900_000, 102: 800_000}, 2: {101: 900_000}}, {101: 1, 102: 1})
    in_full, in_half = (
        rerank(candidates, RerankingPolicy(Reranking.PRICE_ADJUSTED, price_percent=percent), 2) for percent in (100, 50)
    )

    assert allocate(candidates).prices.tolist() == [100_000, 0]
    assert shown(in_full) == shown(in_half) == {1: [101, 102], 2: [101]}


@settings(deadline=None)
@given(candidates=cities(), k=ks)
def test_without_any_price_price_adjusted_is_plain(candidates, k):
    unadjusted = RerankingPolicy(Reranking.PRICE_ADJUSTED, price_percent=0)

    assert shown(rerank(candidates, unadjusted, k)) == shown(rerank(candidates, PLAIN, k))


@settings(deadline=None)
@given(candidates=cities(), k=ks, cap=st.integers(1, 5))
def test_capped_keeps_every_vacancy_under_the_cap_at_the_highest_total(candidates, k, cap):
    recommendations = rerank(candidates, RerankingPolicy(Reranking.CAPPED, cap=cap), k)
    capacities = np.where(candidates.positions > 0, cap, 0)

    assert (recommendations.loads <= capacities).all()
    assert recommendations.scores.sum() == oracle.highest_total(candidates, capacities, quota=k)
    for person, vacancies in shown(recommendations).items():
        plain = list(lists_of(candidates)[person])
        assert vacancies == sorted(vacancies, key=plain.index)


@settings(deadline=None)
@given(candidates=cities(least_positions=1), k=ks)
def test_a_cap_that_never_binds_leaves_the_lists_of_what_fits_at_all_unchanged(candidates, k):
    wide = rerank(candidates, RerankingPolicy(Reranking.CAPPED, cap=1_000), k)

    assert shown(wide) == {
        person: [vacancy for vacancy, score in own.items() if score > 0][:k]
        for person, own in lists_of(candidates).items()
    }


@settings(deadline=None)
@given(candidates=cities(), k=ks)
def test_allocation_first_puts_what_the_person_is_given_on_top_and_the_plain_list_below(candidates, k):
    allocation, plain = allocate(candidates), lists_of(candidates)

    for person, vacancies in shown(rerank(candidates, ALLOCATION_FIRST, k)).items():
        given_to_them = allocation.vacancy_of(person)
        rest = [vacancy for vacancy in plain[person] if vacancy != given_to_them]
        assert (
            vacancies
            == ([] if given_to_them is None else [given_to_them])[:k] + rest[: k - (given_to_them is not None)]
        )


@settings(deadline=None)
@given(candidates=cities(), random=st.randoms(use_true_random=False), policy=policies, k=ks)
def test_the_order_in_which_persons_are_given_changes_no_list(candidates, random, policy, k):
    lists, positions = lists_of(candidates), positions_of(candidates)
    shuffled = {person: lists[person] for person in random.sample(list(lists), len(lists))}

    assert shown(rerank(city_of(shuffled, positions), policy, k)) == shown(rerank(candidates, policy, k))


@pytest.mark.parametrize("policy", EVERY_POLICY, ids=lambda policy: policy.name)
def test_repeating_a_policy_gives_the_same_answer_to_the_last_bit(policy):
    one, other = rerank(drawn_city(3), policy, 5), rerank(drawn_city(3), policy, 5)

    assert one.answer_hash == other.answer_hash
    assert one.record() == other.record()
    assert one.record()["policy"]["name"] == policy.name
    assert repr(one) == f"<Recommendations: 300 persons, best 5, {policy.name}>"


@pytest.mark.parametrize(
    ("policy", "record"),
    [
        (PLAIN, {"name": "plain"}),
        (RerankingPolicy(Reranking.PRICE_ADJUSTED, price_percent=40), {"name": "price_adjusted", "price_percent": 40}),
        (RerankingPolicy(Reranking.CAPPED, cap=14), {"name": "capped", "cap": 14}),
        (ALLOCATION_FIRST, {"name": "allocation_first"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_an_answer_says_which_policy_made_it_with_the_parameters_it_used(policy, record):
    assert policy.record() == record
    assert rerank(city_of({}, {}), policy, 5).record()["policy"] == record


def test_a_policy_is_chosen_by_the_word_that_stands_in_the_configuration():
    assert RerankingPolicy("capped") == RerankingPolicy(Reranking.CAPPED)
    assert [policy.name for policy in EVERY_POLICY] == list(Reranking)


@pytest.mark.parametrize(
    ("choice", "complaint"),
    [
        ({"name": "fair"}, "name: there is no such policy. Choose one of plain, price_adjusted, capped"),
        ({"name": "plain", "price_percent": 101}, "price_percent: it is out of bounds"),
        ({"name": "plain", "price_percent": -1}, "price_percent: it is out of bounds"),
        ({"name": "plain", "price_percent": 50.0}, "price_percent: it is out of bounds"),
        ({"name": "capped", "cap": 0}, "cap: it is out of bounds. Give a whole number from 1"),
        ({"name": "capped", "cap": -5}, "cap: it is out of bounds"),
        ({"name": "capped", "cap": float("nan")}, "cap: it is out of bounds"),
        ({"name": "capped", "cap": True}, "cap: it is out of bounds"),
    ],
    ids=str,
)
def test_a_policy_that_cannot_be_is_refused(choice, complaint):
    with pytest.raises(BadInput, match=complaint):
        RerankingPolicy(**choice)


@pytest.mark.parametrize("k", [0, -1, 1_001, 2.0, True])
@pytest.mark.parametrize("policy", EVERY_POLICY, ids=lambda policy: policy.name)
def test_the_length_of_a_list_has_bounds(policy, k):
    with pytest.raises(BadInput, match="k: it is out of bounds"):
        rerank(city_of({}, {}), policy, k)


def test_the_list_of_one_person_has_scores_from_0_to_1():
    recommendations = rerank(city_of({1: {101: 250_000}}, {101: 1}), PLAIN, 3)

    assert recommendations.list_of(1) == (Ranked(101, 0.25),)
    with pytest.raises(UnknownId, match="no list is of this person"):
        recommendations.list_of(2)
