"""What would open more, as screens show it: one way at a time, levels together."""

import pytest
from django.utils import translation

from arbeidspact.matching import (
    Change,
    Dropped,
    GainLicence,
    LearnCompetence,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    RequirementCost,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WithAnyHours,
    WithAnyPlace,
    WithEducationAt,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.mobility import TravelMode
from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.vacancies.languages import KNOWN_LANGUAGES
from arbeidspact.vacancies.open_more import (
    KIND_OF,
    MOST_WAYS,
    ChangeKind,
    Step,
    Way,
    ways_for_person,
    ways_for_vacancy,
)
from arbeidspact.vacancies.vocabularies import vocabularies

DUTCH, FRENCH = KNOWN_LANGUAGES.index("nl"), KNOWN_LANGUAGES.index("fr")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def words():
    taxonomy = active_taxonomy()
    return vocabularies(taxonomy, competences=[], occupations=[], licences=["forklift"], areas={}, cells=[])


def test_every_change_that_matching_knows_has_its_kind_and_every_kind_its_words():
    assert set(KIND_OF) == {*Change.__args__, *Dropped.__args__}
    for kind in ChangeKind:
        assert Way(kind, "", 1, 1).kind_words


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        pytest.param(
            [ReachLanguageLevel(DUTCH, 0, 5), ReachLanguageLevel(DUTCH, 0, 2)],
            Way(ChangeKind.LANGUAGE, "Dutch", 2, 2, (Step("A2", 1), Step("C1", 2))),
            id="a language",
        ),
        pytest.param(
            [ReachEducation(0, 2), ReachEducation(0, 4)],
            Way(ChangeKind.DIPLOMA, "A higher diploma", 2, 2, (Step("Bachelor", 1), Step("Secondary school", 2))),
            id="a diploma",
        ),
        pytest.param(
            [WorkMoreHours(1_800), WorkMoreHours(1_200)],
            Way(ChangeKind.HOURS, "Work more hours a week", 2, 2, (Step("20 hours", 1), Step("30 hours", 2))),
            id="more hours",
        ),
        pytest.param(
            [WorkFewerHours(600), WorkFewerHours(1_200)],
            Way(ChangeKind.HOURS, "Also accept fewer hours a week", 2, 2, (Step("20 hours", 1), Step("10 hours", 2))),
            id="fewer hours",
        ),
        pytest.param(
            [TravelLonger(90, 60), TravelLonger(60, 30)],
            Way(ChangeKind.JOURNEY, "A longer journey", 2, 2, (Step("60 minutes", 1), Step("90 minutes", 2))),
            id="a longer journey",
        ),
        pytest.param(
            [ReachLanguageLevel(DUTCH, 0, 3)], Way(ChangeKind.LANGUAGE, "Dutch at level B1", 1, 1), id="one level alone"
        ),
    ],
)
def test_levels_of_one_thing_are_one_way_with_the_mildest_first(words, changes, way):
    openings = [Opening(change, len(changes) - place, len(changes) - place) for place, change in enumerate(changes)]

    assert ways_for_person(openings, words) == (way,)


def test_other_changes_stand_for_themselves_in_their_order(words):
    changes = [
        ReachLanguageLevel(FRENCH, 0, 3),
        GainLicence(0),
        ReachLanguageLevel(DUTCH, 0, 3),
        TravelBy(TravelMode.CAR),
        TravelBy(TravelMode.BICYCLE),
        WorkShift(0),
        WorkShift(3),
        RideAtWorkHours(),
    ]

    ways = ways_for_person([Opening(change, 9, 1) for change in changes], words)

    assert [way.kind.value for way in ways] == [
        "language",
        "licence",
        "language",
        "journey",
        "journey",
        "shift",
        "shift",
        "ride",
    ]
    assert all((way.number, way.fitting, way.steps) == (9, 1, ()) for way in ways)


def test_a_handful_of_courses_at_most_and_never_too_many_ways(words):
    openings = [Opening(LearnCompetence(one), 50 - one, 50 - one) for one in range(10)]
    openings += [Opening(GainLicence(one), 9, 9) for one in range(20)]

    ways = ways_for_person(openings, words)

    assert [way.is_course for way in ways] == [True] * 3 + [False] * (MOST_WAYS - 3)


def test_lower_levels_are_steps_of_the_requirement_they_belong_to(words):
    costs = [
        RequirementCost(WithEducationAt(4, 0), 9),
        RequirementCost(WithLanguageAt(DUTCH, 3, 0), 8),
        RequirementCost(WithEducationAt(4, 1), 7),
        RequirementCost(WithLanguageAt(DUTCH, 3, 1), 6),
        RequirementCost(WithLanguageAt(DUTCH, 3, 2), 5),
        RequirementCost(WithLanguageAt(FRENCH, 2, 0), 4),
        RequirementCost(WithoutLicence(0), 3),
        RequirementCost(WithoutShift(0), 2),
        RequirementCost(WithAnyHours(), 1),
        RequirementCost(WithOtherWorkHours(), 1),
        RequirementCost(WithAnyPlace(), 1),
    ]

    ways = ways_for_vacancy(costs, words)

    assert [(way.kind.value, way.number) for way in ways] == [
        ("diploma", 9),
        ("language", 8),
        ("language", 4),
        ("licence", 3),
        ("shift", 2),
        ("hours", 1),
        ("times", 1),
        ("journey", 1),
    ]
    assert ways[0].steps == (Step("Lower secondary school", 7),)
    assert ways[1].steps == (Step("A2", 5), Step("A1", 6))
    assert ways[2].steps == ()
