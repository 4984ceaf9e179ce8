"""Where a message goes: the address or number as it is kept, checked before anything is written down."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.correspondence.phone_numbers import mobile_number
from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.people.models import Person


def address_for(command: SendMessage, person: Person | None) -> str:
    """Where does this message go: the address it names, else the person's own?

    Raises: `InvalidValue` when none is known or it cannot be one; `Conflict` when no text messages can be sent.
    """
    if command.channel == Channel.SMS and not sms_is_offered():
        raise Conflict(_("Text messages are not set up on this platform."), hint=_("Send a mail, or call."))
    own = ""
    if person is not None and command.recipient == Recipient.PERSON:
        own = person.email if command.channel == Channel.EMAIL else person.phone
    if not (command.to or own):
        if command.channel == Channel.EMAIL:
            raise InvalidValue(_("We know no mail address."), hint=_("Fill one in."), field="to")
        raise InvalidValue(_("We know no telephone number."), hint=_("Fill one in."), field="to")
    return checked(Channel(command.channel), command.to or own)


def checked(channel: Channel, written: str) -> str:
    """This address or number as it is kept. Raises: `InvalidValue`."""
    if channel == Channel.SMS:
        return mobile_number(written)
    try:
        validate_email(written)
    except ValidationError as error:
        raise InvalidValue(_("This is not a mail address. Write it like name@example.org."), field="to") from error
    return written


def refuse_without_subject(command: SendMessage) -> None:
    """A mail has a subject. Raises: `InvalidValue`."""
    if command.channel == Channel.EMAIL and not command.subject:
        raise InvalidValue(_("A mail has a subject."), field="subject")
