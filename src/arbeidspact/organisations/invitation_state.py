"""What an invitation is worth at a moment: open, or closed with the reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.models import Invitation


@dataclass(frozen=True, slots=True)
class InvitationOpen:
    """It can be accepted until `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class InvitationClosed:
    """It cannot be accepted any more, why, and what to do."""

    reason: Message
    hint: Message


ASK_AGAIN = _("Ask the organisation that invited you for a new invitation.")


def state_of(invitation: Invitation, at: datetime) -> InvitationOpen | InvitationClosed:
    """Can this invitation be accepted at this moment? The moment at which it expires is already too late."""
    if invitation.accepted_at is not None:
        return InvitationClosed(_("This invitation was already used."), _("Sign in with your mail address."))
    if invitation.withdrawn_at is not None:
        return InvitationClosed(_("This invitation was withdrawn."), ASK_AGAIN)
    if at >= invitation.expires_at:
        return InvitationClosed(_("This invitation has expired."), ASK_AGAIN)
    return InvitationOpen(invitation.expires_at)
