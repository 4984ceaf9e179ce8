"""What can be asked of the vacancies: each command checks what it can on its own, before any row is read."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import Field, ValidationInfo, field_validator

from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.enterprise_number import validate_enterprise_number
from arbeidspact.people.commands import gross_wage_a_month
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift
from arbeidspact.vacancies.models import Contract

LONGEST_WEEK = Decimal(60)
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
MOST_POSITIONS = 999

Text = Annotated[str, Field(max_length=200)]


class AskedLanguage(Command):
    """A language that a vacancy asks, from this level on."""

    language: str
    level: CefrLevel


class VacancyDetails(Command):
    """Everything that is said of a vacancy itself; the dates of filling and cancelling have commands of their own."""

    title: Text
    description: Annotated[str, Field(max_length=20_000)] = ""
    occupation: Text
    competences_required: tuple[Text, ...] = ()
    competences_nice: tuple[Text, ...] = ()
    languages: tuple[AskedLanguage, ...] = ()
    licences: tuple[str, ...] = ()
    education_required: EducationLevel | None = None
    contract: Contract = Contract.PERMANENT
    hours_min: Decimal | None = None
    hours_max: Decimal | None = None
    shifts: tuple[Shift, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None
    area: str
    latitude: float | None = None
    longitude: float | None = None
    positions: int = 1
    wage_min: Decimal | None = None
    wage_max: Decimal | None = None
    opens_on: date
    closes_on: date | None = None

    @field_validator("title")
    @classmethod
    def _title_says_something(cls, title: str) -> str:
        if len(title) < 3:
            raise ValueError(_("A title has at least three letters: say what the work is."))
        return title

    @field_validator("hours_min", "hours_max")
    @classmethod
    def _hours_fit_in_a_week(cls, hours: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if hours is None:
            return None
        if not 0 < hours <= LONGEST_WEEK:
            raise ValueError(_("Give hours a week, more than 0 and at most 60."))
        if info.field_name == "hours_max" and _is_below(hours, info.data.get("hours_min")):
            raise ValueError(_("The most hours are fewer than the least: swap the two or correct one."))
        return hours

    @field_validator("starts_at", "ends_at")
    @classmethod
    def _times_are_of_a_work_day(cls, moment: time | None, info: ValidationInfo) -> time | None:
        if moment is None:
            return None
        if moment.tzinfo is not None or moment.second or moment.microsecond:
            raise ValueError(_("Give hours and minutes, such as 05:30."))
        if info.field_name == "ends_at" and moment == info.data.get("starts_at"):
            raise ValueError(_("The work ends at the minute it starts: correct one of the two, or leave one empty."))
        return moment

    @field_validator("wage_min", "wage_max")
    @classmethod
    def _wage_is_a_month(cls, wage: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if wage is None:
            return None
        gross_wage_a_month(wage)
        if info.field_name == "wage_max" and _is_below(wage, info.data.get("wage_min")):
            raise ValueError(_("The highest wage is lower than the lowest: swap the two or correct one."))
        return wage

    @field_validator("opens_on", "closes_on")
    @classmethod
    def _dates_are_near(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is None:
            return None
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValueError(_("This date lies too far away: check the year."))
        if info.field_name == "closes_on" and _is_below(day, info.data.get("opens_on")):
            raise ValueError(_("The last day comes before the first: correct one of the two dates."))
        return day

    @field_validator("latitude", "longitude")
    @classmethod
    def _place_is_on_earth(cls, degrees: float | None, info: ValidationInfo) -> float | None:
        limit = 90 if info.field_name == "latitude" else 180
        if degrees is not None and not -limit <= degrees <= limit:
            raise ValueError(_("Give degrees, such as 51.05 for the latitude and 3.72 for the longitude of Ghent."))
        if (
            info.field_name == "longitude"
            and "latitude" in info.data
            and (degrees is None) != (info.data["latitude"] is None)
        ):
            raise ValueError(_("Give both a latitude and a longitude, or neither."))
        return degrees

    @field_validator("positions")
    @classmethod
    def _positions_are_real(cls, positions: int) -> int:
        if not 1 <= positions <= MOST_POSITIONS:
            raise ValueError(_("Give the number of positions, from 1 to 999."))
        return positions

    @field_validator("languages")
    @classmethod
    def _each_language_once(cls, languages: tuple[AskedLanguage, ...]) -> tuple[AskedLanguage, ...]:
        if len({asked.language for asked in languages}) < len(languages):
            raise ValueError(_("A language stands here twice: keep one line for each."))
        return languages

    @field_validator("competences_nice")
    @classmethod
    def _each_competence_once(cls, nice: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        required = set(info.data.get("competences_required", ()))
        return tuple(concept for concept in dict.fromkeys(nice) if concept not in required)

    @field_validator("competences_required", "licences", "shifts")
    @classmethod
    def _each_once(cls, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(values))


class CreateVacancy(VacancyDetails):
    """A new vacancy of an employer; `source` and `external_id` name it where it came from."""

    employer: UUID
    source: Annotated[str, Field(max_length=60)] = ""
    external_id: Annotated[str, Field(max_length=100)] = ""
    is_invented: bool = False


class EditVacancy(VacancyDetails):
    """The whole of what a vacancy says from now on."""

    vacancy: UUID


class PublishVacancy(Command):
    """The vacancy opens on this day."""

    vacancy: UUID
    opens_on: date
    closes_on: date | None = None


class FillVacancy(Command):
    """So many positions were filled (None: all that were open); the vacancy is filled when none is left."""

    vacancy: UUID
    filled_on: date
    positions: int | None = None


class CancelVacancy(Command):
    """The employer no longer looks for anybody."""

    vacancy: UUID
    cancelled_on: date


class ReopenVacancy(Command):
    """The employer looks again: from today, for this many positions, until a last day if one is given."""

    vacancy: UUID
    positions: int = 1
    closes_on: date | None = None


class EmployerDetails(Command):
    """What is said of an employer."""

    name: Text
    enterprise_number: str = ""
    sector: str = ""
    area: str = ""

    @field_validator("name")
    @classmethod
    def _name_says_something(cls, name: str) -> str:
        if len(name) < 2:
            raise ValueError(_("Give the name of the employer."))
        return name

    @field_validator("enterprise_number")
    @classmethod
    def _number_can_exist(cls, number: str) -> str:
        if not number:
            return ""
        try:
            validate_enterprise_number(number)
        except DjangoValidationError as error:
            raise ValueError(error.messages[0]) from error
        digits = "".join(filter(str.isdigit, number))
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


class RegisterEmployer(EmployerDetails):
    """An employer that is not known yet."""

    is_invented: bool = False


class EditEmployer(EmployerDetails):
    """What is said of this employer from now on."""

    employer: UUID


def _is_below(value: Any, least: Any) -> bool:
    return least is not None and value < least
