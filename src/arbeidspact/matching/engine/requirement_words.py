"""Hard constraints packed in one word of 64 bits: what fails the word fails for certain.

A vacancy's word says what it requires, a person's word what they have. When a bit of the first is not in the second, a
constraint fails. The word holds the requirements that most vacancies have; whoever passes is judged in full, so the
word can only save time. Bit 0 is kept free for vacancies that are closed: no person has it. The last 16 bits are for
where the work is: the part of the map it lies in, which a person has when any workplace there is within reach.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

CLOSED: Final = np.uint64(1)
MOST_BITS: Final = 47
FIRST_PART_BIT: Final = 48
MOST_PARTS: Final = 16
MOST_HOURS: Final = 6

LANGUAGE: Final = 0
LICENCE: Final = 1
EDUCATION: Final = 2
SHIFT: Final = 3
HOURS_FROM: Final = 4
HOURS_TO: Final = 5

LIKELY_TO_FAIL: Final = {LANGUAGE: 0.35, LICENCE: 0.6, EDUCATION: 0.35, SHIFT: 0.4, HOURS_FROM: 0.3, HOURS_TO: 0.15}
"""About how often a person fails a requirement of this kind: our own guess, which only decides how cells are cut."""


class WordPlan(NamedTuple):
    """What each bit from 1 on asks: a kind, of which language, licence or shift, and at what level or minutes."""

    kinds: NDArray[np.uint8]
    subjects: NDArray[np.int32]
    levels: NDArray[np.int32]


def planned_words(columns: dict[str, NDArray[Any]]) -> tuple[WordPlan, NDArray[np.uint64]]:
    """Which requirements get a bit, and the word of each vacancy (rows in the order of the columns)."""
    asked = list(_possible_bits(columns))
    asked.sort(key=lambda bit: (-int(bit[3].sum()) * LIKELY_TO_FAIL[bit[0]], bit[:3]))
    words = np.zeros(len(columns["ids"]), dtype=np.uint64)
    for place, (_kind, _subject, _level, rows) in enumerate(asked[:MOST_BITS], start=1):
        words[rows] |= np.uint64(1) << np.uint64(place)
    chosen = asked[:MOST_BITS]
    plan = WordPlan(
        np.asarray([bit[0] for bit in chosen], dtype=np.uint8),
        np.asarray([bit[1] for bit in chosen], dtype=np.int32),
        np.asarray([bit[2] for bit in chosen], dtype=np.int32),
    )
    return plan, words


def _possible_bits(columns: dict[str, NDArray[Any]]) -> Any:
    """Every requirement that at least one vacancy has: kind, subject, level, and which rows have it."""
    count = len(columns["ids"])
    language_rows = np.repeat(np.arange(count), np.diff(columns["language_starts"]))
    ids, levels = columns["language_ids"], columns["language_levels"]
    common = np.argsort(-np.bincount(ids, minlength=1), kind="stable")[:16]
    for language in common.tolist():
        own = ids == language
        for level in np.unique(levels[own]).tolist():
            rows = np.zeros(count, dtype=np.bool_)
            rows[language_rows[own & (levels >= level)]] = True
            yield LANGUAGE, language, level, rows
    for kind, name in ((LICENCE, "licences"), (SHIFT, "shifts")):
        masks = columns[name].astype(np.uint64)
        union = int(np.bitwise_or.reduce(masks)) if count else 0
        for bit in range(union.bit_length()):
            if union >> bit & 1:
                yield kind, bit, 0, (masks >> np.uint64(bit) & np.uint64(1)).astype(np.bool_)
    for level in np.unique(columns["education"]).tolist():
        if level:
            yield EDUCATION, 0, level, columns["education"] >= level
    for minutes in _most_frequent(columns["weekly_minutes_min"]):
        if minutes:
            yield HOURS_FROM, 0, minutes, columns["weekly_minutes_min"] >= minutes
    for minutes in _most_frequent(columns["weekly_minutes_max"]):
        yield HOURS_TO, 0, minutes, columns["weekly_minutes_max"] <= minutes


def _most_frequent(minutes: NDArray[np.uint16]) -> list[int]:
    values, counts = np.unique(minutes, return_counts=True)
    frequent: list[int] = np.sort(values[np.argsort(-counts, kind="stable")[:MOST_HOURS]]).tolist()
    return frequent
