"""Matching one batch: persons in, matches out. Knows no files but the index, no engine and no order of batches."""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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
            return rank(index, persons, self.k, policy=self.policy, **_with_threads(self.threads))
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


def answer_hash(matches: pa.RecordBatch | pa.Table) -> str:
    """One fingerprint of these rows, whatever their order; `hashes_together` adds those of parts.

    Two runs over the same persons with the same index, policy and k have the same fingerprint, however they were cut
    into parts and whichever engine ran them. It shows differences that come by themselves; it does not stop forgery.
    """
    mixed = np.zeros(matches.num_rows, dtype=np.uint64)
    for name, factor in zip(MATCHES.names, _FACTORS, strict=True):
        column = matches.column(name).to_numpy()
        mixed += (column.view(np.uint64) if column.dtype.itemsize == 8 else column.astype(np.uint64)) * factor
    first = _mix(mixed)
    return _in_hexadecimal(int(first.sum()), int(_mix(first ^ _FACTORS[0]).sum()))


def hashes_together(hashes: Iterable[str]) -> str:
    """The fingerprint of the rows of all parts, from those of the parts."""
    lanes = [(int(one[:16], 16), int(one[16:], 16)) for one in hashes]
    return _in_hexadecimal(sum(lane for lane, _ in lanes), sum(lane for _, lane in lanes))


def _in_hexadecimal(*lanes: int) -> str:
    return "".join(f"{lane % 2**64:016x}" for lane in lanes)


_FACTORS: Final = tuple(
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7, 0xAEF17502108EF2D9)
)


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers in which every bit depends on every bit of those given.

    Source: the finaliser of SplitMix64; Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    """
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def opened_index(path: Path) -> Index:
    """The index in this file, verified and mapped into memory once per process."""
    about = path.stat() if path.exists() else None
    return _opened(path.resolve(), (about.st_mtime_ns, about.st_size) if about else (0, 0))


@lru_cache(maxsize=2)
def _opened(path: Path, _stamp: tuple[int, int]) -> Index:
    return Index.open(path)


def _with_threads(threads: int | None) -> dict[str, Any]:
    return {"threads": threads} if "threads" in inspect.signature(rank).parameters else {}
