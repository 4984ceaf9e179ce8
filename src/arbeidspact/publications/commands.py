"""What can be asked about releases."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command

AreaCode = Annotated[str, Field(min_length=1, max_length=60)]
Version = Annotated[str, Field(min_length=1, max_length=20)]


class MakeRelease(Command):
    """Makes a release of what stands now.

    `left_out`: indicators that stay at home. `groups`: areas that are published together instead of one by one, each
    group two areas or more. `rounding`: round counts that need protection to tens instead of hiding the small ones.
    """

    left_out: tuple[str, ...] = ()
    groups: tuple[Annotated[tuple[AreaCode, ...], Field(min_length=2, max_length=60)], ...] = ()
    method: Literal["hide", "round"] = "hide"
    notes: Annotated[str, Field(max_length=2000)] = ""


class CancelMaking(Command):
    """What is being made is not wanted any more."""

    making: UUID


class MakeAgain(Command):
    """What did not come about begins anew, with the same choices."""

    making: UUID


class PublishRelease(Command):
    """A draft is public from now."""

    version: Version


class WithdrawRelease(Command):
    """A public release is taken back; what it was, and why it went, stays readable."""

    version: Version
    reason: Annotated[str, Field(min_length=5, max_length=500)]
