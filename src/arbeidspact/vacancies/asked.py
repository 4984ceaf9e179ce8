"""What vacancies ask and offer, as plain values for matching: four queries, however many vacancies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from arbeidspact.vacancies.models import Vacancy, VacancyCompetence, VacancyLanguage, VacancyLicence

PLAIN = (
    "pk",
    "occupation",
    "area",
    "latitude",
    "longitude",
    "hours_min",
    "hours_max",
    "shifts",
    "starts_at",
    "ends_at",
    "education_required",
    "positions",
    "positions_filled",
    "wage_min",
    "opens_on",
    "closes_on",
    "filled_on",
    "cancelled_on",
)


@dataclass(frozen=True, slots=True)
class AskedWork:
    """One vacancy as matching reads it; competences as (concept, is required), languages as (code, level)."""

    pk: int
    occupation: str
    area: str
    latitude: float | None
    longitude: float | None
    hours_min: Decimal | None
    hours_max: Decimal | None
    shifts: Sequence[str]
    starts_at: time | None
    ends_at: time | None
    education_required: str
    positions: int
    positions_filled: int
    wage_min: Decimal | None
    opens_on: date
    closes_on: date | None
    filled_on: date | None
    cancelled_on: date | None
    competences: Sequence[tuple[str, bool]]
    languages: Sequence[tuple[str, str]]
    licences: Sequence[str]

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the work is, when the vacancy gives coordinates of its own."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


def asked_work(vacancies: QuerySet[Vacancy]) -> list[AskedWork]:
    """What do these vacancies ask and offer, by rising key?"""
    wanted = vacancies.order_by().values("pk")
    competences: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for pk, concept, is_required in (
        VacancyCompetence.objects.filter(vacancy__in=wanted).order_by().values_list("vacancy", "concept", "is_required")
    ):
        competences[pk].append((concept, is_required))
    languages: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, language, level in (
        VacancyLanguage.objects.filter(vacancy__in=wanted).order_by().values_list("vacancy", "language", "level")
    ):
        languages[pk].append((language, level))
    licences: dict[int, list[str]] = defaultdict(list)
    for pk, licence in VacancyLicence.objects.filter(vacancy__in=wanted).order_by().values_list("vacancy", "licence"):
        licences[pk].append(licence)
    rows: Iterable[tuple[Any, ...]] = vacancies.order_by("pk").values_list(*PLAIN)
    return [
        AskedWork(
            **dict(zip(PLAIN, row, strict=True)),
            competences=competences.get(row[0], ()),
            languages=languages.get(row[0], ()),
            licences=licences.get(row[0], ()),
        )
        for row in rows
    ]
