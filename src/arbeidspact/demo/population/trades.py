"""What work asks beside competences: schooling, licences, hours, shifts and wages of an occupation. All assumptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.random import Generator

from arbeidspact.demo.population.margins import SECTORS_OF, MainSector
from arbeidspact.taxonomy import ConceptKind, Taxonomy
from arbeidspact.taxonomy.scales import EducationLevel, Shift

PREFIX: Final = "ap:occupation/"

LICENCES_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "nurse": ("nurse-registration",),
    "home-nurse": ("nurse-registration", "driving-b"),
    "midwife": ("midwife-registration",),
    "care-assistant": ("care-assistant-registration",),
    "home-carer": ("care-assistant-registration", "driving-b"),
    "ambulance-attendant": ("ambulance-badge", "driving-b"),
    "non-urgent-patient-driver": ("driving-b", "medical-fitness-driver"),
    "physiotherapist": ("paramedic-recognition",),
    "occupational-therapist": ("paramedic-recognition",),
    "childcare-worker-babies": ("childcare-qualification", "criminal-record-model-2"),
    "childcare-worker-school-age": ("criminal-record-model-2",),
    "childcare-helper": ("criminal-record-model-2",),
    "nursery-teacher": ("teaching-diploma", "criminal-record-model-2"),
    "primary-teacher": ("teaching-diploma", "criminal-record-model-2"),
    "secondary-teacher": ("teaching-diploma", "criminal-record-model-2"),
    "care-teacher": ("teaching-diploma", "criminal-record-model-2"),
    "driving-instructor": ("driving-instructor", "driving-b"),
    "truck-driver": ("driving-c", "code-95-goods"),
    "articulated-lorry-driver": ("driving-ce", "code-95-goods"),
    "refuse-truck-driver": ("driving-c", "code-95-goods"),
    "bus-driver": ("driving-d", "code-95-passengers"),
    "train-driver": ("train-driver-licence",),
    "taxi-driver": ("driving-b", "driver-pass-taxi"),
    "van-driver": ("driving-b",),
    "shuttle-driver": ("driving-b",),
    "forklift-driver": ("forklift",),
    "reach-truck-driver": ("reach-truck",),
    "reach-stacker-driver": ("forklift", "port-access-card"),
    "dock-worker": ("dock-worker-recognition",),
    "container-lasher": ("dock-worker-recognition",),
    "port-crane-operator": ("dock-worker-recognition", "port-access-card"),
    "excavator-operator": ("excavator",),
    "tower-crane-operator": ("tower-crane",),
    "scaffolder": ("scaffolding", "vca-basic"),
    "asbestos-remover": ("asbestos-removal",),
    "site-manager": ("vca-supervisor", "driving-b"),
    "industrial-cleaner": ("vca-basic",),
    "mig-mag-welder": ("welding-mig-mag",),
    "tig-welder": ("welding-tig",),
    "hvac-technician": ("refrigeration-f-gas", "driving-b"),
    "heating-service-technician": ("heating-gas-g1", "driving-b"),
    "industrial-electrician": ("ba5",),
    "residential-electrician": ("driving-b",),
    "solar-installer": ("work-at-height", "driving-b"),
    "wind-turbine-technician": ("wind-basic-safety", "driving-b"),
    "security-guard": ("security-card",),
    "event-steward": ("security-card",),
    "firefighter": ("driving-b",),
    "lifeguard": ("lifesaver",),
    "tree-surgeon": ("chainsaw",),
    "sales-representative": ("driving-b",),
    "donation-collector": ("driving-b",),
    "removal-worker": ("driving-b",),
}
"""Without these nobody starts; by the last part of the occupation's id."""

_SHIFTS: Final[Mapping[str, Mapping[tuple[Shift, ...], float]]] = {
    "care": {(Shift.EARLY, Shift.LATE, Shift.WEEKEND): 5, (Shift.DAY,): 4, (Shift.NIGHT,): 1},
    "port-logistics": {(Shift.EARLY, Shift.LATE): 5, (Shift.DAY,): 3, (Shift.NIGHT,): 2},
    "metal": {(Shift.DAY,): 5, (Shift.EARLY, Shift.LATE): 4, (Shift.EARLY, Shift.LATE, Shift.NIGHT): 1},
    "chemistry": {(Shift.EARLY, Shift.LATE, Shift.NIGHT): 6, (Shift.DAY,): 2},
    "food-industry": {(Shift.EARLY, Shift.LATE): 6, (Shift.EARLY,): 2, (Shift.NIGHT,): 1},
    "hospitality": {(Shift.LATE, Shift.WEEKEND): 5, (Shift.SPLIT, Shift.WEEKEND): 2, (Shift.DAY,): 3},
    "retail": {(Shift.DAY, Shift.WEEKEND): 6, (Shift.DAY,): 4},
    "cleaning": {(Shift.DAY,): 5, (Shift.EARLY,): 4, (Shift.LATE,): 1},
    "transport": {(Shift.EARLY,): 4, (Shift.DAY,): 4, (Shift.EARLY, Shift.LATE): 2},
    "security": {(Shift.LATE, Shift.NIGHT, Shift.WEEKEND): 6, (Shift.DAY,): 3},
    "social-economy": {(Shift.DAY,): 1},
}
_USUAL_SHIFTS: Final[Mapping[tuple[Shift, ...], float]] = {(Shift.DAY,): 8, (Shift.EARLY,): 1}

_SCHOOLING: Final[Mapping[int, Mapping[EducationLevel | None, float]]] = {
    1: {None: 1},
    2: {None: 5, EducationLevel.LOWER_SECONDARY: 1, EducationLevel.UPPER_SECONDARY: 4},
    3: {None: 2, EducationLevel.UPPER_SECONDARY: 2, EducationLevel.HIGHER_VOCATIONAL: 2, EducationLevel.BACHELOR: 3},
    4: {None: 0.5, EducationLevel.BACHELOR: 6, EducationLevel.MASTER: 3},
}
_WAGES: Final[Mapping[int, tuple[int, int]]] = {
    1: (2_150, 2_500),
    2: (2_300, 2_950),
    3: (2_700, 3_600),
    4: (3_000, 4_400),
}
_BINDING: Final = frozenset({"nurse-registration", "teaching-diploma", "paramedic-recognition", "midwife-registration"})

_LEVELS_WORKED: Final[Mapping[EducationLevel, tuple[float, float, float, float]]] = {
    EducationLevel.NONE: (0.66, 0.34, 0.0, 0.0),
    EducationLevel.LOWER_SECONDARY: (0.45, 0.55, 0.0, 0.0),
    EducationLevel.UPPER_SECONDARY: (0.20, 0.70, 0.10, 0.0),
    EducationLevel.HIGHER_VOCATIONAL: (0.05, 0.45, 0.45, 0.05),
    EducationLevel.BACHELOR: (0.02, 0.28, 0.40, 0.30),
    EducationLevel.MASTER: (0.02, 0.18, 0.30, 0.50),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation as the population uses it; `skill_level` is that of ISCO-08, 1 to 4."""

    id: str
    name: str
    sector: str
    skill_level: int
    essential: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def licences(self) -> tuple[str, ...]:
        return LICENCES_ASKED.get(self.id.removeprefix(PREFIX), ())


class Trades:
    """The occupations of the taxonomy with their weights, ready to draw from."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.all = tuple(_trades(taxonomy))
        self.by_id = {trade.id: trade for trade in self.all}
        self.by_sector: dict[str, list[Trade]] = {}
        for trade in self.all:
            self.by_sector.setdefault(trade.sector, []).append(trade)

    def of_main_sector(self, rng: Generator, main: MainSector) -> Trade:
        """Some trade of one of the sectors in this main sector, by weight."""
        sectors = {name: weight for name, weight in SECTORS_OF[main].items() if name in self.by_sector}
        names = list(sectors)
        sector = names[_place(rng, list(sectors.values()))]
        trades = self.by_sector[sector]
        return trades[_place(rng, [_demand(trade) for trade in trades])]

    def worked_in(self, rng: Generator, education: EducationLevel) -> Trade:
        """Some trade that somebody with this schooling may have worked in."""
        level = 1 + _place(rng, _LEVELS_WORKED[education])
        trades, weights = self._by_level[level]
        return trades[_place(rng, weights)]

    def near(self, rng: Generator, trade: Trade) -> Trade:
        """Another trade of the same sector and about the same level; the trade itself where there is none."""
        others = [
            other
            for other in self.by_sector[trade.sector]
            if other != trade and abs(other.skill_level - trade.skill_level) <= 1
        ]
        return others[int(rng.integers(len(others)))] if others else trade

    @cached_property
    def _by_level(self) -> dict[int, tuple[list[Trade], list[float]]]:
        sector_weights = {sector: weight for sectors in SECTORS_OF.values() for sector, weight in sectors.items()}
        answer = {}
        for level in range(1, 5):
            trades = [trade for trade in self.all if trade.skill_level == level]
            weights = [sector_weights[trade.sector] / len(self.by_sector[trade.sector]) for trade in trades]
            answer[level] = trades, weights
        return answer


def shifts_of(rng: Generator, trade: Trade) -> tuple[Shift, ...]:
    """When this work is done."""
    options = _SHIFTS.get(trade.sector, _USUAL_SHIFTS)
    return list(options)[_place(rng, list(options.values()))]


def schooling_of(rng: Generator, trade: Trade) -> EducationLevel | None:
    """Which diploma an employer asks for this work; None: none."""
    if _BINDING & set(trade.licences):
        return EducationLevel.BACHELOR
    options = _SCHOOLING[trade.skill_level]
    return list(options)[_place(rng, list(options.values()))]


def wages_of(rng: Generator, trade: Trade) -> tuple[int, int]:
    """Gross wage a month for full-time work, in euro, in steps of ten."""
    low, high = _WAGES[trade.skill_level]
    least = low + 10 * int(rng.integers(0, (high - low) // 20))
    return least, least + 10 * int(rng.integers(10, 45))


def _trades(taxonomy: Taxonomy) -> Iterable[Trade]:
    known = {sector for sectors in SECTORS_OF.values() for sector in sectors}
    for concept in taxonomy.concepts(ConceptKind.OCCUPATION):
        if concept.sector not in known or not concept.isco:
            continue
        asked = taxonomy.competences_of(concept.id)
        yield Trade(
            id=concept.id,
            name=str(concept.label("nl")),
            sector=concept.sector,
            skill_level=_skill_level(concept.isco),
            essential=asked.essential,
            optional=asked.optional,
        )


def _skill_level(isco: str) -> int:
    """Source: ISCO-08, volume 1, table 1: major group to skill level; for managers the lower of the two."""
    major = int(isco[0])
    return {1: 3, 2: 4, 3: 3, 9: 1}.get(major, 2)


def _demand(trade: Trade) -> float:
    return 0.4 if trade.skill_level == 4 and trade.sector not in {"care", "education", "ict"} else 1.0


def _place(rng: Generator, weights: Iterable[float]) -> int:
    cumulative = np.cumsum(np.fromiter(weights, float))
    return int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))
