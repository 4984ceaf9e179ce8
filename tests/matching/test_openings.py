"""Near misses and the one change that opens most: exact counts, checked by making the change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    BadInput,
    EducationTooLow,
    GainLicence,
    HoursDoNotFit,
    LanguageTooLow,
    LicenceMissing,
    NearMiss,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    ShiftNotPossible,
    TooFar,
    TravelBy,
    TravelLonger,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
    near_misses,
    what_would_open,
)
from arbeidspact.mobility import TravelMode, mode_bits
from tests.matching import oracle
from tests.matching.worlds import POLICY, WALK, PersonRow, VacancyRow, index_of, persons_of, worlds

KINDS = {
    LanguageTooLow: "language",
    LicenceMissing: "licence",
    EducationTooLow: "education",
    HoursDoNotFit: "hours",
    ShiftNotPossible: "shift",
    TooFar: "travel",
}


def after(person, change):
    """The same person once the change is made."""
    match change:
        case GainLicence(licence):
            return person.but(licences=person.licences | 1 << licence)
        case ReachLanguageLevel(language, _, level):
            return person.but(languages=tuple((dict(person.languages) | {language: level}).items()))
        case ReachEducation(_, level):
            return person.but(education=level)
        case WorkShift(shift):
            return person.but(shifts=person.shifts | 1 << shift)
        case WorkMoreHours(minutes):
            return person.but(hours=(person.hours[0], minutes))
        case WorkFewerHours(minutes):
            return person.but(hours=(minutes, person.hours[1]))
        case TravelBy(mode):
            return person.but(modes=person.modes | mode_bits([mode]))
        case TravelLonger(limit, _):
            return person.but(limit=limit)


@settings(deadline=None)
@given(world=worlds(), k=st.sampled_from([1, 3, 20]))
def test_near_misses_are_those_of_the_oracle(world, k):
    found = near_misses(world.index(), world.columns(), k, policy=world.policy)

    for person, misses in zip(world.persons, found, strict=True):
        expected = oracle.best_near_misses(world, person, k)
        assert [(miss.vacancy_id, miss.score, KINDS[type(miss.failure)]) for miss in misses] == [
            (id_, score, kind) for id_, score, (kind, _) in expected
        ]


@settings(deadline=None)
@given(world=worlds())
def test_each_change_opens_exactly_as_many_as_it_says(world):
    index, persons = world.index(), world.columns()

    for person in world.persons:
        before = oracle.open_to(world, person)
        openings = what_would_open(index, persons, person.id, policy=world.policy)
        for opening in openings:
            changed = after(person, opening.change)
            opened = oracle.open_to(world, changed) - before
            fitting = [row for row in world.vacancies if row.id in opened and oracle.score(world, person, row) > 0]
            assert opening.vacancies == len(opened) > 0
            assert opening.fitting == (len(fitting) if oracle.is_known(person) else 0)
        assert [(o.fitting, o.vacancies) for o in openings] == sorted(
            ((o.fitting, o.vacancies) for o in openings), reverse=True
        )


@settings(deadline=None)
@given(world=worlds())
def test_no_change_that_opens_something_is_forgotten(world):
    index, persons = world.index(), world.columns()

    for person in world.persons:
        before = oracle.open_to(world, person)
        offered = {opening.change for opening in what_would_open(index, persons, person.id, policy=world.policy)}
        for bit in range(64):
            opens = oracle.open_to(world, after(person, GainLicence(bit))) > before
            assert opens == (GainLicence(bit) in offered)
        for mode in world.travel:
            opens = oracle.open_to(world, after(person, TravelBy(mode))) > before
            assert opens == (TravelBy(mode) in offered)


def test_the_change_that_opens_most_fitting_vacancies_stands_first():
    rows = [VacancyRow(id=id_, required=frozenset({0}), licences=2) for id_ in (1, 2)]
    rows += [VacancyRow(id=id_, required=frozenset({5}), licences=4) for id_ in (3, 4, 5)]
    rows += [VacancyRow(id=6, required=frozenset({0}), languages=((0, 3),))]
    rows += [VacancyRow(id=7, required=frozenset({0}), languages=((0, 4),))]
    rows += [VacancyRow(id=8, required=frozenset({0}), zone=1), VacancyRow(id=9, licences=6)]
    person = PersonRow(competences=((0, 100),), languages=((0, 2),), zone=0, limit=20, modes=WALK)

    openings = what_would_open(index_of(rows), persons_of([person]), 1, policy=POLICY)

    assert openings == (
        Opening(GainLicence(1), 2, 2),
        Opening(ReachLanguageLevel(0, 2, 4), 2, 2),
        Opening(ReachLanguageLevel(0, 2, 3), 1, 1),
        Opening(TravelBy(TravelMode.CAR), 1, 1),
        Opening(TravelLonger(50, 30), 1, 1),
        Opening(GainLicence(2), 3, 0),
    )


def test_a_near_miss_names_the_one_failure_and_the_score():
    rows = [
        VacancyRow(id=1, required=frozenset({0, 1}), licences=1),
        VacancyRow(id=2, required=frozenset({0}), licences=1, education=6),
        VacancyRow(id=3, required=frozenset({0}), positions=0),
        VacancyRow(id=4, required=frozenset({0})),
    ]

    found = near_misses(index_of(rows), persons_of([PersonRow(competences=((0, 100),))]), 5, policy=POLICY)

    assert found == ((NearMiss(1, 0.7, LicenceMissing(0)),),)


@pytest.mark.parametrize("steps", [[0, 10], [-5], [30, 15], [15, 15]])
def test_travel_steps_that_do_not_rise_are_refused(steps):
    index, persons = index_of([VacancyRow()]), persons_of([PersonRow()])

    with pytest.raises(BadInput, match="travel_steps: they do not rise"):
        what_would_open(index, persons, 1, policy=POLICY, travel_steps=steps)
