"""One row of figures: what each of its cells says, or why it cannot stand there. Every format passes here."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ..breakdown import TOTAL, breakdown_key, parse_breakdown
from ..definition import IndicatorDefinition, Unit
from ..exceptions import InvalidBreakdown, InvalidCell, InvalidNumber, InvalidPeriod, Problem
from ..observation import Observation, ObservationStatus
from ..period import Period
from .raw_rows import FIGURE_COLUMNS, FREE_TEXT, MAY_BE_EMPTY, RawRows
from .reading_rules import ReadingRules

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
LONGEST: Final[Mapping[str, int]] = {"source": 300, "source_url": 500, "printed_as": 200}


def read_period(text: str) -> Period:
    """Which period is this? Raises: `InvalidPeriod`; `InvalidCell` when no figure can be about it."""
    period = Period.parse(text)
    if not FIRST_YEAR <= period.start.year <= period.end.year <= LAST_YEAR:
        raise InvalidCell(f"{text} lies before {FIRST_YEAR} or after {LAST_YEAR}", "correct the year")
    return period


def read_vintage(text: str) -> date | None:
    """On which day was this published; None when the cell is empty? Raises: `InvalidCell`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidCell(
            f"{text} is not a date", "write year-month-day, such as 2020-10-19, or leave it empty"
        ) from None


def read_status(text: str) -> ObservationStatus:
    """How sure is this figure? Raises: `InvalidCell`."""
    try:
        return ObservationStatus(text)
    except ValueError:
        raise InvalidCell(f"{text} is not possible here", f"write {', '.join(ObservationStatus)}") from None


def check_area(text: str, rules: ReadingRules) -> str:
    """Which area is this? Raises: `InvalidCell`."""
    if rules.areas is not None and text not in rules.areas:
        raise InvalidCell(f"{text} is not a known area", "add it to the areas file or correct the code")
    if len(text) > 60:
        raise InvalidCell("the text is longer than 60 signs", "shorten it")
    return text


def definition_of(text: str, rules: ReadingRules) -> IndicatorDefinition:
    """Which indicator is this? Raises: `InvalidCell`."""
    definition = rules.definitions.get(text)
    if definition is None:
        raise InvalidCell(f"{text} is not defined", "add its definition first or correct the slug")
    return definition


def check_unit(text: str, definition: IndicatorDefinition, rules: ReadingRules) -> Unit:
    """In which unit is this indicator kept? Raises: `InvalidCell` when the file says another."""
    if text != definition.unit and (text or rules.needs_unit):
        raise InvalidCell(
            f"{text} differs from the definition, which says {definition.unit}",
            f'write "{definition.unit}" and convert the value',
        )
    return definition.unit


def read_breakdown(text: str, definition: IndicatorDefinition) -> str:
    """Which group is this, as the key it is kept under? Raises: `InvalidBreakdown`."""
    return breakdown_key(parse_breakdown(text, definition.dimensions)) if text else TOTAL


def check_text(text: str, column: str) -> str:
    """This text, when it is not too long to keep. Raises: `InvalidCell`."""
    longest = LONGEST.get(column, 2000)
    if len(text) > longest:
        raise InvalidCell(f"the text is longer than {longest} signs", "shorten it")
    return text


class FigureRow:
    """One row being read; its problems gather here."""

    def __init__(self, file: str, rows: RawRows, place: int, rules: ReadingRules) -> None:
        self.file = file
        self.rows = rows
        self.place = place
        self.cells = rows.cells_at(place)
        self.rules = rules
        self.problems: list[Problem] = []

    def observation(self) -> Observation | None:
        """The figure of this row; None when something is wrong with it, and then the problems are noted."""
        for column in FIGURE_COLUMNS:
            if self._must_be_filled(column) and not self.cells.get(column):
                self._refuse(column, "the cell is empty", "fill it in")
        if self.problems:
            return None
        period, vintage, status = self._period(), self._vintage(), self._status()
        definition, unit = self._unit()
        breakdown = self._breakdown(definition)
        self._area()
        free = {column: self._text(column) for column in (*FREE_TEXT, "source")}
        if self.problems or unit is None or period is None or status is None:
            return None
        try:
            value = self.rules.numbers.value_of(self.cells["value"], unit)
        except InvalidNumber as error:
            self._refuse("value", error.problem, error.fix)
            return None
        return Observation(
            indicator=self.cells["indicator"],
            period=period,
            area=self.cells["area"],
            value=value,
            unit=unit,
            status=status,
            vintage=vintage,
            **free,
            breakdown=breakdown,
        )

    def _must_be_filled(self, column: str) -> bool:
        return column not in MAY_BE_EMPTY and (column != "unit" or self.rules.needs_unit)

    def _unit(self) -> tuple[IndicatorDefinition | None, Unit | None]:
        try:
            definition = definition_of(self.cells["indicator"], self.rules)
        except InvalidCell as error:
            self._refuse("indicator", error.problem, error.fix)
            return None, None
        try:
            return definition, check_unit(self.cells.get("unit", ""), definition, self.rules)
        except InvalidCell as error:
            self._refuse("unit", error.problem, error.fix)
            return definition, None

    def _breakdown(self, definition: IndicatorDefinition | None) -> str:
        if definition is None:
            return TOTAL
        try:
            return read_breakdown(self.cells.get("breakdown", ""), definition)
        except InvalidBreakdown as error:
            self._refuse("breakdown", error.problem, error.fix)
            return TOTAL

    def _area(self) -> None:
        try:
            check_area(self.cells["area"], self.rules)
        except InvalidCell as error:
            self._refuse("area", error.problem, error.fix)

    def _period(self) -> Period | None:
        try:
            return read_period(self.cells["period"])
        except (InvalidPeriod, InvalidCell) as error:
            self._refuse("period", error.problem, error.fix)
            return None

    def _vintage(self) -> date | None:
        try:
            return read_vintage(self.cells.get("vintage", ""))
        except InvalidCell as error:
            self._refuse("vintage", error.problem, error.fix)
            return None

    def _status(self) -> ObservationStatus | None:
        try:
            return read_status(self.cells["status"])
        except InvalidCell as error:
            self._refuse("status", error.problem, error.fix)
            return None

    def _text(self, column: str) -> str:
        try:
            return check_text(self.cells.get(column, ""), column)
        except InvalidCell as error:
            self._refuse(column, error.problem, error.fix)
            return ""

    def _refuse(self, column: str, problem: str, fix: str) -> None:
        name = self.rows.name_of(column, self.place)
        self.problems.append(Problem(self.file, self.rows.label(self.place), name, problem, fix))
