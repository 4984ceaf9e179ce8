"""Starting the work on a round in a process of its own, so that pages stay quick and no queue has to be watched."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from uuid import UUID

from django.conf import settings

from arbeidspact.rounds.folders import folder_of

Launch = Callable[[UUID], object]
log = logging.getLogger(__name__)


def launch_process(reference: UUID) -> int | None:
    """Start working on this round, and do not wait for it.

    The process belongs to no session of this one, so it goes on when this one ends. One that cannot be started leaves a
    round that "stopped unexpectedly" after a minute. Returns: the id of the process, None when it could not be started.
    """
    folder = folder_of(reference)
    try:
        folder.make()
        descriptor = os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as problems:
            process = subprocess.Popen(  # noqa: S603 - every word is ours, and a reference
                command_for(reference),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=problems,
                cwd=folder.path,
                start_new_session=True,
            )
    except OSError:
        log.exception("The process of a matching round could not be started.")
        return None
    # Somebody has to take note of its end, or it stays in the table of processes for as long as this one lives.
    Thread(target=process.wait, name="matching round", daemon=True).start()
    return process.pid


def command_for(reference: UUID) -> list[str]:
    """What is started: this very product, on the same data directory."""
    data = str(Path(settings.DATA_DIR).resolve())
    return [sys.executable, "-m", "arbeidspact", "--data", data, "match", "work", str(reference)]


def launch_nothing(_reference: UUID) -> None:
    """For who works on the round in this very process."""
