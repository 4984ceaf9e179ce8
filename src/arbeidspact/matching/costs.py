"""What a vacancy's requirements cost it: who would be eligible without each, and who almost is."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.changes import (
    Dropped,
    WithAnyHours,
    WithAnyPlace,
    WithEducationAt,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
)
from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    Failing,
    failing_for_vacancy,
    fastest_minutes_to,
    is_closed,
)
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.explanation import constraints_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.outcomes import PersonNearMiss, RequirementCost
from arbeidspact.matching.overlay import AnyIndex, place_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.ranking import best_first, check_parts
from arbeidspact.matching.scores import scores_for_vacancy


def what_would_cost(
    index: AnyIndex, vacancy_id: int, persons: Persons, *, policy: Policy
) -> tuple[RequirementCost, ...]:
    """Which requirement of this vacancy keeps most persons out, and exactly how many?

    Returns: for each requirement, dropped or at each lower level, how many persons more would be eligible with all the
    others kept, whether or not enough is known to rank them; only where there is somebody. Dearest first, ties in the
    order of the kinds in `Dropped`, by number, the mildest first. Competences never exclude, so they cost nobody.
    Nothing for a vacancy that is closed: it keeps out everybody.
    Raises: as `rank_persons`.
    Cost: one pass over the persons, and one over the persons that exactly one requirement keeps out.
    """
    check_parts(index, persons)
    part, row = place_of(index, vacancy_id)
    failing = failing_for_vacancy(part, row, persons, is_closed(part, row, policy))
    rows = _kept_out_by_one(failing)
    found = [
        RequirementCost(change, int(count))
        for change, count in _relaxed(part, row, persons.take(rows), failing.of(rows))
        if count
    ]
    return tuple(sorted(found, key=lambda cost: -cost.persons))


def near_miss_persons(
    index: AnyIndex, vacancy_id: int, persons: Persons, k: int, *, policy: Policy
) -> tuple[PersonNearMiss, ...]:
    """Which k persons fit this vacancy best among those that exactly one constraint excludes, and which constraint?

    Returns: best first, ties by the lower person id; only scores above 0. Nobody for a vacancy that is closed.
    Raises and costs: as `rank_persons`.
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise BadInput("k", "it is not a count", "Ask for 1 or more")
    check_parts(index, persons)
    part, row = place_of(index, vacancy_id)
    failing = failing_for_vacancy(part, row, persons, is_closed(part, row, policy))
    almost = persons.take(_kept_out_by_one(failing))
    scores = scores_for_vacancy(part, row, almost, policy)
    misses = []
    for place in best_first(scores, almost.ids, k).tolist():
        ((_met, (failure,)),) = constraints_of(part, almost, place, [row], policy=policy)
        misses.append(PersonNearMiss(int(almost.ids[place]), float(scores[place]), failure))
    return tuple(misses)


def _kept_out_by_one(failing: Failing) -> NDArray[np.int64]:
    return np.flatnonzero((failing.count() == 1) & ~failing.closed)


def _relaxed(index: Index, row: int, persons: Persons, failing: Failing) -> Iterator[tuple[Dropped, np.int64 | int]]:
    """How many of these persons, each kept out by one requirement, would each relaxation let in? In order of kind."""
    yield from _languages(index, row, persons, failing.languages > 0)
    for bit, count in _bits(int(index.licences[row]), persons.licences[failing.licences > 0]):
        yield WithoutLicence(bit), count
    needs = int(index.education[row])
    for lower, count in _levels(needs, persons.education[failing.education]):
        yield WithEducationAt(needs, lower), count
    yield WithAnyHours(), failing.hours.sum()
    for bit, count in _bits(int(index.shifts[row]), persons.shifts[failing.shifts > 0]):
        yield WithoutShift(bit), count
    near = fastest_minutes_to(index, row, persons) <= np.minimum(persons.max_travel_minutes, LONGEST_JOURNEY)
    yield WithOtherWorkHours(), (failing.travel & near).sum()
    yield WithAnyPlace(), failing.travel.sum()


def _languages(
    index: Index, row: int, persons: Persons, here: NDArray[np.bool_]
) -> Iterator[tuple[WithLanguageAt, int]]:
    spoken = persons.languages
    rows = np.repeat(np.arange(len(persons)), np.diff(spoken.starts))
    asked = slice(index.language_starts[row], index.language_starts[row + 1])
    for language, needs in zip(index.language_ids[asked].tolist(), index.language_levels[asked].tolist(), strict=True):
        levels = np.zeros(len(persons), dtype=np.uint8)
        own = spoken.ids == language
        levels[rows[own]] = spoken.grades[own]
        for lower, count in _levels(needs, levels[here & (levels < needs)]):
            yield WithLanguageAt(language, needs, lower), count


def _levels(needs: int, levels: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    """For each level below the one asked, the highest first: how many of these reach it."""
    for lower in range(needs - 1, -1, -1):
        yield lower, int((levels >= lower).sum())


def _bits(asked: int, held: NDArray[np.uint64] | NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """For each bit asked: how many of these lack it."""
    for bit in range(asked.bit_length()):
        if asked >> bit & 1:
            yield bit, int((held >> held.dtype.type(bit) & held.dtype.type(1) == 0).sum())
