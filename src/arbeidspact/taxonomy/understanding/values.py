"""The values of understanding: what a text may mean, how likely, and which words say so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from arbeidspact.taxonomy.concepts import ConceptKind, RelationReason

# Letters of one text that is read as a whole; more is refused, not cut off in silence.
MAX_TEXT: Final = 100_000


class How(StrEnum):
    """Why does a text match a label: the same name, alike in letters, or near in meaning?"""

    NAME = "name"
    LETTERS = "letters"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the text as it was given: `start` <= i < `end`, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The letters at this place."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """One concept that a text, or a part of it, may mean.

    `label` is the name that made it match and `language` the language of that name; `score` is how likely it is
    right (0-1, calibrated); `words`, never empty, are the places in the text that made it match.
    """

    concept_id: str
    kind: ConceptKind
    label: str
    language: str
    score: float
    how: How
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TitleReadings:
    """Which occupations a job title may mean, best first, one reading per occupation.

    Where `is_confident` is false, no answer is sure enough to stand without a person choosing it.
    """

    readings: tuple[Reading, ...]
    is_confident: bool

    @property
    def best(self) -> Reading | None:
        """The likeliest reading, where there is a confident one."""
        return self.readings[0] if self.is_confident else None


@dataclass(frozen=True, slots=True)
class CompetenceReading:
    """Which competences one sentence or phrase, at `span`, may ask or tell of; best first, one reading per concept."""

    span: Span
    readings: tuple[Reading, ...]
    is_confident: bool


@dataclass(frozen=True, slots=True)
class SimilarConcept:
    """A concept near another one; `score` 0-1, `why` a relation of the taxonomy or how the names are alike."""

    concept_id: str
    score: float
    why: RelationReason | How
