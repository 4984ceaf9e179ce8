"""The team of a person, talks with them, and people with whom nobody has spoken for long."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.people.models import Accompaniment, TeamMember
from arbeidspact.teams.models import Channel, Conversation, Lead

__all__ = ["Channel"]

T = TypeVar("T")
TALKS_A_PAGE = 20
COUNTS = Q(withdrawn_at__isnull=True)
REACHED = COUNTS & Q(was_reached=True)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as this actor may read it; `is_protected`: what was said stands in the closed compartment."""

    conversation: Conversation
    is_own: bool
    is_protected: bool

    @property
    def note(self) -> str:
        return "" if self.is_protected or not self.is_own else self.conversation.note

    @property
    def domain(self) -> str:
        """In words, or empty where it may not be read."""
        return "" if self.is_protected or not self.is_own else str(self.conversation.get_domain_display())

    @property
    def is_withdrawn(self) -> bool:
        return self.conversation.withdrawn_at is not None

    @property
    def may_change(self) -> bool:
        return self.is_own and not self.is_protected


@dataclass(frozen=True, slots=True)
class TeamPart:
    """One organisation around a person: its referent, its team, its last talk and the next contact it planned."""

    accompaniment: Accompaniment
    members: tuple[TeamMember, ...]
    last_talk: Conversation | None
    next_contact_on: date | None
    is_lead: bool
    is_own: bool

    @property
    def organisation(self) -> Organisation:
        return self.accompaniment.organisation

    @property
    def referent(self) -> User | None:
        return self.accompaniment.referent


@dataclass(frozen=True, slots=True)
class Team:
    """Who accompanies a person, across organisations; the lead first, then by since when.

    `last_talk`: the last time that anybody spoke with the person; `next_contact_on`: the first day from today on.
    """

    parts: tuple[TeamPart, ...]
    last_talk: Conversation | None
    next_contact_on: date | None
    next_contact_by: Organisation | None

    @property
    def lead(self) -> TeamPart | None:
        return next((part for part in self.parts if part.is_lead), None)

    @property
    def referent(self) -> User | None:
        """The one referent of the person overall."""
        return self.lead.referent if self.lead else None

    @property
    def own(self) -> TeamPart | None:
        return next((part for part in self.parts if part.is_own), None)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody has spoken with this person since `since`; the turn is of `organisation`, which is in the lead.

    `last_spoken_on`: None when nobody ever did, then `since` is the day the accompaniment started.
    """

    person: int
    organisation: int
    referent: int | None
    since: date
    last_spoken_on: date | None
    next_contact_on: date | None


def team_of(file: PersonFile, *, today: date | None = None) -> Team:
    """Who accompanies this person, since when, why, who spoke with them last, and when is the next contact?

    Three queries, whatever the number of organisations, colleagues and talks.
    """
    day = today or timezone.localdate()
    links = file.accompaniments
    members: dict[int, list[TeamMember]] = {}
    for place in (
        TeamMember.objects.filter(accompaniment__in=[link.pk for link in links], until__isnull=True)
        .select_related("user")
        .order_by("since", "pk")
    ):
        members.setdefault(place.accompaniment_id, []).append(place)
    talks = list(_talks(file).filter(COUNTS))
    lead = _lead(links, _named_lead(file))
    parts = [
        TeamPart(
            accompaniment=link,
            members=tuple(members.get(link.pk, ())),
            last_talk=_first(
                talk for talk in talks if talk.was_reached and talk.organisation_id == link.organisation_id
            ),
            next_contact_on=_next_contact(talks, link.organisation_id, day),
            is_lead=lead is not None and link.pk == lead.pk,
            is_own=link.organisation == file.actor.organisation,
        )
        for link in links
    ]
    parts.sort(key=lambda part: (not part.is_lead, part.accompaniment.since, part.accompaniment.pk))
    planned = [(part.next_contact_on, part) for part in parts if part.next_contact_on is not None]
    soonest = min(planned, key=lambda one: one[0], default=None)
    return Team(
        parts=tuple(parts),
        last_talk=_first(talk for talk in talks if talk.was_reached),
        next_contact_on=soonest[0] if soonest else None,
        next_contact_by=soonest[1].organisation if soonest else None,
    )


def lead_of(file: PersonFile) -> Accompaniment | None:
    """Which organisation is in the lead for this person? The one that was named, while it accompanies the person; else
    the one that accompanies longest among those with a referent; None when nobody has a referent."""
    return _lead(file.accompaniments, _named_lead(file))


def talks_of(file: PersonFile, *, page: int | str = 1) -> Page[Talk]:
    """The talks with this person, newest first, of every organisation; the withdrawn ones of the own one too."""
    rows: Page[Conversation] = Paginator(_talks(file).filter(_readable(file)), TALKS_A_PAGE).get_page(page)
    return Page([_talk(row, file) for row in rows.object_list], rows.number, rows.paginator)  # type: ignore[arg-type]


def last_talks_of(file: PersonFile, limit: int) -> list[Talk]:
    """The last talks with this person that count, newest first, at most `limit`."""
    return [_talk(row, file) for row in _talks(file).filter(COUNTS)[:limit]]


def protected_talks(file: PersonFile) -> int:
    """How many notes of talks of the own organisation stand in the compartment while it is closed?"""
    if file.sees_sensitive:
        return 0
    return (
        file.person.conversations.filter(COUNTS, organisation=file.actor.organisation, domain__in=SENSITIVE)
        .exclude(note="")
        .count()
    )


def talk_in(file: PersonFile, reference: UUID) -> Talk:
    """One talk of this file that the actor may read and change. Raises: `NotFound`."""
    row = _talks(file).filter(reference=reference, organisation=file.actor.organisation).first()
    if row is None or not (talk := _talk(row, file)).may_change:
        raise NotFound(_("There is no such talk in this file."))
    return talk


def last_talks(people: Iterable[int]) -> dict[int, date]:
    """When did anybody last speak with these people? Day by key of the person; who was never spoken with is left out.

    For lists and follow-up: keys and days, no names. One query.
    """
    rows = Conversation.objects.filter(REACHED, person__in=list(people)).order_by().values("person")
    return dict(rows.annotate(last=Max("on")).values_list("person", "last"))


def silences(
    day: date,
    weeks: int = 5,
    *,
    days: int | None = None,
    organisation: Organisation | None = None,
    user: User | None = None,
    people: Collection[int] | None = None,
) -> list[Silence]:
    """With whom has nobody spoken for `weeks` weeks on this day, and whose turn is it? The longest silence first.

    `days` says it in days instead. Exactly so long ago counts as silent. A person counts from the start of the
    accompaniment on. For follow-up:
    keys and days, no names. Arguments: `organisation`, only where the turn is theirs; `user`, only where this user is
    the referent whose turn it is; `people`, only these. A constant number of queries.
    """
    limit = day - (timedelta(weeks=weeks) if days is None else timedelta(days=days))
    recent = Conversation.objects.filter(REACHED, person=OuterRef("person"), on__gt=limit)
    links = Accompaniment.objects.filter(~Exists(recent), until__isnull=True)
    if organisation is not None:
        links = links.filter(organisation=organisation)
    if user is not None:
        links = links.filter(referent=user)
    if people is not None:
        links = links.filter(person__in=people)
    silent = set(links.order_by().values_list("person", flat=True))
    return _silences_of(silent, day, limit, organisation, user)


def _silences_of(
    people: set[int], day: date, limit: date, organisation: Organisation | None, user: User | None
) -> list[Silence]:
    if not people:
        return []
    # A join on the keys would be one more subquery for the database; so many keys it takes in parts.
    leads: dict[int, int] = {}
    links: dict[int, list[Accompaniment]] = {}
    spoken: dict[int, date] = {}
    planned: dict[tuple[int, int], date] = {}
    keys = sorted(people)
    for part in (keys[start : start + 5_000] for start in range(0, len(keys), 5_000)):
        leads |= dict(Lead.objects.filter(person__in=part, until__isnull=True).values_list("person", "organisation"))
        for link in Accompaniment.objects.filter(person__in=part, until__isnull=True).order_by("since", "pk"):
            links.setdefault(link.person_id, []).append(link)
        spoken |= last_talks(part)
        upcoming = Conversation.objects.filter(COUNTS, person__in=part, next_contact_on__gte=day).order_by("on", "pk")
        for person, by, next_on in upcoming.values_list("person", "organisation", "next_contact_on"):
            if next_on is not None:
                planned[person, by] = next_on
    found = []
    for person in keys:
        turn = _lead(links.get(person, []), leads.get(person), or_first=True)
        if turn is None or (organisation is not None and turn.organisation_id != organisation.pk):
            continue
        if user is not None and turn.referent_id != user.pk:
            continue
        last = spoken.get(person)
        since = last or min(one.since for one in links[person])
        if since > limit:
            continue
        found.append(
            Silence(
                person=person,
                organisation=turn.organisation_id,
                referent=turn.referent_id,
                since=since,
                last_spoken_on=last,
                next_contact_on=planned.get((person, turn.organisation_id)),
            )
        )
    return sorted(found, key=lambda one: (one.since, one.person))


def leads_of(people: Iterable[int]) -> Mapping[int, tuple[int, int | None]]:
    """Which organisation is in the lead for these people, and who is its referent? Keys by key of the person, for
    lists and follow-up; two queries. Somebody whom nobody accompanies now is left out."""
    keys = list(people)
    named = dict(Lead.objects.filter(person__in=keys, until__isnull=True).values_list("person", "organisation"))
    links: dict[int, list[Accompaniment]] = {}
    for link in Accompaniment.objects.filter(person__in=keys, until__isnull=True).order_by("since", "pk"):
        links.setdefault(link.person_id, []).append(link)
    found = {person: _lead(own, named.get(person), or_first=True) for person, own in links.items()}
    return {person: (link.organisation_id, link.referent_id) for person, link in found.items() if link is not None}


def _talks(file: PersonFile) -> QuerySet[Conversation]:
    return file.person.conversations.select_related("by", "organisation").order_by("-on", "-pk")


def _readable(file: PersonFile) -> Q:
    return COUNTS | Q(organisation=file.actor.organisation)


def _talk(row: Conversation, file: PersonFile) -> Talk:
    return Talk(
        conversation=row,
        is_own=row.organisation == file.actor.organisation,
        is_protected=row.domain in SENSITIVE and not file.sees_sensitive,
    )


def _named_lead(file: PersonFile) -> int | None:
    return Lead.objects.filter(person=file.person, until__isnull=True).values_list("organisation", flat=True).first()


def _lead(links: Sequence[Accompaniment], named: int | None, *, or_first: bool = False) -> Accompaniment | None:
    by_since = sorted(links, key=lambda link: (link.since, link.pk))
    chosen = [link for link in by_since if link.organisation_id == named] or [
        link for link in by_since if link.referent_id is not None
    ]
    return _first(chosen) or (_first(by_since) if or_first else None)


def _next_contact(talks: Sequence[Conversation], organisation: int, day: date) -> date | None:
    """The day ahead that the newest talk of this organisation with a plan gave."""
    own = (talk.next_contact_on for talk in talks if talk.organisation_id == organisation)
    return _first(planned for planned in own if planned is not None and planned >= day)


def _first(values: Iterable[T]) -> T | None:
    return next(iter(values), None)
