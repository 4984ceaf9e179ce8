"""Scans of signed papers: told from their first bytes, kept outside what the web server shows, under a random name."""

from typing import Final
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import AgreementVersion, MediaType, Scan
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.organisations.kept_files import forget_file, hash_of_bytes, keep_file, picture_or_pdf, read_kept

LARGEST_SCAN: Final = 10 * 1024 * 1024
FOLDER: Final = "agreement-scans"
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
    if found := picture_or_pdf(data):
        return MediaType(found)
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
        sha256=hash_of_bytes(data),
        added_at=timezone.now(),
        added_by=actor.user,
    )
    keep_file(FOLDER, scan.reference, data)
    try:
        scan.save()
    except BaseException:
        forget_scan(scan)
        raise
    return scan


def forget_scan(scan: Scan) -> None:
    """Removes the file of a scan that was not kept after all."""
    forget_file(FOLDER, scan.reference)


def bytes_of(scan: Scan) -> bytes:
    """What is in the file. Raises: `NotFound` when it is gone or is not what was put there."""
    data = read_kept(FOLDER, scan.reference)
    if data is None:
        raise NotFound(_("This scan is not there any more."), hint=_("Ask who keeps the installation."))
    if hash_of_bytes(data) != scan.sha256:
        raise NotFound(_("This scan was damaged."), hint=_("Ask who keeps the installation to put a copy back."))
    return data


def suffix_of(scan: Scan) -> str:
    """How the name of a copy ends."""
    return SUFFIXES[MediaType(scan.media_type)]
