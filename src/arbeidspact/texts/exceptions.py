"""Why a document was not read, each with what is wrong and what to do.

TextsError                  what happened, and a hint; never a word of the document
├── NoDocument              no PDF, Word document, web page or text: `found` says what it looks like
├── DocumentTooLarge        more bytes than may be
├── TooManyPages            more pages than may be
├── DocumentTooLong         more characters than may be
├── DocumentTooHeavy        reading it takes too much time or memory
├── DocumentEncrypted       opens with a password only
├── DocumentDamaged         cut off, or not made as its kind should be
├── ScannedDocument         pictures of pages, without text
├── EmptyDocument           no words in it
└── ReadersBusy             others are being read; try again
"""

from typing import ClassVar


class TextsError(Exception):
    """A document was not read. `name` is a stable word for it; `number`, the limit that it names, if any."""

    name: ClassVar[str] = "texts-error"
    message: ClassVar[str] = "The document was not read."
    hint: ClassVar[str] = "Copy its text and paste it."

    def __init__(self, number: int | None = None) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        words = f"{self.message} {self.hint}"
        return words % {"number": self.number} if "%(number)" in words else words


class NoDocument(TextsError):
    """No PDF, Word document, web page or text. `found`: what it looks like, empty where that is not known."""

    name = "no-document"
    message = "This is no document that can be read here."
    hint = "Choose a PDF, a Word document (DOCX) or a text file, or copy the text and paste it."

    def __init__(self, found: str = "") -> None:
        self.found = found
        super().__init__()


class DocumentTooLarge(TextsError):
    """More bytes than may be; `number` is the most, in megabytes."""

    name = "too-large"
    message = "The file is larger than %(number)s megabytes."
    hint = "Save it without photos, or copy the text and paste it."


class TooManyPages(TextsError):
    """More pages than may be; `number` is the most."""

    name = "too-many-pages"
    message = "The document has more than %(number)s pages."
    hint = "Keep only the pages that matter, or copy their text and paste it."


class DocumentTooLong(TextsError):
    """More characters than may be; `number` is the most."""

    name = "too-long"
    message = "The text is longer than %(number)s characters."
    hint = "Keep only the part that matters."


class DocumentTooHeavy(TextsError):
    """Reading it takes too much time or memory."""

    name = "too-heavy"
    message = "Reading this document takes too long."
    hint = "Save it anew from the program that made it, or copy the text and paste it."


class DocumentEncrypted(TextsError):
    """Opens with a password only."""

    name = "encrypted"
    message = "This document opens with a password only."
    hint = "Save it without a password, or copy the text and paste it."


class DocumentDamaged(TextsError):
    """Cut off, or not made as its kind should be."""

    name = "damaged"
    message = "The document is damaged."
    hint = "Open it, save it anew and try again, or copy the text and paste it."


class ScannedDocument(TextsError):
    """Pictures of pages, without text."""

    name = "scanned"
    message = "This PDF holds pictures of pages and no text: it was probably scanned."
    hint = (
        "Ask for the document it was printed from, let a scanner with text recognition read it, or type what matters."
    )


class EmptyDocument(TextsError):
    """No words in it."""

    name = "empty"
    message = "There are no words in this document."
    hint = "Check that it is the right one, or type what matters."


class ReadersBusy(TextsError):
    """Other documents are being read now."""

    name = "busy"
    message = "Other documents are being read at this moment."
    hint = "Try again in a minute."


BY_NAME: dict[str, type[TextsError]] = {kind.name: kind for kind in TextsError.__subclasses__()}
"""As the process apart hands them back."""
