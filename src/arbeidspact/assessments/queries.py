"""Assessments to read: of one person's file, as far as that file shows them, and over many people without a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments import protected
from arbeidspact.assessments.due import Due, assessed_days, expired_assessments, last_assessed, people_never_assessed
from arbeidspact.assessments.models import (
    Assessment,
    AssessmentState,
    DistanceLevel,
    Outcome,
)
from arbeidspact.assessments.outcomes import (
    Change,
    Distance,
    DomainOutcome,
    change_between,
    distance_of,
    outcomes_of,
)
from arbeidspact.assessments.questionnaire import (
    LONGEST_TEXT,
    NO,
    YES,
    Answers,
    Option,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Value,
)
from arbeidspact.assessments.reading import answers_in, questionnaire_of, readable_questionnaires
from arbeidspact.assessments.remedy import Remedy, remedies_for, remedy
from arbeidspact.assessments.states import refuse_draft_of_others, refuse_finished, state_of, state_on
from arbeidspact.indicators.wording import Text
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE, LifeDomain

__all__ = [
    "LONGEST_TEXT",
    "NO",
    "YES",
    "Assessment",
    "AssessmentState",
    "Change",
    "DistanceLevel",
    "Due",
    "Option",
    "Outcome",
    "Page",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "Remedy",
    "Text",
    "Value",
    "assessed_days",
    "expired_assessments",
    "last_assessed",
    "people_never_assessed",
    "questionnaire_of",
    "remedy",
    "state_on",
]


@dataclass(frozen=True, slots=True)
class DomainLine:
    """One life domain on a screen: what is known, how it compares, and what was said of it earlier."""

    result: DomainOutcome
    before: Outcome | None = None
    change: Change | None = None
    earlier: protected.Earlier | None = None

    @property
    def domain(self) -> LifeDomain:
        return self.result.domain

    @property
    def is_sensitive(self) -> bool:
        return self.domain in SENSITIVE


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment as far as this file shows it."""

    assessment: Assessment
    questionnaire: Questionnaire
    state: AssessmentState
    lines: tuple[DomainLine, ...]
    distance: Distance
    judged: tuple[DistanceLevel, str] | None
    judged_on_protected: bool
    protected_spoken_of: int
    """Of how many protected domains something was answered; they are in `lines` only while the compartment is open."""

    @property
    def level(self) -> DistanceLevel:
        return self.judged[0] if self.judged else self.distance.level

    @property
    def asks_protected(self) -> bool:
        return any(domain in SENSITIVE for domain in self.questionnaire.domains)

    @property
    def asked(self) -> int:
        return sum(line.result.asked for line in self.lines)

    @property
    def known(self) -> int:
        return sum(line.result.known for line in self.lines)

    @property
    def share_known_percent(self) -> int:
        return round(100 * self.known / self.asked) if self.asked else 0

    @property
    def barriers(self) -> list[DomainLine]:
        """The large ones first."""
        return sorted(
            (line for line in self.lines if line.result.is_barrier),
            key=lambda line: line.result.counts != Outcome.LARGE,
        )

    @property
    def strengths(self) -> list[DomainLine]:
        return [line for line in self.lines if line.result.is_strength]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of a person shows: the draft of the own organisation, and the newest assessment."""

    draft: Assessment | None
    latest: AssessmentView | None


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question that was asked, with its answer; None is not known yet."""

    question: Question
    value: Value | None


def offered_questionnaires() -> list[Questionnaire]:
    """Which questionnaires can be started? The longest first. Raises: `Conflict` when a file cannot be read."""
    found = [one for one in readable_questionnaires().values() if one.heading.offered]
    return sorted(found, key=lambda one: (-len(one.questions), one.slug))


def overview_of(file: PersonFile) -> Overview:
    """Which assessment counts now for this person, compared with the one before, and is there a draft?

    Three queries, four while the compartment is open.
    """
    drafts_of_ours = Q(finished_on__isnull=True, organisation=file.actor.organisation)
    rows = list(
        file.person.assessments.filter(drafts_of_ours | Q(finished_on__isnull=False))
        .select_related("edition", "author", "organisation")
        .prefetch_related("results")
        .order_by(F("finished_on").desc(nulls_first=True), "-pk")[:3]
    )
    draft = next((one for one in rows if one.finished_on is None), None)
    finished = [one for one in rows if one.finished_on is not None]
    views = views_of(finished[:2], file)
    return Overview(draft, views[0] if views else None)


def finished_assessments(file: PersonFile) -> QuerySet[Assessment]:
    """The finished assessments of this person, newest first. For paging; `views_of` says what they hold."""
    return (
        file.person.assessments.filter(finished_on__isnull=False)
        .select_related("edition", "author", "organisation", "based_on")
        .prefetch_related("results")
        .order_by("-finished_on", "-pk")
    )


def views_of(assessments: Sequence[Assessment], file: PersonFile) -> list[AssessmentView]:
    """What do these finished assessments say, newest first, each compared with the next in the row?"""
    part = protected.part_of(assessments, file)
    outcomes = [_outcomes_kept(one, part) for one in assessments]
    return [
        _view(one, file, outcomes[place], outcomes[place + 1] if place + 1 < len(outcomes) else {}, part)
        for place, one in enumerate(assessments)
    ]


def assessment_in(file: PersonFile, reference: UUID) -> AssessmentView:
    """A finished assessment of this file, compared with the one before it. Raises: `NotFound`."""
    chosen = finished_assessments(file).filter(reference=reference).first()
    if chosen is None or chosen.finished_on is None:
        raise NotFound(_("There is no such assessment in this file."))
    older = Q(finished_on__lt=chosen.finished_on) | Q(finished_on=chosen.finished_on, pk__lt=chosen.pk)
    before = finished_assessments(file).filter(older)[:1]
    return views_of([chosen, *before], file)[0]


def comparison_of(file: PersonFile, one: UUID, other: UUID) -> tuple[AssessmentView, AssessmentView]:
    """Two finished assessments of this file side by side: the earlier and the later, with what changed in the later.

    Raises: `NotFound`.
    """
    found = list(finished_assessments(file).filter(reference__in=[one, other]))
    if len(found) != 2:
        raise NotFound(_("There is no such assessment in this file."), hint=_("Choose two different ones."))
    later, earlier = views_of(found, file)
    return earlier, later


def draft_in(file: PersonFile, reference: UUID) -> Assessment:
    """A draft of this file that the actor may fill in. Raises: `NotAllowed`, `NotFound`; `Conflict` when it is
    finished or belongs to another organisation."""
    require(file.actor, Permission.ASSESS_PERSON)
    found = file.person.assessments.filter(reference=reference).select_related("edition", "author").first()
    if found is None:
        raise NotFound(_("There is no such assessment in this file."))
    refuse_finished(found)
    refuse_draft_of_others(found, file.actor)
    return found


def answers_of(assessment: Assessment, file: PersonFile) -> dict[str, Value]:
    """What was answered, as far as this file shows it?"""
    return {**answers_in(assessment), **protected.answers_of(assessment, file)}


def view_of_draft(assessment: Assessment, file: PersonFile, answers: Answers) -> AssessmentView:
    """What would this draft say if it were finished now? With the judgement that is kept already."""
    questionnaire = questionnaire_of(assessment.edition)
    part = protected.part_of([assessment], file)
    kept = _outcomes_kept(assessment, part)
    outcomes, said = {}, outcomes_of(questionnaire, answers)
    for domain in _visible(questionnaire, file):
        fresh, judged = said[domain], kept.get(domain)
        outcomes[domain] = fresh if judged is None else replace(fresh, judged=judged.judged, reason=judged.reason)
    newest = finished_assessments(file)[:1]
    before = views_of(list(newest), file)
    earlier = {line.domain: line.result for line in before[0].lines} if before else {}
    return _view(assessment, file, outcomes, earlier, part)


def answered_questions(assessment: Assessment, file: PersonFile) -> list[tuple[Page, list[AnsweredQuestion]]]:
    """What was asked and answered, page by page, as far as this file shows it?"""
    questionnaire, answers = questionnaire_of(assessment.edition), answers_of(assessment, file)
    asked = questionnaire.asked(answers)
    pages = []
    for page in questionnaire.pages_for(sees_sensitive=file.sees_sensitive):
        lines = [AnsweredQuestion(one, answers.get(one.slug)) for one in asked if one.page == page.slug]
        if lines:
            pages.append((page, lines))
    return pages


def remedies_of(view: AssessmentView) -> list[tuple[DomainLine, list[Remedy]]]:
    """What may take each barrier of this view away? The large barriers first; only what the viewer may see."""
    barriers = view.barriers
    found = remedies_for((line.domain, line.result.counts) for line in barriers)
    return [(line, [one for one in found if one.domain == line.domain]) for line in barriers]


def _visible(questionnaire: Questionnaire, file: PersonFile) -> list[LifeDomain]:
    return [domain for domain in questionnaire.domains if file.sees_sensitive or domain not in SENSITIVE]


def _outcomes_kept(assessment: Assessment, part: protected.ProtectedPart) -> dict[LifeDomain, DomainOutcome]:
    kept = {
        LifeDomain(row.domain): DomainOutcome(
            domain=LifeDomain(row.domain),
            outcome=Outcome(row.outcome),
            also_strength=row.also_strength,
            asked=row.asked,
            known=row.known,
            judged=Outcome(row.judged) if row.judged else None,
            reason=row.reason,
        )
        for row in assessment.results.all()
    }
    return {**kept, **part.results_of(assessment.pk)}


def _view(
    assessment: Assessment,
    file: PersonFile,
    outcomes: dict[LifeDomain, DomainOutcome],
    before: dict[LifeDomain, DomainOutcome],
    part: protected.ProtectedPart,
) -> AssessmentView:
    questionnaire = questionnaire_of(assessment.edition)
    visible = [
        outcomes.get(domain, DomainOutcome(domain, Outcome.NOT_KNOWN)) for domain in _visible(questionnaire, file)
    ]
    asks_protected = any(domain in SENSITIVE for domain in questionnaire.domains)
    on_protected = part.judged.get(assessment.pk)
    judged = on_protected or (
        (DistanceLevel(assessment.judged_distance), assessment.distance_reason) if assessment.judged_distance else None
    )
    earlier = part.earlier(assessment)
    return AssessmentView(
        assessment=assessment,
        questionnaire=questionnaire,
        state=state_of(assessment, timezone.localdate()),
        lines=tuple(_line(one, before, earlier) for one in visible),
        distance=distance_of(
            visible,
            questionnaire.heading.distance,
            leaves_out_protected=asks_protected and not file.sees_sensitive,
        ),
        judged=judged,
        judged_on_protected=on_protected is not None,
        protected_spoken_of=part.counts.get(assessment.pk, 0),
    )


def _line(
    one: DomainOutcome, before: dict[LifeDomain, DomainOutcome], earlier: dict[LifeDomain, protected.Earlier]
) -> DomainLine:
    if not before:
        return DomainLine(one, earlier=None if one.is_known else earlier.get(one.domain))
    was = before[one.domain].counts if one.domain in before else Outcome.NOT_KNOWN
    return DomainLine(one, was, change_between(was, one.counts), None if one.is_known else earlier.get(one.domain))
