"""The numbers a ranking may be asked with, each within its bounds."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from arbeidspact.matching.exceptions import BadInput

HIGHEST_SOFT_PERCENT: Final = 50

PERCENTS: Final = ("nice_percent", "occupation_percent", "distance_percent", "hours_percent", "wage_percent")


@dataclass(frozen=True, slots=True)
class Policy:
    """How a ranking weighs, and on which day. Two rankings with equal policy, index and input are identical.

    Arguments: `on`, the day on which a vacancy must be open; `nice_percent`, what a nice-to-have competence weighs
    against the same one required, 0 to 50. The rest, 0 to 50 each, say what a preference adds at most, against all
    required competences together: `occupation_percent`, an occupation that the person seeks; `distance_percent`, a
    short journey; `hours_percent`, as many hours as the person wants; `wage_percent`, the wage that the person hopes
    for. None can lift a vacancy that a hard constraint excludes, nor one that neither a competence nor an occupation
    speaks for.
    """

    on: date
    nice_percent: int = 25
    occupation_percent: int = 10
    distance_percent: int = 5
    hours_percent: int = 5
    wage_percent: int = 5

    def __post_init__(self) -> None:
        for field in PERCENTS:
            value = getattr(self, field)
            if type(value) is not int or not 0 <= value <= HIGHEST_SOFT_PERCENT:
                raise BadInput(field, "it is out of bounds", f"Give a whole number from 0 to {HIGHEST_SOFT_PERCENT}")

    def record(self) -> dict[str, str | int]:
        """The same as plain values, for a log."""
        return {"on": self.on.isoformat(), **{field: getattr(self, field) for field in PERCENTS}}
