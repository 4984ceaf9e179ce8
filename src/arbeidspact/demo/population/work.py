"""Invented employers and vacancies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator

from arbeidspact.demo.population import margins
from arbeidspact.demo.population.draws import dealt, one_of, some_of
from arbeidspact.demo.population.margins import MainSector
from arbeidspact.demo.population.trades import Trade, Trades, schooling_of, shifts_of, wages_of
from arbeidspact.demo.population.work_times import Times, times_of
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift

INVENTED: Final = "(verzonnen)"
_BEGINNINGS: Final = ("Bal", "Cor", "Dra", "Fel", "Gim", "Hul", "Jor", "Kal", "Lum", "Mor", "Nel", "Quin", "Ros", "Tal")
_MIDDLES: Final = ("da", "ve", "mi", "no", "ra", "so", "tu", "li", "be")
_ENDINGS: Final = ("rix", "mont", "veer", "tana", "dor", "lis", "gard", "nova", "stra", "quent")
_FIRST_WORDS: Final = {
    "construction": "Bouwwerken",
    "metal": "Metaalwerken",
    "technology": "Technieken",
    "chemistry": "Chemie",
    "energy": "Energie",
    "food-industry": "Voeding",
    "textile": "Textiel",
    "vehicles": "Garage",
    "port-logistics": "Logistiek",
    "transport": "Vervoer",
    "retail": "Winkels",
    "hospitality": "Horeca",
    "cleaning": "Schoonmaak",
    "ict": "Digitaal",
    "administration": "Kantoor",
    "finance": "Boekhouding",
    "personal-services": "Salon",
    "security": "Bewaking",
    "green": "Groenwerken",
    "care": "Zorghuis",
    "education": "School",
    "welfare": "Welzijn",
    "childcare": "Kinderopvang",
    "social-economy": "Maatwerk",
    "culture": "Cultuurhuis",
}
_VACANCY_SECTOR: Final = {"administration": "office", "personal-services": "services", "green": "agriculture"}
"""Where the list of sectors of employers has another word than the starter taxonomy."""


@dataclass(frozen=True, slots=True)
class InventedEmployer:
    """An employer that does not exist; `trades_in` is a sector of the starter taxonomy, `sector` one of employers."""

    name: str
    trades_in: str
    sector: str
    area: str


@dataclass(frozen=True, slots=True)
class InventedVacancy:
    """Work that nobody offers; `employer` is the place of the employer in their list."""

    employer: int
    title: str
    description: str
    occupation: str
    main_sector: MainSector
    contract: str
    hours: tuple[int, int]
    shifts: tuple[Shift, ...]
    education: EducationLevel | None
    area: str
    positions: int
    positions_filled: int
    wage: tuple[int, int]
    opens_on: date
    closes_on: date | None
    filled_on: date | None
    cancelled_on: date | None
    required: tuple[str, ...]
    nice: tuple[str, ...]
    languages: tuple[tuple[str, CefrLevel], ...]
    licences: tuple[str, ...]
    times: Times | None = None

    def is_open_on(self, day: date) -> bool:
        """Is this vacancy open on this day?"""
        closed = self.filled_on or self.cancelled_on
        return closed is None and self.opens_on <= day and (self.closes_on is None or self.closes_on >= day)


def invented_employers(size: margins.Size, *, seed: int) -> list[InventedEmployer]:
    """Employers for so many vacancies, about one for every four, and at least one in every sector.

    Their names are coined from syllables and carry the word "invented" in Dutch, so that none is taken for a real one.
    """
    rng = np.random.default_rng([seed, 2])
    weights = {name: weight for sectors in margins.SECTORS_OF.values() for name, weight in sectors.items()}
    total = max(size.vacancies // 4, 1)
    sectors = [*weights, *dealt(rng, weights, total)]
    return [
        InventedEmployer(
            name=_employer_name(rng, sector),
            trades_in=sector,
            sector=_VACANCY_SECTOR.get(sector, sector),
            area=one_of(rng, margins.WORKPLACE_WEIGHTS),
        )
        for sector in sectors
    ]


def invented_vacancies(
    size: margins.Size, employers: Sequence[InventedEmployer], *, seed: int, today: date, trades: Trades
) -> Iterator[InventedVacancy]:
    """The vacancies of this size of population, in random order; the same arguments give the same vacancies."""
    rng, clock = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 7])
    places: dict[str, list[int]] = {}
    for place, employer in enumerate(employers):
        places.setdefault(employer.trades_in, []).append(place)
    closed = size.vacancies - size.open_vacancies
    fates = ["open"] * size.open_vacancies + dealt(rng, {"filled": 0.75, "cancelled": 0.25}, closed)
    sectors = dealt(rng, margins.MAIN_SECTOR_SHARES, size.open_vacancies)
    sectors += dealt(rng, margins.MAIN_SECTOR_SHARES, closed)
    for place in rng.permutation(size.vacancies):
        trade = trades.of_main_sector(rng, sectors[place])
        choice = places[trade.sector]
        chosen = choice[int(rng.integers(len(choice)))]
        vacancy = _vacancy(rng, chosen, employers[chosen], trade, sectors[place], fates[place], today)
        yield replace(vacancy, times=times_of(clock, trade.sector, vacancy.shifts))


def _employer_name(rng: Generator, sector: str) -> str:
    parts = (sequence[int(rng.integers(len(sequence)))] for sequence in (_BEGINNINGS, _MIDDLES, _ENDINGS))
    return f"{_FIRST_WORDS[sector]} {''.join(parts)} {INVENTED}"


def _vacancy(
    rng: Generator,
    employer: int,
    offered_by: InventedEmployer,
    trade: Trade,
    main_sector: MainSector,
    fate: str,
    today: date,
) -> InventedVacancy:
    opens_on, closes_on, filled_on, cancelled_on = _dates(rng, fate, today)
    positions = one_of(rng, {1: 0.8, 2: 0.12, 3: 0.05, 5: 0.03})
    required = some_of(rng, trade.essential, 0.78) or list(trade.essential[:2])
    nice = [*some_of(rng, trade.optional, 0.35), *(one for one in trade.essential if one not in required)]
    return InventedVacancy(
        employer=employer,
        title=trade.name[:1].upper() + trade.name[1:],
        description=f"{INVENTED[1:-1].capitalize()} vacature van {offered_by.name}.",
        occupation=trade.id,
        main_sector=main_sector,
        contract=_contract(rng, trade),
        hours=one_of(rng, {(38, 38): 0.6, (30, 38): 0.14, (19, 25): 0.16, (24, 32): 0.1}),
        shifts=shifts_of(rng, trade),
        education=schooling_of(rng, trade),
        area=offered_by.area if rng.random() < 0.8 else one_of(rng, margins.WORKPLACE_WEIGHTS),
        positions=positions,
        positions_filled=positions if fate == "filled" else int(rng.integers(positions)),
        wage=wages_of(rng, trade),
        opens_on=opens_on,
        closes_on=closes_on,
        filled_on=filled_on,
        cancelled_on=cancelled_on,
        required=tuple(required),
        nice=tuple(nice),
        languages=_languages(rng, trade),
        licences=trade.licences,
    )


def _dates(rng: Generator, fate: str, today: date) -> tuple[date, date | None, date | None, date | None]:
    """Open from, open until, filled on, cancelled on: the last two years, most of it lately."""
    if fate == "open":
        opens_on = today - timedelta(days=min(400, int(rng.exponential(45))))
        closes_on = today + timedelta(days=int(rng.integers(14, 150))) if rng.random() < 0.5 else None
        return opens_on, closes_on, None, None
    opens_on = today - timedelta(days=int(rng.integers(40, 730)))
    ended = min(today, opens_on + timedelta(days=5 + int(rng.exponential(50))))
    return opens_on, None, ended if fate == "filled" else None, ended if fate == "cancelled" else None


def _contract(rng: Generator, trade: Trade) -> str:
    if trade.sector == "social-economy" and trade.skill_level == 1:
        return "supported_employment"
    weights = {"permanent": 0.6, "fixed_term": 0.14, "temporary_agency": 0.2, "workplace_learning": 0.03}
    if trade.sector in {"hospitality", "retail"}:
        weights |= {"flexi_job": 0.15, "student_job": 0.06}
    return one_of(rng, weights)


def _languages(rng: Generator, trade: Trade) -> tuple[tuple[str, CefrLevel], ...]:
    usual = {1: CefrLevel.A2, 2: CefrLevel.B1, 3: CefrLevel.B2, 4: CefrLevel.B2}[trade.skill_level]
    levels = list(CefrLevel)
    shift = one_of(rng, {-1: 0.3, 0: 0.5, 1: 0.2})
    asked = {"nl": levels[max(0, levels.index(usual) + shift)]}
    if trade.sector in {"care", "education", "childcare"} and trade.skill_level >= 3:
        asked["nl"] = CefrLevel.C1
    for language, share in (("fr", 0.12), ("en", 0.14 if trade.sector != "ict" else 0.7)):
        if trade.skill_level >= 2 and rng.random() < share:
            asked[language] = CefrLevel.B1
    return tuple(asked.items())
