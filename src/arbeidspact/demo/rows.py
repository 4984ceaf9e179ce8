"""Very many invented rows at once: without an object for each, which is what takes the time."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, models

AT_ONCE: Final = 20_000


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes these rows into the table of this model, in the order of `fields`; a JSON field gets its value as text.

    Nothing else is filled in: name every field that has no default in the database. For invented data alone.
    """
    columns = [model._meta.get_field(name) for name in fields]
    json_places = [place for place, column in enumerate(columns) if isinstance(column, models.JSONField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(column.column)) for column in columns)  # type: ignore[union-attr]
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while some := [_plain(row, json_places) for row in islice(waiting, AT_ONCE)]:
            cursor.executemany(statement, some)


def _plain(row: Sequence[Any], json_places: Sequence[int]) -> list[Any]:
    plain = list(row)
    for place in json_places:
        plain[place] = json.dumps(plain[place])
    return plain
