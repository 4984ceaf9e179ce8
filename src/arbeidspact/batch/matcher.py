"""Matching one batch: persons in, matches out. Knows no files but the index, no engine and no order of batches."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa

from arbeidspact.batch.columns import bad_column, persons_from
from arbeidspact.batch.exceptions import OtherIndex
from arbeidspact.batch.schema import MATCHES, PERSON_COLUMNS
from arbeidspact.matching import BadInput, Index, Persons, Policy, Ranking, rank


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the best k vacancies for every person of a batch: a plain value that may travel to another process.

    Arguments: `index_path`, the file of the index; it is mapped into memory once per process and stays so; `k`, at
    least 1; `policy`; `index_hash`, refuses any other index, None for whichever lies there; `threads` for one batch,
    None for every processor (on an engine that runs batches side by side, 1).
    """

    index_path: Path
    k: int
    policy: Policy
    index_hash: str | None = None
    threads: int | None = None

    @classmethod
    def of(cls, index_path: str | Path, k: int, policy: Policy, *, threads: int | None = None) -> Self:
        """A matcher for exactly the index that lies there now. Raises: `matching.IndexFileError` naming the file."""
        path = Path(index_path)
        return cls(path, k, policy, opened_index(path).hash, threads)

    def index(self) -> Index:
        """The index. Raises: `matching.IndexFileError`; `OtherIndex` when it is not the one asked for."""
        index = opened_index(self.index_path)
        if self.index_hash is not None and index.hash != self.index_hash:
            raise OtherIndex(self.index_path, index.hash, self.index_hash)
        return index

    def rank(self, persons: Persons) -> Ranking:
        """What `matching.rank` answers for these persons. Raises: `BadColumn` naming column and row."""
        index = self.index()
        try:
            return rank(index, persons, self.k, policy=self.policy, threads=self.threads)
        except BadInput as error:
            raise bad_column(error, PERSON_COLUMNS, persons) from error

    def match_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Which vacancies fit these persons best?

        Arguments: `batch`, columns of `schema.PERSONS`.
        Returns: columns of `schema.MATCHES`; persons in the order given, each with at most k rows, best first, ties by
        the lower vacancy id. The same rows however persons are spread over batches, threads, processes or engines.
        Raises: `BadColumn` naming column and row.
        Cost: that of `matching.rank`; opening the index once per process.
        """
        return matches_of(self.rank(persons_from(batch)))


def matches_of(ranking: Ranking) -> pa.RecordBatch:
    """A ranking of persons as rows of `schema.MATCHES`."""
    counts = np.diff(ranking.starts)
    first = np.repeat(ranking.starts[:-1], counts)
    ranks = (np.arange(len(ranking.ids)) - first + 1).astype(np.int32)
    columns = [np.repeat(ranking.subject_ids, counts), ranks, ranking.ids, ranking.scores]
    return pa.RecordBatch.from_arrays([pa.array(column) for column in columns], schema=MATCHES)


def opened_index(path: Path) -> Index:
    """The index in this file, verified and mapped into memory once per process."""
    about = path.stat() if path.exists() else None
    return _opened(path.resolve(), (about.st_mtime_ns, about.st_size) if about else (0, 0))


@lru_cache(maxsize=2)
def _opened(path: Path, _stamp: tuple[int, int]) -> Index:
    return Index.open(path)
