"""Tokens: made at random, handed out once, kept as a hash; and the actor that an API token stands for."""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import ApiToken
from arbeidspact.organisations.permissions import Permission, may

API_TOKEN_PREFIX = "ap_"  # noqa: S105
USE_NOTED_EVERY = timedelta(minutes=1)


def new_token(prefix: str = "") -> str:
    """A fresh token of 256 random bits, which no one can guess."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(raw: str) -> str:
    """What is kept of a token. It is random and long, so one round of SHA-256 is enough."""
    return hashlib.sha256(raw.encode()).hexdigest()


def actor_for_token(raw: str) -> Actor | None:
    """Who acts with this API token?

    Returns: the member with the roles of now, or None when the token is unknown, revoked or expired, its membership
    ended, its user is closed, or its roles no longer allow a token. The search is by hash, so its time says nothing
    about the token. Notes the use, at most once a minute.
    """
    token = _working_token(raw)
    if token is None:
        return None
    actor = actor_of(token.membership)
    if not may(actor, Permission.HOLD_API_TOKEN):
        return None
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
    return actor


def is_token_of_demo_login(raw: str) -> bool:
    """Does this API token act for a demo login, which may be served on one machine alone?"""
    token = _working_token(raw)
    return token is not None and token.membership.user.is_demo


def _working_token(raw: str) -> ApiToken | None:
    if not raw.startswith(API_TOKEN_PREFIX):
        return None
    return (
        ApiToken.objects.select_related("membership__user", "membership__organisation")
        .filter(
            token_hash=hash_of(raw),
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
            membership__ended_at__isnull=True,
            membership__user__is_active=True,
        )
        .first()
    )
