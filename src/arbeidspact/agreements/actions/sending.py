"""Sending the person a link to read the agreement and say yes or no."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.actions.holding import held_for_change, note, refuse_other_version
from arbeidspact.agreements.commands import SendAgreementLink
from arbeidspact.agreements.models import AgreementEventKind
from arbeidspact.agreements.phrases import phrases_in
from arbeidspact.agreements.states import Act
from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose, Message
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


def send_agreement_link(command: SendAgreementLink, *, file: PersonFile) -> Message:
    """The person gets a link by mail or text message that works once: they read the agreement and say yes or no. A
    link that was sent before and not used stops working. The message names no promise.

    Raises: `NotAllowed`, `NotFound`; `InvalidValue` for an address that cannot be; `Conflict` when the person agreed
    already, nothing waits for them, or part of the agreement is protected.
    """
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.CONFIRM_PERSON)
        refuse_other_version(held, command.version)
        if held.version.promises.filter(domain__in=SENSITIVE).exists():
            raise Conflict(
                _("This agreement holds protected promises. It is not sent by link: a phone is often shared."),
                hint=_("Confirm it together on screen, or on paper."),
            )
        phrases = phrases_in(held.version.language)
        issued = issue_link(
            LinkPurpose.CONFIRM_AGREEMENT,
            held.version.reference,
            person=file.person,
            actor=file.actor,
            language=phrases.language,
        )
        text = phrases.say(
            "message_text",
            organisation=held.agreement.organisation.name,
            day=phrases.day(timezone.localdate(issued.link.expires_at)),
            link=issued.address,
        )
        message = send_message(
            SendMessage(
                channel=command.channel,
                kind="agreement-to-confirm",
                to=command.to,
                subject=phrases.say("message_subject"),
                text=text,
                language=phrases.language,
            ),
            file=file,
            link=issued,
            actor=file.actor,
        )
        note(held, AgreementEventKind.LINK_SENT, file.actor, how=command.channel)
        record(file.actor, "send-agreement-link", held.agreement, channel=command.channel)
    return message
