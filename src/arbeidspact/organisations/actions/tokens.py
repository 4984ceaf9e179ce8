"""Issuing and revoking API tokens."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import IssueApiToken, RevokeApiToken
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import ApiToken, Membership
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.organisations.tokens import API_TOKEN_PREFIX, hash_of, new_token

WORKING_TOKENS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token at its birth: `raw` is shown now and never again."""

    token: ApiToken
    raw: str = field(repr=False)


def issue_api_token(command: IssueApiToken, *, actor: Actor) -> IssuedToken:
    """Gives a program a key with which it acts for this member, in this organisation, until it expires.

    Raises: `Conflict` when the member already has twenty working tokens.
    """
    require(actor, Permission.HOLD_API_TOKEN)
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update()
            .filter(user=actor.user, organisation=actor.organisation, ended_at__isnull=True)
            .first()
        )
        if membership is None:
            raise NotAllowed(_("Only a member of the organisation can hold a token."))
        now = timezone.now()
        working = membership.api_tokens.filter(revoked_at__isnull=True, expires_at__gt=now).count()
        if working >= WORKING_TOKENS_AT_MOST:
            raise Conflict(_("You already have twenty tokens that work."), hint=_("Revoke one that you do not use."))
        raw = new_token(API_TOKEN_PREFIX)
        token = ApiToken.objects.create(
            membership=membership, name=command.name, token_hash=hash_of(raw), expires_at=now + command.lifetime
        )
        record(actor, "issue-api-token", token, days=command.days)
    return IssuedToken(token, raw)


def revoke_api_token(command: RevokeApiToken, *, actor: Actor) -> ApiToken:
    """Makes a token stop working: one's own, or as an administrator any token of the organisation.

    Revoking it twice changes nothing.
    """
    with transaction.atomic():
        tokens = ApiToken.objects.select_for_update().filter(
            pk=command.token, membership__organisation=actor.organisation
        )
        if not may(actor, Permission.EDIT_MEMBER):
            tokens = tokens.filter(membership__user=actor.user)
        token = tokens.first() if actor.user is not None and actor.organisation is not None else None
        if token is None:
            raise NotFound(_("There is no such token."))
        if token.revoked_at is None:
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            record(actor, "revoke-api-token", token)
    return token
