"""The labels that a text is compared with: those of some sorts of concepts, in the edition that is read."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import IntArray, text_column
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import KINDS, PREFERRED
from arbeidspact.taxonomy.edition import Edition


class Labels:
    """The labels of some sorts of concepts of one edition, numbered from 0 in the edition's own order.

    `numbers` are their numbers within the edition, `owners` the positions of their concepts, `languages` the places of
    their language in `names_of_languages`, `is_preferred` whether it is the name that is shown. `language` None: all.
    """

    def __init__(self, edition: Edition, kinds: Iterable[ConceptKind], language: str | None = None) -> None:
        columns = edition.columns
        wanted = np.isin(columns["kind"], [KINDS.index(kind) for kind in kinds])[columns["label.concept"]]
        if language is not None:
            wanted &= columns["label.language"] == edition.facts.languages.index(language)
        self.edition = edition
        self.numbers: IntArray = np.flatnonzero(wanted).astype(np.int32)
        self.owners: IntArray = columns["label.concept"][self.numbers]
        self.languages: npt.NDArray[np.int8] = columns["label.language"][self.numbers]
        self.is_preferred: npt.NDArray[np.bool_] = columns["label.rank"][self.numbers] == PREFERRED
        self.names_of_languages = edition.facts.languages

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def folded(self) -> list[str]:
        """The folded text of every label."""
        every = text_column(self.edition.columns, "label.folded")
        return [every[number] for number in self.numbers.tolist()]

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """The labels that are written so once folded."""
        found: dict[str, list[int]] = {}
        for label, name in enumerate(self.folded):
            if name:
                found.setdefault(name, []).append(label)
        return found

    def text(self, label: int) -> str:
        """How is this label written?"""
        return self.edition.label_text(int(self.numbers[label]))

    def language(self, label: int) -> str:
        """In which language is this label?"""
        return self.names_of_languages[int(self.languages[label])]

    def concept_id(self, label: int) -> str:
        """Whose label is it?"""
        return self.edition.ids[int(self.owners[label])]

    def kind(self, label: int) -> ConceptKind:
        """What sort of concept is it a label of?"""
        return self.edition.kind(int(self.owners[label]))
