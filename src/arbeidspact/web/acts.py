"""What can be done on a page, each act with its own form: one of them stands open, the others unfold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from arbeidspact.organisations.exceptions import Message
from arbeidspact.web.forms import CommandForm

F = TypeVar("F", bound=CommandForm[Any])


@dataclass(frozen=True, slots=True)
class Act(Generic[F]):
    """Something that can be done: its form, its action, its words.

    `is_first`: what somebody comes for, so it stands open. `is_danger`: it ends what was under way.
    """

    form_class: type[F]
    action: Callable[..., Any]
    title: Message
    button: Message
    said: Message
    lead: Message = ""
    is_first: bool = False
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class OfferedAct(Generic[F]):
    """An act on a page, with its form; `is_open` when the form shows at once."""

    name: str
    act: Act[F]
    form: F
    is_open: bool
