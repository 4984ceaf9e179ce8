"""Measures one peer on the work laid out in a folder, and compares its answers with ours.

    python -m bench.matching.peer FOLDER SLUG SECONDS

A peer that would need longer than SECONDS runs on persons spread over all of them; its time is scaled to all.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.matching.answers import Answers
from bench.matching.meter import Meter, rounded, timed
from bench.matching.process import kept_answers, laid_out, refuse
from bench.matching.ways import WAYS

FIRST_SAMPLE: Final = 32
MOST_RUNS: Final = 5


def spread(persons: int, count: int) -> NDArray[np.int64]:
    """This many rows, evenly over all persons."""
    return np.linspace(0, persons - 1, min(count, persons)).astype(np.int64)


def measure(folder: Path, slug: str, seconds: float) -> dict[str, Any]:
    """The line of this peer in the table. Ends the process when an exact peer disagrees with ours."""
    way, work = WAYS[slug], laid_out(folder)
    persons = len(work.persons)
    expected = kept_answers(folder, "ours")
    preparing, answering = Meter(), Meter()
    with preparing.running():
        peer = way.make()(work)
    peer.answer(spread(persons, 8))  # imports, first compilations
    count = _sample(peer, persons, seconds)
    rows = spread(persons, count)
    runs = 1
    while len(answering.seconds) < runs:
        with answering.running():
            found: Answers = peer.answer(rows)
        runs = int(np.clip(seconds / 2 // answering.seconds[0], 1, MOST_RUNS))
    asked = expected.take(rows)
    exact = asked.equals(found)
    if way.exact and not exact:
        refuse(f"{way.title} and ours disagree on {work.size.name}")
    figures = answering.figures(times=persons / len(rows))
    return {
        "slug": slug,
        "title": way.title,
        **figures,
        "persons_a_second": round(persons / figures["seconds"]),
        "prepare_seconds": rounded(preparing.seconds[0]),
        "measured_persons": len(rows),
        "recall": round(asked.recall_of(found), 4),
        "exact": exact,
        "constraints_first": way.constraints_first,
    }


def _sample(peer: Any, persons: int, seconds: float) -> int:
    """On how many persons does this peer take about half of these seconds?"""
    count = min(FIRST_SAMPLE, persons)
    taken = timed(partial(peer.answer, spread(persons, count)))
    while taken < seconds / 10 and count < persons:
        count = min(persons, count * int(np.clip(seconds / 8 / max(taken, 1e-6), 2, 8)))
        taken = timed(partial(peer.answer, spread(persons, count)))
    return min(persons, max(count, int(count * seconds / 2 / taken)))


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))))
