"""Sending messages, and what is done about those that did not arrive."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.addresses import address_for, checked, refuse_without_subject
from arbeidspact.correspondence.at_once import send_after_commit
from arbeidspact.correspondence.commands import SendAgain, SendMessage, SettleMessage
from arbeidspact.correspondence.links import IssuedLink
from arbeidspact.correspondence.models import Channel, Message, MessageState, Recipient, Settlement, SignedLink
from arbeidspact.correspondence.sealing import sealed
from arbeidspact.correspondence.sending import MASK, send_waiting_message
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, person_to_change
from arbeidspact.people.models import Person


def send_message(
    command: SendMessage,
    *,
    file: PersonFile | None = None,
    link: IssuedLink | None = None,
    actor: Actor,
    by_right_of: Permission = Permission.SEND_MESSAGE,
) -> Message:
    """A message is written down, and leaves as soon as the transaction is kept; what fails is tried again.

    Arguments: `file`, the person's file as the gate handed it out; `link`, a fresh link about the person: it stands in
    the text, or is put under it, and its token is masked in what we keep. With neither, the gate is asked. The operator
    sends what needs no file: with a link, as the act that gave it was allowed already, or to a partner about nobody.
    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for an address or number that cannot be; `Conflict` when the
        installation sends no text messages.
    """
    is_about_nobody = file is None and command.person is None and command.recipient == Recipient.PARTNER
    if not (actor.is_operator and (link is not None or is_about_nobody)):
        require(actor, by_right_of)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    person = _person(command, file, link, actor)
    if person is not None and by_right_of is not Permission.SEND_MESSAGE:
        require(actor, Permission.SEND_MESSAGE)
    address = address_for(command, person)
    refuse_without_subject(command)
    with transaction.atomic():
        if (earlier := _sent_before(command, person, actor)) is not None:
            return earlier
        message = Message.objects.create(
            reference=command.key or uuid4(),
            person=person,
            organisation=actor.organisation,
            sent_by=actor.user,
            recipient=command.recipient,
            partner=command.partner,
            channel=command.channel,
            address=address,
            kind=command.kind,
            subject=command.subject if command.channel == Channel.EMAIL else "",
            text=_kept_text(command.text, link),
            language=command.language,
            link=link.link if link else None,
            sealed_token=sealed(link.raw) if link else "",
            queued_at=timezone.now(),
            next_attempt_at=timezone.now(),
        )
        record(actor, "send-message", message, channel=command.channel, kind=command.kind)
        _leave_after_commit(message)
    return message


def send_again(command: SendAgain, *, actor: Actor, file: PersonFile | None = None) -> Message:
    """A message that did not arrive goes out once more, perhaps to another address: a new message, the same text.

    Arguments: `file`, for a message about a person.
    Raises: `NotAllowed`; `NotFound`; `InvalidValue`; `Conflict` when it did arrive, was settled already, or its link
        works no more.
    """
    require(actor, Permission.SEND_MESSAGE)
    with transaction.atomic():
        earlier = _undelivered(command.message, actor, file)
        if earlier.link_id is not None and not (earlier.sealed_token and _still_works(earlier.link)):
            raise Conflict(
                _("The link in this message does not work any more."),
                hint=_("Go to what the message is about and send a new link from there."),
            )
        channel = Channel(earlier.channel)
        message = Message.objects.create(
            person=earlier.person,
            organisation=earlier.organisation,
            sent_by=actor.user,
            recipient=earlier.recipient,
            partner=earlier.partner,
            channel=channel,
            address=checked(channel, command.to) if command.to else earlier.address,
            kind=earlier.kind,
            subject=earlier.subject,
            text=earlier.text,
            language=earlier.language,
            link=earlier.link,
            sealed_token=earlier.sealed_token,
            repeats=earlier,
            queued_at=timezone.now(),
            next_attempt_at=timezone.now(),
        )
        _settle(earlier, Settlement.SENT_AGAIN, "", actor)
        record(actor, "send-message-again", message, to_another_address=message.address != earlier.address)
        _leave_after_commit(message)
    return message


def settle_message(command: SettleMessage, *, actor: Actor, file: PersonFile | None = None) -> Message:
    """A message that did not arrive needs no more: the person was reached in another way, or it is not needed.

    Raises: as `send_again`.
    """
    require(actor, Permission.SEND_MESSAGE)
    with transaction.atomic():
        message = _undelivered(command.message, actor, file)
        _settle(message, Settlement.ANOTHER_WAY, command.note, actor)
        record(actor, "settle-message", message)
    return message


def _person(command: SendMessage, file: PersonFile | None, link: IssuedLink | None, actor: Actor) -> Person | None:
    person = file.person if file else link.link.person if link else None
    if person is not None:
        if command.person not in (None, person.reference):
            raise Conflict(_("The message is about somebody else."))
        return person
    if command.person is not None:
        return person_to_change(actor, command.person, Permission.SEND_MESSAGE)
    if command.recipient == Recipient.PERSON:
        raise InvalidValue(_("Say to whom the message goes."), field="person")
    return None


def _sent_before(command: SendMessage, person: Person | None, actor: Actor) -> Message | None:
    if command.key is None:
        return None
    earlier = Message.objects.filter(reference=command.key).first()
    if earlier is not None and (earlier.organisation != actor.organisation or earlier.person != person):
        raise Conflict(_("This form was used already."), hint=_("Open it again."))
    return earlier


def _kept_text(text: str, link: IssuedLink | None) -> str:
    if link is None:
        return text
    whole = text if link.raw in text else f"{text}\n\n{link.address}"
    return whole.replace(MASK, "").replace(link.raw, MASK)


def _undelivered(reference: UUID, actor: Actor, file: PersonFile | None) -> Message:
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("person", "link", "organisation")
        .filter(reference=reference, organisation=actor.organisation, person=file.person if file else None)
        .first()
    )
    if message is None:
        raise NotFound(_("There is no such message."))
    if message.state != MessageState.UNDELIVERED:
        raise Conflict(_("This message is on its way or arrived."))
    if message.settled_at is not None:
        raise Conflict(_("Somebody settled this message already."))
    return message


def _still_works(link: SignedLink | None) -> bool:
    return link is not None and link.used_at is None and link.withdrawn_at is None and link.expires_at > timezone.now()


def _settle(message: Message, how: Settlement, note: str, actor: Actor) -> None:
    message.settled_at = timezone.now()
    message.settled_by = actor.user
    message.settlement = how
    message.settlement_note = note
    message.save(update_fields=["settled_at", "settled_by", "settlement", "settlement_note"])


def _leave_after_commit(message: Message) -> None:
    send_after_commit(send_waiting_message, message.pk)
