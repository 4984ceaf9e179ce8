"""Every vacancy for one person, compiled: which ones nothing excludes, or one constraint alone, and what they gain."""

from typing import Any, Final

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.engine.best_vacancies import (
    OCTET,
    WORD,
    fill_gains,
    fill_sought,
    parts_within_reach,
    slots_at_most,
    word_of,
)
from arbeidspact.matching.engine.cells import LARGEST_CELL
from arbeidspact.matching.engine.facts import ASKS_MORE_LANGUAGES, HAS_WORK_HOURS
from arbeidspact.matching.engine.findings import (
    FAILS_EDUCATION,
    FAILS_HOURS,
    FAILS_LANGUAGE,
    FAILS_LICENCE,
    FAILS_SHIFT,
    FAILS_TRAVEL,
    KINDS,
    Found,
    Survey,
)
from arbeidspact.matching.engine.layout import Layout
from arbeidspact.matching.engine.pairs import (
    HALF_WORD,
    fill_minutes,
    gained_by_preferences,
    modes_around_the_clock,
    runs_in_time,
)
from arbeidspact.matching.engine.requirement_words import (
    CLOSED,
    FIRST_PART_BIT,
    HOURS_FROM,
    LANGUAGE,
)
from arbeidspact.matching.engine.tables import PersonTable, ScaleTable, VacancyTable

ONE: Final = np.uint64(1)
BITS: Final = 64


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
    """Every open vacancy that at most one constraint excludes, for the person in this row."""
    most = len(layout.rows)
    kinds, found = np.empty(most, np.uint8), Found(*(np.empty(most, np.int32) for _column in Found._fields))
    starts = np.zeros(KINDS + 1, np.int64)
    count = _look(layout, vacancies, scale, persons, n_languages, person, kinds, starts, found)
    by_kind = Found(*(np.empty(count, np.int32) for _column in Found._fields))
    _put_by_kind(kinds, found, starts, by_kind)
    return Survey(tuple(starts.tolist()), by_kind)


@compiled(error_model="numpy")
def _look(
    layout: Layout,
    vacancies: VacancyTable,
    scale: ScaleTable,
    persons: PersonTable,
    n_languages: int,
    person: int,
    kinds: NDArray[np.uint8],
    starts: NDArray[np.int64],
    found: Found,
) -> int:
    """Fills `kinds` and `found`, and the starts of each kind. Returns: how many there are."""
    cell_starts, cell_words, facts = layout.cell_starts, layout.cell_words, layout.facts
    posting_starts, postings = layout.posting_starts, layout.postings
    words, totals, occupation_gains, most = scale.words, scale.totals, scale.occupation, scale.preferences
    language_starts, language_ids = vacancies.language_starts, vacancies.language_ids
    language_levels, travel_minutes = vacancies.language_levels, vacancies.travel_minutes
    service_first, service_last, mode_masks = vacancies.service_first, vacancies.service_last, vacancies.mode_masks
    rows_of, gained_of, preferred_of, totals_of = found
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
        np.zeros(n_competences // 64 + 1, dtype=np.uint64),
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
    levels = np.zeros(n_languages, dtype=np.uint8)
    for entry in range(persons.language_starts[person], persons.language_starts[person + 1]):
        levels[persons.language_ids[entry]] = persons.language_grades[entry]
    home, modes = np.int64(persons.zones[person]), np.int64(persons.modes[person])
    minutes = np.empty(n_zones + 1, dtype=np.uint16)
    fill_minutes(travel_minutes, mode_masks, modes, home, minutes)
    around_the_clock = np.empty(n_zones + 1, dtype=np.uint16)
    always = modes & modes_around_the_clock(service_first, service_last, mode_masks)
    fill_minutes(travel_minutes, mode_masks, always, home, around_the_clock)
    limit = min(np.int64(persons.max_travel_minutes[person]), 65_534)
    licences, shifts = persons.licences[person], np.uint64(persons.shifts[person])
    education = np.int64(persons.education[person])
    wanted_min = np.int64(persons.weekly_minutes_min[person])
    wanted_max = np.int64(persons.weekly_minutes_max[person])
    wage_wanted = np.int64(persons.wages_wanted_cents[person])
    word = word_of(
        layout.word_kinds,
        layout.word_subjects,
        layout.word_levels,
        levels,
        licences,
        shifts,
        education,
        wanted_min,
        wanted_max,
    ) | parts_within_reach(layout.zone_parts, minutes, limit)
    alike = np.empty(BITS, dtype=np.uint64)
    of_languages = _fill_alike(layout.word_kinds, layout.word_subjects, alike)
    sums = np.zeros(LARGEST_CELL, dtype=np.uint16)
    count = 0
    for cell in range(len(cell_starts) - 1):
        if _is_more_than_one(cell_words[cell] & ~word, alike):
            continue
        start, end = np.int64(cell_starts[cell]), np.int64(cell_starts[cell + 1])
        for place in range(sought_to):
            slot = np.int64(slots[place])
            for entry in range(posting_starts[cell, slot], posting_starts[cell, slot + 1]):
                local = np.int64(postings[entry])
                sums[local] += gains[place] if place < sought_from else occupation_gains[start + local]
        for position in range(start, end):
            lacking = words[position] & ~word
            if (lacking & CLOSED) or _is_more_than_one(lacking, alike):
                continue
            second, third, fourth = facts[position, 1], facts[position, 2], facts[position, 3]
            zone, row = np.int64(fourth & WORD), np.int64(fourth >> np.uint64(32))
            there, offered_max = np.int64(minutes[zone]), np.int64((third >> np.uint64(16)) & HALF_WORD)
            few_licences = np.int64(_bit_count(facts[position, 0] & ~licences))
            few_shifts = np.int64(_bit_count(second & WORD & ~shifts))
            too_little = np.int64((second >> np.uint64(32)) & OCTET) > education
            no_overlap = np.int64(third & HALF_WORD) > wanted_max or offered_max < wanted_min
            too_far = there > limit
            failing = few_licences + few_shifts + np.int64(too_little) + np.int64(no_overlap) + np.int64(too_far)
            if failing > 1:
                continue
            few_languages = np.int64(0)
            if second & ASKS_MORE_LANGUAGES:
                for entry in range(language_starts[row], language_starts[row + 1]):
                    few_languages += np.int64(levels[language_ids[entry]] < language_levels[entry])
            else:
                few_languages = np.int64((lacking & of_languages) != 0)
            if not too_far and second & HAS_WORK_HOURS and around_the_clock[zone] > limit:
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
                failing += np.int64(too_far)
            if failing + few_languages > 1:
                continue
            gained = np.int64(sums[position - start])
            preferred = np.int64(0)
            if gained > 0 or failing + few_languages == 0:
                preferred = gained_by_preferences(
                    most[position, 0], most[position, 1], there, offered_max, wanted_max, wage_wanted
                )
            kind = (
                FAILS_LANGUAGE * few_languages
                + FAILS_LICENCE * few_licences
                + FAILS_EDUCATION * np.int64(too_little)
                + FAILS_HOURS * np.int64(no_overlap)
                + FAILS_SHIFT * few_shifts
                + FAILS_TRAVEL * np.int64(too_far)
            )
            starts[kind + 1] += 1
            kinds[count], rows_of[count] = kind, row
            gained_of[count], preferred_of[count], totals_of[count] = gained, preferred, totals[position]
            count += 1
        sums[: end - start] = 0
    for kind in range(KINDS):
        starts[kind + 1] += starts[kind]
    return count


@compiled()
def _put_by_kind(kinds: NDArray[np.uint8], found: Found, starts: NDArray[np.int64], by_kind: Found) -> None:
    """The same, each kind by itself."""
    rows, gained, preferred, totals = found
    rows_to, gained_to, preferred_to, totals_to = by_kind
    places = starts.copy()
    for entry in range(starts[KINDS]):
        place = places[kinds[entry]]
        places[kinds[entry]] = place + 1
        rows_to[place], gained_to[place] = rows[entry], gained[entry]
        preferred_to[place], totals_to[place] = preferred[entry], totals[entry]


@compiled()
def _fill_alike(kinds: NDArray[np.uint8], subjects: NDArray[np.int32], alike: NDArray[np.uint64]) -> np.uint64:
    """For each bit of a requirement word, all bits of the same constraint. Returns: the bits of all languages."""
    alike[:] = 0
    of_languages = np.uint64(0)
    for bit in range(len(kinds)):
        kind = kinds[bit]
        of_languages |= np.uint64(kind == LANGUAGE) << np.uint64(bit + 1)
        for other in range(len(kinds)):
            is_alike = kind == kinds[other] and subjects[bit] == subjects[other]
            is_alike |= kind >= HOURS_FROM and kinds[other] >= HOURS_FROM
            alike[bit + 1] |= np.uint64(is_alike) << np.uint64(other + 1)
    for bit in range(FIRST_PART_BIT, BITS):
        alike[bit] = ~np.uint64(0) << np.uint64(FIRST_PART_BIT)
    return of_languages


@compiled()
def _is_more_than_one(lacking: np.uint64, alike: NDArray[np.uint64]) -> bool:
    """Do these bits stand for more than one constraint?"""
    if lacking == 0:
        return False
    lowest = np.int64(_bit_count(~lacking & (lacking - ONE)))
    return (lacking & ~alike[lowest]) != 0
