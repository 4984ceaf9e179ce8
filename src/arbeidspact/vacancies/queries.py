"""What is known of vacancies and employers: the reads behind the screens, the API and the exports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import OrganisationKind
from arbeidspact.organisations.permissions import Allowed, Permission, require
from arbeidspact.organisations.spreadsheets import safe_cell
from arbeidspact.organisations.vocabulary import area_names, current_taxonomy
from arbeidspact.vacancies.languages import language_choices, language_name
from arbeidspact.vacancies.listing import (
    ORDER_WORDS,
    FacetCount,
    Facets,
    Order,
    VacancyFilters,
    areas_within,
    facets,
    vacancy_list,
)
from arbeidspact.vacancies.models import Contract, Employer, RankingLog, Vacancy, VacancyState
from arbeidspact.vacancies.reach import decide_changing, decide_editing, decide_offering, decide_registering
from arbeidspact.vacancies.sectors import SECTORS, sector_name
from arbeidspact.vacancies.states import days_open, open_on, state_on
from arbeidspact.vacancies.wording import (
    clock,
    concept_name,
    education_name,
    hours_words,
    licence_choices,
    licence_name,
    screen_language,
    shift_name,
    times_words,
    wage_words,
)

__all__ = [
    "ORDER_WORDS",
    "SECTORS",
    "Contract",
    "EmployerView",
    "FacetCount",
    "Facets",
    "Order",
    "VacancyFilters",
    "VacancyLine",
    "VacancyState",
    "VacancyView",
    "areas_within",
    "concept_name",
    "employer_view",
    "employers_to_offer_for",
    "facets",
    "isco_name",
    "language_choices",
    "licence_choices",
    "licence_name",
    "may_offer_for",
    "may_register_employer",
    "open_vacancy_count",
    "rankings_logged",
    "sector_name",
    "shift_name",
    "vacancy_csv_rows",
    "vacancy_lines",
    "vacancy_list",
    "vacancy_to_plan",
    "vacancy_view",
    "wage_words",
    "words_of_filters",
]


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """One vacancy in a list, in words."""

    pk: int
    reference: UUID
    title: str
    employer: str
    employer_reference: UUID
    occupation: str
    area: str
    contract: str
    hours: str
    state: VacancyState
    opens_on: date
    days_open: int
    positions_open: int
    is_invented: bool


@dataclass(frozen=True, slots=True)
class VacancyView:
    """The whole of one vacancy, in words; `vacancy` is the row behind it, for forms."""

    vacancy: Vacancy
    line: VacancyLine
    competences_required: tuple[str, ...]
    competences_nice: tuple[str, ...]
    languages: tuple[str, ...]
    licences: tuple[str, ...]
    education: str
    shifts: tuple[str, ...]
    times: str
    wage: str
    sector: str
    kept_by: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer with what it offers."""

    employer: Employer
    sector: str
    area: str
    vacancies: QuerySet[Vacancy]
    open_count: int
    may_change: bool


def vacancy_lines(vacancies: Iterable[Vacancy], day: date) -> list[VacancyLine]:
    """These vacancies in words, in their order. One query for the names of the areas."""
    areas = area_names()
    return [_line(vacancy, day, areas) for vacancy in vacancies]


def vacancy_view(actor: Actor, reference: UUID) -> VacancyView:
    """What does this vacancy ask and offer, and may this actor change it? Raises: `NotFound`, `NotAllowed`."""
    require(actor, Permission.SEE_VACANCIES)
    vacancy = (
        Vacancy.objects.select_related("employer", "organisation")
        .prefetch_related("competences", "languages", "licences")
        .filter(reference=reference)
        .first()
    )
    if vacancy is None:
        raise NotFound(_("There is no such vacancy."), hint=_("Look for it in the list of vacancies."))
    asked = list(vacancy.competences.all())
    return VacancyView(
        vacancy=vacancy,
        line=_line(vacancy, timezone.localdate(), area_names()),
        competences_required=tuple(concept_name(row.concept) for row in asked if row.is_required),
        competences_nice=tuple(concept_name(row.concept) for row in asked if not row.is_required),
        languages=tuple(f"{language_name(row.language)} {row.level}" for row in vacancy.languages.all()),
        licences=tuple(licence_name(row.licence) for row in vacancy.licences.all()),
        education=education_name(vacancy.education_required) if vacancy.education_required else "",
        shifts=tuple(shift_name(shift) for shift in vacancy.shifts),
        times=times_words(vacancy.starts_at, vacancy.ends_at),
        wage=wage_words(vacancy.wage_min, vacancy.wage_max),
        sector=sector_name(vacancy.employer.sector) if vacancy.employer.sector else "",
        kept_by=vacancy.organisation.name if vacancy.organisation else "",
        may_change=isinstance(decide_changing(actor, vacancy), Allowed),
    )


def vacancy_to_plan(actor: Actor, reference: str) -> Vacancy | None:
    """The vacancy that a step is planned with, from the text of an address. None for no or a wrong reference."""
    require(actor, Permission.SEE_VACANCIES)
    try:
        wanted = UUID(reference)
    except ValueError:
        return None
    return Vacancy.objects.select_related("employer").filter(reference=wanted).first()


def employers_to_offer_for(actor: Actor) -> QuerySet[Employer]:
    """For which employers may this actor make vacancies, by name?"""
    require(actor, Permission.EDIT_VACANCY)
    employers = Employer.objects.order_by("name", "pk")
    if actor.kind == OrganisationKind.EMPLOYER and not actor.is_operator:
        return employers.filter(organisation=actor.organisation)
    return employers


def may_offer_for(actor: Actor, employer: Employer) -> bool:
    """Would this actor be let make a vacancy for this employer? For buttons."""
    return isinstance(decide_offering(actor, employer), Allowed)


def may_register_employer(actor: Actor) -> bool:
    """Would this actor be let register an employer? For buttons."""
    return isinstance(decide_registering(actor), Allowed)


def employer_view(actor: Actor, reference: UUID) -> EmployerView:
    """Who is this employer, and what does it offer? Open vacancies first. Raises: `NotFound`, `NotAllowed`."""
    require(actor, Permission.SEE_VACANCIES)
    employer = Employer.objects.filter(reference=reference).first()
    if employer is None:
        raise NotFound(_("There is no such employer."), hint=_("Look for it in the list of vacancies."))
    vacancies = Vacancy.objects.filter(employer=employer).select_related("employer").order_by("-opens_on", "-pk")
    return EmployerView(
        employer=employer,
        sector=sector_name(employer.sector) if employer.sector else "",
        area=area_names().get(employer.area, employer.area),
        vacancies=vacancies,
        open_count=vacancies.filter(open_on(timezone.localdate())).count(),
        may_change=isinstance(decide_editing(actor, employer), Allowed),
    )


def open_vacancy_count(actor: Actor) -> int:
    """How many vacancies are open today?"""
    require(actor, Permission.SEE_VACANCIES)
    return Vacancy.objects.filter(open_on(timezone.localdate())).count()


def rankings_logged(actor: Actor) -> QuerySet[RankingLog]:
    """Which rankings were made for the actor's organisation? Newest first. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_ACCESS_LOG)
    return (
        RankingLog.objects.filter(organisation=actor.organisation)
        .select_related("user", "person", "vacancy")
        .order_by("-at", "-pk")
    )


CSV_COLUMNS = (
    "reference",
    "title",
    "employer",
    "occupation",
    "occupation_name",
    "contract",
    "area",
    "hours_min",
    "hours_max",
    "shifts",
    "starts_at",
    "ends_at",
    "education_required",
    "competences_required",
    "competences_nice",
    "languages",
    "licences",
    "positions",
    "positions_filled",
    "wage_min",
    "wage_max",
    "state",
    "opens_on",
    "closes_on",
    "filled_on",
    "cancelled_on",
)


def vacancy_csv_rows(actor: Actor, filters: VacancyFilters, day: date) -> Iterator[list[str]]:
    """The rows of a spreadsheet of these vacancies: first the names of the columns, then a row each.

    Lists stand in one cell, divided by spaces; a cell that a spreadsheet would take for a formula starts with '.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.EXPORT_VACANCIES)
    vacancies = vacancy_list(actor, filters, day).prefetch_related("competences", "languages", "licences")
    return _csv_rows(vacancies, day)


def _csv_rows(vacancies: QuerySet[Vacancy], day: date) -> Iterator[list[str]]:
    yield list(CSV_COLUMNS)
    for vacancy in vacancies.iterator(chunk_size=500):
        asked = list(vacancy.competences.all())
        cells = {
            "employer": vacancy.employer.name,
            "occupation_name": concept_name(vacancy.occupation),
            "shifts": " ".join(vacancy.shifts),
            "starts_at": clock(vacancy.starts_at),
            "ends_at": clock(vacancy.ends_at),
            "competences_required": " ".join(row.concept for row in asked if row.is_required),
            "competences_nice": " ".join(row.concept for row in asked if not row.is_required),
            "languages": " ".join(f"{row.language}:{row.level}" for row in vacancy.languages.all()),
            "licences": " ".join(row.licence for row in vacancy.licences.all()),
            "state": state_on(vacancy, day).value,
        }
        values = [cells[name] if name in cells else getattr(vacancy, name) for name in CSV_COLUMNS]
        yield [safe_cell(value) for value in values]


def words_of_filters(filters: VacancyFilters) -> list[tuple[str, str]]:
    """The filters that are on, each as its field and its words. The order of the list is not a filter."""
    words: list[tuple[str, str]] = []
    if filters.text:
        words.append(("text", _("“%(text)s”") % {"text": filters.text}))
    if filters.state is not VacancyState.OPEN:
        words.append(("state", str(filters.state.label) if filters.state else _("in any state")))
    if filters.occupation:
        words.append(("occupation", concept_name(filters.occupation)))
    if filters.isco:
        words.append(("isco", isco_name(filters.isco)))
    if filters.sector:
        words.append(("sector", sector_name(filters.sector)))
    if filters.area:
        words.append(("area", area_names().get(filters.area, filters.area)))
    if filters.contract is not None:
        words.append(("contract", str(filters.contract.label)))
    if filters.shift is not None:
        words.append(("shift", shift_name(filters.shift)))
    if filters.language_level is not None:
        words.append(("language_level", _("no language above %(level)s") % {"level": filters.language_level.value}))
    if filters.no_diploma:
        words.append(("no_diploma", _("no diploma required")))
    if filters.licence:
        words.append(("licence", licence_name(filters.licence)))
    if filters.hours_from is not None:
        words.append(("hours_from", hours_words(filters.hours_from, None)))
    if filters.hours_to is not None:
        words.append(("hours_to", hours_words(None, filters.hours_to)))
    if filters.open_days is not None:
        words.append(("open_days", _("open for %(days)s days or more") % {"days": filters.open_days}))
    if filters.employer is not None:
        employer = Employer.objects.filter(reference=filters.employer).first()
        words.append(("employer", employer.name if employer else _("an unknown employer")))
    return words


def isco_name(code: str) -> str:
    """What is this ISCO-08 group called? Its code when the taxonomy has no name for it."""
    group = current_taxonomy().isco_group(code)
    return str(group.label(screen_language())) if group else _("ISCO %(code)s") % {"code": code}


def _line(vacancy: Vacancy, day: date, areas: dict[str, str]) -> VacancyLine:
    return VacancyLine(
        pk=vacancy.pk,
        reference=vacancy.reference,
        title=vacancy.title,
        employer=vacancy.employer.name,
        employer_reference=vacancy.employer.reference,
        occupation=concept_name(vacancy.occupation),
        area=areas.get(vacancy.area, vacancy.area),
        contract=str(Contract(vacancy.contract).label) if vacancy.contract in Contract.values else vacancy.contract,
        hours=hours_words(vacancy.hours_min, vacancy.hours_max),
        state=state_on(vacancy, day),
        opens_on=vacancy.opens_on,
        days_open=days_open(vacancy, day),
        positions_open=vacancy.positions_open,
        is_invented=vacancy.is_invented,
    )
