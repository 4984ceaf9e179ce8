"""What the engine may know of vacancies and of persons: columns of numbers, and no others.

`Persons` has no place for a name, sex, origin, age or address, so no ranking can depend on them. Ids are the caller's
own; competences, languages, licences, shifts, zones and occupations are column or bit numbers in vocabularies of the
caller, the same for vacancies and persons.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any, Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import GradedLists, IdLists, hash_of_arrays, is_whole, whole_numbers
from arbeidspact.matching.exceptions import BadInput, UnknownId

UNKNOWN: Final = -1
"""A zone, occupation or wage that nobody filled in."""

NO_LIMIT: Final = 65_535
"""`max_travel_minutes` of a person who sets no limit."""

ALL_WEEK: Final = 10_080
"""Minutes in a week: the largest number of working minutes a column takes."""

HIGHEST_CEFR: Final = 6
"""C2, where 1 is A1."""

LAST_MINUTE: Final = 1_439
"""23:59 as minutes after midnight."""

_NOT_SAID: Final[NDArray[Any]] = np.zeros(0, dtype=np.int32)

_EPOCH: Final = date(1970, 1, 1)


def day_number(day: date) -> int:
    """The number of days since 1 January 1970, as `valid_from` and `valid_until` hold it."""
    return (day - _EPOCH).days


def date_of(number: int) -> date:
    """The day with this number."""
    return date.fromordinal(_EPOCH.toordinal() + number)


FIRST_DAY: Final = day_number(date.min)
LAST_DAY: Final = day_number(date.max)
"""`valid_until` of a vacancy without an end."""


Table = TypeVar("Table", bound="Vacancies | Persons")


@dataclass(frozen=True, eq=False, repr=False)
class Vacancies:
    """Vacancies as columns, one row each.

    Arguments: `ids` unique; `required` and `nice_to_have` competences (one that is in both counts as required);
    `languages` with the least CEFR rank, 1 to 6; `licences` and `shifts` as bits, all of which the work needs;
    `education` the least rank, 0 for none; `weekly_minutes_min` to `weekly_minutes_max` of work offered;
    `zones` of the workplace and `occupations`, -1 unknown; `positions` open, 0 closes the vacancy;
    `valid_from` and `valid_until` as day numbers, both included; `starts_at` and `ends_at` of the working day, minutes
    after midnight, -1 unknown (a night shift ends before it starts); `wages_cents` a month, -1 unknown.
    """

    ids: NDArray[np.int64]
    required: IdLists
    nice_to_have: IdLists
    languages: GradedLists
    licences: NDArray[np.uint64]
    education: NDArray[np.uint8]
    weekly_minutes_min: NDArray[np.uint16]
    weekly_minutes_max: NDArray[np.uint16]
    shifts: NDArray[np.uint32]
    zones: NDArray[np.int32]
    occupations: NDArray[np.int32]
    positions: NDArray[np.int32]
    valid_from: NDArray[np.int32]
    valid_until: NDArray[np.int32]
    starts_at: NDArray[np.int16] = field(default_factory=lambda: _NOT_SAID)
    ends_at: NDArray[np.int16] = field(default_factory=lambda: _NOT_SAID)
    wages_cents: NDArray[np.int32] = field(default_factory=lambda: _NOT_SAID)

    def __post_init__(self) -> None:
        count = _check_ids(self)
        for name in ("required", "nice_to_have", "languages"):
            _check_rows(name, getattr(self, name), count)
        _check_levels(self.languages)
        _check_hours(self, count)
        _fix(self, "licences", np.uint64, count)
        _fix(self, "education", np.uint8, count)
        _fix(self, "shifts", np.uint32, count)
        _fix(self, "zones", np.int32, count, least=UNKNOWN)
        _fix(self, "occupations", np.int32, count, least=UNKNOWN)
        _fix(self, "positions", np.int32, count, least=0)
        _fix(self, "valid_from", np.int32, count, least=FIRST_DAY, most=LAST_DAY)
        _fix(self, "valid_until", np.int32, count, least=FIRST_DAY, most=LAST_DAY)
        _fix(self, "starts_at", np.int16, count, least=UNKNOWN, most=LAST_MINUTE)
        _fix(self, "ends_at", np.int16, count, least=UNKNOWN, most=LAST_MINUTE)
        _fix(self, "wages_cents", np.int32, count, least=UNKNOWN)

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"<Vacancies: {len(self)} rows>"

    def take(self, rows: Any) -> Self:
        """The vacancies in these rows, in this order."""
        return _taken(self, rows)

    def and_(self, others: Self) -> Self:
        """These vacancies and then the others. Raises: `BadInput` when an id is in both."""
        columns: dict[str, Any] = {}
        for column in fields(self):
            one, other = getattr(self, column.name), getattr(others, column.name)
            both = one.and_(other) if isinstance(one, IdLists | GradedLists) else np.concatenate([one, other])
            columns[column.name] = both
        return type(self)(**columns)


@dataclass(frozen=True, eq=False, repr=False)
class Persons:
    """Persons as columns, one row each. There is no column for who they are, only for what they can and want.

    Arguments: `ids` unique; `competences` with what each is worth, 1 to 100 hundredths, by evidence and level;
    `languages` with the CEFR rank, 1 to 6; `licences` held and `shifts` possible as bits; `education` the rank reached;
    `weekly_minutes_min` to `weekly_minutes_max` of work wanted; `zones` of the home, -1 unknown (travel is then not
    judged); `max_travel_minutes`, `NO_LIMIT` for none; `modes`, bits of `mobility.mode_bits`; `occupations` sought;
    `wages_wanted_cents` a month, -1 for no wish.
    """

    ids: NDArray[np.int64]
    competences: GradedLists
    languages: GradedLists
    licences: NDArray[np.uint64]
    education: NDArray[np.uint8]
    weekly_minutes_min: NDArray[np.uint16]
    weekly_minutes_max: NDArray[np.uint16]
    shifts: NDArray[np.uint32]
    zones: NDArray[np.int32]
    max_travel_minutes: NDArray[np.uint16]
    modes: NDArray[np.uint8]
    occupations: IdLists
    wages_wanted_cents: NDArray[np.int32] = field(default_factory=lambda: _NOT_SAID)

    def __post_init__(self) -> None:
        count = _check_ids(self)
        for name in ("competences", "languages", "occupations"):
            _check_rows(name, getattr(self, name), count)
        _check_levels(self.languages)
        _check_hours(self, count)
        _fix(self, "licences", np.uint64, count)
        _fix(self, "education", np.uint8, count)
        _fix(self, "shifts", np.uint32, count)
        _fix(self, "zones", np.int32, count, least=UNKNOWN)
        _fix(self, "max_travel_minutes", np.uint16, count)
        _fix(self, "modes", np.uint8, count)
        _fix(self, "wages_wanted_cents", np.int32, count, least=UNKNOWN)

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        """Says how many, never who: this may end up in a log."""
        return f"<Persons: {len(self)} rows>"

    @cached_property
    def hash(self) -> str:
        """One fingerprint of everything in these columns, row order included."""
        return hash_of_arrays(columns_of(self))

    def take(self, rows: Any) -> Self:
        """The persons in these rows, in this order."""
        return _taken(self, rows)

    def row_of(self, person_id: int) -> int:
        """In which row is this person? Raises: `UnknownId` when in none."""
        rows = np.flatnonzero(self.ids == person_id) if is_whole(person_id) else np.zeros(0, dtype=np.int64)
        if len(rows) == 0:
            raise UnknownId("person_id", "no row has this id", "Give the id of a person in these columns")
        return int(rows[0])


def _taken(table: Table, rows: Any) -> Table:
    chosen = np.asarray(rows, dtype=np.int64)
    columns: dict[str, Any] = {}
    for column in fields(table):
        value = getattr(table, column.name)
        columns[column.name] = value.take(chosen) if isinstance(value, IdLists | GradedLists) else value[chosen]
    return type(table)(**columns)


def columns_of(table: Vacancies | Persons) -> list[tuple[str, NDArray[Any]]]:
    """Every array of the table with its name, in the order of its fields."""
    columns: list[tuple[str, NDArray[Any]]] = []
    for column in fields(table):
        value = getattr(table, column.name)
        if isinstance(value, IdLists | GradedLists):
            columns += [(f"{column.name}.{part.name}", getattr(value, part.name)) for part in fields(value)]
        else:
            columns.append((column.name, value))
    return columns


def _check_ids(table: Vacancies | Persons) -> int:
    ids = whole_numbers("ids", table.ids, np.int64)
    object.__setattr__(table, "ids", ids)
    first_rows = np.unique(ids, return_index=True)[1]
    if len(first_rows) != len(ids):
        repeated = int(np.setdiff1d(np.arange(len(ids)), first_rows)[0])
        raise BadInput(f"ids[{repeated}]", "this id stands in an earlier row too", "Give every row its own id")
    return len(ids)


def _check_rows(field: str, lists: object, count: int) -> None:
    if not isinstance(lists, IdLists | GradedLists):
        raise BadInput(field, "it is not a column of lists", "Give IdLists or GradedLists, for example from_rows")
    if len(lists) != count:
        raise BadInput(field, f"it has {len(lists)} rows where {count} are expected", "Give one list for every row")


def _check_levels(languages: GradedLists) -> None:
    whole_numbers("languages.grades", languages.grades, np.uint8, least=1, most=HIGHEST_CEFR)


def _check_hours(table: Vacancies | Persons, count: int) -> None:
    _fix(table, "weekly_minutes_min", np.uint16, count, most=ALL_WEEK)
    _fix(table, "weekly_minutes_max", np.uint16, count, most=ALL_WEEK)
    crossed = np.flatnonzero(table.weekly_minutes_min > table.weekly_minutes_max)
    if len(crossed):
        raise BadInput(
            f"weekly_minutes_min[{int(crossed[0])}]", "it is more than the maximum", "Swap the two or correct one"
        )


def _fix(
    table: Vacancies | Persons,
    field: str,
    dtype: type,
    count: int,
    *,
    least: int | None = None,
    most: int | None = None,
) -> None:
    given = getattr(table, field)
    if given is _NOT_SAID:
        given = np.full(count, UNKNOWN, dtype=dtype)
    column = whole_numbers(field, given, dtype, length=count, least=least, most=most)
    object.__setattr__(table, field, column)
