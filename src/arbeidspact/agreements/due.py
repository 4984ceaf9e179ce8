"""What agreements ask of whoever follows up: which wait too long, which promises are late, which objections are open.

For the packages above. Keys and days alone, no names and no words: those come through the gate. `people`, by key,
keeps to some; None, everybody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from arbeidspact.agreements.models import AgreementKind, AgreementVersion, Objection, Outcome, Promise, Promiser
from arbeidspact.agreements.states import IN_FORCE, NEWEST, OPEN, to_confirm
from arbeidspact.people.keys import of


@dataclass(frozen=True, slots=True)
class AgreementDue:
    """Something about an agreement that asks for somebody: of whom, with which organisation, whose turn, which day.

    `owner`: the key of the colleague, None when nobody is named. `agreement`: its reference.
    """

    person: int
    organisation: int
    owner: int | None
    day: date
    agreement: UUID


@dataclass(frozen=True, slots=True)
class PromiseDue(AgreementDue):
    """A promise that is late; `is_ours`: the organisation owes it. `promise`: its key; `day`: when it was due."""

    promise: UUID
    is_ours: bool


def confirmed_days(people: Iterable[int], *, kind: AgreementKind | None = None) -> dict[int, list[date]]:
    """On which days did these people and an organisation come to an agreement that both confirmed? One query.

    Arguments: `kind`, only agreements of that kind; None, of any. Returns: days in order, by key of the person; people
    without any are left out.
    """
    came = AgreementVersion.objects.filter(agreement__person__in=list(people), in_force_from__isnull=False)
    if kind is not None:
        came = came.filter(kind=kind)
    days: dict[int, list[date]] = {}
    for person, moment in came.order_by("in_force_from", "pk").values_list("agreement__person", "in_force_from"):
        days.setdefault(person, []).append(timezone.localdate(moment))
    return days


def unconfirmed_agreements(day: date, *, people: Collection[int] | None = None) -> list[AgreementDue]:
    """Which agreements wait on this day for somebody's yes? `day` of each: since when. One query; the oldest first."""
    waiting = AgreementVersion.objects.filter(to_confirm(), of(people, "agreement__person"), offered_at__date__lte=day)
    rows = waiting.order_by("offered_at", "pk").values_list(
        "agreement__person", "agreement__organisation", "agreement__keeper", "offered_at", "agreement__reference"
    )
    return [
        AgreementDue(person, organisation, owner, timezone.localdate(since), reference)
        for person, organisation, owner, since, reference in rows
    ]


def overdue_promises(day: date, *, people: Collection[int] | None = None) -> list[PromiseDue]:
    """Which promises of agreements in force were due before this day, without a word about what became of them?

    One whose step of the plan is done is not among them: its agreement asks whether it was kept.
    The owner is the colleague who promised it, else who keeps the agreement. One query; the longest overdue first.
    """
    noted = Outcome.objects.filter(
        agreement=OuterRef("version__agreement"), key=OuterRef("key"), taken_back_at__isnull=True
    )
    in_force = AgreementVersion.objects.filter(IN_FORCE)
    late = Promise.objects.filter(
        ~Exists(noted),
        of(people, "version__agreement__person"),
        version__in=in_force.order_by().values("pk"),
        due_on__lt=day,
    ).exclude(step__done_on__isnull=False)
    rows = late.order_by("due_on", "pk").values_list(
        "version__agreement__person",
        "version__agreement__organisation",
        "version__agreement__keeper",
        "due_on",
        "version__agreement__reference",
        "key",
        "promiser",
        "member",
    )
    return [
        PromiseDue(
            person=person,
            organisation=organisation,
            owner=member if promiser == Promiser.COLLEAGUE and member is not None else keeper,
            day=due_on,
            agreement=reference,
            promise=key,
            is_ours=promiser in {Promiser.ORGANISATION, Promiser.COLLEAGUE},
        )
        for person, organisation, keeper, due_on, reference, key, promiser, member in rows
    ]


def open_objections(*, people: Collection[int] | None = None) -> list[AgreementDue]:
    """Which objections has nobody answered? `day` of each: since when. One query; the oldest first."""
    newest = AgreementVersion.objects.filter(NEWEST & OPEN)
    rows = (
        Objection.objects.filter(
            of(people, "version__agreement__person"),
            answered_at__isnull=True,
            version__in=newest.order_by().values("pk"),
        )
        .annotate(agreement=F("version__agreement__reference"))
        .order_by("at", "pk")
        .values_list(
            "version__agreement__person",
            "version__agreement__organisation",
            "version__agreement__keeper",
            "at",
            "agreement",
        )
    )
    return [
        AgreementDue(person, organisation, owner, timezone.localdate(at), reference)
        for person, organisation, owner, at, reference in rows
    ]
