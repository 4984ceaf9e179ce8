"""The answers of matching in words, each with its figures."""

import pytest
from django.utils import translation

from arbeidspact.matching import (
    ArrivesTooLate,
    DistanceCounted,
    HoursCounted,
    LearnCompetence,
    NoWayBack,
    OccupationSought,
    Opening,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WageCounted,
    WithAnyHours,
    WithAnyPlace,
    WithEducationAt,
    WithinReach,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
)
from arbeidspact.mobility import TravelMode
from arbeidspact.taxonomy import ConceptKind, active_taxonomy
from arbeidspact.vacancies.languages import KNOWN_LANGUAGES
from arbeidspact.vacancies.reasons import (
    change_words,
    condition,
    dropped_words,
    opening_words,
    preference_facts,
)
from arbeidspact.vacancies.vocabularies import vocabularies

BUS = TravelMode.PUBLIC_TRANSPORT
FORKLIFT, NIGHT, DUTCH = 0, 3, KNOWN_LANGUAGES.index("nl")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def words():
    taxonomy = active_taxonomy()
    competence = taxonomy.ids(ConceptKind.COMPETENCE)[0]
    return vocabularies(taxonomy, competences=[competence], occupations=[], licences=["forklift"], areas={}, cells=[])


@pytest.mark.parametrize(
    ("judged", "text"),
    [
        pytest.param(WithinReach(14, TravelMode.BICYCLE, 45), "14 minutes away (bicycle)", id="around the clock"),
        pytest.param(
            WithinReach(20, BUS, 45, arrives_at=320),
            "20 minutes away (public transport), there at 05:20 at the earliest",
            id="by the first bus",
        ),
        pytest.param(
            ArrivesTooLate(BUS, 70, arrives_at=370, starts_at=330),
            "Arrives at 06:10, the work starts at 05:30 (public transport)",
            id="after the work starts",
        ),
        pytest.param(
            NoWayBack(BUS, 20, ends_at=30, last_departure_at=1_440),
            "No way home when the work ends at 00:30: the last departure is at 24:00 (public transport)",
            id="after the last bus",
        ),
        pytest.param(
            NoWayBack(BUS, 20, ends_at=120, last_departure_at=1_500),
            "No way home when the work ends at 02:00: the last departure is at 01:00 (public transport)",
            id="after the last bus of the night",
        ),
    ],
)
def test_a_journey_is_told_with_its_times(words, judged, text):
    told = condition(judged, words)

    assert (told.kind, told.words) == ("travel", text)
    assert told.is_met is isinstance(judged, WithinReach)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (RideAtWorkHours(), "A ride at the hours of the work: shuttle or shared car"),
        (TravelLonger(60, 15), "Travel up to 60 minutes"),
        (TravelBy(TravelMode.BICYCLE), "Travel this way too: bicycle"),
    ],
)
def test_what_a_person_could_change(words, change, text):
    assert change_words(change, words) == text


def test_a_course_is_named_and_known_as_one(words):
    told = opening_words(Opening(LearnCompetence(0), 3, 3), words)

    assert told.words == f"Learn: {active_taxonomy().label(words.competences[0], 'en')}"
    assert told.is_course
    assert not opening_words(Opening(RideAtWorkHours(), 3, 1), words).is_course


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (WithAnyHours(), "The hours a week"),
        (WithAnyPlace(), "The journey to this workplace"),
        (WithOtherWorkHours(), "The time at which the work starts or ends"),
        (WithoutShift(NIGHT), "Night shift"),
        (WithoutLicence(FORKLIFT), "Forklift certificate"),
        (WithLanguageAt(DUTCH, needs=3, lower=0), "Dutch at level B1"),
        (WithLanguageAt(DUTCH, needs=3, lower=2), "Dutch at B1 instead of A2"),
        (WithEducationAt(needs=2, lower=0), "Diploma: Secondary school"),
        (WithEducationAt(needs=3, lower=2), "Diploma: Associate degree instead of Secondary school"),
    ],
)
def test_what_a_vacancy_could_ask_less_of(words, change, text):
    assert dropped_words(change, words) == text


@pytest.mark.parametrize(
    ("piece", "facts"),
    [
        pytest.param(DistanceCounted(14, 0.1, 0.1), ("Distance: 14 minutes",), id="distance"),
        pytest.param(DistanceCounted(None, 0.1, 0.1), (), id="home unknown"),
        pytest.param(HoursCounted(1_140, 2_280, 0.1, 0.1), ("19 of the 38 hours wanted",), id="fewer hours"),
        pytest.param(HoursCounted(2_280, 1_140, 0.1, 0.1), ("As many hours as wanted",), id="hours enough"),
        pytest.param(HoursCounted(2_280, None, 0.1, 0.1), (), id="no wish for hours"),
        pytest.param(
            WageCounted(210_000, 250_050, 0.1, 0.1), ("€ 2100 a month; hoped for: € 2500.50 a month",), id="less"
        ),
        pytest.param(WageCounted(250_000, 250_000, 0.1, 0.1), ("At least the wage hoped for",), id="wage enough"),
        pytest.param(WageCounted(250_000, None, 0.1, 0.1), (), id="no wish for a wage"),
        pytest.param(OccupationSought(1, 0.1), (), id="the occupation has its own place on the screen"),
    ],
)
def test_what_is_known_of_wishes_is_said_in_a_few_words(piece, facts):
    assert preference_facts([piece]) == facts
