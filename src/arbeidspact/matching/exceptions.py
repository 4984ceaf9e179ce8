"""Everything that can go wrong in matching.

MatchingError
├── BadInput              a column that cannot be used: names the field, the problem and the fix
│   └── UnknownId         an id or position that nothing known carries
└── IndexFileError        an index file that cannot be used: names the file
    ├── NotAnIndexFile    the file is something else
    ├── OtherIndexVersion the file was written by another version of the format
    └── DamagedIndexFile  the file is cut short or its content does not match its hash

No message holds an id of a person: it names the field and the row.
"""

from pathlib import Path


class MatchingError(Exception):
    """Something that the matching engine refuses, with the reason."""


class BadInput(MatchingError, ValueError):
    """A column, or a number in it, cannot be used."""

    def __init__(self, field: str, problem: str, fix: str) -> None:
        super().__init__(f"{field}: {problem}. {fix}.")
        self.field = field
        self.problem = problem
        self.fix = fix


class UnknownId(BadInput):
    """An id or a position points at nothing."""


class IndexFileError(MatchingError):
    """An index file cannot be opened."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"index file {path}: {problem}. Build the index again.")
        self.path = path
        self.problem = problem


class NotAnIndexFile(IndexFileError):
    """The file does not start like an index."""


class OtherIndexVersion(IndexFileError):
    """The file has a version of the format that this release does not read."""

    def __init__(self, path: Path, found: int, expected: int) -> None:
        super().__init__(path, f"it has format version {found}, this release reads version {expected}")
        self.found = found
        self.expected = expected


class DamagedIndexFile(IndexFileError):
    """The file is cut short, or its content is not what was written."""
