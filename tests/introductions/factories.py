"""Introductions as situations: `IntroductionFactory(invited=True, person=amina, organisation=werkpunt)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.introductions.models import Answer, Introduction, NotNowReason, Outcome, WithdrawnBecause
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory


def after(days: int) -> factory.LazyAttribute:
    """So many days after the introduction."""
    return factory.LazyAttribute(lambda one: one.introduced_on + timedelta(days=days))


class IntroductionFactory(DjangoModelFactory[Introduction]):
    class Meta:
        model = Introduction

    class Params:
        days_ago = 3
        late = factory.Trait(days_ago=20)
        invited = factory.Trait(answer=Answer.INVITED, answered_on=after(2))
        not_now = factory.Trait(answer=Answer.NOT_NOW, reason=NotNowReason.LANGUAGE, answered_on=after(2))
        vacancy_gone = factory.Trait(answer=Answer.VACANCY_GONE, answered_on=after(2))
        hired = factory.Trait(answer=Answer.INVITED, answered_on=after(2), outcome=Outcome.HIRED, decided_on=after(3))
        not_hired = factory.Trait(
            answer=Answer.INVITED, answered_on=after(2), outcome=Outcome.NOT_HIRED, decided_on=after(3)
        )
        withdrawn = factory.Trait(withdrawn_on=after(1), withdrawn_because=WithdrawnBecause.PERSON_ASKED)

    person = factory.SubFactory(PersonFactory)
    vacancy = factory.SubFactory(VacancyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    introduced_on = factory.LazyAttribute(lambda one: timezone.localdate() - timedelta(days=one.days_ago))
    agreed_on = after(0)
    motivation = "Werkte drie jaar in een magazijn en wil weer aan de slag."
