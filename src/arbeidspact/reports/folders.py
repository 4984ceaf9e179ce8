"""The files of a report: content, PDF, HTML, statement and signature; written whole or not at all."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings


class ReportFile(StrEnum):
    """The files of a report, as they are named in its folder and in a download."""

    PDF = "report.pdf"
    HTML = "report.html"
    CONTENT = "content.json"
    STATEMENT = "statement.txt"
    SIGNATURE = "statement.sig"

    @property
    def media_type(self) -> str:
        return {
            ReportFile.PDF: "application/pdf",
            ReportFile.HTML: "text/html; charset=utf-8",
            ReportFile.CONTENT: "application/json",
            ReportFile.STATEMENT: "text/plain; charset=utf-8",
            ReportFile.SIGNATURE: "application/octet-stream",
        }[self]


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """Where the files of one report lie."""

    path: Path

    @property
    def log(self) -> Path:
        return self.path / "problems.log"

    def file(self, name: ReportFile) -> Path:
        """Where this file lies, or would."""
        return self.path / name.value

    def make(self) -> None:
        """Make the folder, open to its owner alone."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.chmod(0o700)

    def write(self, name: ReportFile, content: bytes) -> None:
        """Write this file in one go: whoever reads it finds all of it, or what was there before."""
        part = self.path / f".{name.value}.{os.getpid()}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.file(name))


def reports_folder() -> Path:
    """Where the folders of all reports lie."""
    return Path(settings.DATA_DIR) / "reports"


def folder_of(release: str, reference: UUID) -> ReportFolder:
    """The folder of this report."""
    return ReportFolder(reports_folder() / release / str(reference))
