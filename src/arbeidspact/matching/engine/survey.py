"""Every vacancy for one person, compiled: what fails, and what the score is made of."""

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.engine.best_vacancies import OCTET, WORD, fill_gains, fill_sought, slots_at_most
from arbeidspact.matching.engine.facts import HAS_WORK_HOURS
from arbeidspact.matching.engine.findings import (
    FAILS_EDUCATION,
    FAILS_HOURS,
    FAILS_LANGUAGE,
    FAILS_LICENCE,
    FAILS_SHIFT,
    FAILS_TRAVEL,
    IS_CLOSED,
    Survey,
)
from arbeidspact.matching.engine.layout import Layout
from arbeidspact.matching.engine.pairs import HALF_WORD, fill_minutes, gained_by_preferences, runs_in_time
from arbeidspact.matching.engine.requirement_words import CLOSED
from arbeidspact.matching.engine.tables import PersonTable, ScaleTable, VacancyTable


@intrinsic
def _bit_count(typing_context: Any, bits: Any) -> Any:  # noqa: ARG001
    """How many bits of an unsigned 64-bit number are set?"""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


def survey_of(
    layout: Layout,
    vacancies: VacancyTable,
    scale: ScaleTable,
    persons: PersonTable,
    n_languages: int,
    person: int,
) -> Survey:
    """Every vacancy for the person in this row."""
    count = len(layout.rows)
    survey = Survey(
        np.empty(count, np.uint8),
        np.empty(count, np.uint8),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
    )
    _look(layout, vacancies, scale, persons, n_languages, person, survey)
    return survey


@compiled()
def _look(
    layout: Layout,
    vacancies: VacancyTable,
    scale: ScaleTable,
    persons: PersonTable,
    n_languages: int,
    person: int,
    survey: Survey,
) -> None:
    cell_starts, facts, posting_starts, postings = (
        layout.cell_starts,
        layout.facts,
        layout.posting_starts,
        layout.postings,
    )
    words, totals, occupation_gains, most = scale.words, scale.totals, scale.occupation, scale.preferences
    language_starts, language_ids = vacancies.language_starts, vacancies.language_ids
    language_levels, travel_minutes = vacancies.language_levels, vacancies.travel_minutes
    service_first, service_last, mode_masks = vacancies.service_first, vacancies.service_last, vacancies.mode_masks
    kinds_of, failing_of, gained_of = survey.kinds, survey.failing, survey.gained
    preferred_of, totals_of = survey.preferred, survey.totals
    n_competences, n_zones = len(vacancies.weights), travel_minutes.shape[2]
    held_from, held_to = persons.competence_starts[person], persons.competence_starts[person + 1]
    needed = slots_at_most(
        persons.competence_starts,
        persons.competence_ids,
        persons.occupation_starts,
        vacancies.covers_starts,
        n_competences,
        person,
        person + 1,
    )
    slots, gains = np.empty(needed, dtype=np.int32), np.empty(needed, dtype=np.uint16)
    sought_from = fill_gains(
        layout.slots,
        vacancies.weights,
        vacancies.covers_starts,
        vacancies.covers_ids,
        vacancies.covers_credits,
        persons.competence_ids[held_from:held_to],
        persons.competence_grades[held_from:held_to],
        scale.nice_percent,
        np.zeros(n_competences, dtype=np.uint8),
        np.empty(n_competences, dtype=np.int32),
        slots,
        gains,
        0,
    )
    sought_to = fill_sought(
        layout.slots,
        persons.occupation_ids[persons.occupation_starts[person] : persons.occupation_starts[person + 1]],
        n_competences,
        slots,
        sought_from,
    )
    sums = np.zeros(len(layout.rows), dtype=np.uint16)
    for cell in range(len(cell_starts) - 1):
        start = np.int64(cell_starts[cell])
        for place in range(sought_to):
            slot = np.int64(slots[place])
            for entry in range(posting_starts[cell, slot], posting_starts[cell, slot + 1]):
                position = start + np.int64(postings[entry])
                sums[position] += gains[place] if place < sought_from else occupation_gains[position]
    levels = np.zeros(n_languages, dtype=np.uint8)
    for entry in range(persons.language_starts[person], persons.language_starts[person + 1]):
        levels[persons.language_ids[entry]] = persons.language_grades[entry]
    home, modes = np.int64(persons.zones[person]), np.int64(persons.modes[person])
    minutes = np.empty(n_zones + 1, dtype=np.uint16)
    fill_minutes(travel_minutes, mode_masks, modes, home, minutes)
    limit = min(np.int64(persons.max_travel_minutes[person]), 65_534)
    licences, shifts = persons.licences[person], np.uint64(persons.shifts[person])
    education = np.int64(persons.education[person])
    wanted_min = np.int64(persons.weekly_minutes_min[person])
    wanted_max = np.int64(persons.weekly_minutes_max[person])
    wage_wanted = np.int64(persons.wages_wanted_cents[person])
    for position in range(len(sums)):
        second, third, fourth = facts[position, 1], facts[position, 2], facts[position, 3]
        zone, row = np.int64(fourth & WORD), np.int64(fourth >> np.uint64(32))
        there, offered_max = np.int64(minutes[zone]), np.int64((third >> np.uint64(16)) & HALF_WORD)
        few_licences = np.int64(_bit_count(facts[position, 0] & ~licences))
        few_shifts = np.int64(_bit_count(second & WORD & ~shifts))
        few_languages = np.int64(0)
        for entry in range(language_starts[row], language_starts[row + 1]):
            few_languages += np.int64(levels[language_ids[entry]] < language_levels[entry])
        too_little = np.int64((second >> np.uint64(32)) & OCTET) > education
        no_overlap = np.int64(third & HALF_WORD) > wanted_max or offered_max < wanted_min
        too_far = there > limit
        if not too_far and second & HAS_WORK_HOURS and home >= 0 and zone < n_zones:
            too_far = not runs_in_time(
                travel_minutes,
                service_first,
                service_last,
                mode_masks,
                modes,
                home,
                zone,
                limit,
                np.int64((third >> np.uint64(32)) & HALF_WORD) - 1,
                np.int64(third >> np.uint64(48)) - 1,
            )
        closed = words[position] & CLOSED != 0
        kinds_of[row] = (
            IS_CLOSED * closed
            + FAILS_LANGUAGE * (few_languages > 0)
            + FAILS_LICENCE * (few_licences > 0)
            + FAILS_EDUCATION * too_little
            + FAILS_HOURS * no_overlap
            + FAILS_SHIFT * (few_shifts > 0)
            + FAILS_TRAVEL * too_far
        )
        count = few_languages + few_licences + few_shifts
        count += np.int64(too_little) + np.int64(no_overlap) + np.int64(too_far) + np.int64(closed)
        failing_of[row] = min(count, 255)
        gained_of[row] = sums[position]
        preferred_of[row] = gained_by_preferences(
            most[position, 0], most[position, 1], there, offered_max, wanted_max, wage_wanted
        )
        totals_of[row] = totals[position]
