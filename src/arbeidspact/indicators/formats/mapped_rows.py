"""The table of another producer as rows of ours, the way its mapping says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..exceptions import IndicatorError, InvalidFile, Problem
from .column_mapping import ColumnMapping
from .file_table import FileTable
from .printed_period import read_printed_period
from .raw_rows import FIGURE_COLUMNS, RawRows

PROBLEMS_AT_MOST: Final = 1000
SAID_BY_CUBES: Final = ("status", "flag_nl", "flag_en")
AreaReader = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Rows of ours, what could not be read, and how much was passed over on purpose."""

    rows: RawRows
    problems: tuple[Problem, ...] = ()
    left_out: int = 0
    """Rows that the mapping does not keep."""
    not_published: int = 0
    """Cells where the producer publishes no number."""


@dataclass(slots=True)
class _Texts:
    """A column: for each row the number of its text among the different ones, and how the file calls the column."""

    codes: npt.NDArray[np.int64]
    texts: list[str]
    name: str
    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)

    def at(self, rows: npt.NDArray[np.int64]) -> "_Texts":
        return _Texts(self.codes[rows], self.texts, self.name, self.wrong)

    def translated(self, translate: Callable[[str], str]) -> "_Texts":
        """The same column in our words; what has none is kept as wrong, with the problem and the fix."""
        texts: list[str] = []
        wrong: dict[int, tuple[str, str]] = {}
        for code, text in enumerate(self.texts):
            try:
                texts.append(translate(text))
            except IndicatorError as error:
                texts.append(text)
                wrong[code] = (getattr(error, "problem", str(error)), getattr(error, "fix", ""))
        return _Texts(self.codes, texts, self.name, wrong)

    def array(self) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(self.codes, pa.int32()), pa.array(self.texts, pa.string()))


def mapped_rows(table: FileTable, mapping: ColumnMapping, name: str, read_area: AreaReader) -> Mapped:
    """Which rows of ours does this table hold?

    Arguments: `name`, of the file; `read_area`, our code for an area as the file names it.
    Raises: `InvalidFile` when the table does not have the columns that the mapping names.
    """
    _check_columns(table, mapping, name)
    kept = _kept(table, mapping)
    columns = {ours: _texts(table, theirs).at(kept) for ours, theirs in _named(mapping).items()}
    groups = {dimension: _texts(table, theirs).at(kept) for dimension, theirs in mapping.breakdowns.items()}
    numbers = table.numbers[kept]
    value_names: list[str] | None = None
    if mapping.across:
        columns, groups, numbers, values, value_names = _laid_down(table, mapping, kept, columns, groups, numbers)
    else:
        values = _plain(table.columns[mapping.columns.get("value", "value")]).take(pa.array(kept))
    values = pc.utf8_trim_whitespace(pc.fill_null(values, ""))
    is_published = pc.invert(pc.is_in(values, pa.array(mapping.not_published, pa.string()))).to_numpy(
        zero_copy_only=False
    )
    shown = np.flatnonzero(is_published)
    columns = {ours: _in_our_words(ours, one.at(shown), mapping, read_area) for ours, one in columns.items()}
    groups = {
        dimension: _in_our_words(dimension, one.at(shown), mapping, read_area) for dimension, one in groups.items()
    }
    numbers = numbers[shown]
    for ours, text in _constants(table, mapping).items():
        if ours not in columns:
            constant = _Texts(np.zeros(len(shown), np.int64), [text], ours)
            columns[ours] = _in_our_words(ours, constant, mapping, read_area)
    problems, is_right = _problems(name, table.entry, numbers, [*columns.values(), *groups.values()])
    right = np.flatnonzero(is_right)
    cells = {ours: one.at(right).array() for ours, one in columns.items()}
    cells["value"] = values.take(pa.array(shown[right]))
    if groups:
        cells["breakdown"] = _breakdowns({dimension: one.at(right) for dimension, one in groups.items()})
    for column in FIGURE_COLUMNS:
        if column not in cells and column in ("status", "source"):
            cells[column] = pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(len(right), np.int32)), pa.array(["final" if column == "status" else ""])
            )
    names = {ours: one.name for ours, one in columns.items()}
    names["value"] = mapping.columns.get("value", "value")
    if groups:
        names["breakdown"] = " + ".join(one.name for one in groups.values())
    rows = RawRows(
        cells,
        numbers[right],
        names,
        [value_names[place] for place in shown[right]] if value_names is not None else None,
        table.entry,
    )
    return Mapped(rows, tuple(problems), len(table) - len(kept), int(len(is_published) - len(shown)))


def _check_columns(table: FileTable, mapping: ColumnMapping, name: str) -> None:
    known = ", ".join(islice(table.columns, 30))
    problems = [
        Problem(
            name,
            "header",
            column,
            "the mapping names this column, the file does not have it",
            f"correct the mapping or the file; the file has: {known}",
        )
        for column in (*mapping.used_columns, *mapping.across_columns)
        if column not in table.columns
    ]
    if mapping.is_cube:
        used = {*mapping.used_columns, "value", *SAID_BY_CUBES, *(f"{one} (label)" for one in table.columns)}
        for column, cells in table.columns.items():
            if column in used or column.endswith(" (label)"):
                continue
            different = len(pc.unique(cells))
            if different > 1:
                problem = f"the file has {different} different texts here, and the mapping does not use them"
                fix = "keep one of them, or make it a breakdown"
                problems.append(Problem(name, "header", column, problem, fix))
    if problems:
        raise InvalidFile(problems)


def _named(mapping: ColumnMapping) -> dict[str, str]:
    """Which column of the file says which of ours? A cube says itself how sure its figures are."""
    said = {} if not mapping.is_cube else {one: one for one in SAID_BY_CUBES if not mapping.constants.get(one)}
    return {ours: theirs for ours, theirs in (said | dict(mapping.columns)).items() if ours != "value"}


def _kept(table: FileTable, mapping: ColumnMapping) -> npt.NDArray[np.int64]:
    chosen = np.ones(len(table), bool)
    for column, wanted in mapping.keep.items():
        one = _texts(table, column)
        chosen &= np.isin(one.codes, [code for code, text in enumerate(one.texts) if text in wanted])
    return np.flatnonzero(chosen)


def _laid_down(
    table: FileTable,
    mapping: ColumnMapping,
    kept: npt.NDArray[np.int64],
    columns: dict[str, _Texts],
    groups: dict[str, _Texts],
    numbers: npt.NDArray[np.int64],
) -> tuple[dict[str, _Texts], dict[str, _Texts], npt.NDArray[np.int64], Any, list[str]]:
    """The figures that stand beside each other, under each other: row by row, from left to right."""
    across = mapping.across_columns or tuple(one for one in table.columns if one not in mapping.used_columns)
    height, width = len(kept), len(across)
    rows = np.repeat(np.arange(height), width)
    columns = {ours: one.at(rows) for ours, one in columns.items()}
    groups = {dimension: one.at(rows) for dimension, one in groups.items()}
    headers = _Texts(np.tile(np.arange(width), height), list(across), mapping.across)
    if mapping.across in FIGURE_COLUMNS:
        columns[mapping.across] = headers
    else:
        groups[mapping.across] = headers
    flat = pa.concat_arrays([_plain(table.columns[one]).take(pa.array(kept)) for one in across])
    values = flat.take(pa.array(np.tile(np.arange(width) * height, height) + rows))
    return columns, groups, numbers[rows], values, [across[place] for place in np.tile(np.arange(width), height)]


def _in_our_words(column: str, texts: _Texts, mapping: ColumnMapping, read_area: AreaReader) -> _Texts:
    words: Mapping[str, str] = mapping.words.get(column, {})

    def translate(text: str) -> str:
        said = words.get(text, text)
        if column == "period" and said:
            return str(read_printed_period(said, "" if text in words else mapping.period_pattern))
        if column == "area" and said:
            return said if text in words else read_area(said)
        return said

    return texts.translated(translate)


def _constants(table: FileTable, mapping: ColumnMapping) -> dict[str, str]:
    said = {name: text for name, text in mapping.constants.items() if text}
    if table.vintage:
        said.setdefault("vintage", table.vintage)
    if table.source:
        said.setdefault("source", table.source)
    return said


def _problems(
    name: str, entry: str, numbers: npt.NDArray[np.int64], columns: list[_Texts]
) -> tuple[list[Problem], npt.NDArray[np.bool_]]:
    is_right = np.ones(len(numbers), bool)
    found: list[tuple[int, Problem]] = []
    for one in columns:
        if not one.wrong:
            continue
        is_wrong = np.isin(one.codes, list(one.wrong))
        is_right &= ~is_wrong
        for place in np.flatnonzero(is_wrong)[: PROBLEMS_AT_MOST + 1]:
            problem, fix = one.wrong[int(one.codes[place])]
            found.append((int(place), Problem(name, f"{entry} {numbers[place]}", one.name, problem, fix)))
    return [problem for _place, problem in sorted(found, key=lambda pair: pair[0])], is_right


def _breakdowns(groups: dict[str, _Texts]) -> Any:
    """The keys of the groups, such as `age:15-24|sex:women`; a dimension of which all are counted is not named."""
    codes = np.zeros(len(next(iter(groups.values())).codes), np.int64)
    keys: list[tuple[str, ...]] = [()]
    for dimension in sorted(groups):
        one = groups[dimension]
        parts = [f"{dimension}:{text}" if text else "" for text in one.texts]
        different, codes = np.unique(codes * max(len(parts), 1) + one.codes, return_inverse=True)
        keys = [(*keys[int(pair) // len(parts)], *filter(None, [parts[int(pair) % len(parts)]])) for pair in different]
    texts = ["|".join(key) for key in keys]
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts, pa.string()))


def _texts(table: FileTable, column: str) -> _Texts:
    cells = table.columns[column]
    encoded = cells if isinstance(cells, pa.DictionaryArray) else cells.dictionary_encode()
    different = [" ".join((text or "").split()) for text in encoded.dictionary.to_pylist()]
    codes = pc.fill_null(encoded.indices, len(different)).to_numpy(zero_copy_only=False).astype(np.int64)
    return _Texts(codes, [*different, ""], column)


def _plain(cells: Any) -> Any:
    return cells.cast(pa.string()) if isinstance(cells, pa.DictionaryArray) else cells
