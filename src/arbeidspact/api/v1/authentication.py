"""Who asks: a program with the token of a member, so many times a minute."""

import time
from typing import Any, Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from arbeidspact.api.v1.problems import TooManyRequests
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.queries import actor_for_token, requests_this_minute

REQUESTS_A_MINUTE: Final = 300


class ApiRequest(HttpRequest):
    """A request that passed the door: `auth` is who asks."""

    auth: Actor


class MemberToken(HttpBearer):
    """`Authorization: Bearer TOKEN`, the token of a member; it may what the member may."""

    openapi_description = "A token of a member, made under “API tokens”."

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_for_token(token)
        if actor is not None:
            count_request(token, REQUESTS_A_MINUTE)
            request.actor = actor  # type: ignore[attr-defined]
        return actor


def count_request(token: str, most: int) -> None:
    """Counts one request of this token in this minute. Raises: `TooManyRequests` beyond `most`."""
    if requests_this_minute(token) > most:
        raise TooManyRequests(60 - int(time.time() % 60))
