"""Agreements to read: of one person's file, and through a link. What is protected is left out and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementKind,
    AgreementState,
    AgreementVersion,
    Confirmation,
    ConfirmedHow,
    Objection,
    ObjectionAnswer,
    Outcome,
    Party,
    Promise,
    Promiser,
    Scan,
)
from arbeidspact.agreements.scans import bytes_of, suffix_of
from arbeidspact.agreements.states import IN_FORCE, Act, Facts, acts_for, missing_from, open_objection, state_from
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE

__all__ = [
    "Act",
    "AgreementKind",
    "AgreementState",
    "ConfirmedHow",
    "ObjectionAnswer",
    "Party",
    "Promiser",
]


class PromiseState(StrEnum):
    """Derived from the day of a promise and what became of it. Before its agreement is in force it only waits."""

    WAITING = "waiting"
    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise as a page shows it."""

    promise: Promise
    organisation: Organisation
    state: PromiseState
    outcome: Outcome | None
    days_overdue: int

    @property
    def is_ours(self) -> bool:
        """Does the organisation owe it, itself or through a colleague?"""
        return self.promise.promiser in {Promiser.ORGANISATION, Promiser.COLLEAGUE}

    @property
    def is_of_person(self) -> bool:
        return self.promise.promiser == Promiser.PERSON

    @property
    def is_protected(self) -> bool:
        return self.promise.domain in SENSITIVE

    @property
    def by_whom(self) -> str:
        """Who promised it, where it is not the person."""
        if self.promise.promiser == Promiser.PARTNER:
            return self.promise.partner
        if self.promise.promiser == Promiser.COLLEAGUE and self.promise.member is not None:
            return f"{self.promise.member}, {self.organisation.name}"
        return self.organisation.name


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in a list: its newest text, its state, and what is owed. `next_due`: None when nothing is open."""

    agreement: Agreement
    version: AgreementVersion
    state: AgreementState
    missing: tuple[Party, ...]
    in_force: AgreementVersion | None
    promises: tuple[PromiseView, ...]
    protected: int

    @property
    def overdue(self) -> list[PromiseView]:
        return [one for one in self.promises if one.state == PromiseState.OVERDUE]

    @property
    def our_overdue(self) -> list[PromiseView]:
        """What our own organisation owes and is late with: ours to do."""
        return [one for one in self.overdue if one.is_ours]

    @property
    def next_due(self) -> date | None:
        due = [one.promise.due_on for one in self.promises if one.state in {PromiseState.OPEN, PromiseState.OVERDUE}]
        return min(due, default=None)

    @property
    def is_open(self) -> bool:
        return self.agreement.closed_at is None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything about one agreement that this actor may see.

    `promises`: of the newest version; `in_force_promises`: of the version in force where that is another one.
    `may`: what can be done now by this actor. `reads_all`: nothing of it is hidden.
    """

    line: AgreementLine
    in_force_promises: tuple[PromiseView, ...]
    versions: Sequence[AgreementVersion]
    confirmations: Sequence[Confirmation]
    objections: Sequence[Objection]
    scans: Sequence[Scan]
    events: Sequence[AgreementEvent]
    may: frozenset[Act]

    @property
    def agreement(self) -> Agreement:
        return self.line.agreement

    @property
    def version(self) -> AgreementVersion:
        return self.line.version

    @property
    def state(self) -> AgreementState:
        return self.line.state

    @property
    def reads_all(self) -> bool:
        return self.line.protected == 0

    @property
    def open_objection(self) -> Objection | None:
        return next((one for one in self.objections if one.answered_at is None), None)

    @property
    def is_earlier_in_force(self) -> bool:
        return self.line.in_force is not None and self.line.in_force.pk != self.version.pk


@dataclass(frozen=True, slots=True)
class AgreementCounts:
    """How many agreements a file holds, and what of them asks for somebody."""

    all: int
    to_confirm: int
    objected: int


def agreements_of(file: PersonFile, *, today: date | None = None, limit: int | None = None) -> list[AgreementLine]:
    """Which agreements does this person have? Those that are open first, then the newest; protected promises left out.

    Arguments: `limit`, at most this many; None, all. Three queries whatever the number.
    """
    return _lines(_newest_of(file)[:limit] if limit is not None else _newest_of(file), file, today)


def promises_in_force(file: PersonFile, *, today: date | None = None) -> list[PromiseView]:
    """What is owed to or by this person now: the promises of every agreement in force of which nobody said yet what
    became of them, the earliest first. Of the version in force, also while a change waits; protected ones left out."""
    day = today or timezone.localdate()
    versions = {
        one.pk: one
        for one in AgreementVersion.objects.filter(IN_FORCE, agreement__person=file.person).select_related(
            "agreement__organisation"
        )
    }
    outcomes = _outcomes([one.agreement_id for one in versions.values()])
    views = [
        view
        for promise in promises_of(list(versions))
        for view in _views([promise], versions[promise.version_id].agreement, outcomes, file, day, in_force=True)
        if view.outcome is None
    ]
    return sorted(views, key=lambda view: view.promise.due_on)


def agreement_pages(file: PersonFile, number: int | str, *, size: int) -> tuple[Paginator, list[AgreementLine]]:  # type: ignore[type-arg]
    """The agreements of one page of the list, with its paginator."""
    paginator = Paginator(_newest_of(file), size)
    return paginator, _lines(paginator.get_page(number).object_list, file, None)


def agreement_in(file: PersonFile, reference: UUID, *, today: date | None = None) -> AgreementPage:
    """One agreement of this file with all that happened to it. Raises: `NotFound`."""
    newest = _newest_of(file).filter(agreement__reference=reference).first()
    if newest is None:
        raise NotFound(_("There is no such agreement in this file."))
    line = _lines([newest], file, today)[0]
    day = today or timezone.localdate()
    outcomes = _outcomes([newest.agreement_id])
    earlier = (
        _views(promises_of([line.in_force.pk]), line.agreement, outcomes, file, day, in_force=True)
        if line.in_force is not None and line.in_force.pk != newest.pk
        else ()
    )
    agreement = newest.agreement
    versions = list(agreement.versions.select_related("made_by").order_by("-number"))
    own = file.actor.organisation is not None and agreement.organisation_id == file.actor.organisation.pk
    objections = (
        Objection.objects.filter(version__agreement=agreement)
        .annotate(is_protected=_is_protected())
        .select_related("version", "noted_by", "answered_by")
    )
    return AgreementPage(
        line=line,
        in_force_promises=tuple(earlier),
        versions=versions,
        confirmations=list(
            newest.confirmations.filter(taken_back_at__isnull=True).select_related("noted_by", "scan").order_by("pk")
        ),
        objections=list(objections.order_by("-at", "-pk")),
        scans=list(Scan.objects.filter(version__agreement=agreement).select_related("version", "added_by")),
        events=list(agreement.events.select_related("by", "organisation").order_by("-at", "-pk")),
        may=acts_for(facts_of(newest)) if own and may(file.actor, Permission.MAKE_AGREEMENT) else frozenset(),
    )


def agreement_to_change(file: PersonFile, reference: UUID) -> AgreementPage:
    """An agreement of this file that the actor may do something with. Raises: `NotFound`; `NotAllowed` when another
    organisation made it."""
    page = agreement_in(file, reference)
    if not page.may:
        raise NotAllowed(
            _("This agreement was made with another organisation."), hint=_("Ask that organisation to change it.")
        )
    return page


def version_in(file: PersonFile, reference: UUID, number: int) -> tuple[AgreementVersion, list[PromiseView], int]:
    """One version of an agreement of this file: its text, the promises that may be seen, and how many are protected.

    Raises: `NotFound`.
    """
    version = (
        AgreementVersion.objects.filter(agreement__person=file.person, agreement__reference=reference, number=number)
        .select_related("agreement__organisation", "made_by")
        .first()
    )
    if version is None:
        raise NotFound(_("This agreement has no such version."))
    promises = promises_of([version.pk])
    shown = [one for one in promises if file.sees_sensitive or one.domain not in SENSITIVE]
    organisation = version.agreement.organisation
    views = [PromiseView(one, organisation, PromiseState.WAITING, None, 0) for one in shown]
    return version, views, len(promises) - len(shown)


def scan_in(file: PersonFile, reference: UUID) -> tuple[Scan, bytes, str]:
    """A signed paper of this file: its row, what is in it and how its name ends.

    Raises: `NotFound`; `NotAllowed` while the paper shows protected promises and the compartment is closed.
    """
    scan = (
        Scan.objects.filter(version__agreement__person=file.person, reference=reference)
        .annotate(is_protected=_is_protected())
        .first()
    )
    if scan is None:
        raise NotFound(_("There is no such scan in this file."))
    if scan.is_protected and not file.sees_sensitive:
        raise NotAllowed(
            _("This paper shows protected promises."), hint=_("Open the protected part of the file first.")
        )
    return scan, bytes_of(scan), suffix_of(scan)


def counts_of(file: PersonFile) -> AgreementCounts:
    """How many agreements does this file hold, and how many wait for somebody?"""
    states = [state_from(facts_of(version)) for version in _newest_of(file)]
    return AgreementCounts(
        all=len(states),
        to_confirm=states.count(AgreementState.TO_CONFIRM),
        objected=states.count(AgreementState.OBJECTED),
    )


def _is_protected() -> Exists:
    """Of a scan or an objection: does its version hold protected promises? Then it is protected along."""
    return Exists(Promise.objects.filter(version=OuterRef("version"), domain__in=SENSITIVE))


def newest_versions() -> QuerySet[AgreementVersion]:
    """The newest version of every agreement, with what decides the state."""
    own = {"version": OuterRef("pk"), "taken_back_at__isnull": True}
    in_force = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), in_force_from__isnull=False, in_force_until__isnull=True
    )
    return (
        AgreementVersion.objects.filter(replaced_at__isnull=True)
        .annotate(
            person_agreed=Exists(Confirmation.objects.filter(party=Party.PERSON, **own)),
            organisation_agreed=Exists(Confirmation.objects.filter(party=Party.ORGANISATION, **own)),
            objected=open_objection(),
            some_in_force=Exists(in_force),
        )
        .select_related("agreement__organisation", "agreement__keeper", "made_by")
        .order_by("-agreement__made_at", "-pk")
    )


def _newest_of(file: PersonFile) -> QuerySet[AgreementVersion]:
    # SQLite and PostgreSQL sort an empty day differently: say it.
    is_closed = Case(When(agreement__closed_at__isnull=True, then=Value(0)), default=Value(1))
    return newest_versions().filter(agreement__person=file.person).order_by(is_closed, "-agreement__made_at", "-pk")


def facts_of(version: AgreementVersion) -> Facts:
    """What decides the state of an agreement, from its newest version as `newest_versions` gives it."""
    agreed = {
        Party.PERSON: version.person_agreed,  # type: ignore[attr-defined]
        Party.ORGANISATION: version.organisation_agreed,  # type: ignore[attr-defined]
    }
    return Facts(
        closed_as=version.agreement.closed_as,
        is_offered=version.offered_at is not None,
        agreed=frozenset(party for party, has in agreed.items() if has),
        has_open_objection=version.objected,  # type: ignore[attr-defined]
        has_version_in_force=version.some_in_force,  # type: ignore[attr-defined]
    )


def _lines(newest: Iterable[AgreementVersion], file: PersonFile, today: date | None) -> list[AgreementLine]:
    day = today or timezone.localdate()
    versions = list(newest)
    in_force = AgreementVersion.objects.filter(
        agreement__in=[one.agreement_id for one in versions],
        in_force_from__isnull=False,
        in_force_until__isnull=True,
    )
    active = {one.agreement_id: one for one in in_force.order_by("pk")}
    promises = promises_of([one.pk for one in versions])
    outcomes = _outcomes([one.agreement_id for one in versions])
    lines = []
    for version in versions:
        facts = facts_of(version)
        own = [one for one in promises if one.version_id == version.pk]
        hidden = [] if file.sees_sensitive else [one for one in own if one.domain in SENSITIVE]
        bare = AgreementLine(
            agreement=version.agreement,
            version=version,
            state=state_from(facts),
            missing=missing_from(facts),
            in_force=active.get(version.agreement_id) if version.agreement.closed_at is None else None,
            promises=(),
            protected=len(hidden),
        )
        is_in_force = bare.in_force is not None and bare.in_force.pk == version.pk
        lines.append(_with_promises(bare, _views(own, version.agreement, outcomes, file, day, in_force=is_in_force)))
    return lines


def _with_promises(line: AgreementLine, promises: Iterable[PromiseView]) -> AgreementLine:
    return AgreementLine(
        line.agreement, line.version, line.state, line.missing, line.in_force, tuple(promises), line.protected
    )


def _views(
    promises: Iterable[Promise],
    agreement: Agreement,
    outcomes: dict[tuple[int, UUID], Outcome],
    file: PersonFile,
    day: date,
    *,
    in_force: bool,
) -> list[PromiseView]:
    views = []
    for promise in promises:
        if promise.domain in SENSITIVE and not file.sees_sensitive:
            continue
        outcome = outcomes.get((agreement.pk, promise.key))
        state = promise_state(promise.due_on, outcome, day, in_force=in_force)
        late = (day - promise.due_on).days if state == PromiseState.OVERDUE else 0
        views.append(PromiseView(promise, agreement.organisation, state, outcome, late))
    return views


def promise_state(due_on: date, outcome: Outcome | None, day: date, *, in_force: bool) -> PromiseState:
    """What is the state of a promise on this day? One that is due today is not overdue."""
    if outcome is not None:
        return PromiseState.KEPT if outcome.was_kept else PromiseState.NOT_KEPT
    if not in_force:
        return PromiseState.WAITING
    return PromiseState.OVERDUE if due_on < day else PromiseState.OPEN


def promises_of(versions: Sequence[int]) -> list[Promise]:
    """The promises of these versions, in their order; also protected ones: whoever shows them asks the file first."""
    return list(
        Promise.objects.filter(version__in=versions).select_related("member", "step").order_by("version", "place", "pk")
    )


def _outcomes(agreements: Sequence[int]) -> dict[tuple[int, UUID], Outcome]:
    noted = Outcome.objects.filter(agreement__in=agreements, taken_back_at__isnull=True).select_related("noted_by")
    return {(one.agreement_id, one.key): one for one in noted.order_by("pk")}
