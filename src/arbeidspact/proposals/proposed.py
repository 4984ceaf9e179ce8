"""What a text may say, as values: what a reader of texts hands to the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from arbeidspact.proposals.models import HowFound, ProposalKind


@dataclass(frozen=True, slots=True)
class Other:
    """A further reading of the same words."""

    value: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing that a text may ask or tell.

    `start` and `end`: the place in the text; `places`, the words themselves. `score` 0-1. `is_confident`: without it,
    this is the most likely of the answers and none of them is sure.
    """

    kind: ProposalKind
    value: str
    start: int
    end: int
    how: HowFound
    label: str = ""
    score: float = 1.0
    is_confident: bool = True
    is_required: bool = True
    places: Sequence[tuple[int, int]] = ()
    others: Sequence[Other] = ()
