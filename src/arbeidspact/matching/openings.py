"""What is almost within reach: near misses, and the one change that opens most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.changes import (
    Change,
    GainLicence,
    LearnCompetence,
    ReachEducation,
    ReachLanguageLevel,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.matching.columns import entries_of, is_whole
from arbeidspact.matching.compiled import made_to_fit_by, minutes_in_time, survey_for
from arbeidspact.matching.constraints import LONGEST_JOURNEY, fastest_minutes, languages_of, limit_of, own_ways
from arbeidspact.matching.engine.findings import (
    FAILS_EDUCATION,
    FAILS_HOURS,
    FAILS_LANGUAGE,
    FAILS_LICENCE,
    FAILS_NOTHING,
    FAILS_SHIFT,
    FAILS_TRAVEL,
    Survey,
)
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.explanation import constraints_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.outcomes import NearMiss, Opening
from arbeidspact.matching.overlay import AnyIndex, answers_by_part, parts_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.ranking import best_first, check_parts, contenders, is_enough_known
from arbeidspact.matching.scores import worth_of
from arbeidspact.mobility import UNREACHABLE, mode_bits

TRAVEL_STEPS: Final = (15, 30, 60)
"""How many minutes more of travel `what_would_open` tries."""

MOST_COURSES: Final = 10
"""How many competences to learn `what_would_open` lists at most."""

Surveys = list[tuple[Index, Survey]]
"""What was found in each of the indexes that together hold every vacancy."""


@dataclass(frozen=True, slots=True, eq=False)
class _Excluded:
    """The vacancies that one kind of constraint alone excludes, and which of them fit at least a little."""

    rows: tuple[tuple[Index, NDArray[np.int32]], ...]
    fits: NDArray[np.bool_]

    @classmethod
    def by(cls, kind: int, surveys: Surveys) -> "_Excluded":
        own = [(index, survey.of(kind)) for index, survey in surveys]
        rows = tuple((index, found.rows) for index, found in own)
        return cls(rows, np.concatenate([found.gained > 0 for _index, found in own]))

    def asked(self, column: str) -> NDArray[Any]:
        """What these vacancies say in this column of the index."""
        return np.concatenate([getattr(index, column)[rows] for index, rows in self.rows])


def near_misses(index: AnyIndex, persons: Persons, k: int, *, policy: Policy) -> tuple[tuple[NearMiss, ...], ...]:
    """Which k open vacancies fit best among those that exactly one constraint excludes, and which constraint?

    Returns: per person, in the order given, best first, ties by the lower vacancy id; only scores above 0. A vacancy
    that is closed is no near miss: nothing the person does opens it. Raises and costs: as `rank`.
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise BadInput("k", "it is not a count", "Ask for 1 or more")
    check_parts(index, persons)
    return tuple(_near_misses_of(index, persons, row, k, policy) for row in range(len(persons)))


def _near_misses_of(index: AnyIndex, persons: Persons, row: int, k: int, policy: Policy) -> tuple[NearMiss, ...]:
    scores, ids = [], []
    for part, survey in _surveys(index, persons, row, policy):
        almost = survey.almost()
        own = almost.scores()
        best = contenders(own, k)
        scores.append(own[best])
        ids.append(part.ids[almost.rows[best]])
    score, id_ = np.concatenate(scores), np.concatenate(ids)
    best = best_first(score, id_, k)
    judged = answers_by_part(
        index, id_[best].tolist(), lambda part, rows: constraints_of(part, persons, row, rows, policy=policy)
    )
    return tuple(
        NearMiss(int(id_[place]), float(score[place]), failure)
        for place, (_met, (failure,)) in zip(best.tolist(), judged, strict=True)
    )


def what_would_open(
    index: AnyIndex, persons: Persons, person_id: int, *, policy: Policy, travel_steps: Sequence[int] = TRAVEL_STEPS
) -> tuple[Opening, ...]:
    """Which single change opens most vacancies to this person, and exactly how many?

    Arguments: `travel_steps`, minutes more of travel to try, rising.
    Returns: changes that open at least one vacancy; most fitting vacancies first, then most vacancies, then in the
    order of the kinds in `Change` and by number. A higher step stands beside a lower one only when it opens more. Among
    them the `MOST_COURSES` competences that, held in full, make most vacancies fit well (a score of `FITS_WELL` or
    more) that nothing excludes and that require it; what the course does for related competences is not counted. None
    of these where too little is known to rank: then ask first.
    Raises: `UnknownId` when the person is not there; otherwise as `rank`. Cost: as ranking one person a few times.
    """
    check_parts(index, persons)
    _check_steps(travel_steps)
    row = persons.row_of(person_id)
    surveys = _surveys(index, persons, row, policy)
    openings = [opening for opening in _changes(surveys, persons, row, travel_steps) if opening.vacancies]
    if is_enough_known(persons)[row]:
        openings += _courses(surveys, persons, row)
    return tuple(sorted(openings, key=lambda opening: (-opening.fitting, -opening.vacancies)))


def _surveys(index: AnyIndex, persons: Persons, row: int, policy: Policy) -> Surveys:
    return [(part, survey_for(part, persons, row, policy)) for part in parts_of(index)]


def _check_steps(travel_steps: Sequence[int]) -> None:
    are_whole = isinstance(travel_steps, list | tuple | range) and all(is_whole(step) for step in travel_steps)
    if not are_whole or list(travel_steps) != sorted({step for step in travel_steps if step > 0}):
        raise BadInput("travel_steps", "they do not rise from above 0", "Give whole minutes such as 15, 30, 60")


def _changes(surveys: Surveys, persons: Persons, row: int, travel_steps: Sequence[int]) -> Iterator[Opening]:
    """Every change there is, with how many vacancies it opens; in the order of `Change`."""
    licences, shifts = _Excluded.by(FAILS_LICENCE, surveys), _Excluded.by(FAILS_SHIFT, surveys)
    yield from _bit_changes(GainLicence, licences.asked("licences") & ~persons.licences[row], licences.fits)
    index = surveys[0][0]
    yield from _language_changes(languages_of(index, persons, row), _Excluded.by(FAILS_LANGUAGE, surveys))
    has, education = int(persons.education[row]), _Excluded.by(FAILS_EDUCATION, surveys)
    for level, opened in _rising(education.asked("education")):
        yield _opening(ReachEducation(has, level), opened, education.fits)
    yield from _bit_changes(WorkShift, shifts.asked("shifts") & ~persons.shifts[row], shifts.fits)
    hours = _Excluded.by(FAILS_HOURS, surveys)
    least, most = hours.asked("weekly_minutes_min"), hours.asked("weekly_minutes_max")
    too_few = least > persons.weekly_minutes_max[row]
    fits, fits_too = hours.fits[too_few], hours.fits[~too_few]
    for minutes, opened in _rising(least[too_few]):
        yield _opening(WorkMoreHours(minutes), opened, fits)
    for minutes, opened in _rising(most[~too_few], falling=True):
        yield _opening(WorkFewerHours(minutes), opened, fits_too)
    yield from _travel_changes(persons, row, _Excluded.by(FAILS_TRAVEL, surveys), travel_steps)


def _bit_changes(
    kind: type[GainLicence] | type[WorkShift],
    lacking: NDArray[np.uint64] | NDArray[np.uint32],
    fits: NDArray[np.bool_],
) -> Iterator[Opening]:
    """Arguments: `lacking`, the one bit that each vacancy asks and the person lacks."""
    for bit in np.unique(lacking).tolist():
        yield _opening(kind(bit.bit_length() - 1), lacking == bit, fits)


def _language_changes(levels: NDArray[np.uint8], excluded: _Excluded) -> Iterator[Opening]:
    asked, needs = [], []
    for index, rows in excluded.rows:
        entries, _cuts = entries_of(index.language_starts, rows)
        # In each of these vacancies one language is too low.
        low = entries[levels[index.language_ids[entries]] < index.language_levels[entries]]
        asked.append(index.language_ids[low])
        needs.append(index.language_levels[low])
    languages, needed = np.concatenate(asked), np.concatenate(needs)
    for language in np.unique(languages).tolist():
        own = languages == language
        has, fits = int(levels[language]), excluded.fits[own]
        for level, opened in _rising(needed[own]):
            yield _opening(ReachLanguageLevel(language, has, level), opened, fits)


def _travel_changes(persons: Persons, row: int, excluded: _Excluded, travel_steps: Sequence[int]) -> Iterator[Opening]:
    limit, modes, home = limit_of(persons, row), int(persons.modes[row]), int(persons.zones[row])
    if home < 0:
        return
    index, fits = excluded.rows[0][0], excluded.fits
    in_time = np.concatenate([minutes_in_time(part, home, rows) for part, rows in excluded.rows], axis=1)
    own = own_ways(index, modes)
    for place, mode in enumerate(index.modes):
        if not modes & mode_bits([mode]):
            yield _opening(TravelBy(mode), in_time[place] <= limit, fits)
    fastest = in_time[own].min(axis=0, initial=UNREACHABLE)
    before = 0
    for step in travel_steps:
        opened = fastest <= min(limit + step, LONGEST_JOURNEY)
        opening = _opening(TravelLonger(limit + step, step), opened, fits)
        if opening.vacancies > before:
            before = opening.vacancies
            yield opening
    whenever = np.concatenate([fastest_minutes(part, home, modes)[part.zones[rows]] for part, rows in excluded.rows])
    yield _opening(RideAtWorkHours(), whenever <= limit, fits)


def _courses(surveys: Surveys, persons: Persons, row: int) -> Iterator[Opening]:
    """The competences that would make most vacancies fit well that nothing excludes; ties by competence."""
    index = surveys[0][0]
    weights = index.weights.astype(np.int64)
    more = weights - weights * worth_of(index, persons, row) // 100
    counts = np.zeros(index.n_competences, dtype=np.int64)
    for part, survey in surveys:
        counts += made_to_fit_by(part, survey.of(FAILS_NOTHING), more)
    found = np.flatnonzero(counts)
    for competence in found[np.argsort(-counts[found], kind="stable")[:MOST_COURSES]].tolist():
        yield Opening(LearnCompetence(competence), int(counts[competence]), int(counts[competence]))


def _opening(change: Change, opened: NDArray[np.bool_], fits: NDArray[np.bool_]) -> Opening:
    return Opening(change, int(np.count_nonzero(opened)), int(np.count_nonzero(opened & fits)))


def _rising(
    asked: NDArray[np.uint8] | NDArray[np.uint16], *, falling: bool = False
) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """For each different level asked: which vacancies reaching it opens, lower steps included."""
    steps = np.unique(asked).tolist()
    for step in reversed(steps) if falling else steps:
        yield step, asked >= step if falling else asked <= step
