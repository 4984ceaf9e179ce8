"""One process at a time works in the folder of a run; the lock goes with the process, also when it is killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from arbeidspact.batch.exceptions import CannotWrite, RunAlreadyGoing

LOCK: Final = "_lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else works in this folder, which is made when missing.

    Raises: `RunAlreadyGoing` when somebody does; `CannotWrite` when it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = (folder / LOCK).open("ab")
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunAlreadyGoing(folder) from None
        yield


def is_locked(folder: Path) -> bool:
    """Does a process work in this folder?"""
    try:
        with (folder / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
