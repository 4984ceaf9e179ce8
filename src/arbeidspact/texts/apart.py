"""Reading a document in a process apart, which cannot outlive its time, fill the machine or write a file.

What it complains of is thrown away, because a reader may quote the document.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from threading import BoundedSemaphore
from typing import Any, Final

from arbeidspact.texts.exceptions import BY_NAME, DocumentDamaged, DocumentTooHeavy, NoDocument, ReadersBusy, TextsError
from arbeidspact.texts.kinds import DocumentKind
from arbeidspact.texts.limits import Limits

_AT_ONCE: Final = 2
_readers = BoundedSemaphore(_AT_ONCE)


def read_apart(data: bytes, kind: DocumentKind, limits: Limits) -> tuple[str, int | None]:
    """The text of this document and how many pages it has, None where it has none.

    Raises: as the readers; `DocumentTooHeavy` past the limits of time or memory; `ReadersBusy` when others are being
    read for all of the time there is.
    """
    if not _readers.acquire(timeout=limits.seconds):
        raise ReadersBusy
    try:
        answer = _answer(data, kind, limits)
    finally:
        _readers.release()
    if "problem" in answer:
        raise _problem(answer)
    return answer["text"], answer["pages"]


def _answer(data: bytes, kind: DocumentKind, limits: Limits) -> dict[str, Any]:
    command = [sys.executable, "-m", "arbeidspact.texts.reader", kind.value, json.dumps(asdict(limits))]
    # Nothing of this process's surroundings is handed on but where the code is: a key or password is no use there.
    surroundings = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}
    surroundings |= {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 - every word is ours
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            env=surroundings,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentTooHeavy from None
    if ended.returncode != 0:
        # A reader that was stopped for its time or memory, or that fell over.
        raise DocumentTooHeavy
    return dict(json.loads(ended.stdout))


def _problem(answer: dict[str, Any]) -> TextsError:
    kind = BY_NAME.get(answer["problem"], DocumentDamaged)
    return NoDocument(answer["found"]) if kind is NoDocument else kind(answer["number"])
