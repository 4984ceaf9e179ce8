"""Programmes put in force from a file, and who takes part."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.outreach.actions.finding import (
    locked_contact,
    organisation_of,
    programme_open_to,
    refuse_closed,
)
from arbeidspact.outreach.commands import AdoptProgrammes, EnrolContact, EnrolPerson, LeaveProgramme
from arbeidspact.outreach.models import Enrolment, Programme
from arbeidspact.outreach.programmes_file import ProgrammeEntry
from arbeidspact.people.access import PersonFile


def adopt_programmes(command: AdoptProgrammes, *, actor: Actor) -> list[Programme]:
    """Puts these programmes in force with their stages; one that is left out ends today, its enrolments stay.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_PROGRAMMES)
    with transaction.atomic():
        adopted = [_adopted(entry, order) for order, entry in enumerate(command.programmes)]
        Programme.objects.filter(ended_on__isnull=True).exclude(pk__in=[one.pk for one in adopted]).update(
            ended_on=timezone.localdate()
        )
        if adopted:
            record(actor, "adopt-programmes", adopted[0], count=len(adopted))
    return adopted


def enrol_contact(command: EnrolContact, *, actor: Actor) -> Enrolment:
    """The contact takes part in a programme from today. Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict`
    when the contact is closed or takes part already."""
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        programme = programme_open_to(actor, command.programme)
        if contact.enrolments.filter(programme=programme, until__isnull=True).exists():
            raise Conflict(_("This contact takes part in the programme already."), field="programme")
        enrolment = Enrolment.objects.create(
            programme=programme, organisation=contact.organisation, contact=contact, since=timezone.localdate()
        )
        record(actor, "enrol-contact", contact, programme=programme.slug)
    return enrolment


def enrol_person(command: EnrolPerson, *, file: PersonFile) -> Enrolment:
    """The person takes part in a programme from today.

    Arguments: `file`, the person's file as the gate handed it to the actor. Raises: as `enrol_contact`.
    """
    actor = file.actor
    organisation = organisation_of(actor, Permission.REGISTER_CONTACT)
    programme = programme_open_to(actor, command.programme)
    with transaction.atomic():
        open_ones = Enrolment.objects.select_for_update().filter(
            person=file.person, programme=programme, organisation=organisation, until__isnull=True
        )
        if open_ones.exists():
            raise Conflict(_("This person takes part in the programme already."), field="programme")
        enrolment = Enrolment.objects.create(
            programme=programme, organisation=organisation, person=file.person, since=timezone.localdate()
        )
        record(actor, "enrol-person", file.person, programme=programme.slug)
    return enrolment


def leave_programme(command: LeaveProgramme, *, actor: Actor) -> Enrolment:
    """The contact or person stops taking part today; what was counted stays counted.

    Raises: `NotAllowed`; `NotFound` when it is not an open enrolment by the actor's organisation.
    """
    organisation = organisation_of(actor, Permission.REGISTER_CONTACT)
    with transaction.atomic():
        enrolment = (
            Enrolment.objects.select_for_update()
            .filter(pk=command.enrolment, organisation=organisation, until__isnull=True)
            .first()
        )
        if enrolment is None:
            raise NotFound(_("Nobody takes part in this programme by this entry."))
        enrolment.until = max(timezone.localdate(), enrolment.since)
        enrolment.save(update_fields=["until"])
        record(actor, "leave-programme", enrolment)
    return enrolment


def _adopted(entry: ProgrammeEntry, order: int) -> Programme:
    programme, _made = Programme.objects.update_or_create(
        slug=entry.slug,
        defaults={
            "order": order,
            "name_nl": entry.name.nl,
            "name_en": entry.name.en,
            "summary_nl": entry.summary.nl if entry.summary else "",
            "summary_en": entry.summary.en if entry.summary else "",
            "area": entry.area,
            "starts_on": entry.starts_on,
            "organisation_kinds": [kind.value for kind in entry.organisation_kinds],
            "stages": [stage.model_dump(mode="json") for stage in entry.stages],
            "source": str(entry.reference) if entry.reference else "",
            "ended_on": None,
        },
    )
    return programme
