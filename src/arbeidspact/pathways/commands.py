"""What can be asked about steps."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.pathways.models import StepOwner

What = Annotated[str, Field(min_length=3, max_length=200)]
Note = Annotated[str, Field(max_length=2000)]
Remark = Annotated[str, Field(max_length=300)]


class AgreeStep(Command):
    """A step is agreed: what, by whom, by when; perhaps about a vacancy."""

    owner: StepOwner
    what: What
    due_on: date
    note: Note = ""
    member: int | None = None
    vacancy: UUID | None = None


class ChangeStep(Command):
    """The wording, the owner or the day of an open step changes."""

    step: UUID
    owner: StepOwner
    what: What
    due_on: date
    note: Note = ""
    member: int | None = None


class FinishStep(Command):
    """The step was done."""

    step: UUID
    remark: Remark = ""


class GiveUpStep(Command):
    """The step was not done and will not be; why is asked without blame."""

    step: UUID
    remark: Annotated[str, Field(min_length=3, max_length=300)]


class ReopenStep(Command):
    """A step that was closed is open again, for instance because it was closed by mistake."""

    step: UUID
    remark: Remark = ""
