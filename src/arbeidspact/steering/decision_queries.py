"""The log of decisions to read: the list, one decision with all its versions, and what is still to be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Pact
from arbeidspact.steering.decisions import SIGNAL
from arbeidspact.steering.models import (
    ChangeKind,
    Decision,
    DecisionSubject,
    DecisionVersion,
    FollowUpTask,
    Signal,
)
from arbeidspact.steering.subjects import Subject, named_subjects

__all__ = ["ChangeKind"]

PAGE_SIZE: Final = 25


class Standing(StrEnum):
    """How a decision stands; it follows from its versions and from later decisions."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    SUPERSEDED = "superseded"


class TaskStatus(StrEnum):
    """How a follow-up stands; it follows from its days."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions to keep; empty narrows nothing. `about`: a key such as "action:jobteam"; `year`: taken in."""

    text: str = ""
    body: str = ""
    about: str = ""
    year: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class AboutSignal:
    """A decision is about a signal."""

    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A follow-up with its status, and days until it is due (below zero when that has passed)."""

    task: FollowUpTask
    status: TaskStatus
    days_left: int

    @property
    def is_open(self) -> bool:
        return self.status in {TaskStatus.OPEN, TaskStatus.OVERDUE}


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list, by the version that counts: the newest adopted one, else the draft."""

    decision: Decision
    version: DecisionVersion
    standing: Standing
    subjects: Sequence[Subject | AboutSignal]
    tasks: Sequence[TaskLine]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as its page shows it: what counts, the draft beside it, and what it said before."""

    decision: Decision
    pact: Pact | None
    standing: Standing
    version: DecisionVersion
    draft: DecisionVersion | None
    earlier: Sequence[DecisionVersion]
    subjects: Sequence[Subject | AboutSignal]
    tasks: Sequence[TaskLine]
    changed_by: Sequence[Decision]
    may_record: bool


@dataclass(frozen=True, slots=True)
class DecisionList:
    """One page of decisions; `total` is the number without the filter."""

    page: Page[DecisionLine]
    count: int
    total: int


def task_status(task: FollowUpTask, day: date) -> TaskStatus:
    """How does this follow-up stand on this day?"""
    if task.dropped_on is not None:
        return TaskStatus.DROPPED
    if task.done_on is not None:
        return TaskStatus.DONE if task.done_on <= task.due_on else TaskStatus.DONE_LATE
    return TaskStatus.OVERDUE if task.due_on < day else TaskStatus.OPEN


def standing_of(decision: Decision) -> Standing:
    """How does this decision stand? By its versions, and by later adopted decisions that change it."""
    if not any(version.is_adopted for version in decision.versions.all()):
        return Standing.DRAFT
    later = [
        change.change_kind
        for change in decision.changed_by.all()
        if any(version.is_adopted for version in change.versions.all())
    ]
    if ChangeKind.SUPERSEDES in later:
        return Standing.SUPERSEDED
    return Standing.AMENDED if later else Standing.IN_FORCE


def decision_list(actor: Actor, pact: str, narrowed: DecisionFilter, *, page: int | str | None = 1) -> DecisionList:
    """Which decisions are in the log of this pact, newest first? Drafts only for who records decisions.

    The number of queries does not depend on their number. Raises: `NotAllowed`.
    """
    paged = Paginator(decision_rows(actor, pact, narrowed), PAGE_SIZE).get_page(page)
    lines = decision_lines(list(paged.object_list))
    return DecisionList(
        page=Page(lines, paged.number, paged.paginator),  # type: ignore[arg-type]
        count=paged.paginator.count,
        total=_readable(actor, pact).count(),
    )


def decision_rows(actor: Actor, pact: str, narrowed: DecisionFilter) -> QuerySet[Decision]:
    """The decisions that fit the filter, newest first. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_STEERING)
    rows = _with_all(_readable(actor, pact))
    if narrowed.text:
        said = _version_of().filter(
            Q(title_nl__icontains=narrowed.text)
            | Q(title_en__icontains=narrowed.text)
            | Q(text__icontains=narrowed.text)
            | Q(motivation__icontains=narrowed.text)
        )
        rows = rows.filter(Exists(said) | Q(number=narrowed.text))
    if narrowed.body:
        rows = rows.filter(Exists(_version_of().filter(body=narrowed.body)))
    if narrowed.year.isdigit():
        rows = rows.filter(Exists(_version_of().filter(taken_on__year=int(narrowed.year))))
    if narrowed.about:
        kind, _colon, slug = narrowed.about.partition(":")
        rows = rows.filter(Exists(DecisionSubject.objects.filter(decision=OuterRef("pk"), kind=kind, slug=slug)))
    rows = _by_standing(rows, narrowed.standing)
    return rows.order_by("-number", "-pk")


def decision_lines(rows: Sequence[Decision]) -> list[DecisionLine]:
    """A line for each of these decisions, with what it is about by name."""
    today = timezone.localdate()
    shown = [(row, counting_version(row)) for row in rows]
    names = _names([version for _row, version in shown], {row.pact for row in rows})
    return [
        DecisionLine(
            decision=row,
            version=version,
            standing=standing_of(row),
            subjects=_subjects(version, row.pact, names),
            tasks=_tasks(row, today),
        )
        for row, version in shown
    ]


def open_decision(actor: Actor, reference: UUID) -> DecisionView:
    """One decision with every version of it. Raises: `NotAllowed`; `NotFound`, also for a draft of others."""
    require(actor, Permission.SEE_STEERING)
    decision = _with_all(_readable(actor, "")).filter(reference=reference).first()
    if decision is None:
        raise NotFound(_("There is no such decision."))
    version = counting_version(decision)
    may_record = may(actor, Permission.RECORD_DECISION)
    draft = next((one for one in decision.versions.all() if not one.is_adopted), None)
    names = _names([version], {decision.pact})
    return DecisionView(
        decision=decision,
        pact=Pact.objects.filter(slug=decision.pact).first(),
        standing=standing_of(decision),
        version=version,
        draft=draft if may_record and draft != version else None,
        earlier=[one for one in decision.versions.all() if one.is_adopted and one != version],
        subjects=_subjects(version, decision.pact, names),
        tasks=_tasks(decision, timezone.localdate()),
        changed_by=[
            one for one in decision.changed_by.all() if any(version.is_adopted for version in one.versions.all())
        ],
        may_record=may_record,
    )


def counting_version(decision: Decision) -> DecisionVersion:
    """Which version counts: the newest adopted one, else the draft?"""
    versions = sorted(decision.versions.all(), key=lambda one: (one.is_adopted, one.version))
    return versions[-1]


def adopted_decisions(pact: str) -> QuerySet[Decision]:
    """The adopted decisions of this pact, for choosing an earlier one: newest first."""
    return _with_all(Decision.objects.filter(pact=pact, versions__adopted_at__isnull=False).distinct()).order_by(
        "-number", "-pk"
    )


def open_tasks(actor: Actor, pact: str) -> list[TaskLine]:
    """What must still be done because of adopted decisions, the first due in front? Raises: `NotAllowed`."""
    require(actor, Permission.SEE_STEERING)
    today = timezone.localdate()
    rows = (
        FollowUpTask.objects.filter(
            decision__pact=pact,
            done_on__isnull=True,
            dropped_on__isnull=True,
            decision__versions__adopted_at__isnull=False,
        )
        .select_related("decision")
        .distinct()
        .order_by("due_on", "pk")
    )
    return [_task_line(row, today) for row in rows]


def decisions_about(actor: Actor, pact: str, key: tuple[str, str], *, limit: int = 5) -> list[DecisionLine]:
    """The newest decisions about this. Raises: `NotAllowed`."""
    kind, slug = key
    rows = decision_rows(actor, pact, DecisionFilter(about=f"{kind}:{slug}"))
    return decision_lines(list(rows[:limit]))


def _readable(actor: Actor, pact: str) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pact=pact) if pact else Decision.objects.all()
    if may(actor, Permission.RECORD_DECISION):
        return rows
    adopted = DecisionVersion.objects.filter(decision=OuterRef("pk"), adopted_at__isnull=False)
    return rows.filter(Exists(adopted))


def _with_all(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    changes = Decision.objects.order_by("number", "pk").prefetch_related("versions")
    return rows.select_related("organisation", "changes").prefetch_related(
        Prefetch("versions", queryset=DecisionVersion.objects.order_by("version")),
        Prefetch("changed_by", queryset=changes),
        Prefetch("tasks", queryset=FollowUpTask.objects.order_by("due_on", "pk")),
    )


def _version_of() -> QuerySet[DecisionVersion]:
    return DecisionVersion.objects.filter(decision=OuterRef("pk"))


def _by_standing(rows: QuerySet[Decision], standing: str) -> QuerySet[Decision]:
    adopted = _version_of().filter(adopted_at__isnull=False)
    later = Decision.objects.filter(changes=OuterRef("pk"), versions__adopted_at__isnull=False)
    superseded = later.filter(change_kind=ChangeKind.SUPERSEDES)
    if standing == Standing.DRAFT:
        return rows.exclude(Exists(adopted))
    if standing == Standing.SUPERSEDED:
        return rows.filter(Exists(superseded))
    if standing == Standing.AMENDED:
        return rows.filter(Exists(later)).exclude(Exists(superseded))
    if standing == Standing.IN_FORCE:
        return rows.filter(Exists(adopted)).exclude(Exists(later))
    return rows


def _tasks(decision: Decision, today: date) -> list[TaskLine]:
    return [_task_line(task, today) for task in decision.tasks.all()]


def _task_line(task: FollowUpTask, today: date) -> TaskLine:
    return TaskLine(task, task_status(task, today), (task.due_on - today).days)


Names = Mapping[tuple[str, str, str], Subject | AboutSignal]


def _names(versions: Iterable[DecisionVersion], slugs: set[str]) -> Names:
    """By pact, kind and short name."""
    asked = {(kind, slug) for version in versions for kind, slug in version.about}
    signals = {slug for kind, slug in asked if kind == SIGNAL}
    titles = {
        str(reference): title
        for reference, title in Signal.objects.filter(reference__in=signals).values_list("reference", "title")
    }
    found: dict[tuple[str, str, str], Subject | AboutSignal] = {}
    pacts = {pact.slug: pact for pact in Pact.objects.filter(slug__in=slugs).order_by("slug")}
    for pact in slugs:
        for key, subject in named_subjects(pacts.get(pact), asked - {(SIGNAL, slug) for slug in signals}).items():
            found[pact, *key] = subject
        for slug in signals:
            found[pact, SIGNAL, slug] = AboutSignal(slug, titles.get(slug, slug))
    return found


def _subjects(version: DecisionVersion, pact: str, names: Names) -> list[Subject | AboutSignal]:
    return [names[pact, kind, slug] for kind, slug in version.about]
