"""What a delivery would change and what is wrong with it, as lines for a page and for a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from arbeidspact.exchange.figure_problems import in_words
from arbeidspact.indicators import IndicatorDefinition, InvalidPeriod, Period, Problem, breakdown_name
from arbeidspact.monitor.delivery_queries import Delivery
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.monitor.figures import language, period_text, points_text, value_text

SHOWN = 25
CHANGE_COLUMNS = ("what", "indicator", "area", "breakdown", "period", "before", "value", "difference", "row")


_WORDS = {
    "jumps": (
        _lazy("Look at these first"),
        _lazy("They differ far more from the figure before them than is usual, or about a hundred times."),
    ),
    "revised": (_lazy("Revised"), _lazy("Another value than the one that counts now.")),
    "gone": (
        _lazy("No longer in the file"),
        _lazy("The source published these before, and its new file does not hold them. They stay as they are."),
    ),
    "older": (
        _lazy("Published earlier"),
        _lazy("They are kept, and do not count: a newer publication does."),
    ),
    "new": (_lazy("New"), _lazy("There was no figure yet for these periods.")),
}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem, in words."""

    place: str
    field: str
    problem: str
    fix: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure of a preview, in words."""

    name: str
    area: str
    group: str
    period: str
    before: str
    value: str
    difference: str
    row: int | None
    is_hundred_times: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of change, with its first figures."""

    kind: str
    title: str
    explanation: str
    count: int
    lines: tuple[ChangeLine, ...]


def problem_lines(delivery: Delivery) -> list[ProblemLine]:
    """Everything that is wrong, in the language of the screen."""
    return [
        problem_line(Problem(delivery.file_name, one["place"], one["field"], one["problem"], one["fix"]))
        for one in delivery.problems
    ]


def problem_line(problem: Problem) -> ProblemLine:
    """One problem of a file, in the language of the screen."""
    said, fix = in_words(problem)
    return ProblemLine(_place(problem.entry), "" if problem.field == "-" else problem.field, said, fix)


def parts_of(delivery: Delivery) -> list[Part]:
    """The kinds of change that this delivery brings, those that need a look first."""
    definitions, names = definitions_in_force(), area_names()
    found = []
    for kind, (title, explanation) in _WORDS.items():
        rows = delivery.preview.get(kind, [])
        if rows:
            lines = tuple(_line(row, definitions, names) for row in rows[:SHOWN])
            found.append(Part(kind, str(title), str(explanation), int(delivery.counts.get(kind, len(rows))), lines))
    return found


def change_rows(delivery: Delivery) -> Iterator[tuple[object, ...]]:
    """The preview as rows of a file, under `CHANGE_COLUMNS`."""
    for kind, rows in delivery.preview.items():
        for row in rows:
            yield (kind, *(row.get(column, "") for column in CHANGE_COLUMNS[1:]))


def _line(
    row: Mapping[str, Any], definitions: Mapping[str, IndicatorDefinition], names: Mapping[str, str]
) -> ChangeLine:
    definition = definitions.get(row["indicator"])
    name = definition.name.in_language(language()) if definition else row["indicator"]

    def said(column: str) -> str:
        if column not in row:
            return ""
        return value_text(Decimal(row[column]), definition.unit) if definition else str(row[column])

    return ChangeLine(
        name=name,
        area=names.get(row["area"], row["area"]),
        group=breakdown_name(row["breakdown"], definition.dimensions if definition else (), language()),
        period=_period(row["period"]),
        before=said("before"),
        value=said("value"),
        difference=_difference(row, definition),
        row=row.get("row"),
        is_hundred_times=bool(row.get("hundred")),
    )


def _difference(row: Mapping[str, Any], definition: IndicatorDefinition | None) -> str:
    if "difference" not in row:
        return ""
    number = Decimal(row["difference"])
    sign = "+" if number > 0 else "\u2212" if number < 0 else ""
    return f"{sign}{points_text(number, definition.unit)}" if definition else str(row["difference"])


def _period(text: str) -> str:
    try:
        return period_text(Period.parse(text))
    except InvalidPeriod:
        return text


def _place(entry: str) -> str:
    kind, _space, number = entry.partition(" ")
    if kind == "row" and number.isdigit():
        return _("Row %(row)s") % {"row": number}
    if kind == "value" and number.isdigit():
        return _("Value %(number)s") % {"number": number}
    if kind == "feature":
        return _("Feature %(number)s") % {"number": number}
    return _("The file") if entry in ("file", "header") else entry
