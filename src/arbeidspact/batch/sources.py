"""Files of people: which there are, how they are cut into parts, and reading those parts one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from arbeidspact.batch.exceptions import UnreadableInput
from arbeidspact.batch.manifest import SourceFile
from arbeidspact.batch.schema import PERSONS
from arbeidspact.batch.whole_files import hash_of_file

STEP_ROWS: Final = 8_192
"""Persons matched in one go: between two steps a run can be cancelled and says how far it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """Persons whose matches stand in one file: these rows of this source."""

    number: int
    source: str
    first_row: int
    rows: int

    @property
    def file(self) -> str:
        return f"part-{self.number:05}.parquet"


def sources_in(path: Path) -> tuple[SourceFile, ...]:
    """The files of people here, by name, with the fingerprint of their content.

    Arguments: `path`, a Parquet file or a folder; in a folder, files ending in `.parquet` at any depth, but none whose
    name or folder starts with a dot or underscore.
    Raises: `UnreadableInput` naming the file. Cost: every byte is read once.
    """
    return tuple(_source(file, file.relative_to(_base(path)).as_posix()) for file in _files(path))


def path_of(persons: Path, source: str) -> Path:
    """Where the source of this name lies."""
    return _base(persons) / source


def parts_of(sources: Sequence[SourceFile], part_rows: int) -> list[Part]:
    """How the answers are cut into files: by source, at most so many persons each."""
    parts: list[Part] = []
    for source in sources:
        for first in range(0, source.rows, part_rows):
            parts.append(Part(len(parts), source.name, first, min(part_rows, source.rows - first)))
    return parts


def read_parts(persons: Path, parts: Sequence[Part]) -> Iterator[tuple[Part, list[pa.RecordBatch]]]:
    """The rows of these parts, in steps of at most `STEP_ROWS`, columns of `schema.PERSONS` alone.

    Arguments: `parts`, in the order of `parts_of`; some may be left out.
    Raises: `UnreadableInput` naming the file.
    Cost: one pass over the row groups that hold a part asked for; two parts in memory.
    """
    for source, its_parts in groupby(parts, key=lambda part: part.source):
        path = path_of(persons, source)
        try:
            with pq.ParquetFile(path) as file:
                forward = _Forward(path, file)
                for part in its_parts:
                    yield part, forward.take(part.first_row, part.rows)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableInput(path, "it cannot be read as Parquet", "Write the file again") from error


class _Forward:
    """Reads the rows of one file forwards, jumping over row groups that nobody asks for."""

    def __init__(self, path: Path, file: pq.ParquetFile) -> None:
        self._path, self._file = path, file
        rows = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
        self._group_starts = np.concatenate([[0], np.cumsum(rows, dtype=np.int64)])
        self._batches: Iterator[pa.RecordBatch] = file.iter_batches(STEP_ROWS, columns=PERSONS.names)
        self._row = 0
        self._rest: pa.RecordBatch | None = None

    def take(self, first_row: int, rows: int) -> list[pa.RecordBatch]:
        """These rows, in steps. They lie after those taken before."""
        group = int(np.searchsorted(self._group_starts, first_row, side="right")) - 1
        if self._group_starts[group] > self._row:
            groups = list(range(group, self._file.num_row_groups))
            self._batches = self._file.iter_batches(STEP_ROWS, row_groups=groups, columns=PERSONS.names)
            self._row, self._rest = int(self._group_starts[group]), None
        self._pieces(first_row - self._row)
        table = pa.Table.from_batches(self._pieces(rows))
        batches: list[pa.RecordBatch] = table.combine_chunks().to_batches(max_chunksize=STEP_ROWS)
        return batches

    def _pieces(self, rows: int) -> list[pa.RecordBatch]:
        pieces = []
        while rows:
            batch = self._rest if self._rest is not None else next(self._batches, None)
            if batch is None:
                raise UnreadableInput(self._path, "it has become shorter", "Leave the file alone during a run")
            piece = batch.slice(0, rows)
            self._rest = batch.slice(piece.num_rows) if piece.num_rows < batch.num_rows else None
            self._row += piece.num_rows
            rows -= piece.num_rows
            pieces.append(piece)
        return pieces


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UnreadableInput(path, "it does not exist", "Give a Parquet file or a folder of them")
    found = [file for file in path.rglob("*.parquet") if not _is_hidden(file.relative_to(path)) and file.is_file()]
    if not found:
        raise UnreadableInput(path, "no file in it ends in .parquet", "Give a Parquet file or a folder of them")
    return sorted(found)


def _base(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _source(path: Path, name: str) -> SourceFile:
    try:
        rows = pq.read_metadata(path).num_rows
        return SourceFile(name, rows, path.stat().st_size, hash_of_file(path))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableInput(path, "it cannot be read as Parquet", "Write the file again") from error
