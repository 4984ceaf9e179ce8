"""Files as they come in: whole ones of every kind that is taken, and those that somebody would try."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
PROGRAM = b"MZ\x90\x00" + b"\x00" * 200


def packed(parts: dict[str, bytes], *, deflated: bool = True) -> bytes:
    """An archive of these parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(part: str, **more: bytes) -> bytes:
    """A spreadsheet or document of Office, as far as its parts tell."""
    return packed({"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more})


def open_document(kind: str, *, packs_its_kind: bool = False, **more: bytes) -> bytes:
    """A spreadsheet or document of OpenDocument."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        method = zipfile.ZIP_DEFLATED if packs_its_kind else zipfile.ZIP_STORED
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", compress_type=method)
        for name, content in {"content.xml": b"<x/>", **more}.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A spreadsheet of some hundreds of kilobytes that would unpack to more than 200 megabytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=False) as part:
            for _ in range(202):
                part.write(bytes(1024 * 1024))
    return out.getvalue()


def sealed(data: bytes) -> bytes:
    """The same archive with the mark that every part of it asks a password."""
    changed = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(sign)
        while start >= 0:
            changed[start + place] |= 1
            start = changed.find(sign, start + 4)
    return bytes(changed)
