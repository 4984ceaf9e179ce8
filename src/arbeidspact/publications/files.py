"""The files of a release: written once, named in a manifest with their hashes, never changed."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from arbeidspact.organisations.spreadsheets import safe_cell
from arbeidspact.publications.columns import Column, ColumnKind
from arbeidspact.publications.figures import PublicFigure, rows_of
from arbeidspact.publications.tables import TABLES

FORMATS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """One file of a release, as its manifest names it."""

    path: str
    bytes: int
    sha256: str
    rows: int

    @property
    def kind(self) -> str:
        """CSV, JSON, Parquet: how the format is called."""
        ending = self.path.rsplit(".", 1)[-1]
        return ending.title() if ending == "parquet" else ending.upper()

    @property
    def media_type(self) -> str:
        return FORMATS[self.path.rsplit(".", 1)[-1]]


def releases_folder() -> Path:
    """Where the folders of all releases lie."""
    return Path(settings.DATA_DIR) / "releases"


def folder_of(version: str) -> Path:
    """The folder of this release."""
    return releases_folder() / version


class ReleaseWriter:
    """Writes the files of one release into a folder of their own; `close` gives the manifest."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=False, mode=0o700)
        self.folder = folder
        self.files: list[ReleasedFile] = []

    def table(self, name: str, rows: Sequence[Sequence[Any]], *, like: str = "") -> None:
        """A table as CSV, JSON and Parquet, under `data/`.

        Arguments: `like`, the table whose columns it has; empty for its own.
        """
        columns = TABLES[like or name].columns
        names = [column.name for column in columns]
        self._add(f"data/{name}.csv", _csv(names, rows), len(rows))
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        self._add(f"data/{name}.json", _json(listed), len(rows))
        self._add(f"data/{name}.parquet", _parquet(columns, rows), len(rows))

    def figures(self, name: str, figures: Sequence[PublicFigure]) -> None:
        """Figures as CSV, JSON and Parquet."""
        self.table(name, list(rows_of(figures)), like="figures")

    def document(self, path: str, content: Any) -> None:
        """A JSON file."""
        self.text(path, _json(content).decode())

    def text(self, path: str, text: str) -> None:
        """A file of text."""
        self._add(path, text.encode(), 0)

    def close(self) -> list[dict[str, Any]]:
        """Writes the manifest, and gives it."""
        manifest = [asdict(one) for one in sorted(self.files, key=lambda one: one.path)]
        self._write("manifest.json", _json(manifest))
        return manifest

    def _add(self, path: str, content: bytes, rows: int) -> None:
        self._write(path, content)
        self.files.append(ReleasedFile(path, len(content), hashlib.sha256(content).hexdigest(), rows))

    def _write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(as_written(cell)) for cell in row])
    return text.getvalue().encode()


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=as_written) + "\n").encode()


def as_written(value: Any) -> Any:
    """A value as the files write it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _parquet(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        ColumnKind.TEXT: pa.string(),
        ColumnKind.DAY: pa.date32(),
        ColumnKind.WHOLE: pa.int64(),
        ColumnKind.NUMBER: pa.float64(),
        ColumnKind.EXACT: pa.decimal128(18, 6),
        ColumnKind.YES_NO: pa.bool_(),
    }
    arrays = [
        pa.array([_parquet_cell(row[place], column.kind) for row in rows], type=types[column.kind])
        for place, column in enumerate(columns)
    ]
    buffer = io.BytesIO()
    names = [column.name for column in columns]
    pq.write_table(pa.Table.from_arrays(arrays, names=names), buffer, compression="zstd")
    return buffer.getvalue()


def _parquet_cell(cell: Any, kind: ColumnKind) -> Any:
    if cell is None:
        return None
    if kind is ColumnKind.NUMBER:
        return float(cell)
    if kind is ColumnKind.DAY and isinstance(cell, str):
        return date.fromisoformat(cell)
    return str(cell) if kind is ColumnKind.TEXT else cell
