"""A message as text message, through a gateway that keeps to the contract in docs/reference/sms-gateway.md."""

import logging
from datetime import timedelta
from typing import Final

import httpx
from django.conf import settings
from django.urls import reverse

from arbeidspact.correspondence.models import Message
from arbeidspact.correspondence.outcomes import HandedOver, NeverWorks, Outcome, TryLater

logger = logging.getLogger(__name__)
PATIENCE: Final = httpx.Timeout(8.0, connect=4.0)
LONGEST_WAIT: Final = timedelta(hours=6)


def sms_is_offered() -> bool:
    """Can this installation send text messages?"""
    return bool(settings.SMS_URL and settings.SMS_TOKEN)


def send_text_message(message: Message, text: str) -> Outcome:
    """Hands this text message to the gateway. `text`: with its link whole.

    The reference is the idempotency key: a second try of the same message costs and does nothing.
    """
    if not sms_is_offered():
        return TryLater("sms-not-set-up")
    body = {"to": message.address, "text": text, "reference": str(message.reference)}
    if settings.SMS_SENDER:
        body["from"] = settings.SMS_SENDER
    if settings.SMS_CALLBACK_SECRET:
        body["callback"] = settings.SITE_URL.rstrip("/") + reverse("correspondence:sms-status")
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}", "Idempotency-Key": str(message.reference)}
    try:
        with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            answer = client.post(settings.SMS_URL, json=body, headers=headers)
    except httpx.HTTPError as problem:
        logger.warning("Message %s could not be handed to the gateway: %s", message.reference, type(problem).__name__)
        return TryLater("sms-gateway-silent")
    return _outcome(answer)


def _outcome(answer: httpx.Response) -> Outcome:
    if answer.status_code in {200, 202}:
        return HandedOver(str(_said(answer).get("id", ""))[:100])
    if answer.status_code in {400, 422}:
        error = _said(answer).get("error")
        return NeverWorks("wrong-number" if error == "invalid-number" else "sms-refused")
    if answer.status_code == 429:
        return TryLater("sms-gateway-silent", _retry_after(answer))
    if answer.status_code in {401, 402, 403}:
        logger.warning("The gateway for text messages refuses us: %s", answer.status_code)
        return TryLater("sms-gateway-refuses-us")
    return TryLater("sms-gateway-silent")


def _said(answer: httpx.Response) -> dict[str, object]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _retry_after(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return min(timedelta(seconds=int(seconds)), LONGEST_WAIT) if seconds.isascii() and seconds.isdigit() else None
