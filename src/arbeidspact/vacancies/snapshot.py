"""The open vacancies as matching reads them, up to the last change: a base, and what changed since on top of it.

The base is a file that every process maps. Each process asks the database with one small query, each time, whether a
vacancy was added, changed or removed; then it reads those alone and lays them over the base. When changes are no
longer few, a thread makes the next base of them while the old one answers. Everything is read anew when numbers would
stand for other words or places, or when the file cannot be used.
"""

import logging
from collections.abc import Callable
from datetime import date
from threading import Lock, Thread
from typing import Final

from django.utils import timezone

from arbeidspact.matching import Overlaid
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy import Taxonomy
from arbeidspact.vacancies import index_files
from arbeidspact.vacancies.base_index import Base, area_middles, base_from_database, compacted
from arbeidspact.vacancies.standing import Snapshot, Standing, standing_on

MOST_CHANGES: Final = 500
"""Changes from which on the next base is made: few enough that reading and laying them over takes some hundredths of a
second, and that the file of what a ranking rests on is small; so many that bases are seldom made."""

log = logging.getLogger(__name__)


def in_the_background(work: Callable[[], None]) -> Thread:
    """Does this in a thread of its own, which ends with the process."""
    thread = Thread(target=work, name="next base of matching", daemon=True)
    thread.start()
    return thread


class Keeper:
    """What one process knows of the open vacancies; its threads share it.

    Arguments: `start`, how the next base is made: beside what goes on.
    """

    def __init__(self, start: Callable[[Callable[[], None]], Thread | None] = in_the_background) -> None:
        self._start = start
        self._lock = Lock()
        self._standing: Standing | None = None
        self._next_base: Base | None = None
        self._is_compacting = False
        self._thread: Thread | None = None

    def snapshot_on(self, day: date) -> Snapshot:
        """The vacancies as they are now, for this day. Cost: a small query when nothing changed."""
        taxonomy = current_taxonomy()
        standing = self._standing
        if standing is None or self._next_base is not None or not self._is_current(standing, taxonomy):
            with self._lock:
                standing = self._current(taxonomy)
        if day < standing.base.first_day:
            # What was over when the base was made is not in it.
            base = base_from_database(day, taxonomy)
            return Snapshot(day, base.index, base.words)
        return standing.on(day)

    def finish(self) -> None:
        """Waits for the next base, when one is being made: a process must not fork in between."""
        if self._thread is not None:
            self._thread.join()

    def _is_current(self, standing: Standing, taxonomy: Taxonomy) -> bool:
        return standing.base.taxonomy == taxonomy.version and standing.is_current()

    def _current(self, taxonomy: Taxonomy) -> Standing:
        next_base, self._next_base = self._next_base, None
        if next_base is not None:
            self._standing = self._checked(next_base, taxonomy, heard=0) or self._standing
        held = self._standing
        if held is not None and self._is_current(held, taxonomy):
            return held
        found = None if held is None else self._checked(held.base, taxonomy, heard=held.since)
        self._standing = found or self._opened_or_made(taxonomy, None if held is None else held.base)
        if self._standing.changes > MOST_CHANGES:
            self._compact(self._standing, taxonomy)
        return self._standing

    def _checked(self, base: Base, taxonomy: Taxonomy, *, heard: int) -> Standing | None:
        """This base with the changes since; None when it is of no more use."""
        if base.taxonomy != taxonomy.version or base.middles != area_middles():
            return None
        return standing_on(base, heard)

    def _opened_or_made(self, taxonomy: Taxonomy, of_no_use: Base | None) -> Standing:
        """From the file, or else from every vacancy; one process makes it, and others wait for its file."""
        today = timezone.localdate()
        with index_files.alone(waiting=True):
            if of_no_use is None or index_files.hash_of_kept_base() != of_no_use.index.hash:
                kept = index_files.kept_base()
                standing = self._checked(kept, taxonomy, heard=0) if kept and kept.first_day <= today else None
                if standing is not None:
                    return standing
            base = _kept(base_from_database(today, taxonomy))
        return standing_on(base) or Standing.unchecked(base)

    def _compact(self, standing: Standing, taxonomy: Taxonomy) -> None:
        if self._is_compacting or not isinstance(standing.index, Overlaid):
            return
        self._is_compacting = True
        over, day = standing.index, timezone.localdate()

        def work() -> None:
            try:
                with index_files.alone(waiting=False) as is_alone:
                    if is_alone:
                        self._next_base = _next_base(standing, over, taxonomy, day)
            except Exception:
                log.exception("The next base of matching could not be made; the old one goes on.")
            finally:
                self._is_compacting = False

        self._thread = self._start(work)


def _next_base(standing: Standing, over: Overlaid, taxonomy: Taxonomy, day: date) -> Base:
    """The base that another process made meanwhile; else the one of this process with its changes worked in."""
    if index_files.hash_of_kept_base() not in {None, standing.base.index.hash}:
        found = index_files.kept_base()
        if found is not None:
            return found
    return _kept(compacted(standing.base, over, standing.words, standing.seen, taxonomy, day))


def _kept(base: Base) -> Base:
    """This base, mapped from its file where it could be written."""
    try:
        return index_files.keep_base(base)
    except OSError as problem:
        log.warning("The base of matching could not be written: %s", problem)
        return base


_keeper = Keeper()


def snapshot_on(day: date) -> Snapshot:
    """The vacancies as they are now, as matching reads them for this day."""
    return _keeper.snapshot_on(day)


def finish_next_base() -> None:
    """Waits for the next base of this process, when one is being made."""
    _keeper.finish()
