"""What can be asked about reviews."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.steering.commands import PactSlug
from arbeidspact.steering.models import SignOffKind

LongText = Annotated[str, Field(max_length=20_000)]


class StartReview(Command):
    """A look back on the pact from a day until a day, both included."""

    pact: PactSlug
    since: date
    until: date


class ReviewCommand(Command):
    review: UUID


class CommentOnAction(ReviewCommand):
    """What the lead, a partner of the action or the steering group says of it; empty takes it back."""

    action: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(max_length=4000)] = ""


class WriteConclusions(ReviewCommand):
    text: LongText


class FreezeReview(ReviewCommand):
    """Everything as it stands now, for good."""


class DiscardReview(ReviewCommand):
    """The draft goes, with its comments."""


class SignReview(ReviewCommand):
    """A partner agrees with a frozen review; `note` says what it does not agree with."""

    kind: SignOffKind
    note: Annotated[str, Field(max_length=4000)] = ""
