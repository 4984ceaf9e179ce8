"""Invented residents and vacancies whose margins follow published figures.

Pure: `invented_residents` and `invented_vacancies` answer values, drawn from a seed, a day and a taxonomy; the same
three give the same people. `margins` names every figure with its source, or says that it is an assumption.
"""

from arbeidspact.demo.population.margins import FULL_SIZE, USUAL_SIZE, Size
from arbeidspact.demo.population.residents import InventedCompetence, InventedPerson, InventedStatus, invented_residents
from arbeidspact.demo.population.steps import InventedStep, invented_steps
from arbeidspact.demo.population.work import InventedEmployer, InventedVacancy, invented_employers, invented_vacancies

__all__ = [
    "FULL_SIZE",
    "USUAL_SIZE",
    "InventedCompetence",
    "InventedEmployer",
    "InventedPerson",
    "InventedStatus",
    "InventedStep",
    "InventedVacancy",
    "Size",
    "invented_employers",
    "invented_residents",
    "invented_steps",
    "invented_vacancies",
]
