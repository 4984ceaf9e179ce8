"""What a file would change: which figures are new, revised, the same or gone, and which jump."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.indicators import Period
from arbeidspact.monitor.incoming import MILLION, STATUSES, Incoming, Numbers, Standing, day_of

SHOWN: Final = 500
USUAL_TIMES: Final = 4
"""A change of more than so many times the usual one is looked at."""
CHANGES_AT_LEAST: Final = 4
HUNDRED_TIMES: Final = (80.0, 125.0)

CONTESTED: Final = STATUSES.index("contested")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Comparison:
    """For each figure of a file what it is beside those that are there.

    `matched`: the place in `Standing` of the same figure of the same source and vintage; `against`: of the one that
    counts now for that period; -1 for none.
    """

    matched: Numbers
    against: Numbers
    is_new: Mask
    is_revised: Mask
    is_same: Mask
    is_older: Mask
    """Published before the one that counts now: kept, and does not count."""
    is_corrected: Mask
    """Has the source and vintage of one that is there, and says something else."""
    gone: Numbers
    """Places in `Standing`: published by a source before, and no longer in its file."""
    jumps: tuple["Jump", ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "new": int(self.is_new.sum()),
            "revised": int(self.is_revised.sum()),
            "same": int(self.is_same.sum()),
            "older": int(self.is_older.sum()),
            "gone": len(self.gone),
            "jumps": len(self.jumps),
        }


@dataclass(frozen=True, slots=True)
class Jump:
    """A figure that differs suspiciously from the one before it: `place` among the incoming, `before` in millionths."""

    place: int
    before: int
    is_hundred_times: bool


def compare(figures: Incoming, known: Standing) -> Comparison:
    """What are these figures beside those that are there?"""
    new_keys, known_keys = _period_keys(figures, known)
    against = _find(new_keys, known_keys, np.flatnonzero(known.stands))
    matched = _matched(figures, known, new_keys, known_keys)
    differs = np.zeros(len(figures), bool)
    found = matched >= 0
    old_status = known.status[matched[found]]
    # What an analyst contested stays so until an analyst says otherwise.
    differs[found] = (known.value[matched[found]] != figures.value[found]) | (
        (old_status != figures.status[found]) & (old_status != CONTESTED)
    )
    is_corrected = found & differs
    is_new = (against < 0) & ~found
    beside = (against >= 0) & ~found
    is_same = found & ~differs
    is_older = np.zeros(len(figures), bool)
    if beside.any():
        old = against[beside]
        is_older[beside] = _rank(known.vintage[old], known.status[old]) >= _rank(
            figures.vintage[beside], figures.status[beside]
        )
        says_the_same = (known.value[old] == figures.value[beside]) & (known.status[old] == figures.status[beside])
        is_same[beside] = says_the_same & ~is_older[beside]
    is_revised = is_corrected | (beside & ~is_same & ~is_older)
    return Comparison(
        matched=matched,
        against=against,
        is_new=is_new,
        is_revised=is_revised,
        is_same=is_same,
        is_older=is_older,
        is_corrected=is_corrected,
        gone=_gone(figures, known, new_keys, known_keys),
        jumps=_jumps(figures, known, is_new | is_revised, against),
    )


def preview_of(figures: Incoming, known: Standing, comparison: Comparison) -> dict[str, Any]:
    """The first of each kind, as they are shown: those that were revised most and jump most come first."""
    old = np.where(comparison.matched >= 0, comparison.matched, comparison.against)
    revised = np.flatnonzero(comparison.is_revised)
    change = np.abs(figures.value[revised] - known.value[old[revised]]) / np.maximum(
        np.abs(known.value[old[revised]]), 1
    )
    revised = revised[np.argsort(-change, kind="stable")][:SHOWN]
    return {
        "revised": [_line(figures, int(place), int(known.value[old[place]]), status=STATUSES[known.status[old[place]]])
                    for place in revised],
        "jumps": [_line(figures, one.place, one.before, hundred=one.is_hundred_times)
                  for one in comparison.jumps[:SHOWN]],
        "gone": [_gone_line(figures, known, int(place)) for place in comparison.gone[:SHOWN]],
        "new": [_line(figures, int(place), None) for place in np.flatnonzero(comparison.is_new)[:50]],
        "older": [_line(figures, int(place), int(known.value[old[place]]))
                  for place in np.flatnonzero(comparison.is_older)[:SHOWN]],
    }  # fmt: skip


def _period_keys(figures: Incoming, known: Standing) -> tuple[Numbers, Numbers]:
    """One number for the series and the days of each figure."""
    spans = np.concatenate([figures.start, known.start]) * 2**20 + np.concatenate([figures.end, known.end])
    different, places = np.unique(spans, return_inverse=True)
    width = max(len(different), 1)
    keys = np.concatenate([figures.series, known.series]) * width + places
    return keys[: len(figures)], keys[len(figures) :]


def _find(wanted: Numbers, keys: Numbers, among: Numbers) -> Numbers:
    """For each wanted key its place in `keys`, of those `among`; -1 where it is not there."""
    if not len(among):
        return np.full(len(wanted), -1, np.int64)
    order = among[np.argsort(keys[among], kind="stable")]
    ordered = keys[order]
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[at] == wanted, order[at], -1)


def _matched(figures: Incoming, known: Standing, new_keys: Numbers, known_keys: Numbers) -> Numbers:
    named = np.flatnonzero(known.source >= 0)
    if not len(named):
        return np.full(len(figures), -1, np.int64)
    names = {name: place for place, (name, _url) in reversed(list(enumerate(figures.sources)))}
    by_name = np.array([names[name] for name, _url in figures.sources], np.int64)
    parts = np.concatenate([figures.vintage, known.vintage[named]]) * max(len(figures.sources), 1)
    parts = parts + np.concatenate([by_name[figures.source], known.source[named]])
    _keys, publication = np.unique(np.concatenate([new_keys, known_keys[named]]), return_inverse=True)
    different, places = np.unique(parts, return_inverse=True)
    combined = publication * max(len(different), 1) + places
    return _find_in(combined[: len(figures)], combined[len(figures) :], named)


def _find_in(wanted: Numbers, keys: Numbers, names: Numbers) -> Numbers:
    found = _find(wanted, keys, np.arange(len(keys)))
    return np.where(found >= 0, names[found], -1)


def _rank(vintage: Numbers, status: Numbers) -> Numbers:
    """The higher, the sooner it counts: the newest publication first, then the surest."""
    return vintage * len(STATUSES) - status


def _gone(figures: Incoming, known: Standing, new_keys: Numbers, known_keys: Numbers) -> Numbers:
    """Figures that count, of a source and series of the file, within the days it is about, and not in it."""
    candidates = np.flatnonzero(known.stands & (known.source >= 0))
    if not len(candidates):
        return candidates
    series_count = len(figures.keys)
    first = np.full(series_count, np.iinfo(np.int64).max)
    last = np.full(series_count, np.iinfo(np.int64).min)
    np.minimum.at(first, figures.series, figures.start)
    np.maximum.at(last, figures.series, figures.end)
    of = known.series[candidates]
    inside = (known.start[candidates] >= first[of]) & (known.end[candidates] <= last[of])
    absent = ~np.isin(known_keys[candidates], new_keys)
    return candidates[inside & absent]


def _jumps(figures: Incoming, known: Standing, is_changed: Mask, against: Numbers) -> tuple[Jump, ...]:
    """Changes that are a hundred times, or far more than usual in their series.

    A figure is held against the one before it in its series (the file goes before what is there), and a revised one
    against what it revises.
    """
    found: list[Jump] = []
    low, high = HUNDRED_TIMES
    for place in np.flatnonzero(is_changed & (against >= 0)):
        before = int(known.value[against[place]])
        if _is_hundred_times(int(figures.value[place]), before, low, high):
            found.append(Jump(int(place), before, True))
    counted = known.stands & ~np.isin(np.arange(len(known)), against[against >= 0])
    kept = np.flatnonzero(counted)
    series = np.concatenate([figures.series, known.series[kept]])
    end = np.concatenate([figures.end, known.end[kept]])
    length = np.concatenate([figures.end - figures.start, known.end[kept] - known.start[kept]]) // 25
    value = np.concatenate([figures.value, known.value[kept]])
    places = np.concatenate([np.arange(len(figures)), np.full(len(kept), -1)])
    order = np.lexsort((end, length, series))
    goes_on = (series[order][1:] == series[order][:-1]) & (length[order][1:] == length[order][:-1])
    values = value[order]
    changes = np.abs(values[1:] - values[:-1]).astype(float)
    seen = {jump.place for jump in found}
    edges = np.flatnonzero(np.concatenate([[True], ~goes_on, [True]]))
    for first, beyond in pairwise(edges):
        own = changes[first : beyond - 1]
        if len(own) < CHANGES_AT_LEAST:
            continue
        usual = float(np.median(own))
        if usual <= 0:
            continue
        for offset in np.flatnonzero(own > USUAL_TIMES * usual):
            at = int(places[order[first + offset + 1]])
            before, now = int(values[first + offset]), int(values[first + offset + 1])
            if at < 0 or not is_changed[at] or at in seen:
                continue
            found.append(Jump(at, before, _is_hundred_times(now, before, low, high)))
            seen.add(at)
    return tuple(sorted(found, key=lambda jump: (not jump.is_hundred_times, jump.place)))


def _is_hundred_times(now: int, before: int, low: float, high: float) -> bool:
    if not now or not before:
        return False
    ratio = abs(now / before)
    return low <= ratio <= high or low <= 1 / ratio <= high


def _line(figures: Incoming, place: int, before: int | None, **more: Any) -> dict[str, Any]:
    slug, breakdown, area = figures.keys[figures.series[place]]
    line = {
        "indicator": slug,
        "area": area,
        "breakdown": breakdown,
        "period": _period(int(figures.start[place]), int(figures.end[place])),
        "value": _text(int(figures.value[place])),
        "row": int(figures.row[place]),
        **more,
    }
    if before is not None:
        line |= {"before": _text(before), "difference": _text(int(figures.value[place]) - before)}
    return line


def _gone_line(figures: Incoming, known: Standing, place: int) -> dict[str, Any]:
    slug, breakdown, area = figures.keys[known.series[place]]
    period = _period(int(known.start[place]), int(known.end[place]))
    value = _text(int(known.value[place]))
    return {"indicator": slug, "area": area, "breakdown": breakdown, "period": period, "before": value}


def _period(start: int, end: int) -> str:
    first, last = day_of(start), day_of(end)
    assert isinstance(first, date)
    assert isinstance(last, date)
    return str(Period.of_days(first, last))


def _text(millionths: int) -> str:
    return f"{(Decimal(millionths) / MILLION).normalize():f}"
