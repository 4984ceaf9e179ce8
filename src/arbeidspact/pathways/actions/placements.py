"""Places on the ladder of work: when somebody came to stand on a rung, and when that ended."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions.writing import (
    changes_between,
    note_plan_event,
    refuse_day,
    sent_once,
    writing_organisation,
)
from arbeidspact.pathways.commands import ChangePlacement, EndPlacement, PlaceOnRung, RemovePlacement
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import PlanEventKind, RungPlacement
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.models import Vacancy

LONGEST_AGO: Final = timedelta(days=60 * 366)
SOONEST_START: Final = timedelta(days=366)


def place_on_rung(command: PlaceOnRung, *, file: PersonFile) -> RungPlacement:
    """Somebody stands on a rung, or will from a day on that is known. The same form sent twice is one placement.

    Raises: `NotAllowed`; `InvalidValue` for a rung or a day that cannot be; `NotFound` for the vacancy.
    """
    organisation = writing_organisation(file, Permission.EDIT_PLAN)
    _refuse_days(command.since, command.until)
    _refuse_unknown_rung(command.rung)

    def make() -> RungPlacement:
        vacancy = Vacancy.objects.filter(reference=command.vacancy).first() if command.vacancy else None
        if command.vacancy and vacancy is None:
            raise NotFound(_("There is no such vacancy."), field="vacancy")
        placement = RungPlacement.objects.create(
            person=file.person,
            organisation=organisation,
            rung=command.rung,
            since=command.since,
            until=command.until,
            where=command.where,
            vacancy=vacancy,
            source=command.source,
            noted_by=file.actor.user,
            sent_key=command.sent_key,
        )
        note_plan_event(file, PlanEventKind.PLACED, placement=placement, rung=placement.rung, about=placement.where)
        record(file.actor, "place-on-rung", placement)
        return placement

    return sent_once(RungPlacement, command.sent_key, file, make)


def change_placement(command: ChangePlacement, *, file: PersonFile) -> RungPlacement:
    """What was noted about a placement is put right. Raises: as `place_on_rung`; `Conflict` when others noted it."""
    writing_organisation(file, Permission.EDIT_PLAN)
    _refuse_days(command.since, command.until)
    with transaction.atomic():
        placement = _locked(command.placement, file)
        _refuse_of_others(placement, file)
        if command.rung != placement.rung:
            _refuse_unknown_rung(command.rung)
        after: dict[str, Any] = {
            "rung": command.rung,
            "since": command.since,
            "until": command.until,
            "where": command.where,
            "source": command.source,
        }
        changes = changes_between(placement, after)
        if changes:
            for name, value in after.items():
                setattr(placement, name, value)
            placement.save()
            note_plan_event(
                file,
                PlanEventKind.PLACE_CHANGED,
                placement=placement,
                rung=placement.rung,
                about=placement.where,
                changes=changes,
            )
            record(file.actor, "change-placement", placement, fields=[change["field"] for change in changes])
    return placement


def end_placement(command: EndPlacement, *, file: PersonFile) -> RungPlacement:
    """The placement ends or ended on this day, whoever noted it. Raises: `NotAllowed`, `NotFound`, `InvalidValue`;
    `Conflict` when it has an end already."""
    writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        placement = _locked(command.placement, file)
        if placement.until is not None:
            raise Conflict(_("This placement has an end already."), hint=_("Change it instead."))
        _refuse_days(placement.since, command.until)
        placement.until = command.until
        placement.save()
        note_plan_event(
            file,
            PlanEventKind.PLACE_ENDED,
            placement=placement,
            rung=placement.rung,
            about=placement.where,
            changes=[{"field": "until", "before": "", "after": command.until.isoformat()}],
        )
        record(file.actor, "end-placement", placement)
    return placement


def remove_placement(command: RemovePlacement, *, file: PersonFile) -> None:
    """A placement that was noted by mistake goes; the history keeps that it stood there.

    Raises: `NotAllowed`, `NotFound`, `Conflict` when others noted it.
    """
    writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        placement = _locked(command.placement, file)
        _refuse_of_others(placement, file)
        note_plan_event(file, PlanEventKind.PLACE_REMOVED, rung=placement.rung, about=placement.where)
        record(file.actor, "remove-placement", placement)
        placement.delete()


def _locked(reference: UUID, file: PersonFile) -> RungPlacement:
    placement = RungPlacement.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if placement is None:
        raise NotFound(_("There is no such place on the ladder in this plan."))
    return placement


def _refuse_of_others(placement: RungPlacement, file: PersonFile) -> None:
    if file.actor.organisation is None or placement.organisation_id != file.actor.organisation.pk:
        raise Conflict(
            _("Another organisation noted this place on the ladder."),
            hint=_("Ask that organisation to put it right."),
        )


def _refuse_unknown_rung(rung: str) -> None:
    if current_ladder().rung(rung) is None:
        raise InvalidValue(_("This rung is not on the ladder."), hint=_("Choose one from the list."), field="rung")


def _refuse_days(since: date, until: date | None) -> None:
    today = timezone.localdate()
    if not today - LONGEST_AGO <= since <= today + SOONEST_START:
        raise InvalidValue(_("This first day cannot be."), hint=_("Check the year."), field="since")
    if until is not None:
        if until < since:
            raise InvalidValue(_("The last day lies before the first."), hint=_("Check both days."), field="until")
        refuse_day(until, field="until")
