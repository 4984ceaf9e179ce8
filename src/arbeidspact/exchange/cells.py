"""What stands in a cell: days, times, numbers, yes or no, lists, concepts, areas, as people and programs write them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from arbeidspact.exchange.report import RowProblem
from arbeidspact.exchange.rows import Cell, TableRow
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, Message
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.folding import fold

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_BELGIAN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
_BOTH_MARKS = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.uh](\d{2})(?::00)?(?:u|uur)?|h|u|uur)", re.ASCII | re.IGNORECASE)
YES = frozenset({"yes", "y", "true", "1", "ja", "j", "waar", "x"})
NO = frozenset({"no", "n", "false", "0", "nee", "neen", "onwaar"})


class CellProblem(Exception):
    """What stands in a cell cannot be; says what and how to mend it."""

    def __init__(self, problem: Message, fix: Message) -> None:
        super().__init__(str(problem))
        self.problem, self.fix = problem, fix


def parse_date(text: str) -> date:
    """Which day is this: 2026-03-31 or 31/3/2026? Raises: `CellProblem`."""
    found = _ISO.fullmatch(text)
    parts = found.groups() if found else None
    if parts is None and (found := _BELGIAN.fullmatch(text)):
        parts = tuple(reversed(found.groups()))
    try:
        year, month, day = (int(part) for part in parts or ())
        return date(year, month, day)
    except ValueError:
        raise CellProblem(_("This is not a date."), _("Write 2026-03-31 or 31/3/2026.")) from None


def parse_time(text: str) -> time:
    """Which time of the day is this: 05:30, 5.30 uur or 5u30? 24:00 is midnight. Raises: `CellProblem`."""
    found = _CLOCK.fullmatch(re.sub(r"\s", "", text))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, -1)
    try:
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise CellProblem(_("This is not a time of the day."), _("Write hours and minutes, such as 05:30.")) from None


def parse_decimal(text: str, *, may_have_thousands: bool = False) -> Decimal:
    """Which number is this, with a decimal comma or point?

    Arguments: `may_have_thousands`, where 2.500 may mean two thousand five hundred: then it is refused as unclear.
    Raises: `CellProblem`.
    """
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if may_have_thousands and _BOTH_MARKS.fullmatch(bare):
        return Decimal(
            bare.replace(".", "").replace(",", ".") if bare.rfind(",") > bare.rfind(".") else bare.replace(",", "")
        )
    if may_have_thousands and _THOUSANDS.fullmatch(bare) and not bare.lstrip("-").isdigit():
        raise CellProblem(
            _("This number can be read in two ways."), _("Leave out the mark for thousands: write 2500 or 2500,00.")
        )
    if not _NUMBER.fullmatch(bare) or len(bare) > 30:
        raise CellProblem(_("This is not a number."), _("Write digits, such as 38 or 7,5."))
    return Decimal(bare.replace(",", "."))


def parse_whole(text: str) -> int:
    """Which whole number is this? Raises: `CellProblem`."""
    number = parse_decimal(text)
    if number != number.to_integral_value():
        raise CellProblem(_("This is not a whole number."), _("Write a number without a comma, such as 3."))
    return int(number)


def parse_yes(text: str) -> bool:
    """Is this a yes? Raises: `CellProblem`."""
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellProblem(_("This is neither yes nor no."), _("Write yes or no."))


def parse_choice(text: str, kind: type[E]) -> E:
    """Which of the options is this? Raises: `CellProblem` that names them."""
    for member in kind:
        if text.casefold() == str(member.value).casefold():
            return member
    options = ", ".join(str(member.value) for member in kind)
    raise CellProblem(_("This is not one of the options."), _("Write one of: %(options)s.") % {"options": options})


def items_of(cell: Cell) -> tuple[str, ...]:
    """The items of a list: divided by | or by lines, or where none of these stands there, by spaces."""
    if isinstance(cell, tuple):
        return cell
    parts = re.split(r"[|\n]", cell) if re.search(r"[|\n]", cell) else cell.split()
    return tuple(part.strip() for part in parts if part.strip())


def concepts_of(cell: Cell, kind: ConceptKind) -> tuple[str, ...]:
    """Which concepts are these: ids divided by spaces, or ids and names divided by |? Raises: `CellProblem`."""
    if isinstance(cell, str) and "|" not in cell and "\n" not in cell and not all(":" in part for part in cell.split()):
        return (concept_of(cell, kind),)
    return tuple(concept_of(item, kind) for item in items_of(cell))


def concept_of(text: str, kind: ConceptKind) -> str:
    """Which concept is this: its id, or its exact name in any language of the taxonomy? Raises: `CellProblem`."""
    taxonomy = current_taxonomy()
    if text in taxonomy and taxonomy.concept(text).kind is kind:
        return text
    named = {
        hit.concept_id
        for language in ("nl", "en")
        for hit in taxonomy.search(text, language=language, kind=kind, limit=10)
        if fold(hit.label) == fold(text)
    }
    if len(named) == 1:
        return named.pop()
    if named:
        raise CellProblem(_("Several concepts have this name."), _("Write the id of the one that is meant."))
    what = _("This is not an occupation that the taxonomy knows.")
    if kind is ConceptKind.COMPETENCE:
        what = _("This is not a competence that the taxonomy knows.")
    raise CellProblem(what, _("Write its id, or its exact name; look it up with “arbeidspact taxonomy search”."))


def area_of(text: str, areas: Mapping[str, str]) -> str:
    """Which area is this, by code or by name? Raises: `CellProblem`."""
    code = areas.get(fold(text))
    if code is None:
        raise CellProblem(_("This area is not known."), _("Write the code or the name of an area that was imported."))
    return code


def known_areas() -> dict[str, str]:
    """The code of every area, by its code and by its names as they fold."""
    found: dict[str, str] = {}
    for area in Area.objects.order_by("-kind", "pk"):
        for name in (area.name_en, area.name_nl, area.code):
            if name:
                found[fold(name)] = area.code
    for code in Area.objects.values_list("code", flat=True).order_by("pk"):
        found[fold(code)] = code
    return found


class RowReader:
    """One row being read; its problems gather here."""

    def __init__(self, row: TableRow) -> None:
        self.row = row
        self.problems: list[RowProblem] = []

    def has(self, column: str) -> bool:
        return column in self.row.cells

    def text(self, column: str, default: str = "") -> str:
        cell = self.row.cells.get(column, default)
        return " ".join(cell) if isinstance(cell, tuple) else cell

    def parsed(self, column: str, parse: Callable[[str], T]) -> T | None:
        """What this cell says; None when it is empty or wrong, and then the problem is noted."""
        return self._tried(column, lambda cell: parse(" ".join(cell) if isinstance(cell, tuple) else cell))

    def items(self, column: str, parse: Callable[[Cell], tuple[T, ...]]) -> tuple[T, ...]:
        """The items of this cell; none when it is empty or wrong, and then the problem is noted."""
        return self._tried(column, parse) or ()

    def refuse(self, column: str, problem: Message, fix: Message = "") -> None:
        self.problems.append(RowProblem(self.row.number, column, problem, fix))

    def refuse_error(self, error: DomainError, columns: Mapping[str, str] | None = None) -> None:
        """Notes what an action refused, at its column."""
        field = error.field or ""
        self.refuse((columns or {}).get(field, field), error.message, error.hint)

    def command(self, kind: type[Command], values: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Any:
        """The command that these values make; None when they cannot, and then every problem is noted."""
        if self.problems:
            return None
        try:
            return kind(**values)
        except ValidationError as error:
            for problem in error.errors(include_input=False, include_url=False):
                field = str(problem["loc"][0]) if problem["loc"] else ""
                self.refuse((columns or {}).get(field, field), words_of_problem(problem))
        return None

    def _tried(self, column: str, parse: Callable[[Cell], T]) -> T | None:
        cell = self.row.cells.get(column)
        if not cell:
            return None
        try:
            return parse(cell)
        except CellProblem as error:
            self.refuse(column, error.problem, error.fix)
            return None


def words_of_problem(problem: Any) -> Message:
    """What a command says of a value, in words that never repeat the value."""
    cause = problem.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return str(cause)
    return _plain_messages().get(problem["type"], _("This value is not possible here."))


@lru_cache(maxsize=1)
def _plain_messages() -> dict[str, Message]:
    return {
        "missing": _("Fill in this field."),
        "string_too_short": _("Fill in this field."),
        "string_too_long": _("This text is too long."),
        "string_pattern_mismatch": _("This text holds characters that are not possible here."),
        "enum": _("Choose one of the options."),
        "greater_than": _("This number is too low."),
        "greater_than_equal": _("This number is too low."),
        "less_than": _("This number is too high."),
        "less_than_equal": _("This number is too high."),
        "decimal_max_digits": _("This number has too many digits."),
        "decimal_max_places": _("This number has too many digits behind the comma."),
    }
