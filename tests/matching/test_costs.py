"""What each requirement of a vacancy costs: exact counts, checked by asking less; and who almost fits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    LicenceMissing,
    PersonNearMiss,
    RequirementCost,
    WithAnyHours,
    WithAnyPlace,
    WithEducationAt,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
    explain,
    near_miss_persons,
    what_would_cost,
)
from tests.matching import oracle
from tests.matching.worlds import (
    BUS,
    KINDS,
    POLICY,
    WALK,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    worlds,
)


def relaxed(vacancy, change):
    """The same vacancy once it asks less."""
    match change:
        case WithLanguageAt(language, _, lower):
            kept = {id_: level for id_, level in vacancy.languages if id_ != language}
            return vacancy.but(languages=tuple((kept | ({language: lower} if lower else {})).items()))
        case WithoutLicence(licence):
            return vacancy.but(licences=vacancy.licences & ~(1 << licence))
        case WithEducationAt(_, lower):
            return vacancy.but(education=lower)
        case WithoutShift(shift):
            return vacancy.but(shifts=vacancy.shifts & ~(1 << shift))
        case WithAnyHours():
            return vacancy.but(hours=(0, 10_080))
        case WithAnyPlace():
            return vacancy.but(zone=-1)
        case WithOtherWorkHours():
            return vacancy.but(starts=-1, ends=-1)


def every_relaxation(vacancy):
    """All that a vacancy could ask less of, in the order of the kinds in `Dropped`."""
    changes = [
        WithLanguageAt(language, needs, lower)
        for language, needs in sorted(vacancy.languages)
        for lower in range(needs - 1, -1, -1)
    ]
    changes += [WithoutLicence(bit) for bit in range(64) if vacancy.licences >> bit & 1]
    changes += [WithEducationAt(vacancy.education, lower) for lower in range(vacancy.education - 1, -1, -1)]
    changes += [WithAnyHours()]
    changes += [WithoutShift(bit) for bit in range(32) if vacancy.shifts >> bit & 1]
    return [*changes, WithOtherWorkHours(), WithAnyPlace()]


@settings(deadline=None)
@given(world=worlds())
def test_each_requirement_costs_exactly_those_who_would_be_eligible_without_it(world):
    index, persons = world.index(), world.columns()

    for vacancy in world.vacancies:
        before = oracle.eligible_for(world, vacancy)
        counts = [
            (change, len(oracle.eligible_for(world, relaxed(vacancy, change)) - before))
            for change in every_relaxation(vacancy)
        ]
        expected = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
        costs = what_would_cost(index, vacancy.id, persons, policy=world.policy)
        assert costs == tuple(RequirementCost(*pair) for pair in expected)


@settings(deadline=None)
@given(world=worlds(), k=st.sampled_from([1, 3, 20]))
def test_persons_who_almost_fit_are_those_of_the_oracle(world, k):
    index, persons = world.index(), world.columns()

    for vacancy in world.vacancies:
        found = near_miss_persons(index, vacancy.id, persons, k, policy=world.policy)
        assert [(miss.person_id, miss.score, KINDS[type(miss.failure)]) for miss in found] == [
            (id_, score, kind) for id_, score, (kind, _) in oracle.best_persons_missed(world, vacancy, k)
        ]
        for miss in found:
            excluded = explain(index, persons, miss.person_id, vacancy.id, policy=world.policy)
            assert (excluded.failed, excluded.score) == ((miss.failure,), miss.score)


def test_the_dearest_requirement_stands_first_with_its_steps():
    vacancy = VacancyRow(languages=((0, 4),), education=6, licences=1, zone=1, starts=310)
    able = PersonRow(languages=((0, 5),), education=6, licences=1, zone=1, modes=WALK, limit=5)
    people = [able, able.but(education=5), able.but(education=5), able.but(education=0), able.but(licences=0)]
    people += [able.but(languages=((0, 3),)), able.but(languages=()), able.but(languages=(), licences=0)]
    people += [able.but(zone=0, modes=BUS, limit=20), able.but(zone=0, modes=WALK)]
    people = [person.but(id=id_) for id_, person in enumerate(people)]

    costs = what_would_cost(index_of([vacancy]), 1, persons_of(people), policy=POLICY)

    assert costs == (
        RequirementCost(WithEducationAt(6, 0), 3),
        RequirementCost(WithLanguageAt(0, 4, 0), 2),
        *(RequirementCost(WithEducationAt(6, lower), 2) for lower in (5, 4, 3, 2, 1)),
        RequirementCost(WithAnyPlace(), 2),
        *(RequirementCost(WithLanguageAt(0, 4, lower), 1) for lower in (3, 2, 1)),
        RequirementCost(WithoutLicence(0), 1),
        RequirementCost(WithOtherWorkHours(), 1),
    )


def test_a_vacancy_that_is_closed_keeps_out_everybody_whatever_it_asks():
    index = index_of([VacancyRow(required=frozenset({0}), licences=1, positions=0)])
    persons = persons_of([PersonRow(competences=((0, 100),))])

    assert what_would_cost(index, 1, persons, policy=POLICY) == ()
    assert near_miss_persons(index, 1, persons, 5, policy=POLICY) == ()


def test_somebody_of_whom_too_little_is_known_counts_among_those_kept_out_and_is_not_ranked():
    index = index_of([VacancyRow(required=frozenset({0}), licences=1)])
    persons = persons_of([PersonRow(id=1), PersonRow(id=2, competences=((0, 100),))])

    assert what_would_cost(index, 1, persons, policy=POLICY) == (RequirementCost(WithoutLicence(0), 2),)
    assert near_miss_persons(index, 1, persons, 5, policy=POLICY) == (PersonNearMiss(2, 1.0, LicenceMissing(0)),)
