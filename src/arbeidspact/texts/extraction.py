"""From the bytes of a document to its text."""

from dataclasses import dataclass

from arbeidspact.texts.apart import read_apart
from arbeidspact.texts.exceptions import DocumentTooLarge, DocumentTooLong, EmptyDocument
from arbeidspact.texts.kinds import DocumentKind, kind_of
from arbeidspact.texts.limits import LIMITS, MEGABYTE, Limits
from arbeidspact.texts.plain_files import decoded
from arbeidspact.texts.tidying import tidied


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document, tidied; `pages`, how many it has, None where its kind has no pages."""

    text: str
    kind: DocumentKind
    pages: int | None


def text_of(data: bytes, limits: Limits = LIMITS) -> DocumentText:
    """What does this document say?

    Arguments: `data`, the whole file. Returns: its text with plain line ends, one paragraph or row of a table a line.
    Raises: a `TextsError` that says why not and what to do. Takes at most `limits.seconds`, and as long for others.
    """
    if len(data) > limits.bytes:
        raise DocumentTooLarge(limits.bytes // MEGABYTE)
    if not data.strip(b"\x00\t\n\r "):
        raise EmptyDocument
    kind = kind_of(data)
    text, pages = (decoded(data), None) if kind is DocumentKind.PLAIN else read_apart(data, kind, limits)
    text = tidied(text)
    if len(text) > limits.characters:
        raise DocumentTooLong(limits.characters)
    if not any(letter.isalnum() for letter in text):
        raise EmptyDocument
    return DocumentText(text, kind, pages)
