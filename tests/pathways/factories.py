"""Plans as situations: `StepFactory(overdue=True, person=amina, organisation=werkpunt)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.pathways.models import Goal, PlacementSource, RungPlacement, Step, StepOwner
from arbeidspact.people.domains import LifeDomain
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
        hindered = factory.Trait(hindered_on=in_days(-4), hindrance="De bus rijdt niet zo vroeg")
        about_health = factory.Trait(domain=LifeDomain.HEALTH, what="Praten met de huisarts")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    owner = StepOwner.PERSON
    what = "Bel de cursus Nederlands"
    agreed_on = in_days(-60)
    due_on = in_days(5)


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    class Params:
        reached = factory.Trait(reached_on=in_days(-2))
        dropped = factory.Trait(dropped_on=in_days(-2))
        about_debt = factory.Trait(domain=LifeDomain.DEBT, words="Mijn schulden afbetalen")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    words = "Ik wil met hout werken"
    position = factory.Sequence(lambda n: n + 1)
    set_on = in_days(-60)


class PlacementFactory(DjangoModelFactory[RungPlacement]):
    class Meta:
        model = RungPlacement

    class Params:
        ended = factory.Trait(until=in_days(-1))
        in_work_care = factory.Trait(rung="work-care", where="De Kringwinkel")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    rung = "supported-employment"
    since = in_days(-30)
    where = "Maatwerkbedrijf De Brug"
    source = PlacementSource.TALK
