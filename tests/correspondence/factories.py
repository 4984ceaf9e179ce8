"""Messages and webhooks as situations: `MessageFactory(came_back=True)`, `NoticeFactory(given_up=True)`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.correspondence.models import Message, Notice, NoticeAttempt, Settlement, Subscription
from arbeidspact.correspondence.sealing import sealed
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import PersonFactory

SECRET = "whsec_for-tests"


def moments_ago(**ago):
    return factory.LazyFunction(lambda: timezone.now() - timedelta(**ago))


class MessageFactory(DjangoModelFactory[Message]):
    """A mail that was written an hour ago and waits."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(handed_over_at=moments_ago(minutes=59), next_attempt_at=None, attempts=1)
        arrived = factory.Trait(sent=True, delivered_at=moments_ago(minutes=58))
        came_back = factory.Trait(sent=True, bounced_at=moments_ago(minutes=50), problem="no-mailbox")
        given_up = factory.Trait(
            failed_at=moments_ago(minutes=40), next_attempt_at=None, attempts=8, problem="mail-server-silent"
        )
        settled = factory.Trait(
            came_back=True,
            settled_at=moments_ago(minutes=5),
            settlement=Settlement.ANOTHER_WAY,
            settlement_note="Called",
        )
        by_sms = factory.Trait(channel="sms", address="+32470123456", subject="")

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.LazyAttribute(lambda message: PersonFactory(accompanied_by=message.organisation))
    sent_by = factory.SubFactory(UserFactory)
    channel = "email"
    address = "amina@mail.example"
    kind = "free"
    subject = "Our meeting"
    text = "Hello Amina, shall we meet on Monday?"
    queued_at = moments_ago(hours=1)
    next_attempt_at = moments_ago(minutes=1)


class SubscriptionFactory(DjangoModelFactory[Subscription]):
    class Meta:
        model = Subscription

    class Params:
        ended = factory.Trait(ended_at=moments_ago(minutes=1))

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Program {n}")
    address = factory.Sequence(lambda n: f"https://program.example/{n}")
    sealed_secret = factory.LazyFunction(lambda: sealed(SECRET))
    events = ["handover.pending", "message.undelivered"]
    created_at = moments_ago(days=2)


class NoticeFactory(DjangoModelFactory[Notice]):
    """A notice that waits."""

    class Meta:
        model = Notice
        skip_postgeneration_save = True

    class Params:
        heard = factory.Trait(delivered_at=moments_ago(minutes=9), next_attempt_at=None, attempts=1)
        given_up = factory.Trait(given_up_at=moments_ago(minutes=9), next_attempt_at=None, attempts=8)

    subscription = factory.SubFactory(SubscriptionFactory)
    event = "handover.pending"
    payload = {"handover": "0b7d3c52-8f0e-4d5e-a54c-6a1f6a7a9a10"}
    created_at = moments_ago(minutes=10)
    next_attempt_at = moments_ago(minutes=1)

    @factory.post_generation
    def tried(self, create, extracted, **_):
        """`tried=503`: one attempt that was answered so."""
        if create and extracted:
            problem = "" if 200 <= extracted < 300 else "bad-answer"
            NoticeAttempt.objects.create(notice=self, at=self.created_at, status=extracted, problem=problem)
