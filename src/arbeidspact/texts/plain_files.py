"""The text of a text file, in whichever of the usual encodings it was written."""

import codecs
import re
from typing import Final

from arbeidspact.texts.exceptions import NoDocument

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHARE_OF_CONTROL: Final = 0.01


def decoded(data: bytes) -> str:
    """What do these bytes say: UTF-8, UTF-16 or UTF-32 with or without its mark, else Windows-1252?

    Raises: `NoDocument` for bytes that are no text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) > _SHARE_OF_CONTROL * len(text):
            continue
        return text
    raise NoDocument


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    if b"\x00" in data[:4_096]:
        # Of Latin letters in UTF-16 every second byte is zero: the second of each pair, or the first.
        even, odd = data[0:4_096:2].count(0), data[1:4_096:2].count(0)
        return ["utf-16-le"] if odd > even else ["utf-16-be"]
    return ["utf-8", "cp1252"]
