"""What can be asked about steps, goals, places on the ladder and the plan."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.pathways.models import PlacementSource, StepOwner
from arbeidspact.people.domains import LifeDomain

What = Annotated[str, Field(min_length=3, max_length=200)]
Note = Annotated[str, Field(max_length=2000)]
Remark = Annotated[str, Field(max_length=300)]
Reason = Annotated[str, Field(min_length=3, max_length=300)]
Place = Annotated[str, Field(max_length=120)]
Domain = LifeDomain | Literal[""]
RungSlug = Annotated[str, Field(max_length=80)]


class _StepWords(Command):
    owner: StepOwner
    what: What
    due_on: date
    note: Note = ""
    place: Place = ""
    domain: Domain = ""
    member: int | None = None
    partner: int | None = None
    goal: UUID | None = None
    waits_on: UUID | None = None


class AgreeStep(_StepWords):
    """A step is agreed: what, by whom, by when, where; perhaps about a vacancy.

    `sent_key`: the same key sent twice is the same step.
    """

    vacancy: UUID | None = None
    sent_key: UUID | None = None


class ChangeStep(_StepWords):
    """The wording, the owner, the day or another part of an open step changes."""

    step: UUID


class FinishStep(Command):
    """The step was done."""

    step: UUID
    remark: Remark = ""


class GiveUpStep(Command):
    """The step was not done and will not be; why is asked without blame."""

    step: UUID
    remark: Reason


class ReopenStep(Command):
    """A step that was closed is open again, for instance because it was closed by mistake."""

    step: UUID
    remark: Remark = ""


class NoteHindrance(Command):
    """Something stands in the way of an open step."""

    step: UUID
    hindrance: Reason


class ClearHindrance(Command):
    """The step can go on."""

    step: UUID


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class MoveStep(Command):
    """An open step changes places with the one before or after it under the same goal."""

    step: UUID
    direction: Direction


class SetGoal(Command):
    """A goal in the person's words. `sent_key`: the same key sent twice is the same goal."""

    words: Reason
    domain: Domain = ""
    sent_key: UUID | None = None


class ChangeGoal(Command):
    goal: UUID
    words: Reason
    domain: Domain = ""


class CloseGoal(Command):
    """The goal is reached, or dropped because the person wants something else now."""

    goal: UUID
    was_reached: bool


class ReopenGoal(Command):
    goal: UUID


class SetAim(Command):
    """The highest rung aimed for; empty: not known yet."""

    rung: RungSlug
    words: Remark = ""


class _PlacementWords(Command):
    rung: RungSlug
    since: date
    until: date | None = None
    where: Annotated[str, Field(max_length=200)] = ""
    source: PlacementSource = PlacementSource.TALK


class PlaceOnRung(_PlacementWords):
    """Somebody stands on a rung: since when, where, and how we know. `sent_key` as of a step."""

    vacancy: UUID | None = None
    sent_key: UUID | None = None


class ChangePlacement(_PlacementWords):
    placement: UUID


class EndPlacement(Command):
    placement: UUID
    until: date


class RemovePlacement(Command):
    """The placement was noted by mistake."""

    placement: UUID


class AdoptedStep(Command):
    """A step as it was left before adopting: which of the template, and its words, owner and day."""

    place: int
    what: What
    owner: Literal["person", "organisation"]
    due_on: date


class AdoptTemplate(Command):
    """The chosen steps of a template come into the plan, all at once."""

    template: Annotated[str, Field(max_length=80)]
    starts_on: date
    steps: tuple[AdoptedStep, ...]
    goals: Annotated[dict[str, Reason], Field(default_factory=dict)]
    sent_key: UUID | None = None


class UndoAdoption(Command):
    adoption: UUID
