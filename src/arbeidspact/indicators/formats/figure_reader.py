"""One file of figures from its first part to its last: mapped, checked, and municipalities that merged added up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..crosswalk import Merger
from ..definition import IndicatorDefinition, Unit
from ..exceptions import Problem
from ..number_parsing import DecimalMark
from ..observation import ObservationStatus
from .area_reading import AreaBook, missing_parts
from .column_check import ColumnCheck
from .column_mapping import ColumnMapping, Merged
from .figure_columns import SCHEMA, FigureColumns
from .file_table import FileTable
from .mapped_rows import mapped_rows
from .raw_rows import RawRows
from .reading_rules import NumberRules, ReadingRules

ADDED_NL = "Opgeteld uit de cijfers van {parts}, die op {on} samengingen."
ADDED_EN = "Added up from the figures of {parts}, which merged on {on}."
UNSUREST_LAST = [str(status) for status in ObservationStatus]
_KEY = ("indicator", "breakdown", "period", "start", "end", "vintage", "source")


class FigureReader:
    """Reads the parts of one file in turn.

    Arguments: `mapping`, None for a file with our own columns. After the last part `finish` gives what could only be
    known then. `problems`: everything that is wrong; with any, nothing of the file may be taken in. `left_out` and
    `not_published`: what was passed over on purpose.
    """

    def __init__(
        self,
        name: str,
        definitions: Mapping[str, IndicatorDefinition],
        areas: AreaBook,
        mapping: ColumnMapping | None = None,
    ) -> None:
        self.name = name
        self.mapping = mapping
        self.areas = areas
        self.definitions = definitions
        self.left_out = 0
        self.not_published = 0
        self._read_area = areas.reader(mapping) if mapping is not None else None
        self._parts: list[dict[str, Any]] = []
        numbers = NumberRules()
        mark: DecimalMark | None
        if mapping is not None:
            # JSON knows one decimal mark.
            mark = "." if mapping.is_cube else mapping.decimal_mark
            numbers = NumberRules(mark, mapping.written_as, mapping.factor)
        known = areas.codes
        if mapping is not None:
            known |= {part.code for merger in areas.crosswalk.mergers for part in merger.parts}
        self._check = ColumnCheck(name, ReadingRules(definitions, known, numbers, needs_unit=mapping is None))

    @property
    def problems(self) -> list[Problem]:
        """Everything that was found wrong so far."""
        return self._check.problems

    @property
    def has_more_problems(self) -> bool:
        """Are there more than are told?"""
        return self._check.has_more_problems

    def take_rows(self, rows: RawRows) -> FigureColumns:
        """The figures of a part of a file of ours."""
        return self._check.take(rows)

    def recall(self, columns: FigureColumns) -> int:
        """Remembers figures of a part that was taken before. Returns: how many."""
        return self._check.recall(columns)

    def take_table(self, table: FileTable) -> FigureColumns:
        """The figures of a part of a file of another producer. Raises: `InvalidFile` for a wrong header."""
        assert self.mapping is not None
        assert self._read_area is not None
        mapped = mapped_rows(table, self.mapping, self.name, self._read_area)
        self.left_out += mapped.left_out
        self.not_published += mapped.not_published
        self._check.refuse(mapped.problems)
        return (
            self._without_parts(self._check.take(mapped.rows))
            if len(mapped.rows)
            else FigureColumns(SCHEMA.empty_table())
        )

    def refuse(self, problems: list[Problem]) -> None:
        """Notes what was found wrong while the file was read."""
        self._check.refuse(problems)

    def finish(self) -> FigureColumns:
        """What could only be known behind the last part: figures of municipalities that merged, added up."""
        self._check.check_duplicates()
        if not self._parts:
            return FigureColumns(SCHEMA.empty_table())
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in self._parts:
            groups.setdefault((self._mergers[row["area"]].code, *(row[name] for name in _KEY)), []).append(row)
        added = [found for group in groups.values() if (found := self._added(group)) is not None]
        return FigureColumns(pa.Table.from_pylist(sorted(added, key=lambda row: row["row"]), schema=SCHEMA))

    @property
    def _mergers(self) -> dict[str, Merger]:
        assert self._read_area is not None
        return self._read_area.parts

    def _without_parts(self, columns: FigureColumns) -> FigureColumns:
        """The figures of areas of ours; those of parts of a merged municipality are kept for the end."""
        if not self._mergers:
            return columns
        table = columns.table
        areas = table.column("area").combine_chunks()
        is_part = np.array([text in self._mergers for text in areas.dictionary.to_pylist()], bool)[
            areas.indices.to_numpy(zero_copy_only=False)
        ]
        parts = table.filter(pa.array(is_part))
        kept = table.filter(pa.array(~is_part))
        whole = []
        for row in parts.to_pylist():
            merger = self._mergers[row["area"]]
            if row["start"] < merger.on:
                self._parts.append(row)
            elif row["area"] == merger.code:
                whole.append(row | {"area": self.areas.whole_of(merger)})
            else:
                self._refuse(
                    row["row"],
                    f"{row['area']} no longer exists in this period: it merged into {merger.name} ({merger.code}) "
                    f"on {merger.on.isoformat()}",
                    f"use the figure of {merger.code}",
                )
        if whole:
            kept = pa.concat_tables([kept, pa.Table.from_pylist(whole, schema=SCHEMA)]).unify_dictionaries()
        return FigureColumns(kept)

    def _added(self, group: list[dict[str, Any]]) -> dict[str, Any] | None:
        first = min(group, key=lambda row: int(row["row"]))
        merger = self._mergers[first["area"]]
        unit = self.definitions[first["indicator"]].unit
        code, number = first["area"], first["row"]
        part = next(one for one in merger.parts if one.code == code)
        merged = f"{part.name} ({code}) merged into {merger.name} ({merger.code}) on {merger.on.isoformat()}"
        if unit not in (Unit.COUNT, Unit.EURO):
            self._refuse(
                number,
                f"{merged}; a {unit} of its parts cannot be added up",
                f"import what the source publishes for {merger.name}, or leave these rows out with keep",
            )
            return None
        assert self.mapping is not None
        if self.mapping.merged is Merged.REFUSE:
            self._refuse(number, merged, "let the mapping add the parts up, or leave these rows out with keep")
            return None
        missing = missing_parts(merger, [row["area"] for row in group])
        if missing:
            self._refuse(
                number,
                f"{merged}; for this period there is no figure of {', '.join(missing)}",
                "add it to the file: only all parts together make the figure",
            )
            return None
        names = ", ".join(one.name for one in merger.parts)
        said: dict[str, date | str] = {"parts": names, "on": merger.on.isoformat()}
        return first | {
            "area": self.areas.whole_of(merger),
            "status": max((row["status"] for row in group), key=UNSUREST_LAST.index),
            "value": sum((row["value"] for row in group), Decimal(0)),
            "flag_nl": ADDED_NL.format(**said),
            "flag_en": ADDED_EN.format(**said),
        }

    def _refuse(self, number: int, problem: str, fix: str) -> None:
        assert self.mapping is not None
        column = self.mapping.columns.get("area", "area")
        self._check.refuse([Problem(self.name, f"row {number}", column, problem, fix)])


def count_by(columns: FigureColumns, name: str) -> dict[str, int]:
    """How many figures are there for each text of this column?"""
    counted = pc.value_counts(columns.table.column(name).cast(pa.string()))
    return {row["values"]: row["counts"] for row in counted.to_pylist()}
