"""The agreements of a file: a line each, with its state and what is owed. What is protected is left out and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from arbeidspact.agreements.models import Agreement, AgreementState, AgreementVersion, Confirmation, Party
from arbeidspact.agreements.queries.promises import PromiseState, PromiseView, outcomes_of, promises_of, views_of
from arbeidspact.agreements.states import Facts, missing_from, open_objection, state_from
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


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
    def to_say(self) -> list[PromiseView]:
        """Promises whose step of the plan is done: somebody says whether they were kept."""
        return [one for one in self.promises if one.state == PromiseState.STEP_DONE]

    @property
    def next_due(self) -> date | None:
        due = [one.promise.due_on for one in self.promises if one.state in {PromiseState.OPEN, PromiseState.OVERDUE}]
        return min(due, default=None)

    @property
    def is_open(self) -> bool:
        return self.agreement.closed_at is None


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
    return lines_from(newest_of(file)[:limit] if limit is not None else newest_of(file), file, today)


def agreement_pages(file: PersonFile, number: int | str, *, size: int) -> tuple[Paginator, list[AgreementLine]]:  # type: ignore[type-arg]
    """The agreements of one page of the list, with its paginator."""
    paginator = Paginator(newest_of(file), size)
    return paginator, lines_from(paginator.get_page(number).object_list, file, None)


def counts_of(file: PersonFile) -> AgreementCounts:
    """How many agreements does this file hold, and how many wait for somebody?"""
    states = [state_from(facts_of(version)) for version in newest_of(file)]
    return AgreementCounts(
        all=len(states),
        to_confirm=states.count(AgreementState.TO_CONFIRM),
        objected=states.count(AgreementState.OBJECTED),
    )


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


def newest_of(file: PersonFile) -> QuerySet[AgreementVersion]:
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


def lines_from(newest: Iterable[AgreementVersion], file: PersonFile, today: date | None) -> list[AgreementLine]:
    day = today or timezone.localdate()
    versions = list(newest)
    in_force = AgreementVersion.objects.filter(
        agreement__in=[one.agreement_id for one in versions],
        in_force_from__isnull=False,
        in_force_until__isnull=True,
    )
    active = {one.agreement_id: one for one in in_force.order_by("pk")}
    promises = promises_of([one.pk for one in versions])
    outcomes = outcomes_of([one.agreement_id for one in versions])
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
        lines.append(_with_promises(bare, views_of(own, version.agreement, outcomes, file, day, in_force=is_in_force)))
    return lines


def _with_promises(line: AgreementLine, promises: Iterable[PromiseView]) -> AgreementLine:
    return AgreementLine(
        line.agreement, line.version, line.state, line.missing, line.in_force, tuple(promises), line.protected
    )
