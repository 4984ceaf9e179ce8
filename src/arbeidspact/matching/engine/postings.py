"""Who asks what, cell by cell: a sort by counting, compiled."""

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled


@compiled()
def fill_postings(
    rows: NDArray[np.int32],
    cell_starts: NDArray[np.int32],
    cell_of_position: NDArray[np.int32],
    required_starts: NDArray[np.int64],
    required_ids: NDArray[np.int32],
    nice_starts: NDArray[np.int64],
    nice_ids: NDArray[np.int32],
    occupations: NDArray[np.int32],
    slots: NDArray[np.int32],
    n_competences: int,
    starts: NDArray[np.uint32],
    postings: NDArray[np.uint16],
) -> None:
    """Count what each slot has in each cell, then put the places there: a sort by counting."""
    for filling in range(2):
        for position in range(len(rows)):
            row, cell = rows[position], cell_of_position[position]
            place = np.uint16(position - cell_starts[cell])
            for kind in range(3):
                if kind == 0:
                    first, last = required_starts[row], required_starts[row + 1]
                elif kind == 1:
                    first, last = nice_starts[row], nice_starts[row + 1]
                else:
                    first, last = 0, 1 if occupations[row] >= 0 else 0
                for entry in range(first, last):
                    if kind == 0:
                        column = np.int64(required_ids[entry])
                    elif kind == 1:
                        column = np.int64(nice_ids[entry]) + n_competences
                    else:
                        column = np.int64(occupations[row]) + 2 * n_competences
                    slot = np.int64(slots[column])
                    if filling:
                        postings[starts[cell, slot]] = place
                        starts[cell, slot] += 1
                    else:
                        starts[cell, slot + 1] += 1
        if not filling:
            before = np.uint32(0)
            for cell in range(starts.shape[0]):
                starts[cell, 0] = before
                for slot in range(1, starts.shape[1]):
                    starts[cell, slot] += starts[cell, slot - 1]
                before = starts[cell, -1]
    # Filling moved every start to its end, which is the start of the next.
    for cell in range(starts.shape[0]):
        for slot in range(starts.shape[1] - 1, 0, -1):
            starts[cell, slot] = starts[cell, slot - 1]
        starts[cell, 0] = starts[cell - 1, -1] if cell else 0
