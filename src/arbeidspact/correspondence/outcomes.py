"""What became of one try to send something."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message

CLAIM: Final = timedelta(minutes=5)
"""Whoever sends something holds it this long; after a crash another run takes it up."""

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long to wait after the first, second, ... try that failed; after the last one we give up."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The next station took it; `provider_id` is what it calls it, empty when it says nothing."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class TryLater:
    """It may work later; `after`, when the other side said how long to wait."""

    problem: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class NeverWorks:
    """It will not work, however often we try."""

    problem: str


Outcome = HandedOver | TryLater | NeverWorks

PROBLEM_WORDS: Final[dict[str, Message]] = {
    "no-mailbox": _("The mail server of the receiver says that this address does not exist."),
    "mailbox-full": _("The mailbox of the receiver is full."),
    "mail-refused": _("The mail server of the receiver refused the mail."),
    "mail-came-back": _("The mail came back."),
    "mail-server-silent": _("Our mail server did not answer."),
    "mail-server-refuses-us": _("Our mail server does not accept us. Tell whoever runs this platform."),
    "wrong-number": _("The number does not exist or cannot receive text messages."),
    "sms-not-delivered": _("The phone did not receive the text message."),
    "sms-expired": _("The phone was off or out of reach for too long."),
    "sms-refused": _("The network refused the text message."),
    "sms-gateway-silent": _("The service for text messages did not answer."),
    "sms-gateway-refuses-us": _("The service for text messages does not accept us. Tell whoever runs this platform."),
    "sms-not-set-up": _("Text messages are not set up on this platform."),
    "link-closed": _("The link in this message does not work any more."),
    "link-unreadable": _("The link in this message cannot be made again."),
}


def due(now: datetime) -> Q:
    """What may be tried now, messages and notices alike: its time has come, and nobody is at it."""
    return Q(next_attempt_at__lte=now) & (Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))


def problem_words(problem: str) -> Message:
    """What went wrong, in words."""
    return PROBLEM_WORDS.get(problem, _("It was not delivered; nobody said why.")) if problem else ""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after this many tries that failed? None: give up."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None
