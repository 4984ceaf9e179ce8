"""Making an assessment: as a draft, page by page, judged, finished, and fixed from then on."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.assessments.actions import (
    answer_page,
    discard_assessment,
    finish_assessment,
    judge_assessment,
    start_assessment,
)
from arbeidspact.assessments.commands import (
    AnswerPage,
    DiscardAssessment,
    FinishAssessment,
    JudgeAssessment,
    Judgement,
    StartAssessment,
)
from arbeidspact.assessments.models import (
    Answer,
    Assessment,
    DistanceLevel,
    DomainResult,
    Outcome,
    QuestionnaireEdition,
    SensitiveAnswer,
    SensitiveDomainResult,
)
from arbeidspact.assessments.queries import answers_of, assessment_in, overview_of, view_of_draft
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import CompartmentOpening
from tests.assessments.factories import AssessmentFactory
from tests.organisations.factories import actor_with

pytestmark = pytest.mark.django_db
GENERAL = StartAssessment(questionnaire="general")


def answered(draft: Assessment, page: str, file: PersonFile, **answers) -> Assessment:
    given = {slug.replace("_", "-"): value for slug, value in answers.items()}
    return answer_page(AnswerPage(assessment=draft.reference, page=page, answers=given), file=file)


def finished(draft: Assessment, file: PersonFile, **values) -> Assessment:
    return finish_assessment(FinishAssessment(assessment=draft.reference, **values), file=file)


def line_of(view, domain):
    return next(line for line in view.lines if line.domain == domain)


def test_a_talk_becomes_a_dated_authored_expiring_assessment(file: PersonFile, werkpunt: Organisation):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, worked_before="never", hours=38)
    answered(draft, "language-digital", file, dutch_speaking=1, other_languages=3)

    finished(draft, file)

    view = assessment_in(file, draft.reference)
    today = timezone.localdate()
    assert (view.assessment.author, view.assessment.organisation) == (file.actor.user, werkpunt)
    assert view.assessment.finished_on == today
    assert view.assessment.valid_until > today + timedelta(days=175)
    assert line_of(view, LifeDomain.WORK).result.counts == Outcome.LARGE
    language = line_of(view, LifeDomain.LANGUAGE).result
    assert (language.counts, language.also_strength) == (Outcome.LARGE, True)
    assert line_of(view, LifeDomain.HOUSING).result.counts == Outcome.NOT_KNOWN
    assert view.level == DistanceLevel.NOT_KNOWN
    assert view.known == 4
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "start-assessment",
        "answer-assessment",
        "answer-assessment",
        "finish-assessment",
    ]
    said = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "never" not in said
    assert "language" not in said


def test_a_draft_is_saved_as_you_go_and_taken_up_again(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, worked_before="never")
    answered(draft, "work", file, worked_before="this-year", hours=20)
    answered(draft, "work", file, hours=None)

    kept = overview_of(file).draft
    assert kept == draft
    assert answers_of(kept, file) == {"worked-before": "this-year"}
    assert kept.pages_done == ["work"]


def test_answers_kept_while_typing_do_not_leave_the_page(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)

    answer_page(AnswerPage(assessment=draft.reference, page="care", answers={"children": 2}, is_done=False), file=file)

    draft.refresh_from_db()
    assert draft.pages_done == []


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_dropped_at_the_end(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "care", file, children=2, child_care="none")
    answered(draft, "care", file, children=0)
    assert answers_of(draft, file) == {"children": 0, "child-care": "none"}

    finished(draft, file)

    assert answers_of(Assessment.objects.get(pk=draft.pk), file) == {"children": 0}


@pytest.mark.parametrize(
    ("page", "answers", "error", "field"),
    [
        pytest.param("work", {"worked-before": "perhaps"}, InvalidValue, "worked-before", id="no such answer"),
        pytest.param("work", {"hours": 90}, InvalidValue, "hours", id="too much"),
        pytest.param("work", {"applying": ["all", "cv"]}, InvalidValue, "applying", id="all and one"),
        pytest.param("work", {"work-done": "x" * 501}, InvalidValue, "work-done", id="too long"),
        pytest.param("work", {"children": 2}, NotFound, "children", id="of another page"),
        pytest.param("elsewhere", {}, NotFound, None, id="no such page"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_question(file: PersonFile, page, answers, error, field):
    draft = start_assessment(GENERAL, file=file)

    with pytest.raises(error) as refused:
        answer_page(AnswerPage(assessment=draft.reference, page=page, answers=answers), file=file)

    assert refused.value.field == field
    assert not Answer.objects.exists()


def test_there_is_one_draft_at_a_time_in_an_organisation(file: PersonFile, file_at_vdab: PersonFile):
    draft = start_assessment(GENERAL, file=file)

    with pytest.raises(Conflict, match="already has a draft"):
        start_assessment(GENERAL, file=file)
    start_assessment(GENERAL, file=file_at_vdab)
    with pytest.raises(Conflict, match="another organisation"):
        answered(draft, "work", file_at_vdab, hours=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(person=file.person, organisation=file.actor.organisation, draft=True)


def test_what_is_finished_stays_as_it_is(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, hours=20)
    finished(draft, file)

    for attempt in (
        lambda: answered(draft, "work", file, hours=2),
        lambda: finished(draft, file),
        lambda: judge_assessment(JudgeAssessment(assessment=draft.reference), file=file),
        lambda: discard_assessment(DiscardAssessment(assessment=draft.reference), file=file),
    ):
        with pytest.raises(Conflict, match="stays as it is"):
            attempt()


def test_nothing_answered_is_no_assessment(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)

    with pytest.raises(Conflict, match="Nothing is answered"):
        finished(draft, file)


def test_a_draft_is_thrown_away_with_its_answers(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, hours=20)

    discard_assessment(DiscardAssessment(assessment=draft.reference), file=file)

    assert not Assessment.objects.exists()
    assert not Answer.objects.exists()
    assert AuditEvent.objects.filter(action="discard-assessment").exists()


def test_a_correction_is_a_new_assessment_from_the_earlier_answers(file: PersonFile):
    first = start_assessment(GENERAL, file=file)
    answered(first, "work", file, worked_before="never", hours=20)
    finished(first, file)

    second = start_assessment(StartAssessment(questionnaire="general", based_on=first.reference), file=file)
    answered(second, "work", file, worked_before="this-year")
    finished(second, file)

    view = assessment_in(file, second.reference)
    assert view.assessment.based_on == first
    assert line_of(view, LifeDomain.WORK).change == "better"
    assert answers_of(first, file)["worked-before"] == "never"


def test_only_answers_that_still_fit_come_along_to_another_questionnaire(file: PersonFile, werkpunt: Organisation):
    first = AssessmentFactory(
        person=file.person,
        organisation=werkpunt,
        answers_given={"worked-before": "never", "hours": 12, "dutch-speaking": 9},
    )

    draft = start_assessment(StartAssessment(questionnaire="short", based_on=first.reference), file=file)

    assert answers_of(draft, file) == {"worked-before": "never"}


def test_the_assessor_sees_a_domain_otherwise_and_says_why(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, worked_before="never")
    judgement = Judgement(domain=LifeDomain.WORK, outcome=Outcome.SOME, reason="Werkte lang mee in de zaak thuis")

    judge_assessment(JudgeAssessment(assessment=draft.reference, judgements=(judgement,)), file=file)
    kept = line_of(view_of_draft(draft, file, answers_of(draft, file)), LifeDomain.WORK).result
    finished(draft, file, judgements=(judgement,), distance=DistanceLevel.NEAR, distance_reason="Heel gemotiveerd")

    view = assessment_in(file, draft.reference)
    assert (kept.counts, kept.outcome) == (Outcome.SOME, Outcome.LARGE)
    assert line_of(view, LifeDomain.WORK).result.reason == "Werkte lang mee in de zaak thuis"
    assert (view.level, view.distance.level) == (DistanceLevel.NEAR, DistanceLevel.NOT_KNOWN)


def test_a_judgement_that_says_the_same_is_none(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, worked_before="never")

    same = Judgement(domain=LifeDomain.WORK, outcome=Outcome.LARGE, reason="Zoals gezegd")
    finished(draft, file, judgements=(same,))

    assert DomainResult.objects.get(domain=LifeDomain.WORK).judged == ""


def test_judging_asks_why():
    with pytest.raises(ValidationError):
        Judgement(domain=LifeDomain.WORK, outcome=Outcome.NONE, reason="")
    with pytest.raises(ValidationError):
        JudgeAssessment(assessment=uuid4(), distance=DistanceLevel.NEAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(judged_distance=DistanceLevel.NEAR)


def test_a_questionnaire_keeps_the_text_with_which_it_was_asked(file: PersonFile):
    start_assessment(GENERAL, file=file)

    kept = QuestionnaireEdition.objects.get()
    assert kept.definition["questions"][0]["text"]["nl"] == "Wanneer heb je voor het laatst gewerkt?"


def test_a_questionnaire_that_is_not_there_is_not_found(file: PersonFile):
    with pytest.raises(NotFound):
        start_assessment(StartAssessment(questionnaire="nothing"), file=file)
    with pytest.raises(NotFound):
        start_assessment(StartAssessment(questionnaire="general", based_on=uuid4()), file=file)


MAY_ASSESS = {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_those_who_guide_assess_and_nobody_else(role: Role, file: PersonFile, werkpunt: Organisation):
    as_role = replace(file, actor=actor_with(role, organisation=werkpunt))
    draft = AssessmentFactory(person=file.person, organisation=werkpunt, draft=True)
    attempts = [
        lambda: answered(draft, "work", as_role, hours=20),
        lambda: judge_assessment(JudgeAssessment(assessment=draft.reference), file=as_role),
        lambda: discard_assessment(DiscardAssessment(assessment=draft.reference), file=as_role),
        lambda: start_assessment(GENERAL, file=as_role),
    ]
    for attempt in attempts:
        if role in MAY_ASSESS:
            attempt()
        else:
            with pytest.raises(NotAllowed):
                attempt()


# The protected part


def test_protected_answers_are_kept_apart_and_only_while_the_compartment_is_open(open_compartment_file: PersonFile):
    file = open_compartment_file
    draft = start_assessment(GENERAL, file=file)

    answered(draft, "protected", file, health_work="yes", debts="tight")
    finished(draft, file)

    assert not Answer.objects.exists()
    assert set(SensitiveAnswer.objects.values_list("question", flat=True)) == {"health-work", "debts"}
    assert not DomainResult.objects.filter(domain=LifeDomain.HEALTH).exists()
    view = assessment_in(file, draft.reference)
    assert line_of(view, LifeDomain.HEALTH).result.counts == Outcome.LARGE


def test_a_page_on_protected_domains_is_refused_while_the_compartment_is_closed(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)

    with pytest.raises(NotAllowed, match="that part of the file is closed"):
        answered(draft, "protected", file, health_work="yes")

    assert not SensitiveAnswer.objects.exists()


def test_finishing_after_the_hour_keeps_what_was_answered_within_it(open_compartment_file: PersonFile):
    file = open_compartment_file
    draft = start_assessment(GENERAL, file=file)
    answered(draft, "work", file, hours=20)
    answered(draft, "protected", file, health_work="yes")
    CompartmentOpening.objects.update(until=timezone.now() - timedelta(seconds=1))
    after_the_hour = open_file(file.actor, file.reference)

    finished(draft, after_the_hour)

    assert SensitiveAnswer.objects.get().value == "yes"
    assert SensitiveDomainResult.objects.get(domain=LifeDomain.HEALTH).outcome == Outcome.LARGE
    assert not [line for line in assessment_in(after_the_hour, draft.reference).lines if line.is_sensitive]


def test_protected_answers_come_along_into_a_new_one_only_for_who_may_see_them(
    open_compartment_file: PersonFile, colleague_file: PersonFile, werkpunt: Organisation
):
    first = AssessmentFactory(
        person=colleague_file.person, organisation=werkpunt, answers_given={"hours": 12, "health-work": "yes"}
    )
    again = StartAssessment(questionnaire="general", based_on=first.reference)

    without = start_assessment(again, file=colleague_file)
    assert SensitiveAnswer.objects.filter(assessment=without).count() == 0
    discard_assessment(DiscardAssessment(assessment=without.reference), file=colleague_file)
    along = start_assessment(again, file=open_compartment_file)

    assert SensitiveAnswer.objects.get(assessment=along).value == "yes"


def test_a_distance_judged_on_protected_grounds_is_kept_in_the_protected_part(
    open_compartment_file: PersonFile, colleague_file: PersonFile
):
    draft = start_assessment(GENERAL, file=open_compartment_file)
    answered(draft, "work", open_compartment_file, hours=20)
    finished(
        draft,
        open_compartment_file,
        distance=DistanceLevel.FAR,
        distance_reason="Om wat in het beschermde deel staat",
        rests_on_protected=True,
    )

    assert assessment_in(open_compartment_file, draft.reference).level == DistanceLevel.FAR
    seen = assessment_in(colleague_file, draft.reference)
    assert seen.judged is None
    assert seen.level == DistanceLevel.NOT_KNOWN
    assert Assessment.objects.get().distance_reason == ""


def test_nobody_judges_a_protected_domain_while_it_is_closed(file: PersonFile):
    draft = start_assessment(GENERAL, file=file)
    judgement = Judgement(domain=LifeDomain.HEALTH, outcome=Outcome.NONE, reason="Voelt zich goed")

    with pytest.raises(InvalidValue, match="not part of this assessment"):
        judge_assessment(JudgeAssessment(assessment=draft.reference, judgements=(judgement,)), file=file)
