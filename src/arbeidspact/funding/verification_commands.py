"""What can be asked about evidence and its verification."""

from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.funding.commands.values import Asked, Figure, TermDays
from arbeidspact.funding.models import VerificationOutcome
from arbeidspact.funding.models.calls import VERIFICATION_DAYS
from arbeidspact.organisations.commands import Command


class NameVerifier(Command):
    """Another organisation verifies the results of a contract from now; None: who pays checks them itself."""

    contract: UUID
    verifier: int | None = None
    verification_days: TermDays = VERIFICATION_DAYS
    reason: Asked


class VerifyClaim(Command):
    """`number`: the figure that was verified, for one that is verified in part."""

    claim: UUID
    outcome: VerificationOutcome
    number: Figure | None = None
    remark: Asked

    @model_validator(mode="after")
    def _a_part_has_its_number(self) -> Self:
        if (self.outcome is VerificationOutcome.PARTLY_VERIFIED) != (self.number is not None):
            raise ValueError(_("Fill in the verified number where a claim is verified in part, and only there."))
        return self


class AnswerVerifier(Command):
    """`value`: another number than was claimed, for a result that the contractor reports."""

    claim: UUID
    answer: Asked
    value: Figure | None = None


class AddEvidence(Command):
    """`instalment`: the milestone or result that the file proves, None for the next report; `replaces`: a file that was
    not handed in yet."""

    contract: UUID
    instalment: UUID | None = None
    replaces: UUID | None = None
    description: Annotated[str, Field(min_length=3, max_length=200)]


class WithdrawEvidence(Command):
    evidence: UUID


class RestoreEvidence(Command):
    evidence: UUID


class FetchEvidence(Command):
    evidence: UUID


class RemoveEvidence(Command):
    """A file that was handed in holds what should not be in it, such as personal data."""

    evidence: UUID
    reason: Annotated[str, Field(min_length=3, max_length=300)]
