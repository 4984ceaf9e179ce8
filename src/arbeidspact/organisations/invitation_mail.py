"""The mail that invites somebody to become a member."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arbeidspact.organisations.models import Invitation

logger = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, raw_token: str, language: str) -> bool:
    """Sends the link to the person who was invited, in this language, and notes on the invitation that it left.

    Returns: whether the mail server took it. When it did not, the invitation stays and can be sent again.
    """
    with translation.override(language):
        message = EmailMessage(
            subject=_("%(organisation)s invites you to Arbeidspact") % {"organisation": invitation.organisation.name},
            body=_body(invitation, raw_token),
            to=[invitation.email],
        )
    try:
        message.send()
    except (OSError, SMTPException) as problem:
        logger.warning("Invitation %s could not be mailed: %s", invitation.pk, type(problem).__name__)
        return False
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())
    return True


def invitation_link(raw_token: str) -> str:
    """Where somebody with this token accepts the invitation."""
    return settings.SITE_URL.rstrip("/") + reverse("organisations:open-invitation", args=[raw_token])


def _body(invitation: Invitation, raw_token: str) -> str:
    expires_on = date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT")
    lines = [
        _("Hello,"),
        _("%(organisation)s invites you to work with Arbeidspact.") % {"organisation": invitation.organisation.name},
        _("Open this link to accept:"),
        invitation_link(raw_token),
        _("The link works once, until %(moment)s.") % {"moment": expires_on},
        _("Did you not expect this? Then you can throw this mail away. Nothing happens without the link."),
    ]
    return "\n\n".join(lines) + "\n"
