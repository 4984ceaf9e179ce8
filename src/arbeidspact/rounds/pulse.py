"""The sign of life of a process that works on a round."""

from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from django.db import OperationalError, connection
from django.utils import timezone

from arbeidspact.rounds.models import MatchingRound

BEAT_SECONDS: Final = 5.0


class Pulse:
    """While inside, the session of this round shows every few seconds that its process lives, whatever it computes."""

    def __init__(self, round_: MatchingRound, every_seconds: float | None = None) -> None:
        self._rows = MatchingRound.objects.filter(pk=round_.pk, session=round_.session)
        self._every_seconds = BEAT_SECONDS if every_seconds is None else every_seconds
        self._over = Event()
        self._thread = Thread(target=self._beat, name="pulse of a matching round", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._every_seconds):
                try:
                    self._rows.update(heartbeat_at=timezone.now())
                except OperationalError:  # The database is busy: the next beat will do.
                    continue
        finally:
            connection.close()
