"""The columns of the tables of a release: each with its type and what stands in it, in Dutch and English."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from arbeidspact.indicators import Text


class ColumnKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    EXACT = "exact"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. An empty cell: not known, not published, or hidden where a `mark` beside it says so."""

    name: str
    about: Text
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A table of every release. `key`: the columns by which a row is known again in the next release."""

    name: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def described(*columns: tuple[str, str, str] | tuple[str, str, str, ColumnKind]) -> tuple[Column, ...]:
    """Columns of their name, the Dutch and the English words, and the kind where it is no text."""
    return tuple(
        Column(name, Text(nl=nl, en=en), kind[0] if kind else ColumnKind.TEXT) for name, nl, en, *kind in columns
    )


def named(tables: Sequence[TableDescription]) -> dict[str, TableDescription]:
    """These tables by name."""
    return {table.name: table for table in tables}
