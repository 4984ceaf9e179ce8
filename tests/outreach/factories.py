"""Contacts as situations: `ContactFactory(organisation=werkpunt, talked_again=True, in_programme=jobteam)`."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.organisations.models import Organisation
from arbeidspact.outreach.models import Contact, ContactMoment, Enrolment, MomentKind, Place, PlaceKind, Programme
from arbeidspact.people.models import Person, PersonStatus, StatusKind
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import AccompanimentFactory, PersonFactory


def days_ago(days: int) -> date:
    """The day so many days before today."""
    return timezone.localdate() - timedelta(days=days)


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    organisation = factory.SubFactory(OrganisationFactory, werkpunt=True)
    name = factory.Sequence(lambda n: f"Buurthuis {n}")
    kind = PlaceKind.COMMUNITY_CENTRE


class MomentFactory(DjangoModelFactory[ContactMoment]):
    class Meta:
        model = ContactMoment

    kind = MomentKind.CALL
    on = factory.LazyFunction(timezone.localdate)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact
        skip_postgeneration_save = True

    class Params:
        only_seen = factory.Trait(given_name="", reach="", was_reachable=False)

    organisation = factory.SubFactory(OrganisationFactory, werkpunt=True)
    place = factory.SubFactory(PlaceFactory, organisation=factory.SelfAttribute("..organisation"))
    met_on = factory.LazyFunction(lambda: days_ago(30))
    given_name = "Samira"
    reach = "0470 00 00 00"
    was_reachable = True

    @factory.post_generation
    def talked_again(self, create: bool, extracted: bool, **_: Any) -> None:
        if create and extracted:
            MomentFactory(contact=self, on=self.met_on + timedelta(days=3))

    @factory.post_generation
    def in_programme(self, create: bool, extracted: Programme | None, **_: Any) -> None:
        if create and extracted is not None:
            Enrolment.objects.create(
                programme=extracted, organisation=self.organisation, contact=self, since=self.met_on
            )

    @factory.post_generation
    def with_file(self, create: bool, extracted: bool | Person, **_: Any) -> None:
        if create and extracted:
            self.person = extracted if isinstance(extracted, Person) else PersonFactory()
            self.filed_on = self.met_on + timedelta(days=7)
            self.save()
            accompany(self.person, self.organisation, self.filed_on)


def accompany(person: Person, organisation: Organisation, since: date) -> None:
    """The organisation accompanies this person since a day, unless it does already."""
    if not person.accompaniments.filter(organisation=organisation, until__isnull=True).exists():
        AccompanimentFactory(person=person, organisation=organisation, since=since)


def works(person: Person, since: date, kind: StatusKind = StatusKind.EMPLOYED) -> None:
    """The person works, or has another status, since a day."""
    PersonStatus.objects.create(person=person, kind=kind, since=since)
