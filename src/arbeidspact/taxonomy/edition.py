"""One edition, read from its columns; decodes only what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import Grouped, IntArray, grouped, text_column
from arbeidspact.taxonomy.concepts import Concept, ConceptKind, ConceptLabels
from arbeidspact.taxonomy.draft import HIDDEN, KINDS, PREFERRED, CompiledEdition
from arbeidspact.taxonomy.edition_file import read_edition_file


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """Which edition is this, and how much is in it?"""

    name: str
    version: str
    source: str
    languages: tuple[str, ...]
    concepts: dict[ConceptKind, int]
    labels: int
    relations: int
    content_hash: str

    @property
    def title(self) -> str:
        """Name and version, as an edition is named everywhere: "esco-1.2.0"."""
        return f"{self.name}-{self.version}"


def facts_of(header: dict[str, Any]) -> EditionFacts:
    """The facts stored with an edition, as a value."""
    return EditionFacts(
        name=header["name"],
        version=header["version"],
        source=header["source"],
        languages=tuple(header["languages"]),
        concepts={kind: int(header["counts"][kind.value]) for kind in KINDS},
        labels=int(header["labels"]),
        relations=int(header["relations"]),
        content_hash=header["content_hash"],
    )


class Edition:
    """The concepts of one edition by position (0 to `len(edition)` - 1, in the order of their ids)."""

    def __init__(self, compiled: CompiledEdition) -> None:
        self.facts = facts_of(compiled.facts)
        self.columns = compiled.columns
        self._collections: list[str] = compiled.facts["collections"]
        self._vocabularies: dict[str, list[str]] = compiled.facts["vocabularies"]
        self._ids = text_column(self.columns, "ids")
        self._labels = text_column(self.columns, "label")
        self._descriptions = text_column(self.columns, "description")
        self._concepts: dict[int, Concept] = {}

    @classmethod
    def from_file(cls, path: Path) -> "Edition":
        """The edition in this file. Raises: `EditionDamaged`, `EditionFormatUnsupported`."""
        return cls(read_edition_file(path))

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def ids(self) -> list[str]:
        """The id of every concept, by position."""
        return self._ids.to_list()

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of every id."""
        return {concept_id: position for position, concept_id in enumerate(self.ids)}

    @cached_property
    def position_of_isco_group(self) -> dict[str, int]:
        """The position of every ISCO group, by code."""
        groups = np.flatnonzero(self.columns["kind"] == KINDS.index(ConceptKind.ISCO_GROUP))
        codes = text_column(self.columns, "isco")
        return {codes[int(position)]: int(position) for position in groups}

    @cached_property
    def is_attitude(self) -> npt.NDArray[np.bool_]:
        """For every position: is it an attitude, such as patience?"""
        words = self._vocabularies["competence_type"]
        here: npt.NDArray[np.bool_] = self.columns["competence_type"] == (
            words.index("attitude") if "attitude" in words else -1
        )
        return here

    def relation(self, name: str) -> Grouped:
        """Positions related to each position: `broader`, `narrower`, and `asks`, `asked_by`, `builds_on`, `needed_by`
        followed by `.essential` or `.optional`.
        """
        return grouped(self.columns, name)

    def related_ids(self, name: str, position: int) -> tuple[str, ...]:
        """The ids that stand in this relation to the concept at this position."""
        return tuple(self.ids[other] for other in self.relation(name).of(position).tolist())

    def kind(self, position: int) -> ConceptKind:
        """What sort of concept stands at this position?"""
        return KINDS[int(self.columns["kind"][position])]

    def label_text(self, number: int) -> str:
        """The text of one label."""
        return self._labels[number]

    def labels_of(self, position: int) -> IntArray:
        """The numbers of the labels of the concept at this position."""
        return grouped(self.columns, "label.by_concept").of(position)

    def positions(self, kind: ConceptKind) -> Iterator[int]:
        """All positions holding this sort of concept."""
        yield from np.flatnonzero(self.columns["kind"] == KINDS.index(kind)).tolist()

    def concept(self, position: int) -> Concept:
        """The concept at this position."""
        known = self._concepts.get(position)
        if known is None:
            known = self._concepts[position] = self._read_concept(position)
        return known

    def _read_concept(self, position: int) -> Concept:
        columns = self.columns
        collections = int(columns["collections"][position])
        return Concept(
            id=self.ids[position],
            kind=self.kind(position),
            edition=self.facts.title,
            labels=self._names(position),
            descriptions={
                self.facts.languages[int(columns["description.language"][number])]: self._descriptions[number]
                for number in grouped(columns, "description.by_concept").of(position).tolist()
            },
            broader=self.related_ids("broader", position),
            isco=text_column(columns, "isco")[position] or None,
            code=text_column(columns, "code")[position] or None,
            competence_type=self._word("competence_type", position),
            reuse=self._word("reuse", position),
            sector=self._word("sector", position),
            collections=tuple(name for bit, name in enumerate(self._collections) if collections >> bit & 1),
        )

    def _names(self, position: int) -> dict[str, ConceptLabels]:
        preferred: dict[str, str] = {}
        others: dict[str, list[str]] = {}
        for number in self.labels_of(position).tolist():
            language = self.facts.languages[int(self.columns["label.language"][number])]
            others.setdefault(language, [])
            if self.columns["label.rank"][number] == PREFERRED:
                preferred[language] = self._labels[number]
            elif self.columns["label.rank"][number] != HIDDEN:
                others[language].append(self._labels[number])
        return {language: ConceptLabels(preferred.get(language), tuple(names)) for language, names in others.items()}

    def _word(self, name: str, position: int) -> str | None:
        return self._vocabularies[name][int(self.columns[name][position])] or None
