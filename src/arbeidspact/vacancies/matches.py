"""Which work fits this person, and why: ranked, explained, logged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.matching import (
    Excluded,
    LearnCompetence,
    Match,
    NotEnoughKnown,
    Opening,
    Persons,
    Policy,
    WithinReach,
    eligible_vacancies,
    explain,
    explain_each,
    near_misses,
    rank,
    what_would_open,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, profiles_for_matching
from arbeidspact.people.profiles import Profile, profile_of
from arbeidspact.vacancies.columns import ASSUMED_TRAVEL_MINUTES, profile_columns
from arbeidspact.vacancies.listing import VacancyFilters, vacancy_list
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.open_more import MOST_COURSES, Way, ways_for_person
from arbeidspact.vacancies.queries import VacancyLine, vacancy_lines
from arbeidspact.vacancies.ranking_log import log_work_for
from arbeidspact.vacancies.reasons import (
    CompetenceFit,
    Condition,
    Fit,
    OpeningWords,
    competence_fits,
    condition,
    conditions,
    is_sought,
    opening_words,
    preference_facts,
)
from arbeidspact.vacancies.snapshot import snapshot_on
from arbeidspact.vacancies.standing import Snapshot
from arbeidspact.vacancies.vocabularies import Vocabularies

MOST_OPENINGS = 6


@dataclass(frozen=True, slots=True)
class FitReasons:
    """Why something fits, or would: the competences one by one, every condition, and the score behind the order.

    `facts`: what is known of the wishes for distance, hours and wage, which weigh a little and exclude nothing.
    """

    score: float
    competences: tuple[CompetenceFit, ...]
    met: tuple[Condition, ...]
    failed: tuple[Condition, ...]
    is_sought: bool
    travel_minutes: int | None
    facts: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def words(self) -> str:
        """The score in words; the steps are for reading, nothing is decided by them."""
        steps = ((75, _("Fits very well")), (50, _("Fits well")), (25, _("Fits partly")))
        return next((words for least, words in steps if self.percent >= least), _("Fits a little"))

    @property
    def covered_words(self) -> str:
        """How many of the required competences there are, and how many close ones, in words."""
        if not self.required:
            return _("asks no competences")
        values = {"matched": self.required_matched, "required": self.required, "close": self.required_close}
        if self.required_close:
            return _("%(matched)s of %(required)s competences, %(close)s close") % values
        return _("%(matched)s of %(required)s competences") % values

    @property
    def required(self) -> int:
        return sum(competence.is_required for competence in self.competences)

    @property
    def required_covered(self) -> int:
        """How many required competences the person holds, or something close to them."""
        return self.required_matched + self.required_close

    @property
    def required_matched(self) -> int:
        """How many required competences the person holds."""
        return sum(competence.is_required for competence in self.matched)

    @property
    def required_close(self) -> int:
        """For how many required competences the person holds a related one."""
        return sum(competence.is_required for competence in self.related)

    @property
    def matched(self) -> tuple[CompetenceFit, ...]:
        return tuple(competence for competence in self.competences if competence.fit is Fit.MATCHED)

    @property
    def related(self) -> tuple[CompetenceFit, ...]:
        return tuple(competence for competence in self.competences if competence.fit is Fit.RELATED)

    @property
    def missing(self) -> tuple[CompetenceFit, ...]:
        return tuple(competence for competence in self.competences if competence.fit is Fit.MISSING)


@dataclass(frozen=True, slots=True)
class WorkMatch:
    """A vacancy for this person, with the reasons; in a near miss, exactly one condition fails."""

    vacancy: VacancyLine
    reasons: FitReasons


@dataclass(frozen=True, slots=True)
class FittingWork:
    """Work for one person: what fits best, what almost does, what would open more, and what to ask next.

    `eligible`: how many of the `open_vacancies` no condition excludes. `is_enough_known` is False when nothing is known
    that a ranking could rest on: then there are no matches, and `ask` says what to ask first. `openings`: the changes
    that open most, one by one; `ways`: every change, the levels of one thing together. `assumptions`: what was taken
    for granted.
    """

    is_enough_known: bool
    matches: tuple[WorkMatch, ...]
    near_misses: tuple[WorkMatch, ...]
    openings: tuple[OpeningWords, ...]
    ways: tuple[Way, ...]
    eligible: int
    open_vacancies: int
    ask: tuple[str, ...]
    assumptions: tuple[str, ...]


def fitting_work(file: PersonFile, limit: int = 10, filters: VacancyFilters | None = None) -> FittingWork:
    """Which open vacancies fit this person best today, and why?

    Arguments: `file`, the proof that the gate was passed; `limit`, at most so many matches and half as many near
    misses; `filters`, to keep to vacancies that answer to them.
    Returns: best first, ties by the older vacancy. The ranking is logged. Raises: `NotAllowed`.
    """
    require(file.actor, Permission.MATCH_PEOPLE)
    return _fitting_work(file.actor, profile_of(file.person), limit, filters)


def fitting_work_for(
    actor: Actor, reference: UUID, limit: int = 10, filters: VacancyFilters | None = None
) -> FittingWork:
    """As `fitting_work`, for whoever may have people ranked without opening their file, such as the operator.

    Raises: `NotAllowed`; `NotFound` when there is no such person within the actor's reach.
    """
    require(actor, Permission.MATCH_PEOPLE)
    profile = profiles_for_matching(actor).filter(reference=reference).first()
    if profile is None:
        raise NotFound(_("There is no such file within your reach."), hint=_("Search by name to find the right one."))
    return _fitting_work(actor, profile_of(profile), limit, filters)


def _fitting_work(actor: Actor, profile: Profile, limit: int, filters: VacancyFilters | None) -> FittingWork:
    today = timezone.localdate()
    snapshot, policy = snapshot_on(today), Policy(on=today)
    index, person = snapshot.index, profile.pk
    persons = profile_columns(profile, snapshot.words, today)
    wanted = None if filters is None else set(vacancy_list(actor, filters, today).values_list("pk", flat=True))
    most = limit if wanted is None else len(index)
    ranking = rank(index, persons, max(1, most), policy=policy)
    best = [place.id for place in ranking.best(person) if wanted is None or place.id in wanted][:limit]
    misses = near_misses(index, persons, max(1, most // 2), policy=policy)[0]
    missed = [miss.vacancy_id for miss in misses if wanted is None or miss.vacancy_id in wanted][: limit // 2]
    log_work_for(actor, ranking, index, persons, best=best, near_misses=missed, limit=limit, filters=filters)
    lines = lines_of_vacancies([*best, *missed], today)
    openings = what_would_open(index, persons, person, policy=policy)
    ask, assumptions = what_to_ask(profile)

    # A vacancy that was removed a moment ago has no line any more.
    shown = [pk for pk in (*best, *missed) if pk in lines]
    explained = explain_each(index, persons, person, shown, policy=policy)
    reasons = {pk: reasons_of(answer, snapshot.words) for pk, answer in zip(shown, explained, strict=True)}

    def matches(found: Iterable[int]) -> tuple[WorkMatch, ...]:
        return tuple(WorkMatch(lines[pk], reasons[pk]) for pk in found if pk in reasons)

    return FittingWork(
        is_enough_known=len(ranking.not_enough_known) == 0,
        matches=matches(best),
        near_misses=matches(missed),
        openings=tuple(opening_words(opening, snapshot.words) for opening in best_openings(openings)),
        ways=ways_for_person(openings, snapshot.words),
        eligible=int(eligible_vacancies(index, persons, policy=policy)[0]),
        open_vacancies=snapshot.open_vacancies,
        ask=ask,
        assumptions=assumptions,
    )


def best_openings(openings: Sequence[Opening]) -> list[Opening]:
    """Of these changes, those to show one by one: courses must not crowd out the others."""
    courses = [opening for opening in openings if isinstance(opening.change, LearnCompetence)][MOST_COURSES:]
    return [opening for opening in openings if opening not in courses][:MOST_OPENINGS]


def reasons_for(snapshot: Snapshot, persons: Persons, person: int, vacancy: int, policy: Policy) -> FitReasons:
    """Why does this vacancy of the index fit this person, or not?"""
    return reasons_of(explain(snapshot.index, persons, person, vacancy, policy=policy), snapshot.words)


def reasons_of(answer: Match | Excluded | NotEnoughKnown, words: Vocabularies) -> FitReasons:
    """The answer of matching about a person and a vacancy, in words."""
    if not isinstance(answer, Match | Excluded):
        return FitReasons(0.0, (), (), tuple(condition(one, words) for one in answer.failed), False, None)
    failed = answer.failed if isinstance(answer, Excluded) else ()
    travel = next((one.minutes for one in answer.met if isinstance(one, WithinReach)), None)
    return FitReasons(
        score=answer.score,
        competences=competence_fits(answer.evidence, words),
        met=conditions(answer.met, words),
        failed=conditions(failed, words),
        is_sought=is_sought(answer.evidence),
        travel_minutes=travel,
        facts=preference_facts(answer.evidence),
    )


def lines_of_vacancies(vacancies: Iterable[int], day: date) -> dict[int, VacancyLine]:
    """A line in words for each of these vacancies, by key."""
    rows = Vacancy.objects.filter(pk__in=list(vacancies)).select_related("employer").order_by("pk")
    return {line.pk: line for line in vacancy_lines(rows, day)}


def what_to_ask(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to ask this person next, what tells most first; and what is taken for granted until then."""
    questions = (
        (not profile.competences, _("What can this person do? Add competences.")),
        (not profile.occupations_sought, _("What work does this person want? Add an occupation.")),
        (not profile.languages, _("Which languages, and how well?")),
        (not profile.neighbourhood, _("In which neighbourhood is the home?")),
        (not profile.transport, _("How can this person travel to work?")),
        (profile.travel_minutes_max is None, _("How long may the journey to work be?")),
        (not profile.shifts, _("Which shifts are possible?")),
        (profile.hours_min is None and profile.hours_max is None, _("How many hours a week?")),
        (not profile.education, _("What is the highest diploma?")),
    )
    assumed = (
        (not profile.transport, _("Travel on foot or by public transport is assumed.")),
        (
            profile.travel_minutes_max is None,
            _("A journey of at most %(minutes)s minutes is assumed.") % {"minutes": ASSUMED_TRAVEL_MINUTES},
        ),
        (not profile.shifts, _("All shifts are taken to be possible.")),
        (profile.hours_min is None and profile.hours_max is None, _("All working hours are taken to be possible.")),
    )
    return tuple(words for open_, words in questions if open_), tuple(words for open_, words in assumed if open_)
