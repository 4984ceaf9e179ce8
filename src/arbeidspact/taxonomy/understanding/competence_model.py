"""What is learned about competences in texts: a turn of the vectors in which names of one competence lie together.

An encoder puts things close that people would call related: everything about machines, everything that is Dutch. The
differences between names of the same competence (its Dutch and its English name, its name and another one) show which
directions do not matter; the turn makes these short (within-class covariance normalisation, shrunk, in closed form).
Nothing is read but the edition: names that an operator added to it are learned from as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import IntArray
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import PREFERRED, CompiledEdition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.edition_file import read_edition_file, write_edition_file
from arbeidspact.taxonomy.exceptions import EditionError
from arbeidspact.taxonomy.understanding.encoder import Encoder
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.vectors import Vectors, directions_of

SUFFIX: Final = ".competences"
MOST_NAMES: Final = 3_000
_MOST_OF_A_LANGUAGE: Final = 1_500
_SHRINKAGE: Final = 2.0
_BATCH: Final = 128
_AT_ONCE: Final = 8_192

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NameToLearn:
    """Another name of the competence at this position of the edition."""

    owner: int
    text: str


@dataclass(frozen=True)
class CompetenceModel:
    """The middles of what is asked and of what is found, and the turn; learned with the vectors of one encoder."""

    encoder: str
    asked_middle: FloatArray
    found_middle: FloatArray
    turn: FloatArray
    learned_from: int

    def asked(self, vectors: FloatArray) -> FloatArray:
        """Vectors of passages, turned, of length 1. Passages x dimensions."""
        return _unit((vectors - self.asked_middle) @ self.turn)

    def found(self, vectors: FloatArray) -> FloatArray:
        """Vectors of names, turned, of length 1. Names x dimensions."""
        return _unit((vectors - self.found_middle) @ self.turn)


class CompetenceNearness:
    """How near a passage is in meaning to the names of competences, with what was learned or without it."""

    def __init__(self, encoder: Encoder, vectors: Vectors, labels: Labels, model: CompetenceModel | None) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._labels = labels
        self._model = model

    @cached_property
    def _places(self) -> "_Places":
        _, here, there = np.intersect1d(self._labels.numbers, self._vectors.labels, return_indices=True)
        found = self._vectors.directions(there)
        if self._model is None:
            return _Places(here, found, None)
        found = self._model.found(found)
        owners = self._labels.owners[here]
        sums = np.zeros((len(self._competences), found.shape[1]), np.float32)
        np.add.at(sums, np.searchsorted(self._competences, owners), found)
        gathered = self._labels.owners[np.searchsorted(self._labels.numbers, self._vectors.gathered)]
        for start in range(0, len(gathered), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            turned = self._model.found(directions_of(self._vectors.gathered_values[rows]))
            np.add.at(sums, np.searchsorted(self._competences, gathered[rows]), turned)
        return _Places(here, found, _unit(sums))

    @cached_property
    def _competences(self) -> IntArray:
        return np.unique(self._labels.owners)

    def nearness(self, passages: Sequence[str]) -> Iterator[tuple[FloatArray, FloatArray]]:
        """How near is each label to each of these passages, and the middle of the names of each competence?

        The passages are encoded together, which takes a third of the time that one after the other takes.

        Returns: for each passage in turn of the labels, -1 to 1, 0 for a label that has no vector; and of the
        competences, in the order of their labels, -1 to 1, 0 where nothing was learned.
        """
        places = self._places
        asked = self._asked(passages)
        all_cosines = asked @ places.found.T
        if places.middles is None:
            none = np.zeros(len(self._competences), np.float32)
            # Cosines of such encoders lie close together: spread out, so that they weigh as much as letters.
            for cosines in all_cosines:
                yield self._of_labels(np.clip((cosines - cosines.mean()) * 4, -1, 1)), none
            return
        for cosines, middles in zip(all_cosines, asked @ places.middles.T, strict=True):
            yield self._of_labels(cosines), middles

    def _of_labels(self, cosines: FloatArray) -> FloatArray:
        near = np.zeros(len(self._labels), np.float32)
        near[self._places.labels] = cosines
        return near

    def _asked(self, passages: Sequence[str]) -> FloatArray:
        if self._model is None:
            return self._encoder.encode(passages, is_asked=True)
        return self._model.asked(self._encoder.encode([_as_in_a_list(passage) for passage in passages], is_asked=True))


@dataclass(frozen=True, slots=True)
class _Places:
    """Which labels have a vector, and these vectors; the middles of all names of each competence, where it was learned
    how to turn them."""

    labels: npt.NDArray[np.intp]
    found: FloatArray
    middles: FloatArray | None


def names_to_learn(edition: Edition) -> list[NameToLearn]:
    """Other names of competences, at most 1,500 of each language, spread evenly over the edition."""
    columns = edition.columns
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    others = np.flatnonzero(columns["label.rank"][labels.numbers] != PREFERRED)
    chosen: list[int] = []
    for language in range(len(labels.names_of_languages)):
        of_language = others[labels.languages[others] == language]
        step = max(1, -(-len(of_language) // _MOST_OF_A_LANGUAGE))
        chosen += of_language[::step].tolist()
    return [NameToLearn(int(labels.owners[label]), labels.text(label)) for label in chosen[:MOST_NAMES]]


def train_competences(
    edition: Edition,
    vectors: Vectors,
    encoder: Encoder,
    *,
    names: Sequence[NameToLearn] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CompetenceModel | None:
    """What can be learned from the names of competences? Deterministic; None where there are too few to learn from.

    Arguments: `names`, None for `names_to_learn`; `progress`, told names read and names to read.
    Cost: one call of the encoder for every name: at most 3,000, 2 to 10 ms each.
    """
    given = names_to_learn(edition) if names is None else names
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    _, here, there = np.intersect1d(labels.numbers, vectors.labels, return_indices=True)
    owners = labels.owners[here]
    found = vectors.directions(there)
    asked = _encoded([_as_in_a_list(name.text) for name in given], encoder, progress)
    found_middle = found.mean(axis=0) if len(found) else np.zeros(vectors.values.shape[1], np.float32)
    asked_middle = asked.mean(axis=0) if len(asked) else found_middle
    centred = found - found_middle
    groups = [_pairs_of_names(owners, centred)]
    if len(given):
        owners_asked = np.array([name.owner for name in given], np.int32)
        groups += _pairs_with(owners_asked, asked - asked_middle, owners, centred)
    if sum(map(len, groups)) < found.shape[1]:
        return None
    differences = np.concatenate(groups).astype(np.float64)
    within = differences.T @ differences / len(differences)
    values, axes = np.linalg.eigh(within)
    # Symmetric, so that the free signs of the axes cancel and machines agree.
    turn = axes @ np.diag((values + _SHRINKAGE * max(float(values.mean()), 1e-9)) ** -0.5) @ axes.T
    turn /= np.abs(turn).max()
    return CompetenceModel(vectors.encoder, asked_middle, found_middle, turn.astype(np.float32), len(given))


def competences_path(directory: Path, edition: Edition) -> Path:
    """In which file is what was learned of the competences of this edition?"""
    return directory / f"{edition.facts.title}{SUFFIX}"


def write_competence_model(model: CompetenceModel, edition: Edition, path: Path) -> None:
    """Keep it in this file; the same model gives the same bytes."""
    facts: dict[str, Any] = {
        "name": edition.facts.name,
        "version": edition.facts.version,
        "edition": edition.facts.content_hash,
        "encoder": model.encoder,
        "learned_from": model.learned_from,
    }
    columns = {
        name: np.ascontiguousarray(values, "<f4").ravel().view("<i4")
        for name, values in (("asked", model.asked_middle), ("found", model.found_middle), ("turn", model.turn))
    }
    write_edition_file(CompiledEdition(facts, columns), path)


def read_competence_model(edition: Edition, path: Path, encoder: str) -> CompetenceModel | None:
    """What was learned of this edition with this encoder; None where nothing was, or nothing that fits.

    A file that is damaged is as good as none: learning makes it again.
    """
    if not path.is_file():
        return None
    try:
        kept = read_edition_file(path)
    except EditionError:
        return None
    if kept.facts.get("edition") != edition.facts.content_hash or kept.facts.get("encoder") != encoder:
        return None
    asked, found, turn = (kept.columns[name].view("<f4") for name in ("asked", "found", "turn"))
    return CompetenceModel(encoder, asked, found, turn.reshape(len(found), -1), int(kept.facts["learned_from"]))


def _as_in_a_list(text: str) -> str:
    """Names of competences start without a capital: what is asked is read so too, or the encoder sees a difference."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _encoded(texts: Sequence[str], encoder: Encoder, progress: Callable[[int, int], None] | None) -> FloatArray:
    vectors = np.zeros((len(texts), encoder.dimensions), np.float32)
    for start in range(0, len(texts), _BATCH):
        if progress is not None:
            progress(start, len(texts))
        batch = texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = encoder.encode(batch, is_asked=True)
    if progress is not None:
        progress(len(texts), len(texts))
    return vectors


def _pairs_of_names(owners: IntArray, found: FloatArray) -> FloatArray:
    """The difference of each name to the one before it of the same competence, in another language."""
    same = np.flatnonzero(owners[1:] == owners[:-1])
    return found[same] - found[same + 1]


def _pairs_with(asked_of: IntArray, asked: FloatArray, owners: IntArray, found: FloatArray) -> list[FloatArray]:
    """The differences of these names to the first and to the last name of the same competence."""
    groups = []
    for side in ("left", "right"):
        places = np.searchsorted(owners, asked_of, side=side) - (side == "right")
        places = np.clip(places, 0, len(owners) - 1)
        known = owners[places] == asked_of
        groups.append(asked[known] - found[places[known]])
    return groups


def _unit(vectors: npt.NDArray[np.floating[Any]]) -> FloatArray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)
