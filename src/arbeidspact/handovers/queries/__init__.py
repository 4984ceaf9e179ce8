"""What can be asked of handovers: lists to do, one handover as each side may see it, and those in limbo."""

from arbeidspact.handovers.models import HandoverEvent, HandoverKind, HandoverState, PartKind
from arbeidspact.handovers.queries.detail import HandoverView, handover_behind, open_handover
from arbeidspact.handovers.queries.limbo import Limbo, handovers_in_limbo
from arbeidspact.handovers.queries.lists import (
    Direction,
    HandoverFilter,
    HandoverLine,
    HandoverList,
    handover_lines,
    handover_list,
    handover_rows,
    handovers_of,
    receivers,
)
from arbeidspact.handovers.states import Side

__all__ = [
    "Direction",
    "HandoverEvent",
    "HandoverFilter",
    "HandoverKind",
    "HandoverLine",
    "HandoverList",
    "HandoverState",
    "HandoverView",
    "Limbo",
    "PartKind",
    "Side",
    "handover_behind",
    "handover_lines",
    "handover_list",
    "handover_rows",
    "handovers_in_limbo",
    "handovers_of",
    "open_handover",
    "receivers",
]
