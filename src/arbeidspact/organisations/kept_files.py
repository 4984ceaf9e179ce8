"""Files that are kept: outside what the web server shows, under a name of our own, told from what is in them."""

import hashlib
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def picture_or_pdf(data: bytes) -> str:
    """Is this a whole PDF, JPEG or PNG, from what is in it? Its media type; empty when it is none of these."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    if data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and b"IEND" in data[-16:]:
        return PNG
    return ""


def hash_of_bytes(data: bytes) -> str:
    """By what is a file known again? Its SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep_file(folder: str, reference: UUID, data: bytes) -> None:
    """Writes a file that is not there yet, open to the owner of the installation alone."""
    path = _path(folder, reference)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def read_kept(folder: str, reference: UUID) -> bytes | None:
    """What is in the file; None when it is gone."""
    try:
        return _path(folder, reference).read_bytes()
    except FileNotFoundError:
        return None


def forget_file(folder: str, reference: UUID) -> None:
    """Removes a file; one that is gone already is well gone."""
    _path(folder, reference).unlink(missing_ok=True)


def _path(folder: str, reference: UUID) -> Path:
    return Path(settings.DATA_DIR) / folder / str(reference)
