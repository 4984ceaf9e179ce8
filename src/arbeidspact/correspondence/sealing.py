"""Secrets that the platform needs again later: kept under lock, with a key made from the installation's own."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def sealed(secret: str) -> str:
    """This secret, unreadable for whoever has the database alone."""
    return _lock().encrypt(secret.encode()).decode("ascii")


def unsealed(kept: str) -> str | None:
    """The secret that was sealed; None when the key of the installation is another one by now."""
    try:
        return _lock().decrypt(kept.encode("ascii")).decode()
    except InvalidToken:
        return None


def _lock() -> Fernet:
    key = hashlib.sha256(b"correspondence:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
