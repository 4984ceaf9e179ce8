"""Hard constraints over whole columns: how many of each kind fail, for one person or for one vacancy."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import check_below
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons, day_number
from arbeidspact.matching.policy import Policy
from arbeidspact.mobility import UNREACHABLE, TravelMode, mode_bits

LONGEST_JOURNEY: Final = UNREACHABLE - 1

_ALL_MODES: Final = mode_bits(TravelMode)


@dataclass(frozen=True, slots=True)
class Failing:
    """Per row (of vacancies, or of persons): how many constraints of each kind fail."""

    closed: NDArray[Any]
    languages: NDArray[Any]
    licences: NDArray[Any]
    education: NDArray[Any]
    hours: NDArray[Any]
    shifts: NDArray[Any]
    travel: NDArray[Any]

    def count(self) -> NDArray[np.int16]:
        """How many constraints fail in all, closed or not included?"""
        count = self.licences.astype(np.int16)
        count += self.languages
        count += self.shifts
        for column in (self.closed, self.education, self.hours, self.travel):
            count += column
        return count


def check_persons(index: Index, persons: Persons) -> None:
    """Do these persons speak the vocabularies of the index? Raises: `UnknownId` or `BadInput` naming the column."""
    check_below("competences.ids", persons.competences.ids, index.n_competences, what="competence")
    check_below("languages.ids", persons.languages.ids, index.n_languages, what="language")
    check_below("zones", persons.zones, index.n_zones, what="zone")
    beyond = np.flatnonzero(persons.modes > _ALL_MODES)
    if len(beyond):
        raise BadInput(
            f"modes[{int(beyond[0])}]", "it has a bit beyond the last way to travel", "Use mobility.mode_bits"
        )


def closed_vacancies(index: Index, policy: Policy) -> NDArray[np.bool_]:
    """Which vacancies are not open on the day, or have no position left?"""
    today = day_number(policy.on)
    closed: NDArray[np.bool_] = (index.valid_from > today) | (index.valid_until < today) | (index.positions == 0)
    return closed


def fastest_minutes(index: Index, zone: int, modes: int) -> NDArray[np.uint16]:
    """Minutes from this zone to each zone by the fastest of these ways.

    Returns: zones + 1; the last, which a workplace of unknown zone (-1) picks, is 0: travel is not judged. All are 0
    for a home of unknown zone.
    """
    minutes = np.zeros(index.n_zones + 1, dtype=np.uint16)
    if zone < 0:
        return minutes
    own = [place for place, mode in enumerate(index.modes) if modes & mode_bits([mode])]
    minutes[:-1] = index.travel_minutes[own, zone].min(axis=0) if own else UNREACHABLE
    return minutes


def languages_of(index: Index, persons: Persons, row: int) -> NDArray[np.uint8]:
    """The CEFR rank of this person in every language of the index, 0 for none."""
    levels = np.zeros(index.n_languages, dtype=np.uint8)
    ids, grades = persons.languages.row(row)
    levels[ids] = grades
    return levels


def failing_for_person(index: Index, persons: Persons, row: int, closed: NDArray[np.bool_]) -> Failing:
    """What fails, per vacancy, for this person?"""
    too_low = languages_of(index, persons, row)[index.language_ids] < index.language_levels
    minutes = fastest_minutes(index, int(persons.zones[row]), int(persons.modes[row]))[index.zones]
    return Failing(
        closed=closed,
        languages=np.bincount(index.language_rows[too_low], minlength=len(index)).astype(np.int16),
        licences=np.bitwise_count(index.licences & ~persons.licences[row]),
        education=index.education > persons.education[row],
        hours=(index.weekly_minutes_min > persons.weekly_minutes_max[row])
        | (index.weekly_minutes_max < persons.weekly_minutes_min[row]),
        shifts=np.bitwise_count(index.shifts & ~persons.shifts[row]),
        travel=minutes > min(int(persons.max_travel_minutes[row]), LONGEST_JOURNEY),
    )


def failing_for_vacancy(index: Index, row: int, persons: Persons, closed: bool) -> Failing:
    """What fails, per person, for this vacancy?"""
    return Failing(
        closed=np.full(len(persons), closed),
        languages=_languages_too_low(index, row, persons),
        licences=np.bitwise_count(index.licences[row] & ~persons.licences),
        education=persons.education < index.education[row],
        hours=(persons.weekly_minutes_max < index.weekly_minutes_min[row])
        | (persons.weekly_minutes_min > index.weekly_minutes_max[row]),
        shifts=np.bitwise_count(index.shifts[row] & ~persons.shifts),
        travel=_minutes_to(index, row, persons) > np.minimum(persons.max_travel_minutes, LONGEST_JOURNEY),
    )


def _languages_too_low(index: Index, row: int, persons: Persons) -> NDArray[np.int16]:
    failing = np.zeros(len(persons), dtype=np.int16)
    here = slice(index.language_starts[row], index.language_starts[row + 1])
    spoken = persons.languages
    rows = np.repeat(np.arange(len(persons)), np.diff(spoken.starts))
    for language, needs in zip(index.language_ids[here], index.language_levels[here], strict=True):
        good = np.zeros(len(persons), dtype=np.bool_)
        good[rows[(spoken.ids == language) & (spoken.grades >= needs)]] = True
        failing += ~good
    return failing


def _minutes_to(index: Index, row: int, persons: Persons) -> NDArray[np.uint16]:
    zone = int(index.zones[row])
    if zone < 0:
        return np.zeros(len(persons), dtype=np.uint16)
    minutes = np.full(len(persons), UNREACHABLE, dtype=np.uint16)
    for place, mode in enumerate(index.modes):
        has_it = persons.modes & mode_bits([mode]) != 0
        there = index.travel_minutes[place, :, zone][persons.zones]
        minutes = np.where(has_it, np.minimum(minutes, there), minutes)
    minutes[persons.zones < 0] = 0
    return minutes
