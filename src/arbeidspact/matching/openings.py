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
from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    Failing,
    check_persons,
    closed_vacancies,
    failing_for_person,
    languages_of,
    limit_of,
    out_of_reach,
)
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.explanation import constraints_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import HIGHEST_CEFR, Persons
from arbeidspact.matching.outcomes import NearMiss, Opening
from arbeidspact.matching.overlay import AnyIndex, whole_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.ranking import best_first, is_enough_known
from arbeidspact.matching.scores import (
    FITS_WELL,
    competences_and_occupation,
    preferences,
    scale_of,
    scores_for_person,
    worth_of,
)
from arbeidspact.mobility import mode_bits

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
    closed, scale = closed_vacancies(index, policy), scale_of(index, policy)
    found = []
    for row in range(len(persons)):
        rows = np.flatnonzero(_only_failures(failing_for_person(index, persons, row, closed)))
        scores = scores_for_person(index, persons, row, rows, scale)
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
    failing = failing_for_person(index, persons, row, closed_vacancies(index, policy))
    only = _only_failures(failing)
    fitting = np.zeros(len(index), dtype=np.bool_)
    is_known = bool(is_enough_known(persons)[row])
    if is_known:
        rows = np.flatnonzero(only)
        fitting[rows] = scores_for_person(index, persons, row, rows, scale_of(index, policy)) > 0
    openings = []
    for change, opened in _changes(index, persons, row, failing, only, travel_steps):
        openings.append(Opening(change, int(opened.sum()), int((opened & fitting).sum())))
    if is_known:
        openings += _courses(index, persons, row, np.flatnonzero(failing.count() == 0), policy)
    return tuple(sorted(openings, key=lambda opening: (-opening.fitting, -opening.vacancies)))


def _check_steps(travel_steps: Sequence[int]) -> None:
    are_whole = isinstance(travel_steps, list | tuple | range) and all(is_whole(step) for step in travel_steps)
    if not are_whole or list(travel_steps) != sorted({step for step in travel_steps if step > 0}):
        raise BadInput("travel_steps", "they do not rise from above 0", "Give whole minutes such as 15, 30, 60")


def _only_failures(failing: Failing) -> NDArray[np.bool_]:
    only: NDArray[np.bool_] = (failing.count() == 1) & ~failing.closed
    return only


def _changes(
    index: Index, persons: Persons, row: int, failing: Failing, only: NDArray[np.bool_], travel_steps: Sequence[int]
) -> Iterator[tuple[Change, NDArray[np.bool_]]]:
    """Every change that opens something, with the vacancies it opens; in the order of `Change`."""
    yield from _bit_changes(GainLicence, index.licences, int(persons.licences[row]), only & (failing.licences == 1))
    yield from _language_changes(index, languages_of(index, persons, row), only & (failing.languages == 1))
    has = int(persons.education[row])
    for level, opened in _rising(index.education, only & failing.education):
        yield ReachEducation(has, level), opened
    yield from _bit_changes(WorkShift, index.shifts, int(persons.shifts[row]), only & (failing.shifts == 1))
    too_few = index.weekly_minutes_min > persons.weekly_minutes_max[row]
    for minutes, opened in _rising(index.weekly_minutes_min, only & failing.hours & too_few):
        yield WorkMoreHours(minutes), opened
    for minutes, opened in _rising(index.weekly_minutes_max, only & failing.hours & ~too_few, falling=True):
        yield WorkFewerHours(minutes), opened
    yield from _travel_changes(index, persons, row, only & failing.travel, travel_steps)


def _bit_changes(
    kind: type[GainLicence] | type[WorkShift],
    asked: NDArray[np.uint64] | NDArray[np.uint32],
    has: int,
    here: NDArray[np.bool_],
) -> Iterator[tuple[GainLicence | WorkShift, NDArray[np.bool_]]]:
    union = int(np.bitwise_or.reduce(asked[here])) & ~has
    for bit in range(union.bit_length()):
        if union >> bit & 1:
            yield kind(bit), here & (asked >> asked.dtype.type(bit) & asked.dtype.type(1) != 0)


def _language_changes(
    index: Index, levels: NDArray[np.uint8], here: NDArray[np.bool_]
) -> Iterator[tuple[ReachLanguageLevel, NDArray[np.bool_]]]:
    entries = np.flatnonzero(here[index.language_rows] & (levels[index.language_ids] < index.language_levels))
    for language in np.unique(index.language_ids[entries]).tolist():
        needed = np.full(len(index), HIGHEST_CEFR + 1, dtype=np.uint8)
        own = entries[index.language_ids[entries] == language]
        needed[index.language_rows[own]] = index.language_levels[own]
        for level, opened in _rising(needed, needed <= HIGHEST_CEFR):
            yield ReachLanguageLevel(language, int(levels[language]), level), opened


def _travel_changes(
    index: Index, persons: Persons, row: int, here: NDArray[np.bool_], travel_steps: Sequence[int]
) -> Iterator[tuple[TravelBy | TravelLonger | RideAtWorkHours, NDArray[np.bool_]]]:
    limit, own = limit_of(persons, row), int(persons.modes[row])
    if not here.any():
        return
    for mode in index.modes:
        if not own & mode_bits([mode]):
            opened = here & ~out_of_reach(index, persons, row, limit, modes=mode_bits([mode]))
            if opened.any():
                yield TravelBy(mode), opened
    before = 0
    for step in travel_steps:
        opened = here & ~out_of_reach(index, persons, row, min(limit + step, LONGEST_JOURNEY))
        if opened.sum() > before:
            before = int(opened.sum())
            yield TravelLonger(limit + step, step), opened
    opened = here & ~out_of_reach(index, persons, row, limit, any_hours=True)
    if opened.any():
        yield RideAtWorkHours(), opened


def _courses(
    index: Index, persons: Persons, row: int, vacancies: NDArray[np.int64], policy: Policy
) -> Iterator[Opening]:
    """The competences that would make most of these vacancies fit well, with how many; ties by competence."""
    scale = scale_of(index, policy, vacancies)
    gained = competences_and_occupation(index, persons, row, vacancies, scale)
    preferred = sum(preferences(index, persons, row, vacancies, scale))
    enough = FITS_WELL * scale.total
    entries, cuts = entries_of(index.required_starts, vacancies)
    places = np.repeat(np.arange(len(vacancies)), np.diff(cuts))
    competences = index.required_ids[entries]
    weights = index.weights[competences].astype(np.int64)
    # Where nothing speaks for the work yet, its preferences count too once a competence does.
    learned = (gained + preferred)[places] + weights - weights * worth_of(index, persons, row)[competences] // 100
    fits_not = gained + np.where(gained > 0, preferred, 0) < enough
    counts = np.bincount(competences[fits_not[places] & (learned >= enough[places])], minlength=index.n_competences)
    for competence in np.argsort(-counts, kind="stable")[:MOST_COURSES].tolist():
        if count := int(counts[competence]):
            yield Opening(LearnCompetence(competence), count, count)


def _rising(
    asked: NDArray[np.uint8] | NDArray[np.uint16], here: NDArray[np.bool_], *, falling: bool = False
) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """For each different level asked here: the vacancies that reaching it opens, lower steps included."""
    steps = np.unique(asked[here]).tolist()
    for step in reversed(steps) if falling else steps:
        yield step, here & (asked >= step if falling else asked <= step)
