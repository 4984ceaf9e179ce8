"""Invented messages of three years, some of which did not arrive, and a program that listens."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.correspondence.models import (
    Channel,
    Message,
    Notice,
    NoticeAttempt,
    Recipient,
    Settlement,
    Subscription,
)
from arbeidspact.correspondence.sealing import sealed
from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY
from arbeidspact.organisations.tokens import new_token
from arbeidspact.people.models import Accompaniment

ROWS: Final = 1_000
SHARE_WRITTEN_TO: Final = 0.3
MOST_EACH: Final = 4
SHARE_BY_SMS: Final = 0.35
SHARE_BACK: Final = 0.03
WAITING_PER_LOGIN: Final = 3
LOGINS: Final = ("counsellor", "team-lead", "counsellor-vdab", "counsellor-ocmw", "coach")
# No mobile network of Belgium gives out numbers that begin with 0400.
NUMBER: Final = "+32400{:06d}"
TEXTS: Final = (
    ("Onze afspraak", "Dag, onze afspraak gaat door zoals besproken. Kun je niet komen? Laat het me weten."),
    ("Papieren voor de inschrijving", "Dag, breng je bij ons volgende gesprek je diploma en je identiteitskaart mee?"),
    ("Infodag", "Dag, volgende week is er een infodag over werk in de haven. Zin om samen te gaan?"),
    ("Hoe gaat het?", "Dag, we hoorden elkaar al even niet. Bel je me deze week?"),
)
PROBLEMS: Final = {
    Channel.EMAIL: ("no-mailbox", "mailbox-full", "mail-came-back"),
    Channel.SMS: ("sms-not-delivered", "sms-expired", "wrong-number"),
}


def write_correspondence(past: Past) -> None:
    """Messages to a third of the people since they are accompanied; most arrived, what came back was settled, and a few
    of the last days wait: also for each login. One webhook of the city, with a log of every kind."""
    rng = np.random.default_rng([past.seed, 21])
    Message.objects.bulk_create(_messages(rng, past), batch_size=ROWS)
    _write_webhook(rng, past)


def _messages(rng: Generator, past: Past) -> Iterator[Message]:
    links = (
        Accompaniment.objects.filter(until__isnull=True)
        .order_by("pk")
        .values_list("person", "organisation", "referent", "since", "person__email")
    )
    waits_for = {past.users[name].pk: WAITING_PER_LOGIN for name in LOGINS}
    for person, organisation, referent, since, mail in links:
        number = int(rng.integers(1, MOST_EACH + 1)) if rng.random() < SHARE_WRITTEN_TO else 0
        first = max(since, past.today - timedelta(days=3 * 365))
        days = max((past.today - first).days - 1, 1)
        for _ in range(number):
            on = first + timedelta(days=int(rng.integers(0, days)))
            message = _message(rng, person, organisation, referent, mail, on)
            _arrive(rng, message, past.today)
            yield message
        if waits_for.get(referent, 0):
            left = waits_for[referent] = waits_for[referent] - 1
            message = _message(rng, person, organisation, referent, mail, past.today - timedelta(days=left + 1))
            _come_back(rng, message)
            yield message


def _message(rng: Generator, person: int, organisation: int, referent: int | None, mail: str, on: date) -> Message:
    channel = Channel.SMS if not mail or rng.random() < SHARE_BY_SMS else Channel.EMAIL
    subject, text = TEXTS[int(rng.integers(len(TEXTS)))]
    at = _moment(on, int(rng.integers(8 * 60, 17 * 60)))
    return Message(
        reference=_reference(rng),
        person_id=person,
        organisation_id=organisation,
        sent_by_id=referent,
        recipient=Recipient.PERSON,
        channel=channel,
        address=NUMBER.format(int(rng.integers(1_000_000))) if channel == Channel.SMS else mail,
        kind="free",
        subject=subject if channel == Channel.EMAIL else "",
        text=text,
        queued_at=at,
        handed_over_at=at + timedelta(seconds=2),
        attempts=1,
    )


def _arrive(rng: Generator, message: Message, today: date) -> None:
    assert message.handed_over_at is not None
    if rng.random() < SHARE_BACK:
        _come_back(rng, message)
        assert message.bounced_at is not None
        days = int(rng.integers(1, 6))
        if timezone.localdate(message.bounced_at) + timedelta(days=days) < today:
            message.settled_at = message.bounced_at + timedelta(days=days)
            message.settled_by_id = message.sent_by_id
            message.settlement, message.settlement_note = Settlement.ANOTHER_WAY, "Gebeld."
    elif message.channel == Channel.SMS:
        message.delivered_at = message.handed_over_at + timedelta(seconds=int(rng.integers(3, 300)))


def _come_back(rng: Generator, message: Message) -> None:
    assert message.handed_over_at is not None
    message.bounced_at = message.handed_over_at + timedelta(minutes=int(rng.integers(1, 60)))
    problems = PROBLEMS[Channel(message.channel)]
    message.problem = problems[int(rng.integers(len(problems)))]


def _write_webhook(rng: Generator, past: Past) -> None:
    city = past.guides.organisations[CITY]
    made_at = _moment(past.today - timedelta(days=200), 10 * 60)
    webhook = Subscription.objects.create(
        reference=_reference(rng),
        organisation=city,
        name="Cliëntvolgsysteem (verzonnen)",
        address="https://clientvolgsysteem.example/meldingen",
        sealed_secret=sealed(new_token("whsec_")),
        events=["message.undelivered"],
        created_by=past.users["administrator"],
        created_at=made_at,
    )
    came_back = (
        Message.objects.filter(organisation=city, bounced_at__gt=made_at).order_by("-bounced_at", "pk")[:40]
    ).values_list("reference", "person__reference", "channel", "problem", "bounced_at")
    for place, (message, person, channel, problem, at) in enumerate(came_back):
        assert at is not None
        payload = {"message": str(message), "person": str(person), "channel": channel, "problem": problem}
        tries = 2 if place == 0 else 8 if place == 1 else 1
        notice = Notice(
            reference=_reference(rng),
            subscription=webhook,
            event="message.undelivered",
            payload=payload,
            created_at=at,
            attempts=tries,
        )
        if place == 0:
            notice.next_attempt_at = timezone.now() + timedelta(days=30)
        elif place == 1:
            notice.given_up_at = at + timedelta(hours=42)
        else:
            notice.delivered_at = at + timedelta(seconds=1)
        notice.save()
        NoticeAttempt.objects.bulk_create(
            NoticeAttempt(
                notice=notice,
                at=at + timedelta(minutes=number),
                status=503 if place < 2 else 204,
                problem="bad-answer" if place < 2 else "",
                milliseconds=int(rng.integers(40, 900)),
            )
            for number in range(tries)
        )


def _moment(day: date, minutes: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(minutes // 60, minutes % 60)))


def _reference(rng: Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)
