"""Everything that can go wrong in a run over many people.

BatchError
├── BadColumn             a column that cannot be used: names column, row (from 0), problem and fix
├── SparkMissing          Spark is not installed here
├── OtherIndex            the index file was replaced under a run
├── UnreadableInput       a file of people that is missing, or no Parquet
└── RunError              something about the folder of a run
    ├── RunAlreadyGoing   another process works in the folder
    ├── OtherRun          the folder holds a run over another index, other people or other parameters
    ├── NoRun             the folder holds no run
    ├── DamagedManifest   the account of the run cannot be read
    ├── NotFinished       what was asked needs a run that has ended
    └── CannotWrite       the disk refuses: full, or not ours to write

No message holds an id of a person: it names the column and the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class BatchError(Exception):
    """Something that a run refuses, with the reason and what to do."""


class BadColumn(BatchError, ValueError):
    """A column of a batch, or one row of it, cannot be used. Rows count from 0, in the file when there is one."""

    def __init__(self, column: str, row: int | None, problem: str, fix: str, *, file: Path | None = None) -> None:
        place = [*([str(file)] if file else []), f'column "{column}"', *([f"row {row}"] if row is not None else [])]
        super().__init__(f"{', '.join(place)}: {problem}. {fix}.")
        self.column = column
        self.row = row
        self.problem = problem
        self.fix = fix
        self.file = file

    def in_file(self, file: Path, first_row: int) -> "BadColumn":
        """The same, for a batch whose first row is this row of this file."""
        row = None if self.row is None else self.row + first_row
        return BadColumn(self.column, row, self.problem, self.fix, file=file)


class UnreadableInput(BatchError):
    """A file or folder of people cannot be read."""

    def __init__(self, path: Path, problem: str, fix: str) -> None:
        super().__init__(f"{path}: {problem}. {fix}.")
        self.path = path


class SparkMissing(BatchError, ImportError):
    """Spark is not installed here."""

    def __init__(self) -> None:
        super().__init__("Spark is not installed here. Install it with: pip install 'arbeidspact[spark]'")


class OtherIndex(BatchError):
    """The index file is another one than the run was started with."""

    def __init__(self, path: Path, found: str, expected: str) -> None:
        super().__init__(
            f"{path}: this index has hash {found[:12]}, the run was started with {expected[:12]}."
            " Put that index back, or start a new run."
        )
        self.path = path


class RunError(BatchError):
    """The folder of a run is not in the state that was asked for."""

    def __init__(self, folder: Path, problem: str, fix: str) -> None:
        super().__init__(f"{folder}: {problem}. {fix}.")
        self.folder = folder


class RunAlreadyGoing(RunError):
    """Another process is at work in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "a run is going on here", "Wait for it to end, or cancel it first")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a run was started with, and what it was asked to go on with."""

    what: str
    started_with: str
    asked_now: str

    def __str__(self) -> str:
        return f"{self.what} was {self.started_with} and is now {self.asked_now}"


class OtherRun(RunError):
    """The folder holds a run that would have given other answers; going on would mix the two."""

    def __init__(self, folder: Path, differences: Sequence[Difference]) -> None:
        named = "; ".join(str(difference) for difference in differences)
        super().__init__(
            folder, f"it holds another run: {named}", "Give the same again, or another folder for a new run"
        )
        self.differences = tuple(differences)


class FolderInUse(RunError):
    """The folder holds other things than a run."""


class NoRun(RunError):
    """The folder holds no run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "it holds no run", "Give the folder that a run was written to")


class DamagedManifest(RunError):
    """The account of the run cannot be read, so nothing in the folder can be trusted."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(folder, f"its manifest cannot be used: {problem}", "Remove the folder and run again")


class NotFinished(RunError):
    """The run has not ended."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "the run in it is not finished", "Resume it first")


class CannotWrite(RunError):
    """The disk refuses. What was finished before is kept, and the run can be resumed."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(folder, f"it cannot be written: {problem}", "Make room or give rights, then resume the run")
