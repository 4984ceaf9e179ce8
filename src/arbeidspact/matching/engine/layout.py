"""The layout: vacancies in cells that ask alike, each competence with the vacancies that ask it, cell by cell."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import read_only
from arbeidspact.matching.engine.cells import cut_into_cells, parts_of_the_map
from arbeidspact.matching.engine.facts import packed_facts
from arbeidspact.matching.engine.requirement_words import FIRST_PART_BIT, MOST_PARTS, planned_words

LANES: Final = 32
"""Vacancies that are looked at together: a run."""

NO_SLOT: Final = -1

ONE_IN: Final = 16
"""A slot that one in so many vacancies asks is common: to go by run takes less than to go by vacancy."""


class Layout(NamedTuple):
    """How vacancies stand for ranking. Positions count them in this order; rows count them by rising id.

    Cell c holds the positions `cell_starts[c]:cell_starts[c + 1]`, by rising total. `words` are the requirement words,
    `cell_words` what all of a cell require, `cell_zones` the workplaces in a cell (the unknown one as the last zone),
    `zone_parts` the part of the map that each zone lies in. `facts` (positions x 4) is what a vacancy asks and where,
    packed as `packed_facts` says, in one stretch of memory; `zones` its zone once more, which is looked at far oftener.
    Columns are the required competences, then the nice-to-have ones, then the occupations; `slots` numbers those that
    are asked. In cell c slot s is asked by the places (counted within the cell)
    `postings[posting_starts[c, s]:posting_starts[c, s + 1]]`. `common_of_slot` numbers the common slots, -1 for the
    others; bit i of `common_runs[number, run]` says whether place i of that run of 32 positions of a cell asks it, runs
    counted cell by cell.
    """

    cell_starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    words: NDArray[np.uint64]
    cell_words: NDArray[np.uint64]
    facts: NDArray[np.uint64]
    zones: NDArray[np.int32]
    cell_zone_starts: NDArray[np.int32]
    cell_zones: NDArray[np.int32]
    slots: NDArray[np.int32]
    posting_starts: NDArray[np.uint32]
    postings: NDArray[np.uint16]
    common_of_slot: NDArray[np.int16]
    common_runs: NDArray[np.uint32]
    word_kinds: NDArray[np.uint8]
    word_subjects: NDArray[np.int32]
    word_levels: NDArray[np.int32]
    zone_parts: NDArray[np.int8]


def laid_out(columns: dict[str, NDArray[Any]], n_competences: int, *, largest_cell: int | None = None) -> Layout:
    """The layout of these vacancies.

    Arguments: `columns`, the arrays of an index by name, rows by rising id; `largest_cell`, as `cut_into_cells` says.
    """
    plan, words = planned_words(columns)
    zone_parts = parts_of_the_map(columns["zones"], columns["travel_minutes"], MOST_PARTS)
    parts_of_rows = zone_parts[columns["zones"]]
    bits = np.uint64(1) << (FIRST_PART_BIT + np.maximum(parts_of_rows, 0)).astype(np.uint64)
    words |= np.where(parts_of_rows < 0, np.uint64(0), bits)
    totals = columns["required_totals"]
    rows, cell_starts = cut_into_cells(words, plan, columns["zones"], columns["travel_minutes"], totals, largest_cell)
    sizes = np.diff(cell_starts)
    cell_of_position = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    n_zones = columns["travel_minutes"].shape[1]
    zones = np.where(columns["zones"] < 0, n_zones, columns["zones"])[rows].astype(np.int32)
    zone_starts, cell_zones = _zones_of_cells(cell_of_position, zones, len(sizes), n_zones)
    slots, posting_starts, postings = _postings(columns, n_competences, rows, cell_starts, cell_of_position)
    common_of_slot, common_runs = _common(cell_starts, posting_starts, postings)
    words = words[rows]
    parts: dict[str, NDArray[Any]] = {
        "cell_starts": cell_starts,
        "rows": rows,
        "words": words,
        "cell_words": np.bitwise_and.reduceat(words, cell_starts[:-1]) if len(rows) else np.zeros(0, np.uint64),
        "facts": packed_facts(columns, plan, rows, zones),
        "zones": zones,
        "cell_zone_starts": zone_starts,
        "cell_zones": cell_zones,
        "slots": slots,
        "posting_starts": posting_starts,
        "postings": postings,
        "common_of_slot": common_of_slot,
        "common_runs": common_runs,
        "word_kinds": plan.kinds,
        "word_subjects": plan.subjects,
        "word_levels": plan.levels,
        "zone_parts": zone_parts,
    }
    return Layout(**{name: read_only(part, part.dtype) for name, part in parts.items()})


def _zones_of_cells(
    cells: NDArray[np.int32], zones: NDArray[np.int32], n_cells: int, n_zones: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    pairs = np.unique(cells.astype(np.int64) * (n_zones + 1) + zones)
    starts = np.searchsorted(pairs, np.arange(n_cells + 1) * (n_zones + 1))
    return starts.astype(np.int32), (pairs % (n_zones + 1)).astype(np.int32)


def _postings(
    columns: dict[str, NDArray[Any]],
    n_competences: int,
    rows: NDArray[np.int32],
    cell_starts: NDArray[np.int32],
    cell_of_position: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.uint16]]:
    occupations = columns["occupations"]
    n_columns = 2 * n_competences + int(occupations.max(initial=-1)) + 1
    asked = np.zeros(n_columns, dtype=np.bool_)
    asked[columns["required_ids"]] = True
    asked[columns["nice_ids"] + n_competences] = True
    asked[occupations[occupations >= 0] + 2 * n_competences] = True
    slots = np.where(asked, np.cumsum(asked) - 1, NO_SLOT).astype(np.int32)
    starts = np.zeros((len(cell_starts) - 1, int(asked.sum()) + 1), dtype=np.uint32)
    n_postings = len(columns["required_ids"]) + len(columns["nice_ids"]) + int((occupations >= 0).sum())
    postings = np.zeros(n_postings, dtype=np.uint16)
    # Numba takes a while to load: only who lays out waits for it.
    from arbeidspact.matching.engine.postings import fill_postings

    fill_postings(
        rows,
        cell_starts,
        cell_of_position,
        columns["required_starts"],
        columns["required_ids"],
        columns["nice_starts"],
        columns["nice_ids"],
        occupations,
        slots,
        n_competences,
        starts,
        postings,
    )
    return slots, starts, postings


def _common(
    cell_starts: NDArray[np.int32], posting_starts: NDArray[np.uint32], postings: NDArray[np.uint16]
) -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
    runs = -(-np.diff(cell_starts) // LANES)
    first_places = LANES * (np.cumsum(runs) - runs)
    asked = np.diff(posting_starts.astype(np.int64), axis=1).sum(axis=0)
    common = np.flatnonzero(asked >= max(LANES, cell_starts[-1] // ONE_IN))
    common_of_slot = np.full(len(asked), NO_SLOT, dtype=np.int16)
    common_of_slot[common] = np.arange(len(common))
    is_asked = np.zeros((len(common), LANES * runs.sum()), dtype=np.bool_)
    for number, slot in enumerate(common.tolist()):
        for first, begin, end in zip(first_places, posting_starts[:, slot], posting_starts[:, slot + 1], strict=True):
            is_asked[number, first + postings[begin:end]] = True
    return common_of_slot, np.packbits(is_asked, axis=1, bitorder="little").view("<u4").astype(np.uint32)
