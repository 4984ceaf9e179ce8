"""The meaning of names: an encoder with the vectors it made of one edition, and what was trained on them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.understanding.encoder import Encoder, installed_encoder
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.title_model import TitleModel, model_path, read_model
from arbeidspact.taxonomy.understanding.vectors import Vectors, read_vectors, vectors_path

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Meaning:
    """What a reader needs to read by meaning; `titles` is None until it was trained."""

    encoder: Encoder
    vectors: Vectors
    titles: TitleModel | None = None

    def near(self, labels: Labels) -> "Nearness":
        """How near a text is to these labels."""
        return Nearness(self, labels)


class Nearness:
    """How near a text is in meaning to some labels of the edition."""

    def __init__(self, meaning: Meaning, labels: Labels) -> None:
        self._meaning = meaning
        self._labels = labels

    @cached_property
    def _places(self) -> tuple[npt.NDArray[np.intp], FloatArray]:
        """Which labels have a vector, and these vectors."""
        vectors = self._meaning.vectors
        _, here, there = np.intersect1d(self._labels.numbers, vectors.labels, return_indices=True)
        return here, vectors.directions(there)

    def nearness(self, passage: str) -> FloatArray:
        """How near is each label to this passage? Labels, cosine; 0 for a label that has no vector."""
        here, directions = self._places
        found = np.zeros(len(self._labels), np.float32)
        found[here] = directions @ self._meaning.encoder.encode([passage], is_asked=True)[0]
        return found


def installed_meaning(directory: Path, edition: Edition) -> Meaning | None:
    """The meaning of the names of this edition, from the files in this directory; None without encoder or vectors."""
    vectors = read_vectors(edition, vectors_path(directory, edition))
    encoder = installed_encoder() if vectors is not None else None
    if vectors is None or encoder is None or vectors.encoder != encoder.name:
        return None
    return Meaning(encoder, vectors, read_model(edition, model_path(directory, edition), encoder.name))


def understanding_stamp(directory: Path, edition: Edition) -> tuple[int, ...]:
    """What changes when the files of an edition that a reader needs are made anew."""
    paths = (vectors_path(directory, edition), model_path(directory, edition))
    facts = [path.stat() for path in paths if path.is_file()]
    return tuple(number for fact in facts for number in (fact.st_ino, fact.st_size, fact.st_mtime_ns))
