"""What a run is asked, what it says while it goes, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Final

from arbeidspact.matching import BadInput, Policy

USUAL_PART_ROWS: Final = 65_536
"""Persons in one part: some megabytes of answers, and what a kill can cost at most two or three times."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """Find the best vacancies for everyone in a file or folder.

    Arguments: `persons`, a Parquet file or a folder of them, columns of `schema.PERSONS`; `index`, the file of an
    index; `folder`, where the answers go, made when missing; `policy`; `k` places for each person; `part_rows`, persons
    to a part of the answer; `threads`, None for every processor.
    """

    persons: Path
    index: Path
    folder: Path
    policy: Policy
    k: int = 20
    part_rows: int = USUAL_PART_ROWS
    threads: int | None = None

    def __post_init__(self) -> None:
        for field in ("persons", "index", "folder"):
            object.__setattr__(self, field, Path(getattr(self, field)))
        for field in ("k", "part_rows", "threads"):
            value = getattr(self, field)
            if (type(value) is not int or value < 1) and not (field == "threads" and value is None):
                raise BadInput(field, "it is not a count", "Give 1 or more")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Speed and time left are of this session, None until something was done in it."""

    done: int
    total: int
    persons_per_second: float | None
    seconds_left: float | None

    @property
    def share_done(self) -> float:
        return self.done / self.total if self.total else 1.0


OnProgress = Callable[[Progress], None]
Cancelled = Callable[[], bool] | Event


class RunState(StrEnum):
    """Where a run stands. `interrupted`: its process was ended from outside."""

    GOING = "going"
    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"
    FAILED = "failed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a run has given so far; all of it when `state` is finished.

    `answer_hash`: one fingerprint of all matches, the same for any cut into parts, any number of threads and any
    engine. `seconds` of this session alone. `parts`: the files in the folder, in the order of the persons.
    """

    folder: Path
    state: RunState
    persons: int
    total: int
    matches: int
    without_match: int
    not_enough_known: int
    parts: tuple[Path, ...]
    answer_hash: str
    index_hash: str
    seconds: float

    @property
    def is_finished(self) -> bool:
        return self.state is RunState.FINISHED


@dataclass(frozen=True, slots=True)
class RunStatus:
    """What the folder of a run says of it. `problem`: why it failed."""

    folder: Path
    state: RunState
    done: int
    total: int
    matches: int
    started_at: str
    ended_at: str | None
    problem: str | None
