"""Changes on top of an index answer as the one index of everything would."""

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    BadInput,
    DamagedIndexFile,
    Index,
    IndexFileError,
    Overlaid,
    UnknownId,
    eligible_persons,
    eligible_vacancies,
    explain,
    explain_each,
    near_miss_persons,
    near_misses,
    rank,
    rank_persons,
    what_would_cost,
    what_would_open,
)
from tests.matching.worlds import (
    POLICY,
    TRAVEL,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    vacancies_of,
    vacancy_rows,
    worlds,
)


@st.composite
def changed_worlds(draw):
    """A world, the vacancies it had before, and the ids that were withdrawn since."""
    world = draw(worlds())
    ids = [vacancy.id for vacancy in world.vacancies]
    kept = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    replaced = [id_ for id_ in ids if id_ not in kept and draw(st.booleans())]
    withdrawn = draw(st.lists(st.integers(50, 60), unique=True, max_size=3))
    before = [vacancy for vacancy in world.vacancies if vacancy.id in kept]
    before += [draw(vacancy_rows(id_)) for id_ in [*replaced, *withdrawn]]
    changed = [vacancy for vacancy in world.vacancies if vacancy.id not in kept]
    return world, before, changed, [*withdrawn, 99]


def overlaid(world, before, changed, withdrawn):
    return Overlaid.of(replace(world, vacancies=tuple(before)).index(), vacancies_of(changed), withdrawn)


@settings(deadline=None)
@given(case=changed_worlds(), k=st.sampled_from([1, 2, 20]))
def test_every_answer_over_changes_is_that_of_the_one_index(case, k):
    world, *_changes = case
    index, persons, policy = world.index(), world.columns(), world.policy
    over = overlaid(*case)

    assert len(over) == len(index)
    assert over.whole.hash == index.hash
    one, other = rank(index, persons, k, policy=policy), rank(over, persons, k, policy=policy)
    assert one.answer_hash == other.answer_hash
    assert other.index_hash == over.hash
    assert np.array_equal(
        eligible_vacancies(index, persons, policy=policy), eligible_vacancies(over, persons, policy=policy)
    )
    assert near_misses(index, persons, k, policy=policy) == near_misses(over, persons, k, policy=policy)
    for person in persons.ids.tolist():
        assert what_would_open(index, persons, person, policy=policy) == what_would_open(
            over, persons, person, policy=policy
        )
    for vacancy in index.ids.tolist():
        assert rank_persons(index, vacancy, persons, k, policy=policy).best(vacancy) == rank_persons(
            over, vacancy, persons, k, policy=policy
        ).best(vacancy)
        for ask in (what_would_cost, eligible_persons):
            assert ask(index, vacancy, persons, policy=policy) == ask(over, vacancy, persons, policy=policy)
        assert near_miss_persons(index, vacancy, persons, k, policy=policy) == near_miss_persons(
            over, vacancy, persons, k, policy=policy
        )
        for person in persons.ids.tolist():
            assert explain(index, persons, person, vacancy, policy=policy) == explain(
                over, persons, person, vacancy, policy=policy
            )


@settings(deadline=None)
@given(case=changed_worlds(), data=st.data())
def test_vacancies_of_both_parts_are_explained_together_in_the_order_asked(case, data):
    world, *_changes = case
    index, persons, policy = world.index(), world.columns(), world.policy
    over, asked = overlaid(*case), data.draw(st.permutations(index.ids.tolist()))

    for person in persons.ids.tolist():
        one_by_one = tuple(explain(index, persons, person, vacancy, policy=policy) for vacancy in asked)
        assert explain_each(over, persons, person, asked, policy=policy) == one_by_one


def test_no_answer_lays_the_whole_out():
    over = Overlaid.of(index_of(ROWS), vacancies_of([replace(ROWS[0], nice=frozenset({2}))]), [2])
    persons = persons_of([PersonRow(competences=((0, 100),))])

    rank(over, persons, 5, policy=POLICY)
    near_misses(over, persons, 5, policy=POLICY)
    eligible_vacancies(over, persons, policy=POLICY)
    what_would_open(over, persons, 1, policy=POLICY)
    explain(over, persons, 1, 1, policy=POLICY)
    rank_persons(over, 1, persons, 5, policy=POLICY)
    near_miss_persons(over, 1, persons, 5, policy=POLICY)
    what_would_cost(over, 1, persons, policy=POLICY)
    eligible_persons(over, 1, persons, policy=POLICY)

    assert "whole" not in vars(over)


@settings(deadline=None, max_examples=25)
@given(case=changed_worlds())
def test_changes_kept_in_a_file_are_the_same_changes(case, tmp_path_factory):
    over = overlaid(*case)
    path = tmp_path_factory.mktemp("overlay") / "changes.index"
    over.save(path)

    opened = Overlaid.open(path, over.under)

    assert (opened.hash, opened.whole.hash) == (over.hash, over.whole.hash)


ROWS = [VacancyRow(id=1, required=frozenset({0})), VacancyRow(id=2, required=frozenset({1}))]


def test_a_vacancy_that_is_withdrawn_is_not_there():
    over = Overlaid.of(index_of(ROWS), vacancies_of([]), [2])
    persons = persons_of([PersonRow(competences=((1, 100),))])

    assert rank(over, persons, 5, policy=POLICY).best(1) == ()
    with pytest.raises(UnknownId):
        explain(over, persons, 1, 2, policy=POLICY)


def test_a_vacancy_in_a_new_zone_is_within_reach():
    travel = {
        mode: np.pad(np.asarray(minutes), ((0, 1), (0, 1)), constant_values=9) for mode, minutes in TRAVEL.items()
    }
    new = vacancies_of([VacancyRow(id=3, required=frozenset({1}), zone=3)])

    over = Overlaid.of(index_of(ROWS), new, travel=travel)

    ranking = rank(over, persons_of([PersonRow(competences=((1, 100),), zone=0, limit=10, modes=1)]), 5, policy=POLICY)
    assert [place.id for place in ranking.best(1)] == [2, 3]


@pytest.mark.parametrize(
    ("changed", "withdrawn", "travel", "words"),
    [
        pytest.param(ROWS[:1], [1], None, "vacancy 1 is among the changed ones too", id="changed and withdrawn"),
        pytest.param(ROWS[:1], [1.5], None, "whole numbers", id="an id in decimals"),
        pytest.param(
            [], [], {mode: [[1]] for mode in TRAVEL}, "it has 1 zones of 3", id="fewer zones than the index has"
        ),
        pytest.param([], [], {next(iter(TRAVEL)): [[1]]}, "other ways to travel", id="fewer ways to travel"),
        pytest.param([VacancyRow(required=frozenset({77}))], [], None, "competence 77", id="an unknown competence"),
    ],
)
def test_changes_that_do_not_fit_the_index_are_refused(changed, withdrawn, travel, words):
    with pytest.raises(BadInput, match=words):
        Overlaid.of(index_of(ROWS), vacancies_of(changed), withdrawn, travel=travel)


def test_changes_on_another_index_are_refused_by_the_name_of_the_file(tmp_path):
    path = tmp_path / "changes.index"
    Overlaid.of(index_of(ROWS), vacancies_of([])).save(path)

    with pytest.raises(DamagedIndexFile, match=r"changes\.index: its changes were made on another index"):
        Overlaid.open(path, index_of(ROWS[:1]))
    with pytest.raises(DamagedIndexFile, match="does not hold the arrays of an index"):
        Index.open(path)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_changes_damaged_anywhere_are_refused_or_whole(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("overlay") / "changes.index"
    under = index_of(ROWS)
    over = Overlaid.of(under, vacancies_of([replace(ROWS[0], nice=frozenset({2}))]), [2])
    over.save(path)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)

    with suppress(IndexFileError):
        opened = Overlaid.open(path, under)
        assert (opened.hash, opened.whole.hash) == (over.hash, over.whole.hash)
