"""Steps as situations: `StepFactory(overdue=True, person=amina, organisation=werkpunt)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.pathways.models import Step, StepOwner
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


def in_days(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


class StepFactory(DjangoModelFactory[Step]):
    class Meta:
        model = Step

    class Params:
        overdue = factory.Trait(due_on=in_days(-3))
        long_overdue = factory.Trait(due_on=in_days(-30))
        due_today = factory.Trait(due_on=in_days(0))
        due_later = factory.Trait(due_on=in_days(40))
        done = factory.Trait(done_on=in_days(-1))
        given_up = factory.Trait(given_up_on=in_days(-1))

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    owner = StepOwner.PERSON
    what = "Bel de cursus Nederlands"
    agreed_on = in_days(-60)
    due_on = in_days(5)
