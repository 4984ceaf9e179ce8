"""A file between its upload and its owner's yes: kept apart, for an hour at most, for its owner alone."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.choosing import Choices, Chosen, RowChoice
from arbeidspact.exchange.people import import_people
from arbeidspact.exchange.report import ImportReport, LikelyFile, Outcome, RowProblem, RowResult
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


PERMISSION_OF: Final = {
    ImportKind.VACANCIES: Permission.IMPORT_VACANCIES,
    ImportKind.PEOPLE: Permission.IMPORT_PEOPLE,
}
ROWS_ON_SCREEN: Final = {ImportKind.VACANCIES: 2_000, ImportKind.PEOPLE: 500}
"""More would keep the page waiting for too long; the command line takes them."""
TEXTS_ON_SCREEN: Final = 150
"""So many rows without an occupation, whose words have to be read one by one."""

Importer = Callable[..., ImportReport]
IMPORTERS: Final[dict[ImportKind, Importer]] = {
    ImportKind.VACANCIES: import_vacancies,
    ImportKind.PEOPLE: import_people,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was checked and waits for its owner; once it is taken in, only what became of its rows is kept.

    `choices`, by the mark of a row: what its owner chose, also when the file was not checked with it yet.
    """

    token: UUID
    kind: ImportKind
    name: str
    report: ImportReport
    choices: Choices = field(default_factory=dict)
    is_taken: bool = False

    def chosen_for(self, row: RowResult) -> Chosen | None:
        """What was chosen for this row?"""
        return self.choices.get(row.mark) if row.mark else None

    def waits(self, row: RowResult) -> bool:
        """Does this row still ask for a choice, or for another one than it was checked with?"""
        chosen = self.chosen_for(row)
        is_checked = chosen == Chosen(row.choice, row.reason)
        return row.outcome is Outcome.TO_CHOOSE and (chosen is None or is_checked)


def kinds_for(actor: Actor) -> list[ImportKind]:
    """What may this actor import on the screen?"""
    # Each row of vacancies is a vacancy made or changed: who may not do that has nothing to import.
    return [
        kind
        for kind, permission in PERMISSION_OF.items()
        if may(actor, permission) and (kind is not ImportKind.VACANCIES or may(actor, Permission.EDIT_VACANCY))
    ]


def check_upload(kind: ImportKind, name: str, data: bytes, *, actor: Actor, instead_of: UUID | None = None) -> Upload:
    """Checks a file and keeps it until its owner confirms or an hour has passed.

    Arguments: `instead_of`, the file of which this one is the mended form: what was chosen for its rows stays.
    Raises: `NotAllowed`; `InvalidValue` when it is too large.
    """
    require(actor, PERMISSION_OF[kind])
    if len(data) > LARGEST_FILE:
        raise InvalidValue(_("The file is too large."), hint=_("Divide it into smaller files."), field="file")
    forget_old_uploads()
    choices = _choices_of(instead_of, actor) if instead_of is not None else {}
    report = _run(kind, data, choices, actor=actor, check=True, rows_at_most=ROWS_ON_SCREEN[kind])
    kept = _keep(Upload(uuid4(), kind, name[:100], report, choices), data, actor)
    if instead_of is not None:
        with suppress(NotFound):
            forget_upload(instead_of, actor=actor)
    return kept


def choose_rows(token: UUID, chosen: Mapping[int, Chosen], *, actor: Actor) -> Upload:
    """Keeps what the owner chose for these rows; once no row waits any more, the file is checked with it.

    Raises: `NotFound`; `InvalidValue` for a choice that a row does not offer; `Conflict` as the import.
    """
    upload = upload_of(token, actor=actor)
    rows = {one.row: one for one in upload.report.results if one.may_choose}
    for row, choice in chosen.items():
        if row not in rows or not _is_offered(rows[row], choice.what):
            raise InvalidValue(
                _("Row %(row)s does not offer this choice.") % {"row": row}, hint=_("Choose from the list of the row.")
            )
    choices = {**upload.choices, **{rows[row].mark: choice for row, choice in chosen.items()}}
    upload = replace(upload, choices=choices)
    if not any(upload.waits(row) for row in upload.report.results):
        options = {"check": True, "rows_at_most": ROWS_ON_SCREEN[upload.kind]}
        upload = replace(upload, report=_run(upload.kind, _data_of(upload), choices, actor=actor, **options))
    return _keep(upload, None, actor)


def _is_offered(row: RowResult, what: str) -> bool:
    is_certain = any(one.is_certain for one in row.likely)
    offered = {one.key for one in row.likely} | {RowChoice.LEAVE_OUT.value}
    return what in (offered if is_certain else offered | {RowChoice.NEW.value})


def _choices_of(token: UUID, actor: Actor) -> Choices:
    try:
        return upload_of(token, actor=actor).choices
    except NotFound:
        return {}


def _data_of(upload: Upload) -> bytes:
    try:
        return _path(upload.token, ".data").read_bytes()
    except FileNotFoundError:
        raise NotFound(_("This file was taken in already."), hint=_("Look at the list.")) from None


def _run(kind: ImportKind, data: bytes, choices: Choices, **options: Any) -> ImportReport:
    if kind is ImportKind.PEOPLE:
        options["choices"] = choices
    else:
        options["texts_at_most"] = TEXTS_ON_SCREEN
    return IMPORTERS[kind](data, **options)


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
    choices = {mark: Chosen(**one) for mark, one in kept["choices"].items()}
    return Upload(token, kind, kept["name"], _report_from(kept["report"]), choices, is_taken=kept["is_taken"])


def confirm_upload(token: UUID, *, actor: Actor) -> Upload:
    """Takes the file in, and keeps what became of its rows; with new problems nothing was taken and the file stays."""
    upload = upload_of(token, actor=actor)
    if not upload.is_taken and not upload.report.is_clean:
        return upload
    taken = _path(token, ".taken")
    try:
        # Whoever moves the file first takes it in; a second click finds nothing.
        _path(token, ".data").rename(taken)
        data = taken.read_bytes()
    except FileNotFoundError:
        raise NotFound(_("This file was taken in already."), hint=_("Look at the list.")) from None
    try:
        report = _run(upload.kind, data, upload.choices, actor=actor)
    finally:
        forget_upload(token, actor=actor)
    if not report.is_clean:
        return _keep(replace(upload, report=report), data, actor)
    bare = tuple(replace(one, who="", likely=(), mark="", choice="", reason="") for one in report.results)
    return _keep(replace(upload, report=replace(report, results=bare), choices={}, is_taken=True), None, actor)


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


def _keep(upload: Upload, data: bytes | None, actor: Actor) -> Upload:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {
        "owner": _owner(actor),
        "kind": upload.kind,
        "name": upload.name,
        "report": _plain(upload.report),
        "choices": {mark: asdict(one) for mark, one in upload.choices.items()},
        "is_taken": upload.is_taken,
    }
    if data is not None:
        _write(_path(upload.token, ".data"), data)
    _write(_path(upload.token, ".json"), json.dumps(kept).encode())
    if data is None and not upload.is_taken:
        # Choosing does not keep a file for longer than its hour.
        with suppress(FileNotFoundError):
            uploaded = _path(upload.token, ".data").stat().st_mtime
            os.utime(_path(upload.token, ".json"), (uploaded, uploaded))
    return upload


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _plain(report: ImportReport) -> dict[str, Any]:
    problems = [asdict(one) | {"problem": str(one.problem), "fix": str(one.fix)} for one in report.problems]
    results = [asdict(one) | {"remarks": [str(remark) for remark in one.remarks]} for one in report.results]
    counts = {name: getattr(report, name) for name in COUNTS}
    return counts | {"problems": problems, "notes": list(report.notes), "results": results}


def _report_from(kept: dict[str, Any]) -> ImportReport:
    return ImportReport(
        **{name: kept[name] for name in COUNTS},
        problems=tuple(RowProblem(**one) for one in kept["problems"]),
        notes=tuple(kept["notes"]),
        results=tuple(_result_from(one) for one in kept["results"]),
    )


def _result_from(kept: dict[str, Any]) -> RowResult:
    likely = tuple(LikelyFile(**one | {"organisations": tuple(one["organisations"])}) for one in kept["likely"])
    outcome, columns, remarks = Outcome(kept["outcome"]), tuple(kept["columns"]), tuple(kept["remarks"])
    return RowResult(**kept | {"outcome": outcome, "columns": columns, "remarks": remarks, "likely": likely})


COUNTS: Final = ("rows", "created", "linked", "updated", "same", "left_out", "is_check")


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
