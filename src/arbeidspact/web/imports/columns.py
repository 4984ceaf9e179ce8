"""What a file of each kind can hold, for the page that explains it and for the empty files."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.people_columns import PEOPLE_COLUMNS
from arbeidspact.exchange.people_columns import REQUIRED as REQUIRED_OF_PEOPLE
from arbeidspact.exchange.uploads import ImportKind
from arbeidspact.exchange.vacancies import REQUIRED as REQUIRED_OF_VACANCIES
from arbeidspact.exchange.vacancies import VACANCY_COLUMNS
from arbeidspact.exchange.workbook import Sheet
from arbeidspact.organisations.exceptions import Message

MEANINGS: Mapping[ImportKind, Mapping[str, Message]] = {
    ImportKind.VACANCIES: VACANCY_COLUMNS,
    ImportKind.PEOPLE: PEOPLE_COLUMNS,
}
REQUIRED: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.VACANCIES: REQUIRED_OF_VACANCIES,
    ImportKind.PEOPLE: REQUIRED_OF_PEOPLE,
}
KEPT_AS_TEXT = frozenset({"national_number", "phone", "employer_number", "external_id", "birth_date", "period"})
"""Where a spreadsheet program would otherwise take noughts away or make a day of a year."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, in words."""

    name: str
    meaning: Message
    is_required: bool


def columns_of(kind: ImportKind) -> list[Column]:
    """The columns of a file of this kind, in their order."""
    return [Column(name, meaning, name in REQUIRED[kind]) for name, meaning in MEANINGS[kind].items()]


def empty_sheets(kind: ImportKind, title: Message) -> list[Sheet]:
    """An empty file of this kind: a sheet to fill in, and one that explains the columns."""
    words = [(one.name, str(one.meaning)) for one in columns_of(kind)]
    return [
        Sheet(title, tuple(MEANINGS[kind]), text_columns=KEPT_AS_TEXT),
        Sheet(_("Explanation"), (str(_("Column")), str(_("What stands in it"))), words),
    ]
