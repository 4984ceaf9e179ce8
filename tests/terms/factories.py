"""Terms as situations: `TermEventFactory(person=amina, exemption=True)`, `registered(amina, since=...)`."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.people.models import Person, PersonStatus, StatusKind
from arbeidspact.statutes import TermState
from arbeidspact.terms.computing import Term, terms_for
from arbeidspact.terms.models import NotedFact, PauseGround, TermEvent, TermEventKind
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


class TermEventFactory(DjangoModelFactory[TermEvent]):
    class Meta:
        model = TermEvent

    class Params:
        exemption = factory.Trait(kind=TermEventKind.EXEMPTION)
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))
        about_health = factory.Trait(domain="health")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = TermEventKind.PAUSE
    starts_on = factory.LazyFunction(lambda: days_ago(10))
    ground = PauseGround.CANNOT_TAKE_PART
    reason = "Is er een tijd niet bij"
    noted_at = factory.LazyFunction(timezone.now)


class NotedFactFactory(DjangoModelFactory[NotedFact]):
    class Meta:
        model = NotedFact

    class Params:
        not_self_reliant = factory.Trait(fact="not_self_reliant")
        return_considered = factory.Trait(fact="return_considered")

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    fact = "return_started"
    on = factory.LazyFunction(lambda: days_ago(10))
    noted_at = factory.LazyFunction(timezone.now)


def registered(
    person: Person, since: date, until: date | None = None, kind: StatusKind = StatusKind.JOB_SEEKER
) -> PersonStatus:
    return PersonStatus.objects.create(person=person, kind=kind, since=since, until=until)


def term_of(person: Person, rule: str = "screening", *, day: date | None = None) -> Term:
    """The one term of this person by this rule."""
    terms = terms_for([person.pk], day or timezone.localdate()).get(person.pk, [])
    (found,) = [term for term in terms if term.rule.slug == rule]
    return found


def state_of(person: Person, rule: str = "screening", *, day: date | None = None) -> TermState:
    return term_of(person, rule, day=day).state
