"""Files of other producers as situations. The numbers are invented unless a test names their source."""

from decimal import Decimal
from typing import Any

from arbeidspact.indicators import Category, Dimension, Observation, Text, Unit
from arbeidspact.indicators.crosswalk import FLEMISH_MERGERS, read_crosswalk
from arbeidspact.indicators.exceptions import Problem
from arbeidspact.indicators.formats import (
    AreaBook,
    FigureReader,
    FileTable,
    KnownArea,
    joined,
    mapping_from,
    table_of_cells,
)
from tests.monitor.factories import definition


def a_dimension(slug: str, *categories: str) -> Dimension:
    return Dimension(
        slug=slug,
        name=Text(nl=slug, en=slug),
        categories=tuple(Category(slug=one, name=Text(nl=one, en=one)) for one in categories),
    )


DIMENSIONS = (a_dimension("sex", "women", "men"), a_dimension("age", "15-24", "25-54"))
DEFINITIONS = {
    "rate": definition("rate", dimensions=DIMENSIONS),
    "share": definition("share", unit=Unit.SHARE, factor=Decimal(1)),
    "people": definition("people", unit=Unit.COUNT, factor=Decimal(1), denominator=None, dimensions=DIMENSIONS),
}
AREAS = AreaBook(
    [
        KnownArea("gent", ("Gent", "Ghent"), ("44021",)),
        KnownArea("aalst", ("Aalst",), ("41002",)),
        KnownArea("antwerpen", ("Antwerpen",), ("11002", "11007")),
        KnownArea("merelbeke-melle", ("Merelbeke-Melle",), ("44040", "44043")),
        KnownArea("deinze", ("Deinze",), ("44083",)),
        KnownArea("oost-vlaanderen", ("Oost-Vlaanderen",)),
    ],
    read_crosswalk(FLEMISH_MERGERS),
)


def a_mapping(**values: Any) -> Any:
    content = {
        "slug": "test",
        "title": "Test",
        "columns": {"area": "Gemeente", "period": "Jaar", "value": "Aantal"},
        "constants": {"indicator": "people", "source": "VDAB", "status": "final"},
        **values,
    }
    return mapping_from(content)


def read_table(table: FileTable, mapping: Any) -> tuple[list[Observation], list[Problem], FigureReader]:
    reader = FigureReader("cijfers", DEFINITIONS, AREAS, mapping)
    columns = [reader.take_table(table), reader.finish()]
    return list(joined(columns).observations()), reader.problems, reader


def read_cells(text: str, mapping: Any) -> tuple[list[Observation], list[Problem], FigureReader]:
    """Cells divided by |, rows by lines."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    table = table_of_cells(rows, "cijfers", header_row=mapping.header_row, ends_before=mapping.ends_before)
    return read_table(table, mapping)


def short(figures: list[Observation]) -> list[tuple[str, str, str, str]]:
    return [(one.area, str(one.period), one.breakdown, f"{one.value.normalize():f}") for one in figures]


def told(problems: list[Problem]) -> list[str]:
    return [f"{one.entry}, {one.field}: {one.problem}: {one.fix}" for one in problems]
