"""Why this vacancy fits this person, or why not: one pair, in values."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.constraints import check_person, fastest_minutes, languages_of
from arbeidspact.matching.evidence import (
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
    DistanceCounted,
    Evidence,
    HoursCounted,
    OccupationNotSought,
    OccupationSought,
    WageCounted,
)
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import ALL_WEEK, Persons, date_of, day_number
from arbeidspact.matching.journeys import judge_journey
from arbeidspact.matching.outcomes import Excluded, Match, Missing, NotEnoughKnown
from arbeidspact.matching.overlay import AnyIndex, whole_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.scores import nice_gains, preferences, scale_of, worth_of
from arbeidspact.matching.verdicts import (
    EducationMet,
    EducationTooLow,
    Failure,
    HoursDoNotFit,
    HoursFit,
    IsOpen,
    LanguageMet,
    LanguageTooLow,
    LicenceHeld,
    LicenceMissing,
    Met,
    NotOpen,
    ShiftNotPossible,
    ShiftPossible,
)
from arbeidspact.mobility import UNREACHABLE


def explain(
    index: AnyIndex, persons: Persons, person_id: int, vacancy_id: int, *, policy: Policy
) -> Match | Excluded | NotEnoughKnown:
    """Does this vacancy fit this person, how well, and why?

    Returns: `Match` with exactly the score that `rank` gives; `Excluded` with every constraint that fails; or
    `NotEnoughKnown` for a person without a competence and without an occupation sought. Evidence: required before
    nice-to-have, then by what it weighs, then by competence; then the occupation, the distance, the hours and the wage,
    each where the vacancy says something of it and the policy counts it. Shares add up to the score.
    Raises: `UnknownId` when the person or the vacancy is not there; otherwise as `rank`, of this person alone.
    Cost: a look at the vacancy's own competences and constraints, and one pass over the competences of the vocabulary.
    """
    index = whole_of(index)
    person, vacancy = persons.row_of(person_id), index.row_of(vacancy_id)
    check_person(index, persons, person)
    met, failed = constraints_of(index, persons, person, vacancy, policy=policy)
    if len(persons.competences.row(person)[0]) == 0 and len(persons.occupations.row(person)) == 0:
        return NotEnoughKnown(person_id, vacancy_id, (Missing.COMPETENCES, Missing.OCCUPATIONS), failed)
    score, evidence = _scored(index, persons, person, vacancy, policy)
    if failed:
        return Excluded(person_id, vacancy_id, score, evidence, met, failed)
    return Match(person_id, vacancy_id, score, evidence, met)


def constraints_of(
    index: Index, persons: Persons, person: int, vacancy: int, *, policy: Policy
) -> tuple[tuple[Met, ...], tuple[Failure, ...]]:
    """Which hard constraints are met and which are not, with the figures? Rows, not ids."""
    judged: list[Met | Failure] = [_openness(index, vacancy, policy)]
    judged += _languages(index, languages_of(index, persons, person), vacancy)
    held = int(persons.licences[person])
    judged += [
        LicenceHeld(licence) if held >> licence & 1 else LicenceMissing(licence)
        for licence in _bits(int(index.licences[vacancy]))
    ]
    judged += _education(index, int(persons.education[person]), vacancy)
    judged.append(_hours(index, persons, person, vacancy))
    possible = int(persons.shifts[person])
    judged += [
        ShiftPossible(shift) if possible >> shift & 1 else ShiftNotPossible(shift)
        for shift in _bits(int(index.shifts[vacancy]))
    ]
    judged.append(judge_journey(index, persons, person, vacancy))
    met = tuple(value for value in judged if isinstance(value, Met))
    return met, tuple(value for value in judged if isinstance(value, Failure))


def _openness(index: Index, vacancy: int, policy: Policy) -> IsOpen | NotOpen:
    first, last, positions = (
        int(index.valid_from[vacancy]),
        int(index.valid_until[vacancy]),
        int(index.positions[vacancy]),
    )
    is_open = first <= day_number(policy.on) <= last and positions > 0
    return (IsOpen if is_open else NotOpen)(policy.on, date_of(first), date_of(last), positions)


def _languages(index: Index, levels: NDArray[np.uint8], vacancy: int) -> list[LanguageMet | LanguageTooLow]:
    here = slice(index.language_starts[vacancy], index.language_starts[vacancy + 1])
    judged: list[LanguageMet | LanguageTooLow] = []
    for language, needs in zip(index.language_ids[here].tolist(), index.language_levels[here].tolist(), strict=True):
        has = int(levels[language])
        judged.append((LanguageMet if has >= needs else LanguageTooLow)(language, has, needs))
    return judged


def _education(index: Index, has: int, vacancy: int) -> list[EducationMet | EducationTooLow]:
    needs = int(index.education[vacancy])
    if needs == 0:
        return []
    return [(EducationMet if has >= needs else EducationTooLow)(has, needs)]


def _hours(index: Index, persons: Persons, person: int, vacancy: int) -> HoursFit | HoursDoNotFit:
    wanted = int(persons.weekly_minutes_min[person]), int(persons.weekly_minutes_max[person])
    offered = int(index.weekly_minutes_min[vacancy]), int(index.weekly_minutes_max[vacancy])
    overlap = offered[0] <= wanted[1] and wanted[0] <= offered[1]
    return (HoursFit if overlap else HoursDoNotFit)(*wanted, *offered)


class _Asked(NamedTuple):
    """A competence that the vacancy asks, what it is worth in the person, what it gains and could gain at most."""

    competence: int
    required: bool
    worth: int
    gained: int
    most: int


def _scored(
    index: Index, persons: Persons, person: int, vacancy: int, policy: Policy
) -> tuple[float, tuple[Evidence, ...]]:
    rows = np.asarray([vacancy])
    scale = scale_of(index, policy, rows)
    asked = _asked(index, worth_of(index, persons, person), vacancy, policy)
    occupation, adds = int(index.occupations[vacancy]), int(scale.occupation[0])
    is_sought = occupation in persons.occupations.row(person)
    gained = sum(piece.gained for piece in asked) + (adds if is_sought else 0)
    # Where nothing speaks for the work, being near or well paid gains nothing.
    distance, hours, wage = (int(part[0]) if gained else 0 for part in preferences(index, persons, person, rows, scale))
    total = int(scale.total[0])

    def share(part: int) -> float:
        return part / total if total else 0.0

    evidence = [_piece(index, persons, person, piece, share) for piece in asked]
    if adds:
        evidence.append((OccupationSought if is_sought else OccupationNotSought)(occupation, share(adds)))
    if at_most := int(scale.distance[0]):
        evidence.append(DistanceCounted(_minutes(index, persons, person, vacancy), share(distance), share(at_most)))
    if at_most := int(scale.hours[0]):
        wanted = int(persons.weekly_minutes_max[person])
        wish = None if wanted in (0, ALL_WEEK) else wanted
        evidence.append(HoursCounted(int(index.weekly_minutes_max[vacancy]), wish, share(hours), share(at_most)))
    if at_most := int(scale.wage[0]):
        wanted = int(persons.wages_wanted_cents[person])
        wish = None if wanted <= 0 else wanted
        evidence.append(WageCounted(int(index.wages_cents[vacancy]), wish, share(wage), share(at_most)))
    return share(gained + distance + hours + wage), tuple(evidence)


def _asked(index: Index, worth: NDArray[np.uint8], vacancy: int, policy: Policy) -> list[_Asked]:
    """What is asked, required first, then what weighs most."""
    asked = []
    for required, starts, ids in (
        (True, index.required_starts, index.required_ids),
        (False, index.nice_starts, index.nice_ids),
    ):
        columns = ids[starts[vacancy] : starts[vacancy + 1]]
        columns = columns[np.lexsort((columns, -index.weights[columns].astype(np.int64)))]
        most = index.weights[columns].astype(np.int64)
        gained = most * worth[columns] // 100
        if not required:
            most, gained = nice_gains(most, policy), nice_gains(gained, policy)
        parts = (columns.tolist(), worth[columns].tolist(), gained.tolist(), most.tolist())
        asked += [_Asked(column, required, *figures) for column, *figures in zip(*parts, strict=True)]
    return asked


def _piece(index: Index, persons: Persons, person: int, asked: _Asked, share: Callable[[int], float]) -> Evidence:
    competence, required, worth, gained, most = asked
    if worth == 0:
        return CompetenceMissing(competence, required, share(most))
    held = dict(zip(*(column.tolist() for column in persons.competences.row(person)), strict=True))
    if held.get(competence) == worth:
        return CompetenceMatched(competence, required, worth, share(gained), share(most))
    here = slice(index.covered_by_starts[competence], index.covered_by_starts[competence + 1])
    through = zip(index.covered_by_ids[here].tolist(), index.covered_by_credits[here].tolist(), strict=True)
    via, credit = next((id_, credit) for id_, credit in through if held.get(id_, 0) * credit // 100 == worth)
    return CompetenceRelated(competence, required, via, credit, worth, share(gained), share(most))


def _minutes(index: Index, persons: Persons, person: int, vacancy: int) -> int | None:
    home = int(persons.zones[person])
    minutes = int(fastest_minutes(index, home, int(persons.modes[person]))[index.zones[vacancy]])
    return None if home < 0 or minutes == UNREACHABLE else minutes


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
