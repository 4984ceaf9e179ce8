"""Queries and inserts of every request of a program: turned into SQL once, and asked again and again.

The ORM stays the one place that says what is asked, so a prepared query gives what the same query set gives. For the
few places where building the statement costs more than running it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model, QuerySet, Value

_Converter = tuple[int, tuple[Callable[[Any, Any, Any], Any], ...], Any]


class Given(Value):
    """In the query set of a `Prepared`: a value that is given when it is asked, under this name."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """A place for the value; which one it is, is said when the query is asked."""
        return "%s", (self,)


class Prepared:
    """A query set of `values_list`, asked many times.

    Arguments: `make`, builds the query set, with `Given` where a value differs from time to time.
    """

    def __init__(self, make: "Callable[[], QuerySet[Any, Any]]") -> None:
        self._make = make
        self._compiled: dict[str, tuple[str, tuple[Any, ...], list[_Converter]]] = {}

    def ask(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows, as the query set would give them with these values. One query."""
        # Not Django's proxy: each look through it takes longer than what is looked for.
        connection = connections[DEFAULT_DB_ALIAS]
        sql, parameters, converters = self._compiled.get(connection.vendor) or self._compile(connection)
        values = [
            one.output_field.get_db_prep_value(given[one.value], connection) if isinstance(one, Given) else one
            for one in parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        return [_converted(row, converters, connection) for row in rows] if converters else rows

    def _compile(self, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...], list[_Converter]]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        converters = [(place, tuple(each), column) for place, (each, column) in found.items()]
        compiled = self._compiled[connection.vendor] = sql, tuple(parameters), converters
        return compiled


class PreparedInsert:
    """Rows of one model, written one at a time; as `bulk_create`, it sends no signals."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
        self._compiled: dict[str, str] = {}

    def write(self, row: Model) -> None:
        """Writes this row, and gives it its key. One statement."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql = self._compiled.get(connection.vendor) or self._compile(connection)
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            ((row.pk,),) = cursor.fetchall()
        row._state.adding, row._state.db = False, connection.alias

    def write_all(self, rows: Sequence[Model]) -> None:
        """Writes these rows: one with the prepared statement, several as `bulk_create` does."""
        if len(rows) == 1:
            self.write(rows[0])
        else:
            self._model._default_manager.bulk_create(rows)

    def _compile(self, connection: BaseDatabaseWrapper) -> str:
        name: Any = connection.ops.quote_name
        columns = ", ".join(name(field.column) for field in self._fields)
        places = ", ".join(["%s"] * len(self._fields))
        meta = self._model._meta
        sql = f"INSERT INTO {name(meta.db_table)} ({columns}) VALUES ({places}) RETURNING {name(meta.pk.column)}"  # noqa: S608
        self._compiled[connection.vendor] = sql
        return sql


def _converted(row: tuple[Any, ...], converters: list[_Converter], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    values = list(row)
    for place, each, column in converters:
        for convert in each:
            values[place] = convert(values[place], column, connection)
    return tuple(values)
