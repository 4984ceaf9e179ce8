"""What the jury does and what comes out: the applications of a juror, the scores, the order with its trace."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.models import (
    Application,
    Call,
    Criterion,
    Decision,
    InterestDeclaration,
    Juror,
    Score,
    ScoreSheet,
    Submission,
    TieRule,
)
from arbeidspact.funding.queries.interests import has_interest, juror_of, kept_out_of
from arbeidspact.funding.ranking import (
    BelowMinimum,
    JurorScores,
    LeftOut,
    Place,
    Ranked,
    Rule,
    Scored,
    ranking_of,
)
from arbeidspact.funding.states import CallState, state_of_call
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class ToJudge:
    """An application as a juror meets it: why they are kept out, or how far they are."""

    application: Application
    submission: Submission
    juror: Juror
    why_not: LeftOut | None
    sheet: ScoreSheet | None

    @property
    def is_handed_in(self) -> bool:
        return self.sheet is not None and self.sheet.handed_in_at is not None


@dataclass(frozen=True, slots=True)
class RankedApplication:
    """A line of the order: the application, what came out, the decision that stands; nothing to whoever has an
    interest (`is_hidden`)."""

    application: Application
    submission: Submission
    ranked: Ranked
    decision: Decision | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of the applications of a call, the criteria and jurors it rests on, and what is left of the budget."""

    call: Call
    criteria: tuple[Criterion, ...]
    jurors: dict[int, Juror]
    lines: tuple[RankedApplication, ...]
    granted: Decimal

    @property
    def left(self) -> Decimal:
        return self.call.budget - self.granted


def juries_of(actor: Actor) -> QuerySet[Juror]:
    """In which juries is the actor now? The call that closes last first. Raises: `NotAllowed`."""
    require(actor, Permission.JUDGE_APPLICATIONS)
    return (
        Juror.objects.filter(user=actor.user, ended_at__isnull=True, call__cancelled_at__isnull=True)
        .select_related("call", "call__organisation", "organisation")
        .order_by("-call__closes_at", "pk")
    )


def applications_to_judge(juror: Juror) -> list[ToJudge]:
    """Every application of the call of this juror, in the order of submission; none before the call is closed."""
    if state_of_call(juror.call, timezone.now()) not in {CallState.JUDGING, CallState.DECIDED}:
        return []
    submissions = list(standing_submissions(juror.call))
    why = kept_out_of([juror], [one.application for one in submissions])
    sheets = {
        sheet.submission_id: sheet for sheet in ScoreSheet.objects.filter(juror=juror, submission__in=submissions)
    }
    return [
        ToJudge(one.application, one, juror, why.get((juror.pk, one.application_id)), sheets.get(one.pk))
        for one in submissions
    ]


def application_to_judge(actor: Actor, reference: UUID) -> ToJudge:
    """One application as the actor meets it as a juror. Raises: `NotAllowed`; `NotFound` before the call is closed, or
    when the actor is not its juror."""
    require(actor, Permission.JUDGE_APPLICATIONS)
    call = Call.objects.filter(applications__reference=reference).first()
    juror = juror_of(call, actor) if call is not None else None
    found = [one for one in applications_to_judge(juror) if one.application.reference == reference] if juror else []
    if not found:
        raise NotFound(_("There is no such application for you to judge."))
    return found[0]


def own_scores(one: ToJudge) -> dict[int, Score]:
    """What this juror filled in so far, by criterion."""
    if one.sheet is None:
        return {}
    return {score.criterion_id: score for score in one.sheet.scores.order_by("id")}


def scores_of_others(one: ToJudge) -> list[ScoreSheet]:
    """What the other jurors handed in, with their scores: nothing until the juror's own are in, nothing to whoever is
    kept out."""
    if one.why_not is not None or not one.is_handed_in:
        return []
    return list(
        ScoreSheet.objects.filter(submission=one.submission, handed_in_at__isnull=False)
        .exclude(juror=one.juror)
        .select_related("juror__user", "juror__organisation")
        .prefetch_related(
            Prefetch("scores", queryset=Score.objects.select_related("criterion").order_by("criterion__order", "id"))
        )
        .order_by("handed_in_at", "id")
    )


def declarations_of(application: Application) -> QuerySet[InterestDeclaration]:
    """What jurors declared about this application, oldest first."""
    return (
        InterestDeclaration.objects.filter(application=application)
        .select_related("juror__user", "juror__organisation")
        .order_by("declared_at", "id")
    )


def jurors_of(call: Call) -> QuerySet[Juror]:
    """The jury of this call, by name; also who left it."""
    return call.jurors.select_related("user", "organisation").order_by("user__first_name", "user__last_name", "pk")


def ranking_for(call: Call, actor: Actor) -> Ranking:
    """The order of the applications, for whoever runs the call. Of an application in which they have an interest
    themselves, or that they still have to score as a juror, the scores stay hidden. Raises: `NotAllowed`."""
    require(actor, Permission.EDIT_FUND)
    ranking = full_ranking(call)
    hidden = _hidden_from(actor, ranking)
    lines = tuple(
        RankedApplication(line.application, line.submission, line.ranked, line.decision, line.application.pk in hidden)
        for line in ranking.lines
    )
    return Ranking(ranking.call, ranking.criteria, ranking.jurors, lines, ranking.granted)


def full_ranking(call: Call) -> Ranking:
    """The order as the scores give it, for an action that decides by it."""
    submissions = {one.application_id: one for one in standing_submissions(call)}
    applications = [one.application for one in submissions.values()]
    jurors = {juror.pk: juror for juror in jurors_of(call)}
    criteria = tuple(call.criteria.order_by("order", "id"))
    why = kept_out_of(jurors.values(), applications)
    points = _points_of(submissions.values())
    decisions = {one.application_id: one for one in _standing_decisions(call)}
    scored = [
        Scored(
            key,
            submission.asked,
            submission.submitted_at,
            tuple(
                JurorScores(
                    juror,
                    points.get((juror, submission.pk), {}),
                    why.get((juror, key)) or (None if (juror, submission.pk) in points else LeftOut.NOT_HANDED_IN),
                )
                for juror in jurors
            ),
        )
        for key, submission in submissions.items()
    ]
    rules = [Rule(one.pk, one.name_nl, one.weight, one.scale, one.minimum) for one in criteria]
    ranked = ranking_of(scored, rules, min_jurors=call.min_jurors, tie_rule=TieRule(call.tie_rule))
    lines = tuple(
        RankedApplication(
            submissions[one.key].application, submissions[one.key], one, decisions.get(one.key), is_hidden=False
        )
        for one in ranked
    )
    return Ranking(call, criteria, jurors, lines, granted_of(call))


def trace_of(ranking: Ranking, line: RankedApplication) -> dict[str, Any]:
    """The calculation for one application as it is kept with the decision: who counted, who not and why, each mean."""
    names = {one.pk: one.name_nl for one in ranking.criteria}
    outcome = line.ranked.outcome
    return {
        "score": None if line.ranked.shown_score is None else str(line.ranked.shown_score),
        "counted": [_juror_words(ranking, key) for key in line.ranked.counted],
        "left_out": [[_juror_words(ranking, key), why.value] for key, why in line.ranked.left_out],
        "means": [
            [names[mean.criterion], f"{mean.mean.numerator}/{mean.mean.denominator}", mean.is_below_minimum]
            for mean in line.ranked.means
        ],
        "place": outcome.number if isinstance(outcome, Place) else None,
        "is_shared": isinstance(outcome, Place) and outcome.is_shared,
        "below_minimum": [names[key] for key in outcome.criteria] if isinstance(outcome, BelowMinimum) else [],
        "tie_rule": ranking.call.tie_rule,
    }


def granted_of(call: Call) -> Decimal:
    """How many euro of this call are granted, less what was released again?"""
    total = Decimal("0.00")
    granted = Decision.objects.filter(application__call=call, outcome="granted", replaced_at__isnull=True)
    for decision in (
        granted.select_related("application__contract").prefetch_related("application__contract__ledger").order_by("pk")
    ):
        total += decision.amount
        contract = getattr(decision.application, "contract", None)
        if contract is not None:
            total -= sum((one.amount for one in contract.ledger.all() if one.kind == "release"), Decimal("0.00"))
    return total


def standing_submissions(call: Call) -> QuerySet[Submission]:
    """What was submitted for this call and not withdrawn, in the order of submission."""
    return (
        Submission.objects.filter(application__call=call, withdrawn_at__isnull=True)
        .select_related("application", "application__organisation", "application__call")
        .order_by("submitted_at", "pk")
    )


def _points_of(submissions: Any) -> dict[tuple[int, int], dict[int, int]]:
    """Points by criterion, for each juror and submission whose sheet was handed in."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    rows = Score.objects.filter(sheet__submission__in=list(submissions), sheet__handed_in_at__isnull=False)
    for juror, submission, criterion, points in rows.values_list(
        "sheet__juror_id", "sheet__submission_id", "criterion_id", "points"
    ):
        if points is not None:
            found[juror, submission][criterion] = points
    return dict(found)


def _standing_decisions(call: Call) -> QuerySet[Decision]:
    return Decision.objects.filter(application__call=call, replaced_at__isnull=True).order_by("pk")


def _hidden_from(actor: Actor, ranking: Ranking) -> set[int]:
    own = next((key for key, juror in ranking.jurors.items() if juror.user_id == getattr(actor.user, "pk", None)), None)
    hidden = {line.application.pk for line in ranking.lines if has_interest(actor, line.application)}
    if own is not None and ranking.jurors[own].ended_at is None:
        hidden |= {
            line.application.pk for line in ranking.lines if own in dict(line.ranked.left_out) and line.decision is None
        }
    return hidden


def _juror_words(ranking: Ranking, key: int) -> str:
    juror = ranking.jurors[key]
    return f"{juror.user}, {juror.organisation.name}"
