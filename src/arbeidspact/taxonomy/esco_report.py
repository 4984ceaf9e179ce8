"""What an import read, what was missing and what it left out."""

from dataclasses import dataclass

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import EditionFacts


@dataclass(frozen=True, slots=True)
class FileRead:
    """One table that was read."""

    file: str
    table: str
    language: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class LabelCover:
    """How many concepts of one sort have a preferred name in one language?"""

    language: str
    kind: ConceptKind
    labelled: int
    total: int

    @property
    def missing(self) -> int:
        """How many have none, and are shown in another language?"""
        return self.total - self.labelled


@dataclass(frozen=True, slots=True)
class Dangling:
    """Rows of one file that name concepts nobody describes; they were left out."""

    file: str
    rows: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import that went through."""

    edition: EditionFacts
    replaced: bool
    files: tuple[FileRead, ...]
    files_not_used: tuple[str, ...]
    tables_missing: tuple[str, ...]
    cover: tuple[LabelCover, ...]
    nameless: tuple[str, ...]
    dangling: tuple[Dangling, ...]
    not_released: int
    repeated: int

    @property
    def is_complete(self) -> bool:
        """Is every table there, every name known and every relation whole?"""
        gaps = any(cover.missing for cover in self.cover)
        return not (gaps or self.tables_missing or self.nameless or self.dangling)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is: `step` is "read", "compile" or "write"; `share` is 0-1 over the whole import."""

    step: str
    file: str
    share: float
