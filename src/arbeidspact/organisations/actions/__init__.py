"""What can be done to organisations, members, invitations, tokens and saved views."""

from arbeidspact.organisations.actions.invitations import (
    IssuedInvitation,
    accept_invitation,
    invite_member,
    issue_invitation,
    resend_invitation,
    withdraw_invitation,
)
from arbeidspact.organisations.actions.members import edit_member_roles, end_membership, give_role, take_role
from arbeidspact.organisations.actions.organisations import create_organisation, edit_organisation
from arbeidspact.organisations.actions.own import edit_own_profile, forget_view, keep_view, set_language
from arbeidspact.organisations.actions.tokens import IssuedToken, issue_api_token, revoke_api_token

__all__ = [
    "IssuedInvitation",
    "IssuedToken",
    "accept_invitation",
    "create_organisation",
    "edit_member_roles",
    "edit_organisation",
    "edit_own_profile",
    "end_membership",
    "forget_view",
    "give_role",
    "invite_member",
    "issue_api_token",
    "issue_invitation",
    "keep_view",
    "resend_invitation",
    "revoke_api_token",
    "set_language",
    "take_role",
    "withdraw_invitation",
]
