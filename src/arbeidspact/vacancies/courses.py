"""The days of vacancies, for figures: opened, filled, cancelled; no words, no employer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.vacancies.models import Vacancy


@dataclass(frozen=True, slots=True)
class VacancyCourse:
    """The days of one vacancy, and what work it is."""

    opens_on: date
    closes_on: date | None
    filled_on: date | None
    cancelled_on: date | None
    occupation: str
    is_invented: bool


def courses_of_vacancies(areas: Collection[str], *, since: date) -> list[VacancyCourse]:
    """The vacancies in these areas that were not over before this day, in no order that says anything.

    One query, whatever their number. Counts alone may be made of them.
    """
    expired = Q(closes_on__lt=since, filled_on__isnull=True, cancelled_on__isnull=True)
    over = Q(filled_on__lt=since) | Q(cancelled_on__lt=since) | expired
    rows = Vacancy.objects.filter(area__in=list(areas)).exclude(over).order_by("pk")
    columns = ("opens_on", "closes_on", "filled_on", "cancelled_on", "occupation", "is_invented")
    return [VacancyCourse(*row) for row in rows.values_list(*columns).iterator(chunk_size=5000)]


def occupation_group(occupation: str, digits: int = 2) -> str | None:
    """The ISCO-08 group of an occupation, by its first digits; None where the taxonomy does not say."""
    taxonomy = current_taxonomy()
    isco = taxonomy.concept(occupation).isco if occupation in taxonomy else None
    return isco[:digits] if isco else None
