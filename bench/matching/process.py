"""One part of the bench in a process of its own, so that memory is its own and no peer warms another's caches."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from bench.matching.answers import Answers
from bench.matching.workload import Workload

ROOT: Final = Path(__file__).resolve().parent.parent.parent
UNFAIR: Final = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Variables that make NumPy slower than it is; a peer must not suffer from them."""


WRONG: Final = 3
"""How a process ends whose answer is wrong."""


class PartFailed(Exception):
    """A part of the bench ended with an error; the message holds what it said last."""


class AnswersDiffer(PartFailed):
    """A way that must be exact gave another answer than ours: nothing measured beside it would mean anything."""


def run_part(module: str, *arguments: str, variables: dict[str, str] | None = None) -> dict[str, Any]:
    """The figures of this module of the bench: the object on the last line that it prints.

    Raises: `PartFailed`, or `AnswersDiffer`.
    """
    environment = {name: value for name, value in os.environ.items() if name not in UNFAIR}
    environment |= variables or {}
    command = [sys.executable, "-m", f"bench.matching.{module}", *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        kind = AnswersDiffer if done.returncode == WRONG else PartFailed
        raise kind(f"{module} {' '.join(arguments[1:])}: {last[0]} (it ended with {done.returncode})")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def refuse(problem: str) -> NoReturn:
    """End this process: an answer is wrong."""
    sys.stderr.write(f"{problem}: the figures would mean nothing.\n")
    raise SystemExit(WRONG)


def lay_out(work: Workload, folder: Path) -> None:
    """Write the work where parts find it."""
    with (folder / "work.pickle").open("wb") as file:
        pickle.dump(work, file, protocol=5)


def laid_out(folder: Path) -> Workload:
    """The work that was laid out here."""
    with (folder / "work.pickle").open("rb") as file:
        work: Workload = pickle.load(file)
    return work


def keep_answers(answers: Answers, folder: Path, name: str) -> None:
    """Write answers for other parts."""
    np.savez(folder / f"{name}.npz", ids=answers.ids, scores=answers.scores)


def kept_answers(folder: Path, name: str) -> Answers:
    """The answers kept under this name."""
    with np.load(folder / f"{name}.npz") as kept:
        return Answers(kept["ids"], kept["scores"])
