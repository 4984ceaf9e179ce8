"""What changed between two releases: figures and rows added, changed and gone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from arbeidspact.publications.figures import PublicFigure

MOST_LISTED: Final = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """How many figures of an indicator were added, changed or went; the first of each, by name."""

    added: int
    changed: int
    gone: int
    lines: tuple[dict[str, Any], ...]

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def changes_between(before: Iterable[PublicFigure], now: Iterable[PublicFigure]) -> Changes:
    """What is different in the figures of one indicator? At most `MOST_LISTED` lines, in the order of the keys."""
    old, new = {one.key: one for one in before}, {one.key: one for one in now}
    lines: list[dict[str, Any]] = []
    counts = {"added": 0, "changed": 0, "gone": 0}
    for key in sorted(old.keys() | new.keys()):
        first, second = old.get(key), new.get(key)
        if first is not None and second is not None and _said(first) == _said(second):
            continue
        what = "added" if first is None else "gone" if second is None else "changed"
        counts[what] += 1
        if len(lines) < MOST_LISTED:
            lines.append(
                {
                    "what": what,
                    "period": key[1],
                    "area": key[2],
                    "breakdown": key[3],
                    "before": _said(first) if first else None,
                    "now": _said(second) if second else None,
                }
            )
    return Changes(counts["added"], counts["changed"], counts["gone"], tuple(lines))


def _said(figure: PublicFigure) -> dict[str, Any]:
    return {
        "value": None if figure.value is None else str(figure.value.normalize()),
        "mark": figure.mark.value,
        "status": figure.status.value,
    }


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How many rows of a table were added, changed or went; the first of each, with the cells that differ."""

    added: int
    changed: int
    gone: int
    lines: tuple[dict[str, Any], ...]

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def rows_changed(
    before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> RowChanges:
    """What is different in a table? Rows are known again by their key; a column that one of the two lacks is no change.

    Returns: at most `MOST_LISTED` lines, in the order of the keys.
    """
    shared = before[0].keys() & now[0].keys() if before and now else frozenset[str]()
    old, new = _by_key(before, key), _by_key(now, key)
    lines: list[dict[str, Any]] = []
    counts = {"added": 0, "changed": 0, "gone": 0}
    for place in sorted(old.keys() | new.keys()):
        first, second = old.get(place), new.get(place)
        cells = {}
        if first is not None and second is not None:
            cells = {
                name: [first[name], second[name]] for name in second if name in shared and first[name] != second[name]
            }
            if not cells:
                continue
        what = "added" if first is None else "gone" if second is None else "changed"
        counts[what] += 1
        if len(lines) < MOST_LISTED:
            lines.append({"what": what, "key": dict(zip(key, place[:-1], strict=True)), "cells": cells})
    return RowChanges(counts["added"], counts["changed"], counts["gone"], tuple(lines))


def _by_key(rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Rows with the same key are told apart by their place among each other."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        own = tuple("" if row.get(name) is None else str(row.get(name)) for name in key)
        found[*own, f"{seen[own]:06}"] = row
        seen[own] += 1
    return found
