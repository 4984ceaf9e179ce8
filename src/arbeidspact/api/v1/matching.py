"""Who fits what, and why: references and reasons, never a name."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Asked
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import open_file
from arbeidspact.people.queries import Purpose
from arbeidspact.vacancies.candidates import Candidate, fitting_people
from arbeidspact.vacancies.matches import FitReasons, VacancyTitle, WorkMatch, fitting_work_in_titles
from arbeidspact.vacancies.reasons import Condition, Fit

router = Router(tags=["matching"])


class CompetenceReason(Schema):
    """A competence that the work asks and how it stands: matched, covered by a related one (`via`), or missing."""

    name: str
    fit: Fit
    is_required: bool
    via: str


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
    """A vacancy, with the reasons."""

    vacancy: UUID
    title: str
    employer_name: str
    reasons: Reasons


class OpeningReason(Schema):
    """One change and how many vacancies it alone would add; a course adds none, but makes so many fit well."""

    words: str
    vacancies: int
    fitting: int
    is_course: bool


class WorkForPerson(Schema):
    """Work for one person, best first; in a near miss exactly one condition fails. A person decides, not the order."""

    day: str
    is_enough_known: bool
    eligible: int
    open_vacancies: int
    matches: list[VacancyMatch]
    near_misses: list[VacancyMatch]
    openings: list[OpeningReason]
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


@router.get("/matching/people/{reference}", response=answers(WorkForPerson, 404, 422), operation_id="match_person")
def match_person(request: ApiRequest, reference: UUID, asked: Query[HowMany]) -> HttpResponse:
    """Which open vacancies fit this person best today, and why? The look and the ranking are logged."""
    require(request.auth, Permission.MATCH_PEOPLE)
    file = open_file(request.auth, reference, Purpose.MATCHING)
    work = fitting_work_in_titles(file, limit=asked.limit)
    return _answer(
        WorkForPerson.model_construct(
            day=timezone.localdate().isoformat(),
            is_enough_known=work.is_enough_known,
            eligible=work.eligible,
            open_vacancies=work.open_vacancies,
            matches=[_vacancy_match(match) for match in work.matches],
            near_misses=[_vacancy_match(match) for match in work.near_misses],
            openings=[
                OpeningReason.model_construct(
                    words=one.words, vacancies=one.vacancies, fitting=one.fitting, is_course=one.is_course
                )
                for one in work.openings
            ],
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


def _vacancy_match(match: WorkMatch[VacancyTitle]) -> VacancyMatch:
    line = match.vacancy
    return VacancyMatch.model_construct(
        vacancy=line.reference, title=line.title, employer_name=line.employer, reasons=_reasons(match.reasons)
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
            CompetenceReason.model_construct(name=one.name, fit=one.fit, is_required=one.is_required, via=one.via)
            for one in reasons.competences
        ],
        met=[_condition(one) for one in reasons.met],
        failed=[_condition(one) for one in reasons.failed],
        facts=list(reasons.facts),
    )


def _condition(condition: Condition) -> ConditionReason:
    return ConditionReason.model_construct(kind=condition.kind, is_met=condition.is_met, words=condition.words)
