"""Handing notices over to the programs that asked for them: signed, to public addresses only, tried again."""

import json
import logging
from datetime import datetime
from typing import Any, Final

import httpx
from django.db.models import F
from django.utils import timezone

from arbeidspact import __version__
from arbeidspact.correspondence.destinations import ForbiddenDestination, pinned
from arbeidspact.correspondence.models import Notice, NoticeAttempt
from arbeidspact.correspondence.outcomes import CLAIM, due, wait_after
from arbeidspact.correspondence.sealing import unsealed
from arbeidspact.correspondence.signatures import signature

logger = logging.getLogger(__name__)
PATIENCE: Final = httpx.Timeout(6.0, connect=3.0)


def notices_due(now: datetime | None = None) -> list[int]:
    """The keys of the notices that may be sent now, the longest waiting first."""
    moment = now or timezone.now()
    return list(
        Notice.objects.filter(due(moment), subscription__ended_at__isnull=True)
        .order_by("next_attempt_at", "pk")
        .values_list("pk", flat=True)
    )


def send_waiting_notice(key: int) -> NoticeAttempt | None:
    """Tries this notice once, now. Returns: the try, as the log keeps it; None when it is not due or claimed."""
    now = timezone.now()
    claim = now + CLAIM
    open_now = Notice.objects.filter(due(now), pk=key, subscription__ended_at__isnull=True)
    if not open_now.update(claimed_until=claim, attempts=F("attempts") + 1):
        return None
    notice = Notice.objects.select_related("subscription").get(pk=key)
    status, problem = _post(notice, now)
    after = timezone.now()
    done = NoticeAttempt.objects.create(
        notice=notice,
        at=now,
        status=status,
        problem=problem,
        milliseconds=int((after - now).total_seconds() * 1000),
    )
    Notice.objects.filter(pk=key, claimed_until=claim).update(claimed_until=None, **_after(notice, problem, after))
    return done


def body_of(notice: Notice) -> bytes:
    """What travels: the same bytes at every try."""
    said = {
        "id": str(notice.reference),
        "event": notice.event,
        "at": notice.created_at.isoformat(),
        "data": notice.payload,
    }
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def _post(notice: Notice, now: datetime) -> tuple[int | None, str]:
    secret = unsealed(notice.subscription.sealed_secret)
    if secret is None:
        return None, "secret-unreadable"
    body = body_of(notice)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Arbeidspact/{__version__}",
        "Arbeidspact-Event": notice.event,
        "Arbeidspact-Notice": str(notice.reference),
        "Arbeidspact-Signature": signature(secret, body, now),
    }
    try:
        target = pinned(notice.subscription.address)
        with (
            httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                target.address,
                content=body,
                headers={**headers, "Host": target.host},
                extensions={"sni_hostname": target.name},
            ) as answer,
        ):
            return answer.status_code, "" if answer.is_success else "bad-answer"
    except ForbiddenDestination:
        return None, "private-address"
    except httpx.TimeoutException:
        return None, "too-slow"
    except httpx.HTTPError as problem:
        logger.info("Notice %s could not be handed over: %s", notice.reference, type(problem).__name__)
        return None, "no-connection"


def _after(notice: Notice, problem: str, now: datetime) -> dict[str, Any]:
    if not problem:
        return {"delivered_at": now, "next_attempt_at": None}
    wait = wait_after(notice.attempts)
    if wait is None:
        return {"given_up_at": now, "next_attempt_at": None}
    return {"next_attempt_at": now + wait}
