"""The answers of a run on disk: one Parquet file for each part, or all of them in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from arbeidspact.batch.exceptions import CannotWrite, NotFinished
from arbeidspact.batch.fingerprint import answer_hash
from arbeidspact.batch.manifest import Manifest, PartDone
from arbeidspact.batch.matcher import matches_of
from arbeidspact.batch.requests import RunState
from arbeidspact.batch.schema import MATCHES
from arbeidspact.batch.sources import Part
from arbeidspact.batch.whole_files import whole_file, write_whole
from arbeidspact.matching import Ranking

_AS_PARQUET: Final[Mapping[str, Any]] = {
    "compression": "snappy",
    "use_dictionary": False,
    "column_encoding": {
        "person_id": "DELTA_BINARY_PACKED",
        "rank": "DELTA_BINARY_PACKED",
        "vacancy_id": "DELTA_BINARY_PACKED",
        "score": "PLAIN",
    },
}
"""Whole numbers as differences, scores as they are: written in half the time that dictionaries take."""


@dataclass(frozen=True, slots=True)
class PartAnswered:
    """The rankings of one part, in the order of its persons, not yet on disk."""

    part: Part
    rankings: tuple[Ranking, ...]

    def write(self, folder: Path, about: Mapping[str, str]) -> PartDone:
        """Put the matches in their file, whole or not at all. Raises: `CannotWrite`."""
        table = pa.Table.from_batches([matches_of(ranking) for ranking in self.rankings], schema=MATCHES)
        sink = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(dict(about)), sink, **_AS_PARQUET)
        content = memoryview(sink.getvalue())
        try:
            write_whole(folder / self.part.file, [content])
        except OSError as error:
            raise CannotWrite(folder, error.strerror or str(error)) from error
        return PartDone(
            number=self.part.number,
            file=self.part.file,
            source=self.part.source,
            first_row=self.part.first_row,
            persons=self.part.rows,
            matches=table.num_rows,
            without_match=sum(int(np.count_nonzero(np.diff(ranking.starts) == 0)) for ranking in self.rankings),
            not_enough_known=sum(len(ranking.not_enough_known) for ranking in self.rankings),
            answer_hash=answer_hash(table),
            bytes=len(content),
            sha256=sha256(content).hexdigest(),
        )


def whole_parts(manifest: Manifest, folder: Path, planned: Sequence[Part]) -> tuple[PartDone, ...]:
    """Which parts that the account calls done are there as they were written, and belong to this plan?"""
    plan = {part.number: part for part in planned}
    return tuple(
        done
        for done in manifest.parts
        if (part := plan.get(done.number)) is not None
        and (part.file, part.source, part.first_row, part.rows)
        == (done.file, done.source, done.first_row, done.persons)
        and done.is_whole_in(folder)
    )


def join_parts(folder: Path, file: Path) -> Path:
    """All matches of a finished run in one Parquet file, in the order of the persons.

    Raises: `NoRun`, `DamagedManifest`; `NotFinished`; `CannotWrite`. Cost: reads and writes everything once, a part in
    memory at a time.
    """
    manifest = Manifest.read(folder)
    if manifest.state is not RunState.FINISHED:
        raise NotFinished(folder)
    schema = MATCHES.with_metadata(about(manifest))
    try:
        with whole_file(file) as out, pq.ParquetWriter(out, schema, **_AS_PARQUET) as writer:
            for part in manifest.parts:
                writer.write_table(pq.read_table(folder / part.file).cast(schema))
    except OSError as error:
        raise CannotWrite(file, error.strerror or str(error)) from error
    return file


def about(manifest: Manifest) -> dict[str, str]:
    """What a file of matches says of where they come from."""
    said = {"product_version": manifest.product_version, "index_hash": manifest.index_hash, "k": str(manifest.k)}
    said |= {f"policy.{name}": str(value) for name, value in manifest.policy.items()}
    return {f"arbeidspact.{name}": value for name, value in said.items()}
