"""What can go wrong when somebody asks the platform to do something.

    DomainError             what happened, a hint, and the field it is about
    ├── NotAllowed          this actor may not do this, and why
    ├── NotFound            there is no such thing, or not for this actor
    ├── InvalidValue        a field holds something that cannot be
    └── Conflict            the state of things forbids it: already done, last administrator, ...

Messages are for people: they never carry a name, a number or another detail of a person.
"""

from django.utils.functional import Promise

Message = str | Promise


class DomainError(Exception):
    """Says what happened, what to do about it, and which field it is about (None: the whole)."""

    def __init__(self, message: Message, *, hint: Message = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotAllowed(DomainError):
    """This actor may not do this."""


class NotFound(DomainError):
    """There is no such thing, or not for this actor: the two are told apart for nobody."""


class InvalidValue(DomainError):
    """A field holds something that cannot be."""


class Conflict(DomainError):
    """The state of things forbids it."""
