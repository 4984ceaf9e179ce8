"""Cubes as statistical offices publish them: dimensions with categories, and a value for each combination."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..exceptions import InvalidFile, Problem
from .file_table import FileTable

PROVISIONAL_FLAGS: Final = frozenset("pefi")
NO_VALUE_FLAGS: Final = frozenset("mcnoq")
FLAG_WORDS: Final = {
    "b": ("Reeksbreuk volgens de bron.", "Break in the series, says the source."),
    "d": ("De bron zegt dat de definitie afwijkt.", "The source says that the definition differs."),
    "e": ("Geschat door de bron.", "Estimated by the source."),
    "f": ("Vooruitzicht van de bron.", "Forecast by the source."),
    "i": ("Aangevuld door wie het publiceert.", "Imputed by who publishes it."),
    "u": ("Weinig betrouwbaar volgens de bron.", "Of low reliability, says the source."),
    "r": ("Herzien door de bron.", "Revised by the source."),
}
"""The flags of the code list OBS_STATUS as Eurostat writes them (its guide to the database, since 27 January 2025), and
r for revised, which it used before."""


@dataclass(frozen=True, slots=True)
class CubeDimension:
    """A dimension: its categories in the order of the values, and what each is called."""

    id: str
    categories: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CubeValues:
    """The values that are there: for each the place of its category in each dimension, the number as it is written, and
    the flags of its status."""

    places: npt.NDArray[np.int64]
    values: Sequence[str]
    flags: Sequence[str]
    numbers: npt.NDArray[np.int64]


def table_of_cube(
    dimensions: Sequence[CubeDimension], values: CubeValues, *, vintage: str = "", source: str = ""
) -> FileTable:
    """The cube as a table: columns for each dimension and its labels, the value, the status and the remarks."""
    columns: dict[str, Any] = {}
    for place, dimension in enumerate(dimensions):
        codes = pa.array(values.places[:, place], pa.int32())
        columns[dimension.id] = pa.DictionaryArray.from_arrays(codes, pa.array(dimension.categories, pa.string()))
        columns[f"{dimension.id} (label)"] = pa.DictionaryArray.from_arrays(
            codes, pa.array(dimension.labels, pa.string())
        )
    different = {flags: number for number, flags in enumerate(dict.fromkeys(values.flags))}
    codes = pa.array([different[flags] for flags in values.flags], pa.int32())
    said = [read_flags(flags) for flags in different]
    for place, column in enumerate(("status", "flag_nl", "flag_en")):
        columns[column] = pa.DictionaryArray.from_arrays(codes, pa.array([one[place] for one in said], pa.string()))
    columns["value"] = pa.array(values.values, pa.string())
    return FileTable(columns, values.numbers, "value", vintage, source)


def read_flags(flags: str) -> tuple[str, str, str]:
    """What do these flags say: the status (empty where there can be no value), and remarks in Dutch and English?"""
    letters = [letter for letter in flags.lower() if letter.isalpha()]
    status = "provisional" if PROVISIONAL_FLAGS & set(letters) else "final"
    words = [FLAG_WORDS[letter] for letter in letters if letter in FLAG_WORDS]
    return status, " ".join(dutch for dutch, _english in words), " ".join(english for _dutch, english in words)


def number_text(value: object) -> str | None:
    """How is this number of a JSON file written; None when it is none?"""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip() if isinstance(value, str) else None
    return repr(round(value, 9)) if isinstance(value, float) and abs(value) < 1e12 else str(value)


def refuse_file(name: str, place: str, problem: str, fix: str) -> InvalidFile:
    """The refusal of a whole file."""
    return InvalidFile([Problem(name, "file", place, problem, fix)])
