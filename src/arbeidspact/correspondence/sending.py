"""Sending what waits: claimed by one sender at a time, tried again with longer waits, given up in the end."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from arbeidspact.correspondence.arrivals import announce_undelivered
from arbeidspact.correspondence.mail import send_mail_message
from arbeidspact.correspondence.models import Channel, Message
from arbeidspact.correspondence.outcomes import CLAIM, HandedOver, NeverWorks, Outcome, TryLater, due, wait_after
from arbeidspact.correspondence.sealing import unsealed
from arbeidspact.correspondence.sms import send_text_message

MASK: Final = "••••••••"
"""Stands in a kept text where the token of a link was."""

TRANSPORTS: Final[Mapping[str, Callable[[Message, str], Outcome]]] = {
    Channel.EMAIL: send_mail_message,
    Channel.SMS: send_text_message,
}


def messages_due(now: datetime | None = None) -> list[int]:
    """The keys of the messages that may be sent now, the longest waiting first."""
    moment = now or timezone.now()
    return list(Message.objects.filter(due(moment)).order_by("next_attempt_at", "pk").values_list("pk", flat=True))


def send_waiting_message(key: int) -> Outcome | None:
    """Tries this message once, now. Returns: what became of it; None when it is not due or somebody else sends it.

    Whoever comes first claims the row by changing it; a claim that was never ended, by a crash, runs out.
    """
    now = timezone.now()
    claim = now + CLAIM
    if not Message.objects.filter(due(now), pk=key).update(claimed_until=claim, attempts=F("attempts") + 1):
        return None
    message = Message.objects.select_related("link", "person", "organisation").get(pk=key)
    text = _whole_text(message, now)
    outcome = text if isinstance(text, NeverWorks) else TRANSPORTS[message.channel](message, text)
    after = _after(message, outcome)
    with transaction.atomic():
        if (
            Message.objects.filter(pk=key, claimed_until=claim).update(claimed_until=None, **after)
            and "failed_at" in after
        ):
            message.problem = after["problem"]
            announce_undelivered(message)
    return outcome


def forget_tokens() -> int:
    """Tokens of links that work no more are forgotten: nothing is left to send again. Returns: how many."""
    now = timezone.now()
    closed = Q(link__isnull=True) | Q(link__used_at__isnull=False) | Q(link__withdrawn_at__isnull=False)
    over = Message.objects.exclude(sealed_token="").filter(closed | Q(link__expires_at__lte=now))
    keys = list(over.values_list("pk", flat=True))
    return Message.objects.filter(pk__in=keys).update(sealed_token="")


def _whole_text(message: Message, now: datetime) -> str | NeverWorks:
    if not message.sealed_token:
        return NeverWorks("link-closed") if MASK in message.text and message.kind != "free" else message.text
    link = message.link
    if link is None or link.used_at or link.withdrawn_at or link.expires_at <= now:
        return NeverWorks("link-closed")
    token = unsealed(message.sealed_token)
    return NeverWorks("link-unreadable") if token is None else message.text.replace(MASK, token)


def _after(message: Message, outcome: Outcome) -> dict[str, Any]:
    now = timezone.now()
    if isinstance(outcome, HandedOver):
        return {
            "handed_over_at": now,
            "provider_id": outcome.provider_id,
            "next_attempt_at": None,
            "problem": "",
        }
    if isinstance(outcome, TryLater):
        wait = wait_after(message.attempts)
        if wait is not None:
            wait = wait if outcome.after is None else max(wait, outcome.after)
            return {"next_attempt_at": now + wait, "problem": outcome.problem}
    return {"failed_at": now, "next_attempt_at": None, "problem": outcome.problem}
