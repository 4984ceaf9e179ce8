"""The text of a PDF, page by page."""

from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from arbeidspact.texts.exceptions import (
    DocumentEncrypted,
    DocumentTooHeavy,
    DocumentTooLong,
    ScannedDocument,
    TooManyPages,
)
from arbeidspact.texts.limits import Limits


def text_of_pdf(data: bytes, limits: Limits) -> tuple[str, int]:
    """What does this PDF say?

    Returns: its text, pages apart by an empty line, and how many pages it has.
    Raises: `DocumentEncrypted`, `TooManyPages`, `DocumentTooLong`, `DocumentTooHeavy`, `ScannedDocument` for pages
    without a word; whatever else the reader raises means that the document is damaged.
    """
    try:
        return _read(data, limits)
    except (DependencyError, FileNotDecryptedError):
        raise DocumentEncrypted from None
    except LimitReachedError:
        raise DocumentTooHeavy from None


def _read(data: bytes, limits: Limits) -> tuple[str, int]:
    reader = PdfReader(BytesIO(data), strict=False)
    # Many a PDF that anybody may read is locked against changes with an empty password.
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise DocumentEncrypted
    count = len(reader.pages)
    if count > limits.pages:
        raise TooManyPages(limits.pages)
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > 2 * limits.characters:
            raise DocumentTooLong(limits.characters)
    text = "\n\n".join(pages)
    if count and not any(letter.isalnum() for letter in text):
        raise ScannedDocument
    return text, count
