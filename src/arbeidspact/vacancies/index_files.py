"""The files of matching in the data folder: the base that every process opens, and what rankings were made on.

    matching/base  which index is the base, its vocabularies, and which vacancies were seen
    matching/lock  held by whoever makes the next base
    matching/indexes/HASH.index  an index
    matching/indexes/HASH.on.UNDER.changes  changes on top of the index UNDER

Files are there whole or not at all. An index and changes are named by their hash and never changed; they are kept as
long as a ranking in the log names them.
"""

import errno
import fcntl
import io
import json
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings

from arbeidspact.matching import AnyIndex, DamagedIndexFile, Index, IndexFileError, NotAnIndexFile, Overlaid
from arbeidspact.vacancies.base_index import Base
from arbeidspact.vacancies.seen import Seen
from arbeidspact.vacancies.vocabularies import Vocabularies

FORMAT: Final = 1
"""Of the base. Goes up when the meaning of anything in it changes, so that an older file is thrown away."""

HASH: Final = re.compile("[0-9a-f]{64}")
_SEAL_BYTES: Final = 32
log = logging.getLogger(__name__)


class UnusableBase(Exception):
    """The file of the base is damaged, or of another format."""


def matching_folder() -> Path:
    """Where the files of matching lie; made for its owner alone."""
    folder = Path(settings.DATA_DIR) / "matching"
    (folder / "indexes").mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def index_path(hash_: str) -> Path:
    """The file of the index with this hash."""
    return matching_folder() / "indexes" / f"{hash_}.index"


def changes_path(hash_: str, under: str) -> Path:
    """The file of the changes with this hash, on the index `under`."""
    return matching_folder() / "indexes" / f"{hash_}.on.{under}.changes"


@contextmanager
def alone(*, waiting: bool) -> Iterator[bool]:
    """Nobody else makes a base meanwhile.

    Arguments: `waiting`, until somebody else is done; else says False where somebody is at it.
    """
    with (matching_folder() / "lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def keep_index(index: AnyIndex) -> None:
    """The files of this index are there after this: its own, or those of its changes and of the index underneath."""
    if isinstance(index, Overlaid):
        keep_index(index.under)
        path = changes_path(index.hash, index.under.hash)
    else:
        path = index_path(index.hash)
    if not path.exists():
        index.save(path)


def kept_index(hash_: str) -> AnyIndex:
    """The index with this hash, from its files.

    Raises: `FileNotFoundError` naming the file; `IndexFileError` when one is damaged or of another version.
    """
    if not HASH.fullmatch(hash_):
        raise FileNotFoundError(errno.ENOENT, "no index has this hash", hash_)
    changes = next((matching_folder() / "indexes").glob(f"{hash_}.on.*.changes"), None)
    if changes is None:
        return _opened(hash_)
    found = Overlaid.open(changes, _opened(changes.name.split(".")[2]))
    if found.hash != hash_:
        raise DamagedIndexFile(changes, "it holds other changes than its name says")
    return found


def keep_base(base: Base) -> Base:
    """The base is on disk after this. Returns: the same, mapped from there, so that processes share its memory."""
    keep_index(base.index)
    words = asdict(base.words)
    words["cells"], words["licences_left_out"] = list(base.words.cells), sorted(base.words.licences_left_out)
    about = {
        "format": FORMAT,
        "index": base.index.hash,
        "words": words,
        "first_day": base.first_day.isoformat(),
        "taxonomy": base.taxonomy,
        "middles": base.middles,
        "read_at": base.seen.read_at,
    }
    content = io.BytesIO()
    np.savez(
        content,
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        keys=base.seen.keys,
        changed_at=base.seen.changed_at,
    )
    _write_whole(_base_path(), _sealed(content.getvalue()))
    index = Index.open(index_path(base.index.hash), verify=False)
    return Base(index, base.words, base.seen, base.first_day, base.taxonomy, base.middles)


def kept_base() -> Base | None:
    """The base on disk. None when there is none that can be used: one that is damaged or older is thrown away."""
    try:
        about, seen = _read_base()
        return Base(
            index=_opened(about["index"]),
            words=_words_from(about["words"]),
            seen=seen,
            first_day=date.fromisoformat(about["first_day"]),
            taxonomy=about["taxonomy"],
            middles={code: tuple(middle) for code, middle in about["middles"].items()},
        )
    except FileNotFoundError:
        return None
    except (OSError, UnusableBase, IndexFileError) as problem:
        log.warning("The base of matching cannot be used and is made again: %s", problem)
        _throw_away(problem)
        return None


def hash_of_kept_base() -> str | None:
    """Which index does the base on disk rest on? None when there is none that can be read."""
    try:
        found: str = _read_base()[0]["index"]
    except (OSError, UnusableBase):
        return None
    return found


def _read_base() -> tuple[dict[str, Any], Seen]:
    content = _base_path().read_bytes()
    body = content[_SEAL_BYTES:]
    if content != _sealed(body):
        raise UnusableBase("its content does not match its hash")
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes())
        if about["format"] != FORMAT:
            raise UnusableBase(f"it has format {about['format']}, and this version reads {FORMAT}")
        return about, Seen(arrays["keys"], arrays["changed_at"], about["read_at"])


def _sealed(body: bytes) -> bytes:
    """These bytes after their hash, so that damage is found before anything is read from them."""
    return sha256(body).digest() + body


def _base_path() -> Path:
    return matching_folder() / "base"


def _opened(hash_: str) -> Index:
    path = index_path(hash_)
    index = Index.open(path)
    if index.hash != hash_:
        raise DamagedIndexFile(path, "it holds another index than its name says")
    return index


def _words_from(words: dict[str, Any]) -> Vocabularies:
    cells = {(row, column): len(words["areas"]) + place for place, (row, column) in enumerate(words["cells"])}
    lists = {name: tuple(words[name]) for name in ("competences", "occupations", "languages", "licences", "shifts")}
    return Vocabularies(
        **lists, areas=words["areas"], cells=cells, licences_left_out=frozenset(words["licences_left_out"])
    )


def _throw_away(problem: Exception) -> None:
    """The base goes; and the index it rests on when that is damaged, so that a good one can take its name."""
    _base_path().unlink(missing_ok=True)
    if isinstance(problem, DamagedIndexFile | NotAnIndexFile):
        problem.path.unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
