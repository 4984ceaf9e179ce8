"""Why these vacancies fit this person, or why not: pair by pair, in values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.constraints import check_person, languages_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons, date_of, day_number
from arbeidspact.matching.journeys import judge_journeys
from arbeidspact.matching.outcomes import Excluded, Match, Missing, NotEnoughKnown
from arbeidspact.matching.overlay import AnyIndex, answers_by_part
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.shares import scored
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

Explained = Match | Excluded | NotEnoughKnown

Constraints = tuple[tuple[Met, ...], tuple[Failure, ...]]
"""Those that are met, and those that are not."""


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
    return explain_each(index, persons, person_id, [vacancy_id], policy=policy)[0]


def explain_each(
    index: AnyIndex, persons: Persons, person_id: int, vacancy_ids: Sequence[int], *, policy: Policy
) -> tuple[Explained, ...]:
    """As `explain`, for each of these vacancies, in their order; what they share of the person is looked up once."""
    person = persons.row_of(person_id)

    def explained(part: Index, rows: list[int]) -> list[Explained]:
        check_person(part, persons, person)
        judged = constraints_of(part, persons, person, rows, policy=policy)
        ids = part.ids[rows].tolist()
        if len(persons.competences.row(person)[0]) == 0 and len(persons.occupations.row(person)) == 0:
            missing = (Missing.COMPETENCES, Missing.OCCUPATIONS)
            return [
                NotEnoughKnown(person_id, id_, missing, failed) for id_, (_, failed) in zip(ids, judged, strict=True)
            ]
        return [
            Excluded(person_id, id_, score, evidence, met, failed)
            if failed
            else Match(person_id, id_, score, evidence, met)
            for id_, (met, failed), (score, evidence) in zip(
                ids, judged, scored(part, persons, person, rows, policy), strict=True
            )
        ]

    return tuple(answers_by_part(index, vacancy_ids, explained))


def constraints_of(
    index: Index, persons: Persons, person: int, vacancies: Sequence[int], *, policy: Policy
) -> list[Constraints]:
    """Which hard constraints of each vacancy are met and which are not, with the figures? Rows, not ids."""
    rows, levels = np.asarray(vacancies, dtype=np.int64), languages_of(index, persons, person)
    held, possible = int(persons.licences[person]), int(persons.shifts[person])
    has = int(persons.education[person])
    wanted = int(persons.weekly_minutes_min[person]), int(persons.weekly_minutes_max[person])
    columns = ("valid_from", "valid_until", "positions", "licences", "education", "shifts")
    asked = zip(*(getattr(index, name)[rows].tolist() for name in columns), strict=True)
    hours = zip(index.weekly_minutes_min[rows].tolist(), index.weekly_minutes_max[rows].tolist(), strict=True)
    found = []
    for row, (first, last, positions, licences, needs, shifts), offered, journey in zip(
        vacancies, asked, hours, judge_journeys(index, persons, person, rows), strict=True
    ):
        judged: list[Met | Failure] = [_openness(first, last, positions, policy)]
        judged += _languages(index, levels, row)
        judged += [LicenceHeld(bit) if held >> bit & 1 else LicenceMissing(bit) for bit in _bits(licences)]
        if needs:
            judged.append((EducationMet if has >= needs else EducationTooLow)(has, needs))
        overlap = offered[0] <= wanted[1] and wanted[0] <= offered[1]
        judged.append((HoursFit if overlap else HoursDoNotFit)(*wanted, *offered))
        judged += [ShiftPossible(bit) if possible >> bit & 1 else ShiftNotPossible(bit) for bit in _bits(shifts)]
        judged.append(journey)
        met = tuple(value for value in judged if isinstance(value, Met))
        found.append((met, tuple(value for value in judged if isinstance(value, Failure))))
    return found


def _openness(first: int, last: int, positions: int, policy: Policy) -> IsOpen | NotOpen:
    is_open = first <= day_number(policy.on) <= last and positions > 0
    return (IsOpen if is_open else NotOpen)(policy.on, date_of(first), date_of(last), positions)


def _languages(index: Index, levels: NDArray[np.uint8], vacancy: int) -> list[LanguageMet | LanguageTooLow]:
    here = slice(index.language_starts[vacancy], index.language_starts[vacancy + 1])
    judged: list[LanguageMet | LanguageTooLow] = []
    for language, needs in zip(index.language_ids[here].tolist(), index.language_levels[here].tolist(), strict=True):
        has = int(levels[language])
        judged.append((LanguageMet if has >= needs else LanguageTooLow)(language, has, needs))
    return judged


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
