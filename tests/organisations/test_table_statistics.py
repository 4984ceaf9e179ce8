"""After very many rows came in at once, the database plans by the sizes that its tables have now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbeidspact.organisations.table_statistics import MANY_ROWS, look_at_tables_anew

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [0, MANY_ROWS - 1, MANY_ROWS])
def test_the_tables_are_looked_at_after_many_rows_where_the_database_chooses_by_sizes(rows):
    with CaptureQueriesContext(connection) as asked:
        look_at_tables_anew(rows)

    is_wanted = rows >= MANY_ROWS and connection.vendor == "postgresql"
    assert [query["sql"] for query in asked] == ["ANALYZE"] * is_wanted
