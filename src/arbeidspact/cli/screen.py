"""What commands show: tables and progress."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

__all__ = ["Console", "Steps", "Table", "escape", "problem_screen", "screen", "working"]


def screen() -> Console:
    """Where answers go: standard output of now."""
    return Console(highlight=False)


def problem_screen() -> Console:
    """Where problems go: standard error of now."""
    return Console(highlight=False, stderr=True)


class Steps:
    """Progress over steps that announce themselves: `step(name, done, total)`, total 0 where nobody knows it.

    Where nobody watches a terminal, each step is one line when it starts.
    """

    def __init__(self) -> None:
        self._screen = screen()
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/green]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._screen,
            disable=not self._screen.is_terminal,
        )
        self._name = ""
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def __call__(self, name: str, done: int = 0, total: int = 0) -> None:
        if name != self._name:
            self._finish()
            self._name = name
            if not self._screen.is_terminal:
                self._screen.print(f"{escape(name)} ...")
            self._task = self._progress.add_task(escape(name), total=total or None)
        if self._task is not None and total:
            self._progress.update(self._task, completed=done, total=total)

    def _finish(self) -> None:
        if self._task is not None:
            task = next(task for task in self._progress.tasks if task.id == self._task)
            total = task.total or 1
            self._progress.update(self._task, completed=total, total=total)


@contextmanager
def working(words: str) -> Iterator[None]:
    """Says that something is being done, while it is."""
    with screen().status(escape(words)):
        yield
