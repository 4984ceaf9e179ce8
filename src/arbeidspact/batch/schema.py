"""The columns of people, vacancies and matches as Arrow has them.

One field of `matching.Persons` or `matching.Vacancies` is one column, named in the singular when it holds one thing. A
column may come in a wider type than it needs (Spark, for one, has no unsigned numbers) as long as every number fits;
other columns are never looked at. A null means unknown where that makes sense, and is refused elsewhere.
"""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from arbeidspact.matching import FIRST_DAY, LAST_DAY, UNKNOWN


@dataclass(frozen=True, slots=True)
class Plain:
    """A column of one number a row. `unknown`: what a null stands for, None where a null is refused."""

    name: str
    field: str
    type: pa.DataType
    unknown: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of one list of numbers a row; `grade` names what comes with each, None when nothing does."""

    name: str
    field: str
    entry: str = ""
    grade: str | None = None

    @property
    def type(self) -> pa.DataType:
        if self.grade is None:
            return pa.list_(pa.field("element", pa.int32(), nullable=False))
        entry = pa.field(self.entry, pa.int32(), nullable=False)
        grade = pa.field(self.grade, pa.uint8(), nullable=False)
        return pa.list_(pa.field("element", pa.struct([entry, grade]), nullable=False))

    @property
    def unknown(self) -> None:
        return None

    @property
    def optional(self) -> bool:
        return False


Column = Plain | Listed

PERSON_COLUMNS: Final[tuple[Column, ...]] = (
    Plain("id", "ids", pa.int64()),
    Listed("competences", "competences", "competence", "worth"),
    Listed("languages", "languages", "language", "level"),
    Plain("licences", "licences", pa.uint64()),
    Plain("education", "education", pa.uint8()),
    Plain("weekly_minutes_min", "weekly_minutes_min", pa.uint16()),
    Plain("weekly_minutes_max", "weekly_minutes_max", pa.uint16()),
    Plain("shifts", "shifts", pa.uint32()),
    Plain("zone", "zones", pa.int32(), unknown=UNKNOWN),
    Plain("max_travel_minutes", "max_travel_minutes", pa.uint16()),
    Plain("modes", "modes", pa.uint8()),
    Listed("occupations", "occupations"),
    Plain("wage_wanted_cents", "wages_wanted_cents", pa.int32(), unknown=UNKNOWN, optional=True),
)

VACANCY_COLUMNS: Final[tuple[Column, ...]] = (
    Plain("id", "ids", pa.int64()),
    Listed("required", "required"),
    Listed("nice_to_have", "nice_to_have"),
    Listed("languages", "languages", "language", "level"),
    Plain("licences", "licences", pa.uint64()),
    Plain("education", "education", pa.uint8()),
    Plain("weekly_minutes_min", "weekly_minutes_min", pa.uint16()),
    Plain("weekly_minutes_max", "weekly_minutes_max", pa.uint16()),
    Plain("shifts", "shifts", pa.uint32()),
    Plain("zone", "zones", pa.int32(), unknown=UNKNOWN),
    Plain("occupation", "occupations", pa.int32(), unknown=UNKNOWN),
    Plain("positions", "positions", pa.int32()),
    Plain("valid_from", "valid_from", pa.date32(), unknown=FIRST_DAY),
    Plain("valid_until", "valid_until", pa.date32(), unknown=LAST_DAY),
    Plain("starts_at", "starts_at", pa.int16(), unknown=UNKNOWN, optional=True),
    Plain("ends_at", "ends_at", pa.int16(), unknown=UNKNOWN, optional=True),
    Plain("wage_cents", "wages_cents", pa.int32(), unknown=UNKNOWN, optional=True),
)


def _schema(columns: tuple[Column, ...]) -> pa.Schema:
    return pa.schema([pa.field(column.name, column.type, nullable=column.unknown is not None) for column in columns])


PERSONS: Final[pa.Schema] = _schema(PERSON_COLUMNS)
"""Persons, one row each: what the fields of `matching.Persons` mean, the columns mean."""

VACANCIES: Final[pa.Schema] = _schema(VACANCY_COLUMNS)
"""Vacancies, one row each: what the fields of `matching.Vacancies` mean, the columns mean."""

MATCHES: Final[pa.Schema] = pa.schema(
    [
        pa.field("person_id", pa.int64(), nullable=False),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("vacancy_id", pa.int64(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
    ]
)
"""Matches, one row each: persons in the order of the input, their best vacancy (rank 1) first, scores from 0 to 1."""
