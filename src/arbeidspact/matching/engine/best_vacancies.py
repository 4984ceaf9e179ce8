"""The best k vacancies for each person, compiled: cell by cell, sums in 16 bits, constraints before the best are kept.

Exact whatever the layout, the threads or the order: sums are whole numbers, a score is one division of two of them,
and of two equal scores the lower row, which is the lower id, goes first. Thresholds on whole runs of vacancies round
down, so a run is passed over only when nothing in it can reach the k-th score.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.engine.cells import LARGEST_CELL
from arbeidspact.matching.engine.facts import ASKS_MORE_LANGUAGES, HAS_WORK_HOURS
from arbeidspact.matching.engine.lanes import add_in_lanes, lanes_at_least, lanes_without, lowest_bit
from arbeidspact.matching.engine.layout import LANES, Layout
from arbeidspact.matching.engine.pairs import HALF_WORD, fill_minutes, gained_by_preferences, runs_in_time
from arbeidspact.matching.engine.requirement_words import (
    EDUCATION,
    FIRST_PART_BIT,
    HOURS_FROM,
    LANGUAGE,
    LICENCE,
    SHIFT,
)
from arbeidspact.matching.engine.tables import PersonTable, ScaleTable, VacancyTable
from arbeidspact.matching.engine.top import keep, key_of, sort

BLOCK: Final = 64
"""Persons that go through a cell together, so that the cell stays in the cache."""

ROUNDED_DOWN: Final = 1 - 1e-12
"""Keeps what float64 rounding alone would put below the bar."""

WORD = np.uint64(0xFFFFFFFF)
OCTET = np.uint64(0xFF)
ONE = np.uint64(1)
RUN = np.uint64(LANES)


@compiled(error_model="numpy")
def best_vacancies(
    layout: Layout,
    vacancies: VacancyTable,
    scale: ScaleTable,
    persons: PersonTable,
    first: int,
    last: int,
    n_languages: int,
    keys: NDArray[np.uint64],
    scores: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> None:
    """Ranks the persons from `first` to before `last` into `keys`, `scores` and `counts`, a line each from 0 on.

    Arguments: `keys`, as `top` makes them, and `scores` (persons x k); `counts` (persons), zeros.
    """
    # Arrays in local names: numba counts references to what it takes out of a tuple, each time.
    cell_starts, cell_words, facts = layout.cell_starts, layout.cell_words, layout.facts
    cell_zone_starts, cell_zones = layout.cell_zone_starts, layout.cell_zones
    posting_starts, postings, zones = layout.posting_starts, layout.postings, layout.zones
    common_of_slot, common_runs = layout.common_of_slot, layout.common_runs
    words, totals, occupation_gains, most = scale.words, scale.totals, scale.occupation, scale.preferences
    run_starts, least_totals, at_most = scale.run_starts, scale.least_totals, scale.preferences_at_most
    language_starts, language_ids = vacancies.language_starts, vacancies.language_ids
    language_levels = vacancies.language_levels
    travel_minutes, mode_masks = vacancies.travel_minutes, vacancies.mode_masks
    service_first, service_last = vacancies.service_first, vacancies.service_last
    held_starts, held, grades = persons.competence_starts, persons.competence_ids, persons.competence_grades
    spoken_starts, spoken, spoken_grades = persons.language_starts, persons.language_ids, persons.language_grades
    sought_starts, sought = persons.occupation_starts, persons.occupation_ids
    k, n_competences, n_zones = keys.shape[1], len(vacancies.weights), travel_minutes.shape[2]
    sums = np.zeros(LARGEST_CELL + LANES, dtype=np.uint16)
    worth = np.zeros(n_competences, dtype=np.uint8)
    touched = np.zeros(n_competences // 64 + 1, dtype=np.uint64)
    slots, gains = np.empty(1, dtype=np.int32), np.empty(1, dtype=np.uint16)
    begins, ends = np.empty(1, dtype=np.uint32), np.empty(1, dtype=np.uint32)
    commons = np.empty((BLOCK, len(common_runs)), dtype=np.int32)
    common_gains = np.empty((BLOCK, len(common_runs)), dtype=np.uint16)
    common_counts = np.zeros(BLOCK, dtype=np.int64)
    slot_starts, sought_from = np.zeros(BLOCK + 1, dtype=np.int64), np.zeros(BLOCK, dtype=np.int64)
    levels = np.zeros((BLOCK, n_languages), dtype=np.uint8)
    minutes = np.empty((BLOCK, n_zones + 1), dtype=np.uint16)
    person_words, limits = np.zeros(BLOCK, dtype=np.uint64), np.zeros(BLOCK, dtype=np.int64)
    for block in range(first, last, BLOCK):
        in_block = min(BLOCK, last - block)
        needed = slots_at_most(
            held_starts, held, sought_starts, vacancies.covers_starts, n_competences, block, block + in_block
        )
        if needed > len(slots):
            slots, gains = np.empty(2 * needed, dtype=np.int32), np.empty(2 * needed, dtype=np.uint16)
            begins, ends = np.empty(2 * needed, dtype=np.uint32), np.empty(2 * needed, dtype=np.uint32)
        for lane in range(in_block):
            person = block + lane
            for entry in range(spoken_starts[person], spoken_starts[person + 1]):
                levels[lane, spoken[entry]] = spoken_grades[entry]
            fill_minutes(
                travel_minutes,
                mode_masks,
                np.int64(persons.modes[person]),
                np.int64(persons.zones[person]),
                minutes[lane],
            )
            limits[lane] = min(np.int64(persons.max_travel_minutes[person]), 65_534)
            person_words[lane] = word_of(
                layout.word_kinds,
                layout.word_subjects,
                layout.word_levels,
                levels[lane],
                persons.licences[person],
                np.uint64(persons.shifts[person]),
                np.int64(persons.education[person]),
                np.int64(persons.weekly_minutes_min[person]),
                np.int64(persons.weekly_minutes_max[person]),
            ) | parts_within_reach(layout.zone_parts, minutes[lane], limits[lane])
            sought_from[lane] = fill_gains(
                layout.slots,
                vacancies.weights,
                vacancies.covers_starts,
                vacancies.covers_ids,
                vacancies.covers_credits,
                held[held_starts[person] : held_starts[person + 1]],
                grades[held_starts[person] : held_starts[person + 1]],
                scale.nice_percent,
                worth,
                touched,
                slots,
                gains,
                slot_starts[lane],
            )
            sought_from[lane], common_counts[lane] = set_common_apart(
                common_of_slot,
                slots,
                gains,
                slot_starts[lane],
                sought_from[lane],
                commons[lane],
                common_gains[lane],
            )
            slot_starts[lane + 1] = fill_sought(
                layout.slots,
                sought[sought_starts[person] : sought_starts[person + 1]],
                n_competences,
                slots,
                sought_from[lane],
            )
        for cell in range(len(cell_starts) - 1):
            start = np.int64(cell_starts[cell])
            first_run, last_run = np.int64(run_starts[cell]), np.int64(run_starts[cell + 1])
            for lane in range(in_block):
                word, limit = person_words[lane], limits[lane]
                if cell_words[cell] & ~word:
                    continue
                near = False
                for entry in range(cell_zone_starts[cell], cell_zone_starts[cell + 1]):
                    if minutes[lane, cell_zones[entry]] <= limit:
                        near = True
                        break
                if not near:
                    continue
                found = False
                # Where the postings lie is looked up for all slots first, so that the memory works ahead.
                for place in range(slot_starts[lane], sought_from[lane]):
                    slot = np.int64(slots[place])
                    begins[place], ends[place] = posting_starts[cell, slot], posting_starts[cell, slot + 1]
                for place in range(slot_starts[lane], sought_from[lane]):
                    gain, begin, end = gains[place], np.uint64(begins[place]), np.uint64(ends[place])
                    found |= begin < end
                    for entry in range(begin, end):
                        sums[postings[entry]] += gain
                for place in range(common_counts[lane]):
                    common, gain = np.int64(commons[lane, place]), common_gains[lane, place]
                    for run in range(np.uint64(first_run), np.uint64(last_run)):
                        add_in_lanes(sums, (run - np.uint64(first_run)) * RUN, common_runs[common, run], gain)
                    found = True
                for place in range(sought_from[lane], slot_starts[lane + 1]):
                    slot = np.int64(slots[place])
                    begin, end = np.uint64(posting_starts[cell, slot]), np.uint64(posting_starts[cell, slot + 1])
                    for entry in range(begin, end):
                        sums[postings[entry]] += occupation_gains[start + np.int64(postings[entry])]
                        found = True
                if not found:
                    continue
                person, line = block + lane, block + lane - first
                size = counts[line]
                bar = scores[line, 0] - at_most if size == k else 0.0
                home, modes = np.int64(persons.zones[person]), np.int64(persons.modes[person])
                licences, shifts = persons.licences[person], np.uint64(persons.shifts[person])
                education = np.int64(persons.education[person])
                wanted_min = np.int64(persons.weekly_minutes_min[person])
                wanted_max = np.int64(persons.weekly_minutes_max[person])
                wage_wanted = np.int64(persons.wages_wanted_cents[person])
                for run in range(first_run, last_run):
                    at_least = min(max(1, np.int64(bar * least_totals[run])), 65_535)
                    place_in_cell = (run - first_run) * LANES
                    mask = lanes_at_least(sums, np.uint64(place_in_cell), np.uint16(at_least))
                    if mask:
                        mask &= lanes_without(words, np.uint64(start + place_in_cell), ~word)
                    while mask:
                        local = place_in_cell + np.int64(lowest_bit(mask))
                        mask &= mask - np.uint32(1)
                        position = start + local
                        zone = np.int64(zones[position])
                        there = np.int64(minutes[lane, zone])
                        gained, total = np.int64(sums[local]), np.int64(totals[position])
                        if there > limit or gained < bar * total * ROUNDED_DOWN:
                            continue
                        second, third = facts[position, 1], facts[position, 2]
                        if (
                            (facts[position, 0] & ~licences)
                            or (second & WORD & ~shifts)
                            or np.int64((second >> np.uint64(32)) & OCTET) > education
                            or np.int64(third & HALF_WORD) > wanted_max
                            or np.int64((third >> np.uint64(16)) & HALF_WORD) < wanted_min
                        ):
                            continue
                        if at_most > 0:
                            offered_max = np.int64((third >> np.uint64(16)) & HALF_WORD)
                            gained += gained_by_preferences(
                                most[position, 0], most[position, 1], there, offered_max, wanted_max, wage_wanted
                            )
                        row, score = np.int64(facts[position, 3] >> np.uint64(32)), gained / total
                        key = key_of(score, row)
                        if size == k and key < keys[line, 0]:
                            continue
                        failing = False
                        if second & ASKS_MORE_LANGUAGES:
                            for entry in range(language_starts[row], language_starts[row + 1]):
                                failing |= levels[lane, language_ids[entry]] < language_levels[entry]
                        if second & HAS_WORK_HOURS and home >= 0 and zone < n_zones:
                            failing |= not runs_in_time(
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
                        if not failing:
                            size = keep(keys, scores, line, size, key, score)
                            if size == k:
                                bar = scores[line, 0] - at_most
                counts[line] = size
                sums[: (last_run - first_run) * LANES] = 0
        for lane in range(in_block):
            sort(keys, scores, block + lane - first, counts[block + lane - first])
            levels[lane] = 0


@compiled()
def slots_at_most(
    held_starts: NDArray[np.int64],
    held: NDArray[np.int32],
    sought_starts: NDArray[np.int64],
    covers_starts: NDArray[np.int64],
    n_competences: int,
    first: int,
    last: int,
) -> int:
    """How many slots can these persons have together, at most?"""
    count = sought_starts[last] - sought_starts[first]
    for person in range(first, last):
        own = 0
        for entry in range(held_starts[person], held_starts[person + 1]):
            own += 1 + covers_starts[held[entry] + 1] - covers_starts[held[entry]]
        count += 2 * min(own, n_competences)
    return count


@compiled()
def fill_sought(
    slot_of: NDArray[np.int32], sought: NDArray[np.int32], n_competences: int, slots: NDArray[np.int32], asked: int
) -> int:
    """Adds the slots of the occupations sought. Returns: where they end."""
    for entry in range(len(sought)):
        column = 2 * n_competences + np.int64(sought[entry])
        if column < len(slot_of) and slot_of[column] >= 0:
            slots[asked] = slot_of[column]
            asked += 1
    return asked


@compiled()
def fill_gains(
    slot_of: NDArray[np.int32],
    weights: NDArray[np.uint16],
    covers_starts: NDArray[np.int64],
    covers_ids: NDArray[np.int32],
    covers_credits: NDArray[np.uint8],
    held: NDArray[np.int32],
    grades: NDArray[np.uint8],
    nice_percent: int,
    worth: NDArray[np.uint8],
    touched: NDArray[np.uint64],
    slots: NDArray[np.int32],
    gains: NDArray[np.uint16],
    asked: int,
) -> int:
    """What each competence of this person, or related to one, gains where it is asked. Returns: where they end."""
    for entry in range(len(held)):
        competence, grade = np.int64(held[entry]), np.int64(grades[entry])
        mark(touched, competence)
        worth[competence] = max(np.int64(worth[competence]), grade)
        for through in range(np.uint64(covers_starts[competence]), np.uint64(covers_starts[competence + 1])):
            covered, credit = np.int64(covers_ids[through]), grade * np.int64(covers_credits[through]) // 100
            mark(touched, covered)
            worth[covered] = max(np.int64(worth[covered]), credit)
    for place in range(len(touched)):
        left = touched[place]
        touched[place] = 0
        while left:
            competence = np.int64(place) * 64 + np.int64(lowest_bit(left))
            left &= left - ONE
            gain = np.int64(weights[competence]) * np.int64(worth[competence]) // 100
            worth[competence] = 0
            slot = np.int64(slot_of[competence])
            if slot >= 0 and gain > 0:
                slots[asked], gains[asked] = slot, gain
                asked += 1
            if nice_percent > 0:
                slot, gain = np.int64(slot_of[competence + len(weights)]), gain * nice_percent // 100
                if slot >= 0 and gain > 0:
                    slots[asked], gains[asked] = slot, gain
                    asked += 1
    return asked


@compiled()
def mark(touched: NDArray[np.uint64], competence: int) -> None:
    """Sets the bit of this competence: read back, they come in order, as their vacancies lie in memory."""
    place = np.uint64(competence)
    touched[place >> np.uint64(6)] |= ONE << (place & np.uint64(63))


@compiled()
def set_common_apart(
    common_of_slot: NDArray[np.int16],
    slots: NDArray[np.int32],
    gains: NDArray[np.uint16],
    first: int,
    last: int,
    commons: NDArray[np.int32],
    common_gains: NDArray[np.uint16],
) -> tuple[int, int]:
    """Takes the common slots out of the others. Returns: where the others end; how many were taken out."""
    end, count = first, 0
    for place in range(first, last):
        common = np.int64(common_of_slot[slots[place]])
        if common >= 0:
            commons[count], common_gains[count] = common, gains[place]
            count += 1
        else:
            slots[end], gains[end] = slots[place], gains[place]
            end += 1
    return end, count


@compiled()
def word_of(
    kinds: NDArray[np.uint8],
    subjects: NDArray[np.int32],
    asked: NDArray[np.int32],
    levels: NDArray[np.uint8],
    licences: np.uint64,
    shifts: np.uint64,
    education: int,
    wanted_min: int,
    wanted_max: int,
) -> np.uint64:
    """Which of the requirements in the words does this person meet?"""
    word = np.uint64(0)
    for place in range(len(kinds)):
        kind, subject, level = kinds[place], np.uint64(subjects[place]), asked[place]
        meets = wanted_min <= level
        if kind == LANGUAGE:
            meets = levels[subject] >= level
        elif kind == LICENCE:
            meets = (licences >> subject) & ONE != 0
        elif kind == EDUCATION:
            meets = education >= level
        elif kind == SHIFT:
            meets = (shifts >> subject) & ONE != 0
        elif kind == HOURS_FROM:
            meets = wanted_max >= level
        word |= np.uint64(meets) << np.uint64(place + 1)
    return word


@compiled()
def parts_within_reach(zone_parts: NDArray[np.int8], minutes: NDArray[np.uint16], limit: int) -> np.uint64:
    """Which parts of the map have a zone within the limit?"""
    word = np.uint64(0)
    for zone in range(len(minutes)):
        within = np.uint64(minutes[zone] <= limit and zone_parts[zone] >= 0)
        word |= within << np.uint64(FIRST_PART_BIT + max(0, np.int64(zone_parts[zone])))
    return word
