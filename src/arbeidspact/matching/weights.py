"""What a competence weighs: the rarer among vacancies, the more it tells."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import IdLists, check_below, read_only

STEPS_PER_E: Final = 32


def idf_weights(required: IdLists, n_competences: int) -> NDArray[np.uint16]:
    """What does each competence weigh, judged by how few vacancies require it?

    Arguments: `required`, the required competences of the vacancies that set the measure.
    Returns: one whole number per competence, read-only: 1 + 32 ln((vacancies + 1) / (vacancies requiring it + 1)),
    rounded; 1 for a competence that all require.
    Raises: `UnknownId` when a vacancy requires a competence of `n_competences` or beyond.
    """
    check_below("required.ids", required.ids, n_competences, what="competence")
    requiring = np.bincount(required.ids, minlength=n_competences)
    weights = 1 + np.rint(STEPS_PER_E * np.log((len(required) + 1) / (requiring + 1)))
    return read_only(weights, np.uint16)
