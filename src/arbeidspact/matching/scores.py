"""How well a vacancy fits: whole-number gains, and one division at the end.

A required competence gains floor(weight x worth / 100), where worth (0 to 100) is the best of: the worth of the same
competence when the person holds it, and floor(worth x credit / 100) over the person's competences related to it. One
that is nice to have gains floor(nice percent x that / 100). Base is the weight of all required competences (or of all
nice-to-have ones when nothing is required, or 100). On top of the competences come at most floor(base x percent / 100)
each for:

- the occupation, whole when it is sought;
- the distance, floor(most x (120 - minutes) / 120) for the fastest way the person has, nothing from 120 minutes on;
- the hours, floor(most x offered / wanted), whole when as many as wanted are offered;
- the wage, floor(most x wage / wanted), whole when it is the wage wanted.

A term that the vacancy leaves open counts neither way; a wish that the person does not have is met. Score = all gained
/ all that could be gained. Where neither a competence nor the occupation gains anything, distance, hours and wage do
not either: the score is 0.
"""

from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import entries_of
from arbeidspact.matching.constraints import fastest_minutes, fastest_minutes_to
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import ALL_WEEK, Persons
from arbeidspact.matching.policy import Policy

LONGEST_COUNTED: Final = 120
"""Minutes of travel from which the distance adds nothing."""

FITS_WELL: Final = 0.5
"""The score from which work is said to fit well."""

Gains = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Per vacancy what the parts of the score can be at most, for one policy."""

    policy: Policy
    occupation: Gains
    distance: Gains
    hours: Gains
    wage: Gains
    total: Gains

    def of(self, rows: Any) -> Self:
        """The same for these vacancies alone."""
        parts = {part.name: getattr(self, part.name)[rows] for part in fields(self) if part.name != "policy"}
        return type(self)(self.policy, **parts)


def scale_of(index: Index, policy: Policy, rows: NDArray[np.int64] | None = None) -> Scale:
    """What is a full score, per vacancy?

    Arguments: `rows` of the index, None for all. Cost: a look at every nice-to-have competence of these vacancies.
    """
    rows = np.arange(len(index)) if rows is None else rows
    required, nice = index.required_totals[rows].astype(np.int64), index.nice_totals[rows].astype(np.int64)
    base = np.where(required > 0, required, np.where(nice > 0, nice, 100))

    def most(is_known: NDArray[np.bool_], percent: int) -> Gains:
        return np.where(is_known, base * percent // 100, 0)

    parts = {
        "occupation": most(index.occupations[rows] >= 0, policy.occupation_percent),
        "distance": most(index.zones[rows] >= 0, policy.distance_percent),
        "hours": most(index.weekly_minutes_max[rows] < ALL_WEEK, policy.hours_percent),
        "wage": most(index.wages_cents[rows] >= 0, policy.wage_percent),
    }
    entries, cuts = entries_of(index.nice_starts, rows)
    nice_most = _sums(nice_gains(index.weights[index.nice_ids[entries]], policy), cuts)
    return Scale(policy, **parts, total=required + nice_most + sum(parts.values()))


def nice_gains(required_gains: NDArray[Any], policy: Policy) -> Gains:
    """What these gains come to when the competences are nice to have."""
    gains: Gains = required_gains.astype(np.int64) * policy.nice_percent // 100
    return gains


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
    """How well do these vacancies (rows of the index) fit this person? 0 to 1; 0 where nothing speaks for the work."""
    here = scale.of(vacancies)
    gained = competences_and_occupation(index, persons, row, vacancies, here)
    return _divided(gained, sum(preferences(index, persons, row, vacancies, here)), here.total)


def competences_and_occupation(
    index: Index, persons: Persons, row: int, vacancies: NDArray[np.int64], scale: Scale
) -> Gains:
    """What do competences and occupation gain in these vacancies? `scale` is theirs alone."""
    gains = index.weights.astype(np.int64) * worth_of(index, persons, row) // 100
    nice = nice_gains(gains, scale.policy)
    gained = _gains_by_vacancy(index.required_starts, index.required_ids, gains, vacancies)
    gained += _gains_by_vacancy(index.nice_starts, index.nice_ids, nice, vacancies)
    sought = np.isin(index.occupations[vacancies], persons.occupations.row(row))
    return gained + np.where(sought, scale.occupation, 0)


def preferences(
    index: Index, persons: Persons, row: int, vacancies: NDArray[np.int64], scale: Scale
) -> tuple[Gains, Gains, Gains]:
    """What do distance, hours and wage gain where something speaks for the work? `scale` is theirs alone."""
    minutes = fastest_minutes(index, int(persons.zones[row]), int(persons.modes[row]))[index.zones[vacancies]]
    wanted_minutes, wanted_cents = int(persons.weekly_minutes_max[row]), int(persons.wages_wanted_cents[row])
    offered = index.weekly_minutes_max[vacancies]
    return (
        _of_distance(scale.distance, minutes),
        scale.hours if wanted_minutes in (0, ALL_WEEK) else _of_wish(scale.hours, offered, wanted_minutes),
        scale.wage if wanted_cents <= 0 else _of_wish(scale.wage, index.wages_cents[vacancies], wanted_cents),
    )


def _gains_by_vacancy(
    starts: NDArray[np.int64], ids: NDArray[np.int32], gains: NDArray[np.int64], vacancies: NDArray[np.int64]
) -> NDArray[np.int64]:
    """What these competences gain in each of these vacancies."""
    entries, cuts = entries_of(starts, vacancies)
    return _sums(gains[ids[entries]], cuts)


def _sums(gains: Gains, cuts: NDArray[np.int64]) -> Gains:
    running = np.zeros(len(gains) + 1, dtype=np.int64)
    np.cumsum(gains, out=running[1:])
    sums: Gains = running[cuts[1:]] - running[cuts[:-1]]
    return sums


def scores_for_vacancy(index: Index, row: int, persons: Persons, policy: Policy) -> NDArray[np.float64]:
    """How well does this vacancy fit each person? 0 to 1."""
    scale = scale_of(index, policy, np.asarray([row]))
    required = index.required_ids[index.required_starts[row] : index.required_starts[row + 1]]
    nice = index.nice_ids[index.nice_starts[row] : index.nice_starts[row + 1]]
    gained = _gains(index, required, persons, 100) + _gains(index, nice, persons, policy.nice_percent)
    occupation = index.occupations[row]
    if occupation >= 0:
        seekers = np.searchsorted(
            persons.occupations.starts, np.flatnonzero(persons.occupations.ids == occupation), side="right"
        )
        gained[seekers - 1] += scale.occupation[0]
    distance = _of_distance(scale.distance[0], fastest_minutes_to(index, row, persons))
    wanted = persons.weekly_minutes_max
    hours = _of_wish(scale.hours[0], index.weekly_minutes_max[row], np.where(wanted == ALL_WEEK, 0, wanted))
    wage = _of_wish(scale.wage[0], index.wages_cents[row], persons.wages_wanted_cents)
    return _divided(gained, distance + hours + wage, np.broadcast_to(scale.total[0], gained.shape))


def _of_distance(most: Any, minutes: NDArray[np.uint16]) -> Gains:
    gains: Gains = most * (LONGEST_COUNTED - np.minimum(minutes, LONGEST_COUNTED).astype(np.int64)) // LONGEST_COUNTED
    return gains


def _of_wish(most: Any, offered: Any, wanted: Any) -> Gains:
    """As large a part as the offer is of the wish; whole where the wish is met, or there is none (0 or less)."""
    wish = np.maximum(np.asarray(wanted, dtype=np.int64), 1)
    met = np.where(np.asarray(wanted) > 0, np.minimum(np.asarray(offered, dtype=np.int64), wish), wish)
    gains: Gains = most * met // wish
    return gains


def _gains(index: Index, columns: NDArray[np.int32], persons: Persons, percent: int) -> Gains:
    """Per person what these competences of one vacancy gain, at this percentage of their weight."""
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
        gained[rows[firsts]] += int(index.weights[column]) * worth.astype(np.int64) // 100 * percent // 100
    return gained


def _divided(gained: Gains, preferred: Any, total: Gains) -> NDArray[np.float64]:
    # Totals stay below 2**24, so two different fractions never round to the same float64 and equal ones always do.
    scores = np.zeros(len(gained), dtype=np.float64)
    np.divide(gained + preferred, total, out=scores, where=gained > 0)
    return scores
