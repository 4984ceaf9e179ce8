"""The vectors of the names and descriptions of an edition: computed once, kept beside it in 8 bits, mapped into memory.

Computing takes minutes, so it is done by one command, tells how far it is, and goes on where it was stopped. The file
names the content of the edition and the encoder it was made with; with another edition or encoder it is not used.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import IntArray
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import KINDS, PREFERRED, CompiledEdition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.edition_file import read_edition_facts, read_edition_file, write_edition_file
from arbeidspact.taxonomy.exceptions import EditionError
from arbeidspact.taxonomy.understanding.encoder import Encoder

SUFFIX: Final = ".vectors"
_BATCH: Final = 256

FloatArray = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class VectorProgress:
    """How far is it? Names and descriptions that have a vector now, and those that get one."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of names: `labels`, their numbers in the edition, ascending; `values`, names x dimensions in 8 bits.

    Of names that only move the middle of a competence: `gathered` and `gathered_values`, as these. And of descriptions
    of occupations: `described`, their positions, ascending; `described_in`, the place of the language; `descriptions`.

    Only the direction of a vector counts: `directions` gives it back at length 1.
    """

    encoder: str
    labels: IntArray
    values: Bytes
    gathered: IntArray
    gathered_values: Bytes
    described: IntArray
    described_in: npt.NDArray[np.int8]
    descriptions: Bytes

    def __len__(self) -> int:
        return len(self.labels) + len(self.gathered) + len(self.described)

    def directions(self, rows: npt.NDArray[np.intp] | slice) -> FloatArray:
        """The vectors of the names in these rows, of length 1. Rows x dimensions."""
        return directions_of(self.values[rows])


def directions_of(values: Bytes) -> FloatArray:
    """These vectors of 8 bits at length 1."""
    wide = values.astype(np.float32)
    return np.asarray(wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9), np.float32)


def vectors_path(directory: Path, edition: Edition) -> Path:
    """In which file are the vectors of this edition?"""
    return directory / f"{edition.facts.title}{SUFFIX}"


def labels_with_meaning(edition: Edition) -> IntArray:
    """Which names is a text compared with in meaning? Of occupations and competences the preferred names, and every
    name that is not English.

    English has three other names for each Dutch one, and few are typed here: they are found by their letters.
    """
    kinds, is_other_english = _kinds_of_names(edition)
    is_read = np.isin(kinds, [KINDS.index(ConceptKind.OCCUPATION), KINDS.index(ConceptKind.COMPETENCE)])
    return np.flatnonzero(is_read & ~is_other_english).astype(np.int32)


def labels_gathered(edition: Edition) -> IntArray:
    """Which names only say together what a competence is? Its other English names: no text is compared with each, but
    the middle of all names of the competence counts them."""
    kinds, is_other_english = _kinds_of_names(edition)
    return np.flatnonzero((kinds == KINDS.index(ConceptKind.COMPETENCE)) & is_other_english).astype(np.int32)


def _kinds_of_names(edition: Edition) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """Of what kind of concept is each name, and is it an English one beside the preferred?"""
    columns = edition.columns
    english = edition.facts.languages.index("en") if "en" in edition.facts.languages else -1
    is_other_english = (columns["label.rank"] != PREFERRED) & (columns["label.language"] == english)
    return columns["kind"][columns["label.concept"]], is_other_english


def descriptions_with_meaning(edition: Edition) -> tuple[IntArray, npt.NDArray[np.int8], list[str]]:
    """Which descriptions of occupations get a vector? Those that are not English, or else the English one. Returns:
    positions of the occupations, ascending; languages; texts."""
    positions, languages, texts = [], [], []
    for position in edition.positions(ConceptKind.OCCUPATION):
        described = edition.concept(position).descriptions
        for language in sorted(set(described) - {"en"}) or sorted(described):
            positions.append(position)
            languages.append(edition.facts.languages.index(language))
            texts.append(described[language])
    return np.array(positions, np.int32), np.array(languages, np.int8), texts


def compute_vectors(
    edition: Edition, path: Path, encoder: Encoder, *, progress: Callable[[VectorProgress], None] | None = None
) -> Vectors:
    """Put the vectors of an edition in this file, going on where an earlier attempt was stopped.

    Returns: the vectors, read back. Cost: one call of the encoder for every name, 2 to 10 ms each on one core.
    """
    labels, gathered = labels_with_meaning(edition), labels_gathered(edition)
    described, described_in, descriptions = descriptions_with_meaning(edition)
    known = _known_vectors(path, encoder)
    kinds, _ = _kinds_of_names(edition)
    is_occupation = (kinds[labels] == KINDS.index(ConceptKind.OCCUPATION)).tolist()
    names = [edition.label_text(label) for label in labels.tolist()]
    texts = [
        *zip(names, is_occupation, strict=True),
        *((edition.label_text(label), False) for label in gathered.tolist()),
        *((text, False) for text in descriptions),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(
        f"{edition.facts.content_hash} {encoder.name}".encode()
        + labels.tobytes()
        + gathered.tobytes()
        + described.tobytes()
    )
    key = digest.hexdigest()[:16]
    partial = path.with_name(f".{path.name}.{key}.part")
    done = partial.stat().st_size // encoder.dimensions if partial.exists() else 0
    with partial.open("r+b" if partial.exists() else "wb") as stream:
        stream.truncate(done * encoder.dimensions)
        stream.seek(done * encoder.dimensions)
        for start in range(done, len(texts), _BATCH):
            if progress is not None:
                progress(VectorProgress(start, len(texts)))
            stream.write(_batch(texts[start : start + _BATCH], encoder, known).tobytes())
            stream.flush()
        os.fsync(stream.fileno())
    values = np.fromfile(partial, np.int8)
    write_edition_file(
        CompiledEdition(
            {
                "name": edition.facts.name,
                "version": edition.facts.version,
                "edition": edition.facts.content_hash,
                "encoder": encoder.name,
                "dimensions": encoder.dimensions,
            },
            {
                "label": labels,
                "gathered": gathered,
                "described": described,
                "described_in": described_in,
                "values": values,
                "text": np.array([_mark(*text) for text in texts], np.int64),
            },
        ),
        path,
    )
    partial.unlink()
    if progress is not None:
        progress(VectorProgress(len(texts), len(texts)))
    vectors = read_vectors(edition, path)
    assert vectors is not None
    return vectors


def read_vectors(edition: Edition, path: Path) -> Vectors | None:
    """The vectors of this edition in this file; None where there are none, or none that fit the edition.

    A file that is damaged is as good as none: `arbeidspact taxonomy learn` makes it again.
    """
    if not path.is_file():
        return None
    try:
        if read_edition_facts(path).get("edition") != edition.facts.content_hash:
            return None
        kept = read_edition_file(path)
    except EditionError:
        return None
    columns = kept.columns
    if not {"described", "gathered"} <= columns.keys():
        return None
    values = columns["values"].reshape(-1, int(kept.facts["dimensions"]))
    names, gathered = len(columns["label"]), len(columns["gathered"])
    return Vectors(
        encoder=str(kept.facts["encoder"]),
        labels=columns["label"],
        values=values[:names],
        gathered=columns["gathered"],
        gathered_values=values[names : names + gathered],
        described=columns["described"],
        described_in=columns["described_in"],
        descriptions=values[names + gathered :],
    )


def _batch(texts: list[tuple[str, bool]], encoder: Encoder, known: dict[int, Bytes]) -> Bytes:
    """The vectors of these names in 8 bits: those that are known already, and the others from the encoder.

    Titles are asked by names like themselves, competences are found by sentences: encoders treat that apart.
    """
    values = np.zeros((len(texts), encoder.dimensions), np.int8)
    for is_asked in (True, False):
        rows = [row for row, (_, asked) in enumerate(texts) if asked is is_asked]
        new = [row for row in rows if _mark(*texts[row]) not in known]
        for row in rows:
            values[row] = known.get(_mark(*texts[row]), 0)
        if new:
            values[new] = _in_bytes(encoder.encode([texts[row][0] for row in new], is_asked=is_asked))
    return values


def _known_vectors(path: Path, encoder: Encoder) -> dict[int, Bytes]:
    """Vectors that this encoder made of another content of the edition, by the mark of their text."""
    try:
        kept = read_edition_file(path) if path.is_file() else None
    except EditionError:
        kept = None
    if kept is None or kept.facts.get("encoder") != encoder.name:
        return {}
    values = kept.columns["values"].reshape(-1, encoder.dimensions)
    return dict(zip(kept.columns["text"].tolist(), values, strict=True))


def _mark(text: str, is_asked: bool) -> int:
    """A number that tells a text, and how it was encoded, from others."""
    digest = hashlib.blake2b(f"{is_asked}{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _in_bytes(vectors: FloatArray) -> Bytes:
    """Each vector in 8 bits, its largest number as 127."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    rounded: Bytes = np.rint(vectors / largest * 127).astype(np.int8)
    return rounded
