"""Drawing with exact margins: shares become whole numbers first, chance then says who gets which."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

T = TypeVar("T")


def whole_numbers(shares: Sequence[float], total: int) -> list[int]:
    """How many of `total` does each share get? Sums to `total`; by largest remainder, ties to the earlier one."""
    weights = np.asarray(shares, dtype=float)
    exact = weights / weights.sum() * total
    numbers = np.floor(exact).astype(int)
    order = np.argsort(-(exact - numbers), kind="stable")
    numbers[order[: total - int(numbers.sum())]] += 1
    return [int(number) for number in numbers]


def dealt(rng: Generator, shares: Mapping[T, float], total: int) -> list[T]:
    """`total` values in random order, each as often as its share says."""
    values = list(shares)
    places = np.repeat(np.arange(len(values)), whole_numbers(list(shares.values()), total))
    return [values[place] for place in rng.permutation(places)]


def dealt_by_rank(shares: Mapping[T, float], score: NDArray[np.float64]) -> list[T]:
    """Values in the order of `shares`, to the lowest score first: the margin is exact and leans along the score."""
    values = list(shares)
    places = np.repeat(np.arange(len(values)), whole_numbers(list(shares.values()), len(score)))
    answer = np.empty(len(score), dtype=int)
    answer[np.argsort(score, kind="stable")] = places
    return [values[place] for place in answer]


def one_of(rng: Generator, weights: Mapping[T, float]) -> T:
    """One value by weight."""
    values = list(weights)
    cumulative = np.cumsum(np.fromiter(weights.values(), float, len(values)))
    return values[int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))]


def some_of(rng: Generator, values: Sequence[T], share: float) -> list[T]:
    """Each of these with the same chance, in their order."""
    return [value for value, drawn in zip(values, rng.random(len(values)), strict=True) if drawn < share]
