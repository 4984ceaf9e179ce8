"""Vacancies in cells that ask alike, so that a whole cell can be passed by at once."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.engine.requirement_words import LIKELY_TO_FAIL, WordPlan
from arbeidspact.mobility import UNREACHABLE

LARGEST_CELL: Final = 8_192
"""Sums of one cell, 16 bits each, stay in the fastest cache; and places in a cell fit in 16 bits."""

SMALLEST_CELL: Final = 1_024
MOST_HOMES: Final = 48
TYPICAL_LIMITS: Final = (30, 45)
"""Minutes of travel that people accept, more or less; only decides how cells are cut."""


def cut_into_cells(
    words: NDArray[np.uint64],
    plan: WordPlan,
    zones: NDArray[np.int32],
    travel_minutes: NDArray[np.uint16],
    totals: NDArray[np.int32],
    largest: int | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """In which order do the vacancies stand, and where does each cell begin?

    Arguments: one entry per vacancy; `zones`, -1 unknown; `largest`, vacancies in a cell at most, up to `LARGEST_CELL`,
    None for a size that suits their number. Returns: rows in the order of the cells, within a cell by
    rising total; the starts of the cells and their end.
    """
    largest = largest or int(np.clip(len(words) // 12, SMALLEST_CELL, LARGEST_CELL))
    within_reach = _within_reach(travel_minutes)
    chance = np.asarray([0.0, *(LIKELY_TO_FAIL[kind] for kind in plan.kinds.tolist())])
    waiting, cells = [np.arange(len(words), dtype=np.int32)], []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= largest:
            cells.append(rows)
            continue
        chosen = _best_split(words[rows], zones[rows], chance, within_reach, travel_minutes, max(1, largest // 8))
        if chosen is None:
            chosen = np.zeros(len(rows), dtype=np.bool_)
            chosen[np.argsort(totals[rows], kind="stable")[len(rows) // 2 :]] = True
        waiting += [rows[chosen], rows[~chosen]]
    starts = np.cumsum([0, *(len(rows) for rows in cells)], dtype=np.int32)
    ordered = [rows[np.argsort(totals[rows], kind="stable")] for rows in cells]
    return np.concatenate([*ordered, np.zeros(0, dtype=np.int32)]), starts


def parts_of_the_map(zones: NDArray[np.int32], travel_minutes: NDArray[np.uint16], most: int) -> NDArray[np.int8]:
    """In which of at most so many parts does each zone lie, when zones near to each other go together?

    Arguments: `zones` of the vacancies, -1 unknown. Returns: one entry per zone, and one more for the unknown one: the
    number of its part, -1 for a zone without vacancies and for the unknown one.
    """
    part = np.full(travel_minutes.shape[1] + 1, -1, dtype=np.int8)
    parts = [zones[zones >= 0]]
    while len(parts) < most:
        heaviest = max(range(len(parts)), key=lambda place: len(parts[place]) if _is_divisible(parts[place]) else 0)
        half = _split_by_place(parts[heaviest], travel_minutes)
        if half is None:
            break
        parts[heaviest : heaviest + 1] = [parts[heaviest][half], parts[heaviest][~half]]
    for number, own in enumerate(parts):
        part[np.unique(own)] = number
    return part


def _is_divisible(zones: NDArray[np.int32]) -> bool:
    return len(zones) > 0 and bool((zones != zones[0]).any())


def _best_split(
    words: NDArray[np.uint64],
    zones: NDArray[np.int32],
    chance: NDArray[np.float64],
    within_reach: NDArray[np.bool_],
    travel_minutes: NDArray[np.uint16],
    least: int,
) -> NDArray[np.bool_] | None:
    """Which half of these vacancies is passed by most often when it stands apart? None when no cut helps."""
    count = len(words)
    octets = words.view(np.uint8).reshape(count, 8)
    set_in = np.unpackbits(octets, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)[: len(chance)]
    useful = (set_in >= least) & (count - set_in >= least)
    gains = np.where(useful, set_in * chance, 0.0)
    bit = int(np.argmax(gains))
    by_place = _split_by_place(zones, travel_minutes)
    if by_place is not None and least <= by_place.sum() <= count - least:
        whole, one, other = (_passed_by(within_reach, part) for part in (zones, zones[by_place], zones[~by_place]))
        gain = by_place.sum() * one + (~by_place).sum() * other - count * whole
        if gain > gains[bit]:
            return by_place
    if gains[bit] <= 0:
        return None
    half: NDArray[np.bool_] = (words >> np.uint64(bit) & np.uint64(1)).astype(np.bool_)
    return half


def _within_reach(travel_minutes: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """For some homes, ways and limits: which zones lie within reach? A column more for the unknown zone."""
    homes = np.flatnonzero((travel_minutes < UNREACHABLE).any(axis=(0, 2)))
    homes = homes[:: max(1, -(-len(homes) // MOST_HOMES))]
    near = [travel_minutes[mode][homes] <= limit for mode in range(len(travel_minutes)) for limit in TYPICAL_LIMITS]
    return np.pad(np.concatenate(near), ((0, 0), (0, 1)), constant_values=True)


def _passed_by(within_reach: NDArray[np.bool_], zones: NDArray[np.int32]) -> float:
    if len(within_reach) == 0:
        return 0.0
    return 1 - float(within_reach[:, np.unique(zones)].any(axis=1).mean())


def _split_by_place(zones: NDArray[np.int32], travel_minutes: NDArray[np.uint16]) -> NDArray[np.bool_] | None:
    """The vacancies nearer to one end of the area than to the other; those of unknown place count as near."""
    present, counts = np.unique(zones[zones >= 0], return_counts=True)
    if len(present) < 2:
        return None
    # From homes to workplaces: two workplaces are alike when the same homes are near both.
    seen_from = np.flatnonzero((travel_minutes[0] < UNREACHABLE).any(axis=1))[:MOST_HOMES]
    if len(seen_from) == 0:
        return None
    profile = travel_minutes[:, seen_from][:, :, present].min(axis=0).astype(np.float32)
    middle = profile[:, np.argmax(counts)]
    one = int(np.argmax(np.abs(profile - middle[:, None]).sum(axis=0)))
    far = np.abs(profile - profile[:, [one]]).sum(axis=0)
    other = int(np.argmax(far))
    nearer_one = far < np.abs(profile - profile[:, [other]]).sum(axis=0)
    side = np.zeros(int(present[-1]) + 2, dtype=np.bool_)
    side[present] = nearer_one
    half: NDArray[np.bool_] = side[zones]
    return half
