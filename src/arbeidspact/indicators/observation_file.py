"""Observations as a city keeps them: one row a figure, in a CSV file."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

from .breakdown import TOTAL, breakdown_key, parse_breakdown
from .definition import IndicatorDefinition, Unit
from .exceptions import InvalidBreakdown, InvalidFile, InvalidNumber, InvalidPeriod, Problem
from .number_parsing import DecimalMark, parse_value
from .observation import Observation, ObservationStatus
from .period import Period

OBSERVATION_COLUMNS = (
    "indicator",
    "period",
    "area",
    "value",
    "unit",
    "status",
    "vintage",
    "source",
    "source_url",
    "printed_as",
    "flag_nl",
    "flag_en",
    "breakdown",
)
_MAY_BE_EMPTY = ("vintage", "source_url", "printed_as", "flag_nl", "flag_en", "breakdown")

_FREE_TEXT = ("source_url", "printed_as", "flag_nl", "flag_en")


def read_observations(
    source: Path | TextIO,
    definitions: Mapping[str, IndicatorDefinition],
    *,
    areas: frozenset[str] | None = None,
    decimal_mark: DecimalMark | None = None,
) -> tuple[Observation, ...]:
    """Which observations does this file hold?

    Arguments: `source`, a CSV file (comma or semicolon) with a header of `OBSERVATION_COLUMNS`; `definitions` by slug;
    `areas`, the known area codes, None to accept any; `decimal_mark`, None where only one reading is possible.
    Returns: the observations in file order, or nothing at all. Raises: `InvalidFile` with every row's problems.
    """
    name = source.name if isinstance(source, Path) else str(getattr(source, "name", "upload"))
    text = _text_of(source, name)
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    try:
        _refuse_wrong_columns(name, tuple(reader.fieldnames or ()))
        rows = list(reader)
    except csv.Error as error:
        problem = "The row cannot be read as CSV."
        fix = "Check the quotes: text with a quote in it stands between quotes, with the quote doubled."
        raise InvalidFile([Problem(name, f"row {reader.line_num}", "-", problem, fix)]) from error
    problems: list[Problem] = []
    observations: list[Observation] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        parsed = _Row(name, number, row, definitions, areas, decimal_mark)
        observation = parsed.observation()
        problems += parsed.problems
        if observation is None:
            continue
        if observation.key in seen:
            problems.append(
                Problem(
                    name,
                    f"row {number}",
                    "period",
                    f"the same figure stands in row {seen[observation.key]}",
                    "keep one of the two",
                )
            )
        seen.setdefault(observation.key, number)
        observations.append(observation)
    if problems:
        raise InvalidFile(problems)
    return tuple(observations)


def _text_of(source: Path | TextIO, name: str) -> str:
    if not isinstance(source, Path):
        return source.read()
    try:
        return source.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = Problem(name, "file", "-", "the file does not exist", "check the folder and the name")
    except UnicodeDecodeError:
        problem = Problem(name, "file", "-", "the file is not UTF-8", "save it as CSV in UTF-8")
    raise InvalidFile([problem])


def _refuse_wrong_columns(name: str, columns: tuple[str, ...]) -> None:
    missing = [column for column in OBSERVATION_COLUMNS if column not in columns and column not in _MAY_BE_EMPTY]
    unknown = [column for column in columns if column not in OBSERVATION_COLUMNS]
    problems = [Problem(name, "header", column, "this column is missing", "add it") for column in missing]
    problems += [
        Problem(name, "header", column, "this column is unknown", f"use one of: {', '.join(OBSERVATION_COLUMNS)}")
        for column in unknown
    ]
    if problems:
        raise InvalidFile(problems)


class _Row:
    """One row being read; its problems gather here."""

    def __init__(
        self,
        file: str,
        number: int,
        cells: Mapping[str | None, str | list[str] | None],
        definitions: Mapping[str, IndicatorDefinition],
        areas: frozenset[str] | None,
        decimal_mark: DecimalMark | None,
    ) -> None:
        self.file = file
        self.number = number
        self.too_many = None in cells
        self.cells = {column: str(value or "").strip() for column, value in cells.items() if column is not None}
        self.definitions = definitions
        self.areas = areas
        self.decimal_mark = decimal_mark
        self.problems: list[Problem] = []

    def observation(self) -> Observation | None:
        if self.too_many:
            self._refuse(
                "-",
                "the row has more cells than the header",
                'put text that holds a comma between double quotes: "..."',
            )
            return None
        for column in OBSERVATION_COLUMNS:
            if column not in _MAY_BE_EMPTY and not self.cells.get(column):
                self._refuse(column, "the cell is empty", "fill it in")
        if self.problems:
            return None
        period, vintage, status, unit = self._period(), self._vintage(), self._status(), self._unit()
        breakdown = self._breakdown()
        if self.areas is not None and self.cells["area"] not in self.areas:
            self._refuse(
                "area", f"{self.cells['area']} is not a known area", "add it to the areas file or correct the code"
            )
        if self.problems or unit is None or period is None or status is None:
            return None
        try:
            value = parse_value(self.cells["value"], unit, decimal_mark=self.decimal_mark)
        except InvalidNumber as error:
            self._refuse("value", error.problem, error.fix)
            return None
        free = {column: self.cells.get(column, "") for column in _FREE_TEXT}
        return Observation(
            self.cells["indicator"],
            period,
            self.cells["area"],
            value,
            unit,
            status,
            vintage,
            self.cells["source"],
            **free,
            breakdown=breakdown,
        )

    def _unit(self) -> Unit | None:
        definition = self.definitions.get(self.cells["indicator"])
        if definition is None:
            self._refuse(
                "indicator", f"{self.cells['indicator']} is not defined", "add its definition first or correct the slug"
            )
            return None
        if self.cells["unit"] != definition.unit:
            self._refuse(
                "unit",
                f"{self.cells['unit']} differs from the definition, which says {definition.unit}",
                f'write "{definition.unit}" and convert the value',
            )
            return None
        return definition.unit

    def _breakdown(self) -> str:
        definition = self.definitions.get(self.cells["indicator"])
        if definition is None or not self.cells.get("breakdown"):
            return TOTAL
        try:
            return breakdown_key(parse_breakdown(self.cells["breakdown"], definition.dimensions))
        except InvalidBreakdown as error:
            self._refuse("breakdown", error.problem, error.fix)
            return TOTAL

    def _period(self) -> Period | None:
        try:
            return Period.parse(self.cells["period"])
        except InvalidPeriod as error:
            self._refuse("period", error.problem, error.fix)
            return None

    def _vintage(self) -> date | None:
        if not self.cells.get("vintage"):
            return None
        try:
            return date.fromisoformat(self.cells["vintage"])
        except ValueError:
            self._refuse(
                "vintage",
                f"{self.cells['vintage']} is not a date",
                "write year-month-day, such as 2020-10-19, or leave it empty",
            )
            return None

    def _status(self) -> ObservationStatus | None:
        try:
            return ObservationStatus(self.cells["status"])
        except ValueError:
            self._refuse(
                "status", f"{self.cells['status']} is not possible here", f"write {', '.join(ObservationStatus)}"
            )
            return None

    def _refuse(self, field: str, problem: str, fix: str) -> None:
        self.problems.append(Problem(self.file, f"row {self.number}", field, problem, fix))
