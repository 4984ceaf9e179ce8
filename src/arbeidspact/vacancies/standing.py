"""A base with the changes since on top, as one process holds it: is it still what the database says?"""

import logging
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import AnyIndex, BadInput, Index, Overlaid, Vacancies, day_number
from arbeidspact.matching.inputs import columns_of
from arbeidspact.mobility import TravelMode
from arbeidspact.vacancies.asked import AskedWork, asked_work
from arbeidspact.vacancies.base_index import Base
from arbeidspact.vacancies.columns import vacancy_columns
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.seen import Mark, Seen, changes_since, mark_of_changes, moment_now
from arbeidspact.vacancies.states import not_over_on
from arbeidspact.vacancies.vocabularies import Vocabularies, cell_of, with_minutes_to

READ_AT_ONCE: Final = 10_000

FEW: Final = 5_000
FEW_SHARE: Final = 0.1
MOST_SHARE: Final = 0.5
"""When a larger share of the vacancies changed, everything is read anew, which is quick where there are few."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The vacancies of a day, ready to be ranked, with the vocabularies to read the answers in.

    `index` holds vacancies too that are not open on `day`: their dates say so, and matching looks at these.
    """

    day: date
    index: AnyIndex
    words: Vocabularies

    @cached_property
    def open_vacancies(self) -> int:
        """How many vacancies are open on the day?"""
        if isinstance(self.index, Overlaid):
            under = self._open_in(self.index.under)
            gone = under[np.searchsorted(self.index.under.ids, self.index.gone)]
            return int(under.sum() - gone.sum() + self._open_in(self.index.changes).sum())
        return int(self._open_in(self.index).sum())

    @property
    def whole(self) -> Index:
        """All of it as one index, for a file."""
        return self.index.whole if isinstance(self.index, Overlaid) else self.index

    def _open_in(self, index: Index) -> NDArray[np.bool_]:
        day = day_number(self.day)
        is_open: NDArray[np.bool_] = (index.valid_from <= day) & (index.valid_until >= day)
        return is_open


@dataclass(frozen=True, eq=False)
class Standing:
    """A base with its changes, and what the tables looked like then.

    `since`: changes before this moment have all come to light. `listed`: what changed from some moment on, and
    `missing` what was gone by then. `changes`: how many vacancies were added, changed or removed since the base.
    """

    base: Base
    index: AnyIndex
    words: Vocabularies
    since: int
    mark: Mark
    listed: Seen
    missing: NDArray[np.int64]
    changes: int
    snapshots: dict[date, Snapshot] = field(default_factory=dict)

    def is_current(self) -> bool:
        """Is this what the database says now? One small query."""
        return (
            self.listed.is_settled
            and self.since == self.base.seen.settled_until(moment_now())
            and self.mark == mark_of_changes(self.since)
        )

    @property
    def seen(self) -> Seen:
        """Every vacancy there was when this was read, over or not."""
        return self.base.seen.updated(self.listed, self.missing)

    @classmethod
    def unchecked(cls, base: Base) -> Self:
        """This base as it is, to be looked at again the next time."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(base, base.index, base.words, 0, Mark((), ()), base.seen, nothing, 0)

    def on(self, day: date) -> Snapshot:
        """The snapshot of this day."""
        snapshot = self.snapshots.get(day)
        if snapshot is None:
            snapshot = Snapshot(day, self.index, self.words)
            self.snapshots[day] = snapshot
        return snapshot


def standing_on(base: Base, heard: int = 0) -> Standing | None:
    """The base with everything that changed since it was made. Two queries, and five more for what changed.

    Arguments: `heard`, a moment before which nothing changed since the base was made; 0 to compare every vacancy, as
    for a base from a file.
    Returns: None when the changes do not fit on this base: it has to be made anew.
    """
    since = base.seen.settled_until(moment_now())
    # First the mark, then the list, then what they ask: whatever changes in between is found the next time.
    mark = mark_of_changes(since)
    listed = changes_since(heard)
    missing = base.seen.missing_in(listed, heard)
    changed, uncertain = base.seen.compared(listed)
    new = int((~np.isin(changed, base.seen.keys)).sum())
    if heard and mark.rows != len(base.seen) + new - len(missing):
        return standing_on(base)
    if len(changed) + len(missing) > len(base.seen) * (FEW_SHARE if len(base.seen) <= FEW else MOST_SHARE):
        log.debug("More vacancies changed than is worth laying over the base: %s", len(changed) + len(missing))
        return None
    over = _laid_over(base, changed, uncertain, missing)
    if over is None:
        return None
    index, words = over
    changes = 0 if isinstance(index, Index) else len(index.changes) + len(index.gone)
    return Standing(base, index, words, since, mark, listed, missing, changes)


def _laid_over(
    base: Base, changed: NDArray[np.int64], uncertain: NDArray[np.int64], missing: NDArray[np.int64]
) -> tuple[AnyIndex, Vocabularies] | None:
    touched = np.concatenate([changed, uncertain, missing])
    if len(touched) == 0:
        return base.index, base.words
    work = _asked_by(touched, base.first_day)
    if not all(base.words.know(one) for one in work):
        log.debug("A vacancy asks something that has no number in the base.")
        return None
    words = base.words.with_cells(cell_of(*one.point) for one in work if one.point is not None)
    columns = vacancy_columns(work, words)
    columns = columns.take(np.flatnonzero(~np.isin(columns.ids, _unchanged(base, columns, uncertain))))
    withdrawn = np.setdiff1d(touched, [one.pk for one in work])
    if len(columns) == 0 and not np.isin(withdrawn, base.index.ids).any():
        return base.index, base.words
    try:
        return Overlaid.of(base.index, columns, withdrawn, travel=_travel(base, words)), words
    except BadInput as problem:
        log.debug("The changes do not fit on the base: %s", problem)
        return None


def _asked_by(keys: NDArray[np.int64], day: date) -> list[AskedWork]:
    """What those of these vacancies ask that are not over on this day."""
    vacancies = Vacancy.objects.filter(not_over_on(day))
    return [
        work
        for first in range(0, len(keys), READ_AT_ONCE)
        for work in asked_work(vacancies.filter(pk__in=keys[first : first + READ_AT_ONCE].tolist()))
    ]


def _unchanged(base: Base, columns: Vacancies, uncertain: NDArray[np.int64]) -> list[int]:
    """Which of these uncertain vacancies turn out to be what the base says they are?"""
    found, known = [], base.index.vacancies
    for key in np.intersect1d(np.intersect1d(uncertain, columns.ids), base.index.ids).tolist():
        now, before = columns.take(np.flatnonzero(columns.ids == key)), known.take([base.index.row_of(key)])
        if all(
            np.array_equal(one, other)
            for (_name, one), (_same, other) in zip(columns_of(now), columns_of(before), strict=True)
        ):
            found.append(key)
    return found


def _travel(base: Base, words: Vocabularies) -> dict[TravelMode, NDArray[np.uint16]] | None:
    new = list(words.cells)[len(base.words.cells) :]
    if not new:
        return None
    known = dict(zip(base.index.modes, base.index.travel_minutes, strict=True))
    return with_minutes_to(new, known, list(base.middles.values()))
