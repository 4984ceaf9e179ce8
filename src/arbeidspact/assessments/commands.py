"""What can be asked about assessments."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.assessments.models import DistanceLevel, Outcome
from arbeidspact.assessments.questionnaire import Value
from arbeidspact.organisations.commands import Command
from arbeidspact.people.domains import LifeDomain

Reason = Annotated[str, Field(max_length=500)]


class StartAssessment(Command):
    """A new assessment; `based_on`, to start from the answers of a finished one."""

    questionnaire: Annotated[str, Field(min_length=1, max_length=80)]
    based_on: UUID | None = None


class AnswerPage(Command):
    """What was answered on one page; None where it is not known. `is_done`: the page is left, not only looked at."""

    assessment: UUID
    page: Annotated[str, Field(max_length=80)]
    answers: dict[str, Value | None]
    is_done: bool = True


class Judgement(Command):
    """The assessor sees a life domain otherwise than the answers say, and why."""

    domain: LifeDomain
    outcome: Outcome
    reason: Annotated[str, Field(min_length=5, max_length=500)]


class JudgeAssessment(Command):
    """The assessor's own judgement on a draft; what is not named follows the answers.

    `rests_on_protected`: the judgement of the distance is kept in the protected part.
    """

    assessment: UUID
    judgements: tuple[Judgement, ...] = ()
    distance: DistanceLevel | None = None
    distance_reason: Reason = ""
    rests_on_protected: bool = False

    @model_validator(mode="after")
    def _says_why(self) -> "JudgeAssessment":
        if self.distance is not None and len(self.distance_reason) < 5:
            raise ValueError(_("Say why you judge the distance otherwise."))
        return self


class FinishAssessment(JudgeAssessment):
    """The assessment is done, with this judgement; from then on it stays as it is."""


class DiscardAssessment(Command):
    """A draft is thrown away with its answers."""

    assessment: UUID
