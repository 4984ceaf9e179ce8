"""Why this vacancy fits this person, or why not: one pair, in values."""

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    check_persons,
    closed_vacancies,
    fastest_minutes,
    languages_of,
)
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons, date_of
from arbeidspact.matching.outcomes import (
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
    EducationMet,
    EducationTooLow,
    Evidence,
    Excluded,
    Failure,
    HoursDoNotFit,
    HoursFit,
    IsOpen,
    LanguageMet,
    LanguageTooLow,
    LicenceHeld,
    LicenceMissing,
    Match,
    Met,
    Missing,
    NotEnoughKnown,
    NotOpen,
    OccupationNotSought,
    OccupationSought,
    ShiftNotPossible,
    ShiftPossible,
    TooFar,
    TravelNotJudged,
    WithinReach,
)
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.ranking import is_enough_known
from arbeidspact.matching.scores import Scale, scale_of, scores_for_person, worth_of
from arbeidspact.mobility import modes_of


def explain(
    index: Index, persons: Persons, person_id: int, vacancy_id: int, *, policy: Policy
) -> Match | Excluded | NotEnoughKnown:
    """Does this vacancy fit this person, how well, and why?

    Returns: `Match` with exactly the score that `rank` gives; `Excluded` with every constraint that fails; or
    `NotEnoughKnown` for a person without a competence and without an occupation sought. Evidence: required before
    nice-to-have, then by what it weighs, then by competence; the occupation last. Shares add up to the score.
    Raises: `UnknownId` when the person or the vacancy is not there; otherwise as `rank`.
    Cost: a look at the vacancy's own competences and constraints, and one check of the persons given.
    """
    check_persons(index, persons)
    person, vacancy = persons.row_of(person_id), index.row_of(vacancy_id)
    met, failed = constraints_of(index, persons, person, vacancy, policy=policy)
    if not is_enough_known(persons)[person]:
        return NotEnoughKnown(person_id, vacancy_id, (Missing.COMPETENCES, Missing.OCCUPATIONS), failed)
    scale = scale_of(index, policy)
    score = float(scores_for_person(index, persons, person, np.asarray([vacancy]), scale)[0])
    evidence = _evidence(index, persons, person, vacancy, scale)
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
    judged.append(_travel(index, persons, person, vacancy))
    met = tuple(value for value in judged if isinstance(value, Met))
    return met, tuple(value for value in judged if isinstance(value, Failure))


def _openness(index: Index, vacancy: int, policy: Policy) -> IsOpen | NotOpen:
    dates = policy.on, date_of(int(index.valid_from[vacancy])), date_of(int(index.valid_until[vacancy]))
    positions = int(index.positions[vacancy])
    return (NotOpen if closed_vacancies(index, policy)[vacancy] else IsOpen)(*dates, positions)


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


def _travel(index: Index, persons: Persons, person: int, vacancy: int) -> WithinReach | TooFar | TravelNotJudged:
    home, workplace = int(persons.zones[person]), int(index.zones[vacancy])
    if home < 0 or workplace < 0:
        return TravelNotJudged(home_known=home >= 0, workplace_known=workplace >= 0)
    limit = min(int(persons.max_travel_minutes[person]), LONGEST_JOURNEY)
    own = modes_of(int(persons.modes[person]))
    minutes = int(fastest_minutes(index, home, int(persons.modes[person]))[workplace])
    by_mode = dict(zip(index.modes, index.travel_minutes[:, home, workplace].tolist(), strict=True))
    fastest = next((mode for mode in own if by_mode.get(mode) == minutes), None)
    if fastest is not None and minutes <= limit:
        return WithinReach(minutes, fastest, limit)
    others = tuple(mode for mode, there in sorted(by_mode.items(), key=lambda pair: pair[1]) if there <= limit)
    if fastest is None or minutes > LONGEST_JOURNEY:
        return TooFar(None, None, limit, others)
    return TooFar(minutes, fastest, limit, others)


def _evidence(index: Index, persons: Persons, person: int, vacancy: int, scale: Scale) -> tuple[Evidence, ...]:
    worth = worth_of(index, persons, person)
    total = int(scale.total[vacancy])
    evidence: list[Evidence] = []
    for required, starts, ids, percent in (
        (True, index.required_starts, index.required_ids, 100),
        (False, index.nice_starts, index.nice_ids, scale.policy.nice_percent),
    ):
        asked = ids[starts[vacancy] : starts[vacancy + 1]].tolist()
        for competence in sorted(asked, key=lambda asked_id: (-int(index.weights[asked_id]), asked_id)):
            weight, covered = int(index.weights[competence]), int(worth[competence])
            gained = percent * (weight * covered // 100) / total if total else 0.0
            at_most = percent * weight / total if total else 0.0
            evidence.append(_piece(index, persons, person, competence, required, covered, gained, at_most))
    occupation, adds = int(index.occupations[vacancy]), int(scale.occupation[vacancy])
    if adds:
        sought = occupation in persons.occupations.row(person)
        evidence.append((OccupationSought if sought else OccupationNotSought)(occupation, adds / total))
    return tuple(evidence)


def _piece(
    index: Index,
    persons: Persons,
    person: int,
    competence: int,
    required: bool,
    worth: int,
    share: float,
    share_at_most: float,
) -> CompetenceMatched | CompetenceRelated | CompetenceMissing:
    if worth == 0:
        return CompetenceMissing(competence, required, share_at_most)
    held = dict(zip(*(column.tolist() for column in persons.competences.row(person)), strict=True))
    if held.get(competence) == worth:
        return CompetenceMatched(competence, required, worth, share, share_at_most)
    here = slice(index.covered_by_starts[competence], index.covered_by_starts[competence + 1])
    through = zip(index.covered_by_ids[here].tolist(), index.covered_by_credits[here].tolist(), strict=True)
    via, credit = next((id_, credit) for id_, credit in through if held.get(id_, 0) * credit // 100 == worth)
    return CompetenceRelated(competence, required, via, credit, worth, share, share_at_most)


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
