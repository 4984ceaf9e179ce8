"""What the writes of a plan share: who writes, sensitive domains, forms sent twice, and the history."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.models import Goal, PlanEvent, PlanEventKind, RungPlacement, Step, StepEvent, StepEventKind
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE

LONGEST_AHEAD: Final = timedelta(days=3 * 366)
Sent = TypeVar("Sent", bound=models.Model)
Changes = list[dict[str, str]]


def writing_organisation(file: PersonFile, permission: Permission) -> Organisation:
    """For which organisation does this actor write in the plan? Raises: `NotAllowed`; `InvalidValue` without one."""
    require(file.actor, permission)
    if file.actor.organisation is None:
        raise InvalidValue(_("A step belongs to an organisation: choose the one you work for."))
    return file.actor.organisation


def is_sensitive(domain: str) -> bool:
    """Does this life domain stand in the compartment?"""
    return domain in SENSITIVE


def refuse_hidden_domain(domain: str, file: PersonFile) -> None:
    """Whoever does not see the compartment does not write in it either. Raises: `InvalidValue`."""
    if is_sensitive(domain) and not file.sees_sensitive:
        raise InvalidValue(
            _("This domain is in the protected part of the file."),
            hint=_("Open that part first, and say why."),
            field="domain",
        )


def refuse_hidden(row: Step | Goal, file: PersonFile) -> None:
    """What stands in the compartment changes only while it is open. Raises: `NotAllowed`."""
    if is_sensitive(row.domain) and not file.sees_sensitive:
        raise NotAllowed(_("This is in the protected part of the file."), hint=_("Open that part first, and say why."))


def refuse_day(day: date, *, field: str) -> None:
    """Refuses a day more than three years ahead. Raises: `InvalidValue`."""
    if day > timezone.localdate() + LONGEST_AHEAD:
        raise InvalidValue(_("This day is more than three years ahead."), hint=_("Check the year."), field=field)


def sent_once(rows: type[Sent], key: UUID | None, file: PersonFile, make: Callable[[], Sent]) -> Sent:
    """Makes the row in one transaction, unless this very form was sent before: then that row is the answer.

    Raises: `Conflict` when the key was used for somebody else.
    """
    if (found := _sent_before(rows, key, file)) is not None:
        return found
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        # Two of the same form at once: the other one was first.
        if (found := _sent_before(rows, key, file)) is not None:
            return found
        raise


def _sent_before(rows: type[Sent], key: UUID | None, file: PersonFile) -> Sent | None:
    if key is None:
        return None
    found = rows._default_manager.filter(sent_key=key).first()
    if found is not None and getattr(found, "person_id", None) != file.pk:
        raise Conflict(_("This form was sent before, for somebody else."), hint=_("Open the form anew."))
    return found


def goal_in(file: PersonFile, reference: UUID | None) -> Goal | None:
    """The open goal of this plan with this reference; None stays None. Raises: `NotFound`; `NotAllowed`."""
    if reference is None:
        return None
    goal: Goal | None = Goal.objects.filter(
        person=file.person, reference=reference, reached_on__isnull=True, dropped_on__isnull=True
    ).first()
    if goal is None:
        raise NotFound(_("There is no such open goal in this plan."), field="goal")
    refuse_hidden(goal, file)
    return goal


def changes_between(row: models.Model, after: dict[str, object], *, unsaid: Iterable[str] = ()) -> Changes:
    """Which fields change, with the words before and after; those `unsaid` without their words."""
    return [
        {"field": name, "before": "", "after": ""}
        if name in unsaid
        else {"field": name, "before": _plain(getattr(row, name)), "after": _plain(value)}
        for name, value in after.items()
        if getattr(row, name) != value
    ]


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def note_step_event(
    step: Step,
    kind: StepEventKind,
    actor: Actor,
    *,
    remark: str = "",
    changes: Changes | None = None,
    was_sensitive: bool = False,
) -> None:
    """Writes into the history of this step; `was_sensitive`: it stood in the compartment before this change."""
    StepEvent.objects.create(
        step=step,
        kind=kind,
        by=actor.user,
        organisation=actor.organisation,
        due_on=step.due_on,
        note=remark,
        changes=changes or [],
        is_sensitive=was_sensitive or is_sensitive(step.domain),
    )


def note_plan_event(
    file: PersonFile,
    kind: PlanEventKind,
    *,
    goal: Goal | None = None,
    placement: RungPlacement | None = None,
    rung: str = "",
    about: str = "",
    changes: Changes | None = None,
    is_sensitive: bool = False,
) -> None:
    """Writes into the history of this plan."""
    PlanEvent.objects.create(
        person=file.person,
        kind=kind,
        by=file.actor.user,
        organisation=file.actor.organisation,
        goal=goal,
        placement=placement,
        rung=rung,
        about=about[:300],
        changes=changes or [],
        is_sensitive=is_sensitive,
    )
