"""The way into the engine: indexes, persons and policies in, as the compiled loops take them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.constraints import check_persons, closed_vacancies
from arbeidspact.matching.engine.findings import Found, Survey
from arbeidspact.matching.engine.tables import ScaleTable, person_table, scale_table, vacancy_table, words_with_closed
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.scores import FITS_WELL, scale_of

MOST_SCALES: Final = 8
"""Policies whose scales are kept beside an index."""

Best = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
"""How many each person has; and one person after another the ids of vacancies, best first, and their scores."""


def best_of(index: Index, persons: Persons, k: int, policy: Policy, threads: int | None) -> Best:
    """The best k vacancies of this index for each person. Raises: `BadInput` or `UnknownId` naming the column."""
    # Numba takes a while to load: only who asks the engine waits for it.
    from arbeidspact.matching.engine.run import best_rows

    check_persons(index, persons)
    tables = vacancy_table(index), _scale_of(index, policy), person_table(persons)
    counts, rows, scores = best_rows(index.layout, *tables, index.n_languages, k, threads)
    return counts, index.ids[rows], scores


def survey_for(index: Index, persons: Persons, row: int, policy: Policy) -> Survey:
    """What fails in every vacancy for this person, and what its score is made of.

    Arguments: `persons`, checked. Cost: one pass over the vacancies; the last survey of an index is kept.
    """
    from arbeidspact.matching.engine.survey import survey_of

    asked = persons.hash, row, policy
    if index.surveys and index.surveys[-1][0] == asked:
        found: Survey = index.surveys[-1][1]
        return found
    tables = vacancy_table(index), _scale_of(index, policy), person_table(persons)
    survey = survey_of(index.layout, *tables, index.n_languages, row)
    index.surveys[:] = [(asked, survey)]
    return survey


def minutes_in_time(index: Index, home: int, rows: NDArray[np.int32]) -> NDArray[np.uint16]:
    """Minutes from this zone to each workplace by each way, where it runs in time for the work and back.

    Arguments: `rows` of vacancies whose zone is known. Returns: ways x vacancies, `UNREACHABLE` where it does not.
    """
    from arbeidspact.matching.engine.pairs import fill_minutes_in_time

    minutes = np.empty((len(index.modes), len(rows)), dtype=np.uint16)
    hours = index.service_first, index.service_last
    asked = index.zones[rows], index.starts_at[rows], index.ends_at[rows]
    fill_minutes_in_time(index.travel_minutes[:, home], *hours, *asked, minutes)
    return minutes


def made_to_fit_by(index: Index, found: Found, more: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per competence, how many of these vacancies would fit well if it gained so much `more`, and do not yet."""
    from arbeidspact.matching.engine.courses import count_courses

    counts = np.zeros(index.n_competences, dtype=np.int64)
    count_courses(index.required_starts, index.required_ids, *found, more, FITS_WELL, counts)
    return counts


def _scale_of(index: Index, policy: Policy) -> ScaleTable:
    kept = index.scales.get(policy)
    if kept is not None:
        return kept
    if index.before_closing is not None:
        # To be closed changes the words alone.
        before = _scale_of(index.before_closing, policy)
        made = before._replace(words=words_with_closed(index.layout, closed_vacancies(index, policy)))
    else:
        closed, scale = closed_vacancies(index, policy), scale_of(index, policy)
        made = scale_table(index.layout, scale, index.wages_cents, closed, policy.nice_percent)
    if len(index.scales) >= MOST_SCALES:
        index.scales.clear()
    index.scales[policy] = made
    return made
