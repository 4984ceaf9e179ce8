"""Texts as they are compared in search: no capitals, no diacritics, no punctuation."""

import re
import unicodedata

_NOT_WORD = re.compile(r"(?:[^\w+#]|_)+")
# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """What is this text once capitals, diacritics, punctuation and repeated spaces do not count?

    Returns: lower-case words with one space between them, possibly empty. `+` and `#` stay: C, C++ and C# differ.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_UNDECOMPOSED)
    return _NOT_WORD.sub(" ", text.casefold()).strip()
