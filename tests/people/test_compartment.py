"""The sensitive part of a file: who opens it, for how long, and what is recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import close_compartment, open_compartment
from arbeidspact.people.commands import CloseCompartment, OpenCompartment
from arbeidspact.people.domains import SENSITIVE, LifeDomain, visible_domains
from arbeidspact.people.models import AccessEvent, CompartmentOpening, Look, TeamMember
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def werkpunt():
    return OrganisationFactory(kind=OrganisationKind.CITY)


@pytest.fixture
def referent(werkpunt):
    return Actor(UserFactory(), werkpunt, frozenset({Role.COUNSELLOR}))


@pytest.fixture
def colleague(werkpunt):
    return Actor(UserFactory(), werkpunt, frozenset({Role.COUNSELLOR}))


@pytest.fixture
def amina(werkpunt, referent):
    person = PersonFactory()
    AccompanimentFactory(person=person, organisation=werkpunt, referent=referent.user)
    return person


def asks(person) -> OpenCompartment:
    return OpenCompartment(person=person.reference, purpose="Overleg met de arts voorbereiden")


def test_the_referent_opens_the_sensitive_part_for_an_hour_and_every_look_says_so(referent, amina):
    assert not open_file(referent, amina.reference).sees_sensitive

    open_compartment(asks(amina), actor=referent)

    assert open_file(referent, amina.reference).sees_sensitive
    assert list(AccessEvent.objects.order_by("pk").values_list("look", flat=True)) == [Look.FILE, Look.COMPARTMENT]


def test_after_the_hour_it_is_closed(referent, amina):
    open_compartment(asks(amina), actor=referent)
    CompartmentOpening.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert not open_file(referent, amina.reference).sees_sensitive


def test_it_can_be_closed_before(referent, amina):
    open_compartment(asks(amina), actor=referent)

    close_compartment(CloseCompartment(person=amina.reference), actor=referent)

    assert not open_file(referent, amina.reference).sees_sensitive


def test_a_colleague_without_a_relation_is_refused(colleague, amina):
    with pytest.raises(NotAllowed, match="referent"):
        open_compartment(asks(amina), actor=colleague)


def test_who_joins_the_team_may_and_who_leaves_it_sees_nothing_any_more(colleague, amina):
    place = TeamMember.objects.create(
        accompaniment=amina.accompaniments.get(), user=colleague.user, purpose="Jobcoach", since=timezone.localdate()
    )
    open_compartment(asks(amina), actor=colleague)
    assert open_file(colleague, amina.reference).sees_sensitive

    place.until = timezone.localdate()
    place.save()

    assert not open_file(colleague, amina.reference).sees_sensitive


def test_an_opening_for_one_organisation_opens_nothing_for_another(referent, amina):
    elsewhere = OrganisationFactory(kind=OrganisationKind.PES)
    AccompanimentFactory(person=amina, organisation=elsewhere, referent=referent.user)
    open_compartment(asks(amina), actor=referent)

    there = Actor(referent.user, elsewhere, frozenset({Role.COUNSELLOR}))

    assert not open_file(there, amina.reference).sees_sensitive


def test_an_outreach_worker_does_not_open_it(werkpunt, amina):
    outreach = Actor(UserFactory(), werkpunt, frozenset({Role.OUTREACH_WORKER}))

    with pytest.raises(NotAllowed):
        open_compartment(asks(amina), actor=outreach)


def test_health_debt_and_justice_are_the_sensitive_domains():
    assert {LifeDomain.HEALTH, LifeDomain.DEBT, LifeDomain.JUSTICE} == SENSITIVE
    assert not SENSITIVE & set(visible_domains(sees_sensitive=False))
    assert set(visible_domains(sees_sensitive=True)) == set(LifeDomain)
