"""Cutting a text into the passages that are read one by one, each with its place in the text as it was given."""

import re
from typing import Final

from arbeidspact.taxonomy.understanding.values import Span

LONGEST_PASSAGE: Final = 300
_UNSEEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|br|h[1-6]|tr|td|th|table|section|article|hr)\b", re.IGNORECASE)
# A full stop ends a sentence before a blank, not inside "v.z.w." or "3.5"; bullets and line ends always end one.
_END = re.compile(
    r"[\n\r\f\v;•·●▪◦‣✓✔➢]+|(?<=\w\w)[.!?]+(?=\s|$)|(?<=[)\]])[.!?]+(?=\s|$)|^\s*[-*–]\s+|\s[-–*]\s", re.MULTILINE
)
_BREAKS = re.compile(r"[,:]\s|\s")
_HAS_WORD = re.compile(r"[^\W\d_]{2}|[A-Za-z][+#]|\b[A-Z]\b")


def without_markup(text: str) -> str:
    """The same text with tags, scripts and styles blanked out: every letter that is left keeps its place."""
    if "<" not in text and "&" not in text:
        return text
    text = _UNSEEN.sub(lambda match: "\n" + " " * (len(match.group()) - 1), text)
    return _TAG.sub(_blank, text)


def passages_of(text: str) -> list[Span]:
    """Which sentences, lines and list items does this text hold, in order?

    Returns: places without blanks around them, of at most 300 letters; a longer sentence is cut at a comma or between
    words. What holds no word is left out.
    """
    text = without_markup(text)
    passages: list[Span] = []
    start = 0
    for match in [*_END.finditer(text), None]:
        end = len(text) if match is None else match.start()
        passages += _pieces(text, start, end)
        start = end if match is None else match.end()
    return passages


def _pieces(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while start < end:
        stop = end
        if end - start > LONGEST_PASSAGE:
            breaks = [
                match.end() for match in _BREAKS.finditer(text, start + LONGEST_PASSAGE // 2, start + LONGEST_PASSAGE)
            ]
            commas = [place for place in breaks if text[place - 2 : place - 1] in (",", ":")]
            stop = (commas or breaks or [start + LONGEST_PASSAGE])[-1]
        words = text[start:stop]
        inner = Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
        if inner.start < inner.end and _HAS_WORD.search(words):
            pieces.append(inner)
        start = stop
    return pieces


def _blank(match: re.Match[str]) -> str:
    tag = match.group()
    return ("\n" if _BLOCK.match(tag) else " ") + " " * (len(tag) - 1)
