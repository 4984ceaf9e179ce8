"""The numbers that matching counts with: which one stands for which competence, language, licence, shift and place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import Related
from arbeidspact.mobility import UNREACHABLE, Place, TravelMode, Zone, travel_minutes, zone_minutes
from arbeidspact.taxonomy import ConceptKind, Taxonomy
from arbeidspact.taxonomy.scales import Shift
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
    """Which number stands for what, the same for vacancies and for people."""

    competences: Sequence[str]
    occupations: Sequence[str]
    languages: Sequence[str]
    licences: Sequence[str]
    shifts: Sequence[str]
    areas: Mapping[str, int]
    cells: Mapping[Cell, int]

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

    Arguments: `licences`, those that open vacancies ask, most asked first; `areas`, those with a middle; `cells`, those
    with a workplace.
    """
    known_competences, known_occupations = (
        _ids(taxonomy, ConceptKind.COMPETENCE),
        _ids(taxonomy, ConceptKind.OCCUPATION),
    )
    zones = list(areas)
    return Vocabularies(
        competences=(*known_competences, *sorted(set(competences).difference(known_competences))),
        occupations=(*known_occupations, *sorted(set(occupations).difference(known_occupations))),
        languages=KNOWN_LANGUAGES,
        licences=tuple(licences[:MOST_LICENCES]),
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
    workplaces = [Place(row * GRID_DEGREES, column * GRID_DEGREES) for row, column in cells]
    count = len(zones) + len(workplaces)
    matrices = {}
    for mode in TravelMode:
        minutes = np.full((count, count), UNREACHABLE, dtype=np.uint16)
        minutes[: len(zones), : len(zones)] = zone_minutes(zones, mode)
        for column, workplace in enumerate(workplaces, start=len(zones)):
            minutes[: len(zones), column] = [travel_minutes(zone.centroid, workplace, mode) for zone in zones]
        matrices[mode] = minutes
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
