"""The open vacancies and the profiles as columns of numbers, for matching.

The index of vacancies stays in memory until something it was made from changes; profiles are read anew for every
question, so that what was heard a minute ago counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import Count, Max, QuerySet

from arbeidspact.matching import (
    ALL_WEEK,
    LAST_DAY,
    UNKNOWN,
    GradedLists,
    IdLists,
    Index,
    Persons,
    Vacancies,
    day_number,
    idf_weights,
)
from arbeidspact.mobility import TravelMode, mode_bits
from arbeidspact.organisations.models import Area, AreaKind
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.models import Person
from arbeidspact.taxonomy import Taxonomy, covered_licences, licences
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind
from arbeidspact.vacancies.asked import AskedWork, asked_work
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.states import open_on
from arbeidspact.vacancies.vocabularies import (
    Middle,
    Vocabularies,
    cell_of,
    minutes_between,
    related_competences,
    vocabularies,
)

ASSUMED_TRAVEL_MINUTES = 60
ASSUMED_MODES = (TravelMode.WALK, TravelMode.PUBLIC_TRANSPORT)
"""What is taken for granted of somebody who was not asked yet; every answer that rests on it says so."""

WORTH: dict[tuple[str, str], int] = {
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

AREA_KM2 = {AreaKind.NEIGHBOURHOOD.value: 6.0, AreaKind.MUNICIPALITY.value: 48.0}
"""How large an area is taken to be, which gives the journey inside it: the means of Ghent's 25 neighbourhoods (about
156 km2 together) and of the 285 Flemish municipalities of 2025 (about 13,600 km2)."""

LEAST_WEIGHT = 20
"""What a competence weighs at least. Gains are whole numbers: where few vacancies are known, or all ask the same, a
smaller weight would round what a person says of themselves down to nothing."""

_CEFR_RANKS = {level.value: level.rank for level in CefrLevel}
_EDUCATION_RANKS = {level.value: level.rank for level in EducationLevel}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made from: when any of this differs, it is made again."""

    day: date
    taxonomy: str
    vacancies: int
    changed_at: datetime | None
    last_vacancy: int | None
    areas: int


@dataclass(frozen=True)
class Snapshot:
    """The open vacancies of a day, ready to be ranked, with the vocabularies to read the answers in."""

    stamp: Stamp
    index: Index
    words: Vocabularies


_latest: list[Snapshot] = []
_lock = Lock()


def snapshot_on(day: date) -> Snapshot:
    """The vacancies that are open on this day, as matching reads them. Two small queries when nothing changed."""
    taxonomy = current_taxonomy()
    stamp = _stamp_on(day, taxonomy)
    with _lock:
        if _latest and _latest[0].stamp == stamp:
            return _latest[0]
    made = _made(stamp, taxonomy)
    with _lock:
        _latest[:] = [made]
    return made


def index_from(columns: Vacancies, words: Vocabularies, taxonomy: Taxonomy) -> Index:
    """An index of these columns; what a competence weighs is judged by these vacancies themselves."""
    count = len(words.competences)
    middles = _middles()
    travel = minutes_between(tuple(middles[area] for area in words.areas), tuple(words.cells))
    return Index.build(
        columns,
        n_competences=count,
        n_languages=len(words.languages),
        weights=np.maximum(idf_weights(columns.required, count), LEAST_WEIGHT),
        travel=travel,
        related=related_competences(taxonomy, count),
    )


def vacancy_columns(work: Sequence[AskedWork], words: Vocabularies) -> Vacancies:
    """These vacancies as columns, in their order."""
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
        valid_until=_whole([day_number(one.closes_on) if one.closes_on else LAST_DAY for one in work], np.int32),
        starts_at=_whole([_minute_of_day(one.starts_at) for one in work], np.int16),
        ends_at=_whole([_minute_of_day(one.ends_at) for one in work], np.int16),
        wages_cents=_whole([_cents(one.wage_min) for one in work], np.int32),
    )


def person_columns(profiles: QuerySet[Person], words: Vocabularies, day: date) -> Persons:
    """These profiles as columns, by rising key. Five queries, however many people; no name is read.

    Arguments: `profiles`, as the gate hands them out. What was never asked excludes nothing, but for languages,
    licences and the diploma, which nobody has until it is known; transport and travel time are assumed.
    """
    profiles = profiles.prefetch_related(None)
    rows = list(
        profiles.values_list(
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
    )
    place = {row[0]: number for number, row in enumerate(rows)}
    every_shift = (1 << len(words.shifts)) - 1
    held = _lists(profiles, place, "competences__concept", "competences__evidence", "competences__level")
    spoken = _lists(profiles, place, "languages__language", "languages__level")
    papers = _lists(profiles, place, "licences__licence", "licences__valid_until")
    sought = _lists(profiles, place, "occupations_sought__concept")
    vocabulary = licences()
    valid = [covered_licences([x[0] for x in own if x[1] is None or x[1] >= day], vocabulary) for own in papers]
    return Persons(
        ids=_whole([row[0] for row in rows], np.int64),
        competences=GradedLists.from_rows(
            [
                (words.competence_column[concept], WORTH.get((evidence, level), 50))
                for concept, evidence, level in own
                if concept in words.competence_column
            ]
            for own in held
        ),
        languages=GradedLists.from_rows(_levels(own, words) for own in spoken),
        licences=_whole([_bits(own, words.licence_bit) for own in valid], np.uint64),
        education=_whole([_education(row[2]) for row in rows], np.uint8),
        weekly_minutes_min=_whole([_minutes(row[3], 0) for row in rows], np.uint16),
        weekly_minutes_max=_whole([_minutes(row[4], ALL_WEEK) for row in rows], np.uint16),
        shifts=_whole([_bits(row[5], words.shift_bit) or every_shift for row in rows], np.uint32),
        zones=_whole([words.areas.get(row[1], -1) for row in rows], np.int32),
        max_travel_minutes=_whole([ASSUMED_TRAVEL_MINUTES if row[7] is None else row[7] for row in rows], np.uint16),
        modes=_whole([_modes(row[6]) for row in rows], np.uint8),
        occupations=IdLists.from_rows(
            [words.occupation_column[concept] for (concept,) in own if concept in words.occupation_column]
            for own in sought
        ),
        wages_wanted_cents=_whole([_cents(row[8]) for row in rows], np.int32),
    )


def _stamp_on(day: date, taxonomy: Taxonomy) -> Stamp:
    found = Vacancy.objects.aggregate(number=Count("pk"), changed=Max("changed_at"), last=Max("pk"))
    return Stamp(day, taxonomy.version, found["number"], found["changed"], found["last"], Area.objects.count())


def _made(stamp: Stamp, taxonomy: Taxonomy) -> Snapshot:
    work = asked_work(Vacancy.objects.filter(open_on(stamp.day)))
    asked = Counter(licence for one in work for licence in one.licences)
    words = vocabularies(
        taxonomy,
        competences=(concept for one in work for concept, _is_required in one.competences),
        occupations=(one.occupation for one in work),
        licences=sorted(asked, key=lambda licence: (-asked[licence], licence)),
        areas=_middles(),
        cells=(cell_of(*one.point) for one in work if one.point is not None),
    )
    return Snapshot(stamp, index_from(vacancy_columns(work, words), words, taxonomy), words)


def _middles() -> dict[str, Middle]:
    areas = Area.objects.filter(latitude__isnull=False, longitude__isnull=False).order_by("code")
    return {
        code: (latitude, longitude, AREA_KM2.get(kind, 0.0))
        for code, kind, latitude, longitude in areas.values_list("code", "kind", "latitude", "longitude")
        if latitude is not None and longitude is not None
    }


def _lists(profiles: QuerySet[Person], place: dict[int, int], *fields: str) -> list[list[tuple[Any, ...]]]:
    found: list[list[tuple[Any, ...]]] = [[] for _person in place]
    for pk, *values in profiles.values_list("pk", *fields):
        if pk in place and values[0] is not None:
            found[place[pk]].append(tuple(values))
    return found


def _levels(languages: Iterable[Sequence[str]], words: Vocabularies) -> list[tuple[int, int]]:
    column = words.language_column
    return [(column[code], _CEFR_RANKS[level]) for code, level in languages if code in column]


def _education(level: str) -> int:
    return _EDUCATION_RANKS.get(level, 0)


def _modes(transport: Iterable[str]) -> int:
    known = [TravelMode(mode) for mode in transport if mode in set(TravelMode)]
    return mode_bits(known or ASSUMED_MODES)


def _bits(words: Iterable[str], bit_of: dict[str, int]) -> int:
    bits = 0
    for word in words:
        if word in bit_of:
            bits |= 1 << bit_of[word]
    return bits


def _minutes(hours: Decimal | None, unknown: int) -> int:
    return unknown if hours is None else min(ALL_WEEK, int(hours * 60))


def _minute_of_day(moment: time | None) -> int:
    return UNKNOWN if moment is None else moment.hour * 60 + moment.minute


def _cents(wage: Decimal | None) -> int:
    return UNKNOWN if wage is None else int(wage * 100)


def _whole(values: Sequence[int], dtype: Any) -> Any:
    return np.asarray(values, dtype=dtype)
