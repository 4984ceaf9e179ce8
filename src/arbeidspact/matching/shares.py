"""What the scores of these vacancies for this person are made of: piece by piece, as shares of the whole."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import entries_of
from arbeidspact.matching.constraints import fastest_minutes
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
from arbeidspact.matching.inputs import ALL_WEEK, Persons
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.scores import preferences, scale_of, worth_of
from arbeidspact.mobility import UNREACHABLE


class _Asked(NamedTuple):
    """A competence that the vacancy asks, what it is worth in the person, what it gains and could gain at most."""

    competence: int
    required: bool
    worth: int
    gained: int
    most: int


def scored(
    index: Index, persons: Persons, person: int, vacancies: Sequence[int], policy: Policy
) -> Iterator[tuple[float, tuple[Evidence, ...]]]:
    """How well does each of these vacancies fit this person, and what speaks for it? Rows, not ids."""
    rows = np.asarray(vacancies, dtype=np.int64)
    worth = worth_of(index, persons, person)
    held = dict(zip(*(column.tolist() for column in persons.competences.row(person)), strict=True))
    sought = set(persons.occupations.row(person).tolist())
    home, modes = int(persons.zones[person]), int(persons.modes[person])
    minutes = fastest_minutes(index, home, modes)[index.zones[rows]].tolist()
    hours_wish, wage_wish = int(persons.weekly_minutes_max[person]), int(persons.wages_wanted_cents[person])
    hours_wanted = None if hours_wish in (0, ALL_WEEK) else hours_wish
    wage_wanted = None if wage_wish <= 0 else wage_wish
    scale = scale_of(index, policy, rows)
    gains = zip(*(part.tolist() for part in preferences(index, persons, person, rows, scale)), strict=True)
    parts = (scale.occupation, scale.distance, scale.hours, scale.wage, scale.total)
    scales = zip(*(part.tolist() for part in parts), strict=True)
    offered = (index.occupations, index.weekly_minutes_max, index.wages_cents)
    offers = zip(*(column[rows].tolist() for column in offered), strict=True)
    required = _asked(index, worth, index.required_starts, index.required_ids, rows, None)
    nice = _asked(index, worth, index.nice_starts, index.nice_ids, rows, policy.nice_percent)
    for asked, more, gain, most, offer, there in zip(required, nice, gains, scales, offers, minutes, strict=True):
        pieces = asked + more
        occupation, hours_offered, wage_offered = offer
        adds, most_distance, most_hours, most_wage, total = most
        is_sought = occupation in sought
        gained = sum(piece.gained for piece in pieces) + (adds if is_sought else 0)
        # Where nothing speaks for the work, being near or well paid gains nothing.
        distance, hours, wage = gain if gained else (0, 0, 0)
        whole = total or 1
        evidence = [_piece(index, held, piece, whole) for piece in pieces]
        if adds:
            evidence.append((OccupationSought if is_sought else OccupationNotSought)(occupation, adds / whole))
        if most_distance:
            known = None if home < 0 or there == UNREACHABLE else there
            evidence.append(DistanceCounted(known, distance / whole, most_distance / whole))
        if most_hours:
            evidence.append(HoursCounted(hours_offered, hours_wanted, hours / whole, most_hours / whole))
        if most_wage:
            evidence.append(WageCounted(wage_offered, wage_wanted, wage / whole, most_wage / whole))
        yield (gained + distance + hours + wage) / whole, tuple(evidence)


def _asked(
    index: Index,
    worth: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ids: NDArray[np.int32],
    rows: NDArray[np.int64],
    percent: int | None,
) -> Iterator[list[_Asked]]:
    """What each vacancy asks, what weighs most first. Arguments: `percent` of nice-to-have ones, None for required."""
    entries, cuts = entries_of(starts, rows)
    competences = ids[entries]
    most = index.weights[competences].astype(np.int64)
    order = np.lexsort((competences, -most, np.repeat(np.arange(len(rows)), np.diff(cuts))))
    competences, most = competences[order], most[order]
    worths = worth[competences]
    gained = most * worths // 100
    if percent is not None:
        most, gained = most * percent // 100, gained * percent // 100
    columns = (competences.tolist(), worths.tolist(), gained.tolist(), most.tolist())
    asked = [_Asked(competence, percent is None, *figures) for competence, *figures in zip(*columns, strict=True)]
    for first, last in pairwise(cuts.tolist()):
        yield asked[first:last]


def _piece(index: Index, held: dict[int, int], asked: _Asked, whole: int) -> Evidence:
    competence, required, worth, gained, most = asked
    if worth == 0:
        return CompetenceMissing(competence, required, most / whole)
    if held.get(competence) == worth:
        return CompetenceMatched(competence, required, worth, gained / whole, most / whole)
    here = slice(index.covered_by_starts[competence], index.covered_by_starts[competence + 1])
    through = zip(index.covered_by_ids[here].tolist(), index.covered_by_credits[here].tolist(), strict=True)
    via, credit = next((id_, credit) for id_, credit in through if held.get(id_, 0) * credit // 100 == worth)
    return CompetenceRelated(competence, required, via, credit, worth, gained / whole, most / whole)
