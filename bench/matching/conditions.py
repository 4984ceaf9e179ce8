"""The hard constraints as columns that a peer can test with a few whole-number operations, pair by pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import GradedLists, Policy, day_number
from arbeidspact.mobility import UNREACHABLE, mode_bits
from bench.matching.workload import Workload

BITS_A_LANGUAGE: Final = 4
NAMES: Final = ("licences", "travel", "languages", "hours", "education", "shifts")
"""The constraints; those that exclude most come first."""


@dataclass(frozen=True)
class Conditions:
    """What each vacancy asks and each person offers, besides competences.

    Languages lie in one number, four bits each, the fourth a guard: all levels suffice when no guard is used up in
    `(spoken | guards) - asked`. `reach` is places x zones, true where a person of that place (a home with its ways to
    travel and limit) reaches a workplace; `place` (persons) says which row is whose. Vacancies stand by rising id.
    """

    vacancy_ids: NDArray[np.int64]
    vacancy_rows: NDArray[np.int64]
    asked_languages: NDArray[np.int64]
    spoken_languages: NDArray[np.int64]
    guards: int
    asked_licences: NDArray[np.int64]
    held_licences: NDArray[np.int64]
    asked_education: NDArray[np.int64]
    reached_education: NDArray[np.int64]
    offered_least: NDArray[np.int64]
    offered_most: NDArray[np.int64]
    wanted_least: NDArray[np.int64]
    wanted_most: NDArray[np.int64]
    asked_shifts: NDArray[np.int64]
    possible_shifts: NDArray[np.int64]
    zone: NDArray[np.int64]
    place: NDArray[np.int64]
    reach: NDArray[np.bool_]

    @classmethod
    def of(cls, work: Workload, policy: Policy) -> Self:
        """The columns of this work; vacancies that are not open are left out."""
        persons, vacancies, today = work.persons, work.vacancies, day_number(policy.on)
        is_open = (vacancies.positions > 0) & (vacancies.valid_from <= today) & (vacancies.valid_until >= today)
        rows = np.flatnonzero(is_open)
        rows = rows[np.argsort(vacancies.ids[rows])]
        place, reach = _reach(work)
        wide = {name: getattr(vacancies, name)[rows].astype(np.int64) for name in _TAKEN}
        return cls(
            vacancy_ids=vacancies.ids[rows],
            vacancy_rows=rows,
            asked_languages=_packed(vacancies.languages)[rows],
            spoken_languages=_packed(persons.languages),
            guards=sum(8 << BITS_A_LANGUAGE * language for language in range(work.n_languages)),
            asked_licences=wide["licences"],
            held_licences=persons.licences.astype(np.int64),
            asked_education=wide["education"],
            reached_education=persons.education.astype(np.int64),
            offered_least=wide["weekly_minutes_min"],
            offered_most=wide["weekly_minutes_max"],
            wanted_least=persons.weekly_minutes_min.astype(np.int64),
            wanted_most=persons.weekly_minutes_max.astype(np.int64),
            asked_shifts=wide["shifts"],
            possible_shifts=persons.shifts.astype(np.int64),
            zone=wide["zones"],
            place=place,
            reach=reach,
        )

    def each(self, persons: Any, vacancies: Any) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """Which constraints do these pairs pass? Rows of both sides, as NumPy broadcasts them."""
        for name in NAMES:
            yield name, self.test(name, persons, vacancies)

    def test(self, name: str, persons: Any, vacancies: Any) -> Any:
        """Which of these pairs pass this one constraint?"""
        if name == "licences":
            return self.asked_licences[vacancies] & ~self.held_licences[persons] == 0
        if name == "travel":
            return self.reach[self.place[persons], self.zone[vacancies]]
        if name == "languages":
            spoken = self.spoken_languages[persons] | self.guards
            return (spoken - self.asked_languages[vacancies]) & self.guards == self.guards
        if name == "hours":
            most, least = self.wanted_most[persons], self.wanted_least[persons]
            return (self.offered_least[vacancies] <= most) & (self.offered_most[vacancies] >= least)
        if name == "education":
            return self.asked_education[vacancies] <= self.reached_education[persons]
        return self.asked_shifts[vacancies] & ~self.possible_shifts[persons] == 0

    def passed(self, persons: Any, vacancies: Any) -> NDArray[np.bool_]:
        """Which of these pairs pass every constraint?"""
        passed: NDArray[np.bool_] = np.logical_and.reduce([values for _, values in self.each(persons, vacancies)])
        return passed

    def passing(self, persons: NDArray[Any], vacancies: NDArray[Any]) -> NDArray[np.int64]:
        """The places of the pairs, in two lists of rows, that pass every constraint; each tested on what is left."""
        left = np.arange(len(persons))
        for name in NAMES:
            left = left[self.test(name, persons[left], vacancies[left])]
        return left


def pass_shares(work: Workload, policy: Policy, *, pairs: int = 400_000) -> dict[str, float]:
    """Which share of all pairs passes each constraint, and all of them? Over this many seeded pairs."""
    conditions, random = Conditions.of(work, policy), np.random.default_rng(1)
    persons = random.integers(0, len(work.persons), pairs)
    vacancies = random.integers(0, len(conditions.vacancy_ids), pairs)
    passed = dict(conditions.each(persons, vacancies))
    passed["all"] = np.logical_and.reduce(list(passed.values()))
    return {name: round(float(values.mean()), 3) for name, values in passed.items()}


_TAKEN: Final = ("licences", "education", "weekly_minutes_min", "weekly_minutes_max", "shifts", "zones")


def _packed(levels: GradedLists) -> NDArray[np.int64]:
    rows = np.repeat(np.arange(len(levels)), np.diff(levels.starts))
    packed = np.zeros(len(levels), dtype=np.int64)
    np.bitwise_or.at(packed, rows, levels.grades.astype(np.int64) << BITS_A_LANGUAGE * levels.ids.astype(np.int64))
    return packed


def _reach(work: Workload) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    persons = work.persons
    homes = np.stack([persons.zones, persons.modes, persons.max_travel_minutes], axis=1).astype(np.int64)
    places, place = np.unique(homes, axis=0, return_inverse=True)
    reach = np.zeros((len(places), len(next(iter(work.travel.values())))), dtype=np.bool_)
    for row, (zone, modes, limit) in enumerate(places.tolist()):
        for mode, minutes in work.travel.items():
            if modes & mode_bits([mode]):
                reach[row] |= minutes[zone] <= min(limit, UNREACHABLE - 1)
    return place.reshape(-1), reach
