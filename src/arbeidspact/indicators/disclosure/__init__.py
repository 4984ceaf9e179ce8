"""The publication guard: which figures may leave the professionals' side without telling about one person.

Pure: counts and margins in, decisions with reasons out.
"""

from .cells import Cell, Known, Margin, NotAdditive, complete_margins
from .decisions import Leak, Reason, Rounded, Shown, Suppressed, Term
from .hierarchy import Place, margins_of
from .rates import counts_behind, guard_rate
from .revisions import SmallChange, small_changes
from .rounding import Rounding, chance_of, round_counts
from .rule import SMALLEST_INSIDE, SMALLEST_PUBLISHED, DisclosureRule, shown_count, shown_counts
from .suppression import Protection, find_leaks, protect

__all__ = [
    "SMALLEST_INSIDE",
    "SMALLEST_PUBLISHED",
    "Cell",
    "DisclosureRule",
    "Known",
    "Leak",
    "Margin",
    "NotAdditive",
    "Place",
    "Protection",
    "Reason",
    "Rounded",
    "Rounding",
    "Shown",
    "SmallChange",
    "Suppressed",
    "Term",
    "chance_of",
    "complete_margins",
    "counts_behind",
    "find_leaks",
    "guard_rate",
    "margins_of",
    "protect",
    "round_counts",
    "shown_count",
    "shown_counts",
    "small_changes",
]
