"""What stands on the page of a plan: the ladder, and the steps grouped by goal, by owner or by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.pathways.ladder import Rung, in_words
from arbeidspact.pathways.queries import LadderView, PlanView, StepOwner, StepView
from arbeidspact.pathways.rungs import RungNow
from arbeidspact.people.access import PersonFile
from arbeidspact.people.queries import StatusKind

CLOSED_SHOWN = 10


class Grouping(StrEnum):
    GOAL = "goal"
    OWNER = "owner"
    MONTH = "month"


GROUPING_WORDS: dict[Grouping, Message] = {
    Grouping.GOAL: _("By goal"),
    Grouping.OWNER: _("By who does it"),
    Grouping.MONTH: _("By month"),
}


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung of the ladder as the page shows it."""

    name: str
    requires: str
    offers: str
    counts_as_work: bool
    is_now: bool
    is_aim: bool
    is_between: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Some open steps under a title."""

    title: Message
    views: Sequence[StepView]


def rung_lines(view: LadderView) -> list[RungLine]:
    """The rungs from high to low, as one climbs; with where the person stands, and how high the aim is."""
    now = view.now.rung if isinstance(view.now, RungNow) else None
    height = {rung.slug: place for place, rung in enumerate(view.ladder.rungs)}

    def line(rung: Rung) -> RungLine:
        return RungLine(
            name=in_words(rung.name),
            requires=in_words(rung.requires),
            offers=in_words(rung.offers),
            counts_as_work=rung.counts_as_work,
            is_now=rung == now,
            is_aim=rung == view.aim,
            is_between=now is not None
            and view.aim is not None
            and height[now.slug] < height[rung.slug] < height[view.aim.slug],
        )

    return [line(rung) for rung in reversed(view.ladder.rungs)]


def ladder_words(view: LadderView) -> dict[str, Any]:
    """The rung now and the rung aimed for in words, for a page or a panel."""
    now = view.now if isinstance(view.now, RungNow) else None
    return {
        "rung_now": in_words(now.rung.name) if now else "",
        "rung_since": now.since if now else None,
        "rung_where": view.where,
        "rung_status": StatusKind(now.status).label if now and now.status else "",
        "rung_aim": in_words(view.aim.name) if view.aim else "",
        "aim_words": view.aim_words,
        "has_arrived": view.has_arrived,
    }


def grouped(plan: PlanView, file: PersonFile, grouping: Grouping) -> list[Group]:
    """The open steps by who does them, or by the month in which they are due; by day within a group."""
    views = plan.steps.open
    if grouping == Grouping.MONTH:
        return [Group(_month(first), list(some)) for first, some in groupby(views, key=_first_of_month)]
    groups: dict[str, list[StepView]] = {}
    for view in views:
        groups.setdefault(owner_words(view, file), []).append(view)
    return [Group(title, some) for title, some in groups.items()]


def owner_words(view: StepView, file: PersonFile) -> str:
    """Who does this step, in words?"""
    step = view.step
    if step.owner == StepOwner.PERSON:
        return file.full_name
    if step.owner == StepOwner.PARTNER and step.partner is not None:
        return step.partner.name
    return f"{step.member}, {step.organisation.name}" if step.member else step.organisation.name


def _first_of_month(view: StepView) -> date:
    return view.step.due_on.replace(day=1)


def _month(first: date) -> str:
    return f"{MONTHS[first.month]} {first.year}"
