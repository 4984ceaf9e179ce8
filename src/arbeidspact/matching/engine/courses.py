"""Which competence, once learnt, makes most vacancies fit well? Compiled."""

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled


@compiled()
def count_courses(
    required_starts: NDArray[np.int64],
    required_ids: NDArray[np.int32],
    rows: NDArray[np.int32],
    gained: NDArray[np.int32],
    preferred: NDArray[np.int32],
    totals: NDArray[np.int32],
    more: NDArray[np.int64],
    enough: float,
    counts: NDArray[np.int64],
) -> None:
    """Counts for each competence the vacancies that require it, score less than `enough`, and would not with it.

    Arguments: the vacancies as in `findings.Found`, `preferred` filled for all; `more`, what each competence would gain
    on top.
    """
    most = more.max() if len(more) else 0
    for entry in range(len(rows)):
        # Where nothing speaks for the work yet, its preferences count too once a competence does.
        lacks = enough * totals[entry] - (gained[entry] + preferred[entry])
        fits = gained[entry] > 0 and lacks <= 0
        if not fits and totals[entry] > 0 and lacks <= most:
            for place in range(required_starts[rows[entry]], required_starts[rows[entry] + 1]):
                if more[required_ids[place]] >= lacks:
                    counts[required_ids[place]] += 1
