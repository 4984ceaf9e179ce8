"""The messages that a handover sends: to a partner without an account, and to the person."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.links import IssuedLink
from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.handovers.models import Handover
from arbeidspact.handovers.wording import language_for, words_for
from arbeidspact.organisations.actor import Actor


def write_to_partner(handover: Handover, link: IssuedLink, *, actor: Actor) -> None:
    """A mail to a partner without an account: who asks, and the link. Nothing about the person stands in it."""
    with override("nl"):
        subject = _("%(sender)s asks whether you can guide somebody") % {"sender": handover.sender.name}
        text = _(
            "Hello,\n\n%(sender)s wants to hand over the guidance of somebody to %(receiver)s. "
            "With this link you see who it is and why, and you accept or refuse. It works until %(day)s.\n\n%(address)s"
        ) % {
            "sender": handover.sender.name,
            "receiver": handover.receiver_name,
            "day": date_format(handover.expires_on, "j F Y"),
            "address": link.address,
        }
    send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=handover.partner_name,
            channel=Channel.EMAIL,
            kind="handover-to-answer",
            to=handover.partner_email,
            subject=_on_one_line(subject),
            text=text,
        ),
        link=link,
        actor=actor,
    )


def write_to_person(handover: Handover, link: IssuedLink, channel: Channel, *, actor: Actor) -> None:
    """A mail or text message to the person, in their language: have you met? Raises: `InvalidValue` without address."""
    code = handover.person.language
    words = words_for(code, sender=handover.sender.name, receiver=handover.receiver_name)
    text = f"{words['subject']}\n{link.address}" if channel == Channel.SMS else f"{words['mail']}\n\n{link.address}"
    send_message(
        SendMessage(
            channel=channel,
            kind="handover-to-confirm",
            subject=words["subject"] if channel == Channel.EMAIL else "",
            text=text,
            language=language_for(code),
        ),
        link=link,
        actor=actor,
    )


def _on_one_line(subject: str) -> str:
    return " ".join(subject.split())[:200]
