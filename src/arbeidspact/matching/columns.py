"""Columns of whole numbers, checked once and never changed after.

Every array that enters matching passes through here, so that the engine behind may trust its type, shape and range.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from arbeidspact.matching.exceptions import BadInput, UnknownId

Lists = TypeVar("Lists")


def whole_numbers(
    field: str,
    values: ArrayLike,
    dtype: DTypeLike,
    *,
    length: int | None = None,
    least: int | None = None,
    most: int | None = None,
) -> NDArray[Any]:
    """The column as a read-only array of this type, or which row is wrong?

    Raises: `BadInput` naming the field, and the first row, that is not a whole number within `least` and `most`
    (default: what the type can hold).
    """
    array = array_of(field, values)
    if array.dtype.kind == "f" and isinstance(values, Sequence) and all(type(value) is int for value in values):
        # NumPy reads whole numbers above and below 2**63 in one list as floats, which would lose their last bits.
        array = np.asarray(values, dtype=object if min(values, default=0) < 0 else np.uint64)
    if array.size == 0 and array.ndim == 1:
        array = array.astype(dtype)
    if array.ndim != 1:
        raise BadInput(field, f"it has {array.ndim} dimensions", "Give one list of numbers")
    if array.dtype.kind not in "iu":
        raise BadInput(field, f"it holds {_what_it_holds(array)}, not whole numbers", "Give whole numbers")
    if length is not None and len(array) != length:
        raise BadInput(field, f"it has {len(array)} rows where {length} are expected", "Give one number for every row")
    if len(array) and (array.dtype != np.dtype(dtype) or least is not None or most is not None):
        lowest, highest = _limits(np.dtype(dtype))
        least, most = lowest if least is None else least, highest if most is None else most
        wrong = int(np.argmin(array)) if int(array.min()) < least else int(np.argmax(array))
        if not least <= int(array[wrong]) <= most:
            raise BadInput(
                f"{field}[{wrong}]", f"{int(array[wrong])} is out of range", f"Give a number from {least} to {most}"
            )
    return read_only(array, dtype)


@cache
def _limits(dtype: np.dtype[Any]) -> tuple[int, int]:
    limits = np.iinfo(dtype)
    return int(limits.min), int(limits.max)


def array_of(field: str, values: ArrayLike) -> NDArray[Any]:
    """These values as an array. Raises: `BadInput` naming the field when they are ragged, or some are masked out."""
    if isinstance(values, np.ma.MaskedArray):
        raise BadInput(field, "it is a masked array: what is behind the mask is not known", "Fill in every number")
    try:
        return np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise BadInput(
            field, "it cannot be read as numbers in rows of one length", "Give one list of numbers"
        ) from error


def is_whole(value: object) -> bool:
    """Is this one whole number, and not yes or no?"""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def is_among(values: NDArray[np.int64], rising: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these values stand among the rising ones? Many times as fast as `numpy.isin`, which sorts by hash."""
    if len(rising) == 0:
        return np.zeros(len(values), dtype=np.bool_)
    places = np.minimum(np.searchsorted(rising, values), len(rising) - 1)
    found: NDArray[np.bool_] = rising[places] == values
    return found


def read_only(array: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """The same numbers, in this type, in an array nobody can change."""
    if array.dtype == np.dtype(dtype) and not array.flags.writeable and array.flags.c_contiguous:
        return array
    fixed = np.array(array, dtype=dtype, copy=True, order="C")
    fixed.setflags(write=False)
    return fixed


def check_below(field: str, ids: NDArray[Any], limit: int, *, what: str) -> None:
    """Does every id exist? Raises: `UnknownId` naming the first entry that is `limit` or more."""
    beyond = np.flatnonzero(ids >= limit)
    if len(beyond):
        entry = int(beyond[0])
        raise UnknownId(
            f"{field}[{entry}]",
            f"{what} {int(ids[entry])} does not exist, there are {limit}",
            f"Give a column number from 0 to {limit - 1}, or build the index with all of them",
        )


@dataclass(frozen=True, slots=True, eq=False)
class IdLists:
    """One list of column numbers per row, stored end to end.

    `starts` (rows + 1): row r owns the entries `ids[starts[r]:starts[r + 1]]`. Within a row ids rise and do not repeat.
    """

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]

    def __post_init__(self) -> None:
        ids = whole_numbers("ids", self.ids, np.int32, least=0)
        object.__setattr__(self, "starts", _checked_starts(self.starts, ids))
        object.__setattr__(self, "ids", ids)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, row: int) -> NDArray[np.int32]:
        return self.ids[self.starts[row] : self.starts[row + 1]]

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable[int]]) -> Self:
        """The lists of these rows; ids are sorted and an id given twice in a row counts once."""
        tidy = [sorted(set(row)) for row in rows]
        return cls(_starts_of(tidy), _flat(tidy))

    @classmethod
    def from_entries(cls, rows: ArrayLike, ids: ArrayLike, *, row_count: int) -> Self:
        """As `from_rows`, of entries in any order: `rows` says in which row each one belongs, below `row_count`."""
        columns = whole_numbers("ids", ids, np.int32, least=0)
        order, starts = _tidy_entries(whole_numbers("rows", rows, np.int64, length=len(columns)), columns, row_count)
        return _made_of(cls, starts=starts, ids=columns[order])

    def take(self, rows: NDArray[np.int64]) -> Self:
        """The lists of these rows, in this order."""
        entries, starts = entries_of(self.starts, rows)
        return type(self)(starts, self.ids[entries])

    def and_(self, others: Self) -> Self:
        """These lists and then the others."""
        return type(self)(_starts_together(self.starts, others.starts), np.concatenate([self.ids, others.ids]))


@dataclass(frozen=True, slots=True, eq=False)
class GradedLists:
    """One list of column numbers per row, each with a small whole number: a level, or hundredths.

    As `IdLists`, with `grades` (entries): 1 to 100.
    """

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    grades: NDArray[np.uint8]

    def __post_init__(self) -> None:
        ids = whole_numbers("ids", self.ids, np.int32, least=0)
        object.__setattr__(self, "starts", _checked_starts(self.starts, ids))
        object.__setattr__(self, "ids", ids)
        grades = whole_numbers("grades", self.grades, np.uint8, length=len(ids), least=1, most=100)
        object.__setattr__(self, "grades", grades)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        here = slice(self.starts[row], self.starts[row + 1])
        return self.ids[here], self.grades[here]

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable[tuple[int, int]]]) -> Self:
        """The lists of these rows of (id, grade); of an id given twice in a row the highest grade counts."""
        tidy = [sorted(dict(sorted(row)).items()) for row in rows]
        ids = _flat([[id_ for id_, _ in row] for row in tidy])
        grades = _flat([[grade for _, grade in row] for row in tidy])
        return cls(_starts_of(tidy), ids, grades)

    @classmethod
    def from_entries(cls, rows: ArrayLike, ids: ArrayLike, grades: ArrayLike, *, row_count: int) -> Self:
        """As `from_rows`, of entries in any order: `rows` says in which row each one belongs, below `row_count`."""
        columns = whole_numbers("ids", ids, np.int32, least=0)
        graded = whole_numbers("grades", grades, np.uint8, length=len(columns), least=1, most=100)
        places = whole_numbers("rows", rows, np.int64, length=len(columns))
        order, starts = _tidy_entries(places, columns, row_count, graded)
        return _made_of(cls, starts=starts, ids=columns[order], grades=graded[order])

    def take(self, rows: NDArray[np.int64]) -> Self:
        """The lists of these rows, in this order."""
        entries, starts = entries_of(self.starts, rows)
        return type(self)(starts, self.ids[entries], self.grades[entries])

    def and_(self, others: Self) -> Self:
        """These lists and then the others."""
        starts = _starts_together(self.starts, others.starts)
        ids = np.concatenate([self.ids, others.ids])
        return type(self)(starts, ids, np.concatenate([self.grades, others.grades]))


def _made_of(kind: type[Lists], **columns: NDArray[Any]) -> Lists:
    """Lists of columns that are in order already: nothing is checked a second time."""
    made = object.__new__(kind)
    for name, column in columns.items():
        column.setflags(write=False)
        object.__setattr__(made, name, column)
    return made


def entries_of(starts: NDArray[np.int64], rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where are the entries of these rows, one after another?

    Returns: the entry numbers, and the starts that cut them into the rows asked for.
    """
    first = starts[rows]
    lengths = starts[rows + 1] - first
    cuts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(lengths, out=cuts[1:])
    return np.arange(cuts[-1]) + np.repeat(first - cuts[:-1], lengths), cuts


def hash_of_arrays(arrays: Iterable[tuple[str, NDArray[Any]]]) -> str:
    """One fingerprint (SHA-256, hexadecimal) of names, types, shapes and contents, in this order."""
    digest = sha256()
    for name, array in arrays:
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        if array.size:
            digest.update(np.ascontiguousarray(array).data.cast("B"))
    return digest.hexdigest()


def _checked_starts(starts: ArrayLike, ids: NDArray[np.int32]) -> NDArray[np.int64]:
    checked: NDArray[np.int64] = whole_numbers("starts", starts, np.int64, least=0)
    if len(checked) == 0 or checked[0] != 0 or checked[-1] != len(ids) or np.any(np.diff(checked) < 0):
        raise BadInput(
            "starts",
            f"they do not cut the {len(ids)} entries into rows",
            "Begin with 0, never fall, end with the count",
        )
    falls = np.flatnonzero(np.diff(ids) <= 0) + 1
    inside = falls[~np.isin(falls, checked)] if len(falls) else falls
    if len(inside):
        row = int(np.searchsorted(checked, inside[0], side="right")) - 1
        raise BadInput(
            f"ids of row {row}", "they do not rise: one stands twice or out of order", "Sort each row, or use from_rows"
        )
    return checked


def _tidy_entries(
    rows: NDArray[np.int64], ids: NDArray[np.int32], row_count: int, grades: NDArray[np.uint8] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the entries row by row, ids rising, of an id given twice the highest grade; and their starts."""
    if len(rows) and not 0 <= rows.min() <= rows.max() < row_count:
        raise BadInput("rows", f"one is not from 0 to {row_count - 1}", "Say for each entry in which row it belongs")
    order = np.lexsort((ids, rows) if grades is None else (grades, ids, rows))
    sorted_rows, sorted_ids = rows[order], ids[order]
    is_last = np.ones(len(order), dtype=np.bool_)
    is_last[:-1] = (sorted_rows[1:] != sorted_rows[:-1]) | (sorted_ids[1:] != sorted_ids[:-1])
    starts = np.zeros(row_count + 1, dtype=np.int64)
    np.cumsum(np.bincount(sorted_rows[is_last], minlength=row_count), out=starts[1:])
    return order[is_last], starts


def _starts_of(rows: Sequence[Sequence[Any]]) -> NDArray[np.int64]:
    return np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)


def _starts_together(starts: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([starts, others[1:] + starts[-1]])


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[Any]:
    return np.asarray([number for row in rows for number in row])


def _what_it_holds(array: NDArray[Any]) -> str:
    if array.dtype.kind == "f":
        return "numbers with decimals" if np.isfinite(array).all() else "NaN or infinity"
    return {"b": "yes or no", "U": "text", "M": "dates", "O": "mixed or too large values"}.get(
        array.dtype.kind, str(array.dtype)
    )
