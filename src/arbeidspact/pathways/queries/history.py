"""Who changed what in a plan, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.pathways.actions.writing import is_sensitive
from arbeidspact.pathways.ladder import in_words, rung_name
from arbeidspact.pathways.models import PlanEvent, PlanEventKind, StepEvent
from arbeidspact.pathways.plan_templates import template_called
from arbeidspact.people.access import PersonFile

OF_TEMPLATE = frozenset({PlanEventKind.ADOPTED.value, PlanEventKind.UNDONE.value})


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, by whom, what happened, to what; the changed fields with their words before and after."""

    at: datetime
    by: User | None
    organisation: Organisation | None
    kind: str
    title: Message
    about: Message
    note: str
    changes: Sequence[dict[str, str]]
    step: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """The changes that the actor sees, newest first, and how many the compartment keeps."""

    lines: Sequence[HistoryLine]
    protected: int


def history_of(file: PersonFile, *, step: UUID | None = None) -> PlanHistory:
    """What happened to this plan, or to one step of it? Two queries. What stood in the compartment then, or stands in
    it now, is counted and not shown, unless it is open."""
    step_events = StepEvent.objects.filter(step__person=file.person).select_related("by", "organisation", "step")
    if step is not None:
        step_events = step_events.filter(step__reference=step)
        plan_events = PlanEvent.objects.none()
    else:
        plan_events = PlanEvent.objects.filter(person=file.person).select_related("by", "organisation", "goal")
    rows: list[StepEvent | PlanEvent] = sorted(
        chain(step_events.order_by("pk"), plan_events.order_by("pk")),
        key=lambda event: (event.at, event.pk),
        reverse=True,
    )
    shown = [event for event in rows if file.sees_sensitive or not _is_hidden(event)]
    return PlanHistory(
        [_step_line(event) if isinstance(event, StepEvent) else _plan_line(event) for event in shown],
        protected=len(rows) - len(shown),
    )


def _is_hidden(event: StepEvent | PlanEvent) -> bool:
    if isinstance(event, StepEvent):
        return event.is_sensitive or is_sensitive(event.step.domain)
    return event.is_sensitive or (event.goal is not None and is_sensitive(event.goal.domain))


def _step_line(event: StepEvent) -> HistoryLine:
    return HistoryLine(
        at=event.at,
        by=event.by,
        organisation=event.organisation,
        kind=event.kind,
        title=event.get_kind_display(),
        about=event.step.what,
        note=event.note,
        changes=event.changes,
        step=event.step.reference,
    )


def _plan_line(event: PlanEvent) -> HistoryLine:
    return HistoryLine(
        at=event.at,
        by=event.by,
        organisation=event.organisation,
        kind=event.kind,
        title=event.get_kind_display(),
        about=_about(event),
        note=event.about if event.rung else "",
        changes=event.changes,
    )


def _about(event: PlanEvent) -> Message:
    if event.kind in OF_TEMPLATE:
        template = template_called(event.about)
        return in_words(template.name) if template else event.about
    return rung_name(event.rung) if event.rung else event.about
