"""Measures our engine on the work laid out in a folder, and keeps its answers for the peers to be compared with.

python -m bench.matching.ours FOLDER SECONDS
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from arbeidspact.matching import Index, Policy, Ranking, rank
from bench.matching.answers import Answers
from bench.matching.meter import Meter, rounded
from bench.matching.process import keep_answers, laid_out, refuse
from bench.matching.workload import COMPETENCES_ONLY, PREFERENCES, K, Workload

MOST_RUNS: Final = 5


def measure(folder: Path, seconds: float) -> dict[str, Any]:
    """The lines of ours, and what all of them share. Ends the process when threads change the answer."""
    work = laid_out(folder)
    building = Meter()
    with building.running():
        index = work.index()
    soft = work.index(related=True)
    index.save(folder / "ours.index")
    soft.save(folder / "related.index")
    threads = os.cpu_count() or 1
    lines, rankings = [], {}
    for slug, title, against, policy, number in (
        ("ours", f"arbeidspact, {threads} threads", index, COMPETENCES_ONLY, threads),
        ("ours-1", "arbeidspact, 1 thread", index, COMPETENCES_ONLY, 1),
        ("ours-preferences", "arbeidspact, preferences", index, PREFERENCES, threads),
        ("ours-related", "arbeidspact, related competences", soft, COMPETENCES_ONLY, threads),
        ("ours-all", "arbeidspact, related competences and preferences", soft, PREFERENCES, threads),
    ):
        rankings[slug], meter = _ranked(work, against, policy, number, seconds)
        lines.append(_line(slug, title, work, meter, building))
    if rankings["ours"].answer_hash != rankings["ours-1"].answer_hash:
        refuse(f"Threads change our answer on {work.size.name}")
    keep_answers(Answers.of(rankings["ours"]), folder, "ours")
    return {
        "lines": lines,
        "index_megabytes": round((folder / "ours.index").stat().st_size / 1e6, 1),
        "answer_hash": rankings["ours"].answer_hash,
    }


def _ranked(work: Workload, index: Index, policy: Policy, threads: int, seconds: float) -> tuple[Ranking, Meter]:
    rank(index, work.persons.take([0]), K, policy=policy, threads=threads)  # compiles, or opens what was compiled
    meter = Meter()
    while len(meter.seconds) < MOST_RUNS and sum(meter.seconds) < seconds:
        vars(work.persons).pop("hash", None)  # every run takes the fingerprint of its input
        with meter.running():
            ranking = rank(index, work.persons, K, policy=policy, threads=threads)
    return ranking, meter


def _line(slug: str, title: str, work: Workload, meter: Meter, building: Meter) -> dict[str, Any]:
    figures = meter.figures()
    return {
        "slug": slug,
        "title": title,
        **figures,
        "persons_a_second": round(len(work.persons) / figures["seconds"]),
        "prepare_seconds": rounded(building.seconds[0]),
        "measured_persons": len(work.persons),
        "recall": 1.0,
        "exact": True,
        "constraints_first": True,
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), float(sys.argv[2]))))
