"""Scans of signed papers: told from their first bytes, kept outside what the web server shows, under a random name."""

import hashlib
import os
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import AgreementVersion, MediaType, Scan
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import InvalidValue, NotFound

LARGEST_SCAN: Final = 10 * 1024 * 1024
SUFFIXES: Final = {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg", MediaType.PNG: ".png"}


def media_type_of(data: bytes) -> MediaType:
    """Which kind of file is this, from what is in it? Its name says nothing.

    Raises: `InvalidValue` for anything but a PDF, JPEG or PNG, for an empty file, and for one that is too large.
    """
    if not data:
        raise InvalidValue(_("This file is empty."), hint=_("Scan the paper again."), field="scan")
    if len(data) > LARGEST_SCAN:
        raise InvalidValue(
            _("The file is larger than 10 megabytes."), hint=_("Scan it in grey, or as fewer pages."), field="scan"
        )
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return MediaType.PDF
    if data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and b"IEND" in data[-16:]:
        return MediaType.PNG
    raise InvalidValue(
        _("This file is no PDF, JPEG or PNG, or it is damaged."), hint=_("Scan the paper again."), field="scan"
    )


def keep_scan(version: AgreementVersion, media_type: MediaType, data: bytes, actor: Actor) -> Scan:
    """Writes the file and its row. Call it inside the transaction of the change."""
    scan = Scan(
        reference=uuid4(),
        version=version,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_at=timezone.now(),
        added_by=actor.user,
    )
    path = _path(scan)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    try:
        scan.save()
    except BaseException:
        forget_scan(scan)
        raise
    return scan


def forget_scan(scan: Scan) -> None:
    """Removes the file of a scan that was not kept after all."""
    _path(scan).unlink(missing_ok=True)


def bytes_of(scan: Scan) -> bytes:
    """What is in the file. Raises: `NotFound` when it is gone or is not what was put there."""
    try:
        data = _path(scan).read_bytes()
    except FileNotFoundError:
        raise NotFound(_("This scan is not there any more."), hint=_("Ask who keeps the installation.")) from None
    if hashlib.sha256(data).hexdigest() != scan.sha256:
        raise NotFound(_("This scan was damaged."), hint=_("Ask who keeps the installation to put a copy back."))
    return data


def suffix_of(scan: Scan) -> str:
    """How the name of a copy ends."""
    return SUFFIXES[MediaType(scan.media_type)]


def _path(scan: Scan) -> Path:
    return Path(settings.DATA_DIR) / "agreement-scans" / str(scan.reference)
