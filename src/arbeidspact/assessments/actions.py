"""Making an assessment: start, answer page by page, judge, finish, or throw the draft away."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments import protected
from arbeidspact.assessments.commands import (
    AnswerPage,
    DiscardAssessment,
    FinishAssessment,
    JudgeAssessment,
    Judgement,
    StartAssessment,
)
from arbeidspact.assessments.models import Answer, Assessment, DomainResult, QuestionnaireEdition
from arbeidspact.assessments.outcomes import DomainOutcome, outcomes_of
from arbeidspact.assessments.questionnaire import Question, Questionnaire, Value
from arbeidspact.assessments.questionnaire_file import content_hash
from arbeidspact.assessments.reading import answers_in, questionnaire_of, readable_questionnaires
from arbeidspact.assessments.states import holds_until, refuse_draft_of_others, refuse_finished
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


def start_assessment(command: StartAssessment, *, file: PersonFile) -> Assessment:
    """A draft with a questionnaire, empty or with the answers of a finished assessment that still fit.

    Protected answers come along only while the compartment is open.
    Raises: `NotAllowed`; `NotFound` for the questionnaire or the earlier assessment; `Conflict` beside another draft
        of the same organisation.
    """
    actor = file.actor
    require(actor, Permission.ASSESS_PERSON)
    if actor.organisation is None:
        raise InvalidValue(_("An assessment belongs to an organisation: choose the one you work for."))
    questionnaire = readable_questionnaires().get(command.questionnaire)
    if questionnaire is None or not questionnaire.heading.offered:
        raise NotFound(_("There is no such questionnaire."), hint=_("Choose one of the list."), field="questionnaire")
    based_on = _finished_in(file, command.based_on) if command.based_on else None
    refusal = Conflict(
        _("Your organisation already has a draft for this person."),
        hint=_("Go on with that one, or throw it away first."),
    )
    if file.person.assessments.filter(organisation=actor.organisation, finished_on__isnull=True).exists():
        raise refusal
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                person=file.person,
                organisation=actor.organisation,
                author=actor.user,
                edition=_edition_of(questionnaire),
                based_on=based_on,
                started_at=timezone.now(),
            )
            if based_on is not None:
                _take_over(assessment, based_on, questionnaire, file)
            record(actor, "start-assessment", assessment, questionnaire=questionnaire.slug)
    except IntegrityError:
        raise refusal from None
    return assessment


def answer_page(command: AnswerPage, *, file: PersonFile) -> Assessment:
    """Keeps what was answered on one page of a draft. An answer of None is not known (any more).

    Raises: `NotAllowed`, also for a page on health, debt or justice while the compartment is closed; `NotFound`;
        `Conflict` when it is finished; `InvalidValue` at the question whose answer cannot be.
    """
    require(file.actor, Permission.ASSESS_PERSON)
    with transaction.atomic():
        assessment = _locked_draft(command.assessment, file)
        questionnaire = questionnaire_of(assessment.edition)
        if command.page not in {page.slug for page in questionnaire.pages}:
            raise NotFound(_("This questionnaire has no such page."))
        is_sensitive = questionnaire.is_sensitive(command.page)
        if is_sensitive and not file.sees_sensitive:
            raise NotAllowed(
                _("This page is about health, debts or justice, and that part of the file is closed."),
                hint=_("Open the protected part first, or go on without it."),
            )
        questions = {question.slug: question for question in questionnaire.questions_of(command.page)}
        for slug, value in command.answers.items():
            _check(questions.get(slug), slug, value)
        if is_sensitive:
            protected.keep_answers(assessment, command.answers, file)
            _keep_protected_results(assessment, questionnaire, file)
        else:
            _keep_open_answers(assessment, command.answers)
        if command.is_done and command.page not in assessment.pages_done:
            assessment.pages_done = [*assessment.pages_done, command.page]
            assessment.save(update_fields=["pages_done"])
        record(file.actor, "answer-assessment", assessment)
    return assessment


def judge_assessment(command: JudgeAssessment, *, file: PersonFile) -> Assessment:
    """Keeps the assessor's own judgement on a draft, with the reasons; what it does not name follows the answers.

    Raises: `NotAllowed`, `NotFound`, `Conflict`; `InvalidValue` for a domain that was not asked about.
    """
    require(file.actor, Permission.ASSESS_PERSON)
    with transaction.atomic():
        assessment = _locked_draft(command.assessment, file)
        _judge(assessment, command, file)
        record(file.actor, "judge-assessment", assessment)
    return assessment


def finish_assessment(command: FinishAssessment, *, file: PersonFile) -> Assessment:
    """Fixes a draft: its answers, results and judgement stay as they are, until the day it expires.

    Answers to questions that are not asked any more are dropped.
    Raises: as `judge_assessment`; `Conflict` when nothing is answered yet.
    """
    require(file.actor, Permission.ASSESS_PERSON)
    with transaction.atomic():
        assessment = _locked_draft(command.assessment, file)
        questionnaire = questionnaire_of(assessment.edition)
        _drop_what_is_not_asked(assessment, questionnaire, file)
        if not assessment.answers.exists() and not protected.has_answers(assessment):
            raise Conflict(_("Nothing is answered yet."), hint=_("Answer at least one question, or go on later."))
        _judge(assessment, command, file)
        today = timezone.localdate()
        assessment.finished_on, assessment.valid_until = today, holds_until(questionnaire, today)
        assessment.author = file.actor.user
        assessment.save()
        record(file.actor, "finish-assessment", assessment, questionnaire=questionnaire.slug)
    return assessment


def discard_assessment(command: DiscardAssessment, *, file: PersonFile) -> None:
    """Throws a draft away, with its answers. Raises: `NotAllowed`, `NotFound`, `Conflict` when it is finished."""
    require(file.actor, Permission.ASSESS_PERSON)
    with transaction.atomic():
        assessment = _locked_draft(command.assessment, file)
        record(file.actor, "discard-assessment", assessment)
        assessment.delete()


def _locked_draft(reference: UUID, file: PersonFile) -> Assessment:
    assessment = Assessment.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if assessment is None:
        raise NotFound(_("There is no such assessment in this file."))
    refuse_finished(assessment)
    refuse_draft_of_others(assessment, file.actor)
    return assessment


def _finished_in(file: PersonFile, reference: UUID) -> Assessment:
    found = file.person.assessments.filter(reference=reference, finished_on__isnull=False).first()
    if found is None:
        raise NotFound(_("There is no such assessment in this file."), field="based_on")
    return found


def _edition_of(questionnaire: Questionnaire) -> QuestionnaireEdition:
    edition, _made = QuestionnaireEdition.objects.get_or_create(
        content_hash=content_hash(questionnaire),
        defaults={
            "slug": questionnaire.slug,
            "version": questionnaire.heading.version,
            "definition": questionnaire.model_dump(mode="json"),
        },
    )
    return edition


def _take_over(draft: Assessment, earlier: Assessment, questionnaire: Questionnaire, file: PersonFile) -> None:
    def fitting(answers: Mapping[str, Value], *, sensitive: bool) -> dict[str, Value | None]:
        known = {question.slug: question for question in questionnaire.questions}
        return {
            slug: value
            for slug, value in answers.items()
            if slug in known and known[slug].is_sensitive == sensitive and known[slug].problem_with(value) is None
        }

    _keep_open_answers(draft, fitting(answers_in(earlier), sensitive=False))
    protected.keep_answers(draft, fitting(protected.answers_of(earlier, file), sensitive=True), file)
    _keep_protected_results(draft, questionnaire, file)


def _check(question: Question | None, slug: str, value: Value | None) -> None:
    if question is None:
        raise NotFound(_("This page has no such question."), field=slug)
    problem = question.problem_with(value) if value is not None else None
    if problem is not None:
        raise InvalidValue(problem, field=slug)


def _keep_open_answers(assessment: Assessment, answers: Mapping[str, Value | None]) -> None:
    gone = [slug for slug, value in answers.items() if value is None]
    assessment.answers.filter(question__in=gone).delete()
    Answer.objects.bulk_create(
        [
            Answer(assessment=assessment, question=slug, value=value)
            for slug, value in answers.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["value"],
    )


def _keep_protected_results(assessment: Assessment, questionnaire: Questionnaire, file: PersonFile) -> None:
    """What the protected answers say is worked out while they may be read, so that finishing need not read them."""
    if not file.sees_sensitive:
        return
    answers = {**answers_in(assessment), **protected.answers_of(assessment, file)}
    kept = protected.part_of([assessment], file).results_of(assessment.pk)
    outcomes = [one for domain, one in outcomes_of(questionnaire, answers).items() if domain in SENSITIVE]
    protected.keep_results(assessment, [_with_judgement(one, kept.get(one.domain)) for one in outcomes], file)


def _with_judgement(outcome: DomainOutcome, kept: DomainOutcome | None) -> DomainOutcome:
    return outcome if kept is None else replace(outcome, judged=kept.judged, reason=kept.reason)


def _judge(assessment: Assessment, command: JudgeAssessment, file: PersonFile) -> None:
    questionnaire = questionnaire_of(assessment.edition)
    judgements = {one.domain: one for one in command.judgements}
    for domain in judgements:
        if domain not in questionnaire.domains or (domain in SENSITIVE and not file.sees_sensitive):
            raise InvalidValue(_("This life domain is not part of this assessment."), field=f"judged_{domain}")
    answers = {**answers_in(assessment), **protected.answers_of(assessment, file)}
    judged = [_judged(one, judgements.get(domain)) for domain, one in outcomes_of(questionnaire, answers).items()]
    _keep_open_results(assessment, [one for one in judged if one.domain not in SENSITIVE])
    protected.keep_results(assessment, [one for one in judged if one.domain in SENSITIVE], file)
    _judge_distance(assessment, command, file)


def _judged(outcome: DomainOutcome, judgement: Judgement | None) -> DomainOutcome:
    if judgement is None or judgement.outcome == outcome.outcome:
        return outcome
    return replace(outcome, judged=judgement.outcome, reason=judgement.reason)


def _judge_distance(assessment: Assessment, command: JudgeAssessment, file: PersonFile) -> None:
    judged = (command.distance, command.distance_reason) if command.distance is not None else None
    is_protected = command.rests_on_protected and file.sees_sensitive
    open_judgement = None if is_protected else judged
    assessment.judged_distance = open_judgement[0] if open_judgement else ""
    assessment.distance_reason = open_judgement[1] if open_judgement else ""
    assessment.save(update_fields=["judged_distance", "distance_reason"])
    protected.keep_judged_distance(assessment, judged if is_protected else None, file)


def _keep_open_results(assessment: Assessment, outcomes: Iterable[DomainOutcome]) -> None:
    assessment.results.all().delete()
    DomainResult.objects.bulk_create(
        DomainResult(
            assessment=assessment,
            domain=one.domain,
            outcome=one.outcome,
            also_strength=one.also_strength,
            asked=one.asked,
            known=one.known,
            judged=one.judged or "",
            reason=one.reason,
        )
        for one in outcomes
    )


def _drop_what_is_not_asked(assessment: Assessment, questionnaire: Questionnaire, file: PersonFile) -> None:
    open_answers, hidden = answers_in(assessment), protected.answers_of(assessment, file)
    asked = {question.slug for question in questionnaire.asked({**open_answers, **hidden})}
    assessment.answers.exclude(question__in=asked).delete()
    protected.keep_answers(assessment, {slug: None for slug in hidden if slug not in asked}, file)
