"""Talks as situations: `ConversationFactory(person=amina, organisation=werkpunt, days_ago=36)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.people.domains import LifeDomain
from arbeidspact.teams.models import Channel, Conversation
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


class ConversationFactory(DjangoModelFactory[Conversation]):
    class Meta:
        model = Conversation

    class Params:
        days_ago = 3
        without_answer = factory.Trait(how=Channel.NO_ANSWER, was_reached=False)
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now), withdrawn_because="vergissing")
        about_health = factory.Trait(domain=LifeDomain.HEALTH, note="Afspraak bij de specialist")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    how = Channel.PHONE
    on = factory.LazyAttribute(lambda talk: timezone.localdate() - timedelta(days=talk.days_ago))
