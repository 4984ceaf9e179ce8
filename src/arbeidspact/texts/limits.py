"""How large a document may be, and how long reading it may take."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Above which a document is refused: `bytes` of the file, `pages`, `characters` of its text, `seconds` and
    `memory_bytes` of the process that reads it; `unpacked_bytes` and `parts`, of what a Word document holds packed."""

    bytes: int = 10 * MEGABYTE
    pages: int = 100
    characters: int = 100_000
    seconds: int = 20
    memory_bytes: int = 768 * MEGABYTE
    unpacked_bytes: int = 80 * MEGABYTE
    parts: int = 2_000


LIMITS: Final = Limits()
"""A curriculum vitae has a few pages; a file with photos a few megabytes."""
