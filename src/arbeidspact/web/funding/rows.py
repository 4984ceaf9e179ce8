"""Forms with rows below them: the rows travel in the same command, and an empty row is left out."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from arbeidspact.web.forms import C, CommandForm


class RowsForm(CommandForm[C]):
    """A form with rows. A subclass names for each kind of row its form; `ROWS` are the fields of the command."""

    ROWS: ClassVar[Mapping[str, type[forms.Form]]]
    SPARE: ClassVar[int] = 3

    def __init__(
        self, data: Any = None, *, row_initial: Mapping[str, list[dict[str, Any]]] | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        given = row_initial or {}
        self.rows: dict[str, BaseFormSet[Any]] = {
            name: formset_factory(form, extra=self.SPARE, absolute_max=200, max_num=200)(
                data, prefix=name, initial=given.get(name, [])
            )
            for name, form in self.ROWS.items()
        }

    def clean(self) -> dict[str, Any]:
        for rows in self.rows.values():
            if not rows.is_valid():
                self.add_error(None, _("Something is wrong in a row: look for the remark beside it."))
        return super().clean()

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        for name, rows in self.rows.items():
            values[name] = tuple(self.row_values(name, row.cleaned_data) for row in rows if _says_something(row))
        return values

    def row_values(self, name: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        """One row as the command takes it."""
        assert name in self.ROWS
        return {key: value for key, value in cleaned.items() if value not in (None, "")}


def _says_something(row: Any) -> bool:
    """Did anybody fill in more than the choice that stands there by itself?"""
    return any(
        value not in (None, "")
        for name, value in row.cleaned_data.items()
        if not isinstance(row.fields[name], forms.ChoiceField)
    )
