"""The folder of a round: profiles in numbers, the index, the matches. For their owner alone, and not for long."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class RoundFolder:
    """Where the files of one round lie."""

    path: Path

    @property
    def index(self) -> Path:
        return self.path / "vacancies.index"

    @property
    def persons(self) -> Path:
        return self.path / "persons.parquet"

    @property
    def matches(self) -> Path:
        """The folder of the run of `batch`: candidate lists, longer than what is shown."""
        return self.path / "matches"

    @property
    def answer(self) -> Path:
        return self.path / "answer.parquet"

    @property
    def log(self) -> Path:
        return self.path / "problems.log"

    @property
    def is_prepared(self) -> bool:
        """Are index and profiles there? Profiles are written last."""
        return self.index.is_file() and self.persons.is_file()

    def make(self) -> None:
        """Make the folder, open to its owner alone."""
        rounds_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.mkdir(exist_ok=True, mode=0o700)
        self.path.chmod(0o700)


def rounds_folder() -> Path:
    """Where the folders of all rounds lie."""
    return Path(settings.DATA_DIR) / "rounds"


def folder_of(reference: UUID) -> RoundFolder:
    """The folder of this round, which may not be there (any more)."""
    return RoundFolder(rounds_folder() / str(reference))


@contextmanager
def for_the_owner_alone() -> Iterator[None]:
    """Files that this process makes meanwhile can be read by their owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
