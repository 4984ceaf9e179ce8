"""Who fits this vacancy, and why; and which of its requirements costs most candidates."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.matching import (
    Policy,
    WithEducationAt,
    WithLanguageAt,
    eligible_persons,
    near_miss_persons,
    rank_persons,
    what_would_cost,
)
from arbeidspact.matching import RequirementCost as Cost
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people.access import PersonLine, lines_of, profiles_for_matching
from arbeidspact.people.models import Purpose
from arbeidspact.vacancies.columns import person_columns
from arbeidspact.vacancies.matches import FitReasons, reasons_for
from arbeidspact.vacancies.models import Vacancy, VacancyState
from arbeidspact.vacancies.open_more import Way, ways_for_vacancy
from arbeidspact.vacancies.ranking_log import log_people_for
from arbeidspact.vacancies.reasons import dropped_words
from arbeidspact.vacancies.snapshot import snapshot_on
from arbeidspact.vacancies.states import state_on


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person for a vacancy, with the reasons; `person` is None for the operator, who sees numbers alone."""

    pk: int
    person: PersonLine | None
    reasons: FitReasons


@dataclass(frozen=True, slots=True)
class RequirementCost:
    """A requirement, and how many people more would be eligible without it, all the others kept."""

    words: str
    people: int


@dataclass(frozen=True, slots=True)
class FittingPeople:
    """People for one vacancy, among the `reachable` ones whom the actor may have ranked.

    `eligible`: how many of them no condition excludes; `unknown`: of how many too little is known to rank them.
    `costs`: dearest requirement first, one by one; `ways`: the same, lower levels together with their requirement.
    `is_open` is False when the vacancy is not open: then nobody is ranked.
    """

    is_open: bool
    reachable: int
    eligible: int
    unknown: int
    candidates: tuple[Candidate, ...]
    near_misses: tuple[Candidate, ...]
    costs: tuple[RequirementCost, ...]
    ways: tuple[Way, ...]


def fitting_people(actor: Actor, vacancy: UUID, limit: int = 10) -> FittingPeople:
    """Who of the people within the actor's reach fits this vacancy best today, and why?

    Arguments: `vacancy`, its reference; `limit`, at most so many candidates and half as many near misses.
    Returns: best first, ties by the file that is older. The ranking is logged, and every line shown of a person too.
    Raises: `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.MATCH_PEOPLE)
    today = timezone.localdate()
    row = Vacancy.objects.filter(reference=vacancy).first()
    if row is None:
        raise NotFound(_("There is no such vacancy."), hint=_("Look for it in the list of vacancies."))
    if state_on(row, today) is not VacancyState.OPEN:
        return FittingPeople(False, 0, 0, 0, (), (), (), ())
    snapshot, policy = snapshot_on(today), Policy(on=today)
    persons = person_columns(profiles_for_matching(actor), snapshot.words, today)
    ranking = rank_persons(snapshot.index, row.pk, persons, max(1, limit), policy=policy)
    best = [place.id for place in ranking.best(row.pk)][:limit]
    missed = near_miss_persons(snapshot.index, row.pk, persons, max(1, limit // 2), policy=policy)
    almost = [miss.person_id for miss in missed][: limit // 2]
    costs = tuple(_telling(what_would_cost(snapshot.index, row.pk, persons, policy=policy)))
    log_people_for(actor, ranking, snapshot.index, persons, vacancy=row.pk, near_misses=almost, limit=limit)
    lines = lines_of(actor, [*best, *almost], Purpose.MATCHING) if may(actor, Permission.OPEN_PERSON) else {}

    def candidate(pk: int) -> Candidate:
        return Candidate(pk, lines.get(pk), reasons_for(snapshot, persons, pk, row.pk, policy))

    return FittingPeople(
        is_open=True,
        reachable=len(persons),
        eligible=eligible_persons(snapshot.index, row.pk, persons, policy=policy),
        unknown=len(ranking.not_enough_known),
        candidates=tuple(candidate(pk) for pk in best),
        near_misses=tuple(candidate(pk) for pk in almost),
        costs=tuple(RequirementCost(dropped_words(cost.change, snapshot.words), cost.persons) for cost in costs),
        ways=ways_for_vacancy(costs, snapshot.words),
    )


def _telling(costs: Sequence[Cost]) -> Iterator[Cost]:
    """These costs without the lower levels that say nothing new.

    A level between the one asked and none at all stands there when it lets in more people than every milder one, and
    fewer than no level at all.
    """
    steps: dict[int | None, dict[int, int]] = defaultdict(dict)
    for cost in costs:
        if isinstance(cost.change, WithLanguageAt | WithEducationAt):
            steps[_language(cost.change)][cost.change.lower] = cost.persons
    for cost in costs:
        if isinstance(cost.change, WithLanguageAt | WithEducationAt) and cost.change.lower > 0:
            same, lower = steps[_language(cost.change)], cost.change.lower
            milder = max((people for level, people in same.items() if level > lower), default=0)
            if not milder < cost.persons < same[0]:
                continue
        yield cost


def _language(change: WithLanguageAt | WithEducationAt) -> int | None:
    return change.language if isinstance(change, WithLanguageAt) else None
