"""What may be asked of organisations and members, and the shape of every command."""

import re
from datetime import timedelta
from typing import Annotated

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from arbeidspact.organisations.enterprise_number import validate_enterprise_number
from arbeidspact.organisations.models import OrganisationKind, Role


class Command(BaseModel):
    """Frozen, without unknown fields, with the spaces around words taken off.

    What was given stays out of the text of an error, which may end in a log.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


def _on_one_line(value: str) -> str:
    if not value:
        raise ValueError(_("Fill in this field."))
    if not value.isprintable():
        raise ValueError(_("Write this on one line, without special control characters."))
    return value


def _mail_address(value: str) -> str:
    try:
        validate_email(value)
    except DjangoValidationError as error:
        raise ValueError(_("This is not a mail address. Write it like name@example.org.")) from error
    return value.lower()


def _enterprise_number(value: str) -> str:
    """The number with its dots, as it is stored; an empty one stays empty."""
    if not value:
        return ""
    try:
        validate_enterprise_number(value)
    except DjangoValidationError as error:
        raise ValueError(error.messages[0]) from error
    digits = re.sub(r"\D", "", value)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def _known_language(value: str) -> str:
    if value not in dict(settings.LANGUAGES):
        raise ValueError(_("Choose one of the languages of this platform."))
    return value


def _some_roles(value: frozenset[Role]) -> frozenset[Role]:
    if not value:
        raise ValueError(_("Choose at least one role."))
    return value


MailAddress = Annotated[str, Field(max_length=254), AfterValidator(_mail_address)]
EnterpriseNumber = Annotated[str, Field(max_length=20), AfterValidator(_enterprise_number)]
Language = Annotated[str, AfterValidator(_known_language)]
Roles = Annotated[frozenset[Role], AfterValidator(_some_roles)]
OrganisationName = Annotated[str, Field(max_length=200), AfterValidator(_on_one_line)]
ShortText = Annotated[str, Field(max_length=80), AfterValidator(_on_one_line)]
PersonalName = Annotated[str, Field(max_length=150), AfterValidator(_on_one_line)]
Slug = Annotated[str, Field(max_length=40, pattern=r"^[-a-z0-9_]+$")]


class CreateOrganisation(Command):
    """`slug` empty: made from the name."""

    name: OrganisationName
    kind: OrganisationKind
    enterprise_number: EnterpriseNumber = ""
    slug: Annotated[str, Field(max_length=80, pattern=r"^[-a-z0-9_]*$")] = ""
    is_invented: bool = False


class EditOrganisation(Command):
    """The kind is not here: what an organisation may do hangs on it, so only the operator sets it."""

    name: OrganisationName
    enterprise_number: EnterpriseNumber = ""


class InviteMember(Command):
    email: MailAddress
    roles: Roles


class ResendInvitation(Command):
    invitation: int


class WithdrawInvitation(Command):
    invitation: int


class AcceptInvitation(Command):
    """A new user gives names and a password; somebody with an account signs in first and gives neither."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    token: Annotated[str, Field(max_length=200, repr=False)]
    first_name: Annotated[str, Field(max_length=150)] = ""
    last_name: Annotated[str, Field(max_length=150)] = ""
    password: Annotated[str, Field(max_length=1000, repr=False)] = ""
    language: Language = "nl"


class GiveRole(Command):
    membership: int
    role: Role


class TakeRole(Command):
    membership: int
    role: Role


class EditMemberRoles(Command):
    membership: int
    roles: Roles


class EndMembership(Command):
    membership: int


class IssueApiToken(Command):
    """`days`: how long the token works."""

    name: ShortText
    days: Annotated[int, Field(ge=1, le=366)] = 90

    @property
    def lifetime(self) -> timedelta:
        return timedelta(days=self.days)


class RevokeApiToken(Command):
    token: int


class KeepView(Command):
    """A list with its filters. `query` is the part of the address after the question mark."""

    list_name: Slug
    name: ShortText
    query: Annotated[str, Field(max_length=2000)]


class ForgetView(Command):
    view: int


class SetLanguage(Command):
    language: Language


class EditOwnProfile(Command):
    first_name: PersonalName
    last_name: PersonalName
    language: Language
