"""Invented decisions about terms: who was assessed elsewhere, who needs guidance, pauses, exemptions, long illness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.people.models import Accompaniment, PersonStatus, StatusKind
from arbeidspact.terms.models import NotedFact, PauseGround, TermEvent, TermEventKind

ROWS: Final = 2_000
SHARE_IN_TIME: Final = 0.82
SHARE_LATE: Final = 0.1
SHARE_NOT_ALONE: Final = 0.05
SHARE_PAUSED: Final = 0.04
SHARE_EXEMPT: Final = 0.005
SHARE_LONG_SICK: Final = 0.03
"""All assumptions: nobody published how many people are screened in time in Ghent, or how many terms are paused."""
REASONS: Final = {
    PauseGround.CANNOT_TAKE_PART: ("Zorgt een tijd voor een familielid", "Is een tijd niet beschikbaar"),
    PauseGround.IN_TRAINING_OR_WORK: ("Volgt een opleiding van enkele weken", "Werkt tijdelijk via interim"),
    PauseGround.ABROAD: ("Op familiebezoek, zoals afgesproken",),
    PauseGround.WAITS_FOR_OTHERS: ("Wacht op de erkenning van het diploma", "Wacht op een plaats in de les Nederlands"),
}
ABOUT_HEALTH: Final = "Wordt geopereerd en herstelt enkele weken"


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody whom an organisation accompanies, with the day of the registration; `is_shown`, of a demo login."""

    person: int
    organisation: int
    author: int | None
    since: date
    is_shown: bool


def write_terms(past: Past) -> None:
    """Notes when people were assessed elsewhere, and pauses or lifts the terms of some; the logins see each kind."""
    rng = np.random.default_rng([past.seed, 37])
    _fall_ill(rng, past)
    people = _registered(past)
    NotedFact.objects.bulk_create(
        [fact for one in people for fact in _noted(rng, one, past.today)], batch_size=ROWS, ignore_conflicts=True
    )
    TermEvent.objects.bulk_create([event for one in people for event in _events(rng, one, past.today)], batch_size=ROWS)
    TermEvent.objects.bulk_create(_of_each_kind(people, past), ignore_conflicts=True)


def _registered(past: Past) -> list[Registered]:
    shown = {user.pk for user in past.users.values()}
    seeking = PersonStatus.objects.filter(kind=StatusKind.JOB_SEEKER, until__isnull=True, person__is_invented=True)
    since = dict(seeking.order_by("pk").values_list("person", "since"))
    links: dict[int, Registered] = {}
    rows = Accompaniment.objects.filter(until__isnull=True, person__in=list(since)).order_by("person", "pk")
    for person, organisation, referent in rows.values_list("person", "organisation", "referent"):
        if person not in links or referent in shown:
            links[person] = Registered(person, organisation, referent, since[person], referent in shown)
    return list(links.values())


def _fall_ill(rng: Generator, past: Past) -> None:
    inactive = PersonStatus.objects.filter(kind=StatusKind.INACTIVE, until__isnull=True, person__is_invented=True)
    people = list(inactive.order_by("pk").values_list("person", flat=True))
    PersonStatus.objects.bulk_create(
        PersonStatus(
            person_id=person,
            kind=StatusKind.LONG_TERM_SICK,
            since=past.today - timedelta(days=int(rng.integers(30, 400))),
        )
        for person in people
        if rng.random() < SHARE_LONG_SICK
    )


def _noted(rng: Generator, one: Registered, today: date) -> list[NotedFact]:
    luck = rng.random()
    facts = []
    if luck < SHARE_IN_TIME + SHARE_LATE:
        in_time = luck < SHARE_IN_TIME
        after = int(rng.integers(5, 58)) if in_time else int(rng.integers(65, 160))
        facts.append(_fact(one, "assessed_elsewhere", one.since + timedelta(days=after)))
    if rng.random() < SHARE_NOT_ALONE and (today - one.since).days < 365:
        facts.append(_fact(one, "not_self_reliant", one.since + timedelta(days=int(rng.integers(3, 60)))))
    return [fact for fact in facts if fact.on <= today]


def _fact(one: Registered, fact: str, on: date) -> NotedFact:
    return NotedFact(
        person_id=one.person,
        organisation_id=one.organisation,
        fact=fact,
        on=on,
        author_id=one.author,
        noted_at=_morning(on),
        is_invented=True,
    )


def _events(rng: Generator, one: Registered, today: date) -> list[TermEvent]:
    events = []
    if rng.random() < SHARE_PAUSED:
        starts_on = one.since + timedelta(days=int(rng.integers(5, 50)))
        ground = list(REASONS)[int(rng.integers(len(REASONS)))]
        reason = REASONS[ground][int(rng.integers(len(REASONS[ground])))]
        is_sensitive = ground == PauseGround.CANNOT_TAKE_PART and rng.random() < 0.5
        event = _event(one, TermEventKind.PAUSE, starts_on, ground, ABOUT_HEALTH if is_sensitive else reason)
        event.domain = "health" if is_sensitive else ""
        event.ends_on = starts_on + timedelta(days=int(rng.integers(7, 60)))
        events.append(event)
    if rng.random() < SHARE_EXEMPT:
        starts_on = one.since + timedelta(days=int(rng.integers(1, 40)))
        event = _event(
            one, TermEventKind.EXEMPTION, starts_on, PauseGround.OTHER, "Werd al ingeschat in een andere stad"
        )
        event.rule = "screening"
        events.append(event)
    return [event for event in events if event.starts_on <= today]


def _of_each_kind(people: Sequence[Registered], past: Past) -> list[TermEvent]:
    """For each demo login somebody whose terms stand still now, and somebody newly registered who is exempt."""
    events: list[TermEvent] = []
    for user in past.users.values():
        own = sorted((one for one in people if one.author == user.pk), key=lambda one: one.since, reverse=True)
        if len(own) > 1:
            starts_on = past.today - timedelta(days=4)
            reason = REASONS[PauseGround.WAITS_FOR_OTHERS][1]
            events.append(_event(own[0], TermEventKind.PAUSE, starts_on, PauseGround.WAITS_FOR_OTHERS, reason))
            exemption = _event(
                own[1], TermEventKind.EXEMPTION, own[1].since, PauseGround.OTHER, "Werd al ingeschat in een andere stad"
            )
            exemption.rule = "screening"
            events.append(exemption)
    return events


def _event(one: Registered, kind: TermEventKind, starts_on: date, ground: PauseGround, reason: str) -> TermEvent:
    return TermEvent(
        person_id=one.person,
        organisation_id=one.organisation,
        kind=kind,
        starts_on=starts_on,
        ground=ground,
        reason=reason,
        author_id=one.author,
        noted_at=_morning(starts_on),
        is_invented=True,
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
