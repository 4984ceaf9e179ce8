"""The work that ours and the peers do: invented persons and vacancies, the same on every machine with the same NumPy.

Skills follow a Zipf-Mandelbrot law (the commonest stands in a quarter of the vacancies), occupations have pools from
which 60% of the skills come, and four hard constraints let 70, 67, 42 and 55% of the pairs pass, 11% together.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import (
    LAST_DAY,
    GradedLists,
    IdLists,
    Index,
    Persons,
    Policy,
    Related,
    Vacancies,
    idf_weights,
)
from arbeidspact.matching.columns import hash_of_arrays
from arbeidspact.matching.inputs import columns_of
from arbeidspact.mobility import Place, TravelMode, Zone, mode_bits, zone_minutes
from bench.matching.draws import Chances, draw_lists, draw_pools, lists_of

SEED: Final = 20_261_122
K: Final = 20
N_LANGUAGES: Final = 6
DUTCH, FRENCH, ENGLISH = range(3)
PERSON_ASKS: Final = (5, 30)
VACANCY_ASKS: Final = (5, 25)
FULL_TIME: Final = 2_280
WAYS: Final = (TravelMode.WALK, TravelMode.BICYCLE, TravelMode.CAR)

COMPETENCES_ONLY: Final = Policy(
    on=date(2026, 11, 22), nice_percent=0, occupation_percent=0, distance_percent=0, hours_percent=0, wage_percent=0
)
"""The score that every peer can give: the weight of the required competences that a person has, against all of it."""

PREFERENCES: Final = Policy(on=COMPETENCES_ONLY.on)
"""The score that the product gives by default: nice-to-have competences and preferences count as well."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a workload."""

    name: str
    persons: int
    vacancies: int
    skills: int = 13_939
    occupations: int = 3_000
    zones: int = 25


QUICK: Final = Size("quick", 1_500, 900, skills=3_000, occupations=300)
SIZES: Final = {
    size.name: size
    for size in (
        Size("city", 12_123, 8_831),
        Size("100k", 100_000, 100_000, zones=100),
        Size("flanders", 187_000, 107_000, zones=300),
    )
}


@dataclass(frozen=True)
class Workload:
    """Vacancies and persons in one set of vocabularies."""

    size: Size
    vacancies: Vacancies
    persons: Persons
    weights: NDArray[np.uint16]
    travel: dict[TravelMode, NDArray[np.uint16]]
    related: Related
    n_languages: int = N_LANGUAGES

    def index(self, *, related: bool = False) -> Index:
        """The index of ours over these vacancies, laid out at once, which else waits for the first question."""
        index = Index.build(
            self.vacancies,
            n_competences=self.size.skills,
            n_languages=self.n_languages,
            weights=self.weights,
            travel=self.travel,
            related=self.related if related else None,
        )
        _ = index.layout
        return index

    @property
    def hash(self) -> str:
        """One fingerprint of everything in it."""
        travel = [(mode.value, minutes) for mode, minutes in self.travel.items()]
        related = [("related.starts", self.related.starts), ("related.covers", self.related.covers)]
        arrays: list[tuple[str, NDArray[Any]]] = [("weights", self.weights), *travel, *related]
        return hash_of_arrays([*columns_of(self.vacancies), *columns_of(self.persons), *arrays])


def workload(size: Size) -> Workload:
    """The invented vacancies and persons of this size."""
    random = np.random.default_rng(SEED)
    chances = Chances.zipf_mandelbrot(size.skills, shift=5)
    pools = draw_pools(random, chances, size.occupations)
    jobs = random.integers(0, size.occupations, size.vacancies)
    seekers = random.integers(0, size.occupations, size.persons)
    asked = draw_lists(random, chances, pools[jobs], _counts(random, VACANCY_ASKS, size.vacancies))
    known = draw_lists(random, chances, pools[seekers], _counts(random, PERSON_ASKS, size.persons))
    nice = draw_lists(random, chances, pools[jobs], random.integers(0, 7, size.vacancies))
    return Workload(
        size,
        vacancies_asking(random, asked, nice, jobs, zones=size.zones),
        persons_knowing(random, known, seekers, zones=size.zones),
        idf_weights(asked, size.skills),
        travel_between(size.zones),
        _related(random, pools, size.skills),
    )


def vacancies_asking(
    random: np.random.Generator, required: IdLists, nice: IdLists, jobs: NDArray[Any], *, zones: int
) -> Vacancies:
    """Vacancies with these competences; all else is drawn."""
    count = len(required)
    hours = random.choice([1_140, 1_824, FULL_TIME], count, p=[0.3, 0.2, 0.5])
    return Vacancies(
        ids=random.permutation(count) + 1,
        required=required,
        nice_to_have=nice,
        languages=_languages_asked(random, count),
        licences=_licences_asked(random, count),
        education=np.zeros(count, dtype=np.uint8),
        weekly_minutes_min=hours,
        weekly_minutes_max=hours,
        shifts=np.zeros(count, dtype=np.uint32),
        zones=_zones(random, zones, count),
        occupations=jobs,
        positions=np.ones(count, dtype=np.int32),
        valid_from=np.zeros(count, dtype=np.int32),
        valid_until=np.full(count, LAST_DAY),
        wages_cents=random.integers(210_000, 450_000, count),
    )


def persons_knowing(random: np.random.Generator, known: IdLists, seekers: NDArray[Any], *, zones: int) -> Persons:
    """Persons with these competences, each worth 100; all else is drawn."""
    count = len(known)
    wanted = random.choice(4, count, p=[0.38, 0.32, 0.2, 0.1])
    wages = np.where(random.random(count) < 0.4, random.integers(200_000, 350_000, count), -1)
    return Persons(
        ids=random.permutation(count) + 1,
        competences=GradedLists(known.starts, known.ids, np.full(len(known.ids), 100)),
        languages=_languages_spoken(random, count),
        licences=(random.random((count, len(_HELD))) < _HELD) @ (1 << np.arange(len(_HELD))),
        education=np.full(count, 8),
        weekly_minutes_min=np.asarray([0, 1_824, 0, 1_140])[wanted],
        weekly_minutes_max=np.asarray([FULL_TIME, FULL_TIME, 1_200, 1_824])[wanted],
        shifts=np.full(count, 7),
        zones=_zones(random, zones, count),
        max_travel_minutes=random.choice([20, 30, 45, 60], count, p=[0.2, 0.35, 0.3, 0.15]),
        modes=random.choice([mode_bits(WAYS[:2]), mode_bits(WAYS)], count, p=[0.6, 0.4]),
        occupations=IdLists(np.arange(count + 1), seekers),
        wages_wanted_cents=wages,
    )


_ASKED: Final = np.asarray([0.5, 0.12, 0.12, 0.1, 0.06, 0.05, 0.03, 0.02])
_HELD: Final = np.asarray([0.52, 0.25, 0.3, 0.2, 0.15, 0.3, 0.1, 0.05])


def _licences_asked(random: np.random.Generator, count: int) -> NDArray[np.int64]:
    first, second = random.choice(len(_ASKED), (2, count), p=_ASKED)
    bits: NDArray[np.int64] = np.where(random.random(count) < 0.86, 1 << first, 0)
    bits |= np.where(random.random(count) < 0.22, 1 << second, 0)
    return bits


def _languages_asked(random: np.random.Generator, count: int) -> GradedLists:
    levels = np.zeros((count, N_LANGUAGES), dtype=np.uint8)
    levels[:, DUTCH] = random.choice([2, 3, 4, 5], count, p=[0.2, 0.3, 0.3, 0.2])
    second = np.flatnonzero(random.random(count) < 0.08)
    levels[second, random.integers(FRENCH, N_LANGUAGES, len(second))] = random.integers(2, 5, len(second))
    return _graded(levels)


def _languages_spoken(random: np.random.Generator, count: int) -> GradedLists:
    levels = np.zeros((count, N_LANGUAGES), dtype=np.uint8)
    levels[:, DUTCH] = random.choice(7, count, p=[0.03, 0.07, 0.1, 0.15, 0.2, 0.15, 0.3])
    levels[:, FRENCH:] = np.where(
        random.random((count, N_LANGUAGES - 1)) < 0.35, random.integers(1, 7, (count, N_LANGUAGES - 1)), 0
    )
    return _graded(levels)


def _graded(levels: NDArray[np.uint8]) -> GradedLists:
    rows, columns = np.nonzero(levels)
    return GradedLists(np.searchsorted(rows, np.arange(len(levels) + 1)), columns, levels[rows, columns])


def _zones(random: np.random.Generator, zones: int, count: int) -> NDArray[np.int64]:
    """Some zones hold three times as many as others."""
    crowd = np.linspace(1, 3, zones)
    return random.choice(zones, count, p=crowd / crowd.sum())


def _counts(random: np.random.Generator, bounds: tuple[int, int], count: int) -> NDArray[np.int64]:
    return random.integers(bounds[0], bounds[1] + 1, count)


def travel_between(zones: int) -> dict[TravelMode, NDArray[np.uint16]]:
    """A square of zones, as wide whatever their number: more zones are smaller ones."""
    side = int(np.ceil(np.sqrt(zones)))
    step = 6 / side
    places = [
        Zone(zone, Place(51.0 + 0.022 * step * (zone // side), 3.65 + 0.035 * step * (zone % side)), 6.0 * step**2)
        for zone in range(zones)
    ]
    return {mode: zone_minutes(places, mode) for mode in WAYS}


def _related(random: np.random.Generator, pools: NDArray[np.int32], skills: int) -> Related:
    """Six others for every skill, from a pool that holds it: one person's 17 skills become about 115."""
    flat = np.argsort(random.random(pools.size))
    pool_of = random.integers(0, len(pools), skills)
    pool_of[pools.reshape(-1)[flat]] = flat // pools.shape[1]
    others = np.argsort(random.random((skills, pools.shape[1])), axis=1)[:, :6]
    pairs = np.arange(skills, dtype=np.int64)[:, None] * skills + pools[pool_of[:, None], others]
    lists = lists_of(np.unique(pairs), skills, skills)
    return Related(lists.starts, lists.ids, random.integers(2, 9, len(lists.ids)) / 10)
