"""A file between its upload and its owner's yes: kept apart, for an hour at most, for its owner alone."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.observations import import_observations
from arbeidspact.exchange.people import import_people
from arbeidspact.exchange.report import ImportReport, RowProblem
from arbeidspact.exchange.tables import LARGEST_FILE
from arbeidspact.exchange.vacancies import import_vacancies
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, may, require

KEPT_SECONDS: Final = 60 * 60


class ImportKind(StrEnum):
    """What a file holds."""

    VACANCIES = "vacancies"
    PEOPLE = "people"
    OBSERVATIONS = "observations"


PERMISSION_OF: Final = {
    ImportKind.VACANCIES: Permission.IMPORT_VACANCIES,
    ImportKind.PEOPLE: Permission.IMPORT_PEOPLE,
    ImportKind.OBSERVATIONS: Permission.IMPORT_OBSERVATIONS,
}
ROWS_ON_SCREEN: Final = {ImportKind.VACANCIES: 2_000, ImportKind.PEOPLE: 500, ImportKind.OBSERVATIONS: 20_000}
"""More would keep the page waiting for too long; the command line takes them."""

Importer = Callable[..., ImportReport]
IMPORTERS: Final[dict[ImportKind, Importer]] = {
    ImportKind.VACANCIES: import_vacancies,
    ImportKind.PEOPLE: import_people,
    ImportKind.OBSERVATIONS: import_observations,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was checked and waits for its owner."""

    token: UUID
    kind: ImportKind
    name: str
    report: ImportReport


def kinds_for(actor: Actor) -> list[ImportKind]:
    """What may this actor import on the screen?"""
    # Each row of vacancies is a vacancy made or changed: who may not do that has nothing to import.
    return [
        kind
        for kind, permission in PERMISSION_OF.items()
        if may(actor, permission) and (kind is not ImportKind.VACANCIES or may(actor, Permission.EDIT_VACANCY))
    ]


def check_upload(kind: ImportKind, name: str, data: bytes, *, actor: Actor) -> Upload:
    """Checks a file and keeps it until its owner confirms or an hour has passed.

    Raises: `NotAllowed`; `InvalidValue` when it is too large.
    """
    require(actor, PERMISSION_OF[kind])
    if len(data) > LARGEST_FILE:
        raise InvalidValue(_("The file is too large."), hint=_("Divide it into smaller files."), field="file")
    forget_old_uploads()
    report = IMPORTERS[kind](data, actor=actor, check=True, rows_at_most=ROWS_ON_SCREEN[kind])
    return _keep(Upload(uuid4(), kind, name[:100], report), data, actor)


def upload_of(token: UUID, *, actor: Actor) -> Upload:
    """The file that this actor uploaded. Raises: `NotFound` when it is gone, too old or somebody else's."""
    forget_old_uploads()
    try:
        kept = json.loads(_path(token, ".json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        kept = None
    if kept is None or kept["owner"] != _owner(actor) or _owner(actor) is None:
        raise NotFound(_("This file is no longer here."), hint=_("It is kept for an hour at most: upload it again."))
    kind = ImportKind(kept["kind"])
    require(actor, PERMISSION_OF[kind])
    return Upload(token, kind, kept["name"], _report_from(kept["report"]))


def confirm_upload(token: UUID, *, actor: Actor) -> Upload:
    """Takes the file in, and forgets it; with problems that came in the meantime, nothing was taken and it stays."""
    upload = upload_of(token, actor=actor)
    if not upload.report.is_clean:
        return upload
    taken = _path(token, ".taken")
    try:
        # Whoever moves the file first takes it in; a second click finds nothing.
        _path(token, ".data").rename(taken)
        data = taken.read_bytes()
    except FileNotFoundError:
        raise NotFound(_("This file was taken in already."), hint=_("Look at the list.")) from None
    try:
        report = IMPORTERS[upload.kind](data, actor=actor)
    finally:
        forget_upload(token, actor=actor)
    done = Upload(token, upload.kind, upload.name, report)
    return done if report.is_clean else _keep(done, data, actor)


def forget_upload(token: UUID, *, actor: Actor) -> None:
    """Removes a file of this actor; one that is gone already is well gone. Raises: `NotFound` for somebody else's."""
    with suppress(FileNotFoundError):
        kept = json.loads(_path(token, ".json").read_text(encoding="utf-8"))
        if kept["owner"] != _owner(actor):
            raise NotFound(_("This file is no longer here."))
    for suffix in (".data", ".taken", ".json"):
        _path(token, suffix).unlink(missing_ok=True)


def forget_old_uploads() -> int:
    """Removes every file that waited for longer than an hour. Returns: how many."""
    oldest = time.time() - KEPT_SECONDS
    old = [path for path in _files() if _age_mark(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _owner(actor: Actor) -> list[int] | None:
    if actor.user is None or actor.organisation is None:
        return None
    return [actor.user.pk, actor.organisation.pk]


def _keep(upload: Upload, data: bytes, actor: Actor) -> Upload:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"owner": _owner(actor), "kind": upload.kind, "name": upload.name, "report": _plain(upload.report)}
    _write(_path(upload.token, ".data"), data)
    _write(_path(upload.token, ".json"), json.dumps(kept).encode())
    return upload


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _plain(report: ImportReport) -> dict[str, Any]:
    problems = [asdict(one) | {"problem": str(one.problem), "fix": str(one.fix)} for one in report.problems]
    return {name: getattr(report, name) for name in COUNTS} | {"problems": problems, "notes": list(report.notes)}


def _report_from(kept: dict[str, Any]) -> ImportReport:
    problems = tuple(RowProblem(**one) for one in kept.pop("problems"))
    return ImportReport(**kept | {"notes": tuple(kept["notes"])}, problems=problems)


COUNTS: Final = ("rows", "created", "updated", "same", "is_check")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def _path(token: UUID, suffix: str) -> Path:
    return _folder() / f"{token}{suffix}"


def _files() -> Iterator[Path]:
    folder = _folder()
    return folder.iterdir() if folder.is_dir() else iter(())


def _age_mark(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
