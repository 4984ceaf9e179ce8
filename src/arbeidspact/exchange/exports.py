"""What leaves as a file: vacancies, figures and the actions of the pact, and one's own people, as CSV or JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils import timezone

from arbeidspact.monitor.queries import observations_of, plain
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.spreadsheets import safe_cell
from arbeidspact.pact.queries import actions_of, pact_named, published_amounts
from arbeidspact.people.queries import PeopleFilter, export_rows
from arbeidspact.vacancies.listing import VacancyFilters, vacancy_list
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.states import state_on
from arbeidspact.vacancies.wording import clock, concept_name

Value = str | int | float | bool | None | list[str]
Record = Mapping[str, Value]


class ExportFormat(StrEnum):
    """In which form a file leaves."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves: the names of the columns, and a record for each row, made as they are asked for."""

    columns: tuple[str, ...]
    records: Iterable[Record]

    def lines(self, form: ExportFormat) -> Iterator[str]:
        """The file, piece by piece; cells that a spreadsheet takes for a formula start with '."""
        return _json_lines(self.records) if form is ExportFormat.JSON else csv_lines(self.columns, self.records)


VACANCY_EXPORT: Final = (
    "reference",
    "source",
    "external_id",
    "title",
    "description",
    "employer",
    "employer_number",
    "sector",
    "occupation",
    "occupation_name",
    "contract",
    "area",
    "latitude",
    "longitude",
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
"""The import takes each of these columns, so that an export can be changed and imported again."""


def export_vacancies(*, actor: Actor, filters: VacancyFilters | None = None) -> Export:
    """The vacancies that answer to these filters (None: all, in any state). Raises: `NotAllowed`."""
    require(actor, Permission.EXPORT_VACANCIES)
    day = timezone.localdate()
    chosen = vacancy_list(actor, filters or VacancyFilters(state=None), day)
    rows = chosen.prefetch_related("competences", "languages", "licences")
    return Export(
        VACANCY_EXPORT,
        ({**_vacancy(row), "state": state_on(row, day).value} for row in rows.iterator(chunk_size=500)),
    )


OBSERVATION_EXPORT: Final = (
    "indicator",
    "period",
    "area",
    "value",
    "unit",
    "status",
    "vintage",
    "source",
    "source_url",
    "printed_as",
    "flag_nl",
    "flag_en",
    "breakdown",
)


def export_observations(*, actor: Actor, indicator: str | None = None) -> Export:
    """The figures of this indicator (None: of all), as the import of figures reads them. Raises: `NotAllowed`."""
    rows = observations_of(indicator, actor=actor)
    return Export(
        OBSERVATION_EXPORT,
        (
            {
                "indicator": row.indicator.slug,
                "period": str(row.period),
                "area": row.area,
                "value": f"{plain(row.value):f}",
                "unit": str(row.indicator.definition["unit"]),
                "status": row.status,
                "vintage": row.vintage.isoformat() if row.vintage else None,
                "source": row.source,
                "source_url": row.source_url,
                "printed_as": row.printed_as,
                "flag_nl": row.flag_nl,
                "flag_en": row.flag_en,
                "breakdown": row.breakdown,
            }
            for row in rows.iterator(chunk_size=1000)
        ),
    )


ACTION_EXPORT: Final = (
    "slug",
    "name_nl",
    "name_en",
    "tracks",
    "priority",
    "lead",
    "partners",
    "published_status",
    "published_amounts",
    "source",
)


def export_actions(pact: str, *, actor: Actor) -> Export:
    """The actions of this pact, by its short name, with lead, partners and money. Raises: `NotAllowed`, `NotFound`."""
    found = actions_of(pact_named(pact, actor=actor))
    return Export(
        ACTION_EXPORT,
        (
            {
                "slug": action.slug,
                "name_nl": action.name_nl,
                "name_en": action.name_en,
                "tracks": [track.slug for track in action.tracks.all()],
                "priority": action.priority.slug if action.priority else None,
                "lead": action.lead.slug if action.lead else None,
                "partners": [partner.slug for partner in action.partners.all()],
                "published_status": action.published_status,
                "published_amounts": [f"{money.amount}/{money.per.value}" for money in published_amounts(action)],
                "source": action.source,
            }
            for action in found
        ),
    )


PEOPLE_EXPORT: Final = ("reference", "name", "birth_date", "neighbourhood", "referent", "statuses")


def export_people(*, actor: Actor, people_filter: PeopleFilter | None = None) -> Export:
    """The people whom the actor's organisation accompanies; every line is recorded as exported.

    Raises: `NotAllowed`; the operator never exports people.
    """
    lines = export_rows(actor, people_filter or PeopleFilter())
    return Export(
        PEOPLE_EXPORT,
        [
            {
                "reference": str(line.reference),
                "name": line.full_name,
                "birth_date": line.birth_date.isoformat() if line.birth_date else None,
                "neighbourhood": line.neighbourhood,
                "referent": line.referent,
                "statuses": [status.kind for status in line.statuses],
            }
            for line in lines
        ],
    )


def _vacancy(vacancy: Vacancy) -> dict[str, Value]:
    asked = list(vacancy.competences.all())
    return {
        "reference": str(vacancy.reference),
        "source": vacancy.source,
        "external_id": vacancy.external_id,
        "title": vacancy.title,
        "description": vacancy.description,
        "employer": vacancy.employer.name,
        "employer_number": vacancy.employer.enterprise_number,
        "sector": vacancy.employer.sector,
        "occupation": vacancy.occupation,
        "occupation_name": concept_name(vacancy.occupation),
        "contract": vacancy.contract,
        "area": vacancy.area,
        "latitude": vacancy.latitude,
        "longitude": vacancy.longitude,
        "hours_min": _number(vacancy.hours_min),
        "hours_max": _number(vacancy.hours_max),
        "shifts": list(vacancy.shifts),
        "starts_at": clock(vacancy.starts_at) or None,
        "ends_at": clock(vacancy.ends_at) or None,
        "education_required": vacancy.education_required,
        "competences_required": [row.concept for row in asked if row.is_required],
        "competences_nice": [row.concept for row in asked if not row.is_required],
        "languages": [f"{row.language}:{row.level}" for row in vacancy.languages.all()],
        "licences": [row.licence for row in vacancy.licences.all()],
        "positions": vacancy.positions,
        "positions_filled": vacancy.positions_filled,
        "wage_min": _number(vacancy.wage_min),
        "wage_max": _number(vacancy.wage_max),
        "opens_on": vacancy.opens_on.isoformat(),
        "closes_on": _day(vacancy.closes_on),
        "filled_on": _day(vacancy.filled_on),
        "cancelled_on": _day(vacancy.cancelled_on),
    }


def _day(day: object) -> str | None:
    return str(day) if day is not None else None


def _number(value: object) -> str | None:
    return str(value) if value is not None else None


def csv_lines(columns: tuple[str, ...], records: Iterable[Record]) -> Iterator[str]:
    """These records as the lines of a CSV file, with a mark in front that spreadsheets know it by."""
    yield "\ufeff"
    yield _csv_line(columns)
    for record in records:
        yield _csv_line([_cell(record.get(column)) for column in columns])


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Value) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return safe_cell(text)


def _json_lines(records: Iterable[Record]) -> Iterator[str]:
    yield "["
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]\n"
