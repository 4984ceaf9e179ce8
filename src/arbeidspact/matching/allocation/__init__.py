"""A whole city at once: what crowds, who would get what to the best of all, and lists that crowd less.

`Candidates` holds everybody's candidate list; `allocate` divides the positions so that no total is higher, with prices
that explain crowding; `rerank` makes lists under a policy that the caller names; `trade_offs` measures what each policy
costs and brings. All of it proposes; people decide.
"""

from arbeidspact.matching.allocation.assignment import (
    NOBODY,
    Allocation,
    Crowding,
    Objective,
    allocate,
    crowding,
)
from arbeidspact.matching.allocation.auction import Certificate
from arbeidspact.matching.allocation.candidates import SCORE_OF_ONE, Candidates
from arbeidspact.matching.allocation.congestion import (
    TradeOff,
    gini,
    measure,
    ndcg,
    placed_if_all_apply,
    recon_congestion,
    share_never_recommended,
    trade_offs,
)
from arbeidspact.matching.allocation.reranking import (
    EVERY_POLICY,
    Recommendations,
    Reranking,
    RerankingPolicy,
    rerank,
)

__all__ = [
    "EVERY_POLICY",
    "NOBODY",
    "SCORE_OF_ONE",
    "Allocation",
    "Candidates",
    "Certificate",
    "Crowding",
    "Objective",
    "Recommendations",
    "Reranking",
    "RerankingPolicy",
    "TradeOff",
    "allocate",
    "crowding",
    "gini",
    "measure",
    "ndcg",
    "placed_if_all_apply",
    "recon_congestion",
    "rerank",
    "share_never_recommended",
    "trade_offs",
]
