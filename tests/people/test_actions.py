"""What may be changed in a file, by whom, and what is refused with a hint."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pydantic import SecretStr, ValidationError

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people import actions, commands
from arbeidspact.people.duplicates import possible_duplicates
from arbeidspact.people.models import AccessEvent, Accompaniment, Ground, Person, StatusKind
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind, Shift
from tests.organisations.factories import AreaFactory, actor_with
from tests.people.factories import FORKLIFT, PersonFactory, some_competence, some_occupation
from tests.people.test_national_number import written

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def person(werkpunt):
    return PersonFactory(accompanied_by=werkpunt)


def every_change(person, colleague):
    """A valid command for each action on a file."""
    who = {"person": person.reference}
    return [
        (actions.edit_identity, commands.EditIdentity(**who, given_name="Mina")),
        (actions.edit_contact, commands.EditContact(**who, phone="0470 00 00 00")),
        (
            actions.set_national_number,
            commands.SetNationalNumber(**who, national_number=SecretStr(written(1988, 3, 14, 9))),
        ),
        (
            actions.set_availability,
            commands.SetAvailability(
                **who, hours_max=Decimal(38), shifts={Shift.NIGHT}, wage_wanted=Decimal("2450.50")
            ),
        ),
        (actions.set_education, commands.SetEducation(**who, education=EducationLevel.BACHELOR)),
        (actions.seek_occupation, commands.SeekOccupation(**who, concept=some_occupation())),
        (actions.drop_occupation, commands.DropOccupation(**who, concept=some_occupation())),
        (actions.add_competence, commands.AddCompetence(**who, concept=some_competence())),
        (
            actions.change_competence,
            commands.ChangeCompetence(**who, concept=some_competence(), level=CompetenceLevel.EXPERT),
        ),
        (actions.remove_competence, commands.RemoveCompetence(**who, concept=some_competence())),
        (
            actions.restore_competence,
            commands.RestoreCompetence(**who, concept=some_competence(), noted_on=date(2026, 1, 1)),
        ),
        (actions.set_language, commands.SetLanguage(**who, language="nl", level=CefrLevel.B1)),
        (actions.remove_language, commands.RemoveLanguage(**who, language="nl")),
        (actions.add_licence, commands.AddLicence(**who, licence=FORKLIFT)),
        (actions.remove_licence, commands.RemoveLicence(**who, licence=FORKLIFT)),
        (actions.open_status, commands.OpenStatus(**who, kind=StatusKind.NEWCOMER, since=date(2026, 1, 1))),
        (
            actions.close_status,
            commands.CloseStatus(**who, kind=StatusKind.NEWCOMER, until=date(2026, 2, 1)),
        ),
        (
            actions.reopen_status,
            commands.ReopenStatus(**who, kind=StatusKind.NEWCOMER, until=date(2026, 2, 1)),
        ),
        (actions.set_referent, commands.SetReferent(**who, referent=colleague)),
        (actions.end_accompaniment, commands.EndAccompaniment(**who)),
    ]


def test_each_change_of_a_file_is_recorded_once_and_says_nothing_of_the_person(counsellor, person):
    for place, (action, command) in enumerate(every_change(person, counsellor.user.pk), start=1):
        action(command, actor=counsellor)
        assert AuditEvent.objects.count() == place, action

    for event in AuditEvent.objects.all():
        assert set(event.details) <= {"fields", "ground", "dismissed_duplicates"}
        assert event.subject_id == str(person.reference)
        assert all(name.isidentifier() for name in event.details["fields"])


def test_each_change_makes_the_profile_newer_for_matching(counsellor, person):
    for action, command in every_change(person, counsellor.user.pk)[:-1]:
        before = Person.objects.get().changed_at
        action(command, actor=counsellor)
        assert Person.objects.get().changed_at > before, action


def test_nobody_of_another_organisation_changes_a_file_and_each_attempt_is_written_down(
    counsellor, counsellor_of_vdab, person
):
    for place, (action, command) in enumerate(every_change(person, counsellor.user.pk), start=1):
        with pytest.raises(NotAllowed):
            action(command, actor=counsellor_of_vdab)
        assert AccessEvent.objects.filter(was_refused=True).count() == place
    assert not AuditEvent.objects.exists()


def test_a_wage_hoped_for_is_kept_until_it_is_left_out(counsellor, person):
    for said in (Decimal("2450.50"), None):
        command = commands.SetAvailability(person=person.reference, wage_wanted=said)
        actions.set_availability(command, actor=counsellor)

        assert Person.objects.get().wage_wanted == said


@pytest.mark.parametrize(
    ("wage", "says"),
    [
        pytest.param("14.50", "not an hourly", id="an hourly wage"),
        pytest.param("34000", "yearly", id="a yearly wage"),
        pytest.param("-2500", "not an hourly", id="less than nothing"),
        pytest.param("NaN", "finite", id="no number"),
        pytest.param("2500.005", "decimal places", id="half a cent"),
    ],
)
def test_a_wage_hoped_for_is_gross_and_a_month(wage, says):
    with pytest.raises(ValidationError) as refusal:
        commands.SetAvailability(person=uuid.uuid4(), wage_wanted=Decimal(wage))

    (problem,) = refusal.value.errors()
    assert problem["loc"] == ("wage_wanted",)
    assert says in problem["msg"]


def test_an_unknown_person_is_not_found(counsellor):
    with pytest.raises(NotFound):
        actions.set_education(commands.SetEducation(person=uuid.uuid4()), actor=counsellor)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.STEERING_MEMBER, Role.ACCOUNT_MANAGER])
def test_those_who_guide_nobody_register_nobody(werkpunt, role):
    with pytest.raises(NotAllowed):
        actions.register_person(
            commands.RegisterPerson(given_name="Amina", ground=Ground.AGREEMENT),
            actor=actor_with(role, organisation=werkpunt),
        )


def test_the_operator_registers_for_an_organisation_and_notices_a_double(vdab):
    command = commands.RegisterPerson(
        given_name="Amina", family_name="El Amrani", birth_date=date(1988, 3, 14), ground=Ground.STATUTORY_TASK
    )
    actions.register_person(command, actor=operator(vdab))

    assert Accompaniment.objects.get().organisation == vdab
    with pytest.raises(actions.PossibleDuplicates):
        actions.register_person(command, actor=operator(vdab))
    with pytest.raises(InvalidValue):
        actions.register_person(command, actor=operator())


def test_registering_keeps_the_number_as_a_hash_alone(counsellor):
    number = written(1988, 3, 14, 202)

    person = actions.register_person(
        commands.RegisterPerson(
            given_name="Amina",
            birth_date=date(1988, 3, 14),
            national_number=SecretStr(number),
            ground=Ground.STATUTORY_TASK,
        ),
        actor=counsellor,
    )

    stored = Person.objects.filter(pk=person.pk).values().get()
    assert number not in str(stored)
    assert len(stored["national_number_hash"]) == 64
    assert number not in str(list(AuditEvent.objects.values()))


def test_a_command_with_a_mistake_does_not_repeat_the_number():
    number = written(1988, 3, 14, 202)

    with pytest.raises(ValidationError) as refused:
        commands.RegisterPerson(given_name="", national_number=SecretStr(number), ground="curiosity")

    assert number not in str(refused.value)


@pytest.mark.parametrize(
    ("action", "command", "field"),
    [
        pytest.param(
            actions.edit_identity,
            commands.EditIdentity(person=uuid.UUID(int=1), given_name="A", birth_date=date(2999, 1, 1)),
            "birth_date",
            id="born in the future",
        ),
        pytest.param(
            actions.edit_contact,
            commands.EditContact(person=uuid.UUID(int=1), neighbourhood="atlantis"),
            "neighbourhood",
            id="unknown neighbourhood",
        ),
        pytest.param(
            actions.edit_contact,
            commands.EditContact(person=uuid.UUID(int=1), language="xx"),
            "language",
            id="unknown language to speak with",
        ),
        pytest.param(
            actions.set_language,
            commands.SetLanguage(person=uuid.UUID(int=1), language="xx", level=CefrLevel.A1),
            "language",
            id="unknown language",
        ),
        pytest.param(
            actions.add_licence,
            commands.AddLicence(person=uuid.UUID(int=1), licence="wings"),
            "licence",
            id="unknown licence",
        ),
        pytest.param(
            actions.seek_occupation,
            commands.SeekOccupation(person=uuid.UUID(int=1), concept="nothing"),
            "concept",
            id="unknown occupation",
        ),
        pytest.param(
            actions.add_competence,
            commands.AddCompetence(person=uuid.UUID(int=1), concept="nothing"),
            "concept",
            id="unknown competence",
        ),
        pytest.param(
            actions.set_availability,
            commands.SetAvailability(person=uuid.UUID(int=1), hours_min=Decimal(38), hours_max=Decimal(19)),
            "hours_min",
            id="hours in the wrong order",
        ),
        pytest.param(
            actions.set_referent,
            commands.SetReferent(person=uuid.UUID(int=1), referent=999_999),
            "referent",
            id="unknown colleague",
        ),
        pytest.param(
            actions.open_status,
            commands.OpenStatus(person=uuid.UUID(int=1), kind=StatusKind.STUDENT, since=date(2999, 1, 1)),
            "since",
            id="status in the future",
        ),
        pytest.param(
            actions.open_status,
            commands.OpenStatus(person=uuid.UUID(int=1), kind=StatusKind.STUDENT, since=date(1950, 1, 1)),
            "since",
            id="status before birth",
        ),
        pytest.param(
            actions.close_status,
            commands.CloseStatus(person=uuid.UUID(int=1), kind=StatusKind.STUDENT, until=date(2026, 1, 1)),
            "kind",
            id="status that is not open",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(counsellor, werkpunt, action, command, field):
    person = PersonFactory(reference=uuid.UUID(int=1), accompanied_by=werkpunt)

    with pytest.raises(DomainError) as refused:
        action(command, actor=counsellor)

    assert refused.value.field == field
    assert person.family_name not in str(refused.value)
    assert not AuditEvent.objects.exists()


def test_an_occupation_is_no_competence(counsellor, person):
    with pytest.raises(InvalidValue):
        actions.add_competence(
            commands.AddCompetence(person=person.reference, concept=some_occupation()), actor=counsellor
        )


def test_the_same_thing_is_not_added_twice(counsellor, person):
    seek = commands.SeekOccupation(person=person.reference, concept=some_occupation())
    add = commands.AddCompetence(person=person.reference, concept=some_competence())
    actions.seek_occupation(seek, actor=counsellor)
    actions.add_competence(add, actor=counsellor)

    with pytest.raises(Conflict):
        actions.seek_occupation(seek, actor=counsellor)
    with pytest.raises(Conflict):
        actions.add_competence(add, actor=counsellor)


def test_what_is_not_there_cannot_be_removed(counsellor, person):
    for action, command in (
        (actions.drop_occupation, commands.DropOccupation(person=person.reference, concept="x")),
        (actions.remove_competence, commands.RemoveCompetence(person=person.reference, concept="x")),
        (actions.remove_language, commands.RemoveLanguage(person=person.reference, language="x")),
        (actions.remove_licence, commands.RemoveLicence(person=person.reference, licence="x")),
    ):
        with pytest.raises(NotFound):
            action(command, actor=counsellor)


@pytest.mark.parametrize(
    ("evidence", "vouches"),
    [
        pytest.param(EvidenceKind.SELF_DECLARED, False, id="own word: nobody vouches"),
        pytest.param(EvidenceKind.SEEN, True, id="seen: our organisation vouches"),
        pytest.param(EvidenceKind.CERTIFIED, True, id="certified: our organisation vouches"),
    ],
)
def test_evidence_names_who_vouches(counsellor, werkpunt, person, evidence, vouches):
    added = actions.add_competence(
        commands.AddCompetence(person=person.reference, concept=some_competence(), evidence=evidence), actor=counsellor
    )

    assert added.noted_by_id == (werkpunt.pk if vouches else None)
    assert added.noted_on == timezone.localdate()


def test_a_job_seeker_who_finds_work_is_first_closed_as_a_job_seeker(counsellor, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, job_seeker=True)
    employed = commands.OpenStatus(
        person=person.reference, kind=StatusKind.EMPLOYED, since=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(InvalidValue, match='Close "Job seeker without work" first'):
        actions.open_status(employed, actor=counsellor)
    actions.close_status(
        commands.CloseStatus(person=person.reference, kind=StatusKind.JOB_SEEKER, until=timezone.localdate()),
        actor=counsellor,
    )

    assert actions.open_status(employed, actor=counsellor).until is None


def test_a_number_that_another_file_has_points_to_the_double(counsellor, counsellor_of_vdab, person, vdab):
    number = SecretStr(written(1988, 3, 14, 9))
    theirs = PersonFactory(accompanied_by=vdab)
    actions.set_national_number(
        commands.SetNationalNumber(person=theirs.reference, national_number=number), actor=counsellor_of_vdab
    )

    with pytest.raises(Conflict, match="two files") as refused:
        actions.set_national_number(
            commands.SetNationalNumber(person=person.reference, national_number=number), actor=counsellor
        )
    assert number.get_secret_value() not in str(refused.value)


def test_a_colleague_who_left_is_no_referent(counsellor, werkpunt, person):
    colleague = actor_with(Role.COUNSELLOR, organisation=werkpunt).user
    colleague.memberships.update(ended_at=timezone.now())

    with pytest.raises(InvalidValue) as refused:
        actions.set_referent(commands.SetReferent(person=person.reference, referent=colleague.pk), actor=counsellor)
    assert refused.value.field == "referent"


def test_accompanying_again_after_the_end_asks_for_a_new_ground(counsellor, person):
    actions.end_accompaniment(commands.EndAccompaniment(person=person.reference), actor=counsellor)
    (found,) = possible_duplicates(counsellor, person.given_name, person.family_name, person.birth_date)

    link = actions.start_accompaniment(
        commands.StartAccompaniment(handle=found.handle, ground=Ground.AGREEMENT, reason="came back"), actor=counsellor
    )

    assert link.person == person
    assert Accompaniment.objects.filter(person=person).count() == 2


def test_the_name_under_which_somebody_is_found_follows_the_name(counsellor, person):
    AreaFactory(muide=True)
    actions.edit_identity(
        commands.EditIdentity(person=person.reference, given_name="Zoë", family_name="D'Hondt"), actor=counsellor
    )
    person.refresh_from_db()
    assert person.search_name == "d hondt zoe"

    person.given_name = "Chloë"
    person.save(update_fields=["given_name"])
    assert Person.objects.get().search_name == "d hondt chloe"
