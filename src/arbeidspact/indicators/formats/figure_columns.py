"""Figures by column: millions of them in little memory, as they go to a file or into a database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.ipc

from ..definition import Unit
from ..observation import Observation, ObservationStatus
from ..period import Period

TEXT: Final = pa.dictionary(pa.int32(), pa.string())
SCHEMA: Final = pa.schema(
    [
        pa.field("indicator", TEXT),
        pa.field("area", TEXT),
        pa.field("breakdown", TEXT),
        pa.field("period", TEXT),
        pa.field("start", pa.date32()),
        pa.field("end", pa.date32()),
        pa.field("value", pa.decimal128(18, 6)),
        pa.field("unit", TEXT),
        pa.field("status", TEXT),
        pa.field("vintage", pa.date32()),
        pa.field("source", TEXT),
        pa.field("source_url", TEXT),
        pa.field("printed_as", TEXT),
        pa.field("flag_nl", TEXT),
        pa.field("flag_en", TEXT),
        pa.field("row", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """Figures that were checked, by column (`SCHEMA`), with the row of the file each came from."""

    table: Any

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def observations(self) -> Iterator[Observation]:
        """The same figures one by one, in the order of the file."""
        for batch in self.table.to_batches(max_chunksize=10_000):
            for row in batch.to_pylist():
                yield Observation(
                    indicator=row["indicator"],
                    period=Period.parse(row["period"]),
                    area=row["area"],
                    value=row["value"],
                    unit=Unit(row["unit"]),
                    status=ObservationStatus(row["status"]),
                    vintage=row["vintage"],
                    source=row["source"],
                    source_url=row["source_url"],
                    printed_as=row["printed_as"],
                    flag_nl=row["flag_nl"],
                    flag_en=row["flag_en"],
                    breakdown=row["breakdown"],
                )

    def write(self, path: Path) -> None:
        """Keeps these figures in an Arrow file; a file that is there is whole."""
        unfinished = path.with_suffix(".part")
        with pa.OSFile(str(unfinished), "wb") as sink, pa.ipc.new_file(sink, self.table.schema) as writer:
            writer.write_table(self.table.unify_dictionaries())
        unfinished.replace(path)

    @classmethod
    def read(cls, path: Path) -> "FigureColumns":
        """The figures of such a file."""
        with pa.memory_map(str(path)) as source:
            return cls(pa.ipc.open_file(source).read_all())


def joined(parts: Sequence[FigureColumns]) -> FigureColumns:
    """These figures one after the other."""
    if not parts:
        return FigureColumns(SCHEMA.empty_table())
    return FigureColumns(pa.concat_tables([part.table for part in parts]).unify_dictionaries())
