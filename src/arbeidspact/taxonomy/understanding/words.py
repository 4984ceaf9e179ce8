"""A text that was handed over: is it one that can be read, and where are its words?"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from arbeidspact.taxonomy.exceptions import TextBinary, TextEmpty, TextTooLong
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.understanding.values import MAX_TEXT, Span

_WORD = re.compile(r"(?:[^\W_]|[+#])+")
# Of the letters of a text; files that are no text hold far more.
_MOST_UNPRINTABLE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands and how it is compared."""

    span: Span
    folded: str


def check_text(text: str, *, most: int = MAX_TEXT) -> None:
    """Can this be read as a text? Raises: `TextEmpty`, `TextTooLong`, `TextBinary`."""
    if len(text) > most:
        raise TextTooLong(len(text), most)
    if not text or text.isspace():
        raise TextEmpty
    unprintable = sum(
        1 for letter in text if letter not in "\t\n\r\f\v" and unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
    )
    if "\x00" in text or unprintable > max(1, _MOST_UNPRINTABLE * len(text)):
        raise TextBinary


def words_of(text: str) -> list[Word]:
    """Which words does this text hold, in order?"""
    found = (Word(Span(*match.span()), fold(match.group())) for match in _WORD.finditer(text))
    return [word for word in found if word.folded]


def whole(text: str) -> Span:
    """The place of everything but the blanks around it."""
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))
