"""A review as one document: canonical JSON that is the same byte for byte wherever it is written, and its hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

FORMAT: Final = 1
"""Goes up when a reader of documents must know of a difference."""

Document = Mapping[str, Any]


def canonical(document: Document) -> str:
    """This document as text: keys in order, no spaces, numbers that are not whole as text, days as 2026-03-31.

    Raises: `TypeError` for a float, whose digits depend on who writes it, and for anything else that is not plain.
    """
    return json.dumps(_plain(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(text: str) -> str:
    """The SHA-256 of this text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> dict[str, Any]:
    """The document behind this text."""
    document: dict[str, Any] = json.loads(text)
    return document


def decimal_text(value: Decimal | None) -> str | None:
    """This number as a document holds it: without zeros at its end, never as 1E+3."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"A document holds no {type(value).__name__}.")
