"""What others say became of a message after it left: it arrived, or it came back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from arbeidspact.correspondence.commands import SmsStatus
from arbeidspact.correspondence.events import announce
from arbeidspact.correspondence.models import Channel, Message

SMS_PROBLEMS = {"undelivered": "sms-not-delivered", "expired": "sms-expired", "rejected": "sms-refused"}


def note_sms_status(command: SmsStatus) -> bool:
    """The gateway says what became of a text message. Returns: whether that was news.

    What arrived has arrived: a later word that it did not is not believed.
    """
    message = Message.objects.filter(channel=Channel.SMS, provider_id=command.id).first()
    if message is None:
        return False
    if command.status == "delivered":
        return note_arrival(message.reference)
    return note_return(message.reference, SMS_PROBLEMS[command.status])


def note_arrival(reference: UUID, *, at: datetime | None = None) -> bool:
    """This message arrived. Returns: whether that was news."""
    with transaction.atomic():
        sent = Message.objects.filter(reference=reference, handed_over_at__isnull=False, delivered_at__isnull=True)
        if not sent.update(delivered_at=at or timezone.now()):
            return False
        _tell_followers(Message.objects.get(reference=reference))
    return True


def note_return(reference: UUID, problem: str, *, at: datetime | None = None) -> bool:
    """This message came back. Returns: whether that was news. From now on it is an action for whoever sent it."""
    with transaction.atomic():
        sent = Message.objects.filter(
            reference=reference,
            handed_over_at__isnull=False,
            delivered_at__isnull=True,
            bounced_at__isnull=True,
        )
        if not sent.update(bounced_at=at or timezone.now(), problem=problem):
            return False
        announce_undelivered(Message.objects.select_related("organisation", "person").get(reference=reference))
    return True


def announce_undelivered(message: Message) -> None:
    """The queues and the webhooks of the organisation hear that this message did not arrive."""
    _tell_followers(message)
    announce(
        "message.undelivered",
        {
            "message": message.reference,
            "person": message.person.reference if message.person else None,
            "channel": message.channel,
            "problem": message.problem,
        },
        organisation=message.organisation,
    )


def _tell_followers(message: Message) -> None:
    # Rows are claimed and changed by `update`, which says nothing to those who watch them: a save does.
    message.save(update_fields=["problem"])
