"""Small worlds as plain rows, and the columns made of them."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from hypothesis import strategies as st

from arbeidspact.matching import (
    ArrivesTooLate,
    EducationTooLow,
    GradedLists,
    HoursDoNotFit,
    IdLists,
    Index,
    LanguageTooLow,
    LicenceMissing,
    NotOpen,
    NoWayBack,
    Persons,
    Policy,
    Related,
    ShiftNotPossible,
    TooFar,
    Vacancies,
    day_number,
    explain,
)
from arbeidspact.matching.policy import PERCENTS
from arbeidspact.mobility import SERVICE_HOURS, ServiceHours, TravelMode

TODAY = date(2026, 11, 22)
NOW = day_number(TODAY)
POLICY = Policy(on=TODAY)

N_COMPETENCES = 6
N_LANGUAGES = 3
N_ZONES = 3
WALK, BICYCLE, CAR, BUS = 1, 2, 8, 16


@dataclass(frozen=True)
class VacancyRow:
    id: int = 1
    required: frozenset = frozenset()
    nice: frozenset = frozenset()
    languages: tuple = ()
    licences: int = 0
    education: int = 0
    hours: tuple = (0, 10_080)
    shifts: int = 0
    zone: int = -1
    occupation: int = -1
    positions: int = 1
    dates: tuple = (NOW - 10, NOW + 10)
    starts: int = -1
    ends: int = -1
    wage: int = -1

    def but(self, **changes):
        return replace(self, **changes)


@dataclass(frozen=True)
class PersonRow:
    id: int = 1
    competences: tuple = ()
    languages: tuple = ()
    licences: int = 0
    education: int = 0
    hours: tuple = (0, 10_080)
    shifts: int = 0
    zone: int = -1
    limit: int = 60
    modes: int = 0
    occupations: frozenset = frozenset()
    wage: int = -1

    def but(self, **changes):
        return replace(self, **changes)


TRAVEL = {
    TravelMode.WALK: np.asarray([[5, 40, 65_535], [40, 5, 90], [65_535, 90, 5]]),
    TravelMode.CAR: np.asarray([[3, 10, 20], [12, 3, 25], [20, 25, 3]]),
    TravelMode.PUBLIC_TRANSPORT: np.asarray([[10, 20, 70], [20, 10, 30], [130, 30, 10]]),
}
RUNS_INTO_THE_NIGHT = SERVICE_HOURS | {TravelMode.PUBLIC_TRANSPORT: ServiceHours(300, 1_500)}
DRIVES_BY_DAY = SERVICE_HOURS | {TravelMode.CAR: ServiceHours(290, 1_400)}


@dataclass(frozen=True)
class World:
    vacancies: tuple
    persons: tuple
    weights: tuple = (7, 3, 11, 1, 5, 20)
    related: tuple = ()
    policy: Policy = POLICY
    travel: dict = field(default_factory=lambda: TRAVEL)
    service: dict = field(default_factory=lambda: SERVICE_HOURS)

    def index(self):
        settings = {"weights": self.weights, "related": self.related, "travel": self.travel, "service": self.service}
        return index_of(self.vacancies, **settings)

    def columns(self):
        return persons_of(self.persons)


def vacancies_of(rows, **changes):
    columns = {
        "ids": [row.id for row in rows],
        "required": IdLists.from_rows(row.required for row in rows),
        "nice_to_have": IdLists.from_rows(row.nice for row in rows),
        "languages": GradedLists.from_rows(row.languages for row in rows),
        "licences": [row.licences for row in rows],
        "education": [row.education for row in rows],
        "weekly_minutes_min": [row.hours[0] for row in rows],
        "weekly_minutes_max": [row.hours[1] for row in rows],
        "shifts": [row.shifts for row in rows],
        "zones": [row.zone for row in rows],
        "occupations": [row.occupation for row in rows],
        "positions": [row.positions for row in rows],
        "valid_from": [row.dates[0] for row in rows],
        "valid_until": [row.dates[1] for row in rows],
        "starts_at": [row.starts for row in rows],
        "ends_at": [row.ends for row in rows],
        "wages_cents": [row.wage for row in rows],
    }
    return Vacancies(**columns | changes)


def persons_of(rows, **changes):
    columns = {
        "ids": [row.id for row in rows],
        "competences": GradedLists.from_rows(row.competences for row in rows),
        "languages": GradedLists.from_rows(row.languages for row in rows),
        "licences": [row.licences for row in rows],
        "education": [row.education for row in rows],
        "weekly_minutes_min": [row.hours[0] for row in rows],
        "weekly_minutes_max": [row.hours[1] for row in rows],
        "shifts": [row.shifts for row in rows],
        "zones": [row.zone for row in rows],
        "max_travel_minutes": [row.limit for row in rows],
        "modes": [row.modes for row in rows],
        "occupations": IdLists.from_rows(row.occupations for row in rows),
        "wages_wanted_cents": [row.wage for row in rows],
    }
    return Persons(**columns | changes)


def index_of(rows, *, weights=(7, 3, 11, 1, 5, 20), related=(), travel=TRAVEL, **changes):
    settings = {
        "n_competences": N_COMPETENCES,
        "n_languages": N_LANGUAGES,
        "weights": weights,
        "travel": travel,
        "related": related if isinstance(related, Related) else Related.from_triples(related, N_COMPETENCES),
    }
    return Index.build(rows if isinstance(rows, Vacancies) else vacancies_of(rows), **settings | changes)


def answer(vacancy, person, policy=POLICY, **settings):
    """Why one vacancy fits one person who holds competence 0, or why not."""
    index = index_of([VacancyRow(**vacancy)], **settings)
    return explain(index, persons_of([PersonRow(**{"competences": ((0, 100),)} | person)]), 1, 1, policy=policy)


KINDS = {
    NotOpen: "not open",
    LanguageTooLow: "language",
    LicenceMissing: "licence",
    EducationTooLow: "education",
    HoursDoNotFit: "hours",
    ShiftNotPossible: "shift",
    TooFar: "travel",
    ArrivesTooLate: "travel",
    NoWayBack: "travel",
}
"""What the oracle calls each failure."""

ON_THE_WAY = {TooFar: "too far", ArrivesTooLate: "too late", NoWayBack: "no way back"}


# Strategies. Small numbers on purpose: ties, overlaps and failures of every kind must be common.

competences = st.integers(0, N_COMPETENCES - 1)
levels = st.dictionaries(st.integers(0, N_LANGUAGES - 1), st.integers(1, 6), max_size=2).map(lambda d: tuple(d.items()))
ends_of_hours = st.sampled_from([0, 600, 1140, 2280, 10_080])
hours = st.tuples(ends_of_hours, ends_of_hours).map(lambda pair: (min(pair), max(pair)))
masks = st.sampled_from([0, 0, 0, 1, 2, 3, 5])
zones = st.integers(-1, N_ZONES - 1)
percents = st.sampled_from([0, 7, 50]) | st.integers(0, 50)
few_competences = st.frozensets(competences, max_size=4)


def vacancy_rows(id_):
    return st.builds(
        VacancyRow,
        id=st.just(id_),
        required=few_competences,
        nice=few_competences,
        languages=levels,
        licences=masks | st.just(1 << 63),
        education=st.sampled_from([0, 0, 3, 6]),
        hours=hours,
        shifts=masks,
        zone=zones,
        occupation=st.integers(-1, 2),
        positions=st.sampled_from([0, 1, 1, 1, 1, 5]),
        dates=st.sampled_from([(NOW - 1, NOW + 1)] * 5 + [(NOW, NOW), (NOW + 1, NOW + 9), (NOW - 9, NOW - 1)]),
        starts=st.sampled_from([-1, -1, -1, 0, 30, 299, 310, 320, 345, 480, 1_320]),
        ends=st.sampled_from([-1, -1, -1, 0, 59, 61, 299, 300, 960, 1_400, 1_439]),
        wage=st.sampled_from([-1, 0, 199_999, 250_000, 310_001]),
    )


def person_rows(id_):
    return st.builds(
        PersonRow,
        id=st.just(id_),
        competences=st.dictionaries(competences, st.sampled_from([1, 40, 60, 100]), max_size=4).map(
            lambda held: tuple(held.items())
        ),
        languages=levels,
        licences=masks | st.just((1 << 64) - 1),
        education=st.sampled_from([0, 3, 6]),
        hours=hours,
        shifts=masks,
        zone=zones,
        limit=st.sampled_from([0, 15, 45, 65_535]),
        modes=st.sampled_from([0, WALK, CAR, BUS, WALK | CAR, BICYCLE, WALK | BICYCLE, WALK | BUS, BUS | CAR]),
        occupations=st.frozensets(st.integers(0, 2), max_size=2),
        wage=st.sampled_from([-1, 0, 1, 199_999, 250_000, 300_007]),
    )


@st.composite
def worlds(draw):
    """A world with every kind of row in it, ids in no order."""
    ids = st.lists(st.integers(-5, 40), unique=True, max_size=7)
    return World(
        vacancies=tuple(draw(vacancy_rows(id_)) for id_ in draw(ids)),
        persons=tuple(draw(person_rows(id_)) for id_ in draw(ids)),
        weights=tuple(draw(st.lists(st.integers(1, 30), min_size=N_COMPETENCES, max_size=N_COMPETENCES))),
        related=tuple(
            draw(
                st.lists(
                    st.tuples(competences, competences, st.sampled_from([0.0, 0.004, 0.3, 0.5, 0.87, 1.0])), max_size=8
                )
            )
        ),
        policy=Policy(on=TODAY, **{percent: draw(percents) for percent in PERCENTS}),
        service=draw(st.sampled_from([SERVICE_HOURS, SERVICE_HOURS, RUNS_INTO_THE_NIGHT, DRIVES_BY_DAY])),
    )
