"""What can go wrong with indicators, each with the problem and the fix.

- `IndicatorError`: anything this package refuses
    - `InvalidFile`: a definition, target or observation file; lists every problem found, nothing was taken from it
    - `InvalidCell`: what stands in one cell of a file cannot be there
    - `InvalidPeriod`: a period such as `2019-Q3` that cannot be read
    - `InvalidNumber`: a printed number that cannot be stored in the indicator's unit
    - `InvalidBreakdown`: a breakdown such as `sex:women` that the definition does not know
    - `InvalidTarget`: a baseline or target that contradicts itself
    - `InvalidExpression`: how an indicator is computed from others cannot be read
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it is, what it is, and what to do."""

    file: str
    entry: str
    field: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f'{self.file}, {self.entry}, field "{self.field}": {self.problem}: {self.fix}'


class IndicatorError(Exception):
    """Anything this package refuses; the message names the problem and the fix."""


class InvalidFile(IndicatorError):
    """A file with one or more problems; nothing was taken from it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidCell(IndicatorError, ValueError):
    """What stands in a cell cannot be there."""

    def __init__(self, problem: str, fix: str) -> None:
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}: {fix}")


class InvalidPeriod(IndicatorError, ValueError):
    """A text that names no period."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problem = f"{text} is not a period"
        self.fix = (
            "write a year (2019), half (2020-H1), quarter (2019-Q3), month (2019-02), day (2019-12-31) "
            "or a span of two (2018-12/2019-11)"
        )
        super().__init__(f"{self.problem}: {self.fix}")


class InvalidNumber(IndicatorError, ValueError):
    """A printed number that cannot be stored in this unit."""

    def __init__(self, problem: str, fix: str) -> None:
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}: {fix}")


class InvalidBreakdown(IndicatorError, ValueError):
    """A text that names no group of this indicator."""

    def __init__(self, text: str, fix: str) -> None:
        self.problem = f"{text} is no breakdown of this indicator"
        self.fix = fix
        super().__init__(f"{self.problem}: {fix}")


class InvalidTarget(IndicatorError, ValueError):
    """A baseline or target that contradicts itself."""


class InvalidExpression(IndicatorError, ValueError):
    """A text that says no computation."""

    def __init__(self, problem: str, fix: str) -> None:
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}: {fix}")
