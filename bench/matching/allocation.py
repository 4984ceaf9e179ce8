"""Measures the allocation of the whole city on the work laid out in a folder: ours, then each peer in its own process.

    python -m bench.matching.allocation FOLDER [PEER]

Candidates are the best 50 of each person; every person and every vacancy is placed at most once.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import Index, Ranking, rank
from arbeidspact.matching.allocation import EVERY_POLICY, Candidates, Reranking, RerankingPolicy, trade_offs
from bench.matching.allocation_peers import PEERS, Pairs
from bench.matching.meter import Meter
from bench.matching.process import AnswersDiffer, PartFailed, laid_out, refuse, run_part
from bench.matching.workload import COMPETENCES_ONLY

CANDIDATES: Final = 50
SHOWN: Final = 10
"""How many of them a person sees, in the lists whose crowding is measured."""

MOST_RUNS, ENOUGH_SECONDS = 5, 2.0
STEPS: Final = 1_000_000
"""Scores as whole numbers: how many make 1."""


def measure(folder: Path) -> dict[str, Any]:
    """The table of allocation: what each way places, and what it takes."""
    work, index = laid_out(folder), Index.open(folder / "ours.index")
    candidates = rank(index, work.persons, CANDIDATES, policy=COMPETENCES_ONLY)
    counts = np.diff(candidates.starts)
    pairs = Pairs(
        person=np.repeat(np.arange(len(counts)), counts),
        vacancy=np.searchsorted(index.ids, candidates.ids),
        worth=np.maximum(np.rint(candidates.scores * STEPS), 1).astype(np.int64),
        persons=len(counts),
        vacancies=len(index),
    )
    np.savez(folder / "pairs.npz", person=pairs.person, vacancy=pairs.vacancy, worth=pairs.worth)
    (folder / "pairs.json").write_text(json.dumps([pairs.persons, pairs.vacancies]), encoding="utf-8")
    lines, left_out = [], {}
    for slug, peer in PEERS.items():
        if len(pairs.person) > peer.most_pairs:
            left_out[peer.title] = f"not asked above {peer.most_pairs:,} pairs"
            continue
        try:
            lines.append(run_part("allocation", str(folder), slug))
        except AnswersDiffer as wrong:
            refuse(str(wrong))
        except PartFailed as failed:
            left_out[peer.title] = str(failed)
    best = max(line["total"] for line in lines)
    for line in lines:
        line["optimal"] = line["total"] == best
        if line.pop("exact") and not line["optimal"]:
            refuse(f"{line['title']} misses the optimum")
    return {
        "pairs": len(pairs.person),
        "candidates": CANDIDATES,
        "lines": lines,
        "left_out_peers": left_out,
        "shown": SHOWN,
        "trade_offs": trade_off_lines(candidates, index.ids),
    }


def trade_off_lines(ranking: Ranking, vacancy_ids: NDArray[np.int64]) -> list[dict[str, Any]]:
    """What each way to re-rank the lists that people see costs and brings."""
    candidates = Candidates.from_ranking(ranking, vacancy_ids, np.ones(len(vacancy_ids), dtype=np.int32))
    policies = (*EVERY_POLICY, RerankingPolicy(Reranking.CAPPED, cap=20))
    return [row.row() for row in trade_offs(candidates, SHOWN, policies)]


def measure_peer(folder: Path, slug: str) -> dict[str, Any]:
    """The line of one peer, checked: nobody and no vacancy twice."""
    peer, meter = PEERS[slug], Meter()
    with np.load(folder / "pairs.npz") as kept:
        sizes = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))
        pairs = Pairs(kept["person"], kept["vacancy"], kept["worth"], *sizes)
    peer.solve(pairs.of_first(20))  # imports, first compilations
    while len(meter.seconds) < MOST_RUNS and sum(meter.seconds) < ENOUGH_SECONDS:
        with meter.running():
            chosen = peer.solve(pairs)
    if len(np.unique(pairs.person[chosen])) != len(chosen) or len(np.unique(pairs.vacancy[chosen])) != len(chosen):
        refuse(f"{peer.title} places somebody twice")
    return {
        "slug": slug,
        "title": peer.title,
        **meter.figures(),
        "total": int(pairs.worth[chosen].sum()),
        "score": round(float(pairs.worth[chosen].sum()) / STEPS, 2),
        "placed": len(chosen),
        "exact": peer.exact,
    }


if __name__ == "__main__":
    print(json.dumps(measure_peer(Path(sys.argv[1]), sys.argv[2]) if sys.argv[2:] else measure(Path(sys.argv[1]))))
