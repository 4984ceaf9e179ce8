"""The messages that a handover sends: to a partner without an account, to the person, and reminders to colleagues.

Nothing about the person stands in any of them.
"""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.links import IssuedLink
from arbeidspact.correspondence.models import Channel, Message, Recipient
from arbeidspact.handovers.models import Handover, HandoverState, ReminderTo
from arbeidspact.handovers.queries.reminding import PlannedReminder
from arbeidspact.handovers.wording import language_for, words_for
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message as Words
from arbeidspact.organisations.models import User

REMINDER: Final = "handover-reminder"
ASKS: Final[Mapping[tuple[str, str], tuple[Words, Words]]] = {
    (ReminderTo.RECEIVER, HandoverState.PENDING): (
        gettext_lazy("%(sender)s waits for an answer about a handover"),
        gettext_lazy("%(sender)s wants to hand somebody over to %(receiver)s. Nobody has accepted or refused yet."),
    ),
    (ReminderTo.RECEIVER, HandoverState.ACCEPTED): (
        gettext_lazy("Have you met whom %(sender)s handed over to you?"),
        gettext_lazy("%(receiver)s accepted a handover of %(sender)s. No meeting with the person is noted yet."),
    ),
    (ReminderTo.SENDER, HandoverState.PENDING): (
        gettext_lazy("No answer yet to your handover to %(receiver)s"),
        gettext_lazy("%(receiver)s has not answered your handover, and nobody there can be reminded. Call them."),
    ),
    (ReminderTo.SENDER, HandoverState.ACCEPTED): (
        gettext_lazy("Have %(receiver)s and the person met?"),
        gettext_lazy("%(receiver)s accepted your handover. No meeting with the person is noted yet: ask them."),
    ),
    (ReminderTo.SENDER, HandoverState.MET): (
        gettext_lazy("Your handover to %(receiver)s waits for the person"),
        gettext_lazy("%(receiver)s has met the person. The person has not confirmed it yet: ask them."),
    ),
}
"""What a reminder to a colleague says, by whom it is for and where the handover stands: a subject and a sentence."""


def write_to_partner(handover: Handover, link: IssuedLink, *, actor: Actor, is_reminder: bool = False) -> Message:
    """A mail to a partner without an account: who asks, and the link."""
    with override("nl"):
        subject = _("%(sender)s asks whether you can guide somebody") % {"sender": handover.sender.name}
        if is_reminder:
            subject = _("Reminder: %(subject)s") % {"subject": subject}
        text = _(
            "Hello,\n\n%(sender)s wants to hand over the guidance of somebody to %(receiver)s. "
            "With this link you see who it is and why, and you accept or refuse. It works until %(day)s.\n\n%(address)s"
        ) % {
            "sender": handover.sender.name,
            "receiver": handover.receiver_name,
            "day": date_format(handover.expires_on, "j F Y"),
            "address": link.address,
        }
    return send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=handover.partner_name,
            channel=Channel.EMAIL,
            kind=REMINDER if is_reminder else "handover-to-answer",
            to=handover.partner_email,
            subject=_on_one_line(subject),
            text=text,
        ),
        link=link,
        actor=actor,
    )


def write_to_person(
    handover: Handover, link: IssuedLink, channel: Channel, *, actor: Actor, is_reminder: bool = False
) -> Message:
    """A mail or text message to the person, in their language: have you met? Raises: `InvalidValue` without address."""
    code = handover.person.language
    words = words_for(code, sender=handover.sender.name, receiver=handover.receiver_name)
    text = f"{words['subject']}\n{link.address}" if channel == Channel.SMS else f"{words['mail']}\n\n{link.address}"
    return send_message(
        SendMessage(
            channel=channel,
            kind=REMINDER if is_reminder else "handover-to-confirm",
            subject=words["subject"] if channel == Channel.EMAIL else "",
            text=text,
            language=language_for(code),
        ),
        link=link,
        actor=actor,
    )


def write_reminder(planned: PlannedReminder, to: User, *, actor: Actor) -> Message:
    """A mail to a colleague whose turn it is: what the handover waits for, since when, and where to look."""
    subject, sentence = ASKS[planned.to, planned.handover.state]
    return _write_to_colleague(
        planned, to, subject, sentence, is_at_sender=planned.to == ReminderTo.SENDER, actor=actor
    )


def write_that_nobody_moved(planned: PlannedReminder, to: User, *, actor: Actor) -> Message:
    """A mail to a colleague of the sender: the last reminder to somebody else went out, now it is up to the sender."""
    with override(to.language):
        sentence = ngettext(
            "We reminded of your handover to %(receiver)s %(number)d time, today. We do not remind again: call, or "
            "take the handover back.",
            "We reminded of your handover to %(receiver)s %(number)d times, the last time today. We do not remind "
            "again: call, or take the handover back.",
            planned.due.number,
        )
    subject = gettext_lazy("Your handover to %(receiver)s stands still")
    return _write_to_colleague(planned, to, subject, sentence, is_at_sender=True, actor=actor)


def _write_to_colleague(
    planned: PlannedReminder, to: User, subject: Words, sentence: Words, *, is_at_sender: bool, actor: Actor
) -> Message:
    handover = planned.handover
    names = {
        "sender": handover.sender.name,
        "receiver": handover.receiver_name,
        "number": planned.due.number,
        "day": "",
    }
    with override(to.language):
        names["day"] = date_format(handover.state_since, "j F Y")
        parts = [
            _("Hello,"),
            str(sentence) % names,
            _("It stands so since %(day)s. Who it is about and what you can do, you see here after signing in:")
            % names,
            settings.SITE_URL.rstrip("/") + reverse("handovers:detail", args=[handover.reference]),
            _("There you also let the reminders rest, with a reason."),
        ]
        title = str(subject) % names
    return send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=handover.sender.name if is_at_sender else handover.receiver_name,
            channel=Channel.EMAIL,
            kind=REMINDER,
            to=to.email,
            subject=_on_one_line(title),
            text="\n\n".join(parts),
            language=to.language,
        ),
        actor=actor,
    )


def _on_one_line(subject: str) -> str:
    return " ".join(subject.split())[:200]
