"""How well the competences fit: whole-number gains, and one division at the end.

A required competence gains floor(weight x worth / 100), where worth (0 to 100) is the best of: the worth of the same
competence when the person holds it, and floor(worth x credit / 100) over the person's competences related to it.
Score = (100 x gained by required + nice percent x gained by nice-to-have + occupation percent x base when the
occupation is sought) / the same with everything gained. Base is the weight of all required competences (or of all
nice-to-have ones when nothing is required, or 1), so the occupation weighs the same in every vacancy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import entries_of
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.policy import Policy


@dataclass(frozen=True, slots=True)
class Scale:
    """Per vacancy what the parts of the score can be at most, for one policy."""

    policy: Policy
    occupation: NDArray[np.int64]
    total: NDArray[np.int64]


def scale_of(index: Index, policy: Policy) -> Scale:
    """What is a full score, per vacancy?"""
    base = np.where(index.required_totals > 0, index.required_totals, np.maximum(index.nice_totals, 1))
    occupation = np.where(index.occupations >= 0, base.astype(np.int64) * policy.occupation_percent, 0)
    competences = 100 * index.required_totals.astype(np.int64) + policy.nice_percent * index.nice_totals.astype(
        np.int64
    )
    return Scale(policy, occupation, competences + occupation)


def worth_of(index: Index, persons: Persons, row: int) -> NDArray[np.uint8]:
    """What is each competence worth in this person, 0 to 100, through the same or a related one?"""
    held, grades = persons.competences.row(row)
    worth = np.zeros(index.n_competences, dtype=np.uint8)
    worth[held] = grades
    entries, cuts = entries_of(index.covers_starts, held)
    if len(entries):
        through = np.repeat(grades, np.diff(cuts)).astype(np.int32) * index.covers_credits[entries] // 100
        np.maximum.at(worth, index.covers_ids[entries], through.astype(np.uint8))
    return worth


def scores_for_person(
    index: Index, persons: Persons, row: int, vacancies: NDArray[np.int64], scale: Scale
) -> NDArray[np.float64]:
    """How well do these vacancies (rows of the index) fit this person? 0 to 1; 0 where a vacancy asks nothing."""
    gains = index.weights.astype(np.int64) * worth_of(index, persons, row) // 100
    columns = np.flatnonzero(gains)
    columns = np.concatenate([columns, columns + index.n_competences])
    asking = (index.posting_starts[columns + 1] - index.posting_starts[columns]).sum()
    asked = sum(
        (starts[vacancies + 1] - starts[vacancies]).sum() for starts in (index.required_starts, index.nice_starts)
    )
    # Whichever looks at fewer entries; both add whole numbers, so both give the same sums.
    if asking < asked:
        required, nice = _gains_by_competence(index, gains, columns, vacancies)
    else:
        required = _gains_by_vacancy(index.required_starts, index.required_ids, gains, vacancies)
        nice = _gains_by_vacancy(index.nice_starts, index.nice_ids, gains, vacancies)
    gained = 100 * required + scale.policy.nice_percent * nice
    sought = np.isin(index.occupations[vacancies], persons.occupations.row(row))
    gained += np.where(sought, scale.occupation[vacancies], 0)
    return _divided(gained, scale.total[vacancies])


def _gains_by_competence(
    index: Index, gains: NDArray[np.int64], columns: NDArray[np.int64], vacancies: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What the required and the nice-to-have competences gain: from each competence to the vacancies that ask it."""
    entries, cuts = entries_of(index.posting_starts, columns)
    amounts = np.repeat(gains[columns % index.n_competences], np.diff(cuts))
    split = int(cuts[len(columns) // 2])
    postings = index.postings[entries]
    # Sums of whole numbers below 2**53 are exact in the float64 that bincount adds in.
    required = np.bincount(postings[:split], weights=amounts[:split], minlength=len(index))[vacancies]
    nice = np.bincount(postings[split:], weights=amounts[split:], minlength=len(index))[vacancies]
    return required.astype(np.int64), nice.astype(np.int64)


def _gains_by_vacancy(
    starts: NDArray[np.int64], ids: NDArray[np.int32], gains: NDArray[np.int64], vacancies: NDArray[np.int64]
) -> NDArray[np.int64]:
    """What these competences gain: from each vacancy to the competences that it asks."""
    entries, cuts = entries_of(starts, vacancies)
    running = np.zeros(len(entries) + 1, dtype=np.int64)
    np.cumsum(gains[ids[entries]], out=running[1:])
    sums: NDArray[np.int64] = running[cuts[1:]] - running[cuts[:-1]]
    return sums


def scores_for_vacancy(index: Index, row: int, persons: Persons, scale: Scale) -> NDArray[np.float64]:
    """How well does this vacancy fit each person? 0 to 1."""
    required = index.required_ids[index.required_starts[row] : index.required_starts[row + 1]]
    nice = index.nice_ids[index.nice_starts[row] : index.nice_starts[row + 1]]
    gained = 100 * _gains(index, required, persons) + scale.policy.nice_percent * _gains(index, nice, persons)
    occupation = index.occupations[row]
    if occupation >= 0:
        seekers = np.searchsorted(
            persons.occupations.starts, np.flatnonzero(persons.occupations.ids == occupation), side="right"
        )
        gained[seekers - 1] += scale.occupation[row]
    return _divided(gained, np.broadcast_to(scale.total[row], gained.shape))


def _gains(index: Index, columns: NDArray[np.int32], persons: Persons) -> NDArray[np.int64]:
    """Per person the weight gained by these competences of one vacancy."""
    gained = np.zeros(len(persons), dtype=np.int64)
    credits = np.zeros((len(columns), index.n_competences), dtype=np.uint8)
    for place, column in enumerate(columns):
        here = slice(index.covered_by_starts[column], index.covered_by_starts[column + 1])
        credits[place, index.covered_by_ids[here]] = index.covered_by_credits[here]
        credits[place, column] = 100
    held = persons.competences
    useful = np.flatnonzero(np.take(credits.max(axis=0, initial=0), held.ids))
    if len(useful) == 0:
        return gained
    rows = np.searchsorted(held.starts, useful, side="right") - 1
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    ids, grades = held.ids[useful], held.grades[useful].astype(np.int32)
    for place, column in enumerate(columns):
        worth = np.maximum.reduceat(credits[place, ids] * grades // 100, firsts)
        gained[rows[firsts]] += int(index.weights[column]) * worth.astype(np.int64) // 100
    return gained


def _divided(gained: NDArray[np.float64] | NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float64]:
    # Totals stay below 2**24, so two different fractions never round to the same float64 and equal ones always do.
    return np.divide(gained, total, out=np.zeros(len(gained)), where=total > 0)
