"""What can be asked to change about people."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, SecretStr

from arbeidspact.organisations.commands import Command
from arbeidspact.people.models import Ground, StatusKind, TravelChoice
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind, Shift


def _mail_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("This is not a mail address. Write it like name@example.org.")) from None
    return text


LOWEST_WAGE, HIGHEST_WAGE = Decimal(100), Decimal(25_000)


def gross_wage_a_month(wage: Decimal) -> Decimal:
    """This wage, when it can be a gross wage a month at full time, in euro. Raises: `ValueError` with the fix."""
    if not LOWEST_WAGE <= wage <= HIGHEST_WAGE:
        raise ValueError(_("Give the gross wage a month in euro, from 100 to 25,000; not an hourly or yearly wage."))
    return wage


MOST_AT_ONCE = 100
MailAddress = Annotated[str, Field(max_length=254), AfterValidator(_mail_address)]
GivenName = Annotated[str, Field(min_length=1, max_length=100)]
FamilyName = Annotated[str, Field(max_length=100)]
Reason = Annotated[str, Field(max_length=300)]
Hours = Annotated[Decimal, Field(gt=0, le=60, max_digits=4, decimal_places=1)]
MonthlyWage = Annotated[Decimal, Field(max_digits=8, decimal_places=2), AfterValidator(gross_wage_a_month)]
ConceptId = Annotated[str, Field(min_length=1, max_length=200)]


class RegisterPerson(Command):
    """Make a file for somebody, and start to accompany them.

    `referent`, the key of a colleague (None: nobody yet); `is_not`, the keys of the possible duplicates that were
    looked at and are somebody else.
    """

    given_name: GivenName
    family_name: FamilyName = ""
    birth_date: date | None = None
    national_number: SecretStr | None = None
    neighbourhood: str = ""
    language: str = "nl"
    ground: Ground
    reason: Reason = ""
    referent: int | None = None
    is_not: frozenset[str] = frozenset()
    is_invented: bool = False


class StartAccompaniment(Command):
    """Accompany somebody of whom another organisation has a file. `handle` comes from the duplicate check."""

    handle: str
    ground: Ground
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    referent: int | None = None


class PersonCommand(Command):
    """A change of one person's file."""

    person: UUID


class SetReferents(Command):
    """The same referent for several people at once; None: nobody."""

    people: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    referent: int | None = None


class EndAccompaniment(PersonCommand):
    """The actor's organisation stops to accompany this person, today."""


class SetReferent(PersonCommand):
    """Who of the actor's organisation is the person's contact? None: nobody."""

    referent: int | None = None


class AddTeamMember(PersonCommand):
    """Take a colleague into the team of this person; `purpose` says what for."""

    user: int
    purpose: Annotated[str, Field(min_length=3, max_length=300)]


class EndTeamMember(PersonCommand):
    """A colleague leaves the team of this person today."""

    user: int


class EditIdentity(PersonCommand):
    given_name: GivenName
    family_name: FamilyName = ""
    birth_date: date | None = None


class EditContact(PersonCommand):
    """What is left out becomes empty."""

    email: MailAddress | None = None
    phone: Annotated[str, Field(max_length=40, pattern=r"^[0-9+()./ \-]*$")] = ""
    language: str = "nl"
    neighbourhood: str = ""


class SetNationalNumber(PersonCommand):
    national_number: SecretStr


class SetAvailability(PersonCommand):
    """When and how far somebody can work, and the wage they hope for; what is left out becomes unknown.

    `wage_wanted`, gross a month at full time, is a wish: it moves the order of fitting work a little and excludes none.
    """

    hours_min: Hours | None = None
    hours_max: Hours | None = None
    shifts: frozenset[Shift] = frozenset()
    transport: frozenset[TravelChoice] = frozenset()
    travel_minutes_max: Annotated[int, Field(ge=5, le=180)] | None = None
    wage_wanted: MonthlyWage | None = None


class SetEducation(PersonCommand):
    education: EducationLevel | None = None


class SeekOccupation(PersonCommand):
    concept: ConceptId


class DropOccupation(PersonCommand):
    concept: ConceptId


class AddCompetence(PersonCommand):
    concept: ConceptId
    level: CompetenceLevel = CompetenceLevel.INDEPENDENT
    evidence: EvidenceKind = EvidenceKind.SELF_DECLARED


class ChangeCompetence(AddCompetence):
    """Another level or other evidence for a competence that is there."""


class RemoveCompetence(PersonCommand):
    concept: ConceptId


class RestoreCompetence(AddCompetence):
    """Put back a competence just as it was: by whom it was noted, and when."""

    noted_on: date
    noted_by: int | None = None


class SetLanguage(PersonCommand):
    language: str
    level: CefrLevel


class RemoveLanguage(PersonCommand):
    language: str


class AddLicence(PersonCommand):
    licence: str
    valid_until: date | None = None


class RemoveLicence(PersonCommand):
    licence: str


class OpenStatus(PersonCommand):
    kind: StatusKind
    since: date


class CloseStatus(PersonCommand):
    kind: StatusKind
    until: date


class ReopenStatus(PersonCommand):
    """Undo the closing of the status that ended on this day."""

    kind: StatusKind
    until: date


class OpenCompartment(Command):
    """Show the sensitive part of a file for an hour; `purpose` is what it is needed for now."""

    person: UUID
    purpose: Annotated[str, Field(min_length=5, max_length=300)]


class CloseCompartment(Command):
    """Hide the sensitive part of a file again."""

    person: UUID
