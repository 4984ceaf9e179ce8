"""Near misses and the one change that opens most: exact counts, checked by making the change."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    BadInput,
    GainLicence,
    LearnCompetence,
    LicenceMissing,
    NearMiss,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    Related,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
    near_misses,
    what_would_open,
)
from arbeidspact.matching.openings import MOST_COURSES
from arbeidspact.mobility import TravelMode, mode_bits
from tests.matching import oracle
from tests.matching.worlds import (
    BUS,
    KINDS,
    N_COMPETENCES,
    POLICY,
    TRAVEL,
    WALK,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    worlds,
)


def open_after(world, person, change):
    """What is open to the person once the change is made."""
    if change == RideAtWorkHours():
        hours_not_said = tuple(vacancy.but(starts=-1, ends=-1) for vacancy in world.vacancies)
        return oracle.open_to(replace(world, vacancies=hours_not_said), person)
    return oracle.open_to(world, after(person, change))


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
            if isinstance(opening.change, LearnCompetence):
                continue
            opened = open_after(world, person, opening.change) - before
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
        tried = [GainLicence(bit) for bit in range(64)] + [WorkShift(bit) for bit in range(32)]
        tried += [TravelBy(mode) for mode in world.travel] + [RideAtWorkHours()]
        for change in tried:
            assert (open_after(world, person, change) > before) == (change in offered)


@settings(deadline=None)
@given(world=worlds())
def test_a_course_counts_exactly_the_vacancies_that_it_makes_fit_well(world):
    index, persons = world.index(), world.columns()

    for person in world.persons:
        openings = what_would_open(index, persons, person.id, policy=world.policy)
        courses = [opening for opening in openings if isinstance(opening.change, LearnCompetence)]
        counts = [(oracle.made_to_fit_by(world, person, competence), competence) for competence in range(N_COMPETENCES)]
        expected = sorted((-count, competence) for count, competence in counts if count and oracle.is_known(person))
        assert courses == [Opening(LearnCompetence(c), -count, -count) for count, c in expected]


@settings(deadline=None)
@given(world=worlds())
def test_the_change_that_a_near_miss_names_opens_it(world):
    index, persons = world.index(), world.columns()

    for person, misses in zip(world.persons, near_misses(index, persons, 20, policy=world.policy), strict=True):
        for miss in misses:
            if miss.failure.opened_by is not None:
                assert miss.vacancy_id in open_after(world, person, miss.failure.opened_by)


def test_the_course_that_makes_most_vacancies_fit_well_comes_first():
    both, many = frozenset({0, 1}), frozenset({0, 1, 3, 5})
    rows = [VacancyRow(id=id_, required=both) for id_ in (1, 2, 3)] + [VacancyRow(id=4, required=many)]
    rows += [VacancyRow(id=5, required=frozenset({4})), VacancyRow(id=6, required=frozenset({4}), licences=1)]
    person = PersonRow(competences=((1, 100),))

    openings = what_would_open(index_of(rows), persons_of([person]), 1, policy=POLICY)

    assert openings == (
        Opening(LearnCompetence(0), 3, 3),
        Opening(LearnCompetence(4), 1, 1),
        Opening(LearnCompetence(5), 1, 1),
        Opening(GainLicence(0), 1, 0),
    )


def test_what_fits_well_already_needs_no_course():
    rows = [VacancyRow(required=frozenset({0, 1}))]

    assert what_would_open(index_of(rows), persons_of([PersonRow(competences=((0, 100),))]), 1, policy=POLICY) == ()


def test_somebody_of_whom_nothing_is_known_is_asked_and_not_sent_to_a_course():
    rows = [VacancyRow(required=frozenset({0}))]

    assert what_would_open(index_of(rows), persons_of([PersonRow()]), 1, policy=POLICY) == ()


def test_only_the_best_courses_are_listed():
    rows = [VacancyRow(id=id_, required=frozenset({id_})) for id_ in range(MOST_COURSES + 5)]
    everything = {"n_competences": len(rows) + 1, "weights": [9] * (len(rows) + 1)}
    index = index_of(rows, related=Related.none(len(rows) + 1), **everything)

    openings = what_would_open(index, persons_of([PersonRow(competences=((len(rows), 100),))]), 1, policy=POLICY)

    assert [opening.change.competence for opening in openings] == list(range(MOST_COURSES))


def test_a_ride_at_the_hours_of_the_work_opens_what_the_bus_cannot():
    rows = [VacancyRow(id=id_, required=frozenset({0}), zone=1, starts=starts) for id_, starts in ((1, 300), (2, 330))]
    rows += [VacancyRow(id=3, required=frozenset({0}), zone=1, ends=30), VacancyRow(id=4, zone=2, starts=300)]
    travel = {TravelMode.PUBLIC_TRANSPORT: TRAVEL[TravelMode.PUBLIC_TRANSPORT]}
    person = PersonRow(competences=((0, 100),), zone=0, limit=20, modes=BUS)

    openings = what_would_open(index_of(rows, travel=travel), persons_of([person]), 1, policy=POLICY)

    assert openings == (Opening(RideAtWorkHours(), 2, 2),)


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
        Opening(TravelBy(TravelMode.PUBLIC_TRANSPORT), 1, 1),
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
