"""What a ranking read of one person, as plain values that can be kept in a row and read back to the last bit."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from arbeidspact.matching import BadInput, GradedLists, IdLists, Persons


def values_of(persons: Persons, row: int) -> dict[str, Any]:
    """The columns of the person in this row; numbers alone, since `Persons` holds nothing else."""
    values: dict[str, Any] = {}
    for column in fields(Persons):
        held = getattr(persons, column.name)
        if isinstance(held, GradedLists):
            values[column.name] = [list(pair) for pair in zip(*(part.tolist() for part in held.row(row)), strict=True)]
        else:
            found = held.row(row) if isinstance(held, IdLists) else held[row]
            values[column.name] = found.tolist()
    return values


def persons_from(rows: Sequence[Mapping[str, Any]]) -> Persons:
    """The persons with these values, in this order.

    Raises: `BadInput` when a value is missing, or is not what a column can hold.
    """
    try:
        columns = {column.name: [row[column.name] for row in rows] for column in fields(Persons)}
        graded = {name: GradedLists.from_rows(columns.pop(name)) for name in ("competences", "languages")}
        occupations = IdLists.from_rows(columns.pop("occupations"))
        # Bits may fill all 64; NumPy would guess a type of its own for them.
        columns["licences"] = np.asarray(columns["licences"], dtype=np.uint64)  # type: ignore[assignment]
        return Persons(**graded, occupations=occupations, **columns)  # type: ignore[arg-type]
    except BadInput:
        raise
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        message = "they are not the columns of a person"
        raise BadInput("kept input", message, "It was changed after it was kept") from problem
