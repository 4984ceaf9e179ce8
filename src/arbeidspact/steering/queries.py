"""Signals to read: the list, one of them with its course, and how fast the steering group answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Pact
from arbeidspact.statutes import DueDate, TermState
from arbeidspact.steering.models import (
    OPEN_STATES,
    AnswerKind,
    CoSignature,
    Signal,
    SignalAnswer,
    SignalEvent,
    SignalEventKind,
    SignalState,
    SubjectKind,
    Urgency,
)
from arbeidspact.steering.states import Moves, answer_due, next_state, term_of
from arbeidspact.steering.subjects import Subject, named_subjects

__all__ = [
    "AnswerKind",
    "SignalEventKind",
    "SignalState",
    "SubjectKind",
    "Urgency",
]

PAGE_SIZE: Final = 25
MOST_URGENT_FIRST: Final = Case(
    When(urgency=Urgency.URGENT, then=Value(0)),
    When(urgency=Urgency.SOON, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class SignalFilter:
    """Which signals to keep. `state`: empty, those that wait for an answer; "all"; or one state. `about`: a key such as
    "action:jobteam". Empty narrows nothing else."""

    state: str = ""
    urgency: str = ""
    about: str = ""
    organisation: str = ""
    only_overdue: bool = False
    text: str = ""
    pact: str = ""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal in a list. `days_left`: until the answer is due; below zero when that day has passed."""

    signal: Signal
    subject: Subject
    term: TermState
    days_left: int
    cosigned: int


@dataclass(frozen=True, slots=True)
class SignalList:
    """One page of signals; `total` is the number without the filter."""

    page: Page[SignalLine]
    count: int
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal as its page shows it. `due`: the term with its count, None when its rule is no longer there."""

    signal: Signal
    subject: Subject
    pact: Pact | None
    term: TermState
    days_left: int
    due: DueDate | None
    answers: Sequence[SignalAnswer]
    cosignatures: Sequence[CoSignature]
    events: Sequence[SignalEvent]
    possible: frozenset[SignalEventKind]
    may_cosign: bool


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How fast the steering group answers: over the terms that were answered or have passed.

    `counted`: such terms; `in_time`: those answered by their due day; `median_days`: of the answers, None without any.
    """

    counted: int
    in_time: int
    answered: int
    median_days: Decimal | None

    @property
    def share_in_time(self) -> Decimal | None:
        """Part answered in time, 0 to 1; None when no term counts yet."""
        return Decimal(self.in_time) / self.counted if self.counted else None


def signal_list(actor: Actor, narrowed: SignalFilter, *, page: int | str | None = 1) -> SignalList:
    """Which signals are there, those due first in front? The number of queries does not depend on their number.

    Raises: `NotAllowed`.
    """
    rows = signal_rows(actor, narrowed)
    today = timezone.localdate()
    paged = Paginator(rows, PAGE_SIZE).get_page(page)
    lines = signal_lines(list(paged.object_list), today)
    total = _of_pact(narrowed.pact)
    return SignalList(
        page=Page(lines, paged.number, paged.paginator),  # type: ignore[arg-type]
        count=paged.paginator.count,
        total=total.count(),
        overdue=total.filter(state__in=OPEN_STATES, due_on__lt=today).count(),
    )


def signal_rows(actor: Actor, narrowed: SignalFilter) -> QuerySet[Signal]:
    """The signals that fit the filter: those that wait by due day and urgency, others newest first.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_STEERING)
    rows = _narrowed(_of_pact(narrowed.pact), narrowed).select_related("organisation")
    rows = rows.annotate(cosigned=Count("cosignatures", distinct=True))
    if narrowed.state == "":
        return rows.order_by("due_on", MOST_URGENT_FIRST, "pk")
    return rows.order_by("-raised_at", "-pk")


def signal_lines(rows: Sequence[Signal], day: date) -> list[SignalLine]:
    """A line for each of these signals, with what it is about by name."""
    names: dict[str, Mapping[tuple[str, str], Subject]] = {}
    pacts = {pact.slug: pact for pact in Pact.objects.filter(slug__in={row.pact for row in rows}).order_by("slug")}
    for slug in {row.pact for row in rows}:
        keys = {(row.about_kind, row.about) for row in rows if row.pact == slug}
        names[slug] = named_subjects(pacts.get(slug), keys)
    return [
        SignalLine(
            signal=row,
            subject=names[row.pact][row.about_kind, row.about],
            term=term_of(row, day),
            days_left=(row.due_on - day).days,
            cosigned=getattr(row, "cosigned", 0),
        )
        for row in rows
    ]


def open_signals(actor: Actor, *, pact: str = "", limit: int | None = None) -> list[SignalLine]:
    """Which signals wait for an answer, the first due in front? Raises: `NotAllowed`."""
    rows = signal_rows(actor, SignalFilter(pact=pact))
    return signal_lines(list(rows[:limit] if limit else rows), timezone.localdate())


def open_signal(actor: Actor, reference: UUID) -> SignalView:
    """One signal with its answers and its course, and what this actor may do with it. Raises: `NotAllowed`,
    `NotFound`."""
    require(actor, Permission.SEE_STEERING)
    signal = (
        Signal.objects.select_related("organisation", "raised_by")
        .prefetch_related(
            Prefetch("answers", queryset=SignalAnswer.objects.select_related("by", "organisation")),
            Prefetch("cosignatures", queryset=CoSignature.objects.select_related("by", "organisation")),
            Prefetch("events", queryset=SignalEvent.objects.select_related("by", "organisation")),
        )
        .filter(reference=reference)
        .first()
    )
    if signal is None:
        raise NotFound(_("There is no such signal."))
    today = timezone.localdate()
    pact = Pact.objects.filter(slug=signal.pact).first()
    key = (signal.about_kind, signal.about)
    cosignatures = list(signal.cosignatures.all())
    own = actor.organisation
    raised_it = own is not None and signal.organisation_id == own.pk
    cosigned = own is not None and any(one.organisation_id == own.pk for one in cosignatures)
    return SignalView(
        signal=signal,
        subject=named_subjects(pact, [key])[key],
        pact=pact,
        term=term_of(signal, today),
        days_left=(signal.due_on - today).days,
        due=answer_due(signal.term_since, signal.term_text),
        answers=list(signal.answers.all()),
        cosignatures=cosignatures,
        events=list(signal.events.all()),
        possible=_possible(actor, signal, raised_it=raised_it, signed=raised_it or cosigned),
        may_cosign=may(actor, Permission.RAISE_SIGNAL)
        and own is not None
        and signal.is_open
        and not (raised_it or cosigned),
    )


def answer_times(actor: Actor, *, pact: str = "", since: date | None = None, until: date | None = None) -> AnswerTimes:
    """How fast does the steering group answer? Raises: `NotAllowed`.

    Arguments: `since` and `until`, only terms whose due day lies between them, both included.
    """
    require(actor, Permission.SEE_STEERING)
    today = timezone.localdate()
    given = [answer for answer in _answers(pact) if _between(answer.due_on, since, until)]
    passed = _of_pact(pact).filter(state__in=OPEN_STATES, due_on__lt=today)
    missed = sum(_between(day, since, until) for day in passed.order_by("pk").values_list("due_on", flat=True))
    days = [answer.days for answer in given]
    return AnswerTimes(
        counted=len(given) + missed,
        in_time=sum(answer.was_in_time for answer in given),
        answered=len(given),
        median_days=Decimal(str(median(days))) if days else None,
    )


def signalling_organisations(actor: Actor) -> list[tuple[str, str]]:
    """Which organisations raised a signal: short name and name, by name? Raises: `NotAllowed`."""
    require(actor, Permission.SEE_STEERING)
    keys = Signal.objects.order_by().values("organisation")
    return list(Organisation.objects.filter(pk__in=keys).order_by("name", "pk").values_list("slug", "name"))


def _possible(actor: Actor, signal: Signal, *, raised_it: bool, signed: bool) -> frozenset[SignalEventKind]:
    answers, raises = may(actor, Permission.ANSWER_SIGNAL), may(actor, Permission.RAISE_SIGNAL)
    allowed = {
        SignalEventKind.ACKNOWLEDGE: answers,
        SignalEventKind.ANSWER: answers,
        SignalEventKind.WITHDRAW: raises and raised_it,
        SignalEventKind.REOPEN: raises and signed,
    }
    state = SignalState(signal.state)
    return frozenset(event for event, may_act in allowed.items() if may_act and _moves(state, event))


def _moves(state: SignalState, event: SignalEventKind) -> bool:
    return isinstance(next_state(state, event), Moves)


def _of_pact(pact: str) -> QuerySet[Signal]:
    return Signal.objects.filter(pact=pact) if pact else Signal.objects.all()


def _answers(pact: str) -> QuerySet[SignalAnswer]:
    rows = SignalAnswer.objects.filter(signal__pact=pact) if pact else SignalAnswer.objects.all()
    return rows.order_by("answered_on", "pk")


def _between(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _narrowed(rows: QuerySet[Signal], narrowed: SignalFilter) -> QuerySet[Signal]:
    if narrowed.state == "":
        rows = rows.filter(state__in=OPEN_STATES)
    elif narrowed.state in SignalState.values:
        rows = rows.filter(state=narrowed.state)
    if narrowed.urgency:
        rows = rows.filter(urgency=narrowed.urgency)
    if narrowed.about:
        kind, _colon, slug = narrowed.about.partition(":")
        rows = rows.filter(about_kind=kind, about=slug)
    if narrowed.organisation:
        rows = rows.filter(organisation__slug=narrowed.organisation)
    if narrowed.only_overdue:
        rows = rows.filter(state__in=OPEN_STATES, due_on__lt=timezone.localdate())
    if narrowed.text:
        rows = rows.filter(
            Q(title__icontains=narrowed.text) | Q(what__icontains=narrowed.text) | Q(whom__icontains=narrowed.text)
        )
    return rows
