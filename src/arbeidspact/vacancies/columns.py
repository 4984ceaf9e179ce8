"""Vacancies and profiles as the columns of numbers that matching reads; no name gets this far."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import numpy as np
from django.db.models import F, Field, FloatField, QuerySet, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from arbeidspact.matching import ALL_WEEK, LAST_DAY, UNKNOWN, GradedLists, IdLists, Persons, Vacancies, day_number
from arbeidspact.mobility import TravelMode, mode_bits
from arbeidspact.people.models import Person
from arbeidspact.people.profiles import Profile
from arbeidspact.taxonomy import covered_licences, licences
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind
from arbeidspact.vacancies.asked import AskedWork
from arbeidspact.vacancies.states import last_day
from arbeidspact.vacancies.vocabularies import Vocabularies

ASSUMED_TRAVEL_MINUTES: Final = 60
ASSUMED_MODES: Final = (TravelMode.WALK, TravelMode.PUBLIC_TRANSPORT)
"""What is taken for granted of somebody who was not asked yet; every answer that rests on it says so."""

WORTH: Final[dict[tuple[str, str], int]] = {
    (EvidenceKind.SELF_DECLARED, CompetenceLevel.BASIC): 50,
    (EvidenceKind.SEEN, CompetenceLevel.BASIC): 60,
    (EvidenceKind.CERTIFIED, CompetenceLevel.BASIC): 70,
    (EvidenceKind.SELF_DECLARED, CompetenceLevel.INDEPENDENT): 80,
    (EvidenceKind.SEEN, CompetenceLevel.INDEPENDENT): 90,
    (EvidenceKind.CERTIFIED, CompetenceLevel.INDEPENDENT): 100,
    (EvidenceKind.SELF_DECLARED, CompetenceLevel.EXPERT): 90,
    (EvidenceKind.SEEN, CompetenceLevel.EXPERT): 95,
    (EvidenceKind.CERTIFIED, CompetenceLevel.EXPERT): 100,
}
"""What a competence counts for, in hundredths. A first choice made by reasoning, not measured against hiring: a
person's word counts for most of the whole, so that nobody without papers becomes invisible."""

_STORED: Final[dict[str, "Field[Any, Any]"]] = {
    "hours_min": FloatField(),
    "hours_max": FloatField(),
    "shifts": TextField(),
    "transport": TextField(),
    "wage_wanted": FloatField(),
}
"""Fields that are read of thousands as the database has them: to make decimals and lists takes as long again."""
_PLAIN: Final = (
    "pk",
    "neighbourhood",
    "education",
    "hours_min",
    "hours_max",
    "shifts",
    "transport",
    "travel_minutes_max",
    "wage_wanted",
)
_PLAIN_AS_STORED: Final = tuple(Cast(field, _STORED[field]) if field in _STORED else F(field) for field in _PLAIN)
_WAYS: Final = {mode.value: mode for mode in TravelMode}
_CEFR_RANKS = {level.value: level.rank for level in CefrLevel}
_EDUCATION_RANKS = {level.value: level.rank for level in EducationLevel}


def vacancy_columns(work: Sequence[AskedWork], words: Vocabularies) -> Vacancies:
    """These vacancies as columns, in their order, open or not: that is in the dates."""
    competence = words.competence_column
    return Vacancies(
        ids=_whole([one.pk for one in work], np.int64),
        required=IdLists.from_rows(
            [competence[c] for c, is_required in one.competences if is_required] for one in work
        ),
        nice_to_have=IdLists.from_rows(
            [competence[c] for c, is_required in one.competences if not is_required] for one in work
        ),
        languages=GradedLists.from_rows(_levels(one.languages, words) for one in work),
        licences=_whole([_bits(one.licences, words.licence_bit) for one in work], np.uint64),
        education=_whole([_education(one.education_required) for one in work], np.uint8),
        weekly_minutes_min=_whole([_minutes(one.hours_min, 0) for one in work], np.uint16),
        weekly_minutes_max=_whole([_minutes(one.hours_max, ALL_WEEK) for one in work], np.uint16),
        shifts=_whole([_bits(one.shifts, words.shift_bit) for one in work], np.uint32),
        zones=_whole([words.zone_of(one.area, one.point) for one in work], np.int32),
        occupations=_whole([words.occupation_column[one.occupation] for one in work], np.int32),
        positions=_whole([one.positions - one.positions_filled for one in work], np.int32),
        valid_from=_whole([day_number(one.opens_on) for one in work], np.int32),
        valid_until=_whole([_until(one) for one in work], np.int32),
        starts_at=_whole([_minute_of_day(one.starts_at) for one in work], np.int16),
        ends_at=_whole([_minute_of_day(one.ends_at) for one in work], np.int16),
        wages_cents=_whole([_cents(one.wage_min) for one in work], np.int32),
    )


def person_columns(profiles: QuerySet[Person], words: Vocabularies, day: date) -> Persons:
    """These profiles as columns, by rising key. Five queries, however many people; no name is read.

    Arguments: `profiles`, as the gate hands them out. What was never asked excludes nothing, but for languages,
    licences and the diploma, which nobody has until it is known; transport and travel time are assumed.
    """
    rows = [_Profile(*row) for row in profiles.prefetch_related(None).values_list(*_PLAIN_AS_STORED)]
    place = {row.pk: number for number, row in enumerate(rows)}
    return _as_columns(
        rows,
        held=_entries(profiles, place, "competences__concept", "competences__evidence", "competences__level"),
        spoken=_entries(profiles, place, "languages__language", "languages__level"),
        papers=_entries(profiles, place, "licences__licence", "licences__valid_until"),
        sought=_entries(profiles, place, "occupations_sought__concept"),
        words=words,
        day=day,
    )


def profile_columns(profile: Profile, words: Vocabularies, day: date) -> Persons:
    """As `person_columns`, for one profile that was read already; no query."""
    return _as_columns(
        [_Profile(*(getattr(profile, field) for field in _PLAIN))],
        held=[(0, *one) for one in profile.competences],
        spoken=[(0, *one) for one in profile.languages],
        papers=[(0, *one) for one in profile.licences],
        sought=[(0, concept) for concept in profile.occupations_sought],
        words=words,
        day=day,
    )


@dataclass(frozen=True, slots=True)
class _Profile:
    pk: int
    neighbourhood: str
    education: str
    hours_min: Decimal | float | None
    hours_max: Decimal | float | None
    shifts: Sequence[str] | str
    transport: Sequence[str] | str
    travel_minutes_max: int | None
    wage_wanted: Decimal | float | None


_Entries = Iterable[tuple[Any, ...]]
"""What hangs on the profiles, each with the place of its profile first; in any order."""


def _as_columns(
    rows: Sequence[_Profile],
    *,
    held: _Entries,
    spoken: _Entries,
    papers: _Entries,
    sought: _Entries,
    words: Vocabularies,
    day: date,
) -> Persons:
    competence, occupation, language = words.competence_column, words.occupation_column, words.language_column
    every_shift = (1 << len(words.shifts)) - 1
    longest = [ASSUMED_TRAVEL_MINUTES if row.travel_minutes_max is None else row.travel_minutes_max for row in rows]
    return Persons(
        ids=_whole([row.pk for row in rows], np.int64),
        competences=_graded(
            (
                (place, competence[concept], WORTH.get((evidence, level), 50))
                for place, concept, evidence, level in held
                if concept in competence
            ),
            len(rows),
        ),
        languages=_graded(
            ((place, language[code], _CEFR_RANKS[level]) for place, code, level in spoken if code in language),
            len(rows),
        ),
        licences=_whole(_licence_bits(papers, len(rows), words, day), np.uint64),
        education=_whole([_education(row.education) for row in rows], np.uint8),
        weekly_minutes_min=_whole([_minutes(row.hours_min, 0) for row in rows], np.uint16),
        weekly_minutes_max=_whole([_minutes(row.hours_max, ALL_WEEK) for row in rows], np.uint16),
        shifts=_whole([_bits(_words_in(row.shifts), words.shift_bit) or every_shift for row in rows], np.uint32),
        zones=_whole([words.areas.get(row.neighbourhood, -1) for row in rows], np.int32),
        max_travel_minutes=_whole(longest, np.uint16),
        modes=_whole([_modes(_words_in(row.transport)) for row in rows], np.uint8),
        occupations=_listed(
            ((place, occupation[concept]) for place, concept in sought if concept in occupation), len(rows)
        ),
        wages_wanted_cents=_whole([_cents(row.wage_wanted) for row in rows], np.int32),
    )


def _entries(profiles: QuerySet[Person], place: dict[int, int], *fields: str) -> _Entries:
    rows = profiles.prefetch_related(None).order_by().values_list("pk", *fields)
    return ((place[row[0]], *row[1:]) for row in rows if row[1] is not None and row[0] in place)


def _graded(entries: Iterable[tuple[int, int, int]], row_count: int) -> GradedLists:
    places, ids, grades = _side_by_side(entries, 3)
    return GradedLists.from_entries(places, ids, grades, row_count=row_count)


def _listed(entries: Iterable[tuple[int, int]], row_count: int) -> IdLists:
    places, ids = _side_by_side(entries, 2)
    return IdLists.from_entries(places, ids, row_count=row_count)


def _side_by_side(entries: Iterable[tuple[int, ...]], number: int) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(entries), dtype=np.int64).reshape(-1, number).T


def _licence_bits(papers: _Entries, row_count: int, words: Vocabularies, day: date) -> list[int]:
    """For each profile, the licences that are valid on this day and all that they cover."""
    vocabulary, covered = licences(), dict[str, int]()
    bits = [0] * row_count
    for place, licence, until in papers:
        if licence not in covered:
            covered[licence] = _bits(covered_licences([licence], vocabulary), words.licence_bit)
        if until is None or until >= day:
            bits[place] |= covered[licence]
    return bits


def _until(work: AskedWork) -> int:
    ends = last_day(work)
    return LAST_DAY if ends is None else day_number(ends)


def _levels(languages: Iterable[Sequence[str]], words: Vocabularies) -> list[tuple[int, int]]:
    column = words.language_column
    return [(column[code], _CEFR_RANKS[level]) for code, level in languages if code in column]


def _education(level: str) -> int:
    return _EDUCATION_RANKS.get(level, 0)


def _words_in(stored: Sequence[str] | str) -> Sequence[str]:
    return _read_list(stored) if isinstance(stored, str) else stored


@lru_cache(maxsize=1024)
def _read_list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _modes(transport: Iterable[str]) -> int:
    return mode_bits([_WAYS[way] for way in transport if way in _WAYS] or ASSUMED_MODES)


def _bits(words: Iterable[str], bit_of: dict[str, int]) -> int:
    bits = 0
    for word in words:
        if word in bit_of:
            bits |= 1 << bit_of[word]
    return bits


def _minutes(hours: Decimal | float | None, unknown: int) -> int:
    return unknown if hours is None else min(ALL_WEEK, round(hours * 60))


def _minute_of_day(moment: time | None) -> int:
    return UNKNOWN if moment is None else moment.hour * 60 + moment.minute


def _cents(wage: Decimal | float | None) -> int:
    return UNKNOWN if wage is None else round(wage * 100)


def _whole(values: Sequence[int], dtype: Any) -> Any:
    return np.asarray(values, dtype=dtype)
