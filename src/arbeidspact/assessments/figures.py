"""How far from work people are, for figures: from the open life domains alone, since the compartment stays closed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from arbeidspact.assessments.models import Assessment, DistanceLevel, DomainResult, Outcome, QuestionnaireEdition
from arbeidspact.assessments.outcomes import DomainOutcome, distance_of
from arbeidspact.assessments.reading import questionnaire_of
from arbeidspact.people.domains import SENSITIVE, LifeDomain

RANK = {DistanceLevel.READY: 0, DistanceLevel.NEAR: 1, DistanceLevel.FURTHER: 2, DistanceLevel.FAR: 3}


@dataclass(frozen=True, slots=True)
class DistanceChange:
    """Somebody was assessed again: on which day, and how much further from work (negative: nearer), in levels."""

    on: date
    levels: int
    is_invented: bool


def distance_changes(since: date, until: date, *, months: int) -> list[DistanceChange]:
    """How did the distance to work change of people assessed between these days, against so many months before?

    Each person once: the last assessment between these days, beside the last of those that are at least so many months
    older. A distance that is not known is left out, and so is who has nothing to compare. The level follows from the
    open domains, or is the assessor's own where that does not rest on the protected part. Three queries.
    """
    rows = Assessment.objects.filter(finished_on__isnull=False, finished_on__lte=until).order_by("finished_on", "pk")
    by_person: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for pk, person, day in rows.values_list("pk", "person", "finished_on"):
        by_person[person] += [(pk, day)] if day is not None else []
    pairs = list(_pairs(by_person.values(), since, months))
    levels = _levels({pk for first, second in pairs for pk in (first, second)})
    return [
        DistanceChange(day, RANK[levels[second][0]] - RANK[levels[first][0]], levels[second][2])
        for first, second in pairs
        for day in [levels[second][1]]
        if levels[first][0] in RANK and levels[second][0] in RANK
    ]


def _pairs(assessed: Iterable[list[tuple[int, date]]], since: date, months: int) -> Iterator[tuple[int, int]]:
    for one in assessed:
        last, day = one[-1]
        if day < since:
            continue
        earlier = [pk for pk, before in one if before <= day - timedelta(days=round(months * 365.25 / 12))]
        if earlier:
            yield earlier[-1], last


def _levels(wanted: set[int]) -> dict[int, tuple[DistanceLevel, date, bool]]:
    editions = {edition.pk: questionnaire_of(edition) for edition in QuestionnaireEdition.objects.order_by("pk")}
    results: dict[int, dict[LifeDomain, DomainOutcome]] = defaultdict(dict)
    kept = DomainResult.objects.order_by("pk").values_list("assessment", "domain", "outcome", "judged")
    for assessment, domain, outcome, judged in kept.iterator(chunk_size=5000):
        if assessment in wanted:
            one = DomainOutcome(LifeDomain(domain), Outcome(outcome), judged=Outcome(judged) if judged else None)
            results[assessment][one.domain] = one
    found = {}
    rows = Assessment.objects.filter(finished_on__isnull=False).order_by("pk")
    columns = ("pk", "edition", "finished_on", "judged_distance", "is_invented")
    for pk, edition, day, judged_distance, is_invented in rows.values_list(*columns):
        if pk not in wanted:
            continue
        questionnaire = editions[edition]
        asked = [domain for domain in questionnaire.domains if domain not in SENSITIVE]
        outcomes = [results[pk].get(domain, DomainOutcome(domain, Outcome.NOT_KNOWN)) for domain in asked]
        level = distance_of(outcomes, questionnaire.heading.distance).level
        found[pk] = (DistanceLevel(judged_distance) if judged_distance else level, day, is_invented)
    return found
