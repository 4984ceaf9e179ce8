"""Introducing somebody and noting what the employer answers: who may, when, and what is refused with which words."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.introductions.actions import (
    introduce_person,
    record_answer,
    record_outcome,
    withdraw_introduction,
)
from arbeidspact.introductions.commands import IntroducePerson, RecordAnswer, RecordOutcome, WithdrawIntroduction
from arbeidspact.introductions.models import (
    Answer,
    Introduction,
    IntroductionState,
    NotNowReason,
    Outcome,
    WithdrawnBecause,
)
from arbeidspact.introductions.states import state_of
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.access import open_file
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import actor_with
from tests.pathways.factories import PlacementFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def asking(vacancy, **changes):
    values = {
        "vacancy": vacancy.reference,
        "has_agreed": True,
        "agreed_on": days(0),
        "motivation": "Werkte drie jaar in een magazijn.",
        **changes,
    }
    return IntroducePerson(**values)


def answering(introduction, answer=Answer.INVITED, **changes):
    return RecordAnswer(**{"introduction": introduction.reference, "answer": answer, "answered_on": days(0), **changes})


def deciding(introduction, outcome=Outcome.HIRED, **changes):
    return RecordOutcome(
        **{"introduction": introduction.reference, "outcome": outcome, "decided_on": days(0), **changes}
    )


@pytest.fixture
def made(file, warehouse):
    return introduce_person(asking(warehouse), file=file)


def test_from_the_introduction_until_the_person_is_hired(file, warehouse):
    made = introduce_person(asking(warehouse, introduced_on=days(-2), agreed_on=days(-3)), file=file)
    assert state_of(made) is IntroductionState.INTRODUCED
    assert (made.organisation, made.by) == (file.actor.organisation, file.actor.user)

    record_answer(answering(made, answered_on=days(-1)), file=file)
    work = PlacementFactory(person=file.person, rung="regular-economy", since=days(0))
    record_outcome(deciding(made, placement=work.reference), file=file)

    kept = Introduction.objects.get()
    assert state_of(kept) is IntroductionState.HIRED
    assert kept.placement == work
    acts = AuditEvent.objects.filter(subject_kind="introductions.introduction").order_by("pk")
    assert [one.action for one in acts] == [
        "introduce-person",
        "record-employer-answer",
        "record-introduction-outcome",
    ]
    told = str([one.details for one in acts])
    assert not [word for word in ("magazijn", "invited", "hired") if word in told]


def test_nobody_is_introduced_without_their_agreement(warehouse):
    with pytest.raises(ValidationError, match="without their agreement"):
        asking(warehouse, has_agreed=False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"agreed_on": 1}, "agreed_on", id="agreed tomorrow"),
        pytest.param({"introduced_on": 1}, "introduced_on", id="introduced tomorrow"),
        pytest.param({"agreed_on": -40}, "agreed_on", id="agreed long ago"),
        pytest.param({"agreed_on": 0, "introduced_on": -1}, "agreed_on", id="agreed after the introduction"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(file, warehouse, changes, field):
    moved = {name: days(number) for name, number in changes.items()}

    with pytest.raises(InvalidValue) as refused:
        introduce_person(asking(warehouse, **moved), file=file)

    assert refused.value.field == field
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("trait", ["filled", "cancelled", "expired", "announced"])
def test_nobody_is_introduced_for_a_vacancy_that_is_not_open(file, trait):
    with pytest.raises(Conflict, match="not open"):
        introduce_person(asking(VacancyFactory(**{trait: True})), file=file)


def test_one_introduction_of_a_person_for_a_vacancy_is_under_way_at_a_time(file, file_at_vdab, made, warehouse):
    for another in (file, file_at_vdab):
        with pytest.raises(Conflict, match="already"):
            introduce_person(asking(warehouse), file=another)

    record_answer(answering(made, Answer.NOT_NOW, reason=NotNowReason.HOURS), file=file)
    assert introduce_person(asking(warehouse), file=file).pk != made.pk


def test_an_answer_is_put_right_unless_another_introduction_is_under_way_by_then(file, made, warehouse):
    record_answer(answering(made, Answer.NOT_NOW, reason=NotNowReason.HOURS), file=file)
    record_answer(answering(made, Answer.VACANCY_GONE), file=file)
    made.refresh_from_db()
    assert (made.answer, made.reason) == (Answer.VACANCY_GONE, "")

    introduce_person(asking(warehouse), file=file)
    with pytest.raises(Conflict, match="already"):
        record_answer(answering(made, Answer.INVITED), file=file)


def test_a_role_without_the_permission_introduces_nobody(werkpunt, amina, warehouse):
    outreach = actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)

    with pytest.raises(NotAllowed):
        introduce_person(asking(warehouse), file=open_file(outreach, amina.reference))


def test_whose_file_is_closed_for_the_organisation_cannot_be_introduced(counsellor):
    closed = PersonFactory(accompanied_by=counsellor.organisation, accompanied_by__ended=True)

    with pytest.raises(NotAllowed):
        open_file(counsellor, closed.reference)


def test_only_the_organisation_that_introduced_notes_what_it_heard(file, file_at_vdab, made):
    for act, command in (
        (record_answer, answering(made)),
        (withdraw_introduction, WithdrawIntroduction(introduction=made.reference, because=WithdrawnBecause.MISTAKE)),
    ):
        with pytest.raises(NotAllowed, match="Another organisation"):
            act(command, file=file_at_vdab)


def test_an_introduction_of_somebody_else_is_not_found_in_this_file(file):
    other = IntroductionFactory(organisation=file.actor.organisation)

    with pytest.raises(NotFound):
        record_answer(answering(other), file=file)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(Answer.NOT_NOW, None, id="not now without a reason"),
        pytest.param(Answer.INVITED, NotNowReason.HOURS, id="a reason for an invitation"),
    ],
)
def test_a_reason_belongs_to_not_now_and_to_nothing_else(file, made, answer, reason):
    with pytest.raises(InvalidValue) as refused:
        record_answer(answering(made, answer, reason=reason), file=file)

    assert refused.value.field == "reason"


@pytest.mark.parametrize("number", [-1, 1])
def test_an_answer_comes_after_the_introduction_and_not_tomorrow(file, made, number):
    with pytest.raises(InvalidValue) as refused:
        record_answer(answering(made, answered_on=days(number)), file=file)

    assert refused.value.field == "answered_on"


def test_what_came_of_it_follows_an_invitation_and_can_be_put_right(file, made):
    with pytest.raises(Conflict, match="did not invite"):
        record_outcome(deciding(made), file=file)

    record_answer(answering(made), file=file)
    record_outcome(deciding(made), file=file)
    with pytest.raises(Conflict, match="noted already"):
        record_answer(answering(made, Answer.VACANCY_GONE), file=file)
    record_outcome(deciding(made, Outcome.NOT_HIRED), file=file)
    made.refresh_from_db()
    assert made.outcome == Outcome.NOT_HIRED


def test_the_start_of_work_is_that_of_the_person_at_that_employer(file, made):
    record_answer(answering(made), file=file)
    somebody_elses = PlacementFactory(rung="regular-economy")
    elsewhere = PlacementFactory(person=file.person, rung="regular-economy", vacancy=VacancyFactory())
    there = PlacementFactory(person=file.person, vacancy=VacancyFactory(employer=made.vacancy.employer))

    with pytest.raises(NotFound):
        record_outcome(deciding(made, placement=somebody_elses.reference), file=file)
    with pytest.raises(InvalidValue, match="another employer"):
        record_outcome(deciding(made, placement=elsewhere.reference), file=file)
    with pytest.raises(InvalidValue, match="hired"):
        record_outcome(deciding(made, Outcome.NOT_HIRED, placement=there.reference), file=file)
    assert record_outcome(deciding(made, placement=there.reference), file=file).placement == there


def test_an_introduction_is_withdrawn_with_a_reason_until_the_employer_decided(file, made, warehouse):
    taking_back = WithdrawIntroduction(introduction=made.reference, because=WithdrawnBecause.WORK_ELSEWHERE)
    assert state_of(withdraw_introduction(taking_back, file=file)) is IntroductionState.WITHDRAWN
    with pytest.raises(Conflict, match="withdrawn"):
        withdraw_introduction(taking_back, file=file)

    again = introduce_person(asking(warehouse), file=file)
    record_answer(answering(again, Answer.VACANCY_GONE), file=file)
    with pytest.raises(Conflict, match="decided"):
        withdraw_introduction(taking_back.model_copy(update={"introduction": again.reference}), file=file)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"answer": "invited"}, id="an answer without a day"),
        pytest.param({"answer": "not_now", "answered_on": 0}, id="not now without a reason"),
        pytest.param({"outcome": "hired", "decided_on": 0}, id="hired without an invitation"),
        pytest.param({"withdrawn_on": 0}, id="withdrawn without a reason"),
        pytest.param({"agreed_on": 1}, id="agreed after the introduction"),
    ],
)
def test_the_database_keeps_no_introduction_that_cannot_be(facts):
    moved = {name: days(value) if isinstance(value, int) else value for name, value in facts.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        IntroductionFactory(days_ago=0, **moved)
