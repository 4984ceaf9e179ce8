"""What a look at every vacancy for one person finds."""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

FAILS_LANGUAGE: Final = 2
FAILS_LICENCE: Final = 4
FAILS_EDUCATION: Final = 8
FAILS_HOURS: Final = 16
FAILS_SHIFT: Final = 32
FAILS_TRAVEL: Final = 64


class Survey(NamedTuple):
    """The open vacancies that at most one constraint excludes, in no order.

    Their `rows`; the kind of constraint that fails, as one of the bits above, 0 for none; what competences and
    occupation gain, what the preferences gain (0 where neither of these two gains anything and a constraint fails), and
    what could be gained in all.
    """

    rows: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    gained: NDArray[np.int32]
    preferred: NDArray[np.int32]
    totals: NDArray[np.int32]

    def of(self, chosen: NDArray[np.bool_]) -> Self:
        """The same for these alone."""
        return type(self)(*(column[chosen] for column in self))

    def scores(self) -> NDArray[np.float64]:
        """How well they fit; 0 where neither a competence nor the occupation speaks for the work."""
        scores = np.zeros(len(self.rows))
        np.divide(self.gained + self.preferred, self.totals, out=scores, where=self.gained > 0)
        return scores
