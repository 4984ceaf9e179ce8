"""Who somebody is cannot change what fits: everybody gets the identity of somebody else, and nothing moves."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    Persons,
    explain,
    near_miss_persons,
    near_misses,
    rank,
    rank_persons,
    what_would_cost,
    what_would_open,
)
from arbeidspact.matching.inputs import columns_of
from tests.matching.worlds import PersonRow, VacancyRow, World, persons_of, worlds

IDENTITY = ("name", "sex", "origin", "age", "address")
RESIDENTS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Amina El Idrissi", "Jan Peeters", "Olena Kovalenko", "Lieve De Smet"]),
        "sex": st.sampled_from(["female", "male", "x"]),
        "origin": st.sampled_from(["Belgium", "Morocco", "Ukraine", "Somalia"]),
        "age": st.integers(18, 67),
        "address": st.sampled_from(["Muidelaan 3", "Kouter 1", "Wolterslaan 77"]),
    }
)


@st.composite
def registers(draw):
    """A world, and the register its people stand in: who they are in one dictionary with what they can and want."""
    world = draw(worlds())
    return world, [draw(RESIDENTS) | {"profile": person} for person in world.persons]


def columns_from(register):
    """What matching is given of this register: the columns that it has a place for, and no others."""
    rows = [row["profile"] for row in register]
    known = {field.name for field in fields(Persons)}
    extra = {column: [row[column] for row in register] for column in IDENTITY if column in known}
    return persons_of(rows, **extra)


def every_answer(world, persons):
    """All that matching says of these persons, in values that can be compared."""
    index, policy = world.index(), world.policy
    ranking = rank(index, persons, 20, policy=policy)
    return [
        ranking.record(),
        [rank_persons(index, vacancy.id, persons, 20, policy=policy).record() for vacancy in world.vacancies],
        near_misses(index, persons, 20, policy=policy),
        [near_miss_persons(index, vacancy.id, persons, 20, policy=policy) for vacancy in world.vacancies],
        [what_would_cost(index, vacancy.id, persons, policy=policy) for vacancy in world.vacancies],
        [what_would_open(index, persons, person.id, policy=policy) for person in world.persons],
        [
            explain(index, persons, person.id, vacancy.id, policy=policy)
            for person in world.persons
            for vacancy in world.vacancies
        ],
    ]


@settings(deadline=None)
@given(made=registers(), random=st.randoms(use_true_random=False))
def test_everybody_as_somebody_else_is_ranked_and_explained_the_same_to_the_last_bit(made, random):
    world, register = made
    others = random.sample(register, len(register))
    swapped = [row | {key: other[key] for key in IDENTITY} for row, other in zip(register, others, strict=True)]

    before, after = columns_from(register), columns_from(swapped)

    assert before.hash == after.hash
    assert every_answer(world, before) == every_answer(world, after)


@pytest.mark.parametrize("column", [*IDENTITY, "birth_date", "nationality", "gender", "postcode", "photo"])
def test_the_columns_have_no_place_for_who_somebody_is(column):
    assert column not in {name.split(".")[0] for name, _ in columns_of(persons_of([PersonRow()]))}
    with pytest.raises(TypeError, match=column):
        persons_of([PersonRow()], **{column: ["anything"]})
    with pytest.raises(AttributeError):
        setattr(persons_of([PersonRow()]), column, ["anything"])


CHANGES = {
    "competences": ((0, 99),),
    "languages": ((0, 2),),
    "licences": 1,
    "education": 3,
    "hours": (0, 600),
    "shifts": 1,
    "zone": 1,
    "limit": 30,
    "modes": 1,
    "occupations": frozenset({1}),
    "wage": 200_000,
}


@pytest.mark.parametrize(("part", "value"), CHANGES.items(), ids=CHANGES)
def test_a_change_in_what_somebody_can_or_wants_does_show_in_the_hash(part, value):
    person = PersonRow(competences=((0, 100),), zone=0)
    world = World(vacancies=(VacancyRow(required=frozenset({0})),), persons=(person,))

    before = rank(world.index(), persons_of([person]), 3, policy=world.policy)
    after = rank(world.index(), persons_of([replace(person, **{part: value})]), 3, policy=world.policy)

    assert before.input_hash != after.input_hash
