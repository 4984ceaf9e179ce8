"""The jury: an interest keeps somebody out, others' scores stay hidden, what is handed in stays."""

import pytest

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import (
    appoint_juror,
    declare_interest,
    end_juror,
    save_application,
    save_scores,
    start_application,
    submit_application,
)
from arbeidspact.funding.commands import (
    AppointJuror,
    DeclareInterest,
    EndJuror,
    SaveScores,
    ScoreEntry,
    StartApplication,
    SubmitApplication,
)
from arbeidspact.funding.queries.jury import (
    application_to_judge,
    applications_to_judge,
    juries_of,
    ranking_for,
    scores_of_others,
)
from arbeidspact.funding.ranking import LeftOut, Place, TooFewJurors
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from tests.funding.conftest import appoint, close, filled, score
from tests.organisations.factories import MembershipFactory, actor_with


def declare(application, actor, *, interest: bool, reason: str = "") -> None:
    command = DeclareInterest(application=application.reference, has_interest=interest, reason=reason)
    declare_interest(command, actor=actor)


def test_a_juror_is_a_member_who_may_judge_and_hears_of_it(call, steering, wegwijs):
    juror = actor_with(Role.TEAM_LEAD, organisation=wegwijs)
    Message.objects.all().delete()

    appoint(call, juror, by=steering)

    assert Message.objects.get().address == juror.user.email
    assert [one.call for one in juries_of(juror)] == [call]
    with pytest.raises(Conflict):
        appoint(call, juror, by=steering)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.OUTREACH_WORKER])
def test_who_may_not_judge_is_not_appointed(call, steering, role):
    with pytest.raises(InvalidValue):
        appoint(call, actor_with(role, vdab=True), by=steering)


def test_before_the_call_is_closed_there_is_nothing_to_open(call, applicant, submitted, jury):
    application = submitted(call, applicant)

    with pytest.raises(NotFound):
        application_to_judge(jury[0], application.reference)


def test_who_is_not_in_the_jury_opens_nothing(call, applicant, submitted):
    application = submitted(call, applicant)
    close(call)

    with pytest.raises(NotFound):
        application_to_judge(actor_with(Role.ANALYST, vdab=True), application.reference)


def test_without_a_declaration_nothing_is_scored(call, applicant, submitted, jury):
    application = submitted(call, applicant)
    close(call)

    assert application_to_judge(jury[0], application.reference).why_not is LeftOut.NOT_DECLARED
    with pytest.raises(NotAllowed):
        save_scores(SaveScores(application=application.reference, scores=()), actor=jury[0])


def test_a_colleague_of_the_applicant_is_kept_out_by_rule(call, applicant, submitted, steering, wegwijs):
    colleague = actor_with(Role.TEAM_LEAD, organisation=wegwijs)
    appoint(call, colleague, by=steering)
    application = submitted(call, applicant)
    close(call)

    assert application_to_judge(colleague, application.reference).why_not is LeftOut.SAME_ORGANISATION
    with pytest.raises(NotAllowed):
        declare(application, colleague, interest=False)
    with pytest.raises(NotAllowed):
        save_scores(SaveScores(application=application.reference, scores=()), actor=colleague)


def test_who_also_works_for_the_applicant_is_kept_out(call, applicant, submitted, jury, wegwijs):
    MembershipFactory(user=jury[0].user, organisation=wegwijs)
    application = submitted(call, applicant)
    close(call)

    assert application_to_judge(jury[0], application.reference).why_not is LeftOut.SAME_ORGANISATION


def test_who_works_for_a_co_applicant_is_kept_out(call, applicant, steering, klinker):
    colleague = actor_with(Role.SOCIAL_ECONOMY_COACH, organisation=klinker)
    appoint(call, colleague, by=steering)
    application = start_application(StartApplication(call=call.reference), actor=applicant)
    save_application(filled(application, co_applicants=(klinker.pk,)), actor=applicant)
    submit_application(SubmitApplication(application=application.reference), actor=applicant)
    close(call)

    assert application_to_judge(colleague, application.reference).why_not is LeftOut.CO_APPLICANT


def test_an_interest_that_was_declared_stays(call, applicant, submitted, jury):
    application = submitted(call, applicant)
    close(call)

    declare(application, jury[0], interest=True, reason="Mijn zus werkt er.")

    assert application_to_judge(jury[0], application.reference).why_not is LeftOut.DECLARED_INTEREST
    with pytest.raises(Conflict):
        declare(application, jury[0], interest=False)
    with pytest.raises(NotAllowed):
        save_scores(SaveScores(application=application.reference, scores=()), actor=jury[0])


def test_an_interest_has_a_reason():
    with pytest.raises(ValueError, match="interest"):
        DeclareInterest(application="00000000-0000-4000-8000-000000000000", has_interest=True)


def test_scores_of_others_are_hidden_until_the_own_are_in(call, applicant, submitted, jury):
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)
    declare(application, jury[1], interest=False)

    assert scores_of_others(application_to_judge(jury[1], application.reference)) == []
    criteria = list(call.criteria.order_by("order"))
    entries = tuple(ScoreEntry(criterion=one.pk, points=3, argument="Omdat.") for one in criteria)
    save_scores(SaveScores(application=application.reference, scores=entries, hand_in=True), actor=jury[1])

    [sheet] = scores_of_others(application_to_judge(jury[1], application.reference))
    assert sheet.juror.user == jury[0].user


@pytest.mark.parametrize(
    ("points", "argument", "field"),
    [
        pytest.param(None, "Omdat.", "points", id="a score is missing"),
        pytest.param(3, "", "argument", id="an argument is missing"),
        pytest.param(11, "Omdat.", "points", id="beside the scale"),
    ],
)
def test_what_is_handed_in_is_whole(call, applicant, submitted, jury, points, argument, field):
    application = submitted(call, applicant)
    close(call)
    declare(application, jury[0], interest=False)
    first, second = call.criteria.order_by("order")
    entries = (
        ScoreEntry(criterion=first.pk, points=points, argument=argument),
        ScoreEntry(criterion=second.pk, points=3, argument="Omdat."),
    )

    with pytest.raises(InvalidValue) as refused:
        save_scores(SaveScores(application=application.reference, scores=entries, hand_in=True), actor=jury[0])

    assert refused.value.field == f"{field}-{first.pk}"


def test_what_was_handed_in_does_not_change(call, applicant, submitted, jury):
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)

    with pytest.raises(Conflict):
        save_scores(SaveScores(application=application.reference, scores=()), actor=jury[0])


def test_the_order_says_who_counted_and_who_did_not(call, applicant, submitted, steering, jury, wegwijs):
    colleague = actor_with(Role.TEAM_LEAD, organisation=wegwijs)
    barred = appoint(call, colleague, by=steering)
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)

    [line] = ranking_for(call, steering).lines
    assert line.ranked.outcome == TooFewJurors(1, 2)

    score(application, jury[1], 6, 4)
    [line] = ranking_for(call, steering).lines
    assert line.ranked.outcome == Place(1, is_shared=False, tie=False)
    assert line.ranked.left_out == ((barred.pk, LeftOut.SAME_ORGANISATION),)


def test_who_left_the_jury_does_not_count(call, applicant, submitted, steering, jury):
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)
    juror = call.jurors.get(user=jury[0].user)

    end_juror(EndJuror(call=call.reference, juror=juror.pk, reason="Ander werk"), actor=steering)

    [line] = ranking_for(call, steering).lines
    assert (juror.pk, LeftOut.JURY_ENDED) in line.ranked.left_out
    with pytest.raises(NotAllowed):
        save_scores(SaveScores(application=application.reference, scores=()), actor=jury[0])


def test_whoever_runs_the_call_and_sits_in_the_jury_sees_no_scores_before_their_own(
    call, applicant, submitted, steering, jury
):
    appoint(call, steering, by=steering)
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)

    assert ranking_for(call, steering).lines[0].is_hidden
    score(application, steering, 5, 4)
    assert not ranking_for(call, steering).lines[0].is_hidden


def test_whoever_runs_the_call_and_has_an_interest_sees_no_scores(call, applicant, submitted, steering, wegwijs, jury):
    MembershipFactory(user=steering.user, organisation=wegwijs)
    submitted(call, applicant)
    close(call)

    assert ranking_for(call, steering).lines[0].is_hidden


def test_the_list_of_a_juror_takes_a_constant_number_of_queries(
    call, applicant, other_applicant, submitted, jury, django_assert_num_queries
):
    submitted(call, applicant)
    close(call)
    juror = juries_of(jury[0]).get()
    with django_assert_num_queries(5):
        assert len(applications_to_judge(juror)) == 1


def test_only_the_fund_appoints(call, applicant):
    with pytest.raises(NotAllowed):
        appoint_juror(AppointJuror(call=call.reference, email="iemand@example.org"), actor=applicant)
