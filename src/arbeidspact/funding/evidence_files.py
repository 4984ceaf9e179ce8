"""Files of evidence: told from what is in them, never unpacked, kept outside what the web server shows."""

import struct
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.models import Evidence, EvidenceType
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.organisations.kept_files import forget_file, hash_of_bytes, keep_file, picture_or_pdf, read_kept

LARGEST_FILE: Final = 10 * 1024 * 1024
FOLDER: Final = "fund-evidence"
SUFFIXES: Final = {
    EvidenceType.PDF: ".pdf",
    EvidenceType.JPEG: ".jpg",
    EvidenceType.PNG: ".png",
    EvidenceType.XLSX: ".xlsx",
    EvidenceType.ODS: ".ods",
    EvidenceType.DOCX: ".docx",
    EvidenceType.ODT: ".odt",
}
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVE: Final = b"PK\x03\x04"
END_OF_ARCHIVE: Final = struct.Struct("<4s4H2LH")
LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
LONGEST_CONTENTS: Final = 1024 * 1024
MOST_PARTS: Final = 5_000
LARGEST_UNPACKED: Final = 200 * 1024 * 1024
IS_SEALED: Final = 0x1
OFFICE_PARTS: Final = {"xl/workbook.xml": EvidenceType.XLSX, "word/document.xml": EvidenceType.DOCX}
OPEN_DOCUMENTS: Final = {
    EvidenceType.ODS.value.encode(): EvidenceType.ODS,
    EvidenceType.ODT.value.encode(): EvidenceType.ODT,
}
MACROS: Final = ("vbaproject.bin", "basic/", "/activex/", "scripts/")
KINDS_HINT: Final = _("Take a PDF, JPEG or PNG, or a spreadsheet or document as .xlsx, .ods, .docx or .odt.")


def evidence_type_of(data: bytes) -> EvidenceType:
    """Which kind of file is this, from what is in it? Its name says nothing, and nothing in it is unpacked.

    Raises: `InvalidValue` for another kind of file, one that is empty, damaged, too large or sealed with a password,
        and for one that holds macros or that unpacks to too much.
    """
    if not data:
        raise InvalidValue(_("This file is empty."), hint=KINDS_HINT, field="file")
    if len(data) > LARGEST_FILE:
        raise InvalidValue(
            _("The file is larger than 10 megabytes."), hint=_("Make it smaller, or divide it."), field="file"
        )
    if found := picture_or_pdf(data):
        return EvidenceType(found)
    if data.startswith(OLD_OFFICE):
        raise InvalidValue(
            _("This is a file of an old Office program, or it asks a password."),
            hint=_("Save it without a password as .xlsx or .docx, or as PDF."),
            field="file",
        )
    if data.startswith(ARCHIVE):
        return _office_type(data)
    raise InvalidValue(_("A file of this kind is not taken, or it is damaged."), hint=KINDS_HINT, field="file")


def keep_evidence(evidence: Evidence, data: bytes) -> None:
    """Writes the file and its row. Call it inside the transaction of the change."""
    keep_file(FOLDER, evidence.reference, data)
    try:
        evidence.save()
    except BaseException:
        forget_evidence(evidence)
        raise


def forget_evidence(evidence: Evidence) -> None:
    """Removes the file; the row says that it was there."""
    forget_file(FOLDER, evidence.reference)


def bytes_of(evidence: Evidence) -> bytes:
    """What is in the file. Raises: `NotFound` when it is gone or is not what was put there."""
    data = read_kept(FOLDER, evidence.reference)
    if data is None:
        raise NotFound(_("This file is not there any more."), hint=_("Ask who keeps the installation."))
    if hash_of_bytes(data) != evidence.sha256:
        raise NotFound(_("This file was damaged."), hint=_("Ask who keeps the installation to put a copy back."))
    return data


def name_for(evidence: Evidence) -> str:
    """Under which name does a copy leave? What it shows in plain letters, and the ending of what it is."""
    words = slugify(evidence.description)[:60].strip("-") or "file"
    return f"{words}-{str(evidence.reference)[:8]}{SUFFIXES[EvidenceType(evidence.media_type)]}"


def _office_type(data: bytes) -> EvidenceType:
    parts = _parts_of(data)
    names = {part.filename for part in parts}
    if any(part.flag_bits & IS_SEALED for part in parts):
        raise InvalidValue(_("This file asks a password."), hint=_("Save it without a password."), field="file")
    if any(sign in f"/{name.lower()}" for name in names for sign in MACROS):
        raise InvalidValue(
            _("This file holds macros: small programs that would run at whoever opens it."),
            hint=_("Save it as .xlsx, .docx or PDF, without macros."),
            field="file",
        )
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise InvalidValue(
            _("This file would unpack to far more than it is."), hint=_("Save it anew, or as PDF."), field="file"
        )
    found = {kind for name, kind in OFFICE_PARTS.items() if name in names and "[Content_Types].xml" in names}
    if len(found) == 1:
        return found.pop()
    kind = OPEN_DOCUMENTS.get(_first_part(data)) if "content.xml" in names else None
    if kind is None:
        raise InvalidValue(_("This is a packed file, and no spreadsheet or document."), hint=KINDS_HINT, field="file")
    return kind


def _parts_of(data: bytes) -> list[ZipInfo]:
    """The table of contents of an archive, which must be small, at its end, and fit the archive."""
    damaged = InvalidValue(_("A file of this kind is not taken, or it is damaged."), hint=KINDS_HINT, field="file")
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + END_OF_ARCHIVE.size > len(data):
        raise damaged
    _sign, disk, first, here, parts, size, start, comment = END_OF_ARCHIVE.unpack_from(data, end)
    is_whole = not disk and not first and here == parts and start + size == end
    if (
        not is_whole
        or end + END_OF_ARCHIVE.size + comment != len(data)
        or size > LONGEST_CONTENTS
        or parts > MOST_PARTS
    ):
        raise damaged
    try:
        with ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise damaged from error


def _first_part(data: bytes) -> bytes:
    """What an OpenDocument says that it is: its first part, which is never packed."""
    if len(data) < LOCAL_HEADER.size:
        return b""
    header = LOCAL_HEADER.unpack_from(data)
    method, packed, name_length, extra_length = header[3], header[7], header[9], header[10]
    begin = LOCAL_HEADER.size + name_length + extra_length
    if method != 0 or data[LOCAL_HEADER.size : LOCAL_HEADER.size + name_length] != b"mimetype":
        return b""
    return data[begin : begin + min(packed, 100)]
