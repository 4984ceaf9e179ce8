"""The one computation of terms: screens, queues and figures read the same `Term`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from arbeidspact.statutes import (
    BELGIUM,
    DueDate,
    Effect,
    Exemption,
    Pause,
    TermNotInForce,
    TermRule,
    TermState,
    TermVersion,
    counts_in_figures,
    due_on,
    state_on,
)
from arbeidspact.statutes import TermEvent as CountedEvent
from arbeidspact.terms.facts import NotedRow, Occurrence, StatusRow, facts_of, noted_rows, status_rows
from arbeidspact.terms.models import TermEvent, TermEventKind
from arbeidspact.terms.rulebook import risk_days, rulebook, rules_about_people

Events = Mapping[str, Sequence[CountedEvent]]
"""The events of one person by the slug of the rule; an empty slug is every rule."""


@dataclass(frozen=True, slots=True)
class Term:
    """What must happen for one person by when, and how it stands. `due` is None when no version of the rule held.

    `ended_on`: the day on which what started it ended; `met_on`: the first day on which it was met.
    """

    person: int
    rule: TermRule
    since: date
    due: DueDate | None
    state: TermState
    ended_on: date | None = None
    met_on: date | None = None

    @property
    def version(self) -> TermVersion | None:
        return self.due.version if self.due is not None else None

    @property
    def due_day(self) -> date | None:
        return self.due.day if self.due is not None else None

    @property
    def is_followed(self) -> bool:
        """Do reminders, queues and figures keep to this term? Not to a proposal, nor to what becomes possible."""
        version = self.version
        return version is not None and version.is_followed and self.rule.effect == Effect.DUE_BY

    @property
    def key(self) -> str:
        """Which term of this person is it? The rule and the day on which it started."""
        return f"{self.rule.slug}:{self.since:%Y-%m-%d}"

    @property
    def counts_in_figures(self) -> bool:
        """Does it count in the share met in time, once its due day has passed?"""
        return self.is_followed and counts_in_figures(self.due, met_on=self.met_on, ended_on=self.ended_on)

    @property
    def was_met_in_time(self) -> bool:
        return self.state == TermState.MET_IN_TIME


@dataclass(frozen=True, slots=True)
class Rows:
    """What terms are computed from, as it was read: statuses, what was noted by hand, pauses and exemptions."""

    statuses: Iterable[StatusRow]
    noted: Iterable[NotedRow]
    events: Iterable[TermEvent]


def rows_of(people: Collection[int] | None) -> Rows:
    """What is kept of these people that terms are computed from? None, of everybody. Three queries."""
    noted = noted_rows(people).values_list("person_id", "fact", "on")
    return Rows(status_rows(people), noted, standing_events(people))


def standing_events(people: Collection[int] | None) -> QuerySet[TermEvent]:
    """Which pauses and exemptions of these people stand? None, of everybody."""
    rows = TermEvent.objects.filter(revoked_at__isnull=True)
    return (rows if people is None else rows.filter(person__in=people)).order_by("starts_on", "pk")


def terms_for(people: Collection[int] | None, day: date, *, rows: Rows | None = None) -> dict[int, list[Term]]:
    """Which terms do these people have on this day, and how do they stand?

    Arguments: `people`, their keys; None, everybody; `rows`, of these people, when they were read already.
    Returns: by key of the person, the earliest due first; who has none is left out. Keys and days, no names. The number
    of queries does not grow with the people.
    """
    read = rows or rows_of(people)
    facts = facts_of(read.statuses, read.noted)
    events = counted_events(read.events)
    rules, days = rules_about_people(), risk_days()
    found: dict[int, list[Term]] = {}
    for person, of_person in facts.items():
        terms = [term for rule in rules for term in _terms(person, rule, of_person, events.get(person, {}), day, days)]
        if terms:
            found[person] = sorted(terms, key=_order)
    return found


def other_versions(term: Term, events: Events) -> list[DueDate]:
    """When would this term be due by the other texts of its rule, such as what was promised?"""
    texts = [text for text in term.rule.versions_on(term.since) if text != term.version]
    counted = _counted(events, term.rule)
    return [due_on(term.rule, since=term.since, events=counted, calendar=BELGIUM, version=text) for text in texts]


def counted_events(rows: Iterable[TermEvent]) -> dict[int, dict[str, list[CountedEvent]]]:
    """Which pauses and exemptions count, by the key of the person and the slug of the rule?"""
    found: dict[int, dict[str, list[CountedEvent]]] = {}
    for row in rows:
        event: CountedEvent
        if row.kind == TermEventKind.EXEMPTION:
            event = Exemption(row.starts_on)
        else:
            event = Pause(row.starts_on, None if row.ends_on is None else (row.ends_on - row.starts_on).days + 1)
        found.setdefault(row.person_id, {}).setdefault(row.rule, []).append(event)
    return found


def _terms(
    person: int,
    rule: TermRule,
    facts: Mapping[str, Sequence[Occurrence]],
    events: Events,
    day: date,
    at_risk_days: int,
) -> Iterable[Term]:
    for start in facts.get(rule.starts_with, ()):
        if start.since > day or (rule.only_if is not None and not _holds(facts.get(rule.only_if, ()), start, day)):
            continue
        due = _due(rule, start.since, _counted(events, rule))
        met_on = _met_on(rule, start, facts)
        state = state_on(day, due, effect=rule.effect, met_on=met_on, ended_on=start.until, risk_days=at_risk_days)
        yield Term(person, rule, start.since, due, state, start.until, met_on)


def _due(rule: TermRule, since: date, counted: Sequence[CountedEvent]) -> DueDate | None:
    if not counted:
        return _due_without_events(settings.RULES, rule.slug, since)
    try:
        return due_on(rule, since=since, events=counted, calendar=BELGIUM)
    except TermNotInForce:
        return None


@lru_cache(maxsize=32_768)
def _due_without_events(_folder: str, slug: str, since: date) -> DueDate | None:
    """Without events the day hangs on the rules and the start alone: it is counted once for everybody."""
    rule = rulebook().term(slug)
    assert rule is not None
    try:
        return due_on(rule, since=since, calendar=BELGIUM)
    except TermNotInForce:
        return None


def _met_on(rule: TermRule, start: Occurrence, facts: Mapping[str, Sequence[Occurrence]]) -> date | None:
    days = [
        max(met.since, start.since)
        for fact in rule.met_by
        for met in facts.get(fact, ())
        if (met.until is None or met.until >= start.since) and (start.until is None or met.since <= start.until)
    ]
    return min(days, default=None)


def _holds(condition: Sequence[Occurrence], start: Occurrence, day: date) -> bool:
    return any(
        held.since <= day
        and (start.until is None or held.since <= start.until)
        and (held.until is None or held.until >= start.since)
        for held in condition
    )


def _counted(events: Events, rule: TermRule) -> Sequence[CountedEvent]:
    return [*events.get("", ()), *events.get(rule.slug, ())] if events else ()


def _order(term: Term) -> tuple[date, str, date]:
    return (term.due_day or date.max, term.rule.slug, term.since)
