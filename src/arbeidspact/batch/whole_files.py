"""Files that are there whole or not at all, also after the power fails."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

UNFINISHED: Final = ".unfinished"
_BLOCK: Final = 1 << 20


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, moved to its place when everything is on the disk; on any error nothing is left of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _keep_names_of(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def write_whole(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write these bytes to the file, all or nothing."""
    with whole_file(path) as file:
        for piece in pieces:
            file.write(piece)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process was writing here."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)


def hash_of_file(path: Path) -> str:
    """SHA-256 of the bytes of this file, hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _keep_names_of(folder: Path) -> None:
    """A rename is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
