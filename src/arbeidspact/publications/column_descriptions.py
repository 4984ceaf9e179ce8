"""What stands in each column of each CSV file: metadata for CSV on the Web.

Source: W3C, Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/ (table groups, schemas, keys,
datatypes).
"""

from collections.abc import Iterable
from typing import Any, Final

from arbeidspact.indicators import Text
from arbeidspact.publications.columns import Column, ColumnKind, TableDescription
from arbeidspact.publications.files import ReleasedFile
from arbeidspact.publications.tables import TABLES

CSVW: Final = "http://www.w3.org/ns/csvw"
DATATYPES: Final[dict[ColumnKind, Any]] = {
    ColumnKind.TEXT: "string",
    ColumnKind.DAY: {"base": "date", "format": "yyyy-MM-dd"},
    ColumnKind.WHOLE: "integer",
    ColumnKind.NUMBER: "decimal",
    ColumnKind.EXACT: "decimal",
    ColumnKind.YES_NO: {"base": "boolean", "format": "True|False"},
}


def column_descriptions(files: Iterable[ReleasedFile]) -> dict[str, Any]:
    """The metadata of every CSV file of a release; the files of indicators have the columns of `figures`."""
    tables = []
    for one in sorted(files, key=lambda file: file.path):
        if not one.path.endswith(".csv"):
            continue
        name = one.path.removeprefix("data/").removesuffix(".csv")
        tables.append(_table(one.path, TABLES.get(name, TABLES["figures"])))
    return {"@context": [CSVW, {"@language": "nl"}], "tables": tables}


def _table(path: str, table: TableDescription) -> dict[str, Any]:
    return {
        "url": path,
        "dc:title": _both(table.title),
        "dc:description": _both(table.about),
        "tableSchema": {"columns": [_column(column) for column in table.columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": _both(column.about),
        "datatype": DATATYPES[column.kind],
    }


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.nl, "@language": "nl"}, {"@value": text.en, "@language": "en"}]
