"""What a look at every vacancy for one person finds."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

IS_CLOSED: Final = 1
FAILS_LANGUAGE: Final = 2
FAILS_LICENCE: Final = 4
FAILS_EDUCATION: Final = 8
FAILS_HOURS: Final = 16
FAILS_SHIFT: Final = 32
FAILS_TRAVEL: Final = 64


class Survey(NamedTuple):
    """By row: the kinds of constraints that fail, as bits, and how many fail (255 for more); what competences and
    occupation gain, what the preferences gain, and what could be gained in all."""

    kinds: NDArray[np.uint8]
    failing: NDArray[np.uint8]
    gained: NDArray[np.int32]
    preferred: NDArray[np.int32]
    totals: NDArray[np.int32]

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """How well these vacancies fit; 0 where neither a competence nor the occupation speaks for the work."""
        gained, scores = self.gained[rows], np.zeros(len(rows))
        np.divide(gained + self.preferred[rows], self.totals[rows], out=scores, where=gained > 0)
        return scores
