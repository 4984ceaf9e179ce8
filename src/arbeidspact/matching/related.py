"""How far one competence stands in for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching.columns import GradedLists, array_of, check_below, read_only, whole_numbers
from arbeidspact.matching.exceptions import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Related:
    """For each competence that a person may hold: which others it partly covers, and for how much.

    `starts` (competences + 1): competence h covers `covers[starts[h]:starts[h + 1]]`, each with its credit, 0 to 1.
    Not mutual by itself: give both directions where both hold. The engine counts in hundredths.
    """

    starts: NDArray[np.int64]
    covers: NDArray[np.int32]
    credits: NDArray[np.float32]

    def __post_init__(self) -> None:
        covers = whole_numbers("related.covers", self.covers, np.int32, least=0)
        credits = _checked_credits(self.credits, len(covers))
        rows = GradedLists(self.starts, covers, np.ones(len(covers), dtype=np.uint8))
        object.__setattr__(self, "starts", rows.starts)
        object.__setattr__(self, "covers", rows.ids)
        object.__setattr__(self, "credits", read_only(credits, np.float32))

    @classmethod
    def none(cls, n_competences: int) -> Self:
        """No competence stands in for another."""
        return cls(np.zeros(n_competences + 1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, np.float32))

    @classmethod
    def from_triples(cls, triples: Iterable[tuple[int, int, float]], n_competences: int) -> Self:
        """The relations in these (held, covered, credit); of one given twice the highest credit counts."""
        best: dict[tuple[int, int], float] = {}
        for held, covered, credit in triples:
            if not 0 <= held < n_competences:
                raise BadInput("related.held", f"competence {held} does not exist", f"There are {n_competences}")
            best[held, covered] = max(credit, best.get((held, covered), credit))
        pairs = sorted(best)
        starts = np.searchsorted(np.asarray([held for held, _ in pairs], dtype=np.int64), np.arange(n_competences + 1))
        return cls(starts, np.asarray([covered for _, covered in pairs]), np.asarray([best[pair] for pair in pairs]))

    def in_hundredths(self, n_competences: int) -> GradedLists:
        """The credits as the engine counts them; those that round to nothing, and a competence's own, are left out.

        Raises: `BadInput` or `UnknownId` when the relations do not fit `n_competences`.
        """
        if len(self.starts) != n_competences + 1:
            raise BadInput(
                "related",
                f"it has {len(self.starts) - 1} rows for {n_competences} competences",
                "Give one row for each",
            )
        check_below("related.covers", self.covers, n_competences, what="competence")
        hundredths = np.rint(self.credits.astype(np.float64) * 100).astype(np.int64)
        held = np.repeat(np.arange(n_competences), np.diff(self.starts))
        kept = (hundredths > 0) & (held != self.covers)
        starts = np.searchsorted(held[kept], np.arange(n_competences + 1))
        return GradedLists(starts, self.covers[kept], hundredths[kept])


def _checked_credits(values: ArrayLike, length: int) -> NDArray[np.float64]:
    given = array_of("related.credits", values)
    if given.dtype.kind not in "iuf" and given.size:
        raise BadInput("related.credits", "they are not numbers", "Give numbers from 0 to 1")
    credits = given.astype(np.float64)
    if credits.shape != (length,):
        raise BadInput("related.credits", f"there are not {length} of them", "Give one credit for every relation")
    wrong = np.flatnonzero(~((credits >= 0) & (credits <= 1)))
    if len(wrong):
        entry = int(wrong[0])
        raise BadInput(f"related.credits[{entry}]", f"{credits[entry]} is not a credit", "Give a number from 0 to 1")
    return credits
