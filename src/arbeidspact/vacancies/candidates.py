"""Who fits this vacancy, and why; and which of its requirements costs most candidates."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.matching import ALL_WEEK, UNKNOWN, GradedLists, IdLists, Index, Policy, Vacancies, rank_persons
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.access import PersonLine, lines_of, profiles_for_matching
from arbeidspact.people.models import Purpose
from arbeidspact.vacancies.asked import asked_work
from arbeidspact.vacancies.languages import language_name
from arbeidspact.vacancies.matches import FitReasons, log_ranking, reasons_for
from arbeidspact.vacancies.models import Vacancy, VacancyState
from arbeidspact.vacancies.reasons import cefr, education
from arbeidspact.vacancies.snapshot import Snapshot, index_from, person_columns, snapshot_on, vacancy_columns
from arbeidspact.vacancies.states import state_on
from arbeidspact.vacancies.wording import licence_name, shift_name


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
    `costs`: dearest requirement first. `is_open` is False when the vacancy is not open: then nobody is ranked.
    """

    is_open: bool
    reachable: int
    eligible: int
    unknown: int
    candidates: tuple[Candidate, ...]
    near_misses: tuple[Candidate, ...]
    costs: tuple[RequirementCost, ...]


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
        return FittingPeople(False, 0, 0, 0, (), (), ())
    snapshot, policy = snapshot_on(today), Policy(on=today)
    persons = person_columns(profiles_for_matching(actor), snapshot.words, today)
    everyone = max(1, len(persons))
    ranking = rank_persons(snapshot.index, row.pk, persons, everyone, policy=policy)
    ranked = [place.id for place in ranking.best(row.pk)]
    best = ranked[:limit]
    taken = set(ranked)
    missed: dict[int, float] = {}
    costs = []
    requirements, index = _without_each(row, snapshot)
    for number, words in enumerate(requirements):
        relaxed = rank_persons(index, number, persons, everyone, policy=policy)
        more = int(relaxed.eligible[0]) - int(ranking.eligible[0])
        if more:
            costs.append(RequirementCost(words, more))
        missed.update({place.id: place.score for place in relaxed.best(number) if place.id not in taken})
    almost = sorted(missed, key=lambda pk: (-missed[pk], pk))[: limit // 2]
    log_ranking(actor, ranking, [*best, *almost], vacancy=row.pk, limit=limit)
    lines = lines_of(actor, [*best, *almost], Purpose.MATCHING) if may(actor, Permission.OPEN_PERSON) else {}

    def candidate(pk: int) -> Candidate:
        return Candidate(pk, lines.get(pk), reasons_for(snapshot.index, snapshot, persons, pk, row.pk, policy))

    return FittingPeople(
        is_open=True,
        reachable=len(persons),
        eligible=int(ranking.eligible[0]),
        unknown=len(ranking.not_enough_known),
        candidates=tuple(candidate(pk) for pk in best),
        near_misses=tuple(candidate(pk) for pk in almost),
        costs=tuple(sorted(costs, key=lambda cost: (-cost.people, cost.words))),
    )


def _without_each(vacancy: Vacancy, snapshot: Snapshot) -> tuple[list[str], Index]:
    """This vacancy without one of its requirements, for each: their words, and an index with them numbered from 0."""
    columns = vacancy_columns(asked_work(Vacancy.objects.filter(pk=vacancy.pk)), snapshot.words)
    relaxed = list(_relaxed(vacancy, columns, snapshot))
    together = _stacked([one for _words, one in relaxed] or [columns])
    index = index_from(together, snapshot.words, snapshot.index.weights, current_taxonomy())
    return [words for words, _one in relaxed], index


def _stacked(tables: list[Vacancies]) -> Vacancies:
    """These tables of one row as one table, its rows numbered from 0."""
    values: dict[str, Any] = {}
    for field in fields(Vacancies):
        parts = [getattr(table, field.name) for table in tables]
        if isinstance(parts[0], IdLists):
            values[field.name] = IdLists.from_rows([part.row(0).tolist() for part in parts])
        elif isinstance(parts[0], GradedLists):
            values[field.name] = GradedLists.from_rows(
                [zip(*(column.tolist() for column in part.row(0)), strict=True) for part in parts]
            )
        else:
            values[field.name] = np.concatenate(parts)
    return Vacancies(**{**values, "ids": np.arange(len(tables), dtype=np.int64)})


def _relaxed(vacancy: Vacancy, columns: Vacancies, snapshot: Snapshot) -> Iterator[tuple[str, Vacancies]]:
    ids, grades = (column.tolist() for column in columns.languages.row(0))
    asked = list(zip(ids, grades, strict=True))
    for language, level in asked:
        name = language_name(snapshot.words.languages[language])
        rest = [one for one in asked if one[0] != language]
        yield (
            _("%(language)s at level %(level)s") % {"language": name, "level": cefr(level)},
            replace(columns, languages=GradedLists.from_rows([rest])),
        )
        if level > 1:
            yield (
                _("%(language)s at %(level)s instead of %(lower)s")
                % {"language": name, "level": cefr(level), "lower": cefr(level - 1)},
                replace(columns, languages=GradedLists.from_rows([[*rest, (language, level - 1)]])),
            )
    for bit, licence in _set_bits(int(columns.licences[0]), snapshot.words.licences):
        yield licence_name(licence), replace(columns, licences=columns.licences & ~np.uint64(1 << bit))
    for bit, shift in _set_bits(int(columns.shifts[0]), snapshot.words.shifts):
        yield shift_name(shift), replace(columns, shifts=columns.shifts & ~np.uint32(1 << bit))
    if vacancy.education_required and columns.education[0]:
        yield (
            _("Diploma: %(level)s") % {"level": education(int(columns.education[0]))},
            replace(columns, education=np.zeros(1, dtype=np.uint8)),
        )
    if vacancy.hours_min is not None or vacancy.hours_max is not None:
        least, most = np.zeros(1, dtype=np.uint16), np.full(1, ALL_WEEK, dtype=np.uint16)
        yield _("The hours a week"), replace(columns, weekly_minutes_min=least, weekly_minutes_max=most)
    if columns.zones[0] != UNKNOWN:
        yield _("The journey to this workplace"), replace(columns, zones=np.full(1, UNKNOWN, np.int32))


def _set_bits(mask: int, words: Any) -> Iterator[tuple[int, str]]:
    for bit, word in enumerate(words):
        if mask >> bit & 1:
            yield bit, word
