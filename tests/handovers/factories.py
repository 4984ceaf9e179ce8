"""Handovers as situations: `HandoverFactory(met=True, person=amina, sender=werkpunt, receiver=vdab)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.handovers.models import Handover, HandoverKind, HandoverState
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


def moment(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localtime() + timedelta(days=days))


def day(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    class Params:
        waiting_days = 0
        accepted = factory.Trait(state=HandoverState.ACCEPTED, accepted_at=moment(0))
        met = factory.Trait(state=HandoverState.MET, accepted_at=moment(0), met_on=day(0))
        confirmed = factory.Trait(
            state=HandoverState.CONFIRMED,
            accepted_at=moment(0),
            met_on=day(0),
            confirmed_at=moment(0),
            closed_at=moment(0),
        )
        refused = factory.Trait(state=HandoverState.REFUSED, closed_at=moment(0))
        withdrawn = factory.Trait(state=HandoverState.WITHDRAWN, closed_at=moment(0))
        expired = factory.Trait(state=HandoverState.EXPIRED, closed_at=moment(0))
        joined = factory.Trait(
            kind=HandoverKind.JOIN,
            state=HandoverState.JOINED,
            accepted_at=moment(0),
            closed_at=moment(0),
            ends_accompaniment=False,
        )
        to_partner = factory.Trait(receiver=None, partner_name="Buurthuis", partner_email="partner@example.org")

    person = factory.SubFactory(PersonFactory)
    sender = factory.SubFactory(OrganisationFactory)
    receiver = factory.SubFactory(OrganisationFactory)
    why = "Zoekt werk in de bouw"
    sent_at = factory.LazyAttribute(lambda one: timezone.localtime() - timedelta(days=one.waiting_days))
    state_since = factory.LazyAttribute(lambda one: timezone.localdate() - timedelta(days=one.waiting_days))
    expires_on = day(20)
