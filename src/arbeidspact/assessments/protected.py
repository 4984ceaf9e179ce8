"""The protected part of assessments: the one module that reads and writes answers about health, debt and justice.

Every function takes the person's file as the gate handed it over, and shows or keeps nothing where the compartment is
closed; there it only counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from arbeidspact.assessments.models import (
    Assessment,
    DistanceLevel,
    Outcome,
    SensitiveAnswer,
    SensitiveDistance,
    SensitiveDomainResult,
)
from arbeidspact.assessments.outcomes import DomainOutcome
from arbeidspact.assessments.questionnaire import Value
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import LifeDomain


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier assessment said of a protected domain that the later one did not ask about."""

    outcome: Outcome
    on: date


@dataclass(frozen=True, slots=True)
class ProtectedPart:
    """What the viewer may see of the protected part of some assessments, by the key of the assessment.

    `counts`, of how many protected domains something was answered, is there for everybody; the rest is empty where
    the compartment is closed.
    """

    counts: Mapping[int, int]
    results: Mapping[int, Mapping[LifeDomain, DomainOutcome]] = field(default_factory=dict)
    judged: Mapping[int, tuple[DistanceLevel, str]] = field(default_factory=dict)
    days: Mapping[int, date] = field(default_factory=dict)

    def results_of(self, assessment: int) -> Mapping[LifeDomain, DomainOutcome]:
        """The protected results of this assessment."""
        return self.results.get(assessment, {})

    def earlier(self, before: Assessment) -> dict[LifeDomain, Earlier]:
        """What did finished assessments before this one last say of the protected domains?"""
        limit = (before.finished_on or date.max, before.pk)
        older = sorted((day, pk) for pk, day in self.days.items() if pk != before.pk and (day, pk) < limit)
        return {
            domain: Earlier(one.counts, day)
            for day, pk in older
            for domain, one in self.results_of(pk).items()
            if one.is_known
        }


def answers_of(assessment: Assessment, file: PersonFile) -> dict[str, Value]:
    """Which protected answers does it hold, as far as this file shows them?"""
    if not _is_open(file, assessment):
        return {}
    return dict(SensitiveAnswer.objects.filter(assessment=assessment).order_by("pk").values_list("question", "value"))


def keep_answers(assessment: Assessment, answers: Mapping[str, Value | None], file: PersonFile) -> None:
    """Keeps these answers; None takes one away."""
    if not _is_open(file, assessment):
        return
    gone = [question for question, value in answers.items() if value is None]
    SensitiveAnswer.objects.filter(assessment=assessment, question__in=gone).delete()
    for question, value in answers.items():
        if value is not None:
            SensitiveAnswer.objects.update_or_create(
                assessment=assessment, question=question, defaults={"value": value}
            )


def part_of(assessments: Iterable[Assessment], file: PersonFile) -> ProtectedPart:
    """What do these assessments hold under protected domains? Two queries; one, that counts, where it is closed."""
    wanted = [one.pk for one in assessments if one.person_id == file.pk]
    if not file.sees_sensitive:
        return ProtectedPart(_domains_spoken_of(wanted))
    rows = list(
        SensitiveDomainResult.objects.filter(assessment__person=file.pk)
        .filter(Q(assessment__finished_on__isnull=False) | Q(assessment__in=wanted))
        .select_related("assessment")
        .order_by("pk")
    )
    results: dict[int, dict[LifeDomain, DomainOutcome]] = {}
    for row in rows:
        results.setdefault(row.assessment_id, {})[LifeDomain(row.domain)] = _outcome(row)
    judged = {
        row.assessment_id: (DistanceLevel(row.judged_distance), row.reason)
        for row in SensitiveDistance.objects.filter(assessment__in=wanted).order_by("pk")
    }
    days = {row.assessment_id: row.assessment.finished_on for row in rows if row.assessment.finished_on is not None}
    counts = {pk: sum(1 for one in results.get(pk, {}).values() if one.known) for pk in wanted}
    return ProtectedPart(counts, results, judged, days)


def keep_results(assessment: Assessment, outcomes: Iterable[DomainOutcome], file: PersonFile) -> None:
    """Keeps what the protected answers say, with the judgement where there is one."""
    if not _is_open(file, assessment):
        return
    for one in outcomes:
        SensitiveDomainResult.objects.update_or_create(
            assessment=assessment,
            domain=one.domain,
            defaults={
                "outcome": one.outcome,
                "also_strength": one.also_strength,
                "asked": one.asked,
                "known": one.known,
                "judged": one.judged or "",
                "reason": one.reason,
            },
        )


def keep_judged_distance(assessment: Assessment, judged: tuple[DistanceLevel, str] | None, file: PersonFile) -> None:
    """Keeps, or takes away, the distance that was judged on protected grounds."""
    if not _is_open(file, assessment):
        return
    if judged is None:
        SensitiveDistance.objects.filter(assessment=assessment).delete()
        return
    SensitiveDistance.objects.update_or_create(
        assessment=assessment, defaults={"judged_distance": judged[0], "reason": judged[1]}
    )


def has_answers(assessment: Assessment) -> bool:
    """Was anything protected answered? Yes or no, nothing else."""
    return bool(_domains_spoken_of([assessment.pk]))


def _domains_spoken_of(assessments: list[int]) -> dict[int, int]:
    rows = (
        SensitiveDomainResult.objects.filter(assessment__in=assessments, known__gt=0)
        .order_by()
        .values("assessment")
        .annotate(count=Count("pk"))
    )
    return {row["assessment"]: row["count"] for row in rows}


def _outcome(row: SensitiveDomainResult) -> DomainOutcome:
    return DomainOutcome(
        domain=LifeDomain(row.domain),
        outcome=Outcome(row.outcome),
        also_strength=row.also_strength,
        asked=row.asked,
        known=row.known,
        judged=Outcome(row.judged) if row.judged else None,
        reason=row.reason,
    )


def _is_open(file: PersonFile, assessment: Assessment) -> bool:
    return file.sees_sensitive and assessment.person_id == file.pk
