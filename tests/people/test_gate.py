"""The one gate: who may open which file, and that every look is written down."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.people.access import (
    OpenProfile,
    lines_of,
    looks_at_file,
    open_file,
    open_profile,
    profiles_for_matching,
    profiles_for_round,
    references_to_export,
)
from arbeidspact.people.looks import looks_at
from arbeidspact.people.models import AccessEvent, Look, PersonLanguage, PersonLicence, Purpose
from arbeidspact.people.profiles import profile_of
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, FORKLIFT_DRIVER

pytestmark = pytest.mark.django_db


def test_opening_a_file_is_written_down(counsellor, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    file = open_file(counsellor, person.reference)

    event = AccessEvent.objects.get()
    assert file.pk == person.pk
    assert (event.person, event.user, event.organisation) == (person, counsellor.user, werkpunt)
    assert (event.purpose, event.look, event.was_refused) == (Purpose.GUIDANCE, Look.FILE, False)


def test_another_organisation_is_refused_and_the_attempt_written_down(counsellor_of_vdab, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    with pytest.raises(NotAllowed, match="does not accompany"):
        open_file(counsellor_of_vdab, person.reference)

    assert AccessEvent.objects.get().was_refused


def test_an_ended_accompaniment_closes_the_file(counsellor, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__ended=True)

    with pytest.raises(NotAllowed, match="does not accompany"):
        open_file(counsellor, person.reference)
    assert lines_of(counsellor, [person.pk]) == {}


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(Role.ANALYST, OrganisationKind.CITY, id="analyst of the city"),
        pytest.param(Role.STEERING_MEMBER, OrganisationKind.CITY, id="steering group member"),
        pytest.param(Role.ADMINISTRATOR, OrganisationKind.CITY, id="administrator"),
        pytest.param(Role.DATA_PROTECTION_OFFICER, OrganisationKind.CITY, id="data-protection officer"),
        pytest.param(Role.ACCOUNT_MANAGER, OrganisationKind.CITY, id="account manager"),
        pytest.param(Role.EMPLOYER_CONTACT, OrganisationKind.EMPLOYER, id="employer"),
        pytest.param(Role.COUNSELLOR, OrganisationKind.EMPLOYER, id="a counsellor at an employer"),
        pytest.param(Role.COUNSELLOR, OrganisationKind.SCHOOL, id="a counsellor at a school"),
    ],
)
def test_these_never_open_a_file_even_of_their_own_organisation(role, kind):
    organisation = OrganisationFactory(kind=kind)
    person = PersonFactory(accompanied_by=organisation)
    actor = actor_with(role, organisation=organisation)

    with pytest.raises(NotAllowed):
        open_file(actor, person.reference)
    with pytest.raises(NotAllowed):
        lines_of(actor, [person.pk])
    assert list(AccessEvent.objects.values_list("was_refused", flat=True)) == [True]


def test_the_operator_opens_no_file(werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    with pytest.raises(NotAllowed):
        open_file(operator(werkpunt), person.reference)


def test_an_unknown_reference_tells_nothing(counsellor):
    with pytest.raises(NotFound):
        open_file(counsellor, uuid.uuid4())


def test_a_list_writes_down_each_line_and_leaves_out_those_beyond_reach(counsellor, werkpunt, vdab):
    ours, theirs = PersonFactory(accompanied_by=werkpunt), PersonFactory(accompanied_by=vdab)

    lines = lines_of(counsellor, [ours.pk, theirs.pk])

    assert list(lines) == [ours.pk]
    assert list(AccessEvent.objects.values_list("person", "look")) == [(ours.pk, Look.LINE)]


def test_the_file_says_who_looked_newest_first(counsellor, werkpunt, vdab):
    person = PersonFactory(accompanied_by=werkpunt)
    AccompanimentFactory(person=person, organisation=vdab)
    open_file(actor_with(Role.COUNSELLOR, organisation=vdab), person.reference)

    file = open_file(counsellor, person.reference)

    assert [event.organisation for event in looks_at_file(file)] == [werkpunt, vdab]


def test_the_officer_sees_the_looks_of_the_own_organisation_narrowed(counsellor, counsellor_of_vdab, werkpunt, vdab):
    person = PersonFactory(accompanied_by=werkpunt)
    AccompanimentFactory(person=person, organisation=vdab)
    open_file(counsellor, person.reference)
    open_file(counsellor_of_vdab, person.reference)
    officer = actor_with(Role.DATA_PROTECTION_OFFICER, organisation=werkpunt)

    assert [event.user for event in looks_at(officer)] == [counsellor.user]
    assert looks_at(officer, person=person.reference, user=counsellor.user.pk).count() == 1
    assert looks_at(officer, purpose=Purpose.EXPORT).count() == 0
    assert looks_at(officer, until=date(2020, 1, 1)).count() == 0
    with pytest.raises(NotAllowed):
        looks_at(counsellor)


def test_matching_gets_profiles_without_loading_names(counsellor, werkpunt):
    PersonFactory(accompanied_by=werkpunt)

    profile = profiles_for_matching(counsellor).get()

    assert {"given_name", "family_name", "birth_date", "email"} <= profile.get_deferred_fields()
    assert not {"hours_max", "travel_minutes_max", "wage_wanted"} & profile.get_deferred_fields()


def test_matching_opens_a_profile_without_a_name_and_the_look_is_written_down(counsellor, werkpunt):
    person = PersonFactory(
        accompanied_by=werkpunt,
        able_to=DRIVE_FORKLIFT,
        seeking=FORKLIFT_DRIVER,
        with_forklift=True,
        reachable_by_bicycle=True,
        hours_min=Decimal("7.5"),
        hours_max=Decimal(38),
        wage_wanted=Decimal("2400.50"),
        shifts=["night"],
    )
    PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT)
    PersonLicence.objects.create(person=person, licence="car", valid_until=date(2030, 5, 31))
    PersonLanguage.objects.create(person=person, language="nl", level="A2")

    opened = open_profile(counsellor, person.reference)

    whole = open_file(counsellor, person.reference).person
    assert opened == OpenProfile(counsellor, profile_of(whole))
    assert opened.profile.licences[-1] == ("car", date(2030, 5, 31))
    event = AccessEvent.objects.earliest("pk")
    assert (event.person, event.user, event.organisation) == (person, counsellor.user, werkpunt)
    assert (event.purpose, event.look, event.was_refused) == (Purpose.MATCHING, Look.FILE, False)


def test_a_profile_beyond_reach_is_refused_and_the_attempt_written_down(counsellor_of_vdab, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    ended = PersonFactory(accompanied_by=counsellor_of_vdab.organisation, accompanied_by__ended=True)

    for one in (person, ended):
        with pytest.raises(NotAllowed, match="does not accompany"):
            open_profile(counsellor_of_vdab, one.reference)
    with pytest.raises(NotAllowed):
        open_profile(operator(), person.reference)
    with pytest.raises(NotFound):
        open_profile(counsellor_of_vdab, uuid.uuid4())
    assert list(AccessEvent.objects.values_list("was_refused", flat=True)) == [True] * 3


def test_a_round_gets_the_profiles_of_the_organisation_without_names_for_an_analyst_too(werkpunt, vdab):
    ours = PersonFactory(accompanied_by=werkpunt)
    PersonFactory(accompanied_by=vdab)
    PersonFactory(accompanied_by=werkpunt, accompanied_by__ended=True)

    profile = profiles_for_round(actor_with(Role.ANALYST, organisation=werkpunt)).get()

    assert profile.pk == ours.pk
    assert {"given_name", "family_name", "birth_date", "email"} <= profile.get_deferred_fields()
    assert profiles_for_round(operator()).count() == 3
    assert profiles_for_round(operator(vdab)).count() == 1


@pytest.mark.parametrize("role", [Role.OUTREACH_WORKER, Role.STEERING_MEMBER, Role.DATA_PROTECTION_OFFICER])
def test_a_round_of_these_gets_no_profiles(werkpunt, role):
    actor = actor_with(role, organisation=werkpunt)

    with pytest.raises(NotAllowed):
        profiles_for_round(actor)
    with pytest.raises(NotAllowed):
        references_to_export(actor, [])


def test_references_leave_for_people_within_reach_alone_and_each_is_written_down(counsellor, werkpunt, vdab):
    ours, theirs = PersonFactory(accompanied_by=werkpunt), PersonFactory(accompanied_by=vdab)

    found = references_to_export(counsellor, [ours.pk, theirs.pk])

    assert found == {ours.pk: ours.reference}
    event = AccessEvent.objects.get()
    assert (event.person, event.purpose, event.look) == (ours, Purpose.EXPORT, Look.LINE)


def test_opening_a_file_takes_as_many_queries_for_a_rich_file_as_for_an_empty_one(
    counsellor, werkpunt, django_assert_num_queries
):
    rich = PersonFactory(accompanied_by=werkpunt, job_seeker=True, newcomer=True, with_forklift=True)
    for person in (PersonFactory(accompanied_by=werkpunt), rich):
        with django_assert_num_queries(9):
            open_file(counsellor, person.reference)
