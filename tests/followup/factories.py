"""Lines as situations: `LineFactory(resting=True, person=amina, organisation=werkpunt)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.followup.models import Line, RuleName
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


def in_days(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


class LineFactory(DjangoModelFactory[Line]):
    class Meta:
        model = Line

    class Params:
        resting = factory.Trait(snoozed_until=in_days(3))
        closed = factory.Trait(closed_on=in_days(0))
        escalated = factory.Trait(escalated_on=in_days(0))

    rule = RuleName.NO_NEXT_STEP
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    since = in_days(-20)
    opened_on = in_days(-3)
