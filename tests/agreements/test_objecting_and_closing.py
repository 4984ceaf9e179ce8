from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from arbeidspact.agreements.actions import (
    answer_objection,
    confirm_on_screen,
    end_agreement,
    make_step_of_promise,
    mark_promise,
    object_by_link,
    object_to_agreement,
    reopen_agreement,
    unmark_promise,
    withdraw_agreement,
)
from arbeidspact.agreements.commands import (
    AnswerObjection,
    ConfirmOnScreen,
    EndAgreement,
    MakeStepOfPromise,
    MarkPromise,
    ObjectByLink,
    ObjectToAgreement,
    ReopenAgreement,
    UnmarkPromise,
    WithdrawAgreement,
)
from arbeidspact.agreements.models import (
    Agreement,
    AgreementState,
    ObjectedHow,
    Objection,
    ObjectionAnswer,
    Outcome,
    Party,
    Promise,
    Promiser,
)
from arbeidspact.agreements.queries import PromiseState, agreement_in
from arbeidspact.correspondence.links import ClosedLink, OpenLink, issue_link, open_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation
from arbeidspact.pathways.models import Step, StepOwner
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import AgreementFactory, in_days, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(file: PersonFile, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(person=file.person, organisation=werkpunt, their_promise=7, our_promise=14)


@pytest.fixture
def in_force(file: PersonFile, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(person=file.person, organisation=werkpunt, their_promise=7, our_promise=-3, confirmed=30)


def an_objection(agreement: Agreement, words: str = "De cursus is te ver.") -> ObjectToAgreement:
    return ObjectToAgreement(agreement=agreement.reference, version=1, words=words)


def an_answer(agreement: Agreement, **values: Any) -> AnswerObjection:
    objection = Objection.objects.get()
    usual = {"answer": ObjectionAnswer.EXPLAINED, "words": "Er rijdt een bus tot aan de deur."}
    return AnswerObjection(**{"agreement": agreement.reference, "objection": objection.reference, **usual, **values})


def a_mark(promise: Promise, **values: Any) -> MarkPromise:
    usual = {"agreement": promise.version.agreement.reference, "promise": promise.key, "was_kept": True}
    return MarkPromise(**{**usual, "on": in_days(0), **values})


def log_of(agreement: Agreement) -> list[str]:
    return list(agreement.events.order_by("id").values_list("kind", flat=True))


# Objections


def test_an_objection_is_noted_in_the_persons_own_words_and_waits_for_an_answer(
    offered: Agreement, file: PersonFile, counsellor: Actor
):
    object_to_agreement(an_objection(offered), file=file)

    page = agreement_in(file, offered.reference)
    assert page.state == AgreementState.OBJECTED
    assert page.open_objection is not None
    assert (page.open_objection.words, page.open_objection.how) == (
        "De cursus is te ver.",
        ObjectedHow.WITH_COUNSELLOR,
    )
    assert page.open_objection.noted_by == counsellor.user
    assert "te ver" not in str(AuditEvent.objects.get(action="object-to-agreement").details)


def test_an_answer_in_words_asks_the_person_again(offered: Agreement, file: PersonFile, counsellor: Actor):
    object_to_agreement(an_objection(offered), file=file)

    answer_objection(an_answer(offered), file=file)

    page = agreement_in(file, offered.reference)
    assert page.state == AgreementState.TO_CONFIRM
    assert (page.objections[0].answer_words, page.objections[0].answered_by) == (
        "Er rijdt een bus tot aan de deur.",
        counsellor.user,
    )
    assert log_of(offered) == ["objected", "answered"]


def test_who_objects_to_what_they_confirmed_takes_their_yes_back(in_force: Agreement, file: PersonFile):
    object_to_agreement(an_objection(in_force), file=file)

    page = agreement_in(file, in_force.reference)
    assert (page.state, page.line.in_force) == (AgreementState.OBJECTED, None)

    answer_objection(an_answer(in_force, answer=ObjectionAnswer.TAKEN_BACK), file=file)
    assert agreement_in(file, in_force.reference).line.missing == (Party.PERSON,)

    confirm_on_screen(ConfirmOnScreen(agreement=in_force.reference, version=1, party=Party.PERSON), file=file)
    page = agreement_in(file, in_force.reference)
    assert (page.state, page.line.in_force) == (AgreementState.CONFIRMED, page.version)


def test_an_objection_comes_through_a_link_and_the_link_works_once(
    offered: Agreement, file: PersonFile, counsellor: Actor
):
    issued = issue_link(LinkPurpose.CONFIRM_AGREEMENT, newest(offered).reference, person=file.person, actor=counsellor)
    opened = open_link(issued.raw)
    assert isinstance(opened, OpenLink)

    object_by_link(ObjectByLink(words="Çok uzak."), opened)

    objection = Objection.objects.get()
    assert (objection.words, objection.how, objection.noted_by) == ("Çok uzak.", ObjectedHow.BY_LINK, None)
    assert isinstance(open_link(issued.raw), ClosedLink)
    with pytest.raises(Conflict):
        object_by_link(ObjectByLink(words="Nog eens."), opened)


def test_one_objection_waits_at_a_time(offered: Agreement, file: PersonFile):
    object_to_agreement(an_objection(offered), file=file)

    with pytest.raises(Conflict, match="Answer the objection first"):
        object_to_agreement(an_objection(offered), file=file)


def test_an_objection_says_something():
    with pytest.raises(ValidationError):
        ObjectByLink(words="  ")


@pytest.mark.parametrize("answer", [ObjectionAnswer.CHANGED, ObjectionAnswer.WITHDRAWN])
def test_a_change_and_a_withdrawal_are_done_not_said(answer: ObjectionAnswer, offered: Agreement, file: PersonFile):
    object_to_agreement(an_objection(offered), file=file)

    with pytest.raises(InvalidValue) as refused:
        answer_objection(an_answer(offered, answer=answer), file=file)

    assert refused.value.field == "answer"


def test_an_objection_is_answered_once_and_by_its_own_reference(offered: Agreement, file: PersonFile):
    object_to_agreement(an_objection(offered), file=file)

    with pytest.raises(NotFound):
        answer_objection(an_answer(offered, objection=uuid4()), file=file)
    answer_objection(an_answer(offered), file=file)
    with pytest.raises(Conflict):
        answer_objection(an_answer(offered), file=file)


# Withdrawing, ending, opening again


def test_what_never_came_into_force_is_withdrawn_and_its_objection_answered_by_it(offered: Agreement, file: PersonFile):
    object_to_agreement(an_objection(offered), file=file)

    withdraw_agreement(WithdrawAgreement(agreement=offered.reference, why="Zij verhuist."), file=file)

    page = agreement_in(file, offered.reference)
    assert (page.state, page.agreement.closed_why) == (AgreementState.WITHDRAWN, "Zij verhuist.")
    assert page.objections[0].answer == ObjectionAnswer.WITHDRAWN
    with pytest.raises(Conflict):
        end_agreement(EndAgreement(agreement=offered.reference, why="nog eens"), file=file)


def test_what_is_in_force_is_ended_and_not_withdrawn(in_force: Agreement, file: PersonFile):
    with pytest.raises(Conflict):
        withdraw_agreement(WithdrawAgreement(agreement=in_force.reference, why="toch niet"), file=file)

    end_agreement(EndAgreement(agreement=in_force.reference, why="Alles is gedaan."), file=file)

    page = agreement_in(file, in_force.reference)
    assert (page.state, page.line.in_force) == (AgreementState.ENDED, None)
    assert not page.line.our_overdue


def test_what_was_not_in_force_cannot_end(offered: Agreement, file: PersonFile):
    with pytest.raises(Conflict):
        end_agreement(EndAgreement(agreement=offered.reference, why="gedaan"), file=file)


def test_an_agreement_closed_by_mistake_is_as_it_was(in_force: Agreement, file: PersonFile):
    end_agreement(EndAgreement(agreement=in_force.reference, why="vergissing"), file=file)

    reopen_agreement(ReopenAgreement(agreement=in_force.reference), file=file)

    page = agreement_in(file, in_force.reference)
    assert (page.state, page.agreement.closed_why) == (AgreementState.CONFIRMED, "")
    assert len(page.line.our_overdue) == 1
    assert log_of(in_force) == ["ended", "reopened"]
    with pytest.raises(Conflict):
        reopen_agreement(ReopenAgreement(agreement=in_force.reference), file=file)


# What became of promises


def test_a_promise_is_kept_or_not_and_it_can_be_taken_back(in_force: Agreement, file: PersonFile):
    ours = newest(in_force).promises.get(promiser=Promiser.ORGANISATION)

    mark_promise(a_mark(ours, was_kept=False, remark="Het geld kwam te laat."), file=file)
    (view,) = [one for one in agreement_in(file, in_force.reference).line.promises if one.is_ours]
    assert (view.state, view.outcome and view.outcome.remark) == (PromiseState.NOT_KEPT, "Het geld kwam te laat.")
    with pytest.raises(Conflict, match="noted already"):
        mark_promise(a_mark(ours), file=file)

    unmark_promise(UnmarkPromise(agreement=in_force.reference, promise=ours.key), file=file)
    mark_promise(a_mark(ours, on=in_days(-4)), file=file)

    (view,) = [one for one in agreement_in(file, in_force.reference).line.promises if one.is_ours]
    assert view.state == PromiseState.KEPT
    assert Outcome.objects.count() == 2
    assert log_of(in_force) == ["not_kept", "outcome_taken_back", "kept"]


def test_a_promise_is_not_kept_tomorrow(in_force: Agreement, file: PersonFile):
    promise = newest(in_force).promises.first()
    assert promise is not None
    with pytest.raises(InvalidValue, match="still to come"):
        mark_promise(a_mark(promise, on=in_days(1)), file=file)


def test_a_promise_that_binds_nobody_yet_is_not_marked(offered: Agreement, file: PersonFile):
    promise = newest(offered).promises.first()
    assert promise is not None
    with pytest.raises(Conflict, match="waits until both confirm"):
        mark_promise(a_mark(promise), file=file)


def test_nothing_is_taken_back_where_nothing_was_noted(in_force: Agreement, file: PersonFile):
    promise = newest(in_force).promises.first()
    assert promise is not None
    with pytest.raises(Conflict, match="Nothing was noted"):
        unmark_promise(UnmarkPromise(agreement=in_force.reference, promise=promise.key), file=file)


def test_a_protected_promise_is_marked_in_the_compartment_alone(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=7, their_promise__domain="health", confirmed=True
    )
    promise = newest(agreement).promises.get()

    with pytest.raises(NotFound):
        mark_promise(a_mark(promise), file=file)
    mark_promise(a_mark(promise), file=open_compartment_file)


def test_a_promise_becomes_a_step_of_the_plan_once(in_force: Agreement, file: PersonFile, counsellor: Actor):
    promise = newest(in_force).promises.get(promiser=Promiser.PERSON)
    command = MakeStepOfPromise(agreement=in_force.reference, promise=promise.key)

    step = make_step_of_promise(command, file=file)

    assert (step.what, step.due_on, step.owner) == ("Bel de cursus", in_days(7), StepOwner.PERSON)
    promise.refresh_from_db()
    assert promise.step == step
    with pytest.raises(Conflict, match="already"):
        make_step_of_promise(command, file=file)


def test_a_protected_promise_becomes_a_protected_step(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=7, their_promise__domain="debt", confirmed=True
    )
    command = MakeStepOfPromise(agreement=agreement.reference, promise=newest(agreement).promises.get().key)

    with pytest.raises(NotFound):
        make_step_of_promise(command, file=file)
    make_step_of_promise(command, file=open_compartment_file)

    assert Step.objects.get().domain == "debt"


def test_what_a_partner_promised_is_watched_by_us_as_a_step(file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(
        person=file.person,
        organisation=werkpunt,
        their_promise=7,
        their_promise__promiser=Promiser.PARTNER,
        their_promise__partner="Groep Intro",
        their_promise__what="Houdt een plaats vrij " + "x" * 250,
        confirmed=True,
    )
    promise = newest(agreement).promises.get()

    step = make_step_of_promise(MakeStepOfPromise(agreement=agreement.reference, promise=promise.key), file=file)

    assert step.owner == StepOwner.ORGANISATION
    assert step.what.startswith("Groep Intro: Houdt een plaats vrij")
    assert (len(step.what), len(step.note)) == (200, 285)
