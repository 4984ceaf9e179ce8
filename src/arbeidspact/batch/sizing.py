"""How large a run is: hours, memory and disk, from costs that were measured at some sizes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from arbeidspact.matching import BadInput


@dataclass(frozen=True, slots=True)
class MeasuredCost:
    """What matching one person cost against so many vacancies, and what the index and the process took.

    Arguments: `core_microseconds` of one processor for one person, reading and writing included (seconds on the clock,
    times processors, over persons); `index_bytes` of the file; `memory_bytes`, the most that the process held, the
    index included; `answer_bytes` on disk for one person.
    """

    vacancies: int
    core_microseconds: float
    index_bytes: float
    memory_bytes: float
    answer_bytes: float


@dataclass(frozen=True, slots=True)
class Sizing:
    """What a run needs. `is_extrapolated`: more vacancies than were measured, along the line of the last two sizes."""

    persons: int
    vacancies: int
    core_seconds: float
    index_bytes: float
    memory_bytes: float
    answer_bytes: float
    is_extrapolated: bool

    def seconds_on(self, cores: int) -> float:
        """How long does it take on so many processors?

        Persons are matched apart from each other, so twice the processors take half the time, on one machine or many.
        """
        if cores < 1:
            raise BadInput("cores", f"{cores} processors match nobody", "Give 1 or more")
        return self.core_seconds / cores


def size_of_run(persons: int, vacancies: int, measured: Sequence[MeasuredCost]) -> Sizing:
    """What does a run of so many persons against so many vacancies need?

    Arguments: `measured`, at two or more numbers of vacancies, in any order.
    Returns: costs on the straight line between the measured sizes around `vacancies`; beyond the largest, on the line
    through the last two, or in proportion to the last where that is more, but answers as at the largest, since nobody
    gets more than k; below the smallest, as the smallest. Memory beside the index is never less than the most measured.
    Raises: `BadInput` for fewer than two measured sizes, or a number below 0.
    """
    points = {cost.vacancies: cost for cost in measured}
    if len(points) < 2:
        raise BadInput("measured", f"it holds {len(points)} sizes", "Measure at two or more numbers of vacancies")
    for field, value in (("persons", persons), ("vacancies", vacancies)):
        if value < 0:
            raise BadInput(field, f"{value} is below 0", "Give a count")
    costs = [points[size] for size in sorted(points)]

    def at(figure: Callable[[MeasuredCost], float], place: int = vacancies) -> float:
        return _on_line(place, [(cost.vacancies, figure(cost)) for cost in costs])

    index_bytes = at(lambda cost: cost.index_bytes)
    beside_it = max(cost.memory_bytes - cost.index_bytes for cost in costs)
    return Sizing(
        persons=persons,
        vacancies=vacancies,
        core_seconds=persons * at(lambda cost: cost.core_microseconds) / 1e6,
        index_bytes=index_bytes,
        memory_bytes=index_bytes + max(beside_it, at(lambda cost: cost.memory_bytes - cost.index_bytes)),
        answer_bytes=persons * at(lambda cost: cost.answer_bytes, min(vacancies, costs[-1].vacancies)),
        is_extrapolated=vacancies > costs[-1].vacancies,
    )


def _on_line(place: float, points: Sequence[tuple[int, float]]) -> float:
    if place <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if place <= right:
            return low + (high - low) * (place - left) / (right - left)
    (before, low), (last, high) = points[-2:]
    along = high + (high - low) * (place - last) / (last - before)
    return max(along, high * place / last) if high > low else high
