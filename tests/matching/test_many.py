"""Many vacancies at once, all much alike: exact against the shortest way to say the same with whole columns."""

import numpy as np
import pytest

from arbeidspact.matching import (
    GradedLists,
    IdLists,
    Index,
    Persons,
    Policy,
    Vacancies,
    eligible_vacancies,
    near_miss_persons,
    rank,
    rank_persons,
    what_would_cost,
)
from arbeidspact.mobility import TravelMode
from tests.matching.worlds import TODAY

COUNT = 70_000
"""More than fit in 16 bits."""

POLICY = Policy(on=TODAY, nice_percent=7, occupation_percent=13, distance_percent=9, hours_percent=11, wage_percent=3)
WEIGHTS = np.asarray([31, 17, 5])
MINUTES = 23


class Plain:
    """Vacancies and persons of one zone over three competences, as bits and columns; drawn by lot."""

    def __init__(self, seed, persons=40):
        random = np.random.default_rng(seed)
        self.ids = random.permutation(COUNT) * 3 - COUNT
        self.required = random.integers(0, 8, COUNT)
        self.nice = random.integers(0, 8, COUNT) & ~self.required
        self.licences = random.choice([0, 0, 0, 1], COUNT)
        self.hours = random.choice([1_140, 2_280, 10_080], COUNT)
        self.occupations = random.integers(-1, 3, COUNT)
        self.positions = random.choice([0, 1, 2], COUNT)
        self.wages = random.choice([-1, 190_000, 240_000], COUNT)
        self.person_ids = random.permutation(persons) - 5
        self.held = random.choice([0, 55, 100], (persons, 3))
        self.has_licence = random.integers(0, 2, persons)
        self.sought = random.integers(0, 3, persons)
        self.wanted = random.choice([0, 1_900, 10_080], persons)
        self.wage_wanted = random.choice([-1, 230_000], persons)

    def vacancies(self):
        zeros = np.zeros(COUNT, dtype=np.int64)
        return Vacancies(
            ids=self.ids,
            required=IdLists.from_rows(_bits(mask) for mask in self.required.tolist()),
            nice_to_have=IdLists.from_rows(_bits(mask) for mask in self.nice.tolist()),
            languages=GradedLists.from_rows([()] * COUNT),
            licences=self.licences,
            education=zeros,
            weekly_minutes_min=zeros,
            weekly_minutes_max=self.hours,
            shifts=zeros,
            zones=zeros,
            occupations=self.occupations,
            positions=self.positions,
            valid_from=zeros,
            valid_until=zeros + 50_000,
            wages_cents=self.wages,
        )

    def persons(self):
        count = len(self.person_ids)
        zeros = np.zeros(count, dtype=np.int64)
        return Persons(
            ids=self.person_ids,
            competences=GradedLists.from_rows(
                [(column, worth) for column, worth in enumerate(row) if worth] for row in self.held.tolist()
            ),
            languages=GradedLists.from_rows([()] * count),
            licences=self.has_licence,
            education=zeros,
            weekly_minutes_min=zeros,
            weekly_minutes_max=self.wanted,
            shifts=zeros,
            zones=zeros,
            max_travel_minutes=zeros + 30,
            modes=zeros + 1,
            occupations=IdLists.from_rows([occupation] for occupation in self.sought.tolist()),
            wages_wanted_cents=self.wage_wanted,
        )

    def index(self):
        travel = {TravelMode.WALK: [[MINUTES]]}
        return Index.build(self.vacancies(), n_competences=3, n_languages=1, weights=WEIGHTS, travel=travel)

    def eligible(self, person):
        return (self.positions > 0) & (self.licences <= self.has_licence[person])

    def scores(self, person):
        """Per vacancy, in whole columns, one competence after another."""
        gained, total, required, nice = (np.zeros(COUNT, dtype=np.int64) for _ in range(4))
        for column, weight in enumerate(WEIGHTS.tolist()):
            gain = weight * int(self.held[person, column]) // 100
            is_required, is_nice = self.required >> column & 1, self.nice >> column & 1
            required += is_required * weight
            nice += is_nice * weight
            total += is_required * weight + is_nice * (weight * 7 // 100)
            gained += is_required * gain + is_nice * (gain * 7 // 100)
        base = np.where(required > 0, required, np.where(nice > 0, nice, 100))
        occupation = np.where(self.occupations >= 0, base * 13 // 100, 0)
        gained += np.where(self.occupations == self.sought[person], occupation, 0)
        distance = base * 9 // 100
        hours, wage = np.where(self.hours < 10_080, base * 11 // 100, 0), np.where(self.wages >= 0, base * 3 // 100, 0)
        preferred = distance * (120 - MINUTES) // 120
        preferred += hours if self.wanted[person] != 1_900 else hours * np.minimum(self.hours, 1_900) // 1_900
        preferred += wage if self.wage_wanted[person] < 0 else wage * np.minimum(self.wages, 230_000) // 230_000
        total += occupation + distance + hours + wage
        return np.where(gained > 0, (gained + preferred) / np.maximum(total, 1), 0.0)


def _bits(mask):
    return [bit for bit in range(3) if mask >> bit & 1]


def best(ids, scores, eligible, k):
    """The k best (id, score) above 0, ties by the lower id."""
    rows = np.flatnonzero(eligible & (scores > 0))
    rows = rows[np.lexsort((ids[rows], -scores[rows]))][:k]
    return [*zip(ids[rows].tolist(), scores[rows].tolist(), strict=True)]


@pytest.fixture(scope="module")
def plain():
    return Plain(seed=20_261_122)


@pytest.fixture(scope="module")
def index(plain):
    return plain.index()


@pytest.mark.parametrize("k", [1, 20, COUNT])
def test_seventy_thousand_vacancies_in_one_zone_are_ranked_exactly(plain, index, k):
    persons = plain.persons()
    if k == COUNT:
        persons = persons.take([0, 1, 2])

    ranking = rank(index, persons, k, policy=POLICY)

    assert eligible_vacancies(index, persons, policy=POLICY).tolist() == [
        plain.eligible(person).sum() for person in range(len(persons))
    ]
    for person, id_ in enumerate(persons.ids.tolist()):
        expected = best(plain.ids, plain.scores(person), plain.eligible(person), k)
        assert [(place.id, place.score) for place in ranking.best(id_)] == expected


def test_a_vacancy_among_seventy_thousand_finds_its_people_exactly(plain, index):
    persons = plain.persons()
    scores = np.asarray([plain.scores(person) for person in range(len(persons))])
    eligible = np.asarray([plain.eligible(person) for person in range(len(persons))])

    for row in [*range(25), COUNT - 1]:
        vacancy = int(plain.ids[row])
        ranking = rank_persons(index, vacancy, persons, 10, policy=POLICY)
        found = [(place.id, place.score) for place in ranking.best(vacancy)]
        assert found == best(plain.person_ids, scores[:, row], eligible[:, row], 10)
        is_open = plain.positions[row] > 0
        missed = best(plain.person_ids, scores[:, row], ~eligible[:, row] & is_open, 10)
        misses = near_miss_persons(index, vacancy, persons, 10, policy=POLICY)
        assert [(miss.person_id, miss.score) for miss in misses] == missed
        costs = what_would_cost(index, vacancy, persons, policy=POLICY)
        assert [cost.persons for cost in costs] == [n for n in [(~eligible[:, row] & is_open).sum()] if n]


def test_the_last_of_seventy_thousand_is_found_when_all_others_are_closed():
    plain = Plain(seed=1, persons=3)
    plain.positions[:] = 0
    plain.positions[[5, 65_535, 65_536, COUNT - 1]] = 1
    plain.required[:], plain.nice[:] = 7, 0

    ranking = rank(plain.index(), plain.persons(), 10, policy=POLICY)

    for person, id_ in enumerate(plain.person_ids.tolist()):
        expected = best(plain.ids, plain.scores(person), plain.eligible(person), 10)
        assert [(place.id, place.score) for place in ranking.best(id_)] == expected
