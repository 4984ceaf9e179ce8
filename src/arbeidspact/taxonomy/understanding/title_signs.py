"""The signs that a job title means an occupation: one row of numbers for every occupation, made all at once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import text_column
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.leading_words import LeadingWords
from arbeidspact.taxonomy.understanding.letters import LetterIndex
from arbeidspact.taxonomy.understanding.vectors import Vectors, directions_of

# What each column says, in their order; the last four need vectors.
SIGNS: Final = ("letters", "role", "leaning_1", "leaning_2", "names", "group", "meaning", "centre", "told", "raw")
WITHOUT_MEANING: Final = 6

# Longer and shorter n-grams were tried: they cost more and find no more.
_LETTERS: Final = (3, 4)

FloatArray = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


class Projection:
    """Vectors as they were trained to be compared: moved to their middle and turned so that names of one occupation lie
    close; `middle`, dimensions; `turn`, dimensions x fewer dimensions.
    """

    def __init__(self, middle: FloatArray, turn: FloatArray) -> None:
        self.middle = middle
        self.turn = turn

    def of(self, vectors: FloatArray) -> FloatArray:
        """These vectors, turned, of length 1."""
        return unit(unit(vectors - self.middle) @ self.turn)


class TitleNames:
    """The names of occupations in one language, and what is made of them once: all that needs no encoder.

    Arguments: `language`, None or one that the edition lacks: every name.
    """

    def __init__(self, edition: Edition, language: str | None, counted: npt.NDArray[np.bool_] | None = None) -> None:
        self.language = language if language in edition.facts.languages else None
        self.labels = Labels(edition, [ConceptKind.OCCUPATION], self.language)
        # Labels stand in the order of their concepts.
        self.owners, self.starts, self.concept_of = np.unique(
            self.labels.owners, return_index=True, return_inverse=True
        )
        codes = text_column(edition.columns, "isco")
        self.groups = [codes[position][:4] for position in self.owners.tolist()]
        _, self.group_of = np.unique(self.groups, return_inverse=True)
        self.letters = LetterIndex(self.labels.folded, _LETTERS)
        self.leading = LeadingWords(self.labels.folded, self.concept_of, self.groups, self.language or "nl", counted)
        self.many = np.log(np.bincount(self.concept_of, minlength=len(self.owners))).astype(np.float32)

    def best(self, of_labels: FloatArray) -> FloatArray:
        """The highest number of any name of each occupation."""
        return np.asarray(np.maximum.reduceat(of_labels, self.starts), np.float32)

    def nearest(self, place: int, of_labels: FloatArray) -> int:
        """Which name of the occupation at this place has the highest number?"""
        start = int(self.starts[place])
        end = int(self.starts[place + 1]) if place + 1 < len(self.starts) else len(of_labels)
        return start + int(np.argmax(of_labels[start:end]))

    def best_of_group(self, of_concepts: FloatArray) -> FloatArray:
        """How far is the best of its ISCO group behind the best of all? Occupations, at most 0."""
        best = np.full(int(self.group_of.max(initial=0)) + 1, -np.inf, np.float32)
        np.maximum.at(best, self.group_of, of_concepts)
        return np.asarray(best[self.group_of] - of_concepts.max(initial=-np.inf), np.float32)


class TitleMeanings:
    """The vectors of these names, raw and turned, the middle of each occupation over all its languages, and what its
    description says."""

    def __init__(self, names: TitleNames, vectors: Vectors, projection: Projection) -> None:
        self.projection = projection
        labels = names.labels
        _, here, there = np.intersect1d(labels.numbers, vectors.labels, return_indices=True)
        raw = vectors.directions(there)
        count = len(labels)
        self.raw = np.zeros((count, raw.shape[1]), np.float32)
        self.raw[here] = unit(raw - projection.middle)
        self.turned = np.zeros((count, projection.turn.shape[1]), np.float32)
        self.turned[here] = projection.of(raw)
        every = Labels(labels.edition, [ConceptKind.OCCUPATION])
        _, here, there = np.intersect1d(every.numbers, vectors.labels, return_indices=True)
        at = np.searchsorted(names.owners, every.owners[here])
        known = names.owners[np.minimum(at, len(names.owners) - 1)] == every.owners[here]
        self.sums = np.zeros((len(names.owners), projection.turn.shape[1]), np.float32)
        np.add.at(self.sums, at[known], projection.of(vectors.directions(there[known])))
        self.told = self._described(names, vectors)

    def _described(self, names: TitleNames, vectors: Vectors) -> FloatArray:
        """The description of each occupation, in the language of the names where there is one; 0 without."""
        told = np.zeros((len(names.owners), self.raw.shape[1]), np.float32)
        if not len(vectors.described):
            return told
        found = directions_of(vectors.descriptions)
        found = unit(found - found.mean(axis=0))
        languages = names.labels.names_of_languages
        in_language = vectors.described_in == (languages.index(names.language) if names.language in languages else -1)
        at = np.minimum(np.searchsorted(names.owners, vectors.described), len(names.owners) - 1)
        known = names.owners[at] == vectors.described
        for chosen in (known & ~in_language, known & in_language):
            told[at[chosen]] = found[chosen]
        return told

    @cached_property
    def centres(self) -> FloatArray:
        """The middle of each occupation, of length 1."""
        return unit(self.sums)


def signs_of(
    names: TitleNames,
    folded: str,
    meanings: TitleMeanings | None = None,
    vector: FloatArray | None = None,
    hidden: tuple[int, Sequence[int]] | None = None,
) -> FloatArray:
    """Which signs are there that this title means each occupation? Occupations x signs.

    Arguments: `vector`, of the title, from the encoder; `hidden`, for training: an occupation, and names of it that are
    taken as unknown.
    """
    likeness = names.letters.likeness(folded)
    word = names.leading.word(folded)
    roles = names.leading.likeness(word)
    concept, unseen = hidden if hidden is not None else (-1, ())
    unseen = list(unseen)
    likeness[unseen] = 0
    roles[unseen] = 0
    letters = names.best(likeness)
    signs = [letters, names.best(roles), *names.leading.leanings(word), names.many]
    if meanings is None or vector is None:
        return np.stack([*signs, names.best_of_group(letters)], axis=1)
    turned = meanings.projection.of(vector[None])[0]
    near = meanings.turned @ turned
    straight = unit(vector[None] - meanings.projection.middle)[0]
    raw = meanings.raw @ straight
    centre = meanings.centres @ turned
    if unseen:
        near[unseen] = -1
        raw[unseen] = -1
        rest = meanings.sums[concept] - meanings.turned[unseen].sum(axis=0)
        centre[concept] = float(rest @ turned) / max(float(np.linalg.norm(rest)), 1e-9)
    meaning = names.best(near)
    base = meaning + np.float32(0.5) * centre + np.float32(0.5) * letters
    told = meanings.told @ straight
    return np.stack([*signs, names.best_of_group(base), meaning, centre, told, names.best(raw)], axis=1)


def unit(vectors: FloatArray) -> FloatArray:
    """These vectors at length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
