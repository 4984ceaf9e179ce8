"""The numbers a ranking may be asked with, each within its bounds."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from arbeidspact.matching.exceptions import BadInput

HIGHEST_SOFT_PERCENT: Final = 50


@dataclass(frozen=True, slots=True)
class Policy:
    """How a ranking weighs, and on which day. Two rankings with equal policy, index and input are identical.

    Arguments: `on`, the day on which a vacancy must be open; `nice_percent`, what a nice-to-have competence weighs
    against the same one required, 0 to 50; `occupation_percent`, what an occupation that the person seeks adds, against
    all required competences together, 0 to 50. Neither can lift a vacancy that a hard constraint excludes.
    """

    on: date
    nice_percent: int = 25
    occupation_percent: int = 10

    def __post_init__(self) -> None:
        for field in ("nice_percent", "occupation_percent"):
            value = getattr(self, field)
            if type(value) is not int or not 0 <= value <= HIGHEST_SOFT_PERCENT:
                raise BadInput(field, "it is out of bounds", f"Give a whole number from 0 to {HIGHEST_SOFT_PERCENT}")
