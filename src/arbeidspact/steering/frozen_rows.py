"""Rows that the database itself refuses to change: triggers, in the words of SQLite and of PostgreSQL.

A migration installs them. What they guard was adopted or frozen together; nobody changes it afterwards, also not at the
prompt of the database.
"""

from collections.abc import Sequence
from typing import Final

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL: Final = "this row is frozen"


def freeze(table: str, columns: Sequence[str], *, when: str = "") -> "Frozen":
    """The forward and backward step of a migration that freezes these columns.

    Arguments: `when`, an SQL condition on OLD, such as "OLD.adopted_at IS NOT NULL"; empty, from the first moment on.
    """
    return Frozen(table, tuple(columns), when)


class Frozen:
    """Columns of a table that never change once the condition holds."""

    def __init__(self, table: str, columns: tuple[str, ...], when: str) -> None:
        self.table, self.columns, self.when = table, columns, when
        self.name = f"{table}_frozen"

    def install(self, _apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        """Makes the trigger."""
        for statement in self.statements(editor.connection.vendor):
            editor.execute(statement)

    def remove(self, _apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        """Takes the trigger away."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {self.name}")

    def statements(self, vendor: str) -> list[str]:
        """The SQL that makes the trigger. Raises: `NotImplementedError` for another kind of database."""
        columns, condition = ", ".join(self.columns), f"WHEN ({self.when}) " if self.when else ""
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {columns} ON {self.table} {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            ]
        if vendor == "postgresql":
            return [
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {columns} ON {self.table} "
                f"FOR EACH ROW {condition}EXECUTE FUNCTION {self.name}()",
            ]
        raise NotImplementedError(f"Freezing rows is not written for {vendor}.")
