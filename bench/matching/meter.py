"""Seconds, processor seconds and memory of one piece of work in this process."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

_STATUS: Final = Path("/proc/self/status")
_RESET: Final = Path("/proc/self/clear_refs")


@dataclass
class Meter:
    """Collects what each run took."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_megabytes: float = 0
    extra_megabytes: float = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what happens inside: time on the clock, time of all threads, memory at its highest."""
        forget_peak()
        before = resident_megabytes()
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds.append(time.perf_counter() - wall)
        self.cpu_seconds.append(time.process_time() - cpu)
        self.peak_megabytes = max(self.peak_megabytes, peak_megabytes())
        self.extra_megabytes = max(self.extra_megabytes, self.peak_megabytes - before)

    def figures(self, *, times: float = 1) -> dict[str, float]:
        """Medians, as if the work were this many times larger; memory as it was."""
        return {
            "seconds": rounded(statistics.median(self.seconds) * times),
            "cpu_seconds": rounded(statistics.median(self.cpu_seconds) * times),
            "runs": len(self.seconds),
            "peak_megabytes": round(self.peak_megabytes),
            "extra_megabytes": round(self.extra_megabytes, 1),
        }


def resident_megabytes() -> float:
    """How much memory does this process hold now? 0 where the system does not say."""
    return _status("VmRSS")


def peak_megabytes() -> float:
    """The most memory that this process held since `forget_peak`, or else since it started."""
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 / 1e6


def forget_peak() -> None:
    """Let the peak be what is held now, where the system can."""
    if _RESET.exists():
        _RESET.write_text("5", encoding="ascii")


def _status(name: str) -> float:
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1_024 / 1e6 for line in lines if line.startswith(f"{name}:"))


def timed(question: Callable[[], Any]) -> float:
    """The seconds this takes."""
    begin = time.perf_counter()
    question()
    return time.perf_counter() - begin


def milliseconds(questions: list[Callable[[], Any]]) -> dict[str, float]:
    """Median and 99th percentile of these questions, each asked once, in milliseconds."""
    taken = np.asarray([timed(question) for question in questions]) * 1_000
    return {
        "median_ms": rounded(float(np.median(taken))),
        "p99_ms": rounded(float(np.percentile(taken, 99))),
        "asked": len(taken),
    }


def rounded(value: float) -> float:
    """Three figures that matter."""
    return float(f"{value:.3g}")
