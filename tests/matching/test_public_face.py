"""What matching shows of itself: its names, its columns, and what may end up in a log."""

from dataclasses import fields

import arbeidspact.matching as matching
from arbeidspact.matching import Persons, Vacancies, rank_persons
from tests.matching.worlds import POLICY, PersonRow, VacancyRow, index_of, persons_of, vacancies_of

ONE = [VacancyRow(required=frozenset({0}))]


def test_persons_can_hold_these_columns_and_no_others():
    assert [field.name for field in fields(Persons)] == [
        "ids",
        "competences",
        "languages",
        "licences",
        "education",
        "weekly_minutes_min",
        "weekly_minutes_max",
        "shifts",
        "zones",
        "max_travel_minutes",
        "modes",
        "occupations",
        "wages_wanted_cents",
    ]


def test_vacancies_can_hold_these_columns_and_no_others():
    assert [field.name for field in fields(Vacancies)] == [
        "ids",
        "required",
        "nice_to_have",
        "languages",
        "licences",
        "education",
        "weekly_minutes_min",
        "weekly_minutes_max",
        "shifts",
        "zones",
        "occupations",
        "positions",
        "valid_from",
        "valid_until",
        "starts_at",
        "ends_at",
        "wages_cents",
    ]


def test_what_may_end_up_in_a_log_says_how_many_and_never_who():
    index, persons = index_of(ONE), persons_of([PersonRow(id=4711, competences=((0, 100),))])
    ranking = rank_persons(index, 1, persons, 3, policy=POLICY)

    assert repr(persons) == "<Persons: 1 rows>"
    assert repr(ranking) == "<Ranking: 1 subjects, best 3>"
    assert "4711" not in f"{ranking.record()}"
    assert repr(index).startswith(f"<Index: 1 vacancies, format {index.version}, hash ")
    assert repr(vacancies_of(ONE)) == "<Vacancies: 1 rows>"


def test_the_public_face_is_this_and_nothing_else():
    assert sorted(matching.__all__) == [
        "ALL_WEEK",
        "AnyIndex",
        "ArrivesTooLate",
        "BadInput",
        "Change",
        "CompetenceMatched",
        "CompetenceMissing",
        "CompetenceRelated",
        "DamagedIndexFile",
        "DistanceCounted",
        "Dropped",
        "EducationMet",
        "EducationTooLow",
        "Evidence",
        "Excluded",
        "FIRST_DAY",
        "FITS_WELL",
        "Failure",
        "GainLicence",
        "GradedLists",
        "HoursCounted",
        "HoursDoNotFit",
        "HoursFit",
        "IdLists",
        "Index",
        "IndexFileError",
        "IsOpen",
        "LARGEST_TOTAL",
        "LAST_DAY",
        "LanguageMet",
        "LanguageTooLow",
        "LearnCompetence",
        "LicenceHeld",
        "LicenceMissing",
        "Match",
        "MatchingError",
        "Met",
        "Missing",
        "NO_LIMIT",
        "NearMiss",
        "NoWayBack",
        "NotAnIndexFile",
        "NotEnoughKnown",
        "NotOpen",
        "OccupationNotSought",
        "OccupationSought",
        "Opening",
        "OtherIndexVersion",
        "Overlaid",
        "PersonNearMiss",
        "Persons",
        "Policy",
        "Ranked",
        "Ranking",
        "ReachEducation",
        "ReachLanguageLevel",
        "Related",
        "RequirementCost",
        "RideAtWorkHours",
        "ShiftNotPossible",
        "ShiftPossible",
        "TRAVEL_STEPS",
        "TooFar",
        "TravelBy",
        "TravelLonger",
        "TravelNotJudged",
        "UNKNOWN",
        "UnknownId",
        "Vacancies",
        "WageCounted",
        "WithAnyHours",
        "WithAnyPlace",
        "WithEducationAt",
        "WithLanguageAt",
        "WithOtherWorkHours",
        "WithinReach",
        "WithoutLicence",
        "WithoutShift",
        "WorkFewerHours",
        "WorkMoreHours",
        "WorkShift",
        "date_of",
        "day_number",
        "eligible_persons",
        "eligible_vacancies",
        "explain",
        "explain_each",
        "idf_weights",
        "near_miss_persons",
        "near_misses",
        "rank",
        "rank_persons",
        "what_would_cost",
        "what_would_open",
    ]
    assert all(hasattr(matching, name) for name in matching.__all__)
