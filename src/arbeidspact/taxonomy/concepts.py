"""The values of the taxonomy: concepts, their labels and how they relate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ConceptKind(StrEnum):
    """What sort of thing is this concept?"""

    OCCUPATION = "occupation"
    COMPETENCE = "competence"
    ISCO_GROUP = "isco_group"
    COMPETENCE_GROUP = "competence_group"


class RelationReason(StrEnum):
    """Why does one competence say something about another?"""

    SAME_NAME = "same_name"
    NARROWER = "narrower"
    BROADER = "broader"
    BUILDS_ON = "builds_on"
    NEEDED_BY = "needed_by"
    SAME_GROUP = "same_group"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Label:
    """A name to show, in the language it is really in."""

    text: str
    language: str | None
    wanted: str

    @property
    def is_fallback(self) -> bool:
        """Is this another language than was asked for?"""
        return self.language != self.wanted

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ConceptLabels:
    """All names of one concept in one language; `preferred` is None where only alternatives are known."""

    preferred: str | None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation, a competence or a group of either, as one edition describes it.

    `isco` is the four-digit ISCO-08 code of an occupation, or the code of an ISCO group itself; `code` is the
    edition's own code ("2654.1.7", "S3.5.2"); `competence_type` is "skill", "knowledge" or "attitude";
    `reuse` says over how many occupations a competence is used; `sector` is where an occupation
    of the starter is found; `collections` names the lists it belongs to
    ("digital", "green", "language", "transversal").
    """

    id: str
    kind: ConceptKind
    edition: str
    labels: Mapping[str, ConceptLabels] = field(hash=False)
    descriptions: Mapping[str, str] = field(hash=False)
    broader: tuple[str, ...] = ()
    isco: str | None = None
    code: str | None = None
    competence_type: str | None = None
    reuse: str | None = None
    sector: str | None = None
    collections: tuple[str, ...] = ()

    def label(self, language: str) -> Label:
        """What is it called in this language, or else in English, or else in any language?

        Returns: the preferred name, an alternative where no preferred one is known, the id where it has no name at all.
        """
        for candidate in (language, "en", *self.labels):
            names = self.labels.get(candidate)
            if names is None:
                continue
            if names.preferred is not None:
                return Label(names.preferred, candidate, language)
            if names.alternatives:
                return Label(names.alternatives[0], candidate, language)
        return Label(self.id, None, language)

    def description(self, language: str) -> Label | None:
        """What does it mean, in this language, or else in English, or else in any language?"""
        for candidate in (language, "en", *self.descriptions):
            if candidate in self.descriptions:
                return Label(self.descriptions[candidate], candidate, language)
        return None


@dataclass(frozen=True, slots=True)
class CompetencesOfOccupation:
    """The competence ids an occupation asks, in the order of their ids."""

    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OccupationsAsking:
    """The occupation ids that ask a competence."""

    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedCompetence:
    """Holding `id` covers the asked competence for `credit` (0-1), because of `why`."""

    id: str
    credit: float
    why: RelationReason


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A concept found; `label` is the name that matched, `language` the language of that name, `score` 0-1."""

    concept_id: str
    kind: ConceptKind
    score: float
    label: str
    language: str
    edition: str
