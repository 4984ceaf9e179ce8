"""What a look at every vacancy for one person finds."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

FAILS_NOTHING: Final = 0
FAILS_LANGUAGE: Final = 1
FAILS_LICENCE: Final = 2
FAILS_EDUCATION: Final = 3
FAILS_HOURS: Final = 4
FAILS_SHIFT: Final = 5
FAILS_TRAVEL: Final = 6
KINDS: Final = 7


class Found(NamedTuple):
    """Vacancies in no order: their `rows`, what competences and occupation gain, what the preferences gain, and what
    could be gained in all.

    Preferences are 0 where neither competences nor occupation gain anything and a constraint fails.
    """

    rows: NDArray[np.int32]
    gained: NDArray[np.int32]
    preferred: NDArray[np.int32]
    totals: NDArray[np.int32]

    def scores(self) -> NDArray[np.float64]:
        """How well they fit; 0 where neither a competence nor the occupation speaks for the work."""
        gained = np.where(self.gained > 0, self.gained + self.preferred, 0)
        scores: NDArray[np.float64] = gained / np.maximum(self.totals, 1)
        return scores


class Survey(NamedTuple):
    """The open vacancies that at most one constraint excludes, by which kind of constraint that is.

    Those of kind k are `starts[k]:starts[k + 1]` of `found`.
    """

    starts: tuple[int, ...]
    found: Found

    def of(self, kind: int) -> Found:
        """Those that a constraint of this kind alone excludes; those that nothing does for `FAILS_NOTHING`."""
        return self._between(self.starts[kind], self.starts[kind + 1])

    def almost(self) -> Found:
        """Those that exactly one constraint excludes, of any kind."""
        return self._between(self.starts[1], self.starts[KINDS])

    def _between(self, first: int, last: int) -> Found:
        return Found(*(column[first:last] for column in self.found))
