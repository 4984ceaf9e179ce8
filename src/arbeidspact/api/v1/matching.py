"""Who fits what, and why: references and reasons, never a name."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Asked
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import open_profile
from arbeidspact.vacancies.candidates import Candidate, fitting_people
from arbeidspact.vacancies.matches import FitReasons
from arbeidspact.vacancies.ranked_work import Part, RankedVacancy, ranked_work
from arbeidspact.vacancies.reasons import Condition, Fit, OpeningWords, Through

router = Router(tags=["matching"])


class CompetenceReason(Schema):
    """A competence that the work asks and how it stands: matched, covered by another one (`via`), or missing.

    `through` says why another one covers it: a relation of the taxonomy, or because they mean nearly the same.
    """

    name: str
    fit: Fit
    is_required: bool
    via: str
    through: Through | None


class ConditionReason(Schema):
    """A condition of the work, in words with its figures."""

    kind: str
    is_met: bool
    words: str


class Reasons(Schema):
    """Why it fits, or what stands in the way. The score says the order and nothing more.

    `facts`: what is known of the wishes for distance, hours and wage; they weigh a little and exclude nothing.
    """

    score: float = Field(ge=0, le=1)
    is_sought: bool
    travel_minutes: int | None
    competences: list[CompetenceReason]
    met: list[ConditionReason]
    failed: list[ConditionReason]
    facts: list[str]


class VacancyMatch(Schema):
    """A vacancy in its place, with the reasons where they are asked. The score says the order and nothing more."""

    vacancy: UUID
    title: str
    employer_name: str
    score: float = Field(ge=0, le=1)
    reasons: Reasons | None


class OpeningReason(Schema):
    """One change and how many vacancies it alone would add; a course adds none, but makes so many fit well."""

    words: str
    vacancies: int
    fitting: int
    is_course: bool


class WorkForPerson(Schema):
    """Work for one person, best first; in a near miss exactly one condition fails. A person decides, not the order.

    What `include` leaves out is null.
    """

    day: str
    is_enough_known: bool
    eligible: int | None = Field(description="How many vacancies no condition excludes; null when it is not asked.")
    open_vacancies: int
    matches: list[VacancyMatch]
    near_misses: list[VacancyMatch] | None = Field(description="Null when they are not asked.")
    openings: list[OpeningReason] | None = Field(description="What would open more; null when it is not asked.")
    ask: list[str]
    assumptions: list[str]


class PersonMatch(Schema):
    """A person by reference alone, with the reasons."""

    person: UUID
    reasons: Reasons


class RequirementReason(Schema):
    """A requirement, and how many people more would be eligible without it."""

    words: str
    people: int


class PeopleForVacancy(Schema):
    """People for one vacancy among those within reach of the token, best first."""

    day: str
    is_open: bool
    reachable: int
    eligible: int
    unknown: int
    matches: list[PersonMatch]
    near_misses: list[PersonMatch]
    costs: list[RequirementReason]


class HowMany(Asked):
    """How many matches at most; half as many near misses."""

    limit: int = Field(10, ge=1, le=50)


class Include(StrEnum):
    """What to answer: the ranking, which is always there, and what takes time of its own."""

    RANKING = "ranking"
    REASONS = Part.REASONS
    NEAR_MISSES = Part.NEAR_MISSES
    OPENINGS = Part.OPENINGS
    ELIGIBLE = Part.ELIGIBLE


class WorkAsked(HowMany):
    """How many matches, and what beside the ranking."""

    include: list[Include] = Field(
        list(Include),
        min_length=1,
        description="What to answer beside the ranking; the parameter once for each. Without it, everything. "
        "`include=ranking` is the ranked list alone, which is quickest.",
    )


@router.get("/matching/people/{reference}", response=answers(WorkForPerson, 404, 422), operation_id="match_person")
def match_person(request: ApiRequest, reference: UUID, asked: Query[WorkAsked]) -> HttpResponse:
    """Which open vacancies fit this person best today, and why? The look and the ranking are logged."""
    require(request.auth, Permission.MATCH_PEOPLE)
    file = open_profile(request.auth, reference)
    parts = {Part(one) for one in asked.include if one is not Include.RANKING}
    work = ranked_work(file, limit=asked.limit, parts=parts)
    return _answer(
        WorkForPerson.model_construct(
            day=timezone.localdate().isoformat(),
            is_enough_known=work.is_enough_known,
            eligible=work.eligible,
            open_vacancies=work.open_vacancies,
            matches=_vacancy_matches(work.matches),
            near_misses=None if work.near_misses is None else _vacancy_matches(work.near_misses),
            openings=None if work.openings is None else [_opening(one) for one in work.openings],
            ask=list(work.ask),
            assumptions=list(work.assumptions),
        )
    )


@router.get(
    "/matching/vacancies/{reference}", response=answers(PeopleForVacancy, 404, 422), operation_id="match_vacancy"
)
def match_vacancy(request: ApiRequest, reference: UUID, asked: Query[HowMany]) -> HttpResponse:
    """Who within reach of the token fits this vacancy best today, and why? Every person shown is logged."""
    people = fitting_people(request.auth, reference, limit=asked.limit)
    return _answer(
        PeopleForVacancy.model_construct(
            day=timezone.localdate().isoformat(),
            is_open=people.is_open,
            reachable=people.reachable,
            eligible=people.eligible,
            unknown=people.unknown,
            matches=_person_matches(people.candidates),
            near_misses=_person_matches(people.near_misses),
            costs=[RequirementReason.model_construct(words=one.words, people=one.people) for one in people.costs],
        )
    )


def _answer(value: Schema) -> HttpResponse:
    """These values as they are: they are ours, so nothing is checked twice on the way out."""
    response = HttpResponse(value.model_dump_json(), content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _vacancy_matches(ranked: Iterable[RankedVacancy]) -> list[VacancyMatch]:
    return [
        VacancyMatch.model_construct(
            vacancy=one.vacancy.reference,
            title=one.vacancy.title,
            employer_name=one.vacancy.employer,
            score=round(one.score, 4),
            reasons=None if one.reasons is None else _reasons(one.reasons),
        )
        for one in ranked
    ]


def _opening(one: OpeningWords) -> OpeningReason:
    return OpeningReason.model_construct(
        words=one.words, vacancies=one.vacancies, fitting=one.fitting, is_course=one.is_course
    )


def _person_matches(candidates: tuple[Candidate, ...]) -> list[PersonMatch]:
    return [
        PersonMatch.model_construct(person=one.person.reference, reasons=_reasons(one.reasons))
        for one in candidates
        if one.person is not None
    ]


def _reasons(reasons: FitReasons) -> Reasons:
    return Reasons.model_construct(
        score=round(reasons.score, 4),
        is_sought=reasons.is_sought,
        travel_minutes=reasons.travel_minutes,
        competences=[
            CompetenceReason.model_construct(
                name=one.name, fit=one.fit, is_required=one.is_required, via=one.via, through=one.through
            )
            for one in reasons.competences
        ],
        met=[_condition(one) for one in reasons.met],
        failed=[_condition(one) for one in reasons.failed],
        facts=list(reasons.facts),
    )


def _condition(condition: Condition) -> ConditionReason:
    return ConditionReason.model_construct(kind=condition.kind, is_met=condition.is_met, words=condition.words)
