"""Hard constraints over whole columns: how many of each kind fail, for one person or for one vacancy."""

from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import check_below
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons, day_number
from arbeidspact.matching.policy import Policy
from arbeidspact.mobility import UNREACHABLE, TravelMode, mode_bits

LONGEST_JOURNEY: Final = UNREACHABLE - 1
"""Minutes; a way that takes longer leads nowhere."""

MINUTES_IN_A_DAY: Final = 1_440

LONGEST_WAIT: Final = 60
"""Minutes that somebody may wait for work that starts soon after the last journey of the day before."""

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

    def of(self, rows: Any) -> Self:
        """The same for these rows alone."""
        return type(self)(**{kind.name: getattr(self, kind.name)[rows] for kind in fields(self)})


def check_persons(index: Index, persons: Persons) -> None:
    """Do these persons speak the vocabularies of the index? Raises: `UnknownId` or `BadInput` naming the column."""
    _check(index, persons.competences.ids, persons.languages.ids, persons.zones, persons.modes)


def check_person(index: Index, persons: Persons, row: int) -> None:
    """As `check_persons`, for the person in this row alone."""
    here = slice(row, row + 1)
    competences, languages = persons.competences.row(row)[0], persons.languages.row(row)[0]
    _check(index, competences, languages, persons.zones[here], persons.modes[here])


def closed_vacancies(index: Index, policy: Policy) -> NDArray[np.bool_]:
    """Which vacancies are not open on the day, or have no position left?"""
    today = day_number(policy.on)
    closed: NDArray[np.bool_] = (index.valid_from > today) | (index.valid_until < today) | (index.positions == 0)
    return closed


def is_closed(index: Index, row: int, policy: Policy) -> bool:
    """Is the vacancy in this row not open on the day, or has it no position left?"""
    return bool(
        not index.valid_from[row] <= day_number(policy.on) <= index.valid_until[row] or index.positions[row] == 0
    )


def fastest_minutes(index: Index, zone: int, modes: int) -> NDArray[np.uint16]:
    """Minutes from this zone to each zone by the fastest of these ways, whatever hours they run.

    Returns: zones + 1; the last, which a workplace of unknown zone (-1) picks, is 0. All are 0 for a home of unknown
    zone.
    """
    minutes = np.zeros(index.n_zones + 1, dtype=np.uint16)
    if zone < 0:
        return minutes
    own = own_ways(index, modes)
    minutes[:-1] = index.travel_minutes[own, zone].min(axis=0) if own else UNREACHABLE
    return minutes


def fastest_minutes_to(index: Index, row: int, persons: Persons) -> NDArray[np.uint16]:
    """Minutes from each person's home to this workplace by the fastest way they have, whatever hours it runs.

    Returns: per person; 0 where the home or the workplace is unknown.
    """
    zone = int(index.zones[row])
    if zone < 0:
        return np.zeros(len(persons), dtype=np.uint16)
    minutes = np.full(len(persons), UNREACHABLE, dtype=np.uint16)
    for place, mode in enumerate(index.modes):
        there = index.travel_minutes[place, :, zone][persons.zones]
        np.minimum(minutes, there, out=minutes, where=persons.modes & mode_bits([mode]) != 0)
    minutes[persons.zones < 0] = 0
    return minutes


def own_ways(index: Index, modes: int) -> list[int]:
    """The places in `index.modes` of these ways to travel."""
    return [place for place, mode in enumerate(index.modes) if modes & mode_bits([mode])]


def longest_in_time(index: Index, place: Any, row: Any) -> NDArray[np.int32]:
    """How long may the journey by this way be, to arrive before the work starts and to get home after it?

    Arguments: `place`, of the way in `index.modes`, and `row` of the vacancy; one of the two may be a slice of many, or
    both of them are arrays that go together.
    Returns: minutes for each: all a journey can take where the hours are not known, this way runs around the clock, or
    the work starts soon after its last journey of the day before; below 0 where it does not run early or late enough,
    however short the journey.
    """
    first, last = index.service_first[place].astype(np.int32), index.service_last[place].astype(np.int32)
    starts, ends = index.starts_at[row].astype(np.int32), index.ends_at[row].astype(np.int32)
    evening_before = (last - first >= MINUTES_IN_A_DAY) | (starts + MINUTES_IN_A_DAY <= last + LONGEST_WAIT)
    longest = np.where((starts < 0) | evening_before, LONGEST_JOURNEY, starts - first)
    way_back = (ends < 0) | ((first <= ends) & (ends <= last)) | (ends + MINUTES_IN_A_DAY <= last)
    return np.where(way_back, longest, -1).astype(np.int32)


def limit_of(persons: Persons, row: int) -> int:
    """The longest journey that this person accepts, in minutes."""
    return min(int(persons.max_travel_minutes[row]), LONGEST_JOURNEY)


def out_of_reach(index: Index, persons: Persons, row: int) -> NDArray[np.bool_]:
    """Which workplaces can this person not get to within the limit, in time for the work, and back?

    Returns: per vacancy; False where the home or the workplace is unknown.
    """
    home, limit = int(persons.zones[row]), limit_of(persons, row)
    if home < 0:
        return np.zeros(len(index), dtype=np.bool_)
    reached: NDArray[np.bool_] = index.zones < 0
    for place in own_ways(index, int(persons.modes[row])):
        minutes = index.travel_minutes[place, home][index.zones]
        reached |= minutes <= np.minimum(longest_in_time(index, place, slice(None)), limit)
    return ~reached


def languages_of(index: Index, persons: Persons, row: int) -> NDArray[np.uint8]:
    """The CEFR rank of this person in every language of the index, 0 for none."""
    levels = np.zeros(index.n_languages, dtype=np.uint8)
    ids, grades = persons.languages.row(row)
    levels[ids] = grades
    return levels


def failing_for_person(index: Index, persons: Persons, row: int, closed: NDArray[np.bool_]) -> Failing:
    """What fails, per vacancy, for this person?"""
    too_low = languages_of(index, persons, row)[index.language_ids] < index.language_levels
    return Failing(
        closed=closed,
        languages=np.bincount(index.language_rows[too_low], minlength=len(index)).astype(np.int16),
        licences=np.bitwise_count(index.licences & ~persons.licences[row]),
        education=index.education > persons.education[row],
        hours=(index.weekly_minutes_min > persons.weekly_minutes_max[row])
        | (index.weekly_minutes_max < persons.weekly_minutes_min[row]),
        shifts=np.bitwise_count(index.shifts & ~persons.shifts[row]),
        travel=out_of_reach(index, persons, row),
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
        travel=_out_of_reach_of(index, row, persons),
    )


def _check(
    index: Index,
    competences: NDArray[np.int32],
    languages: NDArray[np.int32],
    zones: NDArray[np.int32],
    modes: NDArray[np.uint8],
) -> None:
    check_below("competences.ids", competences, index.n_competences, what="competence")
    check_below("languages.ids", languages, index.n_languages, what="language")
    check_below("zones", zones, index.n_zones, what="zone")
    beyond = np.flatnonzero(modes > _ALL_MODES)
    if len(beyond):
        raise BadInput(
            f"modes[{int(beyond[0])}]", "it has a bit beyond the last way to travel", "Use mobility.mode_bits"
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


def _out_of_reach_of(index: Index, row: int, persons: Persons) -> NDArray[np.bool_]:
    zone = int(index.zones[row])
    reached = (persons.zones < 0) | (zone < 0)
    if zone >= 0:
        for place, (mode, longest) in enumerate(
            zip(index.modes, longest_in_time(index, slice(None), row), strict=True)
        ):
            minutes = index.travel_minutes[place, :, zone][persons.zones].astype(np.int32)
            limit = np.minimum(persons.max_travel_minutes, longest)
            reached |= (persons.modes & mode_bits([mode]) != 0) & (minutes <= limit)
    return ~reached
