"""Observations as a city keeps them: one row a figure, in a CSV file."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from .definition import IndicatorDefinition
from .exceptions import InvalidFile, Problem
from .formats.column_check import ColumnCheck
from .formats.figure_row import FigureRow
from .formats.own_csv import CsvParts
from .formats.raw_rows import FIGURE_COLUMNS as OBSERVATION_COLUMNS
from .formats.reading_rules import NumberRules, ReadingRules
from .number_parsing import DecimalMark
from .observation import Observation

__all__ = ["OBSERVATION_COLUMNS", "read_observations"]


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
    rules = ReadingRules(definitions, areas, NumberRules(decimal_mark))
    parts = CsvParts(io.BytesIO(_bytes_of(source, name)), name)
    observations: list[Observation] = []
    problems = parts.problems
    check = ColumnCheck(name, rules)
    for rows in parts:
        for place in rows.each():
            row = FigureRow(name, rows, place, rules)
            observation = row.observation()
            problems += row.problems
            if observation is not None:
                observations.append(observation)
        check.take(rows)
    check.problems.clear()
    check.check_duplicates()
    problems += check.problems
    if problems:
        raise InvalidFile(problems)
    return tuple(observations)


def _bytes_of(source: Path | TextIO, name: str) -> bytes:
    if not isinstance(source, Path):
        return source.read().encode()
    try:
        return source.read_bytes()
    except FileNotFoundError:
        raise InvalidFile(
            [Problem(name, "file", "-", "the file does not exist", "check the folder and the name")]
        ) from None
