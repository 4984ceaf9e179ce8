"""Which competences of an edition are near in meaning: found once, kept in a small file beside the edition.

Vectors differ in their last bits between machines, and a server may have no encoder. So matching never compares
vectors: `arbeidspact taxonomy learn` does it once, and from then on the pairs in the file, with their credits in
hundredths, are what counts. The file names the content of its edition and the encoder, and a hash of what it says is
part of the version of the taxonomy. How the pairs are found and what they are worth:
`arbeidspact.taxonomy.understanding.similar`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import Column, IntArray
from arbeidspact.taxonomy.concepts import RelationReason
from arbeidspact.taxonomy.draft import CompiledEdition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.edition_file import read_edition_file, write_edition_file
from arbeidspact.taxonomy.exceptions import EditionError
from arbeidspact.taxonomy.relatedness import REASONS, PairBatch

SUFFIX: Final = ".near"


@dataclass(frozen=True, eq=False)
class NearPairs:
    """Pairs that mean nearly the same: `asked` and `held`, positions in the edition, rising; `hundredths` of credit."""

    encoder: str
    asked: IntArray
    held: IntArray
    hundredths: npt.NDArray[np.int8]
    hash: str

    def __len__(self) -> int:
        return len(self.asked)

    def holds(self, asked: int, held: int) -> bool:
        """Is the competence at this position near the one that is asked?"""
        start, end = (int(np.searchsorted(self.asked, asked, side=side)) for side in ("left", "right"))
        return bool((self.held[start:end] == held).any())

    def batch(self, asked: IntArray) -> PairBatch:
        """The pairs in which one of these is asked. Arguments: `asked`, positions, rising."""
        starts, ends = (np.searchsorted(self.asked, asked, side=side) for side in ("left", "right"))
        counts = ends - starts
        shift = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        here = np.arange(int(counts.sum())) + shift
        reason = np.full(len(here), REASONS.index(RelationReason.NEAR), np.int8)
        credit = (self.hundredths[here] / np.float32(100)).astype(np.float32)
        return PairBatch(np.repeat(asked, counts), self.held[here], credit, reason)


def near_pairs(
    edition: Edition, encoder: str, asked: IntArray, held: IntArray, hundredths: npt.NDArray[np.int8]
) -> NearPairs:
    """These pairs, in their order, with the hash of what they say."""
    order = np.lexsort((held, asked))
    asked, held, hundredths = asked[order], held[order], hundredths[order]
    digest = hashlib.sha256(f"{edition.facts.content_hash} {encoder}".encode())
    for column in (asked.astype("<i4"), held.astype("<i4"), hundredths.astype("<i4")):
        digest.update(column.tobytes())
    return NearPairs(encoder, asked, held, hundredths, digest.hexdigest())


def near_path(directory: Path, edition: Edition) -> Path:
    """In which file are the near competences of this edition?"""
    return directory / f"{edition.facts.title}{SUFFIX}"


def write_near_pairs(pairs: NearPairs, edition: Edition, path: Path) -> None:
    """Keep them in this file; the same pairs give the same bytes."""
    facts: dict[str, Any] = {
        "name": edition.facts.name,
        "version": edition.facts.version,
        "edition": edition.facts.content_hash,
        "encoder": pairs.encoder,
    }
    columns: dict[str, Column] = {"asked": pairs.asked, "held": pairs.held, "hundredths": pairs.hundredths}
    write_edition_file(CompiledEdition(facts, columns), path)


def read_near_pairs(edition: Edition, path: Path) -> NearPairs | None:
    """The near competences of this edition; None where there are none, or none that fit the edition.

    A file that is damaged is as good as none: `arbeidspact taxonomy learn` makes it again.
    """
    if not path.is_file():
        return None
    try:
        kept = read_edition_file(path)
    except EditionError:
        return None
    if kept.facts.get("edition") != edition.facts.content_hash:
        return None
    asked, held, hundredths = (kept.columns[name] for name in ("asked", "held", "hundredths"))
    return near_pairs(edition, str(kept.facts["encoder"]), asked, held, hundredths)
