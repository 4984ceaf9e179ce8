"""Baselines and targets as a city keeps them, each with the decision that set it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .exceptions import InvalidFile, InvalidPeriod, InvalidTarget
from .period import Period
from .target import Baseline, Target, TargetRule, Waypoint
from .toml_file import check_known, check_unique, read_entries, read_toml, unknown_tables
from .wording import Entry, FilledText, Reference, Slug, Text


def _period(value: object) -> object:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(str(value))
    except InvalidPeriod as error:
        raise ValueError(str(error)) from error


PeriodText = Annotated[Period, BeforeValidator(_period)]
Exact = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value)]
PromiseStatus = Literal["adopted", "announced", "planned", "contested"]


class BaselineEntry(Entry):
    """A baseline as printed, for one indicator and area."""

    slug: Slug
    indicator: Slug
    area: FilledText
    value: Exact
    period: PeriodText
    compared_with_area: str = ""
    compared_with: Exact | None = None
    printed_as: FilledText
    status: PromiseStatus
    decided_on: date | None = None
    flag: Text | None = None
    reference: Reference

    def as_baseline(self) -> Baseline:
        """Which baseline does progress count from?"""
        return Baseline(self.value, self.period, str(self.reference), self.compared_with)


class IntermediateEntry(Entry):
    """What was promised to have reached on the way to a target, as printed."""

    due: date
    value: Exact
    printed_as: str = ""
    reference: Reference | None = None


class TargetEntry(Entry):
    """A target as printed; `baseline` names the baseline it is measured from, absent when none was published."""

    slug: Slug
    indicator: Slug
    area: FilledText
    rule: TargetRule
    value: Exact | None = None
    relative_to: str | None = None
    mean_of: tuple[Slug, ...] = ()
    cumulative: bool = False
    people: Annotated[int, Field(gt=0)] | None = None
    intermediate: tuple[IntermediateEntry, ...] = ()
    due: date | None = None
    due_printed_as: str = ""
    baseline: Slug | None = None
    printed_as: FilledText
    status: PromiseStatus
    decided_on: date | None = None
    flag: Text | None = None
    reference: Reference

    @model_validator(mode="after")
    def _one_kind_of_target(self) -> "TargetEntry":
        if (self.value is None) == (self.relative_to is None):
            raise ValueError(
                "a target is either a value or relative to an area: give exactly one of value and relative_to"
            )
        if self.due is None and self.intermediate:
            raise ValueError("intermediate targets lead to a day: give due, or leave them out")
        try:
            self.as_target()
        except InvalidTarget as error:
            raise ValueError(str(error)) from error
        return self

    def as_target(self) -> Target | None:
        """Which target is to be reached? None when no date was set: progress over time cannot be judged without one."""
        if self.due is None:
            return None
        return Target(
            self.due,
            self.rule,
            str(self.reference),
            self.value,
            self.relative_to,
            via=tuple(Waypoint(one.due, one.value) for one in self.intermediate),
            members=self.mean_of,
            is_cumulative=self.cumulative,
        )


class TargetsFile(Entry):
    """All baselines and targets of a file."""

    baselines: tuple[BaselineEntry, ...] = Field(default=())
    targets: tuple[TargetEntry, ...] = Field(default=())

    def baseline_of(self, target: TargetEntry) -> BaselineEntry | None:
        """From which baseline is this target measured? None when none was published."""
        return next((baseline for baseline in self.baselines if baseline.slug == target.baseline), None)


def read_targets(path: Path) -> TargetsFile:
    """Which baselines and targets does this file hold?

    Arguments: `path`, a TOML file of `[[baseline]]` and `[[target]]` tables. Raises: `InvalidFile` with every problem.
    """
    content = read_toml(path)
    baselines, problems = read_entries(content, path, "baseline", BaselineEntry)
    targets, more = read_entries(content, path, "target", TargetEntry)
    problems += more + unknown_tables(content, path, ("baseline", "target"))
    names = [baseline.slug for baseline in baselines]
    problems += check_unique(path, "baseline", names) + check_unique(
        path, "target", [target.slug for target in targets]
    )
    for target in targets:
        if target.baseline:
            problems += check_known(path, f"target {target.slug}", "baseline", [target.baseline], names)
    if problems:
        raise InvalidFile(problems)
    return TargetsFile(baselines=tuple(baselines), targets=tuple(targets))
