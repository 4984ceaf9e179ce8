"""The numbers that matching counts with: which one stands for which competence, language, licence, shift and place."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import Related
from arbeidspact.mobility import UNREACHABLE, Place, TravelMode, Zone, travel_minutes, zone_minutes
from arbeidspact.taxonomy import ConceptKind, Taxonomy
from arbeidspact.taxonomy import licences as known_licences
from arbeidspact.taxonomy.scales import Shift
from arbeidspact.vacancies.asked import AskedWork
from arbeidspact.vacancies.languages import KNOWN_LANGUAGES

GRID_DEGREES = 0.005
"""Workplaces with coordinates of their own share a zone per cell of this size: some 550 by 350 metres in Flanders."""

MOST_LICENCES = 64
"""As many licences as a column of 64 bits tells apart; those that most vacancies ask come first."""

Cell = tuple[int, int]
Middle = tuple[float, float, float]
"""Latitude, longitude and size in square kilometres of an area."""


@dataclass(frozen=True)
class Vocabularies:
    """Which number stands for what, the same for vacancies and for people.

    `licences_left_out` are those that no bit was left for: they are not looked at.
    """

    competences: Sequence[str]
    occupations: Sequence[str]
    languages: Sequence[str]
    licences: Sequence[str]
    shifts: Sequence[str]
    areas: Mapping[str, int]
    cells: Mapping[Cell, int]
    licences_left_out: frozenset[str] = frozenset()

    @cached_property
    def labels(self) -> defaultdict[str, dict[int, str]]:
        """What competences are called, by language and then by number, as far as somebody asked."""
        return defaultdict(dict)

    @cached_property
    def conditions(self) -> defaultdict[str, dict[Hashable, Any]]:
        """Conditions put into words, by language and then by value, as far as somebody asked lately."""
        return defaultdict(dict)

    @cached_property
    def competence_column(self) -> dict[str, int]:
        return _numbered(self.competences)

    @cached_property
    def occupation_column(self) -> dict[str, int]:
        return _numbered(self.occupations)

    @cached_property
    def language_column(self) -> dict[str, int]:
        return _numbered(self.languages)

    @cached_property
    def licence_bit(self) -> dict[str, int]:
        return _numbered(self.licences)

    @cached_property
    def shift_bit(self) -> dict[str, int]:
        return _numbered(self.shifts)

    def zone_of(self, area: str, point: tuple[float, float] | None) -> int:
        """In which zone is this workplace: the cell of its own coordinates, else its area? -1 when unknown."""
        if point is not None:
            return self.cells[cell_of(*point)]
        return self.areas.get(area, -1)

    def know(self, work: AskedWork) -> bool:
        """Are there numbers for everything that this vacancy asks, but for the cell it lies in?"""
        return (
            work.occupation in self.occupation_column
            and all(concept in self.competence_column for concept, _is_required in work.competences)
            and all(one in self.licence_bit or one in self.licences_left_out for one in work.licences)
        )

    def with_cells(self, cells: Iterable[Cell]) -> "Vocabularies":
        """The same with these cells after the ones there are; itself when they are all there."""
        new = sorted(set(cells).difference(self.cells))
        first = len(self.areas) + len(self.cells)
        more = {cell: first + place for place, cell in enumerate(new)}
        return replace(self, cells={**self.cells, **more}) if new else self


def vocabularies(
    taxonomy: Taxonomy,
    *,
    competences: Iterable[str],
    occupations: Iterable[str],
    licences: Sequence[str],
    areas: Iterable[str],
    cells: Iterable[Cell],
) -> Vocabularies:
    """The vocabularies of this taxonomy, widened with the concepts that vacancies use and it does not know.

    Arguments: `licences`, those that vacancies ask, most asked first; the others that are known fill the bits that are
    left. `areas`, those with a middle; `cells`, those with a workplace.
    """
    known_competences, known_occupations = (
        _ids(taxonomy, ConceptKind.COMPETENCE),
        _ids(taxonomy, ConceptKind.OCCUPATION),
    )
    zones, with_bits = list(areas), list(dict.fromkeys([*licences, *known_licences()]))[:MOST_LICENCES]
    return Vocabularies(
        competences=(*known_competences, *sorted(set(competences).difference(known_competences))),
        occupations=(*known_occupations, *sorted(set(occupations).difference(known_occupations))),
        languages=KNOWN_LANGUAGES,
        licences=tuple(with_bits),
        licences_left_out=frozenset(licences[MOST_LICENCES:]),
        shifts=tuple(shift.value for shift in Shift),
        areas=_numbered(zones),
        cells={cell: len(zones) + place for place, cell in enumerate(sorted(set(cells)))},
    )


def cell_of(latitude: float, longitude: float) -> Cell:
    """In which cell of the grid does this point lie?"""
    return round(latitude / GRID_DEGREES), round(longitude / GRID_DEGREES)


def related_competences(taxonomy: Taxonomy, n_competences: int) -> Related:
    """What stands in for what, turned round: the taxonomy tells by the competence asked, matching by the one held."""
    starts, covers, credits = _turned(taxonomy)
    beyond = n_competences - (len(starts) - 1)
    return Related(np.concatenate([starts, np.full(beyond, starts[-1])]), covers, credits)


@lru_cache(maxsize=8)
def minutes_between(areas: tuple[Middle, ...], cells: tuple[Cell, ...]) -> dict[TravelMode, NDArray[np.uint16]]:
    """Minutes from every area to every area and cell, per way to travel.

    Returns: zones x zones, areas first. People live in areas, so no journey starts from a cell: those stay unreachable.
    """
    zones = [Zone(place, Place(latitude, longitude), km2) for place, (latitude, longitude, km2) in enumerate(areas)]
    matrices = {mode: zone_minutes(zones, mode) for mode in TravelMode}
    return with_minutes_to(cells, matrices, areas)


def with_minutes_to(
    cells: Sequence[Cell], minutes: Mapping[TravelMode, NDArray[np.uint16]], areas: Sequence[Middle]
) -> dict[TravelMode, NDArray[np.uint16]]:
    """These minutes between zones, areas first, with those from the areas to these cells after them."""
    homes = [Place(latitude, longitude) for latitude, longitude, _km2 in areas]
    workplaces = [Place(row * GRID_DEGREES, column * GRID_DEGREES) for row, column in cells]
    matrices = {}
    for mode, known in minutes.items():
        more = np.pad(known, ((0, len(cells)), (0, len(cells))), constant_values=UNREACHABLE)
        for column, workplace in enumerate(workplaces, start=len(known)):
            more[: len(homes), column] = [travel_minutes(home, workplace, mode) for home in homes]
        matrices[mode] = more
    return matrices


@lru_cache(maxsize=8)
def _ids(taxonomy: Taxonomy, kind: ConceptKind) -> tuple[str, ...]:
    return tuple(taxonomy.ids(kind))


@lru_cache(maxsize=2)
def _turned(taxonomy: Taxonomy) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    ids = _ids(taxonomy, ConceptKind.COMPETENCE)
    pairs = taxonomy.related_pairs(ids)
    asked = pairs.rows()
    order = np.lexsort((asked, pairs.columns))
    starts = np.searchsorted(pairs.columns[order], np.arange(len(ids) + 1)).astype(np.int64)
    return starts, asked[order].astype(np.int32), pairs.credits[order]


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(words)}
