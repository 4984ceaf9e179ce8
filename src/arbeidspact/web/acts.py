"""What can be done on a page, each act with its own form: one of them stands open, the others unfold."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import QueryDict

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
    """An act on a page, with its form; `is_open` when the form shows at once, `is_mending` when it takes the place of
    what was noted before."""

    name: str
    act: Act[F]
    form: F
    is_open: bool
    is_mending: bool = False


def offered_acts(
    acts: Mapping[str, Act[F]],
    names: Collection[str],
    *,
    refused: tuple[str, F] | None = None,
    mending: Collection[str] = (),
    **values: Any,
) -> list[OfferedAct[F]]:
    """The acts with these names, each with its form, in the order of `acts`; the first that somebody comes for is open.

    Arguments: `refused`, a name and the form that was sent: it stands open with what was typed, also when its name is
    not among `names`; `mending`, those that take the place of what was noted before; `values`, what each form is about.
    """
    found: list[OfferedAct[F]] = []
    has_first = False
    for name, act in acts.items():
        is_refused = refused is not None and refused[0] == name
        if name not in names and not is_refused:
            continue
        is_first = act.is_first and name not in mending and not has_first
        has_first = has_first or is_first
        form = refused[1] if refused is not None and is_refused else form_of(act, name, **values)
        found.append(OfferedAct(name, act, form, is_open=is_first or is_refused, is_mending=name in mending))
    return found


def form_of(act: Act[F], name: str, data: QueryDict | None = None, **values: Any) -> F:
    """The form of this act, with names of its own on a page of many; `data`, what was sent."""
    return act.form_class(data, auto_id=f"id_{name}_%s", **values)
