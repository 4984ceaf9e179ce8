"""The promises of agreements: what is owed, by which day, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from arbeidspact.agreements.models import Agreement, AgreementVersion, Outcome, Promise, Promiser
from arbeidspact.agreements.states import IN_FORCE
from arbeidspact.organisations.models import Organisation
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


class PromiseState(StrEnum):
    """Derived from the day of a promise, its step of the plan and what became of it. Before its agreement is in force
    it only waits. A step that is done does not say that the promise was kept: somebody is asked."""

    WAITING = "waiting"
    OPEN = "open"
    OVERDUE = "overdue"
    STEP_DONE = "step_done"
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
    def step_done_on(self) -> date | None:
        """Since when is its step of the plan done, while nobody has said yet whether the promise was kept?"""
        return self.promise.step.done_on if self.state == PromiseState.STEP_DONE and self.promise.step else None

    @property
    def by_whom(self) -> str:
        """Who promised it, where it is not the person."""
        if self.promise.promiser == Promiser.PARTNER:
            return self.promise.partner
        if self.promise.promiser == Promiser.COLLEAGUE and self.promise.member is not None:
            return f"{self.promise.member}, {self.organisation.name}"
        return self.organisation.name


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
    outcomes = outcomes_of([one.agreement_id for one in versions.values()])
    views = [
        view
        for promise in promises_of(list(versions))
        for view in views_of([promise], versions[promise.version_id].agreement, outcomes, file, day, in_force=True)
        if view.outcome is None
    ]
    return sorted(views, key=lambda view: view.promise.due_on)


def views_of(
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
        is_step_done = promise.step is not None and promise.step.done_on is not None
        state = promise_state(promise.due_on, outcome, day, in_force=in_force, is_step_done=is_step_done)
        late = (day - promise.due_on).days if state == PromiseState.OVERDUE else 0
        views.append(PromiseView(promise, agreement.organisation, state, outcome, late))
    return views


def promise_state(
    due_on: date, outcome: Outcome | None, day: date, *, in_force: bool, is_step_done: bool = False
) -> PromiseState:
    """What is the state of a promise on this day? One that is due today is not overdue; one whose step of the plan is
    done neither: `overdue_promises` says the same for a query."""
    if outcome is not None:
        return PromiseState.KEPT if outcome.was_kept else PromiseState.NOT_KEPT
    if not in_force:
        return PromiseState.WAITING
    if is_step_done:
        return PromiseState.STEP_DONE
    return PromiseState.OVERDUE if due_on < day else PromiseState.OPEN


def promises_of(versions: Sequence[int]) -> list[Promise]:
    """The promises of these versions, in their order; also protected ones: whoever shows them asks the file first."""
    return list(
        Promise.objects.filter(version__in=versions).select_related("member", "step").order_by("version", "place", "pk")
    )


def outcomes_of(agreements: Sequence[int]) -> dict[tuple[int, UUID], Outcome]:
    noted = Outcome.objects.filter(agreement__in=agreements, taken_back_at__isnull=True).select_related("noted_by")
    return {(one.agreement_id, one.key): one for one in noted.order_by("pk")}
