"""How the file of another producer is read: a mapping that is kept, shown and corrected without code."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError, field_validator, model_validator

from ..definition import Unit
from ..exceptions import InvalidCell, InvalidFile, Problem
from ..number_parsing import DecimalMark
from ..wording import Entry, FilledText, Slug
from .printed_period import check_pattern
from .raw_rows import FIGURE_COLUMNS

NOT_PUBLISHED: Final = ("", "-", "\u2013", ":", ".", "..", "...", "x", "n.b.", "n/a", "NaN")
"""What producers write where they publish no number; Arvastat writes a dash for 1, 2 and 3."""


class FileFormat(StrEnum):
    """What kind of file it is."""

    TABLE = "table"
    JSON_STAT = "json-stat"
    SDMX_JSON = "sdmx-json"


class AreasBy(StrEnum):
    """How the file names areas."""

    CODE = "code"
    NIS = "nis"
    NAME = "name"


class Boundaries(StrEnum):
    """To which municipalities do figures from before a merger belong?"""

    AT_THE_TIME = "at_the_time"
    CURRENT = "current"


class Merged(StrEnum):
    """What becomes of figures of municipalities that merged since?"""

    REFUSE = "refuse"
    ADD_UP = "add_up"


class ColumnMapping(Entry):
    """Which column of a file says what.

    `columns`: our column -> the column of the file. `constants`: our column -> the text for every row.
    `breakdowns`: dimension -> the column of the file. `across`: what the headers of the remaining columns say (period,
    area, indicator or a dimension), empty when each row holds one figure; `across_columns`: which columns, none for all
    that remain. `words`: our column or dimension -> the text of the file -> ours; an empty category is the total.
    `keep`: a column of the file -> the only texts that are taken. `ends_before`: the table ends at a row whose first
    cell begins with one of these. `period_pattern`, see `PATTERN_HELP`. `written_as`: the unit of the file where it is
    another than that of the indicator. `factor`: what each number is multiplied by.
    """

    slug: Slug
    title: FilledText
    format: FileFormat = FileFormat.TABLE
    sheet: str = ""
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    ends_before: tuple[FilledText, ...] = ()
    columns: Mapping[str, FilledText] = {}
    constants: Mapping[str, str] = {}
    breakdowns: Mapping[Slug, FilledText] = {}
    across: str = ""
    across_columns: tuple[FilledText, ...] = ()
    ignore: tuple[FilledText, ...] = ()
    words: Mapping[str, Mapping[str, str]] = {}
    keep: Mapping[str, tuple[str, ...]] = {}
    period_pattern: str = ""
    areas_by: AreasBy = AreasBy.CODE
    boundaries: Boundaries = Boundaries.AT_THE_TIME
    merged: Merged = Merged.REFUSE
    decimal_mark: DecimalMark | None = None
    written_as: Unit | None = None
    factor: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    not_published: tuple[str, ...] = NOT_PUBLISHED

    @field_validator("columns", "constants")
    @classmethod
    def _our_columns(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for column in value:
            if column not in FIGURE_COLUMNS or column == "breakdown":
                known = ", ".join(name for name in FIGURE_COLUMNS if name != "breakdown")
                raise ValueError(f"{column} is not a column of ours: use one of {known}")
        return value

    @field_validator("written_as")
    @classmethod
    def _percent_or_share(cls, value: Unit | None) -> Unit | None:
        if value not in (None, Unit.PERCENT, Unit.SHARE):
            raise ValueError("only percent and share can be converted: leave it out, or use a factor")
        return value

    @field_validator("period_pattern")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            return check_pattern(value) if value else value
        except InvalidCell as error:
            raise ValueError(str(error)) from error

    @model_validator(mode="after")
    def _says_everything(self) -> "ColumnMapping":
        said = {**self.columns, **{name: text for name, text in self.constants.items() if text}}
        for column in ("indicator", "period", "area", "source"):
            if column not in said and self.across != column and not (column == "source" and self.is_cube):
                raise ValueError(f"nothing says the {column}: name a column of the file, or a constant")
        if not self.across and not self.is_cube and "value" not in self.columns:
            raise ValueError("nothing says the value: name a column of the file, or what stands across")
        if self.across and self.is_cube:
            raise ValueError("a cube has no columns: leave across out")
        if self.across and "value" in self.columns:
            raise ValueError("values stand across: leave the column of the value out")
        twice = self.columns.keys() & {name for name, text in self.constants.items() if text}
        if twice:
            raise ValueError(f"{sorted(twice)[0]} is both a column and a constant: keep one of the two")
        return self

    @property
    def is_cube(self) -> bool:
        """Is the file a cube (JSON-stat, SDMX-JSON) and not a table?"""
        return self.format is not FileFormat.TABLE

    @property
    def used_columns(self) -> tuple[str, ...]:
        """The columns of the file that this mapping names."""
        return tuple(dict.fromkeys([*self.columns.values(), *self.breakdowns.values(), *self.keep, *self.ignore]))


def parse_mapping(text: str, name: str = "mapping.toml") -> ColumnMapping:
    """Which mapping does this TOML say? Raises: `InvalidFile` with every problem."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(
            [Problem(name, "file", "-", f"this is not TOML ({error})", "correct the file at that place")]
        ) from error
    return mapping_from(content, name)


def mapping_from(content: Mapping[str, Any], name: str = "mapping") -> ColumnMapping:
    """Which mapping is this? Raises: `InvalidFile` with every problem."""
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        problems = []
        for details in error.errors():
            field = ".".join(str(part) for part in details["loc"]) or "whole mapping"
            problem, colon, fix = details["msg"].removeprefix("Value error, ").partition(": ")
            problems.append(Problem(name, "mapping", field, problem, fix if colon else "correct the value"))
        raise InvalidFile(problems) from error


def mapping_toml(mapping: ColumnMapping) -> str:
    """How is this mapping written down? Only what differs from what is taken when nothing is said."""
    content = mapping.model_dump(mode="json", exclude_defaults=True)
    plain = {name: value for name, value in content.items() if not isinstance(value, dict)}
    lines = [f"{name} = {_toml(value)}" for name, value in plain.items()]
    for name, value in content.items():
        if not isinstance(value, dict):
            continue
        flat = {key: one for key, one in value.items() if not isinstance(one, dict)}
        if flat:
            lines += ["", f"[{name}]", *(f"{_toml(key)} = {_toml(one)}" for key, one in flat.items())]
        for key, inner in value.items():
            if isinstance(inner, dict):
                lines += [
                    "",
                    f"[{name}.{_toml(key)}]",
                    *(f"{_toml(one)} = {_toml(text)}" for one, text in inner.items()),
                ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}" for sign in text) + '"'
