"""What can be asked about contacts, places, referrers and programmes."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field

from arbeidspact.organisations.commands import Command, OrganisationName
from arbeidspact.outreach.models import MomentKind, PlaceKind, ReferrerKind, WithdrawalReason
from arbeidspact.outreach.programmes_file import ProgrammeEntry
from arbeidspact.people.commands import FamilyName, GivenName, Reason
from arbeidspact.people.models import Ground

FirstName = Annotated[str, Field(max_length=100)]
Reach = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=120)]
Note = Annotated[str, Field(max_length=500)]
ShortName = Annotated[OrganisationName, Field(max_length=120)]


class ContactFacts(Command):
    """What is known of somebody who was met; only the place must be known. `met_on` None: today."""

    place: UUID
    given_name: FirstName = ""
    reach: Reach = ""
    met_on: date | None = None
    language: str = ""
    neighbourhood: str = ""
    referred_by: Words = ""
    note: Note = ""


class RegisterContact(ContactFacts):
    """Somebody was met. `sent_as` is the key that the phone made: sent twice, it is one contact."""

    sent_as: UUID = Field(default_factory=uuid4)
    programme: str = ""


class ChangeContact(ContactFacts):
    """What is known of this contact changes; what is left out becomes empty."""

    contact: UUID


class AddMoment(Command):
    """The contact was followed up. `on` None: today."""

    contact: UUID
    kind: MomentKind
    on: date | None = None
    note: Note = ""


class RemoveMoment(Command):
    """A follow-up noted by mistake goes away."""

    contact: UUID
    moment: UUID


class WithdrawContact(Command):
    """The contact is not followed up any more."""

    contact: UUID
    reason: WithdrawalReason


class ReopenContact(Command):
    """A withdrawn contact is followed up again."""

    contact: UUID


class MakeFile(Command):
    """A file is made for this contact, on a stated ground; the rest as when a person is registered."""

    contact: UUID
    given_name: GivenName
    family_name: FamilyName = ""
    birth_date: date | None = None
    ground: Ground
    reason: Reason = ""
    referent: int | None = None
    is_not: frozenset[str] = frozenset()


class JoinFile(Command):
    """This contact is somebody whose file the organisation has already."""

    contact: UUID
    person: UUID


class JoinFileElsewhere(Command):
    """This contact is somebody of whom another organisation has a file: accompany them too."""

    contact: UUID
    handle: str
    ground: Ground
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    referent: int | None = None


class AddPlace(Command):
    name: ShortName
    kind: PlaceKind
    neighbourhood: str = ""


class ChangePlace(AddPlace):
    place: UUID


class ClosePlace(Command):
    """The place is not offered any more; contacts met there keep it."""

    place: UUID


class ReopenPlace(Command):
    place: UUID


class AddReferrer(Command):
    name: ShortName
    kind: ReferrerKind


class ChangeReferrer(AddReferrer):
    referrer: UUID


class EndReferrer(Command):
    """Contacts that this referrer sent keep the name; it is not offered any more."""

    referrer: UUID


class ReopenReferrer(Command):
    referrer: UUID


class AdoptProgrammes(Command):
    """These programmes are in force from now; one that is left out has ended."""

    programmes: tuple[ProgrammeEntry, ...]


class EnrolContact(Command):
    contact: UUID
    programme: str


class EnrolPerson(Command):
    """Somebody with a file takes part in a programme; the file comes with the call."""

    programme: str


class LeaveProgramme(Command):
    """The contact or person stops taking part today."""

    enrolment: int
