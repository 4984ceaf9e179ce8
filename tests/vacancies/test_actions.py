"""What may be done to a vacancy, by whom, and what is refused with which words."""

from datetime import time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.vacancies.actions import (
    cancel_vacancy,
    create_vacancy,
    edit_vacancy,
    fill_vacancy,
    publish_vacancy,
    reopen_vacancy,
)
from arbeidspact.vacancies.asked import asked_work
from arbeidspact.vacancies.commands import (
    CancelVacancy,
    CreateVacancy,
    EditEmployer,
    EditVacancy,
    FillVacancy,
    PublishVacancy,
    RegisterEmployer,
    ReopenVacancy,
)
from arbeidspact.vacancies.employers import edit_employer, register_employer
from arbeidspact.vacancies.models import Employer, Vacancy, VacancyState
from arbeidspact.vacancies.states import state_on
from arbeidspact.vacancies.wording import times_words
from tests.organisations.factories import actor_with
from tests.vacancies.factories import (
    DRIVE_FORKLIFT,
    FORKLIFT_DRIVER,
    EmployerFactory,
    VacancyFactory,
    days_ago,
    essentials_of,
)

TODAY = timezone.localdate


def details(**changes):
    return {
        "title": "Forklift driver",
        "occupation": FORKLIFT_DRIVER,
        "competences_required": (DRIVE_FORKLIFT,),
        "languages": ({"language": "nl", "level": "A2"},),
        "licences": ("forklift",),
        "shifts": ("early", "late"),
        "hours_min": 30,
        "hours_max": 38,
        "area": "muide",
        "opens_on": TODAY(),
        **changes,
    }


def test_an_account_manager_makes_a_vacancy_with_all_it_asks(account_manager):
    employer = EmployerFactory()

    vacancy = create_vacancy(CreateVacancy(employer=employer.reference, **details()), actor=account_manager)

    assert vacancy.organisation == account_manager.organisation
    assert [(row.concept, row.is_required) for row in vacancy.competences.all()] == [(DRIVE_FORKLIFT, True)]
    assert [(row.language, row.level) for row in vacancy.languages.all()] == [("nl", "A2")]
    assert [row.licence for row in vacancy.licences.all()] == ["forklift"]
    assert vacancy.shifts == ["early", "late"]
    assert state_on(vacancy, TODAY()) is VacancyState.OPEN
    assert AuditEvent.objects.get().action == "create-vacancy"


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        pytest.param({"title": "x"}, "title", "three letters", id="a title of one letter"),
        pytest.param({"hours_min": 70}, "hours_min", "at most 60", id="more hours than a week has"),
        pytest.param({"hours_min": 38, "hours_max": 20}, "hours_max", "swap the two", id="hours the wrong way round"),
        pytest.param(
            {"starts_at": "06:00", "ends_at": "06:00"},
            "ends_at",
            "ends at the minute it starts",
            id="work of no length",
        ),
        pytest.param({"starts_at": "06:00:30"}, "starts_at", "hours and minutes", id="a start to the second"),
        pytest.param({"ends_at": "14:00Z"}, "ends_at", "hours and minutes", id="an end in another time zone"),
        pytest.param({"wage_min": 15}, "wage_min", "not an hourly", id="an hourly wage"),
        pytest.param({"wage_min": 3000, "wage_max": 2000}, "wage_max", "swap the two", id="wages the wrong way round"),
        pytest.param({"opens_on": "1926-01-01"}, "opens_on", "check the year", id="a year long ago"),
        pytest.param(
            {"opens_on": "2026-11-22", "closes_on": "2026-11-01"},
            "closes_on",
            "comes before",
            id="closes before it opens",
        ),
        pytest.param({"latitude": 510.0, "longitude": 3.7}, "latitude", "degrees", id="a place off the earth"),
        pytest.param({"latitude": 51.0, "longitude": None}, "longitude", "both", id="half a place"),
        pytest.param({"positions": 0}, "positions", "from 1", id="no position"),
        pytest.param(
            {"languages": ({"language": "nl", "level": "A2"}, {"language": "nl", "level": "B1"})},
            "languages",
            "twice",
            id="a language twice",
        ),
    ],
)
def test_a_command_refuses_what_cannot_be_at_its_field(changes, field, says):
    with pytest.raises(ValidationError) as refusal:
        CreateVacancy(employer=uuid4(), **details(**changes))

    (problem,) = refusal.value.errors()
    assert problem["loc"][0] == field
    assert says in problem["msg"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"occupation": "ap:occupation/wizard"}, "occupation", id="an occupation nobody knows"),
        pytest.param({"occupation": DRIVE_FORKLIFT}, "occupation", id="a competence as occupation"),
        pytest.param(
            {"competences_required": (FORKLIFT_DRIVER,)}, "competences_required", id="an occupation as competence"
        ),
        pytest.param({"competences_nice": ("magic",)}, "competences_nice", id="a competence nobody knows"),
        pytest.param({"area": "atlantis"}, "area", id="an area nobody knows"),
        pytest.param({"licences": ("broom",)}, "licences", id="a licence outside the list"),
        pytest.param({"languages": ({"language": "xx", "level": "A2"},)}, "languages", id="no language code"),
    ],
)
def test_an_action_refuses_words_that_nobody_knows(account_manager, changes, field):
    with pytest.raises(InvalidValue) as refusal:
        create_vacancy(CreateVacancy(employer=EmployerFactory().reference, **details(**changes)), actor=account_manager)

    assert refusal.value.field == field
    assert refusal.value.hint
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        pytest.param(time(5, 30), time(13, 30), id="an early shift"),
        pytest.param(time(22), time(6), id="a night shift ends before it starts"),
        pytest.param(time(14), time(0), id="until midnight"),
        pytest.param(time(6), None, id="only the start is known"),
        pytest.param(None, time(23, 30), id="only the end is known"),
        pytest.param(None, None, id="nothing is known"),
    ],
)
def test_a_vacancy_says_when_the_work_starts_and_ends(account_manager, starts_at, ends_at):
    command = CreateVacancy(employer=EmployerFactory().reference, **details(starts_at=starts_at, ends_at=ends_at))

    vacancy = create_vacancy(command, actor=account_manager)

    vacancy.refresh_from_db()
    assert (vacancy.starts_at, vacancy.ends_at) == (starts_at, ends_at)


def test_a_changed_start_is_named_in_the_record_and_one_left_out_is_forgotten(account_manager):
    vacancy = VacancyFactory(starting_at_half_past_five=True, organisation=account_manager.organisation)
    said = details(shifts=("early",), starts_at=time(6))

    edit_vacancy(EditVacancy(vacancy=vacancy.reference, **said), actor=account_manager)

    vacancy.refresh_from_db()
    assert (vacancy.starts_at, vacancy.ends_at) == (time(6), None)
    assert {"starts_at", "ends_at"} <= set(AuditEvent.objects.get().details["fields"])


@pytest.mark.django_db
def test_the_database_refuses_work_that_ends_at_the_minute_it_starts():
    with pytest.raises(IntegrityError, match="vacancy_times_differ"), transaction.atomic():
        VacancyFactory(starts_at=time(6), ends_at=time(6))


@pytest.mark.django_db
def test_matching_reads_when_the_work_starts_and_ends():
    VacancyFactory(starting_at_half_past_five=True)
    VacancyFactory()

    asked = asked_work(Vacancy.objects.all())

    assert [(one.starts_at, one.ends_at) for one in asked] == [(time(5, 30), time(13, 30)), (None, None)]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "words"),
    [
        pytest.param(None, None, "", id="not known"),
        pytest.param(time(5, 30), time(13, 30), "05:30 to 13:30", id="both"),
        pytest.param(time(22), time(6), "22:00 to 06:00 the next day", id="a night shift"),
        pytest.param(time(0), None, "from 00:00", id="from midnight"),
        pytest.param(None, time(0), "until 00:00", id="until midnight"),
    ],
)
def test_times_are_written_on_a_clock_of_24_hours(starts_at, ends_at, words):
    assert times_words(starts_at, ends_at) == words


def test_the_same_number_of_the_same_source_is_refused(account_manager):
    command = CreateVacancy(employer=EmployerFactory().reference, source="vdab", external_id="41", **details())
    create_vacancy(command, actor=account_manager)

    with pytest.raises(Conflict) as refusal:
        create_vacancy(command, actor=account_manager)

    assert refusal.value.field == "external_id"


def test_an_unknown_employer_is_refused(account_manager):
    with pytest.raises(NotFound) as refusal:
        create_vacancy(CreateVacancy(employer=uuid4(), **details()), actor=account_manager)

    assert refusal.value.field == "employer"


def test_an_employer_makes_vacancies_for_itself_alone(employer_contact, company):
    own = create_vacancy(CreateVacancy(employer=company.reference, **details()), actor=employer_contact)
    assert own.employer == company

    with pytest.raises(NotAllowed):
        create_vacancy(CreateVacancy(employer=EmployerFactory().reference, **details()), actor=employer_contact)


@pytest.mark.parametrize(
    ("role", "may_try"),
    [
        pytest.param(Role.ANALYST, False, id="an analyst"),
        pytest.param(Role.STEERING_MEMBER, False, id="a steering member"),
        pytest.param(Role.ADMINISTRATOR, False, id="an administrator"),
        pytest.param(Role.LEARNING_PROVIDER, False, id="a learning provider"),
        pytest.param(Role.COUNSELLOR, True, id="a counsellor"),
        pytest.param(Role.ACCOUNT_MANAGER, True, id="an account manager"),
    ],
)
def test_only_roles_that_may_edit_vacancies_change_those_of_their_organisation(werkpunt, role, may_try):
    vacancy = VacancyFactory(organisation=werkpunt)
    command = CancelVacancy(vacancy=vacancy.reference, cancelled_on=TODAY())
    actor = actor_with(role, organisation=werkpunt)

    if may_try:
        assert cancel_vacancy(command, actor=actor).cancelled_on == TODAY()
    else:
        with pytest.raises(NotAllowed):
            cancel_vacancy(command, actor=actor)


def test_nobody_changes_a_vacancy_that_another_organisation_keeps(counsellor, vdab):
    vacancy = VacancyFactory(organisation=vdab)

    with pytest.raises(NotAllowed, match="Another organisation"):
        edit_vacancy(EditVacancy(vacancy=vacancy.reference, **details()), actor=counsellor)


def test_the_employer_changes_a_vacancy_that_a_partner_keeps_for_it(employer_contact, company, vdab):
    vacancy = VacancyFactory(organisation=vdab, employer=company)

    changed = edit_vacancy(
        EditVacancy(vacancy=vacancy.reference, **details(title="Night driver")), actor=employer_contact
    )

    assert changed.title == "Night driver"


def test_an_edit_records_which_fields_changed_and_not_their_values(account_manager, vdab):
    vacancy = VacancyFactory(organisation=vdab, asks=[DRIVE_FORKLIFT])

    edit_vacancy(EditVacancy(vacancy=vacancy.reference, **details(title="Reach-truck driver")), actor=account_manager)

    event = AuditEvent.objects.get(action="edit-vacancy")
    assert {"title", "languages", "licences", "shifts"} <= set(event.details["fields"])
    assert "competences" not in event.details["fields"]
    assert "Reach-truck driver" not in str(event.details)


def test_a_competence_that_is_required_is_not_also_nice_to_have():
    command = CreateVacancy(employer=uuid4(), **details(competences_nice=(DRIVE_FORKLIFT,)))

    assert command.competences_nice == ()


def test_a_vacancy_is_filled_with_its_last_position(account_manager, vdab):
    vacancy = VacancyFactory(organisation=vdab, positions=3)

    after_two = fill_vacancy(
        FillVacancy(vacancy=vacancy.reference, filled_on=TODAY(), positions=2), actor=account_manager
    )
    assert (after_two.positions_open, state_on(after_two, TODAY())) == (1, VacancyState.OPEN)

    after_all = fill_vacancy(FillVacancy(vacancy=vacancy.reference, filled_on=TODAY()), actor=account_manager)
    assert (after_all.positions_open, state_on(after_all, TODAY())) == (0, VacancyState.FILLED)


@pytest.mark.parametrize(
    ("situation", "command", "kind", "field"),
    [
        pytest.param({"filled": True}, {"filled_on": TODAY()}, Conflict, None, id="filled already"),
        pytest.param({"cancelled": True}, {"filled_on": TODAY()}, Conflict, None, id="cancelled"),
        pytest.param({"announced": True}, {"filled_on": TODAY()}, Conflict, None, id="not open yet"),
        pytest.param({}, {"filled_on": TODAY() + timedelta(days=1)}, InvalidValue, "filled_on", id="a day to come"),
        pytest.param({}, {"filled_on": days_ago(400)}, InvalidValue, "filled_on", id="before it opened"),
        pytest.param({}, {"filled_on": TODAY(), "positions": 2}, InvalidValue, "positions", id="more than there are"),
        pytest.param({}, {"filled_on": TODAY(), "positions": 0}, InvalidValue, "positions", id="none"),
    ],
)
def test_filling_is_refused_with_the_reason(account_manager, vdab, situation, command, kind, field):
    vacancy = VacancyFactory(organisation=vdab, **situation)

    with pytest.raises(kind) as refusal:
        fill_vacancy(FillVacancy(vacancy=vacancy.reference, **command), actor=account_manager)

    assert refusal.value.field == field
    vacancy.refresh_from_db()
    assert vacancy.positions_filled == situation.get("filled", 0)


@pytest.mark.parametrize("situation", ["filled", "cancelled", "expired"])
def test_a_vacancy_that_ended_opens_again(account_manager, vdab, situation):
    vacancy = VacancyFactory(organisation=vdab, **{situation: True})

    again = reopen_vacancy(ReopenVacancy(vacancy=vacancy.reference, positions=2), actor=account_manager)

    assert state_on(again, TODAY()) is VacancyState.OPEN
    assert again.positions_open == 2


def test_an_open_vacancy_cannot_be_opened_again(account_manager, vdab):
    with pytest.raises(Conflict):
        reopen_vacancy(ReopenVacancy(vacancy=VacancyFactory(organisation=vdab).reference), actor=account_manager)


def test_a_vacancy_is_published_on_another_day(account_manager, vdab):
    vacancy = VacancyFactory(organisation=vdab, announced=True)

    publish_vacancy(PublishVacancy(vacancy=vacancy.reference, opens_on=TODAY()), actor=account_manager)

    vacancy.refresh_from_db()
    assert state_on(vacancy, TODAY()) is VacancyState.OPEN


def test_positions_cannot_drop_below_those_filled(account_manager, vdab):
    vacancy = VacancyFactory(organisation=vdab, positions=4, positions_filled=3)

    with pytest.raises(Conflict) as refusal:
        edit_vacancy(EditVacancy(vacancy=vacancy.reference, **details(positions=2)), actor=account_manager)

    assert refusal.value.field == "positions"


def test_an_employer_is_registered_once(account_manager):
    command = RegisterEmployer(
        name="Opslag aan het dok", enterprise_number="0123.456.749", sector="port-logistics", area="muide"
    )
    register_employer(command, actor=account_manager)

    with pytest.raises(Conflict) as same_number:
        register_employer(command.model_copy(update={"name": "Other"}), actor=account_manager)
    with pytest.raises(Conflict) as same_name:
        register_employer(command.model_copy(update={"enterprise_number": ""}), actor=account_manager)

    assert (same_number.value.field, same_name.value.field) == ("enterprise_number", "name")
    assert Employer.objects.count() == 1


def test_a_company_keeps_its_own_details_where_it_takes_part(account_manager, employer_contact, company):
    changed = edit_employer(
        EditEmployer(employer=company.reference, name="New name", sector="metal", area="muide"), actor=employer_contact
    )
    assert changed.name == "New name"

    with pytest.raises(NotAllowed, match="takes part itself"):
        edit_employer(EditEmployer(employer=company.reference, name="Mine"), actor=account_manager)


def test_a_counsellor_registers_an_employer_and_leaves_its_details_to_account_managers(counsellor):
    employer = register_employer(RegisterEmployer(name="Bakkerij"), actor=counsellor)

    with pytest.raises(NotAllowed):
        edit_employer(EditEmployer(employer=employer.reference, name="Other"), actor=counsellor)


def test_decimal_hours_are_kept(account_manager):
    command = CreateVacancy(employer=EmployerFactory().reference, **details(hours_min="19.5", hours_max="19.5"))

    vacancy = create_vacancy(command, actor=account_manager)

    vacancy.refresh_from_db()
    assert vacancy.hours_max == Decimal("19.5")


def test_every_essential_competence_of_an_occupation_can_be_asked(account_manager):
    asked = essentials_of(FORKLIFT_DRIVER)

    vacancy = create_vacancy(
        CreateVacancy(employer=EmployerFactory().reference, **details(competences_required=asked)),
        actor=account_manager,
    )

    assert [row.concept for row in vacancy.competences.all()] == list(asked)
