"""What an owner of a file chose for a row that may already have a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.crypto import salted_hmac

from arbeidspact.exchange.rows import TableRow


class RowChoice(StrEnum):
    """What can be chosen besides one of the likely files."""

    NEW = "new"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True, slots=True)
class Chosen:
    """`what`, a `RowChoice` or the key of a likely file; `reason`, why one accompanies when the row does not say so."""

    what: str
    reason: str = ""


Choices = Mapping[str, Chosen]
"""By the mark of the row: see `mark_of`."""

IDENTITY: Final = ("given_name", "family_name", "birth_date", "national_number")


def mark_of(row: TableRow, earlier: dict[str, int]) -> str:
    """By what is this row known again in a mended file, without telling who it is?

    Arguments: `earlier`, how often each identity was met before; it is counted on.
    """
    identity = json.dumps([str(row.cells.get(column, "")).casefold() for column in IDENTITY])
    earlier[identity] = count = earlier.get(identity, 0) + 1
    return salted_hmac("arbeidspact.exchange.choosing", f"{identity}{count}", algorithm="sha256").hexdigest()[:32]
