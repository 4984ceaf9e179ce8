"""The allocation is the best there is: OR-Tools finds no higher total, and the prices prove it."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import BadInput, MatchingError, UnknownId
from arbeidspact.matching.allocation import NOBODY, Candidates, Objective, allocate, crowding
from arbeidspact.matching.allocation.assignment import prices_of
from arbeidspact.matching.allocation.auction import HIGHEST_VALUE, certificate, hold_auction
from tests.matching.allocation import oracle
from tests.matching.allocation.worlds import cities, city_of, drawn_city, lists_of, positions_of

objectives = st.sampled_from(Objective)


def assert_allowed(candidates, allocation):
    """Everybody has something of their own list or nothing, and no vacancy has more than its positions."""
    lists = lists_of(candidates)
    for person, score in zip(allocation.person_ids.tolist(), allocation.scores.tolist(), strict=True):
        vacancy = allocation.vacancy_of(person)
        assert score == (0 if vacancy is None else lists[person][vacancy])
    taken = np.bincount(allocation.columns[allocation.columns != NOBODY], minlength=len(candidates.positions))
    assert (taken <= candidates.positions).all()


@settings(deadline=None)
@given(candidates=cities())
def test_no_allocation_has_a_higher_total(candidates):
    allocation = allocate(candidates)

    assert_allowed(candidates, allocation)
    assert allocation.total == oracle.highest_total(candidates, candidates.positions)
    assert allocation.certificate().proves_highest


@settings(deadline=None)
@given(candidates=cities())
def test_most_placed_places_as_many_as_can_be_and_then_makes_the_total_highest(candidates):
    allocation = allocate(candidates, objective=Objective.MOST_PLACED)

    assert_allowed(candidates, allocation)
    assert (allocation.placed, allocation.total) == oracle.most_placed(candidates)
    assert allocation.certificate().proves_highest


@settings(deadline=None)
@given(candidates=cities(), quota=st.integers(1, 4), capacity=st.integers(0, 4))
def test_no_choice_of_several_vacancies_for_each_has_a_higher_total(candidates, quota, capacity):
    capacities = np.full(len(candidates.vacancy_ids), capacity, dtype=np.int32)
    outcome = hold_auction(candidates, capacities, quota=quota)
    proof = certificate(candidates, capacities, outcome, quota=quota)

    assert proof.proves_highest
    assert proof.total == oracle.highest_total(candidates, capacities, quota=quota)
    assert (outcome.entries >= 0).sum(axis=1).max(initial=0) <= quota


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("steps", [1, 4, 1_000_000], ids=["one score", "four scores", "many scores"])
@pytest.mark.parametrize("most_positions", [1, 4])
def test_larger_cities_with_price_wars_are_allocated_as_well_as_by_the_oracle(seed, steps, most_positions):
    candidates = drawn_city(seed, steps=steps, most_positions=most_positions)

    best, most = allocate(candidates), allocate(candidates, objective=Objective.MOST_PLACED)

    assert best.total == oracle.highest_total(candidates, candidates.positions)
    assert (most.placed, most.total) == oracle.most_placed(candidates)
    assert best.certificate().proves_highest
    assert most.certificate().proves_highest


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("steps", [1, 4, 1_000_000], ids=["one score", "four scores", "many scores"])
@pytest.mark.parametrize(
    ("quota", "capacity", "bonus"), [(1, 1, 0), (1, 3, 10_000_000), (2, 2, 0), (4, 3, 0), (4, 9, 0), (4, 3, 5_000_000)]
)
def test_the_prices_of_the_auction_alone_prove_its_total(seed, steps, quota, capacity, bonus):
    prove_auction(drawn_city(seed, steps=steps), quota, capacity, bonus)


@pytest.mark.parametrize("steps", [1, 4, 1_000_000], ids=["one score", "four scores", "many scores"])
@pytest.mark.parametrize(("quota", "capacity"), [(1, 8), (3, 25)])
@pytest.mark.parametrize("bonus", [0, 1_000_000_000])
def test_ten_persons_for_each_vacancy_with_many_positions_are_no_harder(steps, quota, capacity, bonus):
    crowded = drawn_city(1, persons=600, vacancies=60, longest=12, steps=steps)

    prove_auction(crowded, quota, capacity, bonus)


def prove_auction(candidates, quota, capacity, bonus):
    capacities = np.full(len(candidates.vacancy_ids), capacity, dtype=np.int32)

    outcome = hold_auction(candidates, capacities, quota=quota, bonus=bonus)
    proof = certificate(candidates, capacities, outcome, quota=quota, bonus=bonus)

    assert proof.proves_highest
    assert proof.total == oracle.highest_total(candidates, capacities, quota=quota, bonus=bonus)


def test_a_price_war_over_equal_vacancies_ends_after_few_bids():
    """Three persons and two equal vacancies: with steps of 1 it would take two million bids to reach the price."""
    candidates = city_of({person: {101: 500_000, 102: 500_000} for person in (1, 2, 3)}, {101: 1, 102: 1})

    outcome = hold_auction(candidates, candidates.positions)

    assert certificate(candidates, candidates.positions, outcome).proves_highest
    assert outcome.bids < 10_000


@settings(deadline=None)
@given(candidates=cities(), random=st.randoms(use_true_random=False), objective=objectives)
def test_the_order_of_persons_and_vacancies_changes_nothing(candidates, random, objective):
    lists, positions = lists_of(candidates), positions_of(candidates)
    shuffled = city_of(shuffled_keys(lists, random), shuffled_keys(positions, random))

    one, other = allocate(candidates, objective=objective), allocate(shuffled, objective=objective)

    assert one.total == other.total
    assert one.prices.tolist() == other.prices.tolist()
    assert {person: one.vacancy_of(person) for person in lists} == {
        person: other.vacancy_of(person) for person in lists
    }


def shuffled_keys(values, random: Random):
    return {key: values[key] for key in random.sample(list(values), len(values))}


@settings(deadline=None)
@given(candidates=cities(), random=st.randoms(use_true_random=False))
def test_other_ids_for_persons_and_vacancies_leave_the_total_as_it_is(candidates, random):
    lists, positions = lists_of(candidates), positions_of(candidates)
    vacancy_names = dict(zip(positions, random.sample(range(100), len(positions)), strict=True))
    person_names = dict(zip(lists, random.sample(range(100), len(lists)), strict=True))
    renamed = city_of(
        {person_names[p]: {vacancy_names[v]: score for v, score in entries.items()} for p, entries in lists.items()},
        {vacancy_names[v]: count for v, count in positions.items()},
    )

    assert allocate(renamed).total == allocate(candidates).total


@settings(deadline=None)
@given(candidates=cities(), objective=objectives)
def test_a_price_is_exactly_what_one_more_position_would_add(candidates, objective):
    allocation, lists, positions = (
        allocate(candidates, objective=objective),
        lists_of(candidates),
        positions_of(candidates),
    )

    for vacancy, price in zip(positions, allocation.prices.tolist(), strict=True):
        more = allocate(city_of(lists, positions | {vacancy: positions[vacancy] + 1}), objective=objective)
        assert more.bonus == allocation.bonus
        assert more.total - allocation.total + allocation.bonus * (more.placed - allocation.placed) == price


@settings(deadline=None)
@given(candidates=cities(least_positions=1))
def test_a_position_less_takes_away_at_least_the_price(candidates):
    allocation, lists, positions = allocate(candidates), lists_of(candidates), positions_of(candidates)

    for vacancy, price in zip(positions, allocation.prices.tolist(), strict=True):
        less = allocate(city_of(lists, positions | {vacancy: positions[vacancy] - 1}))
        assert allocation.total - less.total >= price


@settings(deadline=None)
@given(candidates=cities())
def test_a_vacancy_with_a_position_left_has_no_price(candidates):
    allocation = allocate(candidates)
    taken = np.bincount(allocation.columns[allocation.columns != NOBODY], minlength=len(candidates.positions))

    assert not allocation.prices[taken < candidates.positions].any()


def test_a_vacancy_without_positions_takes_nobody_and_its_price_is_what_one_would_add():
    allocation = allocate(city_of({1: {101: 900_000, 102: 600_000}}, {101: 0, 102: 1}))

    assert allocation.vacancy_of(1) == 102
    assert allocation.prices.tolist() == [300_000, 0]


def test_who_has_an_empty_list_is_given_nothing():
    allocation = allocate(city_of({1: {}, 2: {101: 1_000_000}}, {101: 2}))

    assert allocation.vacancy_of(1) is None
    assert allocation.vacancy_of(2) == 101
    assert allocation.placed == 1


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize(
    ("lists", "positions"),
    [
        pytest.param({}, {}, id="nobody and nothing"),
        pytest.param({}, {101: 1}, id="no persons"),
        pytest.param({1: {}, 2: {}}, {}, id="no vacancies"),
        pytest.param({1: {101: 500_000}}, {101: 0}, id="no positions"),
    ],
)
def test_where_nobody_can_be_placed_nobody_is(lists, positions, objective):
    allocation = allocate(city_of(lists, positions), objective=objective)

    assert (allocation.placed, allocation.total) == (0, 0)
    assert allocation.certificate().proves_highest


def test_a_job_that_does_not_fit_at_all_is_given_only_to_place_more():
    candidates = city_of({1: {101: 0}}, {101: 1})

    assert allocate(candidates).vacancy_of(1) is None
    assert allocate(candidates, objective=Objective.MOST_PLACED).vacancy_of(1) == 101


def test_the_placements_are_columns_ready_to_store():
    allocation = allocate(city_of({5: {}, 3: {101: 400_000}, 4: {102: 700_000}}, {101: 1, 102: 1}))
    persons, vacancies, scores = allocation.pairs()

    assert list(zip(persons.tolist(), vacancies.tolist(), scores.tolist(), strict=True)) == [
        (3, 101, 400_000),
        (4, 102, 700_000),
    ]
    assert not allocation.columns.flags.writeable


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([1, -1], id="somebody better off has nothing"),
        pytest.param([0, -1], id="a crowded vacancy beside an empty one"),
        pytest.param([-1, -1], id="nobody has anything"),
    ],
)
def test_an_allocation_that_could_be_better_is_never_given_out(entries):
    candidates = city_of({1: {101: 900_000, 102: 800_000}, 2: {101: 700_000}}, {101: 1, 102: 1})

    with pytest.raises(MatchingError, match="no prices prove this allocation"):
        prices_of(candidates, np.asarray(entries))
    assert prices_of(candidates, np.asarray([1, 2])).tolist() == [100_000, 0]


def test_persons_who_could_better_change_places_are_never_given_out():
    candidates = city_of({1: {101: 900_000, 102: 500_000}, 2: {101: 500_000, 102: 900_000}}, {101: 1, 102: 1})

    with pytest.raises(MatchingError, match="no prices prove this allocation"):
        prices_of(candidates, np.asarray([1, 3]))
    assert prices_of(candidates, np.asarray([0, 2])).tolist() == [0, 0]


def test_a_certificate_is_refused_to_an_allocation_that_could_be_better():
    candidates = city_of({1: {101: 900_000, 102: 800_000}, 2: {101: 700_000}}, {101: 1, 102: 1})
    outcome = hold_auction(candidates, candidates.positions)
    worse = np.asarray([[0], [-1]])
    too_many = np.asarray([[0], [2]])

    def proof_with(entries):
        return certificate(candidates, candidates.positions, type(outcome)(entries, outcome.prices, outcome.unit, 0))

    assert proof_with(outcome.entries).proves_highest
    assert proof_with(worse).is_allowed
    assert not proof_with(worse).proves_highest
    assert not proof_with(too_many).is_allowed
    assert not proof_with(too_many).proves_highest


def test_an_allocation_can_be_logged_and_repeated_without_naming_anybody():
    candidates = drawn_city(7)
    record = allocate(candidates).record()

    assert record == allocate(candidates).record()
    assert record["input_hash"] == candidates.hash
    assert record["objective"] == "total_score"
    assert record["persons"] == 300
    assert record["placed"] == allocate(candidates).placed
    assert repr(allocate(candidates)) == f"<Allocation: {record['placed']} of 300 persons, total_score>"


def test_a_person_without_a_list_is_unknown():
    with pytest.raises(UnknownId, match="no list is of this person"):
        allocate(city_of({1: {}}, {})).vacancy_of(2)


def test_a_city_where_the_bonus_of_a_placement_needs_more_than_32_bits():
    everybody_fits = city_of({person: {person % 7: 1_000_000} for person in range(3_000)}, dict.fromkeys(range(7), 400))
    allocation = allocate(everybody_fits, objective=Objective.MOST_PLACED)

    assert allocation.bonus > 1 << 31
    assert allocation.placed == 7 * 400
    assert allocation.certificate().proves_highest


def test_more_persons_than_can_be_added_up_exactly_are_refused():
    persons = 1_100_000
    candidates = Candidates(
        np.arange(persons), np.arange(persons + 1), np.zeros(persons, int), np.full(persons, 1_000_000), [1], [1]
    )

    with pytest.raises(BadInput, match="too many to add up exactly"):
        allocate(candidates, objective=Objective.MOST_PLACED)
    assert allocate(candidates).placed == 1
    assert persons * 1_000_000 * (persons + 1) > HIGHEST_VALUE


def test_the_most_crowded_vacancies_come_first_with_how_many_want_them():
    everybody_wants_101 = {person: {101: 900_000, 102: 500_000} for person in range(4)}
    found = crowding(allocate(city_of(everybody_wants_101, {101: 1, 102: 2, 103: 5})))

    assert [(crowd.vacancy_id, crowd.wanted_by, crowd.positions) for crowd in found] == [(101, 4, 1), (102, 3, 2)]
    assert [crowd.price for crowd in found] == [0.9, 0.5]
    assert len(crowding(allocate(city_of(everybody_wants_101, {101: 1, 102: 2})), most=1)) == 1


@pytest.mark.parametrize("most", [0, -1, True, 2.0, 1_000_001])
def test_the_number_of_crowded_vacancies_to_show_has_bounds(most):
    with pytest.raises(BadInput, match="most: it is out of bounds"):
        crowding(allocate(city_of({}, {})), most=most)
