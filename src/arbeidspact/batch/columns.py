"""From Arrow to the columns of matching and back, without copying where the types allow it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from arbeidspact.batch.exceptions import BadColumn
from arbeidspact.batch.schema import PERSON_COLUMNS, PERSONS, VACANCIES, VACANCY_COLUMNS, Column, Listed, Plain
from arbeidspact.matching import BadInput, GradedLists, IdLists, Persons, Vacancies

_PLACE: Final = re.compile(r"(\w+?)(\.ids|\.grades)?\[(\d+)\]")


def persons_from(batch: pa.RecordBatch | pa.Table) -> Persons:
    """The persons in these columns.

    Arguments: `batch`, the columns of `PERSONS` in any order, wider types allowed; lists in any order (of a competence
    given twice the highest worth counts); other columns are not read.
    Returns: a view of the batch where types are those of `PERSONS` and lists are sorted, a copy of a column otherwise.
    Raises: `BadColumn` naming column and row: a column that is missing or of another type, a null, NaN or number out of
    range, an id that comes twice.
    Cost: one pass over every column, and a sort of the ids.
    """
    fields = _fields_from(batch, PERSON_COLUMNS)
    try:
        return Persons(**fields)
    except BadInput as error:
        raise bad_column(error, PERSON_COLUMNS, fields) from error


def vacancies_from(batch: pa.RecordBatch | pa.Table) -> Vacancies:
    """The vacancies in these columns, ready for `Index.build`. As `persons_from`, with the columns of `VACANCIES`."""
    fields = _fields_from(batch, VACANCY_COLUMNS)
    try:
        return Vacancies(**fields)
    except BadInput as error:
        raise bad_column(error, VACANCY_COLUMNS, fields) from error


def batch_of(persons: Persons) -> pa.RecordBatch:
    """These persons as one batch of `PERSONS`; what is unknown becomes null. Cost: no copy of the lists' entries."""
    return pa.RecordBatch.from_arrays([_array_of(persons, column) for column in PERSON_COLUMNS], schema=PERSONS)


def batch_of_vacancies(vacancies: Vacancies) -> pa.RecordBatch:
    """These vacancies as one batch of `VACANCIES`; what is unknown becomes null."""
    return pa.RecordBatch.from_arrays([_array_of(vacancies, column) for column in VACANCY_COLUMNS], schema=VACANCIES)


def bad_column(error: BadInput, columns: Sequence[Column], fields: Mapping[str, Any] | Persons) -> BadColumn:
    """What matching says of a field and an entry, in words of columns and rows."""
    place = _PLACE.fullmatch(error.field)
    field, part, entry = place.groups() if place else (error.field, None, None)
    column = next((column for column in columns if column.field == field), None)
    name, row = field if column is None else column.name, None if entry is None else int(entry)
    if row is not None and part and isinstance(column, Listed):
        lists = fields[field] if isinstance(fields, Mapping) else getattr(fields, field)
        name, row = _inner_name(column, part), _row_of_entry(lists.starts, row)
    return BadColumn(name, row, error.problem, error.fix)


def _fields_from(batch: pa.RecordBatch | pa.Table, columns: Sequence[Column]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in columns:
        places = batch.schema.get_all_field_indices(column.name)
        if len(places) > 1:
            raise BadColumn(column.name, None, f"there are {len(places)} of this name", "Keep one")
        if not places and column.optional:
            continue
        if not places:
            raise BadColumn(column.name, None, "it is missing", f"Add it as {column.type}")
        array = _one_array(batch.column(places[0]))
        fields[column.field] = _lists_from(column, array) if isinstance(column, Listed) else _plain_from(column, array)
    return fields


def _one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _plain_from(column: Plain, array: pa.Array) -> NDArray[Any]:
    if pa.types.is_date32(column.type) and not pa.types.is_null(array.type):
        if not pa.types.is_date32(array.type):
            raise _wrong_type(column, array)
        array = array.view(pa.int32())
    if array.null_count:
        if column.unknown is None:
            raise BadColumn(column.name, _first_null(array), "it is empty (null)", "Fill it in")
        array = pc.fill_null(array if not pa.types.is_null(array.type) else array.cast(pa.int32()), column.unknown)
    return _numbers(column, column.type, array)


def _lists_from(column: Listed, array: pa.Array) -> IdLists | GradedLists:
    if not (pa.types.is_list(array.type) or pa.types.is_large_list(array.type)):
        raise _wrong_type(column, array)
    if array.null_count:
        raise BadColumn(column.name, _first_null(array), "it is empty (null)", "Give an empty list for nothing")
    offsets = array.offsets.to_numpy()
    starts = offsets.astype(np.int64) - offsets[0] if len(offsets) else np.zeros(1, dtype=np.int64)
    entries = array.flatten()
    if entries.null_count:
        row = _row_of_entry(starts, _first_null(entries))
        raise BadColumn(column.name, row, "its list holds an empty entry (null)", "Leave the entry out")
    if column.grade is None:
        return _sorted_lists(column, starts, _entries(column, "", starts, entries, pa.int32()))
    if not pa.types.is_struct(entries.type) or {column.entry, column.grade} - {one.name for one in entries.type}:
        raise _wrong_type(column, array)
    ids = _entries(column, column.entry, starts, _part(entries, column.entry), pa.int32())
    grades = _entries(column, column.grade, starts, _part(entries, column.grade), pa.uint8())
    return _sorted_lists(column, starts, ids, grades)


def _part(entries: pa.StructArray, name: str) -> pa.Array:
    return entries.field(entries.type.get_field_index(name))


def _entries(column: Listed, part: str, starts: NDArray[np.int64], entries: pa.Array, needed: Any) -> NDArray[Any]:
    """The numbers in a list, with the row named when one cannot be used."""
    name = f"{column.name}.{part}" if part else column.name
    inner = Plain(name, part, needed)
    try:
        if entries.null_count:
            raise BadColumn(name, _first_null(entries), "its list holds an empty entry (null)", "Leave the entry out")
        return _numbers(inner, needed, entries)
    except BadColumn as error:
        row = None if error.row is None else _row_of_entry(starts, error.row)
        raise BadColumn(error.column, row, error.problem, error.fix) from None


def _numbers(column: Plain, needed: pa.DataType, array: pa.Array) -> NDArray[Any]:
    """The numbers as NumPy has them; matching checks their range."""
    if pa.types.is_decimal(array.type) and array.type.scale == 0:
        array = _from_decimal(column, needed, array)
    if pa.types.is_integer(array.type):
        numbers: NDArray[Any] = array.to_numpy(zero_copy_only=True)
        return numbers
    if pa.types.is_floating(array.type):
        decimals = array.to_numpy(zero_copy_only=False)
        odd = np.flatnonzero(~np.isfinite(decimals))
        if len(odd):
            problem = "it is NaN or infinite"
            raise BadColumn(column.name, int(odd[0]), problem, f"Give a whole number ({needed}), or null for unknown")
    raise _wrong_type(column, array)


def _from_decimal(column: Plain, needed: pa.DataType, array: pa.Array) -> pa.Array:
    wide = pa.uint64() if pa.types.is_uint64(needed) else pa.int64()
    try:
        return array.cast(wide)
    except pa.ArrowInvalid as error:
        limit = 2**64 if pa.types.is_uint64(needed) else 2**63
        values = array.to_pylist()
        row = next(row for row, value in enumerate(values) if not limit - 2**64 <= value < limit)
        raise BadColumn(
            column.name, row, f"{values[row]} is out of range", f"Give a number that fits {needed}"
        ) from error


def _sorted_lists(
    column: Listed, starts: NDArray[np.int64], ids: NDArray[Any], grades: NDArray[Any] | None = None
) -> IdLists | GradedLists:
    try:
        return _lists(starts, ids, grades)
    except BadInput as error:
        if error.field.startswith("ids of row"):
            return _lists(*_tidy(starts, ids, grades))
        place = _PLACE.fullmatch(error.field)
        row = None if place is None else _row_of_entry(starts, int(place.group(3)))
        raise BadColumn(_inner_name(column, error.field), row, error.problem, error.fix) from error


def _lists(starts: NDArray[np.int64], ids: NDArray[Any], grades: NDArray[Any] | None) -> IdLists | GradedLists:
    return IdLists(starts, ids) if grades is None else GradedLists(starts, ids, grades)


def _inner_name(column: Listed, part: str) -> str:
    if column.grade is None:
        return column.name
    return f"{column.name}.{column.grade if 'grades' in part else column.entry}"


def _tidy(
    starts: NDArray[np.int64], ids: NDArray[Any], grades: NDArray[Any] | None
) -> tuple[NDArray[np.int64], NDArray[Any], NDArray[Any] | None]:
    """Each list sorted; of an id that comes twice the highest grade is kept."""
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    order = np.lexsort((ids, rows) if grades is None else (grades, ids, rows))
    rows, ids = rows[order], ids[order]
    last = np.ones(len(ids), dtype=np.bool_)
    last[:-1] = (rows[1:] != rows[:-1]) | (ids[1:] != ids[:-1])
    cuts = np.searchsorted(rows[last], np.arange(len(starts)))
    return cuts, ids[last], None if grades is None else grades[order][last]


def _array_of(table: Persons | Vacancies, column: Column) -> pa.Array:
    value = getattr(table, column.field)
    if isinstance(column, Listed):
        entries = pa.array(value.ids)
        if column.grade is not None:
            entries = pa.StructArray.from_arrays([entries, pa.array(value.grades)], fields=list(column.type.value_type))
        return pa.ListArray.from_arrays(pa.array(value.starts, pa.int32()), entries, type=column.type)
    mask = value == column.unknown if column.unknown is not None else None
    array = pa.array(value, mask=mask if mask is not None and mask.any() else None)
    return array.view(column.type) if pa.types.is_date32(column.type) else array


def _row_of_entry(starts: NDArray[np.int64], entry: int) -> int:
    return int(np.searchsorted(starts, entry, side="right")) - 1


def _first_null(array: pa.Array) -> int:
    return int(pc.index(array.is_null(), True).as_py())


def _wrong_type(column: Column, array: pa.Array) -> BadColumn:
    hint = " (a column of whole numbers with gaps often becomes decimals)" if pa.types.is_floating(array.type) else ""
    return BadColumn(column.name, None, f"it is {array.type}{hint}", f"Give it as {column.type}")
