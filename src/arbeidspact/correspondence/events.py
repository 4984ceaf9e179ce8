"""What programs of partners can hear of, and how the platform says it: `announce`, by references, never by names."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.at_once import send_after_commit
from arbeidspact.correspondence.models import Notice, Subscription
from arbeidspact.correspondence.notices import send_waiting_notice
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.models import Organisation

EVENTS: Final[dict[str, Message]] = {
    "handover.pending": _("A handover was proposed"),
    "handover.accepted": _("A handover was accepted"),
    "handover.refused": _("A handover was refused"),
    "handover.met": _("The receiver has met the person"),
    "handover.confirmed": _("The person confirmed the handover"),
    "handover.withdrawn": _("A handover was withdrawn"),
    "handover.expired": _("A handover expired"),
    "agreement.confirmed": _("An agreement was confirmed by both sides"),
    "agreement.reopened": _("An agreement has to be confirmed again"),
    "message.undelivered": _("A message did not arrive"),
    "signal.raised": _("A partner raised a signal, or raised it again"),
    "signal.answered": _("The steering group answered a signal"),
}
"""The events that a webhook may choose. An area that announces another one writes it down here first."""

TEST_EVENT: Final = "test"
PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}")

Value = UUID | date | bool | int | str | None


def announce(event: str, payload: Mapping[str, Value], *, organisation: Organisation) -> int:
    """The webhooks of this organisation that asked for it hear of this event, after the transaction is kept.

    Arguments: `event`, one of `EVENTS`; `payload`, references, days, numbers and slugs: nothing that names or describes
    a person. Call it inside the transaction of the change.
    Returns: how many webhooks will hear. Raises: `ValueError` for an unknown event or a value that may be a name.
    """
    if event not in EVENTS:
        raise ValueError(f"The event {event!r} is not known: write it down in correspondence.events.EVENTS.")
    kept = plain_payload(payload)
    wanting = [
        one
        for one in Subscription.objects.filter(organisation=organisation, ended_at__isnull=True).order_by("pk")
        if event in one.events
    ]
    for subscription in wanting:
        write_notice(subscription, event, kept)
    return len(wanting)


def write_notice(subscription: Subscription, event: str, payload: Mapping[str, object]) -> Notice:
    """A notice that leaves after the transaction is kept."""
    now = timezone.now()
    notice = Notice.objects.create(
        subscription=subscription, event=event, payload=dict(payload), created_at=now, next_attempt_at=now
    )
    send_after_commit(send_waiting_notice, notice.pk)
    return notice


def plain_payload(payload: Mapping[str, Value]) -> dict[str, str | int | bool | None]:
    """This payload as it travels. Raises: `ValueError` for a key or value that is not plain."""
    kept: dict[str, str | int | bool | None] = {}
    for key, value in payload.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
            raise ValueError(f"The key {key!r} is not plain.")
        if isinstance(value, UUID):
            kept[key] = str(value)
        elif isinstance(value, date):
            kept[key] = value.isoformat()
        elif value is None or isinstance(value, bool | int) or PLAIN.fullmatch(str(value)):
            kept[key] = value
        else:
            raise ValueError(f"The value of {key!r} is no reference, day, number or slug: it might be a name.")
    return kept
