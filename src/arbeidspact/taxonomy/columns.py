"""Columns of an edition: arrays of numbers, and texts stored as one block of bytes with offsets."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
Columns = Mapping[str, Column]
IntArray = npt.NDArray[np.int32]


class TextColumn:
    """A read-only sequence of texts that decodes only what is asked."""

    def __init__(self, block: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> None:
        self._block = block
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, position: int) -> str:
        return self._block[self.offsets[position] : self.offsets[position + 1]].tobytes().decode()

    def to_list(self) -> list[str]:
        """All texts, decoded at once."""
        raw = self._block.tobytes()
        ends = self.offsets.tolist()
        if len(raw) == self._block.size and raw.isascii():
            text = raw.decode("ascii")
            return [text[start:end] for start, end in pairwise(ends)]
        return [raw[start:end].decode() for start, end in pairwise(ends)]


class Grouped:
    """For each row, the values that belong to it (compressed sparse rows)."""

    def __init__(self, starts: IntArray, values: IntArray) -> None:
        self.starts = starts
        self.values = values

    def of(self, row: int) -> IntArray:
        """The values of one row."""
        return self.values[self.starts[row] : self.starts[row + 1]]

    def of_many(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """The values of several rows on end, and how many come from each row."""
        begins = self.starts[rows].astype(np.int64)
        counts = (self.starts[rows + 1] - self.starts[rows]).astype(np.int64)
        total = int(counts.sum())
        if total == 0:
            return np.zeros(0, np.int32), counts.astype(np.int32)
        shift = np.repeat(begins - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        return self.values[np.arange(total) + shift], counts.astype(np.int32)


def text_columns(name: str, texts: Iterable[str]) -> dict[str, Column]:
    """The two arrays that store these texts under this name."""
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
    return {f"{name}.block": np.frombuffer(b"".join(encoded), np.uint8), f"{name}.offsets": offsets}


def text_column(columns: Columns, name: str) -> TextColumn:
    """The texts stored under this name."""
    return TextColumn(columns[f"{name}.block"], columns[f"{name}.offsets"])


def grouped_columns(
    name: str, rows: Sequence[int] | IntArray, values: Sequence[int] | IntArray, *, count: int
) -> dict[str, Column]:
    """The arrays that store (row, value) pairs under this name, in the order given within each row."""
    row_array = np.asarray(rows, np.int32)
    order = np.argsort(row_array, kind="stable")
    starts = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(row_array, minlength=count), out=starts[1:])
    return {f"{name}.starts": starts, f"{name}.values": np.asarray(values, np.int32)[order]}


def grouped(columns: Columns, name: str) -> Grouped:
    """The pairs stored under this name."""
    return Grouped(columns[f"{name}.starts"], columns[f"{name}.values"])
