"""Signals with their answers, the log of decisions, and frozen reviews: to read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Line, Paging, page_of
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.pact.queries import pact_named
from arbeidspact.statutes import TermState
from arbeidspact.steering.decision_queries import (
    DecisionFilter,
    DecisionLine,
    Standing,
    TaskStatus,
    decision_lines,
    decision_rows,
)
from arbeidspact.steering.queries import (
    AnswerKind,
    SignalFilter,
    SignalLine,
    SignalState,
    SubjectKind,
    Urgency,
    answer_times,
    open_signal,
    signal_lines,
    signal_rows,
)
from arbeidspact.steering.review_queries import ReviewState, SignOffKind, open_review, reviews_of

router = Router(tags=["steering"])


class SignalValue(Schema):
    """A bottleneck that a partner signalled. `about`: such as "jobteam", empty for the pact as a whole; `term`: how the
    term of the answer stands; `days_left`: until it is due, below zero when that day has passed."""

    reference: UUID
    title: str
    what: str
    since: date
    whom: str
    suggestion: str
    urgency: Urgency
    about_kind: SubjectKind
    about: str
    raised_by: str
    raised_on: date
    state: SignalState
    due_on: date
    term: TermState
    days_left: int
    cosigned: int
    invented: bool


class SignalPage(Schema):
    """One page of signals, how many there are in all, and how fast the steering group answers."""

    count: int
    items: list[SignalValue]
    answered_in_time: int
    terms_counted: int
    median_days: float | None


class AnswerValue(Schema):
    """What the steering group answered."""

    kind: AnswerKind
    text: str
    answered_on: date
    due_on: date
    in_time: bool


class SignalDetail(SignalValue):
    """A signal with its answers and who signed along."""

    answers: list[AnswerValue]
    cosigned_by: list[str]


class MinorityNoteValue(Schema):
    """Who did not agree, and why, in their own words."""

    who: str
    why: str


class TaskValue(Schema):
    """What must be done because of a decision."""

    what: str
    owner: str
    due_on: date
    status: TaskStatus


class DecisionValue(Schema):
    """A decision by its version that counts. `about`: such as "action:jobteam", "signal:UUID" or "pact"."""

    reference: UUID
    number: str
    version: int
    standing: Standing
    body_nl: str
    body_en: str
    taken_on: date
    title_nl: str
    title_en: str
    text: str
    motivation: str
    minority: list[MinorityNoteValue]
    about: list[str]
    changes: str | None
    tasks: list[TaskValue]
    invented: bool


class DecisionPage(Schema):
    """One page of decisions, and how many there are in all."""

    count: int
    items: list[DecisionValue]


class SignOffValue(Schema):
    """A partner signed."""

    organisation: str
    kind: SignOffKind
    note: str
    at: datetime


class ReviewValue(Schema):
    """A review; `sha256` of its document once it is frozen."""

    reference: UUID
    since: date
    until: date
    state: ReviewState
    frozen_at: datetime | None
    sha256: str | None
    signed: list[SignOffValue]
    invented: bool


class Reviews(Schema):
    """The reviews of a pact, newest first."""

    items: list[ReviewValue]


class FrozenDocument(Schema):
    """A frozen review: `text` is canonical JSON, byte for byte what `sha256` was worked out over (as UTF-8)."""

    sha256: str
    frozen_at: datetime
    text: str


class SignalQuery(Paging):
    """Which signals; what is left out filters nothing, and without `state` those that wait for an answer come."""

    state: Line = Field("", description="A state, or all.")
    urgency: Line = ""
    about: Line = Field("", description="Such as action:jobteam.")
    text: Line = ""


class DecisionQuery(Paging):
    """Which decisions; what is left out filters nothing."""

    text: Line = ""
    about: Line = Field("", description="Such as action:jobteam.")
    standing: Standing | None = None


@router.get("/pacts/{slug}/signals", response=answers(SignalPage, 404, 422), operation_id="list_signals")
def list_signals(request: ApiRequest, slug: str, asked: Query[SignalQuery]) -> SignalPage:
    """Which bottlenecks did partners signal, and by when is an answer due?"""
    pact = pact_named(slug, actor=request.auth)
    narrowed = SignalFilter(
        pact=pact.slug, state=asked.state, urgency=asked.urgency, about=asked.about, text=asked.text
    )
    rows, count = page_of(signal_rows(request.auth, narrowed), asked)
    times = answer_times(request.auth, pact=pact.slug)
    return SignalPage(
        count=count,
        items=[SignalValue(**_signal(line)) for line in signal_lines(rows, timezone.localdate())],
        answered_in_time=times.in_time,
        terms_counted=times.counted,
        median_days=float(times.median_days) if times.median_days is not None else None,
    )


@router.get("/signals/{reference}", response=answers(SignalDetail, 404, 422), operation_id="get_signal")
def get_signal(request: ApiRequest, reference: UUID) -> SignalDetail:
    """What does this signal say, who signed along, and what was answered?"""
    view = open_signal(request.auth, reference)
    line = SignalLine(view.signal, view.subject, view.term, view.days_left, len(view.cosignatures))
    return SignalDetail(
        **_signal(line),
        answers=[
            AnswerValue(
                kind=AnswerKind(one.kind),
                text=one.text,
                answered_on=one.answered_on,
                due_on=one.due_on,
                in_time=one.was_in_time,
            )
            for one in view.answers
        ],
        cosigned_by=[one.organisation.name for one in view.cosignatures],
    )


@router.get("/pacts/{slug}/decisions", response=answers(DecisionPage, 404, 422), operation_id="list_decisions")
def list_decisions(request: ApiRequest, slug: str, asked: Query[DecisionQuery]) -> DecisionPage:
    """What was decided about this pact, who did not agree, and what must still be done?"""
    pact = pact_named(slug, actor=request.auth)
    narrowed = DecisionFilter(text=asked.text, about=asked.about, standing=asked.standing or "")
    rows, count = page_of(decision_rows(request.auth, pact.slug, narrowed), asked)
    return DecisionPage(count=count, items=[_decision(line) for line in decision_lines(rows)])


@router.get("/pacts/{slug}/reviews", response=answers(Reviews, 404), operation_id="list_reviews")
def list_reviews(request: ApiRequest, slug: str) -> Reviews:
    """Which reviews of this pact are there, with which hash, and who signed them?"""
    pact = pact_named(slug, actor=request.auth)
    return Reviews(items=[_review(row) for row in reviews_of(request.auth, pact.slug)])


@router.get(
    "/reviews/{reference}/document", response=answers(FrozenDocument, 404, 422), operation_id="get_frozen_review"
)
def frozen_document(request: ApiRequest, reference: UUID) -> FrozenDocument:
    """The document of a frozen review, as its hash counts it."""
    frozen = open_review(request.auth, reference).frozen
    if frozen is None:
        raise NotFound(_("This review is not frozen yet."))
    return FrozenDocument(sha256=frozen.sha256, frozen_at=frozen.frozen_at, text=frozen.document)


def _signal(line: SignalLine) -> dict[str, Any]:
    row = line.signal
    same = ("reference", "title", "what", "since", "whom", "suggestion", "urgency", "about_kind", "about", "state")
    return {
        **{name: getattr(row, name) for name in (*same, "due_on")},
        "raised_by": row.organisation.name,
        "raised_on": timezone.localtime(row.raised_at).date(),
        "term": line.term,
        "days_left": line.days_left,
        "cosigned": line.cosigned,
        "invented": row.is_invented,
    }


def _decision(line: DecisionLine) -> DecisionValue:
    version = line.version
    same = ("version", "body_nl", "body_en", "taken_on", "title_nl", "title_en", "text", "motivation")
    return DecisionValue(
        **{name: getattr(version, name) for name in same},
        reference=line.decision.reference,
        number=line.decision.number,
        standing=line.standing,
        minority=[MinorityNoteValue(**note) for note in version.minority],
        about=[f"{kind}:{slug}" if slug else kind for kind, slug in version.about],
        changes=line.decision.changes.number if line.decision.changes else None,
        tasks=[
            TaskValue(what=one.task.what, owner=one.task.owner, due_on=one.task.due_on, status=one.status)
            for one in line.tasks
        ],
        invented=line.decision.is_invented,
    )


def _review(row: Any) -> ReviewValue:
    frozen = row.frozen if row.is_frozen else None
    return ReviewValue(
        reference=row.reference,
        since=row.since,
        until=row.until,
        state=row.state,
        frozen_at=frozen.frozen_at if frozen else None,
        sha256=frozen.sha256 if frozen else None,
        signed=[
            SignOffValue(organisation=one.organisation.name, kind=one.kind, note=one.note, at=one.at)
            for one in row.sign_offs.all()
        ],
        invented=row.is_invented,
    )
