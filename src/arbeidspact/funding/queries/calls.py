"""Calls and applications to read: everybody sees what is published; an application, its makers and its call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.completeness import Completeness, completeness_of
from arbeidspact.funding.models import (
    Application,
    BudgetItem,
    Call,
    CallVersion,
    Clarification,
    Decision,
    DecisionOutcome,
    MoneySource,
    PlannedMilestone,
    RequiredPart,
    Submission,
    TieRule,
)
from arbeidspact.funding.queries.jury import standing_submissions
from arbeidspact.funding.states import (
    THE_LAST_MINUTE,
    ApplicationState,
    CallState,
    state_of_application,
    state_of_call,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Goal, Pact

__all__ = [
    "Application",
    "ApplicationState",
    "Call",
    "CallState",
    "DecisionOutcome",
    "MoneySource",
    "RequiredPart",
    "Submission",
    "TieRule",
    "application_of",
    "applications_for",
    "call_of",
    "calls",
    "calls_open_at",
    "draft_of",
    "goals_to_serve",
    "granted_projects",
    "may_run",
    "own_applications",
    "own_call",
    "partners_to_apply_along",
    "public_call",
    "public_calls",
    "questions_about",
    "state_of_call",
    "submitted_for",
    "versions_of",
    "views_of",
    "what_is_missing",
]


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with where it is, what stands in the way of submitting it, and the decision that counts."""

    application: Application
    state: ApplicationState
    decision: Decision | None
    submission: Submission | None
    is_own: bool


def calls(
    actor: Actor, *, state: CallState | None = None, text: str = "", now: datetime | None = None
) -> QuerySet[Call]:
    """Which calls are there: the published ones, and the drafts of the own organisation for whoever runs the fund?

    Arguments: `state`, to keep to one; `text`, a part of the title. The call that closes last first, each with
    `submitted_count`. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_FUND)
    found = _visible(actor).select_related("organisation", "verifier")
    for word in text.split():
        found = found.filter(Q(title_nl__icontains=word) | Q(title_en__icontains=word))
    if state is not None:
        found = found.filter(_in_state(state, now or timezone.now()))
    submitted = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    return found.annotate(submitted_count=submitted).order_by("-closes_at", "-pk")


def calls_open_at(now: datetime) -> QuerySet[Call]:
    """Which calls take applications at this moment?"""
    return Call.objects.filter(_in_state(CallState.OPEN, now))


def public_calls(*, state: CallState | None = None, text: str = "", now: datetime | None = None) -> QuerySet[Call]:
    """The calls that were published, for anybody: those that still take applications first, then by when they close.

    Arguments: `state`, to keep to one; `text`, a part of the title.
    """
    moment = now or timezone.now()
    found = Call.objects.filter(published_at__isnull=False).select_related("organisation", "verifier")
    for word in text.split():
        found = found.filter(Q(title_nl__icontains=word) | Q(title_en__icontains=word))
    if state is not None:
        found = found.filter(_in_state(state, moment))
    is_over = Case(When(closes_at__lt=moment, then=1), When(cancelled_at__isnull=False, then=1), default=0)
    return found.order_by(is_over, "-closes_at", "-pk")


def public_call(reference: UUID) -> Call:
    """One of them. Raises: `NotFound`, also for one that is not published."""
    found = public_calls().filter(reference=reference).first()
    if found is None:
        raise NotFound(_("There is no such call."))
    return found


def call_of(actor: Actor, reference: UUID) -> Call:
    """This call. Raises: `NotAllowed`; `NotFound` also for a draft of somebody else."""
    require(actor, Permission.SEE_FUND)
    found = _visible(actor).select_related("organisation", "verifier").filter(reference=reference).first()
    if found is None:
        raise NotFound(_("There is no such call."))
    return found


def own_call(actor: Actor, reference: UUID) -> Call:
    """This call, which the actor's organisation runs. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.EDIT_FUND)
    found = (
        Call.objects.select_related("organisation", "verifier")
        .filter(reference=reference, organisation=actor.organisation)
        .first()
    )
    if found is None:
        raise NotFound(_("Your organisation has no such call."))
    return found


def versions_of(call: Call) -> QuerySet[CallVersion]:
    """How the call read, newest first."""
    return call.versions.select_related("made_by").order_by("-number")


def may_run(actor: Actor, call: Call) -> bool:
    """Does the actor run this call?"""
    return may(actor, Permission.EDIT_FUND) and call.organisation == actor.organisation


def own_applications(actor: Actor) -> QuerySet[Application]:
    """What the actor's organisation applies for, or applies along with. Last saved first. Raises: `NotAllowed`."""
    require(actor, Permission.APPLY_TO_FUND)
    along = Application.co_applicants.through.objects.filter(
        application=OuterRef("pk"), organisation=actor.organisation
    )
    return (
        Application.objects.filter(Q(organisation=actor.organisation) | (Exists(along) & Q(submitted_at__isnull=False)))
        .select_related("call", "organisation")
        .prefetch_related(
            Prefetch("decisions", queryset=Decision.objects.filter(replaced_at__isnull=True).order_by("pk")),
            Prefetch("submissions", queryset=Submission.objects.filter(withdrawn_at__isnull=True).order_by("pk")),
        )
        .order_by("-saved_at", "-pk")
    )


def views_of(applications: list[Application], actor: Actor) -> list[ApplicationView]:
    """Applications with their decision and state; those rows must come fetched along."""
    now = timezone.now()
    return [_view(one, actor, now) for one in applications]


def application_of(actor: Actor, reference: UUID) -> ApplicationView:
    """One application: for who applies, who applies along once it is submitted, and who runs the call once it is.

    Jurors open it elsewhere, after they declared. Raises: `NotAllowed`; `NotFound`.
    """
    found = None
    if may(actor, Permission.APPLY_TO_FUND):
        found = own_applications(actor).filter(reference=reference).first()
    if found is None and may(actor, Permission.EDIT_FUND):
        found = applications_for(actor).filter(reference=reference).first()
    if found is None:
        require(actor, Permission.SEE_FUND)
        raise NotFound(_("There is no such application."))
    return _view(found, actor, timezone.now())


def applications_for(actor: Actor, call: Call | None = None) -> QuerySet[Application]:
    """What was submitted for the calls that the actor's organisation runs, or for one. In the order of submission.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_FUND)
    found = Application.objects.filter(call__organisation=actor.organisation, submitted_at__isnull=False)
    if call is not None:
        found = found.filter(call=call)
    return (
        found.select_related("call", "organisation")
        .prefetch_related(
            Prefetch("decisions", queryset=Decision.objects.filter(replaced_at__isnull=True).order_by("pk")),
            Prefetch("submissions", queryset=Submission.objects.filter(withdrawn_at__isnull=True).order_by("pk")),
        )
        .order_by("submitted_at", "pk")
    )


def draft_of(actor: Actor, reference: UUID) -> Application:
    """A draft of the own organisation with its lines, to go on with. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.APPLY_TO_FUND)
    found = (
        Application.objects.filter(reference=reference, organisation=actor.organisation)
        .select_related("call", "organisation")
        .prefetch_related(
            Prefetch("budget_items", queryset=BudgetItem.objects.order_by("order", "id")),
            Prefetch("milestones", queryset=PlannedMilestone.objects.order_by("order", "id")),
            Prefetch("co_applicants", queryset=Organisation.objects.order_by("name", "pk")),
        )
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such application."))
    return found


def what_is_missing(application: Application) -> Completeness:
    """What stands between this draft and its submission?"""
    return completeness_of(application)


def partners_to_apply_along(application: Application) -> QuerySet[Organisation]:
    """Which organisations can be named as co-applicants? By name; neither the applicant, nor who runs the call or
    verifies its results."""
    return Organisation.objects.exclude(
        pk__in=[application.organisation_id, application.call.organisation_id, application.call.verifier_id or 0]
    ).order_by("name", "pk")


def goals_to_serve(pact: Pact) -> QuerySet[Goal]:
    """The goals of this pact, in its order, to choose from."""
    return pact.goals.order_by("order", "id")


def questions_about(application: Application) -> QuerySet[Clarification]:
    """What was asked about this application and answered, oldest first."""
    return application.clarifications.select_related("asked_by", "answered_by").order_by("asked_at", "id")


def granted_projects(call: Call) -> QuerySet[Decision]:
    """What this call granted, for everybody to read: applicant, title, amount; largest first."""
    return (
        Decision.objects.filter(application__call=call, outcome="granted", replaced_at__isnull=True)
        .select_related("application__organisation")
        .order_by("-amount", "pk")
    )


def submitted_for(call: Call) -> QuerySet[Submission]:
    """What was submitted for this call and not withdrawn, in the order of submission."""
    return standing_submissions(call)


def _view(application: Application, actor: Actor, now: datetime) -> ApplicationView:
    decision = next(iter(application.decisions.all()), None)
    return ApplicationView(
        application,
        state_of_application(application, decision, now),
        decision,
        next(iter(application.submissions.all()), None),
        is_own=application.organisation == actor.organisation,
    )


def _visible(actor: Actor) -> QuerySet[Call]:
    if may(actor, Permission.EDIT_FUND):
        return Call.objects.filter(Q(published_at__isnull=False) | Q(organisation=actor.organisation))
    return Call.objects.filter(published_at__isnull=False)


def _in_state(state: CallState, now: datetime) -> Q:
    """The rows that `state_of_call` puts in this state."""
    running = Q(cancelled_at__isnull=True, published_at__isnull=False, decided_at__isnull=True)
    over = now - THE_LAST_MINUTE
    match state:
        case CallState.CANCELLED:
            return Q(cancelled_at__isnull=False)
        case CallState.DRAFT:
            return Q(cancelled_at__isnull=True, published_at__isnull=True)
        case CallState.DECIDED:
            return Q(cancelled_at__isnull=True, published_at__isnull=False, decided_at__isnull=False)
        case CallState.ANNOUNCED:
            return running & Q(opens_at__gt=now)
        case CallState.OPEN:
            return running & Q(opens_at__lte=now, closes_at__gt=over)
    return running & Q(opens_at__lte=now, closes_at__lte=over)
