"""Which work fits this person, for a program: the parts that are asked and no others. The ranking is always logged."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import IntegerField
from django.utils import timezone

from arbeidspact.matching import (
    NearMiss,
    Policy,
    eligible_vacancies,
    explain_each,
    near_misses,
    rank,
    what_would_open,
)
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.prepared import Given, Prepared
from arbeidspact.people.access import OpenProfile
from arbeidspact.vacancies.columns import profile_columns
from arbeidspact.vacancies.matches import FitReasons, best_openings, reasons_of, what_to_ask
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.ranking_log import log_work_for
from arbeidspact.vacancies.reasons import OpeningWords, opening_words
from arbeidspact.vacancies.snapshot import snapshot_on


class Part(StrEnum):
    """What can be asked beside the ranking."""

    REASONS = "reasons"
    NEAR_MISSES = "near_misses"
    OPENINGS = "openings"
    ELIGIBLE = "eligible"


EVERY_PART: Final = frozenset(Part)


@dataclass(frozen=True, slots=True)
class VacancyTitle:
    """As much of a vacancy as a program needs to go on with it."""

    reference: UUID
    title: str
    employer: str


@dataclass(frozen=True, slots=True)
class RankedVacancy:
    """A vacancy in its place; `reasons` is None where they were not asked."""

    vacancy: VacancyTitle
    score: float
    reasons: FitReasons | None


@dataclass(frozen=True, slots=True)
class RankedWork:
    """As `FittingWork`; a part that was not asked is None."""

    is_enough_known: bool
    matches: tuple[RankedVacancy, ...]
    near_misses: tuple[RankedVacancy, ...] | None
    openings: tuple[OpeningWords, ...] | None
    eligible: int | None
    open_vacancies: int
    ask: tuple[str, ...]
    assumptions: tuple[str, ...]


def ranked_work(file: OpenProfile, limit: int = 10, parts: Set[Part] = EVERY_PART) -> RankedWork:
    """Which open vacancies fit this person best today; and of the rest what is asked.

    Arguments: `file`, the proof that the gate was passed; `limit`, at most so many matches and half as many near
    misses; `parts`, what to find out beside the ranking: each takes time of its own.
    Returns: best first, ties by the older vacancy. The ranking is logged. Raises: `NotAllowed`.
    """
    require(file.actor, Permission.MATCH_PEOPLE)
    profile, today = file.profile, timezone.localdate()
    snapshot, policy = snapshot_on(today), Policy(on=today)
    index, person = snapshot.index, profile.pk
    persons = profile_columns(profile, snapshot.words, today)
    ranking = rank(index, persons, limit, policy=policy)
    best = ranking.best(person)
    missed: tuple[NearMiss, ...] = ()
    if Part.NEAR_MISSES in parts:
        missed = near_misses(index, persons, max(1, limit // 2), policy=policy)[0][: limit // 2]
    best_keys, missed_keys = [one.id for one in best], [one.vacancy_id for one in missed]
    log_work_for(file.actor, ranking, index, persons, best=best_keys, near_misses=missed_keys, limit=limit)
    titles = titles_of_vacancies([*best_keys, *missed_keys])

    # A vacancy that was removed a moment ago has no title any more.
    shown = [pk for pk in (*best_keys, *missed_keys) if pk in titles]
    reasons: dict[int, FitReasons] = {}
    if Part.REASONS in parts:
        explained = explain_each(index, persons, person, shown, policy=policy)
        reasons = {pk: reasons_of(answer, snapshot.words) for pk, answer in zip(shown, explained, strict=True)}

    def with_titles(places: Iterable[tuple[int, float]]) -> tuple[RankedVacancy, ...]:
        return tuple(RankedVacancy(titles[pk], score, reasons.get(pk)) for pk, score in places if pk in titles)

    openings = None
    if Part.OPENINGS in parts:
        found = what_would_open(index, persons, person, policy=policy)
        openings = tuple(opening_words(opening, snapshot.words) for opening in best_openings(found))
    ask, assumptions = what_to_ask(profile)
    return RankedWork(
        is_enough_known=len(ranking.not_enough_known) == 0,
        matches=with_titles((one.id, one.score) for one in best),
        near_misses=with_titles((one.vacancy_id, one.score) for one in missed) if Part.NEAR_MISSES in parts else None,
        openings=openings,
        eligible=int(eligible_vacancies(index, persons, policy=policy)[0]) if Part.ELIGIBLE in parts else None,
        open_vacancies=snapshot.open_vacancies,
        ask=ask,
        assumptions=assumptions,
    )


def titles_of_vacancies(vacancies: Sequence[int]) -> dict[int, VacancyTitle]:
    """Title and employer of each of these vacancies, by key, as far as they are there. One query, none for none."""
    if not vacancies:
        return {}
    rows = _titles(len(vacancies)).ask(**{f"vacancy_{place}": key for place, key in enumerate(vacancies)})
    return {pk: VacancyTitle(reference, title, employer) for pk, reference, title, employer in rows}


@lru_cache(maxsize=128)
def _titles(count: int) -> Prepared:
    keys: list[Any] = [Given(f"vacancy_{place}", IntegerField()) for place in range(count)]
    return Prepared(
        lambda: Vacancy.objects.filter(pk__in=keys).order_by().values_list("pk", "reference", "title", "employer__name")
    )
