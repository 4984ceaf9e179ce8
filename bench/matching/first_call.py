"""How long does a process that has just started take to its first answer?

    python -m bench.matching.first_call FOLDER

Run twice with an empty folder as NUMBA_CACHE_DIR: the first time it compiles, the second it finds what was compiled.
"""

import time

_BEGIN = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402


def measure(folder: Path) -> dict[str, Any]:
    """Seconds to import the engine, to open the index, and to rank one person for the first time."""
    from arbeidspact.matching import Index, rank
    from bench.matching.process import laid_out
    from bench.matching.workload import PREFERENCES, K

    imported = time.perf_counter()
    one = laid_out(folder).persons.take([0])
    read = time.perf_counter()
    index = Index.open(folder / "related.index")
    opened = time.perf_counter()
    rank(index, one, K, policy=PREFERENCES)
    ranked = time.perf_counter()
    seconds = {"import": imported - _BEGIN, "open": opened - read, "rank": ranked - opened}
    return {**{name: round(value, 3) for name, value in seconds.items()}, "all": round(sum(seconds.values()), 3)}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
