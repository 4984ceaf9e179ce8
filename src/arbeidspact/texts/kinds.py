"""What sort of document do these bytes hold? Told from the bytes themselves: a name may say anything."""

import re
from enum import StrEnum
from typing import Final

from arbeidspact.texts.exceptions import NoDocument

_LOOKED_AT: Final = 4_096
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|h1|h2|table|ul|meta|title|span|article)[\s>/]", re.I)


class DocumentKind(StrEnum):
    """What can be read."""

    PDF = "pdf"
    WORD = "word"
    WEB_PAGE = "web_page"
    PLAIN = "plain"


# Begins so, and is called so in the hint.
_REFUSED: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-word"),
    (b"{\\rtf", "rich-text"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"%!PS", "postscript"),
)


def kind_of(data: bytes) -> DocumentKind:
    """What sort of document is this?

    Raises: `NoDocument`, whose `found` is "old-word", "rich-text", "picture", "postscript", "packed" or "".
    """
    start = data[:_LOOKED_AT]
    # Some programs write a few bytes before the mark of a PDF.
    if b"%PDF-" in start[:1_024]:
        return DocumentKind.PDF
    if start.startswith(b"PK\x03\x04"):
        if b"word/" in data and b"[Content_Types].xml" in data:
            return DocumentKind.WORD
        raise NoDocument("packed")
    for mark, found in _REFUSED:
        if start.startswith(mark):
            raise NoDocument(found)
    # UTF-16 writes a zero byte beside every letter.
    if _MARKUP.search(start.replace(b"\x00", b"")):
        return DocumentKind.WEB_PAGE
    return DocumentKind.PLAIN
