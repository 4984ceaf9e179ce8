"""How many terms are met in time: the figures, from the computation that reminds people, with small counts hidden."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from arbeidspact.indicators.disclosure import SMALLEST_INSIDE
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.models import Accompaniment, PersonStatus
from arbeidspact.terms.computing import Term, terms_for
from arbeidspact.terms.rulebook import followed_rules

QUARTERS: Final = 8
ORGANISATION_QUARTERS: Final = 4
KEPT_SECONDS: Final = 300


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> "Quarter":
        return Quarter.of(self.first_day - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many terms that came due, how many were met in time?

    `due` is None when it is hidden. `met` is None when that or the rest is too small to show: then `is_few_met` or
    `is_few_missed` says which.
    """

    due: int | None
    met: int | None
    is_few_met: bool = False
    is_few_missed: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.due is None

    @property
    def percent(self) -> float | None:
        """The share met in time, from 0 to 100; None when nothing came due or it is hidden."""
        return 100 * self.met / self.due if self.due and self.met is not None else None


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """The figures of one rule: by quarter in which terms came due, and by organisation over the last year.

    `by_organisation`: the organisation that accompanied the person on the due day. Somebody accompanied by two counts
    for both, so these do not add up.
    """

    rule: str
    by_quarter: tuple[tuple[Quarter, Share], ...]
    by_organisation: tuple[tuple[int, str, Share], ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """The share of terms met in time, until a day."""

    day: date
    since: Quarter
    figures: tuple[RuleFigures, ...]


def compliance(actor: Actor, *, today: date | None = None) -> Compliance:
    """How many of the terms that came due were met in time, by rule, quarter and organisation?

    A term counts in the quarter of its due day, once that has passed, pauses and all. What lapsed, or was exempted, by
    its due day does not count. Counts from 1 to 4 are hidden, with a second row where the hidden one would follow.
    Returns: quarters in order, the current one last and still open; organisations by name. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_FUNNEL)
    day = today or timezone.localdate()
    key = f"terms-compliance-{day}"
    kept = cache.get(key)
    if isinstance(kept, Compliance):
        return kept
    found = _compliance(day)
    cache.set(key, found, KEPT_SECONDS)
    return found


def counts_invented_people() -> bool:
    """Do the figures count invented people of the demo?"""
    return PersonStatus.objects.filter(person__is_invented=True).exists()


def _compliance(day: date) -> Compliance:
    quarters = [Quarter.of(day)]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].before())
    first = quarters[0].first_day
    counted = [
        term
        for terms in terms_for(None, day).values()
        for term in terms
        if term.counts_in_figures and term.due_day is not None and first <= term.due_day < day
    ]
    names = dict(Organisation.objects.order_by("name", "pk").values_list("pk", "name"))
    last_year = quarters[-ORGANISATION_QUARTERS].first_day
    recent = [term for term in counted if term.due_day is not None and term.due_day >= last_year]
    links = _links_around(last_year)
    figures = tuple(
        RuleFigures(
            rule.slug,
            _by_quarter([term for term in counted if term.rule.slug == rule.slug], quarters),
            _by_organisation([term for term in recent if term.rule.slug == rule.slug], names, links),
        )
        for rule in followed_rules()
    )
    return Compliance(day, quarters[-ORGANISATION_QUARTERS], figures)


def _by_quarter(terms: Iterable[Term], quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, Share], ...]:
    counts = _counts((Quarter.of(term.due_day), term) for term in terms if term.due_day is not None)
    shares = safe_shares([counts.get(quarter, (0, 0)) for quarter in quarters])
    return tuple(zip(quarters, shares, strict=True))


def _by_organisation(
    terms: Iterable[Term], names: Mapping[int, str], links: Mapping[int, Sequence[tuple[int, date, date | None]]]
) -> tuple[tuple[int, str, Share], ...]:
    counts = _counts(
        (organisation, term)
        for term in terms
        for organisation in _accompanied_by(links.get(term.person, ()), term.due_day)
    )
    keys = [key for key in names if key in counts]
    return tuple(
        (key, names[key], share) for key, share in zip(keys, safe_shares([counts[key] for key in keys]), strict=True)
    )


def safe_shares(counts: Sequence[tuple[int, int]]) -> list[Share]:
    """Which of these counts (due, met in time) can be shown beside each other?

    A row with 1 to 4 due is hidden. Where that is one row alone, the smallest of the others is hidden too: else it
    would follow from a total. Where 1 to 4 were met, or 1 to 4 were not, the row says that and no number.
    """
    hidden = {place for place, (due, _met) in enumerate(counts) if 0 < due < SMALLEST_INSIDE}
    others = [(due, place) for place, (due, _met) in enumerate(counts) if due >= SMALLEST_INSIDE]
    if len(hidden) == 1 and others:
        hidden.add(min(others)[1])
    return [Share(None, None) if place in hidden else _share(*both) for place, both in enumerate(counts)]


def _share(due: int, met: int) -> Share:
    few_met, few_missed = 0 < met < SMALLEST_INSIDE, 0 < due - met < SMALLEST_INSIDE
    return Share(due, None if few_met or few_missed else met, is_few_met=few_met, is_few_missed=few_missed)


def _counts(terms: Iterable[tuple[object, Term]]) -> dict[object, tuple[int, int]]:
    due: Counter[object] = Counter()
    met: Counter[object] = Counter()
    for place, term in terms:
        due[place] += 1
        met[place] += term.was_met_in_time
    return {place: (due[place], met[place]) for place in due}


def _links_around(since: date) -> dict[int, list[tuple[int, date, date | None]]]:
    links: dict[int, list[tuple[int, date, date | None]]] = {}
    rows = Accompaniment.objects.exclude(until__lt=since).order_by("pk")
    for person, organisation, start, until in rows.values_list("person", "organisation", "since", "until"):
        links.setdefault(person, []).append((organisation, start, until))
    return links


def _accompanied_by(links: Sequence[tuple[int, date, date | None]], day: date | None) -> set[int]:
    return {
        organisation
        for organisation, since, until in links
        if day is not None and since <= day and (until is None or until >= day)
    }
