"""Forms that become commands: what was typed stays, and every problem stands at its field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound

C = TypeVar("C", bound=Command)
T = TypeVar("T")


class CommandForm(forms.Form, Generic[C]):
    """A form whose valid input is one command.

    A subclass names `command_class` and may override `command_values` where a form field is not yet the command's.
    After `is_valid()`, `command` is there. A `DomainError` of the action goes back on the form with `refuse`.
    """

    command_class: ClassVar[type[Command]]
    command: C

    def command_values(self) -> dict[str, Any]:
        """The values for the command: the cleaned ones; an empty text or choice of an optional field is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.command = self.command_class(**self.command_values())  # type: ignore[assignment]
            except ValidationError as error:
                for problem in error.errors():
                    self._add_problem(problem)
        return cleaned

    def refuse(self, error: DomainError) -> None:
        """Shows what the action refused, at its field when it names one."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, f"{error.message} {error.hint}".strip())

    def _add_problem(self, problem: Any) -> None:
        name = str(problem["loc"][0]) if problem["loc"] else None
        cause = problem.get("ctx", {}).get("error")
        text = str(cause) if cause else PLAIN_MESSAGES.get(problem["type"], problem["msg"])
        self.add_error(name if name in self.fields else None, text)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """An action was carried out; `value`: what it gave."""

    value: T


def carry_out(form: CommandForm[C], action: Callable[[C], T]) -> Done[T] | None:
    """Gives the command of a valid form to an action. What the action refuses goes back on the form.

    Returns: None when the form or the action refused. Raises: `NotAllowed`, `NotFound`, which no other answer mends.
    """
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return Done(action(form.command))
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        form.refuse(error)
        return None


PLAIN_MESSAGES = {
    "missing": _("Fill in this field."),
    "string_too_short": _("Write a few words."),
    "string_too_long": _("This text is too long."),
    "enum": _("Choose one of the options."),
}
