"""Introductions of people to employers: which wait, how one stands, and the answer of an employer."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Body, Day, Paging, page_of
from arbeidspact.introductions.actions import record_answer
from arbeidspact.introductions.commands import RecordAnswer
from arbeidspact.introductions.queries import (
    Answer,
    IntroductionFilter,
    IntroductionLine,
    IntroductionState,
    IntroductionView,
    NotNowReason,
    Outcome,
    Which,
    WithdrawnBecause,
    introduction_rows,
    lines_for_programs,
    open_introduction,
)

router = Router(tags=["introductions"])
EXAMPLE: dict[str, Any] = {"answer": "not_now", "reason": "hours", "answered_on": "2026-03-31"}


class EmployerAnswer(Body):
    """What the employer answered, and on which day. `reason`: for `not_now`, and for nothing else."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [EXAMPLE]}}

    answer: Answer
    reason: NotNowReason | None = None
    answered_on: Day


class Introduction(Schema):
    """An introduction to the employer of a vacancy. `person`: left out once your organisation does not accompany them;
    `days`: until the answer, or waited for until today; `is_late`: an answer was expected by `due_on`."""

    reference: UUID
    state: IntroductionState
    person: UUID | None
    vacancy: UUID
    employer: UUID
    organisation: str
    introduced_on: date
    due_on: date
    days: int
    is_late: bool
    answer: Answer | None
    reason: NotNowReason | None
    answered_on: date | None
    answered_by_link: bool
    outcome: Outcome | None
    decided_on: date | None
    withdrawn_on: date | None
    withdrawn_because: WithdrawnBecause | None


class IntroductionPage(Schema):
    """One page of introductions, and how many there are in all."""

    count: int
    items: list[Introduction]


class IntroductionDetail(Introduction):
    """An introduction with the name and what was sent; the look is recorded."""

    full_name: str
    motivation: str
    agreed_on: date


class IntroductionQuery(Paging):
    """`state`: one state, `late` (no answer in time), `all`, or left out for those under way."""

    state: str = Field(Which.UNDER_WAY.value, pattern=f"^({'|'.join([*Which, *IntroductionState.values])})$")
    vacancy: UUID | None = None
    employer: UUID | None = None


@router.get("/introductions", response=answers(IntroductionPage, 422), operation_id="list_introductions")
def list_introductions(request: ApiRequest, asked: Query[IntroductionQuery]) -> IntroductionPage:
    """The introductions that your organisation made, without names; those under way that wait longest first."""
    narrowed = IntroductionFilter(state=asked.state, vacancy=asked.vacancy, employer=asked.employer)
    rows, count = page_of(introduction_rows(request.auth, narrowed), asked)
    items = [_introduction(one.line, one.person) for one in lines_for_programs(request.auth, rows)]
    return IntroductionPage(count=count, items=items)


@router.get(
    "/introductions/{reference}", response=answers(IntroductionDetail, 404, 422), operation_id="get_introduction"
)
def get_introduction(request: ApiRequest, reference: UUID) -> IntroductionDetail:
    """One introduction, of a person whom your organisation accompanies, by whichever organisation."""
    return _detail(open_introduction(request.auth, reference))


@router.post(
    "/introductions/{reference}/answer",
    response=answers(IntroductionDetail, 404, 409, 422),
    operation_id="record_employer_answer",
)
def record_employer_answer(request: ApiRequest, reference: UUID, body: EmployerAnswer) -> IntroductionDetail:
    """The employer answered. What was noted wrongly is sent once more, until it is known what came of it."""
    view = open_introduction(request.auth, reference)
    command = RecordAnswer(introduction=reference, answer=body.answer, reason=body.reason, answered_on=body.answered_on)
    record_answer(command, file=view.file)
    return _detail(open_introduction(request.auth, reference))


def _detail(view: IntroductionView) -> IntroductionDetail:
    return IntroductionDetail(
        **_introduction(view.line, view.file.reference).model_dump(),
        full_name=view.file.full_name,
        motivation=view.introduction.motivation,
        agreed_on=view.introduction.agreed_on,
    )


def _introduction(line: IntroductionLine, person: UUID | None) -> Introduction:
    made = line.introduction
    return Introduction(
        reference=made.reference,
        state=line.state,
        person=person,
        vacancy=made.vacancy.reference,
        employer=made.vacancy.employer.reference,
        organisation=made.organisation.slug,
        introduced_on=made.introduced_on,
        due_on=line.due_on,
        days=line.days,
        is_late=line.is_late,
        answer=Answer(made.answer) if made.answer else None,
        reason=NotNowReason(made.reason) if made.reason else None,
        answered_on=made.answered_on,
        answered_by_link=made.is_by_link,
        outcome=Outcome(made.outcome) if made.outcome else None,
        decided_on=made.decided_on,
        withdrawn_on=made.withdrawn_on,
        withdrawn_because=WithdrawnBecause(made.withdrawn_because) if made.withdrawn_because else None,
    )
