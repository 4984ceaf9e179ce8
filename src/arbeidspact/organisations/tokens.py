"""Tokens: made at random, handed out once, kept as a hash; and the actor that an API token stands for."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import CharField, DateTimeField, Model, Q
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import ApiToken, Organisation, Role, User
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.prepared import Given, Prepared

API_TOKEN_PREFIX = "ap_"  # noqa: S105
USE_NOTED_EVERY = timedelta(minutes=1)


def _columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


_USER, _ORGANISATION = _columns_of(User), _columns_of(Organisation)
_WORKING_TOKENS = Prepared(
    lambda: (
        ApiToken.objects.filter(
            token_hash=Given("token_hash", CharField()),
            revoked_at__isnull=True,
            expires_at__gt=Given("now", DateTimeField()),
            membership__ended_at__isnull=True,
            membership__user__is_active=True,
        )
        .order_by()
        .values_list(
            "pk",
            "last_used_at",
            "membership__grants__role",
            *(f"membership__user__{column}" for column in _USER),
            *(f"membership__organisation__{column}" for column in _ORGANISATION),
        )
    )
)
_COUNT_REQUEST = """
    UPDATE {tokens} SET counted = CASE WHEN counted_minute = %s THEN counted + 1 ELSE 1 END, counted_minute = %s
    WHERE token_hash = %s RETURNING counted
"""


@dataclass(frozen=True, slots=True)
class _WorkingToken:
    pk: int
    last_used_at: datetime | None
    actor: Actor


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
    about the token. Notes the use, at most once a minute. One query, and one more when the use is noted.
    """
    token = _working_token(raw)
    if token is None or not may(token.actor, Permission.HOLD_API_TOKEN):
        return None
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
    return token.actor


def requests_this_minute(raw: str) -> int:
    """Counts one more request with this API token. Returns: how many there are in this minute, this one included.

    One statement, so that none is lost when several come at once.
    """
    minute = int(time.time() // 60)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_REQUEST.format(tokens=ApiToken._meta.db_table), [minute, minute, hash_of(raw)])
        rows = cursor.fetchall()
    return int(rows[0][0]) if rows else 0


def is_token_of_demo_login(raw: str) -> bool:
    """Does this API token act for a demo login, which may be served on one machine alone?"""
    token = _working_token(raw)
    return token is not None and token.actor.user is not None and token.actor.user.is_demo


def _working_token(raw: str) -> _WorkingToken | None:
    if not raw.startswith(API_TOKEN_PREFIX):
        return None
    rows = _WORKING_TOKENS.ask(token_hash=hash_of(raw), now=timezone.now())
    if not rows:
        return None
    pk, last_used_at, _role, *values = rows[0]
    user = User.from_db(connection.alias, _USER, values[: len(_USER)])
    organisation = Organisation.from_db(connection.alias, _ORGANISATION, values[len(_USER) :])
    roles = frozenset(Role(role) for _pk, _used, role, *_rest in rows if role is not None)
    return _WorkingToken(pk, last_used_at, Actor(user=user, organisation=organisation, roles=roles))
