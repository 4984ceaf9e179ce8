"""A document that somebody hands in, as text; what was wrong with it, in the language of the screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact import texts
from arbeidspact.organisations.exceptions import InvalidValue, Message

_PASTE: Final = _("Copy its text and paste it instead.")
PROBLEMS: Final[Mapping[type[texts.TextsError], tuple[Message, Message]]] = {
    texts.NoDocument: (
        _("This file cannot be read here."),
        _("Choose a PDF, a Word document (DOCX) or a text file, or copy its text and paste it."),
    ),
    texts.DocumentTooLarge: (
        _("The file is larger than %(number)s megabytes."),
        _("Save it without photos, or copy its text and paste it."),
    ),
    texts.TooManyPages: (
        _("The document has more than %(number)s pages."),
        _("Keep only the pages that matter, or copy their text and paste it."),
    ),
    texts.DocumentTooLong: (
        _("The text is longer than %(number)s characters."),
        _("Keep only the part that matters."),
    ),
    texts.DocumentTooHeavy: (
        _("Reading this document takes too long."),
        _("Save it anew from the program that made it, or copy its text and paste it."),
    ),
    texts.DocumentEncrypted: (
        _("This document opens with a password only."),
        _("Save it without a password, or copy its text and paste it."),
    ),
    texts.DocumentDamaged: (
        _("The document is damaged."),
        _("Open it, save it anew and try again, or copy its text and paste it."),
    ),
    texts.ScannedDocument: (
        _("This PDF holds pictures of pages and no text: it was probably scanned."),
        _("Ask for the document that was printed, or type what matters."),
    ),
    texts.EmptyDocument: (
        _("There are no words in this document."),
        _("Check that it is the right one, or type what matters."),
    ),
    texts.ReadersBusy: (
        _("Other documents are being read at this moment."),
        _("Try again in a minute."),
    ),
}
FOUND: Final[Mapping[str, Message]] = {
    "old-word": _("This is an old Word document (DOC)."),
    "rich-text": _("This is a rich text document (RTF)."),
    "picture": _("This is a picture, not a document with text."),
    "postscript": _("This is a file for a printer (PostScript)."),
    "packed": _("This is a packed file or another office document."),
}


def text_of_document(data: bytes) -> str:
    """What does this document say? Nothing of it is kept. Raises: `InvalidValue` with what to do."""
    try:
        return texts.text_of(data).text
    except texts.TextsError as error:
        message, hint = PROBLEMS.get(type(error), (_("The document was not read."), _PASTE))
        message = FOUND.get(getattr(error, "found", ""), message)
        said = str(message)
        raise InvalidValue(
            said % {"number": error.number} if error.number is not None else said, hint=hint, field="file"
        ) from None
