"""Vacancies and employers: the list with its filters, one vacancy, and what changes it."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Body, Clock, Day, Line, Number, Paging, Prose, Whole, page_of
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift
from arbeidspact.vacancies.actions import (
    cancel_vacancy,
    create_vacancy,
    edit_vacancy,
    fill_vacancy,
    reopen_vacancy,
)
from arbeidspact.vacancies.commands import (
    CancelVacancy,
    CreateVacancy,
    EditVacancy,
    FillVacancy,
    RegisterEmployer,
    ReopenVacancy,
)
from arbeidspact.vacancies.employers import register_employer
from arbeidspact.vacancies.queries import (
    Contract,
    Order,
    VacancyFilters,
    VacancyState,
    employers_to_offer_for,
    vacancy_list,
    vacancy_view,
)
from arbeidspact.vacancies.states import state_on

router = Router(tags=["vacancies"])
FORKLIFT: dict[str, Any] = {
    "title": "Forklift driver, late shift",
    "occupation": "ap:occupation/forklift-driver",
    "competences_required": ["ap:competence/drive-forklift"],
    "languages": [{"language": "nl", "level": "A2"}],
    "licences": ["forklift"],
    "contract": "permanent",
    "hours_min": 38,
    "hours_max": 38,
    "shifts": ["late"],
    "starts_at": "14:00",
    "ends_at": "22:00",
    "area": "muide",
    "positions": 2,
    "opens_on": "2026-11-22",
}


class Language(Body):
    """A language that is asked, from this level on."""

    language: Line = Field(description="ISO 639-1, such as nl.")
    level: CefrLevel


class VacancyBody(Body):
    """What a vacancy says."""

    title: Line = Field(min_length=3)
    description: Prose = ""
    occupation: Line = Field(description="The id of an occupation of the taxonomy.")
    competences_required: list[Line] = Field([], max_length=200, description="Ids of competences.")
    competences_nice: list[Line] = Field([], max_length=200)
    languages: list[Language] = Field([], max_length=30)
    licences: list[Line] = Field([], max_length=30)
    education_required: EducationLevel | None = None
    contract: Contract = Contract.PERMANENT
    hours_min: Number | None = Field(None, description="Hours a week, at least; more than 0, at most 60.")
    hours_max: Number | None = None
    shifts: list[Shift] = Field([], max_length=20)
    starts_at: Clock | None = Field(
        None, description="When the work day or shift starts, such as 05:30; where shifts take turns, the earliest."
    )
    ends_at: Clock | None = Field(None, description="When it ends; for a night shift a time on the next day.")
    area: Line = Field(description="The code of a municipality or neighbourhood.")
    latitude: Number | None = None
    longitude: Number | None = None
    positions: Whole = Field(1, ge=1, le=999)
    wage_min: Number | None = Field(None, description="Gross wage a month in euro, from 100 to 25,000.")
    wage_max: Number | None = None
    opens_on: Day
    closes_on: Day | None = None


class NewVacancy(VacancyBody):
    """A vacancy that is not here yet; `source` with `external_id` names it where it came from."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [FORKLIFT]}}

    employer: UUID = Field(description="The reference of the employer.")
    source: Line = Field("", max_length=60)
    external_id: Line = Field("", max_length=100)


class Filling(Body):
    """So many positions were filled on this day; all that were open when `positions` is left out."""

    filled_on: Day
    positions: Whole | None = Field(None, ge=1, le=999)


class Cancelling(Body):
    """The employer stopped looking on this day."""

    cancelled_on: Day


class Reopening(Body):
    """The employer looks again from today, for so many positions."""

    positions: Whole = Field(1, ge=1, le=999)
    closes_on: Day | None = None


class Vacancy(Schema):
    """A vacancy with all that it asks and offers."""

    reference: UUID
    employer: UUID
    employer_name: str
    title: str
    description: str
    occupation: str
    competences_required: list[str]
    competences_nice: list[str]
    languages: list[Language]
    licences: list[str]
    education_required: EducationLevel | None
    contract: str
    hours_min: float | None
    hours_max: float | None
    shifts: list[str]
    starts_at: Clock | None
    ends_at: Clock | None
    area: str
    latitude: float | None
    longitude: float | None
    positions: int
    positions_filled: int
    wage_min: float | None
    wage_max: float | None
    opens_on: date
    closes_on: date | None
    filled_on: date | None
    cancelled_on: date | None
    state: VacancyState
    source: str
    external_id: str
    is_invented: bool


class VacancyPage(Schema):
    """One page of a list, and how many there are in all."""

    count: int
    items: list[Vacancy]


class StateAsked(StrEnum):
    """Which states: `any` keeps all."""

    ANNOUNCED = "announced"
    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ANY = "any"


class VacancyQuery(Paging):
    """The filters of the list on the screen; what is left out filters nothing."""

    text: Line = Field("", description="Words of the title or the name of the employer.")
    occupation: Line = ""
    isco: str = Field("", pattern=r"^[0-9]{0,4}$", description="The first digits of an ISCO-08 code.")
    sector: Line = ""
    area: Line = Field("", description="A code; areas within it count along.")
    contract: Contract | None = None
    shift: Shift | None = None
    language_level: CefrLevel | None = Field(None, description="No language asked above this level.")
    no_diploma: bool = False
    licence: Line = ""
    hours_from: float | None = Field(None, ge=0, le=60)
    hours_to: float | None = Field(None, ge=0, le=60)
    state: StateAsked = StateAsked.OPEN
    open_days: int | None = Field(None, ge=0, le=10_000, description="Open for at least so many days.")
    employer: UUID | None = None
    order: Order = Order.NEWEST

    def filters(self) -> VacancyFilters:
        values = self.model_dump(exclude={"page", "page_size", "state"}, exclude_none=True)
        state = None if self.state is StateAsked.ANY else VacancyState(self.state.value)
        return VacancyFilters(**values, state=state)


class Employer(Schema):
    """Who offers work."""

    reference: UUID
    name: str
    enterprise_number: str
    sector: str
    area: str


class EmployerPage(Schema):
    """One page of employers, and how many there are in all."""

    count: int
    items: list[Employer]


class NewEmployer(Body):
    """An employer that is not known yet."""

    name: Line = Field(min_length=2)
    enterprise_number: Line = Field("", description="Such as 0123.456.749; checked.")
    sector: Line = ""
    area: Line = ""


@router.get("/vacancies", response=answers(VacancyPage, 422), operation_id="list_vacancies")
def list_vacancies(request: ApiRequest, asked: Query[VacancyQuery]) -> VacancyPage:
    """Which vacancies answer to these filters? Open ones when no state is asked."""
    found = vacancy_list(request.auth, asked.filters(), timezone.localdate())
    rows, count = page_of(found.prefetch_related("competences", "languages", "licences"), asked)
    return VacancyPage(count=count, items=[vacancy_value(row) for row in rows])


@router.post("/vacancies", response=answers(Vacancy, 404, 409, 422, status=201), operation_id="create_vacancy")
def create(request: ApiRequest, body: NewVacancy) -> Status[Vacancy]:
    """A new vacancy of an employer, kept by the organisation of the token."""
    return Status(201, vacancy_value(create_vacancy(CreateVacancy(**body.model_dump()), actor=request.auth)))


@router.get("/vacancies/{reference}", response=answers(Vacancy, 404, 422), operation_id="get_vacancy")
def get(request: ApiRequest, reference: UUID) -> Vacancy:
    """What does this vacancy ask and offer?"""
    return vacancy_value(vacancy_view(request.auth, reference).vacancy)


@router.put("/vacancies/{reference}", response=answers(Vacancy, 404, 409, 422), operation_id="update_vacancy")
def update(request: ApiRequest, reference: UUID, body: VacancyBody) -> Vacancy:
    """The vacancy says from now on what the body says; what is left out becomes empty."""
    edit_vacancy(EditVacancy(**body.model_dump(), vacancy=reference), actor=request.auth)
    return get(request, reference)


@router.post("/vacancies/{reference}/fill", response=answers(Vacancy, 404, 409, 422), operation_id="fill_vacancy")
def fill(request: ApiRequest, reference: UUID, body: Filling) -> Vacancy:
    """Positions were filled; with the last of them, the vacancy is."""
    fill_vacancy(FillVacancy(vacancy=reference, **body.model_dump()), actor=request.auth)
    return get(request, reference)


@router.post("/vacancies/{reference}/cancel", response=answers(Vacancy, 404, 409, 422), operation_id="cancel_vacancy")
def cancel(request: ApiRequest, reference: UUID, body: Cancelling) -> Vacancy:
    """The employer stops looking."""
    cancel_vacancy(CancelVacancy(vacancy=reference, cancelled_on=body.cancelled_on), actor=request.auth)
    return get(request, reference)


@router.post("/vacancies/{reference}/reopen", response=answers(Vacancy, 404, 409, 422), operation_id="reopen_vacancy")
def reopen(request: ApiRequest, reference: UUID, body: Reopening) -> Vacancy:
    """A filled, cancelled or expired vacancy opens again."""
    reopen_vacancy(ReopenVacancy(vacancy=reference, **body.model_dump()), actor=request.auth)
    return get(request, reference)


class EmployerQuery(Paging):
    """Which employers."""

    text: Line = Field("", description="A part of the name.")


@router.get("/employers", response=answers(EmployerPage, 422), operation_id="list_employers")
def list_employers(request: ApiRequest, asked: Query[EmployerQuery]) -> EmployerPage:
    """For which employers can this token make vacancies, by name?"""
    rows, count = page_of(employers_to_offer_for(request.auth).filter(name__icontains=asked.text), asked)
    return EmployerPage(count=count, items=[_employer(row) for row in rows])


@router.post("/employers", response=answers(Employer, 409, 422, status=201), operation_id="register_employer")
def register(request: ApiRequest, body: NewEmployer) -> Status[Employer]:
    """An employer that is not known yet."""
    return Status(201, _employer(register_employer(RegisterEmployer(**body.model_dump()), actor=request.auth)))


def vacancy_value(row: Any) -> Vacancy:
    """This vacancy as programs see it."""
    asked = list(row.competences.all())
    plain = {name: getattr(row, name) for name in Vacancy.model_fields if hasattr(row, name)}
    return Vacancy(
        **plain
        | {
            "employer": row.employer.reference,
            "employer_name": row.employer.name,
            "competences_required": [one.concept for one in asked if one.is_required],
            "competences_nice": [one.concept for one in asked if not one.is_required],
            "languages": [Language(language=one.language, level=one.level) for one in row.languages.all()],
            "licences": [one.licence for one in row.licences.all()],
            "education_required": row.education_required or None,
            "state": state_on(row, timezone.localdate()),
        }
    )


def _employer(row: Any) -> Employer:
    return Employer(**{name: getattr(row, name) for name in Employer.model_fields})
