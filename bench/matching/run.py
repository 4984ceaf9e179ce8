"""Runs ours and the peers on one size after another, each in a process of its own."""

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.matching.conditions import pass_shares
from bench.matching.esco import FOLDER, esco_workload
from bench.matching.process import AnswersDiffer, PartFailed, lay_out, run_part
from bench.matching.ways import WAYS
from bench.matching.workload import COMPETENCES_ONLY, QUICK, SIZES, K, workload

SECONDS: Final = 20.0
QUICK_SECONDS: Final = 0.8
ESCO: Final = "esco"
OURS, ALLOCATION, QUESTIONS = "ours", "allocation", "questions"
PARTS: Final = (OURS, QUESTIONS, ALLOCATION, *WAYS)
LIBRARIES: Final = (
    "numpy",
    "numba",
    "scipy",
    "scikit-learn",
    "pandas",
    "polars",
    "duckdb",
    "sparse-dot-topn",
    "faiss-cpu",
    "ortools",
)


@dataclass(frozen=True)
class Options:
    """What to measure: the size names, the parts (see `PARTS`), how long one part may take, where ESCO lies, and where
    what was learned of it."""

    sizes: tuple[str, ...]
    parts: tuple[str, ...] = PARTS
    seconds: float = SECONDS
    esco: Path = FOLDER
    learned: Path | None = None
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)


def measure(options: Options) -> dict[str, Any]:
    """Every figure, size by size. A peer that cannot run is left out with the reason.

    Raises: `PartFailed` when ours cannot run, `AnswersDiffer` when an exact way gives another answer than ours.
    """
    return {
        "bench": "matching",
        "k": K,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "versions": {library: found for library in LIBRARIES if (found := _version(library))},
        "sizes": [_measure_size(name, options) for name in options.sizes],
    }


def _measure_size(name: str, options: Options) -> dict[str, Any]:
    if name == ESCO and not options.esco.is_dir():
        options.say(f"esco: no ESCO download at {options.esco}; give its folder with --esco")
        return {"size": name, "left_out": f"no ESCO download at {options.esco}"}
    work = (
        esco_workload(options.esco, learned=options.learned)
        if name == ESCO
        else workload(QUICK if name == QUICK.name else SIZES[name])
    )
    with TemporaryDirectory(prefix="bench-matching-") as folder:
        lay_out(work, Path(folder))
        figures = {
            "size": name,
            "persons": len(work.persons),
            "vacancies": len(work.vacancies),
            "skills": work.size.skills,
            "hash": work.hash,
            "pass_shares": pass_shares(work, COMPETENCES_ONLY),
        }
        del work
        return figures | _parts(name, folder, options)


def _parts(name: str, folder: str, options: Options) -> dict[str, Any]:
    say, seconds = options.say, str(options.seconds)
    say(f"{name}: arbeidspact")
    figures = run_part("ours", folder, seconds)
    figures["left_out_peers"] = {}
    for slug, way in WAYS.items():
        if slug in options.parts:
            missing = [library for library in way.needs if not _version(library)]
            if missing:
                figures["left_out_peers"][way.title] = f"{', '.join(missing)} is not installed"
                continue
            say(f"{name}: {way.title}")
            try:
                figures["lines"].append(run_part("peer", folder, slug, seconds))
            except AnswersDiffer:
                raise
            except PartFailed as failed:
                figures["left_out_peers"][way.title] = str(failed)
    if QUESTIONS in options.parts:
        say(f"{name}: one question at a time")
        figures["questions"] = run_part("questions", folder, "200" if name == QUICK.name else "1000")
        figures["first_call"] = _first_calls(folder)
    if ALLOCATION in options.parts:
        say(f"{name}: allocation")
        figures["allocation"] = run_part("allocation", folder)
    return figures


def _first_calls(folder: str) -> dict[str, Any]:
    """A process that has to compile, and one that finds what the first compiled."""
    with TemporaryDirectory(prefix="bench-compiled-") as compiled:
        without, with_cache = (
            run_part("first_call", folder, variables={"NUMBA_CACHE_DIR": compiled}) for _ in range(2)
        )
    return {"without_compile_cache": without, "with_compile_cache": with_cache}


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
