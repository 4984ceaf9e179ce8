"""What waits for somebody in the fund today."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Min, QuerySet
from django.utils import timezone

from arbeidspact.funding.models import Application, Claim, Clarification
from arbeidspact.funding.queries.calls import calls_open_at
from arbeidspact.funding.queries.contracts import claims
from arbeidspact.funding.queries.jury import applications_to_judge, juries_of
from arbeidspact.funding.queries.verification import claims_waiting
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.funding.states import ClaimState
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, may


class WaitingFor(StrEnum):
    """What has to be done."""

    DRAFT = "draft"
    QUESTION = "question"
    JUDGEMENT = "judgement"
    VERIFIER_QUESTION = "verifier_question"
    VERIFICATION = "verification"
    CHECK = "check"
    APPROVAL = "approval"
    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly_verified"
    LATE_VERIFICATION = "late_verification"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things of one kind; `until`: the first moment at which it is too late, None when there is none.

    `due_on`: the term that ends first, where the term is a day.
    """

    kind: WaitingFor
    count: int
    until: datetime | None = None
    due_on: date | None = None


def what_waits(actor: Actor) -> list[Waiting]:
    """What waits for this actor in the fund, the most pressing first? Only what there is."""
    found: list[Waiting] = []
    if may(actor, Permission.APPLY_TO_FUND):
        found += _as_applicant(actor)
    if may(actor, Permission.JUDGE_APPLICATIONS):
        to_judge = [one for juror in juries_of(actor) for one in applications_to_judge(juror)]
        open_ones = [one for one in to_judge if one.why_not in {None, LeftOut.NOT_DECLARED} and not one.is_handed_in]
        found.append(Waiting(WaitingFor.JUDGEMENT, len(open_ones)))
    if may(actor, Permission.VERIFY_CLAIMS):
        to_verify = claims_waiting(actor)
        first = to_verify[0].due_on if to_verify else None
        found.append(Waiting(WaitingFor.VERIFICATION, len(to_verify), due_on=first))
    if may(actor, Permission.CHECK_CLAIMS):
        late = _own(actor, ClaimState.TO_VERIFY).filter(due_on__lt=timezone.localdate())
        found.append(Waiting(WaitingFor.LATE_VERIFICATION, late.count()))
        waiting = claims(actor, state=ClaimState.CLAIMED).filter(instalment__contract__payer=actor.organisation)
        found.append(Waiting(WaitingFor.CHECK, waiting.exclude(claimed_by=actor.user).count()))
    if may(actor, Permission.APPROVE_PAYMENTS):
        waiting = claims(actor, state=ClaimState.CHECKED).filter(instalment__contract__payer=actor.organisation)
        found.append(Waiting(WaitingFor.APPROVAL, waiting.exclude(checked_by=actor.user).count()))
        for state in (ClaimState.VERIFIED, ClaimState.PARTLY_VERIFIED):
            verified = _own(actor, state).exclude(checked_by=actor.user)
            found.append(Waiting(WaitingFor(state.value), verified.count()))
    return [one for one in found if one.count]


def _as_applicant(actor: Actor) -> list[Waiting]:
    drafts = Application.objects.filter(
        organisation=actor.organisation,
        submitted_at__isnull=True,
        withdrawn_at__isnull=True,
        call__in=calls_open_at(timezone.now()),
    )
    questions = Clarification.objects.filter(application__organisation=actor.organisation, answered_at__isnull=True)
    asked = claims(actor, state=ClaimState.QUESTIONED).filter(instalment__contract__payee=actor.organisation)
    answer_by = asked.order_by("due_on").values_list("due_on", flat=True).first()
    first = drafts.aggregate(first=Min("call__closes_at"))["first"]
    return [
        Waiting(WaitingFor.DRAFT, drafts.count(), first),
        Waiting(WaitingFor.QUESTION, questions.count()),
        Waiting(WaitingFor.VERIFIER_QUESTION, asked.count(), due_on=answer_by),
    ]


def _own(actor: Actor, state: ClaimState) -> QuerySet[Claim]:
    """The claims in this state on the actor's organisation."""
    return claims(actor, state=state).filter(instalment__contract__payer=actor.organisation)
