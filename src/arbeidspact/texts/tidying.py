"""Texts as they are shown and read: one sort of line ends and spaces, no characters that cannot be seen."""

import re
import unicodedata
from typing import Final

# What some programs write as one sign, and no reader types.
_SIGNS: Final = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u0132": "IJ",
        "\u0133": "ij",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\x85": "\n",
        "\xad": "",
        "\ufeff": "",
    }
)
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufff0-\ufffb]")
_AROUND_LINE_ENDS = re.compile(r"[ \t]*\n[ \t]*")
_EMPTY_LINES = re.compile(r"\n{3,}")


def tidied(text: str) -> str:
    """This text with plain line ends and spaces, whole letters, and nothing that cannot be seen.

    Returns: possibly empty; at most one empty line in a row; tabs stay, for they part the cells of a table.
    The same text again when it was tidied already.
    """
    seen = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS))
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", seen))
    return _EMPTY_LINES.sub("\n\n", _AROUND_LINE_ENDS.sub("\n", spaced)).strip()
