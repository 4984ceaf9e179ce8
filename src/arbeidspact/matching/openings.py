"""What is almost within reach: near misses, and the one change that opens most."""

from collections.abc import Iterator, Sequence
from typing import Final

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
from arbeidspact.matching.compiled import survey_for
from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    check_persons,
    languages_of,
    limit_of,
    out_of_reach,
)
from arbeidspact.matching.engine.findings import (
    FAILS_EDUCATION,
    FAILS_HOURS,
    FAILS_LANGUAGE,
    FAILS_LICENCE,
    FAILS_SHIFT,
    FAILS_TRAVEL,
    IS_CLOSED,
    Survey,
)
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.explanation import constraints_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.outcomes import NearMiss, Opening
from arbeidspact.matching.overlay import AnyIndex, whole_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.ranking import best_first, is_enough_known
from arbeidspact.matching.scores import FITS_WELL, worth_of
from arbeidspact.mobility import mode_bits

Rows = NDArray[np.int64]

TRAVEL_STEPS: Final = (15, 30, 60)
"""How many minutes more of travel `what_would_open` tries."""

MOST_COURSES: Final = 10
"""How many competences to learn `what_would_open` lists at most."""


def near_misses(index: AnyIndex, persons: Persons, k: int, *, policy: Policy) -> tuple[tuple[NearMiss, ...], ...]:
    """Which k open vacancies fit best among those that exactly one constraint excludes, and which constraint?

    Returns: per person, in the order given, best first, ties by the lower vacancy id; only scores above 0. A vacancy
    that is closed is no near miss: nothing the person does opens it. Raises and costs: as `rank`.
    """
    index = whole_of(index)
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise BadInput("k", "it is not a count", "Ask for 1 or more")
    check_persons(index, persons)
    found = []
    for row in range(len(persons)):
        survey = survey_for(index, persons, row, policy)
        rows = _with_one_failure(survey)
        scores = survey.scores(rows)
        misses = []
        for place in best_first(scores, k).tolist():
            vacancy = int(rows[place])
            (failure,) = constraints_of(index, persons, row, vacancy, policy=policy)[1]
            misses.append(NearMiss(int(index.ids[vacancy]), float(scores[place]), failure))
        found.append(tuple(misses))
    return tuple(found)


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
    index = whole_of(index)
    check_persons(index, persons)
    _check_steps(travel_steps)
    row = persons.row_of(person_id)
    survey = survey_for(index, persons, row, policy)
    openings = []
    for change, opened in _changes(index, persons, row, survey, travel_steps):
        if count := len(opened):
            openings.append(Opening(change, count, int((survey.gained[opened] > 0).sum())))
    if is_enough_known(persons)[row]:
        openings += _courses(index, persons, row, survey)
    return tuple(sorted(openings, key=lambda opening: (-opening.fitting, -opening.vacancies)))


def _check_steps(travel_steps: Sequence[int]) -> None:
    are_whole = isinstance(travel_steps, list | tuple | range) and all(is_whole(step) for step in travel_steps)
    if not are_whole or list(travel_steps) != sorted({step for step in travel_steps if step > 0}):
        raise BadInput("travel_steps", "they do not rise from above 0", "Give whole minutes such as 15, 30, 60")


def _with_one_failure(survey: Survey) -> Rows:
    """The open vacancies that exactly one constraint excludes."""
    return np.flatnonzero((survey.failing == 1) & (survey.kinds != IS_CLOSED))


def _changes(
    index: Index, persons: Persons, row: int, survey: Survey, travel_steps: Sequence[int]
) -> Iterator[tuple[Change, Rows]]:
    """Every change there is, with the vacancies it opens; in the order of `Change`."""
    rows = _with_one_failure(survey)
    kinds = survey.kinds[rows]

    def failing(kind: int) -> Rows:
        found: Rows = rows[kinds == kind]
        return found

    yield from _bit_changes(GainLicence, index.licences, int(persons.licences[row]), failing(FAILS_LICENCE))
    yield from _language_changes(index, languages_of(index, persons, row), failing(FAILS_LANGUAGE))
    has = int(persons.education[row])
    for level, opened in _rising(index.education, failing(FAILS_EDUCATION)):
        yield ReachEducation(has, level), opened
    yield from _bit_changes(WorkShift, index.shifts, int(persons.shifts[row]), failing(FAILS_SHIFT))
    hours = failing(FAILS_HOURS)
    too_few = index.weekly_minutes_min[hours] > persons.weekly_minutes_max[row]
    for minutes, opened in _rising(index.weekly_minutes_min, hours[too_few]):
        yield WorkMoreHours(minutes), opened
    for minutes, opened in _rising(index.weekly_minutes_max, hours[~too_few], falling=True):
        yield WorkFewerHours(minutes), opened
    yield from _travel_changes(index, persons, row, failing(FAILS_TRAVEL), travel_steps)


def _bit_changes(
    kind: type[GainLicence] | type[WorkShift],
    asked: NDArray[np.uint64] | NDArray[np.uint32],
    has: int,
    rows: Rows,
) -> Iterator[tuple[GainLicence | WorkShift, Rows]]:
    asked = asked[rows]
    union = int(np.bitwise_or.reduce(asked)) & ~has
    for bit in range(union.bit_length()):
        if union >> bit & 1:
            yield kind(bit), rows[asked >> asked.dtype.type(bit) & asked.dtype.type(1) != 0]


def _language_changes(index: Index, levels: NDArray[np.uint8], rows: Rows) -> Iterator[tuple[ReachLanguageLevel, Rows]]:
    entries, cuts = entries_of(index.language_starts, rows)
    asked, needs = index.language_ids[entries], index.language_levels[entries]
    places = np.repeat(np.arange(len(rows)), np.diff(cuts))
    for language in np.unique(asked[levels[asked] < needs]).tolist():
        own = (asked == language) & (levels[asked] < needs)
        here, needed = rows[places[own]], needs[own]
        for level in np.unique(needed).tolist():
            yield ReachLanguageLevel(language, int(levels[language]), level), here[needed <= level]


def _travel_changes(
    index: Index, persons: Persons, row: int, rows: Rows, travel_steps: Sequence[int]
) -> Iterator[tuple[TravelBy | TravelLonger | RideAtWorkHours, Rows]]:
    limit, own = limit_of(persons, row), int(persons.modes[row])
    for mode in index.modes:
        if not own & mode_bits([mode]):
            yield TravelBy(mode), rows[~out_of_reach(index, persons, row, limit, rows, modes=mode_bits([mode]))]
    before = 0
    for step in travel_steps:
        opened = rows[~out_of_reach(index, persons, row, min(limit + step, LONGEST_JOURNEY), rows)]
        if len(opened) > before:
            before = len(opened)
            yield TravelLonger(limit + step, step), opened
    yield RideAtWorkHours(), rows[~out_of_reach(index, persons, row, limit, rows, any_hours=True)]


def _courses(index: Index, persons: Persons, row: int, survey: Survey) -> Iterator[Opening]:
    """The competences that would make most vacancies fit well that nothing excludes; ties by competence."""
    vacancies = np.flatnonzero(survey.failing == 0)
    # Where nothing speaks for the work yet, its preferences count too once a competence does.
    gained, with_preferences = survey.gained[vacancies], survey.gained[vacancies] + survey.preferred[vacancies]
    enough = FITS_WELL * survey.totals[vacancies]
    fits_not = np.where(gained > 0, with_preferences, 0) < enough
    nearly = fits_not & (with_preferences + int(index.weights.max(initial=0)) >= enough)
    entries, cuts = entries_of(index.required_starts, vacancies[nearly])
    competences = index.required_ids[entries]
    weights = index.weights[competences].astype(np.int64)
    more = weights - weights * worth_of(index, persons, row)[competences] // 100
    lacks = np.repeat(enough[nearly] - with_preferences[nearly], np.diff(cuts))
    counts = np.bincount(competences[more >= lacks], minlength=index.n_competences)
    for competence in np.argsort(-counts, kind="stable")[:MOST_COURSES].tolist():
        if count := int(counts[competence]):
            yield Opening(LearnCompetence(competence), count, count)


def _rising(
    asked: NDArray[np.uint8] | NDArray[np.uint16], rows: Rows, *, falling: bool = False
) -> Iterator[tuple[int, Rows]]:
    """For each different level asked in these rows: those that reaching it opens, lower steps included."""
    asked = asked[rows]
    steps = np.unique(asked).tolist()
    for step in reversed(steps) if falling else steps:
        yield step, rows[asked >= step if falling else asked <= step]
