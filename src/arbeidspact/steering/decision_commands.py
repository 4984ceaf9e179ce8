"""What can be asked about the log of decisions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.steering.commands import PactSlug, Reason, Telling, Words
from arbeidspact.steering.models import ChangeKind

TitleNl = Annotated[str, Field(min_length=5, max_length=200, pattern=r"^[^\r\n]*$")]
TitleEn = Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")]


class MinorityNote(Command):
    """Who does not agree, and why, in their own words."""

    who: Annotated[str, Field(min_length=2, max_length=200)]
    why: Annotated[str, Field(min_length=5, max_length=4000)]


class DecisionContent(Command):
    """What a decision says. `about`: such as "action:jobteam" or "signal:UUID"; at least one."""

    body: Annotated[str, Field(min_length=1, max_length=80)]
    taken_on: date
    title_nl: TitleNl
    title_en: TitleEn = ""
    text: Telling
    motivation: Words = ""
    minority: tuple[MinorityNote, ...] = ()
    about: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]


class RecordDecision(Command):
    """A draft in the log; `changes`: the reference of an earlier decision that it amends or takes the place of."""

    pact: PactSlug
    content: DecisionContent
    changes: UUID | None = None
    change_kind: ChangeKind | None = None


class DecisionCommand(Command):
    """Something about one decision."""

    decision: UUID


class EditDecision(DecisionCommand):
    """The draft gets other words."""

    content: DecisionContent


class AdoptDecision(DecisionCommand):
    """The draft is adopted: from now on it never changes."""


class DiscardDraft(DecisionCommand):
    """The draft goes; a decision that was never adopted goes with it."""


class CorrectDecision(DecisionCommand):
    """A new version as a draft beside the adopted one, which stays in force until this one is adopted."""

    content: DecisionContent
    correction: Reason


class AddTask(DecisionCommand):
    what: Annotated[str, Field(min_length=5, max_length=300)]
    owner: Annotated[str, Field(min_length=2, max_length=200)]
    due_on: date


class TaskCommand(Command):
    task: UUID


class FinishTask(TaskCommand):
    done_on: date
    outcome: Annotated[str, Field(min_length=3, max_length=500)]


class DropTask(TaskCommand):
    """It is not done, and why."""

    outcome: Annotated[str, Field(min_length=3, max_length=500)]


class ReopenTask(TaskCommand):
    """It was not done after all."""
