"""A pact and its actions as a city writes them down: two TOML files, every entry with where it is written.

What a file leaves out was not published; an importer shows it as such and never fills it in.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.indicators.toml_file import check_known, check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, FilledText, Reference, Slug, Text
from arbeidspact.pact.plan_entries import ContributionEntry, GoalLinkEntry, MilestoneEntry

PartnerType = Literal["city", "pes", "welfare", "partner", "school", "social_economy", "employer"]
PublishedStatus = Literal["announced", "exploring", "continuing", "expanding", "agreed"]
BudgetPer = Literal["term", "year", "project", "once", "not_published"]


def _fraction(value: object) -> object:
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError(f"{value} is not a fraction: write one such as 4/5 or 1/15") from error
    return value


class Published(Entry):
    """An entry that a document prints, with its place in that document."""

    slug: Slug
    name: Text
    summary: Text | None = None
    flag: Text | None = None
    reference: Reference


class BudgetShare(Entry):
    """The part of an amount that one payer carries, as an exact fraction."""

    source: FilledText
    share: Annotated[Fraction, BeforeValidator(_fraction), Field(gt=0, le=1)]


class BudgetEntry(Entry):
    """An amount as printed; `split` when the document says who carries which part."""

    amount: Annotated[Decimal, Field(gt=0)]
    per: BudgetPer
    source: str = ""
    code: str = ""
    period: str = ""
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    note: Text | None = None
    split: tuple[BudgetShare, ...] = ()
    reference: Reference

    @model_validator(mode="after")
    def _split_is_whole(self) -> "BudgetEntry":
        if self.split and sum((part.share for part in self.split), Fraction(0)) != 1:
            raise ValueError("the shares of the split do not add up to 1: give every payer its fraction")
        if self.split and self.source:
            raise ValueError("source and split contradict each other: keep one of the two")
        return self

    def amounts_by_source(self) -> tuple[tuple[str, Decimal], ...]:
        """Which amount does each payer carry, in euro and cents?

        Returns: one pair per payer, an empty name when it was not published. The last payer takes the rounding, so the
        sum stays exact.
        """
        if not self.split:
            return ((self.source, self.amount),)
        cents = Decimal("0.01")
        exact = [self.amount * part.share.numerator / part.share.denominator for part in self.split]
        rounded = [amount.quantize(cents, ROUND_HALF_UP) for amount in exact[:-1]]
        rounded.append(self.amount - sum(rounded, Decimal(0)))
        return tuple((part.source, amount) for part, amount in zip(self.split, rounded, strict=True))


class PlannedNumberEntry(Entry):
    """A number that an action set out to reach: one value, or a range from `low` to `high`.

    `counts_people`: false for companies, places, euro: then small numbers that were reached may be published.
    """

    what: Text
    low: Annotated[Decimal, Field(ge=0)]
    high: Decimal | None = None
    indicator: Slug | None = None
    counts_people: bool = True
    by: str = ""
    due_on: date | None = None
    printed_as: FilledText
    flag: Text | None = None
    reference: Reference

    @model_validator(mode="after")
    def _range_in_order(self) -> "PlannedNumberEntry":
        if self.high is not None and self.high < self.low:
            raise ValueError("high is below low: swap them")
        if self.due_on and not self.by:
            raise ValueError("a day without the words it follows from: add by, as the document prints it")
        return self


class PactEntry(Published):
    """The pact itself."""

    area: FilledText
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class PartnerEntry(Published):
    """An organisation that signed or carries the pact, or that an action names."""

    type: PartnerType
    signatory: bool = False


class GoalEntry(Published):
    """What the pact promises; `target` names an entry of the targets file, absent when no number was set."""

    number: Annotated[int, Field(ge=1)]
    indicator: Slug
    target: Slug | None = None
    no_number_was_set: bool = False

    @model_validator(mode="after")
    def _number_or_none(self) -> "GoalEntry":
        if (self.target is None) != self.no_number_was_set:
            raise ValueError(
                "a goal has a target or no number was set: name the target, or write no_number_was_set = true"
            )
        return self


class TrackEntry(Published):
    """A line of work along which actions are grouped."""

    number: int | None = None


class PriorityEntry(Published):
    """A policy priority that partners agreed on, with its lead when published."""

    number: int | None = None
    lead: Slug | None = None
    commitments: tuple[Text, ...] = ()


class GovernanceBodyEntry(Published):
    """Who steers the pact: its members and how often it meets, when published."""

    meets: Text | None = None
    members: tuple[Slug, ...] = ()
    reports_to: Slug | None = None


class BudgetCodeEntry(Published):
    """An objective of the multi-year budget under which the pact's money is booked; `slug` is the code in lower
    case."""

    code: FilledText
    part_of: str = ""


class PactFile(Entry):
    """Everything a pact file says."""

    pact: PactEntry
    partners: tuple[PartnerEntry, ...]
    goals: tuple[GoalEntry, ...]
    tracks: tuple[TrackEntry, ...]
    horizontal_lines: tuple[TrackEntry, ...]
    priorities: tuple[PriorityEntry, ...]
    bodies: tuple[GovernanceBodyEntry, ...]
    budget_codes: tuple[BudgetCodeEntry, ...]
    budget: tuple[BudgetEntry, ...]


class ActionEntry(Published):
    """What partners do to keep the promise. An empty field was not published."""

    tracks: tuple[Slug, ...] = ()
    horizontal_lines: tuple[Slug, ...] = ()
    priority: Slug | None = None
    lead: Slug | None = None
    lead_unit: str = ""
    partners: tuple[Slug, ...] = ()
    status: PublishedStatus | None = None
    budget: tuple[BudgetEntry, ...] = ()
    planned_numbers: tuple[PlannedNumberEntry, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    contributions: tuple[ContributionEntry, ...] = ()
    goals: tuple[GoalLinkEntry, ...] = ()


class ActionsFile(Entry):
    """Everything an actions file says."""

    actions: tuple[ActionEntry, ...]


_PACT_TABLES: dict[str, type[Published]] = {
    "pact": PactEntry,
    "partner": PartnerEntry,
    "goal": GoalEntry,
    "track": TrackEntry,
    "horizontal_line": TrackEntry,
    "priority": PriorityEntry,
    "body": GovernanceBodyEntry,
    "budget_code": BudgetCodeEntry,
}


def read_pact_file(path: Path) -> PactFile:
    """What does this pact file say?

    Arguments: `path`, a TOML file with one `[pact]` and arrays of tables: partner, goal, track, horizontal_line,
    priority, body, budget_code, budget. Raises: `InvalidFile` with every problem: file, entry, field, problem, fix.
    """
    content = read_toml(path)
    problems = unknown_tables(content, path, (*_PACT_TABLES, "budget"))
    pacts, more = read_entries(content, path, "pact", PactEntry)
    problems += more
    if "pact" not in content:
        problems.append(Problem(path.name, "file", "pact", "the table [pact] is missing", "add it"))
    partners, more = read_entries(content, path, "partner", PartnerEntry)
    problems += more
    goals, more = read_entries(content, path, "goal", GoalEntry)
    problems += more
    tracks, more = read_entries(content, path, "track", TrackEntry)
    problems += more
    lines, more = read_entries(content, path, "horizontal_line", TrackEntry)
    problems += more
    priorities, more = read_entries(content, path, "priority", PriorityEntry)
    problems += more
    bodies, more = read_entries(content, path, "body", GovernanceBodyEntry)
    problems += more
    codes, more = read_entries(content, path, "budget_code", BudgetCodeEntry)
    problems += more
    budget, more = read_entries(content, path, "budget", BudgetEntry, key="code")
    problems += more
    tables: dict[str, Sequence[Published]] = {
        "partner": partners,
        "goal": goals,
        "track": [*tracks, *lines],
        "priority": priorities,
        "body": bodies,
        "budget_code": codes,
    }
    for table, entries in tables.items():
        problems += check_unique(path, table, [entry.slug for entry in entries])
    problems += _unknown_links(path, partners, priorities, bodies)
    if problems:
        raise InvalidFile(problems)
    return PactFile(
        pact=pacts[0],
        partners=tuple(partners),
        goals=tuple(goals),
        tracks=tuple(tracks),
        horizontal_lines=tuple(lines),
        priorities=tuple(priorities),
        bodies=tuple(bodies),
        budget_codes=tuple(codes),
        budget=tuple(budget),
    )


def read_actions_file(path: Path, pact: PactFile | None = None) -> ActionsFile:
    """Which actions does this file hold?

    Arguments: `path`, a TOML file of `[[action]]` tables; `pact`, whose tracks, lines, priorities and partners the
    actions may name, None to leave those names unchecked. Raises: `InvalidFile` with every problem.
    """
    content = read_toml(path)
    actions, problems = read_entries(content, path, "action", ActionEntry)
    problems += unknown_tables(content, path, ("action",))
    problems += check_unique(path, "action", [action.slug for action in actions])
    for action in actions:
        problems += check_unique(path, f"action {action.slug}: milestone", [one.slug for one in action.milestones])
    if pact is not None:
        for action in actions:
            problems += _unknown_names(path, action, pact)
    if problems:
        raise InvalidFile(problems)
    return ActionsFile(actions=tuple(actions))


def _unknown_links(
    path: Path,
    partners: Sequence[PartnerEntry],
    priorities: Sequence[PriorityEntry],
    bodies: Sequence[GovernanceBodyEntry],
) -> list[Problem]:
    known_partners = [partner.slug for partner in partners]
    known_bodies = [body.slug for body in bodies]
    problems: list[Problem] = []
    for priority in priorities:
        lead = [priority.lead] if priority.lead else []
        problems += check_known(path, f"priority {priority.slug}", "lead", lead, known_partners)
    for body in bodies:
        above = [body.reports_to] if body.reports_to else []
        problems += check_known(path, f"body {body.slug}", "members", body.members, known_partners)
        problems += check_known(path, f"body {body.slug}", "reports_to", above, known_bodies)
    return problems


def _unknown_names(path: Path, action: ActionEntry, pact: PactFile) -> list[Problem]:
    label = f"action {action.slug}"
    partners = [partner.slug for partner in pact.partners]
    lead = [action.lead] if action.lead else []
    priority = [action.priority] if action.priority else []
    return [
        *check_known(path, label, "tracks", action.tracks, [track.slug for track in pact.tracks]),
        *check_known(
            path, label, "horizontal_lines", action.horizontal_lines, [line.slug for line in pact.horizontal_lines]
        ),
        *check_known(path, label, "priority", priority, [entry.slug for entry in pact.priorities]),
        *check_known(path, label, "lead", lead, partners),
        *check_known(path, label, "partners", action.partners, partners),
        *check_known(path, label, "contributions", [one.partner for one in action.contributions], partners),
        *check_known(path, label, "goals", [one.goal for one in action.goals], [goal.slug for goal in pact.goals]),
    ]
