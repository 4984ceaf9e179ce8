"""Signatures on what travels between programs: "t=SECONDS,v1=HEX", an HMAC-SHA256 of the moment, a dot and the body."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

TOLERANCE: Final = timedelta(minutes=5)
"""How far the moment in a signature may lie from now: an old request that somebody kept is worth nothing."""


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The signature that goes along with this body, sent at this moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_code(secret, seconds, body)}"


def is_signed(header: str, body: bytes, secret: str, now: datetime) -> bool:
    """Was this body signed with this secret, just now? Several `v1` may stand there, for when a secret changes."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _is, value in parts if name == "t" and value.isascii() and value.isdigit()]
    if not secret or len(moments) != 1 or len(moments[0]) > 12:
        return False
    seconds = int(moments[0])
    if abs(now.timestamp() - seconds) > TOLERANCE.total_seconds():
        return False
    right = _code(secret, seconds, body).encode()
    codes = [value.encode() for name, _is, value in parts if name == "v1"]
    return any(hmac.compare_digest(code, right) for code in codes)


def _code(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
