"""The same columns as the index, the persons and the policy hold, in the shape that compiled loops take."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import read_only
from arbeidspact.matching.engine.layout import LANES, Layout
from arbeidspact.matching.engine.requirement_words import CLOSED
from arbeidspact.matching.inputs import Persons
from arbeidspact.mobility import mode_bits

ROUNDING: Final = 1e-9
"""More than two float64 additions can be off by."""


class VacancyTable(NamedTuple):
    """What the layout does not hold: weights, what stands in for what, languages by row, and the journeys."""

    weights: NDArray[np.uint16]
    covers_starts: NDArray[np.int64]
    covers_ids: NDArray[np.int32]
    covers_credits: NDArray[np.uint8]
    language_starts: NDArray[np.int64]
    language_ids: NDArray[np.int32]
    language_levels: NDArray[np.uint8]
    travel_minutes: NDArray[np.uint16]
    service_first: NDArray[np.uint16]
    service_last: NDArray[np.uint16]
    mode_masks: NDArray[np.uint8]


class PersonTable(NamedTuple):
    """What the persons have and want, by row."""

    competence_starts: NDArray[np.int64]
    competence_ids: NDArray[np.int32]
    competence_grades: NDArray[np.uint8]
    language_starts: NDArray[np.int64]
    language_ids: NDArray[np.int32]
    language_grades: NDArray[np.uint8]
    licences: NDArray[np.uint64]
    education: NDArray[np.uint8]
    weekly_minutes_min: NDArray[np.uint16]
    weekly_minutes_max: NDArray[np.uint16]
    shifts: NDArray[np.uint32]
    zones: NDArray[np.int32]
    max_travel_minutes: NDArray[np.uint16]
    modes: NDArray[np.uint8]
    occupation_starts: NDArray[np.int64]
    occupation_ids: NDArray[np.int32]
    wages_wanted_cents: NDArray[np.int32]


class ScaleTable(NamedTuple):
    """What the parts of the score can be at most under one policy, by position; and which vacancies are closed.

    `words` has 32 entries more, so that a run can be read whole. `preferences` (positions x 2), packed. First: distance
    in the low 16 bits, hours in the next, wage in the third. Second: the cents offered. `least_totals`: the lowest
    total of each run of 32 positions of a cell, run by run, cells one after another, from `run_starts`.
    `preferences_at_most`: a share that preferences never exceed in a score; 0 when they do not count.
    """

    words: NDArray[np.uint64]
    occupation: NDArray[np.uint16]
    totals: NDArray[np.int32]
    preferences: NDArray[np.uint64]
    run_starts: NDArray[np.int32]
    least_totals: NDArray[np.float64]
    preferences_at_most: float
    nice_percent: int


def vacancy_table(index: Any) -> VacancyTable:
    """The columns of this index."""
    masks = read_only(np.asarray([mode_bits([mode]) for mode in index.modes]), np.uint8)
    columns = {name: getattr(index, name) for name in VacancyTable._fields[:-1]}
    return VacancyTable(**columns, mode_masks=masks)


def person_table(persons: Persons) -> PersonTable:
    """The columns of these persons."""
    return PersonTable(
        persons.competences.starts,
        persons.competences.ids,
        persons.competences.grades,
        persons.languages.starts,
        persons.languages.ids,
        persons.languages.grades,
        persons.licences,
        persons.education,
        persons.weekly_minutes_min,
        persons.weekly_minutes_max,
        persons.shifts,
        persons.zones,
        persons.max_travel_minutes,
        persons.modes,
        persons.occupations.starts,
        persons.occupations.ids,
        persons.wages_wanted_cents,
    )


def scale_table(
    layout: Layout, scale: Any, wages_cents: NDArray[np.int32], closed: NDArray[np.bool_], nice_percent: int
) -> ScaleTable:
    """What scores are measured against, in the order of the layout.

    Arguments: `scale` of `scores.scale_of`, `wages_cents` and `closed`, by row.
    """
    rows, cell_starts = layout.rows, layout.cell_starts
    total = scale.total[rows]
    distance, hours, wage = (part[rows].astype(np.uint64) for part in (scale.distance, scale.hours, scale.wage))
    preferences = np.empty((len(rows), 2), dtype=np.uint64)
    preferences[:, 0] = distance | hours << np.uint64(16) | wage << np.uint64(32)
    preferences[:, 1] = np.maximum(wages_cents[rows], 0)
    runs = -(-np.diff(cell_starts) // LANES)
    run_starts = np.concatenate([[0], np.cumsum(runs)])
    firsts = np.repeat(cell_starts[:-1], runs) + LANES * (np.arange(run_starts[-1]) - np.repeat(run_starts[:-1], runs))
    least = np.minimum.reduceat(total, firsts) if len(rows) else np.zeros(0)
    share = np.divide(distance + hours + wage, total, out=np.zeros(len(rows)), where=total > 0)
    most = float(share.max(initial=0.0))
    return ScaleTable(
        words=words_with_closed(layout, closed),
        occupation=read_only(scale.occupation[rows], np.uint16),
        totals=read_only(total, np.int32),
        preferences=read_only(preferences, np.uint64),
        run_starts=read_only(run_starts, np.int32),
        least_totals=read_only(least, np.float64),
        preferences_at_most=most + ROUNDING if most else 0.0,
        nice_percent=nice_percent,
    )


def words_with_closed(layout: Layout, closed: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The requirement words of the layout, with the first bit where the vacancy is closed, and 32 entries more."""
    words = np.zeros(len(layout.words) + LANES, dtype=np.uint64)
    np.bitwise_or(layout.words, closed[layout.rows].astype(np.uint64) * CLOSED, out=words[: len(layout.words)])
    words.setflags(write=False)
    return words
