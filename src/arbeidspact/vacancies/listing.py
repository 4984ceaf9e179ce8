"""The list of vacancies: what it is filtered by, in which order, and how many there are of each kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy.scales import CefrLevel, Shift
from arbeidspact.vacancies.models import (
    Contract,
    Vacancy,
    VacancyLanguage,
    VacancyLicence,
    VacancyState,
)
from arbeidspact.vacancies.states import in_state


class Order(StrEnum):
    """In which order?"""

    NEWEST = "newest"
    LONGEST_OPEN = "longest_open"


ORDER_WORDS = {Order.NEWEST: _("Newest first"), Order.LONGEST_OPEN: _("Longest open first")}


class VacancyFilters(Command):
    """Which vacancies are asked for. What is left out filters nothing; by default only open ones are shown."""

    text: str = ""
    occupation: str = ""
    isco: str = ""
    sector: str = ""
    area: str = ""
    contract: Contract | None = None
    shift: Shift | None = None
    language_level: CefrLevel | None = None
    no_diploma: bool = False
    licence: str = ""
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None
    state: VacancyState | None = VacancyState.OPEN
    open_days: int | None = None
    employer: UUID | None = None
    order: Order = Order.NEWEST

    def without(self, *fields: str) -> "VacancyFilters":
        """The same filters with these left out."""
        defaults = {name: type(self).model_fields[name].default for name in fields}
        return self.model_copy(update=defaults)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """So many vacancies have this value, under all the other filters."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many vacancies there are of each kind; within a kind the other filters hold and its own does not."""

    states: tuple[FacetCount, ...]
    contracts: tuple[FacetCount, ...]
    sectors: tuple[FacetCount, ...]
    areas: tuple[FacetCount, ...]
    isco_groups: tuple[FacetCount, ...]
    shifts: tuple[FacetCount, ...]
    language_levels: tuple[FacetCount, ...]
    licences: tuple[FacetCount, ...]
    without_diploma: int


def vacancy_list(actor: Actor, filters: VacancyFilters, day: date) -> QuerySet[Vacancy]:
    """Which vacancies answer to these filters on this day?

    Returns: with their employers, in the order asked, ties by the latest or earliest made. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_VACANCIES)
    order = ("-opens_on", "-pk") if filters.order is Order.NEWEST else ("opens_on", "pk")
    return _chosen(filters, day).select_related("employer").order_by(*order)


def facets(actor: Actor, filters: VacancyFilters, day: date) -> Facets:
    """How many vacancies of each kind would the list show? A fixed number of queries."""
    require(actor, Permission.SEE_VACANCIES)
    shifted = _chosen(filters.without("shift"), day)
    levelled = _chosen(filters.without("language_level"), day)
    shift_counts = shifted.aggregate(**{shift.value: Count("pk", filter=_asks_shift(shift)) for shift in Shift})
    level_counts = levelled.aggregate(
        **{level.value: Count("pk", filter=~_asks_above(level)) for level in CefrLevel if level != CefrLevel.C2}
    )
    state_counts = _chosen(filters.without("state").model_copy(update={"state": None}), day).aggregate(
        **{state.value: Count("pk", filter=in_state(state, day)) for state in VacancyState}
    )
    return Facets(
        states=_from_totals(state_counts),
        contracts=_counted(_chosen(filters.without("contract"), day), "contract"),
        sectors=_counted(_chosen(filters.without("sector"), day), "employer__sector"),
        areas=_counted(_chosen(filters.without("area"), day), "area"),
        isco_groups=_isco_groups(_chosen(filters.without("isco"), day)),
        shifts=_from_totals(shift_counts),
        language_levels=_from_totals(level_counts),
        licences=_licences(_chosen(filters.without("licence"), day)),
        without_diploma=_chosen(filters.without("no_diploma"), day).filter(education_required="").count(),
    )


def areas_within(code: str) -> set[str]:
    """Which areas make up this one, itself included, however deep?"""
    parts: dict[str | None, list[str]] = {}
    for area, whole in Area.objects.order_by("code").values_list("code", "part_of__code"):
        parts.setdefault(whole, []).append(area)
    found, waiting = set(), [code]
    while waiting:
        area = waiting.pop()
        if area not in found:
            found.add(area)
            waiting += parts.get(area, [])
    return found


def _chosen(filters: VacancyFilters, day: date) -> QuerySet[Vacancy]:
    vacancies = Vacancy.objects.annotate(shift_words=Cast("shifts", TextField()))
    for word in filters.text.split():
        vacancies = vacancies.filter(Q(title__icontains=word) | Q(employer__name__icontains=word))
    for condition in _conditions(filters, day):
        vacancies = vacancies.filter(condition)
    return vacancies


def _conditions(filters: VacancyFilters, day: date) -> Iterable[Q]:
    if filters.state is not None:
        yield in_state(filters.state, day)
    if filters.occupation:
        yield Q(occupation=filters.occupation)
    if filters.isco:
        yield Q(occupation__in=_occupations_under(filters.isco))
    if filters.sector:
        yield Q(employer__sector=filters.sector)
    if filters.area:
        yield Q(area__in=areas_within(filters.area))
    if filters.contract is not None:
        yield Q(contract=filters.contract)
    if filters.shift is not None:
        yield _asks_shift(filters.shift)
    if filters.language_level is not None:
        yield ~_asks_above(filters.language_level)
    if filters.no_diploma:
        yield Q(education_required="")
    if filters.licence:
        yield Q(Exists(VacancyLicence.objects.filter(vacancy=OuterRef("pk"), licence=filters.licence)))
    if filters.hours_from is not None:
        yield Q(hours_max__isnull=True) | Q(hours_max__gte=filters.hours_from)
    if filters.hours_to is not None:
        yield Q(hours_min__isnull=True) | Q(hours_min__lte=filters.hours_to)
    if filters.open_days is not None:
        yield Q(opens_on__lte=day - timedelta(days=filters.open_days))
    if filters.employer is not None:
        yield Q(employer__reference=filters.employer)


def _asks_shift(shift: Shift) -> Q:
    # Neither SQLite nor PostgreSQL has a lookup for "the list holds" that Django offers on both.
    return Q(shift_words__contains=f'"{shift.value}"')


def _asks_above(level: CefrLevel) -> Q:
    # The letters and digits of the levels sort as the levels do.
    return Q(Exists(VacancyLanguage.objects.filter(vacancy=OuterRef("pk"), level__gt=level.value)))


def _occupations_under(isco: str) -> list[str]:
    used = Vacancy.objects.order_by("occupation").values_list("occupation", flat=True).distinct()
    return [occupation for occupation in used if (_isco_of(occupation) or "").startswith(isco)]


def _isco_of(occupation: str) -> str | None:
    taxonomy = current_taxonomy()
    return taxonomy.concept(occupation).isco if occupation in taxonomy else None


def _counted(vacancies: QuerySet[Vacancy], field: str) -> tuple[FacetCount, ...]:
    rows = vacancies.order_by().values_list(field).annotate(number=Count("pk")).order_by("-number", field)
    return tuple(FacetCount(str(value), number) for value, number in rows if value)


def _licences(vacancies: QuerySet[Vacancy]) -> tuple[FacetCount, ...]:
    rows = (
        VacancyLicence.objects.filter(vacancy__in=vacancies.order_by().values("pk"))
        .order_by()
        .values_list("licence")
        .annotate(number=Count("pk"))
        .order_by("-number", "licence")
    )
    return tuple(FacetCount(licence, number) for licence, number in rows)


def _isco_groups(vacancies: QuerySet[Vacancy]) -> tuple[FacetCount, ...]:
    """By the first two digits of ISCO-08: its sub-major groups."""
    totals: dict[str, int] = {}
    for found in _counted(vacancies, "occupation"):
        isco = _isco_of(found.value)
        if isco:
            totals[isco[:2]] = totals.get(isco[:2], 0) + found.count
    return tuple(FacetCount(code, totals[code]) for code in sorted(totals, key=lambda code: (-totals[code], code)))


def _from_totals(totals: Mapping[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count) for value, count in totals.items() if count)
