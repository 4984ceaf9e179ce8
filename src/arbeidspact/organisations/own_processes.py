"""Long work in a process of its own: starting it, and the sign of life that it gives. See decision 16."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone

BEAT_SECONDS: Final = 5.0
log = logging.getLogger(__name__)


def own_command(*words: str) -> list[str]:
    """A command of this very product, on the same data directory."""
    return [sys.executable, "-m", "arbeidspact", "--data", str(Path(settings.DATA_DIR).resolve()), *words]


def start_process(command: Sequence[str], *, folder: Path, problems: Path, name: str) -> int | None:
    """Start this command and do not wait for it: it belongs to no session of this process, and goes on when this ends.

    Arguments: `folder`, in which it runs, which is there; `problems`, the file to which its complaints are added, for
    the owner alone; `name`, of the work, in words. Returns: the id of the process, None when it could not be started.
    """
    try:
        descriptor = os.open(problems, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            process = subprocess.Popen(  # noqa: S603 - every word is ours, and a reference
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                cwd=folder,
                start_new_session=True,
            )
    except OSError:
        log.exception("The process of a %s could not be started.", name)
        return None
    # Somebody has to take note of its end, or it stays in the table of processes for as long as this one lives.
    Thread(target=process.wait, name=name, daemon=True).start()
    return process.pid


class Heartbeat:
    """While inside, these rows show every few seconds that their process lives, whatever it computes."""

    def __init__(self, rows: QuerySet[Any], every_seconds: float | None = None, name: str = "heartbeat") -> None:
        self._rows = rows
        self._every_seconds = BEAT_SECONDS if every_seconds is None else every_seconds
        self._over = Event()
        self._thread = Thread(target=self._beat, name=name, daemon=True)

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
