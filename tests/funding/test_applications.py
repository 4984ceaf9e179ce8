"""Applications: drafts that lose nothing, submission by the clock of the server, frozen versions, questions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import (
    answer_clarification,
    ask_clarification,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from arbeidspact.funding.actions.applications import hash_of
from arbeidspact.funding.commands import (
    AnswerClarification,
    AskClarification,
    BudgetEntry,
    StartApplication,
    SubmitApplication,
    WithdrawApplication,
)
from arbeidspact.funding.letters import contact_of
from arbeidspact.funding.models import Application, Call, MoneySource, RequiredPart
from arbeidspact.funding.queries.calls import application_of, applications_for, own_applications
from arbeidspact.funding.states import ApplicationState
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import OrganisationKind, Role
from tests.funding.conftest import close, filled
from tests.organisations.factories import OrganisationFactory, actor_with


def start(call: Call, actor) -> Application:
    return start_application(StartApplication(call=call.reference), actor=actor)


def submit(application: Application, actor):
    return submit_application(SubmitApplication(application=application.reference), actor=actor)


def test_an_organisation_of_another_kind_cannot_apply(call):
    employer = actor_with(Role.EMPLOYER_CONTACT, organisation=OrganisationFactory(employer=True))

    with pytest.raises(NotAllowed):
        start(call, employer)


def test_who_runs_the_call_cannot_apply_to_it(call, steering):
    Call.objects.filter(pk=call.pk).update(for_kinds=[OrganisationKind.CITY])

    with pytest.raises(NotAllowed):
        start(call, steering)


def test_a_counsellor_does_not_apply_for_the_organisation(call, wegwijs):
    with pytest.raises(NotAllowed):
        start(call, actor_with(Role.COUNSELLOR, organisation=wegwijs))


def test_an_empty_draft_is_saved_and_says_what_is_missing(call, applicant):
    application = start(call, applicant)

    save_application(filled(application, title="", summary="", budget=(), stated_total=None), actor=applicant)

    with pytest.raises(Conflict):
        submit(application, applicant)
    application.refresh_from_db()
    assert application.submitted_at is None


@pytest.mark.parametrize(
    "part", [one for one in RequiredPart if one is not RequiredPart.MILESTONES], ids=lambda part: part.value
)
def test_every_part_that_the_call_requires_is_missed(call, applicant, part):
    Call.objects.filter(pk=call.pk).update(required_parts=[part.value])
    application = start(call, applicant)
    save_application(filled(application), actor=applicant)

    with pytest.raises(Conflict):
        submit(application, applicant)


def test_what_is_submitted_is_frozen_with_its_hash(call, applicant):
    application = start(call, applicant)
    save_application(filled(application), actor=applicant)

    submission = submit(application, applicant)

    assert submission.content["title"] == "Op weg in de haven"
    assert (submission.asked, submission.total) == (Decimal(40_000), Decimal(50_000))
    assert submission.content_hash == hash_of(submission.content)
    with pytest.raises(Conflict):
        save_application(filled(application, title="Anders"), actor=applicant)


def test_at_the_minute_after_closing_the_draft_is_kept_and_not_submitted(call, applicant, monkeypatch):
    application = start(call, applicant)
    save_application(filled(application), actor=applicant)
    call.refresh_from_db()
    monkeypatch.setattr(timezone, "now", lambda: call.closes_at + timedelta(seconds=60))

    save_application(filled(application, title="Om middernacht getypt"), actor=applicant)
    with pytest.raises(Conflict) as refused:
        submit(application, applicant)

    assert "kept" in str(refused.value)
    application.refresh_from_db()
    assert application.title == "Om middernacht getypt"
    assert application_of(applicant, application.reference).state is ApplicationState.NOT_SUBMITTED


def test_in_the_last_minute_it_is_submitted(call, applicant, monkeypatch):
    application = start(call, applicant)
    save_application(filled(application), actor=applicant)
    call.refresh_from_db()
    monkeypatch.setattr(timezone, "now", lambda: call.closes_at + timedelta(seconds=59))

    assert submit(application, applicant).number == 1


def test_nothing_is_submitted_before_the_call_opens(call, applicant):
    Call.objects.filter(pk=call.pk).update(opens_at=timezone.now() + timedelta(days=1))
    application = start(call, applicant)
    save_application(filled(application), actor=applicant)

    with pytest.raises(Conflict):
        submit(application, applicant)


def test_until_the_call_closes_it_can_be_taken_back_and_submitted_anew(call, applicant, submitted):
    application = submitted(call, applicant)

    withdraw_application(WithdrawApplication(application=application.reference), actor=applicant)
    save_application(filled(application, title="Beter", asked=30_000), actor=applicant)
    second = submit(application, applicant)

    assert second.number == 2
    assert application.submissions.get(number=1).withdrawn_at is not None
    assert application.submissions.get(number=1).content["title"] == "Op weg in de haven"


def test_once_the_call_is_closed_what_was_submitted_stays(call, applicant, submitted):
    application = submitted(call, applicant)
    close(call)

    with pytest.raises(Conflict):
        withdraw_application(WithdrawApplication(application=application.reference), actor=applicant)


def test_two_colleagues_do_not_overwrite_each_other(call, applicant):
    application = start(call, applicant)
    save_application(filled(application, revision=0, title="Van Noor"), actor=applicant)

    with pytest.raises(Conflict):
        save_application(filled(application, revision=0, title="Van Griet"), actor=applicant)

    application.refresh_from_db()
    assert application.title == "Van Noor"


def test_what_one_window_saves_while_one_types_does_not_stand_in_its_own_way(call, applicant):
    application = start(call, applicant)
    window = "5f0c1d2e-0000-4000-8000-000000000001"
    save_application(filled(application, revision=0, window=window, title="Half"), actor=applicant)

    save_application(filled(application, revision=0, window=window, title="Heel"), actor=applicant)

    application.refresh_from_db()
    assert application.title == "Heel"
    with pytest.raises(Conflict):
        save_application(filled(application, revision=0, window="another"), actor=applicant)


def test_nobody_else_sees_or_touches_a_draft(call, applicant, other_applicant, steering):
    application = start(call, applicant)

    for actor in (other_applicant, steering):
        with pytest.raises(NotFound):
            application_of(actor, application.reference)
    with pytest.raises(NotFound):
        save_application(filled(application), actor=other_applicant)


def test_who_applies_along_reads_it_once_it_is_submitted(call, applicant, other_applicant, klinker):
    application = start(call, applicant)
    save_application(filled(application, co_applicants=(klinker.pk,)), actor=applicant)
    assert list(own_applications(other_applicant)) == []

    submit(application, applicant)

    assert list(own_applications(other_applicant)) == [application]
    with pytest.raises(NotFound):
        withdraw_application(WithdrawApplication(application=application.reference), actor=other_applicant)


def test_who_runs_the_call_cannot_apply_along(call, applicant, city):
    application = start(call, applicant)

    with pytest.raises(InvalidValue):
        save_application(filled(application, co_applicants=(city.pk,)), actor=applicant)


def test_a_budget_that_does_not_add_up_is_kept_and_not_submitted(call, applicant):
    application = start(call, applicant)
    lines = (
        BudgetEntry(what="a", source=MoneySource.FUND, amount=Decimal("0.10")),
        BudgetEntry(what="b", source=MoneySource.OWN, amount=Decimal("0.20")),
    )
    save_application(filled(application, budget=lines, stated_total=Decimal("0.31")), actor=applicant)

    with pytest.raises(Conflict):
        submit(application, applicant)
    assert application.budget_items.count() == 2


def test_half_a_mail_address_is_kept_in_a_draft_and_not_submitted(call, applicant):
    application = start(call, applicant)
    save_application(filled(application, contact_email="noor@"), actor=applicant)

    with pytest.raises(Conflict):
        submit(application, applicant)
    assert contact_of(application) == applicant.user.email


@pytest.mark.parametrize("amount", ["0.001", "-1", "NaN", "Infinity"])
def test_an_amount_is_whole_cents_and_not_below_nothing(amount):
    with pytest.raises(ValueError, match=r"amount|finite|greater"):
        BudgetEntry(amount=Decimal(amount))


def test_a_question_is_mailed_answered_once_and_stays(call, applicant, steering, submitted, other_applicant):
    application = submitted(call, applicant)
    Message.objects.all().delete()

    asked = ask_clarification(
        AskClarification(application=application.reference, question="Wie begeleidt?"), actor=steering
    )
    assert Message.objects.get().address == "noor@wegwijs.example"
    with pytest.raises(NotFound):
        answer_clarification(
            AnswerClarification(clarification=asked.reference, answer="Ikzelf."), actor=other_applicant
        )
    answer_clarification(AnswerClarification(clarification=asked.reference, answer="Noor zelf."), actor=applicant)

    with pytest.raises(Conflict):
        answer_clarification(AnswerClarification(clarification=asked.reference, answer="Toch niet"), actor=applicant)
    asked.refresh_from_db()
    assert (asked.question, asked.answer) == ("Wie begeleidt?", "Noor zelf.")


def test_the_fund_reads_what_was_submitted_and_nothing_else(call, applicant, other_applicant, steering, submitted):
    application = submitted(call, applicant)
    start(call, other_applicant)

    assert list(applications_for(steering)) == [application]
    with pytest.raises(NotAllowed):
        list(applications_for(applicant))
