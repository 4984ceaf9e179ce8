"""Terms to read: of one person's file, as a queue over many people, and what was noted about them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.people.models import Accompaniment
from arbeidspact.statutes import OPEN_STATES, DueDate, TermState
from arbeidspact.terms.computing import Rows, Term, counted_events, other_versions, standing_events, terms_for
from arbeidspact.terms.facts import FACT_WORDS, NOTED_BY_HAND, is_known, noted_rows
from arbeidspact.terms.models import NotedFact, PauseGround, TermEvent, TermEventKind
from arbeidspact.terms.rulebook import followed_rules, risk_days, rulebook

__all__ = [
    "FACT_WORDS",
    "NOTED_BY_HAND",
    "PauseGround",
    "Term",
    "TermEventKind",
    "followed_rules",
    "is_known",
    "risk_days",
    "rulebook",
]


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as a page shows it, with the day by the other texts of its rule."""

    term: Term
    others: tuple[DueDate, ...]
    days_left: int | None
    """Until the due day; below zero when it has passed. None when there is no due day."""

    @property
    def is_open(self) -> bool:
        return self.term.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class EventView:
    """A pause or an exemption as this file shows it; `reason` is None when it stands in the compartment."""

    event: TermEvent
    reason: str | None
    may_resume: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class FactView:
    """Something noted by hand."""

    fact: NotedFact
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class TermsOfPerson:
    """The terms of one person: what must still happen, what other rules would say, what is settled, what was noted."""

    followed: tuple[TermView, ...]
    informative: tuple[TermView, ...]
    settled: tuple[TermView, ...]
    events: tuple[EventView, ...]
    facts: tuple[FactView, ...]
    may_pause: bool

    @property
    def protected_reasons(self) -> int:
        """How many reasons stand in the compartment, which is closed?"""
        return sum(view.reason is None for view in self.events)


@dataclass(frozen=True, slots=True)
class TermDue:
    """A term that cannot wait, of somebody whom an organisation accompanies: keys and days, no names.

    `owner`: the key of the referent there, None without one; `subject`: which term of this person.
    """

    person: int
    organisation: int
    owner: int | None
    rule: str
    since: date
    due_on: date
    state: TermState
    subject: str


def terms_of(file: PersonFile, *, today: date | None = None) -> TermsOfPerson:
    """Which terms does this person have, and what was noted about them? Four queries, whatever there is."""
    day = today or timezone.localdate()
    noted = list(noted_rows([file.pk]).select_related("organisation", "author"))
    events_noted = list(standing_events([file.pk]).select_related("organisation", "author"))
    terms = terms_for([file.pk], day, rows=_rows(file, noted, events_noted)).get(file.pk, [])
    events = counted_events(events_noted).get(file.pk, {})
    views = [_view(term, tuple(other_versions(term, events)), day) for term in terms]
    is_open = [view for view in views if view.is_open or _is_news(view, day)]
    return TermsOfPerson(
        followed=tuple(view for view in is_open if view.term.is_followed),
        informative=tuple(view for view in is_open if not view.term.is_followed),
        settled=tuple(reversed([view for view in views if view not in is_open])),
        events=tuple(reversed([_event_view(event, file, day) for event in events_noted])),
        facts=tuple(reversed([_fact_view(fact, file) for fact in noted])),
        may_pause=may(file.actor, Permission.PAUSE_TERM),
    )


def terms_waiting(
    day: date | None = None,
    *,
    organisation: int | None = None,
    owner: int | None = None,
    people: Collection[int] | None = None,
) -> list[TermDue]:
    """Which terms are at risk or overdue on this day, of whom, and who owns that? For follow-up: in bulk, no names.

    A line for each organisation that accompanies the person now. Arguments: `organisation` (its key), `owner` (the key
    of the referent) and `people` narrow; None does not. Returns: the longest overdue first. A constant number of
    queries.
    """
    on = day or timezone.localdate()
    links = Accompaniment.objects.filter(until__isnull=True)
    if organisation is not None:
        links = links.filter(organisation=organisation)
    if owner is not None:
        links = links.filter(referent=owner)
    if people is not None:
        links = links.filter(person__in=people)
    rows = list(links.order_by("pk").values_list("person", "organisation", "referent"))
    is_everybody = organisation is None and owner is None and people is None
    terms = terms_for(None if is_everybody else {row[0] for row in rows}, on)
    lines = [
        TermDue(person, by, referent, term.rule.slug, term.since, term.due_day, term.state, term.key)
        for person, by, referent in rows
        for term in terms.get(person, ())
        if term.is_followed and term.due_day is not None and term.state in {TermState.AT_RISK, TermState.OVERDUE}
    ]
    return sorted(lines, key=lambda line: (line.due_on, line.person, line.rule, line.organisation))


def rules_to_pause(file: PersonFile, *, today: date | None = None) -> list[Term]:
    """Which terms of this person can be paused or exempted: the followed ones for which something is to happen?"""
    day = today or timezone.localdate()
    terms = terms_for([file.pk], day, rows=_rows(file, noted_rows([file.pk]), standing_events([file.pk]))).get(
        file.pk, []
    )
    return [term for term in terms if term.state in OPEN_STATES and term.is_followed]


def _view(term: Term, others: tuple[DueDate, ...], day: date) -> TermView:
    return TermView(term, others, None if term.due_day is None else (term.due_day - day).days)


def _is_news(view: TermView, day: date) -> bool:
    """What has become possible or has ended stays in sight as long as what started it goes on."""
    return view.term.state == TermState.REACHED and (view.term.ended_on is None or view.term.ended_on > day)


def _rows(file: PersonFile, noted: Iterable[NotedFact], events: Iterable[TermEvent]) -> Rows:
    """The gate handed the statuses over already."""
    statuses = sorted(file.person.statuses.all(), key=lambda status: (status.since, status.pk))
    return Rows(
        [(file.pk, status.kind, status.since, status.until) for status in statuses],
        [(file.pk, fact.fact, fact.on) for fact in noted],
        events,
    )


def _event_view(event: TermEvent, file: PersonFile, day: date) -> EventView:
    own = _is_own(event.organisation_id, file)
    is_going_on = event.kind == TermEventKind.PAUSE and (event.ends_on is None or event.ends_on >= day)
    is_hidden = event.domain in SENSITIVE and not file.sees_sensitive
    return EventView(event, None if is_hidden else event.reason, may_resume=own and is_going_on, may_revoke=own)


def _fact_view(fact: NotedFact, file: PersonFile) -> FactView:
    return FactView(fact, may_withdraw=_is_own(fact.organisation_id, file))


def _is_own(organisation: int, file: PersonFile) -> bool:
    own = file.actor.organisation is not None and organisation == file.actor.organisation.pk
    return own and may(file.actor, Permission.PAUSE_TERM)
