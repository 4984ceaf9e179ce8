"""What one vacancy asks, packed in 32 bytes, so that judging it touches one line of memory."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.engine.requirement_words import LANGUAGE, WordPlan

ASKS_MORE_LANGUAGES: Final = np.uint64(1 << 40)
HAS_WORK_HOURS: Final = np.uint64(1 << 41)


def packed_facts(
    columns: dict[str, NDArray[Any]], plan: WordPlan, rows: NDArray[np.int32], zones: NDArray[np.int32]
) -> NDArray[np.uint64]:
    """The facts of each position.

    Returns: positions x 4. First: the licences. Second: shifts in the low 32 bits, education in the next 8, then
    whether languages must be looked at beyond the word, and whether the work has hours of the day. Third, 16 bits
    each: weekly minutes at least and at most, start and end of the work plus 1 (0 unknown). Fourth: zone (the last for
    an unknown one) in the low 32 bits, row in the high ones.
    """

    def bits(name: str, shift: int, add: int = 0) -> NDArray[np.uint64]:
        return (columns[name][rows].astype(np.int64) + add).astype(np.uint64) << np.uint64(shift)

    facts = np.empty((len(rows), 4), dtype=np.uint64)
    facts[:, 0] = columns["licences"][rows]
    facts[:, 1] = bits("shifts", 0) | bits("education", 32)
    facts[_asks_more_languages(columns, plan)[rows], 1] |= ASKS_MORE_LANGUAGES
    facts[(columns["starts_at"][rows] >= 0) | (columns["ends_at"][rows] >= 0), 1] |= HAS_WORK_HOURS
    facts[:, 2] = bits("weekly_minutes_min", 0) | bits("weekly_minutes_max", 16)
    facts[:, 2] |= bits("starts_at", 32, 1) | bits("ends_at", 48, 1)
    facts[:, 3] = zones.astype(np.uint64) | rows.astype(np.uint64) << np.uint64(32)
    return facts


def _asks_more_languages(columns: dict[str, NDArray[Any]], plan: WordPlan) -> NDArray[np.bool_]:
    """Which vacancies ask a language at a level that has no bit of its own in the word?"""
    own = plan.kinds == LANGUAGE
    in_word = np.isin(
        columns["language_ids"].astype(np.int64) << 8 | columns["language_levels"],
        plan.subjects[own].astype(np.int64) << 8 | plan.levels[own],
    )
    more = np.zeros(len(columns["ids"]), dtype=np.bool_)
    more[np.repeat(np.arange(len(more)), np.diff(columns["language_starts"]))[~in_word]] = True
    return more
