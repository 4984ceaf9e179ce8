"""What does a document say? Plain text out of PDF, Word (DOCX), web pages (HTML) and text files, within limits.

`text_of` looks at the bytes themselves to see what a document is, never at its name. Documents with a structure of
their own are read in a process apart, with a limit of time and of memory, because a broken or hostile one can make a
reader turn in circles or fill the machine. What is refused on purpose is in `arbeidspact.texts.exceptions`, each with
what is wrong and what to do. Nothing of a document is written to disk or to a log.
"""

from arbeidspact.texts.exceptions import (
    DocumentDamaged,
    DocumentEncrypted,
    DocumentTooHeavy,
    DocumentTooLarge,
    DocumentTooLong,
    EmptyDocument,
    NoDocument,
    ReadersBusy,
    ScannedDocument,
    TextsError,
    TooManyPages,
)
from arbeidspact.texts.extraction import DocumentText, text_of
from arbeidspact.texts.kinds import DocumentKind, kind_of
from arbeidspact.texts.limits import LIMITS, Limits
from arbeidspact.texts.tidying import tidied

__all__ = [
    "LIMITS",
    "DocumentDamaged",
    "DocumentEncrypted",
    "DocumentKind",
    "DocumentText",
    "DocumentTooHeavy",
    "DocumentTooLarge",
    "DocumentTooLong",
    "EmptyDocument",
    "Limits",
    "NoDocument",
    "ReadersBusy",
    "ScannedDocument",
    "TextsError",
    "TooManyPages",
    "kind_of",
    "text_of",
    "tidied",
]
