"""What a pact's files may print about the plan of an action: milestones, contributions, goals it serves."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from arbeidspact.indicators import Reference, Text
from arbeidspact.indicators.wording import Entry, Slug

ContributionKind = Literal["people", "money", "infrastructure", "knowledge"]


class MilestoneEntry(Entry):
    """Something that a document says must be there; `due_on` only where a day follows from what is printed."""

    slug: Slug
    title: Text
    due_on: date | None = None
    due_printed_as: str = ""
    reached_on: date | None = None
    flag: Text | None = None
    reference: Reference

    @model_validator(mode="after")
    def _day_was_printed(self) -> "MilestoneEntry":
        if self.due_on and not self.due_printed_as:
            raise ValueError("a day without the words it follows from: add due_printed_as, as the document prints it")
        return self


class ContributionEntry(Entry):
    """What a document says that one partner brings to the action; an amount only where one is printed."""

    partner: Slug
    kind: ContributionKind
    what: Text
    amount: Annotated[Decimal, Field(gt=0)] | None = None
    unit: str = ""
    from_on: date | None = None
    until_on: date | None = None
    reference: Reference

    @model_validator(mode="after")
    def _dates_in_order(self) -> "ContributionEntry":
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValueError("until_on lies before from_on: swap them")
        return self


class GoalLinkEntry(Entry):
    """A document ties the action to a goal of the pact; `indicator`, what the action itself is measured by."""

    goal: Slug
    indicator: Slug | None = None
    note: Text | None = None
    reference: Reference
