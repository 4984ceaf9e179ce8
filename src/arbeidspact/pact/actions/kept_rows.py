"""Rows of a file that is taken in again: what is there already is changed in place, so that what rests on it stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError

from arbeidspact.pact.models import Published

Row = TypeVar("Row", bound=Published)


class KeptRows(Generic[Row]):
    """The rows of one kind, by short name: `kept` are those that the file names."""

    def __init__(self, rows: "QuerySet[Row]", today: date) -> None:
        self.kept: dict[str, Row] = {}
        self._model: type[Row] = rows.model
        self._before: dict[str, Row] = {row.slug: row for row in rows}
        self._today = today

    def keep(self, *, slug: str, **values: Any) -> Row:
        """The row of this short name with these values: changed where it was there, else made."""
        row = self._before.pop(slug, None) or self._model(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self.kept[slug] = row
        return row

    def let_go_of_the_rest(self) -> None:
        """Deletes the rows that the file no longer names; one that something entered rests on stays, marked."""
        for row in self._rest():
            try:
                with transaction.atomic():
                    row.delete()
            except (ProtectedError, RestrictedError):
                if row.left_on is None:
                    row.left_on = self._today
                    row.save(update_fields=["left_on"])

    def _rest(self) -> Iterable[Row]:
        return list(self._before.values())
