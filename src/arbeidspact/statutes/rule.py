"""A rule with a term: what must happen, what starts it, what meets it, and its versions with their legal status."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints, model_validator

from arbeidspact.indicators.wording import Entry, Reference, Slug, Text

from .counting import Counting, Length
from .exceptions import TermNotInForce
from .legal_status import LegalStatus

Fact = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=60)]
"""The slug of something that happened to a person, such as `registered_as_job_seeker`."""


class Subject(StrEnum):
    """What a rule is about: a person, or something that partners of the pact ask of each other."""

    PERSON = "person"
    SIGNAL = "signal"


class Effect(StrEnum):
    """What the day of a term means."""

    DUE_BY = "due_by"
    POSSIBLE_FROM = "possible_from"
    ENDS_AFTER = "ends_after"


_STANDING: Final = (
    LegalStatus.ENACTED,
    LegalStatus.REPEALED,
    LegalStatus.PROMISED,
    LegalStatus.CONVENTION,
    LegalStatus.PROPOSED,
)


class RuleVersion(Entry):
    """What one text says: its status, when it is valid, and its words.

    `valid_from` and `valid_until` are None when no day was published; `valid_until` counts along.
    """

    slug: Slug
    status: LegalStatus
    valid_from: date | None = None
    valid_until: date | None = None
    reference: Reference
    flag: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "RuleVersion":
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until comes before valid_from: swap them")
        if self.status == LegalStatus.REPEALED and self.valid_until is None:
            raise ValueError("a repealed version has no last day: write valid_until")
        return self

    def is_valid_on(self, day: date) -> bool:
        """Is this version valid on this day? A day that was not published limits nothing."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def overlaps(self, other: "RuleVersion") -> bool:
        """Is there a day on which both versions are valid?"""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_until or date.max, other.valid_until or date.max)


class TermVersion(RuleVersion):
    """One text of a rule with a term.

    `is_followed`: reminders, queues and figures keep to this version. `reaches_back`: it also holds for terms that
    started before `valid_from`, and then its day is never before that one.
    """

    length: Length
    counting: Counting
    is_followed: bool = False
    reaches_back: bool = False

    def holds_for_start(self, since: date) -> bool:
        """Does this version hold for a term that starts on this day?"""
        if self.reaches_back and self.valid_from is not None:
            since = max(since, self.valid_from)
        return self.is_valid_on(since)

    @model_validator(mode="after")
    def _follows_no_proposal(self) -> "TermVersion":
        if self.is_followed and self.status == LegalStatus.PROPOSED:
            raise ValueError("nobody can be held to a proposal: write is_followed = false")
        return self


class TermRule(Entry):
    """What must happen (or becomes possible, or ends) by when.

    A term starts with the fact `starts_with`, for those for whom `only_if` holds, and is met by any of `met_by`.
    """

    slug: Slug
    name: Text
    what: Text
    about: Subject = Subject.PERSON
    effect: Effect = Effect.DUE_BY
    starts_with: Fact
    only_if: Fact | None = None
    met_by: tuple[Fact, ...] = ()
    versions: Annotated[tuple[TermVersion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _met_or_reached(self) -> "TermRule":
        if (self.effect == Effect.DUE_BY) != bool(self.met_by):
            raise ValueError("met_by goes with effect due_by, and with no other: say what meets this term")
        followed = [version for version in self.versions if version.is_followed]
        for place, version in enumerate(followed):
            for other in followed[place + 1 :]:
                if version.overlaps(other):
                    raise ValueError(
                        f"{version.slug} and {other.slug} are both followed on the same days: follow one of the two"
                    )
        return self

    def versions_on(self, since: date) -> list[TermVersion]:
        """Which versions hold for a term that starts on this day?

        Returns: the followed one first, then enacted and promised ones, conventions and proposals.
        """
        valid = [version for version in self.versions if version.holds_for_start(since)]
        return sorted(valid, key=lambda version: (not version.is_followed, _STANDING.index(version.status)))

    def version_on(self, since: date) -> TermVersion:
        """Which version counts for a term that starts on this day? Raises: `TermNotInForce` when there is none."""
        valid = self.versions_on(since)
        if not valid:
            raise TermNotInForce(self.slug, since)
        return valid[0]

    def version(self, slug: str) -> TermVersion | None:
        """Which version has this slug? None when there is none."""
        return next((version for version in self.versions if version.slug == slug), None)
