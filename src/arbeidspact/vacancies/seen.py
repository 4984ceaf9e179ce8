"""What the table of vacancies looked like when it was read, and what changed since: every worker asks the database.

A vacancy carries the moment of its last change, written before its transaction ends. So a change may come to light
after one that is later; within `SETTLING` it is found all the same.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from arbeidspact.organisations.models import Area
from arbeidspact.vacancies.models import Vacancy

SETTLING: Final = {"sqlite": 30 * 1_000_000, "postgresql": 10 * 60 * 1_000_000}
"""Microseconds: no change takes longer from writing its moment until others see it. In SQLite a transaction waits for
the others before it writes anything, and a write without one for 20 seconds at most."""

CLOCK_STEP: Final = 2_000
"""Microseconds. Clocks do not tell two changes apart that lie closer together."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS: Final = {
    "sqlite": "(CAST(strftime('%%s', changed_at) AS INTEGER) * 1000000 + CAST(substr(changed_at, 21) AS INTEGER))",
    "postgresql": "CAST(EXTRACT(EPOCH FROM changed_at) * 1000000 AS BIGINT)",
}
# A sum of moments would not fit in 64 bits.
_MARK: Final = """
    SELECT (SELECT COUNT(*) FROM {vacancies}), changed.number, changed.ticks, areas.number, areas.last, areas.places
    FROM (
        SELECT COUNT(*) AS number, COALESCE(SUM({moment} %% 1000000007), 0) AS ticks
        FROM {vacancies} WHERE changed_at >= %s
    ) AS changed, (
        SELECT COUNT(*) AS number, COALESCE(MAX(id), 0) AS last, COALESCE(SUM(
            CAST(latitude * 1000000 AS BIGINT) * LENGTH(kind) + CAST(longitude * 1000000 AS BIGINT)
        ), 0) AS places FROM {areas}
    ) AS areas
"""
_LISTED: Final = "SELECT id, {moment} FROM {vacancies} WHERE changed_at >= %s ORDER BY id"


@dataclass(frozen=True, slots=True)
class Mark:
    """The tables of vacancies and areas from outside: differs once a row was added, changed or removed."""

    vacancies: tuple[int, ...]
    areas: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many vacancies there are, in any state."""
        return self.vacancies[0]


@dataclass(frozen=True, eq=False)
class Seen:
    """Which vacancies there were, by rising key, and when each was changed last, in microseconds since 1970.

    `read_at`: the moment before the reading began.
    """

    keys: NDArray[np.int64]
    changed_at: NDArray[np.int64]
    read_at: int

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def newest(self) -> int:
        """The moment of the last change; never one to come, whatever a clock elsewhere said."""
        return min(int(self.changed_at.max(initial=0)), self.read_at)

    @cached_property
    def is_settled(self) -> bool:
        """Could no change have been missed because it happened at the moment of reading?"""
        return not bool((np.abs(self.changed_at - self.read_at) <= CLOCK_STEP).any())

    def settled_until(self, now: int) -> int:
        """From which moment on may changes still come to light?"""
        settling = SETTLING[connection.vendor]
        return self.newest if now - self.newest > settling else self.newest - settling

    def compared(self, listed: "Seen") -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The keys in `listed` that are new here or changed since, and those that may have changed while being read."""
        if len(self) == 0:
            return listed.keys, listed.keys[:0]
        place = np.minimum(np.searchsorted(self.keys, listed.keys), len(self) - 1)
        same = (self.keys[place] == listed.keys) & (self.changed_at[place] == listed.changed_at)
        return listed.keys[~same], listed.keys[same & (listed.changed_at >= self.read_at - CLOCK_STEP)]

    def missing_in(self, listed: "Seen", since: int) -> NDArray[np.int64]:
        """The keys of those here that changed from `since` on and are not in `listed`: removed, or put back."""
        return np.setdiff1d(self.keys[self.changed_at >= since], listed.keys)

    def updated(self, listed: "Seen", without: NDArray[np.int64]) -> "Seen":
        """The same after these were listed, and without those."""
        kept = ~np.isin(self.keys, np.concatenate([listed.keys, without]))
        keys = np.concatenate([self.keys[kept], listed.keys])
        order = np.argsort(keys)
        changed_at = np.concatenate([self.changed_at[kept], listed.changed_at])
        return Seen(keys[order], changed_at[order], listed.read_at)


def moment_now() -> int:
    """This moment, in microseconds since 1970."""
    return (timezone.now() - _EPOCH) // timedelta(microseconds=1)


def mark_of_changes(since: int) -> Mark:
    """What do the tables look like from outside? One query; vacancies that changed before `since` are only counted."""
    row = _rows(_MARK, since)[0]
    return Mark(tuple(int(value) for value in row[:3]), tuple(int(value) for value in row[3:]))


def changes_since(since: int) -> Seen:
    """Which vacancies changed from this moment on, and when? One query; 0 for all vacancies."""
    read_at = moment_now()
    listed = np.asarray(_rows(_LISTED, since), dtype=np.int64).reshape(-1, 2)
    return Seen(np.ascontiguousarray(listed[:, 0]), np.ascontiguousarray(listed[:, 1]), read_at)


def _rows(query: str, since: int) -> list[tuple[Any, ...]]:
    tables = {"vacancies": Vacancy._meta.db_table, "areas": Area._meta.db_table}
    moment = connection.ops.adapt_datetimefield_value(_EPOCH + timedelta(microseconds=since))
    with connection.cursor() as cursor:
        cursor.execute(query.format(moment=_MICROSECONDS[connection.vendor], **tables), [moment])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
