"""The check of many rows at once: each different text is read once, and only what stands out is looked at by itself.

A row that does not pass here is read again by `FigureRow`, so that the words about it are the same however large the
file is.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..definition import Unit
from ..exceptions import IndicatorError, InvalidCell, InvalidNumber, Problem
from ..number_parsing import DecimalMark
from .figure_columns import SCHEMA, FigureColumns
from .figure_row import (
    FigureRow,
    check_area,
    check_text,
    check_unit,
    definition_of,
    read_breakdown,
    read_period,
    read_status,
    read_vintage,
)
from .raw_rows import FREE_TEXT, RawRows, repeated
from .reading_rules import ReadingRules

Codes = npt.NDArray[np.int32]
T = TypeVar("T")

PROBLEMS_AT_MOST: Final = 1000
_WRONG: Final = -1
_LARGEST_NUMBER: Final = 2**62
_FRACTION = {",": ",[0-9]{1,6}", ".": r"\.[0-9]{1,6}", None: None}


def _obvious(unit: Unit, mark: DecimalMark | None) -> str:
    """The writing of numbers that `parse_value` reads in one way only and takes for this unit."""
    fraction = _FRACTION[mark]
    if unit is Unit.SHARE:
        any_fraction = fraction or "[,.][0-9]{1,6}"
        return f"^0(?:{any_fraction})?$|^1$"
    if unit is Unit.COUNT:
        return "^-?(?:0|[1-9][0-9]{0,11})$"
    if fraction:
        return f"^-?[1-9][0-9]{{0,11}}(?:{fraction})?$|^0$"
    # Without a known mark, three figures behind it may be thousands: those are looked at one by one.
    return "^-?(?:[1-9][0-9]{0,11}|[1-9][0-9]{0,11}[,.](?:[0-9]{1,2}|[0-9]{4,6})|[1-9][0-9]{3,11}[,.][0-9]{3})$|^0$"


class _Texts(Generic[T]):
    """The different texts of a column so far: each read once, each value under a number of its own."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self.read = read
        self.values: list[T] = []
        self._numbers: dict[T, int] = {}
        self._codes: dict[str, int] = {}

    def codes(self, cells: Any) -> Codes:
        """The number of the value in each row; -1 where the text cannot be."""
        encoded = cells if isinstance(cells, pa.DictionaryArray) else cells.dictionary_encode()
        different = [self.code((text or "").strip()) for text in encoded.dictionary.to_pylist()]
        places = pc.fill_null(encoded.indices, len(different)).to_numpy(zero_copy_only=False)
        codes: Codes = np.array([*different, self.code("")], np.int32)[places]
        return codes

    def column(self, codes: Codes, kind: Any = None) -> Any:
        """The values of these rows as an array."""
        return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(self.values, kind or pa.string()))

    def code(self, text: str) -> int:
        code = self._codes.get(text)
        if code is None:
            try:
                value = self.read(text)
            except IndicatorError:
                code = _WRONG
            else:
                code = self._numbers.setdefault(value, len(self.values))
                if code == len(self.values):
                    self.values.append(value)
            self._codes[text] = code
        return code


class ColumnCheck:
    """Reads the parts of one file in turn, and remembers what it saw: a figure may stand there once."""

    def __init__(self, file: str, rules: ReadingRules) -> None:
        self.file = file
        self.rules = rules
        self.problems: list[Problem] = []
        self.has_more_problems = False
        self._indicators = _Texts(self._definition)
        self._periods = _Texts(read_period)
        self._areas = _Texts(lambda text: check_area(_filled(text), rules))
        self._vintages = _Texts(read_vintage)
        self._statuses = _Texts(read_status)
        self._sources = _Texts(lambda text: check_text(_filled(text), "source"))
        self._units = _Texts(str)
        self._breakdowns = _Texts(str)
        self._free = {column: _Texts(_checked(column)) for column in FREE_TEXT}
        self._group_keys = _Texts(str)
        self._entry, self._period_name = "row", "period"
        self._keys: list[list[Codes]] = []
        self._rows: list[npt.NDArray[np.int64]] = []

    def take(self, rows: RawRows) -> FigureColumns:
        """The figures of these rows that are right; what is wrong with the others joins `problems`."""
        indicators = self._indicators.codes(rows.cells["indicator"])
        coded = {
            "period": self._periods.codes(rows.cells["period"]),
            "area": self._areas.codes(rows.cells["area"]),
            "vintage": self._vintages.codes(_column(rows, "vintage")),
            "status": self._statuses.codes(_column(rows, "status")),
            "source": self._sources.codes(rows.cells["source"]),
            **{column: texts.codes(_column(rows, column)) for column, texts in self._free.items()},
        }
        is_right = indicators >= 0
        for codes in coded.values():
            is_right &= codes >= 0
        groups, fits = self._unit_and_group(rows, indicators)
        is_right &= fits
        values = self._values(rows, indicators, is_right)
        is_right &= pc.is_valid(values).to_numpy(zero_copy_only=False)
        self._refuse(rows, np.flatnonzero(~is_right))
        chosen = np.flatnonzero(is_right)
        kept = {column: codes[chosen] for column, codes in coded.items()}
        kept["indicator"], kept["breakdown"] = indicators[chosen], groups[chosen]
        self._remember(kept, rows.numbers[chosen])
        return self._columns(kept, values.take(pa.array(chosen)), rows.numbers[chosen])

    def recall(self, columns: FigureColumns) -> int:
        """Remembers figures that were taken before, so that none is taken twice. Returns: how many."""
        table = columns.table
        vintages = pc.fill_null(table.column("vintage").cast(pa.string()), "")
        kept = {
            "indicator": self._indicators.codes(_joined(table.column("indicator"))),
            "area": self._areas.codes(_joined(table.column("area"))),
            "breakdown": self._group_keys.codes(_joined(table.column("breakdown"))),
            "period": self._periods.codes(_joined(table.column("period"))),
            "vintage": self._vintages.codes(_joined(vintages)),
            "source": self._sources.codes(_joined(table.column("source"))),
        }
        self._remember(kept, table.column("row").to_numpy())
        return len(columns)

    def check_duplicates(self) -> None:
        """Refuses every figure that stands there twice; to be asked when the last part was taken."""
        if not self._keys:
            return
        keys = _combined([np.concatenate(codes) for codes in zip(*self._keys, strict=True)])
        numbers = np.concatenate(self._rows)
        order = np.lexsort((numbers, keys))
        is_again = np.zeros(len(order), bool)
        is_again[1:] = keys[order][1:] == keys[order][:-1]
        first_of = np.maximum.accumulate(np.where(is_again, 0, np.arange(len(order))))
        again = np.flatnonzero(is_again)
        for place in again[np.argsort(numbers[order[again]], kind="stable")][: PROBLEMS_AT_MOST + 1]:
            number, first = int(numbers[order[place]]), int(numbers[order[first_of[place]]])
            problem = f"the same figure stands in {self._entry} {first}"
            self._note(
                [Problem(self.file, f"{self._entry} {number}", self._period_name, problem, "keep one of the two")]
            )

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Notes what was found wrong before the rows came here."""
        self._note(problems)

    def _unit_and_group(self, rows: RawRows, indicators: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
        """What depends on the indicator: whether the unit is its own, and the group of people that is counted."""
        units = self._units.codes(_column(rows, "unit"))
        groups = self._breakdowns.codes(_column(rows, "breakdown"))
        width, depth = len(self._units.values), len(self._breakdowns.values)
        combined = (indicators.astype(np.int64) * width + units) * depth + groups
        different, places = np.unique(combined, return_inverse=True)
        codes = [self._group_of(int(one) // (width * depth), int(one) // depth % width, int(one) % depth)
                 if one >= 0 else _WRONG for one in different]  # fmt: skip
        found = np.array(codes, np.int32)[places]
        return found, found >= 0

    def _group_of(self, indicator: int, unit: int, group: int) -> int:
        definition = self.rules.definitions[self._indicators.values[indicator]]
        try:
            check_unit(self._units.values[unit], definition, self.rules)
            if self.rules.needs_unit and not self._units.values[unit]:
                return _WRONG
            key = read_breakdown(self._breakdowns.values[group], definition)
        except IndicatorError:
            return _WRONG
        return self._group_keys.code(key)

    def _values(self, rows: RawRows, indicators: Codes, is_right: npt.NDArray[np.bool_]) -> Any:
        """The value of each row that can have one; null where the number cannot be read."""
        cells = rows.cells["value"]
        cells = cells.cast(pa.string()) if isinstance(cells, pa.DictionaryArray) else cells
        numbers = self.rules.numbers
        units = [self.rules.definitions[slug].unit for slug in self._indicators.values]
        is_obvious = np.zeros(len(rows), bool)
        for unit in set(units) if numbers.is_plain else ():
            of_unit = np.isin(indicators, [code for code, one in enumerate(units) if one is unit])
            pattern = _obvious(unit, numbers.decimal_mark)
            matches = pc.fill_null(pc.match_substring_regex(cells, pattern), False)
            is_obvious |= of_unit & matches.to_numpy(zero_copy_only=False)
        plain = pc.if_else(pa.array(is_obvious), cells, None)
        values = pc.replace_substring(plain, ",", ".").cast(pa.decimal128(18, 6))
        others = np.flatnonzero(is_right & ~is_obvious)
        if len(others):
            read: dict[tuple[Unit, str], Decimal | None] = {}
            texts = cells.take(pa.array(others)).to_pylist()
            found = [
                self._value(read, units[indicators[place]], text) for place, text in zip(others, texts, strict=True)
            ]
            mask = np.zeros(len(rows), bool)
            mask[others] = True
            values = pc.replace_with_mask(values, pa.array(mask), pa.array(found, pa.decimal128(18, 6)))
        return values

    def _value(self, read: dict[tuple[Unit, str], Decimal | None], unit: Unit, text: str | None) -> Decimal | None:
        key = unit, (text or "").strip()
        if key not in read:
            try:
                read[key] = self.rules.numbers.value_of(key[1], unit)
            except InvalidNumber:
                read[key] = None
        return read[key]

    def _remember(self, kept: dict[str, Codes], numbers: npt.NDArray[np.int64]) -> None:
        self._keys.append(
            [kept[column] for column in ("indicator", "area", "breakdown", "period", "vintage", "source")]
        )
        self._rows.append(numbers)

    def _columns(self, kept: dict[str, Codes], values: Any, numbers: npt.NDArray[np.int64]) -> FigureColumns:
        periods = self._periods.values
        starts = np.array([period.start for period in periods], "datetime64[D]")
        ends = np.array([period.end for period in periods], "datetime64[D]")
        vintages = pa.array(self._vintages.values, pa.date32())
        units = [str(self.rules.definitions[slug].unit) for slug in self._indicators.values]
        arrays = {
            "indicator": self._indicators.column(kept["indicator"]),
            "area": self._areas.column(kept["area"]),
            "breakdown": self._group_keys.column(kept["breakdown"]),
            "period": _labelled(kept["period"], [str(period) for period in periods]),
            "start": pa.array(starts[kept["period"]]) if periods else pa.array([], pa.date32()),
            "end": pa.array(ends[kept["period"]]) if periods else pa.array([], pa.date32()),
            "value": values,
            "unit": _labelled(kept["indicator"], units),
            "status": _labelled(kept["status"], [str(status) for status in self._statuses.values]),
            "vintage": vintages.take(pa.array(kept["vintage"])),
            "source": self._sources.column(kept["source"]),
            **{column: texts.column(kept[column]) for column, texts in self._free.items()},
            "row": pa.array(numbers),
        }
        return FigureColumns(pa.table([arrays[name] for name in SCHEMA.names], schema=SCHEMA))

    def _refuse(self, rows: RawRows, places: npt.NDArray[np.int64]) -> None:
        self._entry, self._period_name = rows.entry, rows.name_of("period", 0)
        for place in places:
            if self.has_more_problems:
                return
            row = FigureRow(self.file, rows, int(place), self.rules)
            row.observation()
            self._note(row.problems)

    def _note(self, problems: Iterable[Problem]) -> None:
        self.problems += problems
        if len(self.problems) > PROBLEMS_AT_MOST:
            del self.problems[PROBLEMS_AT_MOST:]
            self.has_more_problems = True

    def _definition(self, text: str) -> str:
        return definition_of(text, self.rules).slug


def _joined(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _labelled(codes: Codes, labels: list[str]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(labels, pa.string()))


def _column(rows: RawRows, column: str) -> Any:
    return rows.cells[column] if column in rows.cells else repeated("", len(rows))


def _filled(text: str) -> str:
    if not text:
        raise InvalidCell("the cell is empty", "fill it in")
    return text


def _checked(column: str) -> Callable[[str], str]:
    return lambda text: check_text(text, column)


def _combined(columns: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.int64]:
    """One number for each different row of these columns."""
    combined = np.zeros(len(columns[0]), np.int64)
    size = 1
    for codes in columns:
        width = int(codes.max(initial=0)) + 1
        if size > _LARGEST_NUMBER // width:
            different, combined = np.unique(combined, return_inverse=True)
            size = len(different)
        combined = combined * width + codes
        size *= width
    return combined
