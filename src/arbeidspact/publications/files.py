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
from arbeidspact.publications.figures import COLUMNS, PublicFigure, rows_of

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

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A table as CSV, JSON and Parquet, under `data/`."""
        self._add(f"data/{name}.csv", _csv(columns, rows), len(rows))
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        self._add(f"data/{name}.json", _json(listed), len(rows))
        self._add(f"data/{name}.parquet", _parquet(columns, rows), len(rows))

    def figures(self, name: str, figures: Sequence[PublicFigure]) -> None:
        """Figures as CSV, JSON and Parquet."""
        self.table(name, COLUMNS, list(rows_of(figures)))

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
        writer.writerow([safe_cell(_plain(cell)) for cell in row])
    return text.getvalue().encode()


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _parquet(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"value": pa.decimal128(18, 6), "period_start": pa.date32(), "period_end": pa.date32()}
    types |= {name: pa.date32() for name in ("vintage", "opens_on", "closes_on")}
    types |= {name: pa.int64() for name in ("positions", "positions_open")}
    types |= {name: pa.float64() for name in ("hours_min", "hours_max", "amount", "low", "high")}
    types |= {"is_invented": pa.bool_()}
    arrays = []
    for place, name in enumerate(columns):
        kind = types.get(name, pa.string())
        cells = [row[place] for row in rows]
        if kind == pa.float64():
            cells = [None if cell is None else float(cell) for cell in cells]
        elif kind == pa.string():
            cells = [None if cell is None else str(cell) for cell in cells]
        arrays.append(pa.array(cells, type=kind))
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), buffer, compression="zstd")
    return buffer.getvalue()
