"""What can be asked about terms."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.people.domains import LifeDomain
from arbeidspact.terms.models import PauseGround

Reason = Annotated[str, Field(min_length=3, max_length=300)]
RuleSlug = Annotated[str, Field(max_length=80)]
Sensitive = Literal[LifeDomain.HEALTH, LifeDomain.DEBT, LifeDomain.JUSTICE]


class PauseTerm(Command):
    """A term stands still from a day on. `rule` empty: every term; `ends_on`, the last day, None: until it resumes."""

    rule: RuleSlug = ""
    starts_on: date
    ends_on: date | None = None
    ground: PauseGround
    reason: Reason
    domain: Sensitive | None = None


class ExemptFromTerm(Command):
    """A term does not hold for this person, from a day on."""

    rule: RuleSlug
    starts_on: date
    ground: PauseGround
    reason: Reason
    domain: Sensitive | None = None


class ResumeTerm(Command):
    """A pause ends: from today on the term runs again."""

    event: UUID


class RevokeTermEvent(Command):
    """A pause or an exemption was a mistake: it is taken back as if it had not been."""

    event: UUID


class NoteFact(Command):
    """Something happened that starts or meets a term."""

    fact: Annotated[str, Field(max_length=60)]
    on: date


class WithdrawFact(Command):
    """A noted fact was a mistake."""

    fact: UUID
