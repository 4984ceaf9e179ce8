"""What somebody seeks, can do, speaks and holds, and when and how far they can work."""

from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.people.access import person_to_change
from arbeidspact.people.actions.changing import changing, check_concept, check_language
from arbeidspact.people.commands import (
    AddCompetence,
    AddLicence,
    ChangeCompetence,
    DropOccupation,
    RemoveCompetence,
    RemoveLanguage,
    RemoveLicence,
    RestoreCompetence,
    SeekOccupation,
    SetAvailability,
    SetEducation,
    SetLanguage,
)
from arbeidspact.people.models import (
    OccupationSought,
    Person,
    PersonCompetence,
    PersonLanguage,
    PersonLicence,
    TravelChoice,
)
from arbeidspact.taxonomy import ConceptKind, licences
from arbeidspact.taxonomy.scales import EvidenceKind, Shift

OCCUPATIONS_AT_MOST = 10
T = TypeVar("T")


def set_availability(command: SetAvailability, *, actor: Actor) -> Person:
    """When and how far somebody can work, and the wage hoped for; replaces what was known. Raises: `InvalidValue`."""
    person = person_to_change(actor, command.person)
    if command.hours_min is not None and command.hours_max is not None and command.hours_min > command.hours_max:
        raise InvalidValue(
            _("The least number of hours is larger than the most."),
            hint=_("Exchange the two numbers."),
            field="hours_min",
        )
    with changing(person) as locked:
        locked.hours_min, locked.hours_max = command.hours_min, command.hours_max
        locked.shifts = [shift.value for shift in Shift if shift in command.shifts]
        locked.transport = [mode.value for mode in TravelChoice if mode in command.transport]
        locked.travel_minutes_max = command.travel_minutes_max
        locked.wage_wanted = command.wage_wanted
        record(
            actor,
            "set-availability",
            person,
            fields=["hours_min", "hours_max", "shifts", "transport", "travel_minutes_max", "wage_wanted"],
        )
    return locked


def set_education(command: SetEducation, *, actor: Actor) -> Person:
    """The highest diploma; None, not known."""
    person = person_to_change(actor, command.person)
    with changing(person) as locked:
        locked.education = command.education.value if command.education else ""
        record(actor, "set-education", person, fields=["education"])
    return locked


def seek_occupation(command: SeekOccupation, *, actor: Actor) -> OccupationSought:
    """Adds an occupation that somebody wants to work in. Raises: `InvalidValue`, or `Conflict` when it is there."""
    person = person_to_change(actor, command.person)
    check_concept(command.concept, ConceptKind.OCCUPATION)
    with changing(person):
        sought = set(person.occupations_sought.values_list("concept", flat=True))
        if command.concept in sought:
            raise Conflict(_("This occupation is already in the list."), field="concept")
        if len(sought) >= OCCUPATIONS_AT_MOST:
            raise Conflict(
                _("There are already ten occupations in the list."), hint=_("Take one away first."), field="concept"
            )
        added = OccupationSought.objects.create(person=person, concept=command.concept)
        record(actor, "seek-occupation", person, fields=["occupations_sought"])
    return added


def drop_occupation(command: DropOccupation, *, actor: Actor) -> SeekOccupation:
    """Takes an occupation from the list. Returns: the command that puts it back. Raises: `NotFound`."""
    person = person_to_change(actor, command.person)
    with changing(person):
        _gone(person.occupations_sought.filter(concept=command.concept).delete())
        record(actor, "drop-occupation", person, fields=["occupations_sought"])
    return SeekOccupation(person=command.person, concept=command.concept)


def add_competence(command: AddCompetence, *, actor: Actor) -> PersonCompetence:
    """Notes something that somebody can do or knows; with seen or certified, which organisation vouches for it.

    Raises: `InvalidValue`; `Conflict` when the competence is there.
    """
    person = person_to_change(actor, command.person)
    check_concept(command.concept, ConceptKind.COMPETENCE)
    with changing(person):
        _check_absent(person, command.concept)
        added = PersonCompetence.objects.create(
            person=person,
            concept=command.concept,
            level=command.level,
            evidence=command.evidence,
            noted_on=timezone.localdate(),
            noted_by_id=_vouching(actor, command.evidence),
        )
        record(actor, "add-competence", person, fields=["competences"])
    return added


def change_competence(command: ChangeCompetence, *, actor: Actor) -> PersonCompetence:
    """Another level or other evidence for a competence. Raises: `NotFound` when it is not there."""
    person = person_to_change(actor, command.person)
    with changing(person):
        held = _held_competence(person, command.concept)
        if held.evidence != command.evidence or held.level != command.level:
            held.noted_on, held.noted_by_id = timezone.localdate(), _vouching(actor, command.evidence)
        held.level, held.evidence = command.level, command.evidence
        held.save()
        record(actor, "change-competence", person, fields=["competences"])
    return held


def remove_competence(command: RemoveCompetence, *, actor: Actor) -> RestoreCompetence:
    """Takes a competence away. Returns: the command that puts it back as it was. Raises: `NotFound`."""
    person = person_to_change(actor, command.person)
    with changing(person):
        held = _held_competence(person, command.concept)
        undo = RestoreCompetence.model_validate(
            {
                "person": command.person,
                "concept": held.concept,
                "level": held.level,
                "evidence": held.evidence,
                "noted_on": held.noted_on,
                "noted_by": held.noted_by_id,
            }
        )
        held.delete()
        record(actor, "remove-competence", person, fields=["competences"])
    return undo


def restore_competence(command: RestoreCompetence, *, actor: Actor) -> PersonCompetence:
    """Puts a removed competence back; offered as "undo" alone, never as a way to note what others have seen."""
    person = person_to_change(actor, command.person)
    with changing(person):
        _check_absent(person, command.concept)
        restored = PersonCompetence.objects.create(
            person=person,
            concept=command.concept,
            level=command.level,
            evidence=command.evidence,
            noted_on=command.noted_on,
            noted_by_id=command.noted_by,
        )
        record(actor, "restore-competence", person, fields=["competences"])
    return restored


def set_language(command: SetLanguage, *, actor: Actor) -> PersonLanguage:
    """The level at which somebody uses a language; replaces an earlier level. Raises: `InvalidValue`."""
    person = person_to_change(actor, command.person)
    check_language(command.language)
    with changing(person):
        spoken, _created = PersonLanguage.objects.update_or_create(
            person=person, language=command.language, defaults={"level": command.level}
        )
        record(actor, "set-person-language", person, fields=["languages"])
    return spoken


def remove_language(command: RemoveLanguage, *, actor: Actor) -> SetLanguage:
    """Takes a language away. Returns: the command that puts it back. Raises: `NotFound`."""
    person = person_to_change(actor, command.person)
    with changing(person):
        spoken = _found(person.languages.filter(language=command.language).first())
        undo = SetLanguage.model_validate(
            {"person": command.person, "language": spoken.language, "level": spoken.level}
        )
        spoken.delete()
        record(actor, "remove-language", person, fields=["languages"])
    return undo


def add_licence(command: AddLicence, *, actor: Actor) -> PersonLicence:
    """Notes a licence or certificate; one that is there gets the new end date. Raises: `InvalidValue`."""
    person = person_to_change(actor, command.person)
    if command.licence not in licences():
        raise InvalidValue(_("This licence is not in the list."), hint=_("Choose one from the list."), field="licence")
    with changing(person):
        held, _created = PersonLicence.objects.update_or_create(
            person=person, licence=command.licence, defaults={"valid_until": command.valid_until}
        )
        record(actor, "add-licence", person, fields=["licences"])
    return held


def remove_licence(command: RemoveLicence, *, actor: Actor) -> AddLicence:
    """Takes a licence away. Returns: the command that puts it back. Raises: `NotFound`."""
    person = person_to_change(actor, command.person)
    with changing(person):
        held = _found(person.licences.filter(licence=command.licence).first())
        undo = AddLicence(person=command.person, licence=held.licence, valid_until=held.valid_until)
        held.delete()
        record(actor, "remove-licence", person, fields=["licences"])
    return undo


def _vouching(actor: Actor, evidence: EvidenceKind) -> int | None:
    """A competence that was seen or certified names the organisation that vouches; the person's own word names none."""
    return actor.organisation.pk if evidence != EvidenceKind.SELF_DECLARED and actor.organisation else None


def _held_competence(person: Person, concept: str) -> PersonCompetence:
    return _found(person.competences.filter(concept=concept).first())


def _check_absent(person: Person, concept: str) -> None:
    if person.competences.filter(concept=concept).exists():
        raise Conflict(_("This competence is already in the list."), hint=_("Change its level there."), field="concept")


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound(_("This is not in the file."), hint=_("Somebody may have removed it. Look at the page again."))
    return row


def _gone(deleted: tuple[int, dict[str, int]]) -> None:
    _found(deleted[0] or None)
