"""What the database knows of the sizes of its tables, by which it chooses how to look something up."""

from typing import Final

from django.db import connection

MANY_ROWS: Final = 1_000


def look_at_tables_anew(rows: int = MANY_ROWS) -> None:
    """After so many rows came in at once: PostgreSQL would choose by what it knew of before, until it looks by itself.

    Fewer than a thousand rows change nothing. SQLite does not choose by sizes.
    """
    if rows >= MANY_ROWS and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
