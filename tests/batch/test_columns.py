"""Columns of Arrow are persons and vacancies, and back; what cannot be used is named with its column and row."""

from dataclasses import fields
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.batch import (
    PERSONS,
    VACANCIES,
    BadColumn,
    batch_of,
    batch_of_vacancies,
    persons_from,
    vacancies_from,
)
from arbeidspact.batch.schema import PERSON_COLUMNS, VACANCY_COLUMNS
from arbeidspact.matching import GradedLists, Persons, Vacancies
from arbeidspact.matching.columns import hash_of_arrays
from arbeidspact.matching.inputs import columns_of
from tests.batch.crowds import crowd
from tests.matching.worlds import PersonRow, VacancyRow, persons_of, vacancies_of, worlds

TWO = persons_of(
    [
        PersonRow(id=1, competences=((0, 100), (3, 60)), languages=((0, 3),), zone=2, occupations=frozenset({1})),
        PersonRow(id=2, competences=((1, 40), (4, 100)), languages=((1, 6),), licences=1 << 63, wage=250_000),
    ]
)


def table_of(persons: Persons = TWO, **changed: pa.Array) -> pa.Table:
    table = pa.Table.from_batches([batch_of(persons)])
    for name, column in changed.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def same(one: Persons | Vacancies, other: Persons | Vacancies) -> bool:
    return hash_of_arrays(columns_of(one)) == hash_of_arrays(columns_of(other))


@settings(deadline=None)
@given(worlds())
def test_persons_are_the_same_after_a_journey_through_arrow(world):
    persons = world.columns()
    batch = batch_of(persons)

    assert batch.schema == PERSONS
    assert same(persons_from(batch), persons)


@settings(deadline=None)
@given(worlds())
def test_vacancies_are_the_same_after_a_journey_through_arrow(world):
    vacancies = vacancies_of(world.vacancies)
    batch = batch_of_vacancies(vacancies)

    assert batch.schema == VACANCIES
    assert same(vacancies_from(batch), vacancies)


@settings(deadline=None)
@given(st.data())
def test_a_slice_of_a_batch_is_those_persons(data):
    persons = crowd(12)
    first = data.draw(st.integers(0, 12))
    count = data.draw(st.integers(0, 12 - first))

    assert same(persons_from(batch_of(persons).slice(first, count)), persons.take(range(first, first + count)))


def test_a_table_in_several_chunks_is_its_persons_in_order():
    persons = crowd(30)
    pieces = [batch_of(persons.take(range(first, first + 10))) for first in (0, 10, 20)]

    assert same(persons_from(pa.Table.from_batches(pieces)), persons)
    assert len(persons_from(PERSONS.empty_table())) == 0


def test_every_field_of_matching_has_its_column_in_the_same_order():
    assert [column.field for column in PERSON_COLUMNS] == [field.name for field in fields(Persons)]
    assert [column.field for column in VACANCY_COLUMNS] == [field.name for field in fields(Vacancies)]


def test_columns_are_views_of_the_batch_and_no_copies():
    batch = batch_of(crowd(50))
    persons = persons_from(batch)
    entries = batch.column("competences").flatten()

    assert np.shares_memory(persons.ids, batch.column("id").to_numpy())
    assert np.shares_memory(persons.licences, batch.column("licences").to_numpy())
    assert np.shares_memory(persons.competences.ids, entries.field("competence").to_numpy())
    assert np.shares_memory(persons.competences.grades, entries.field("worth").to_numpy())


def test_what_is_unknown_is_empty_in_arrow():
    batch = batch_of(TWO)

    assert batch.column("zone").to_pylist() == [2, None]
    assert batch.column("wage_wanted_cents").to_pylist() == [None, 250_000]
    open_ended = batch_of_vacancies(vacancies_of([VacancyRow(dates=(0, 19_000))]))
    assert open_ended.column("occupation").to_pylist() == [None]
    assert open_ended.column("valid_until").to_pylist()[0].isoformat() == "2022-01-08"


def test_minus_one_means_unknown_as_well_and_a_missing_wage_is_no_wish():
    table = table_of(zone=pa.array([2, -1], pa.int32()))

    assert persons_from(table).zones.tolist() == [2, -1]
    assert persons_from(table.drop_columns("wage_wanted_cents")).wages_wanted_cents.tolist() == [-1, -1]


def test_other_columns_are_not_looked_at():
    table = table_of().append_column("name", pa.array(["Sam", None]))

    assert same(persons_from(table), TWO)


WIDER = [
    pytest.param("education", pa.int64(), id="education as a signed number"),
    pytest.param("zone", pa.int64(), id="zone as a long number"),
    pytest.param("zone", pa.int8(), id="zone as a short number"),
    pytest.param("licences", pa.decimal128(20, 0), id="licences as Spark has them: decimal without decimals"),
    pytest.param("shifts", pa.int64(), id="shifts as Spark has them: a long number"),
    pytest.param("competences", pa.large_list(PERSONS.field("competences").type.value_type), id="large lists"),
    pytest.param(
        "languages",
        pa.list_(pa.struct([("language", pa.int64()), ("level", pa.int16())])),
        id="lists of wider numbers",
    ),
]


@pytest.mark.parametrize(("column", "type_"), WIDER)
def test_wider_types_are_taken_when_the_numbers_fit(column, type_):
    assert same(persons_from(table_of(**{column: table_of().column(column).cast(type_)})), TWO)


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 100)), max_size=5), max_size=4))
def test_lists_may_come_in_any_order_and_the_highest_worth_counts(rows):
    persons = persons_of([PersonRow(id=place) for place in range(len(rows))])
    lists = [[{"competence": skill, "worth": worth} for skill, worth in row] for row in rows]
    table = table_of(persons, competences=pa.array(lists, PERSONS.field("competences").type))
    expected = GradedLists.from_rows(rows)

    found = persons_from(table).competences
    assert found.starts.tolist() == expected.starts.tolist()
    assert found.ids.tolist() == expected.ids.tolist()
    assert found.grades.tolist() == expected.grades.tolist()


def test_occupations_in_any_order_count_once():
    occupations = pa.array([[2, 0, 2], [1]], PERSONS.field("occupations").type)

    assert [persons_from(table_of(occupations=occupations)).occupations.row(row).tolist() for row in (0, 1)] == [
        [0, 2],
        [1],
    ]


def competences(*rows: list[tuple[int | None, int | None]] | None) -> pa.Array:
    type_ = pa.list_(pa.struct([("competence", pa.int64()), ("worth", pa.int64())]))
    return pa.array([None if row is None else [{"competence": c, "worth": w} for c, w in row] for row in rows], type_)


WRONG = [
    pytest.param({"zone": pa.array([0.0, float("nan")])}, "zone", 1, "NaN", id="NaN"),
    pytest.param({"zone": pa.array([0.0, 1.0])}, "zone", None, "double", id="decimals"),
    pytest.param({"education": pa.array(["a", "b"])}, "education", None, "string", id="text"),
    pytest.param({"education": pa.array([1, None])}, "education", 1, "null", id="a null where none may be"),
    pytest.param({"id": pa.array([None, 5])}, "id", 0, "null", id="a person without id"),
    pytest.param({"id": pa.array([5, 5])}, "id", 1, "earlier row", id="an id twice"),
    pytest.param({"education": pa.array([1, 300])}, "education", 1, "300", id="a number too large"),
    pytest.param({"education": pa.array([-1, 3])}, "education", 0, "-1", id="a number below zero"),
    pytest.param({"zone": pa.array([0, -2])}, "zone", 1, "-2", id="a zone below unknown"),
    pytest.param({"weekly_minutes_min": pa.array([0, 10_081])}, "weekly_minutes_min", 1, "10081", id="a long week"),
    pytest.param({"weekly_minutes_max": pa.array([0, 10_080]), "weekly_minutes_min": pa.array([60, 60])},
                 "weekly_minutes_min", 0, "more than the maximum", id="hours crossed"),
    pytest.param({"licences": pa.array([Decimal(1), Decimal(2**64)], pa.decimal128(20, 0))}, "licences", 1,
                 "18446744073709551616", id="more licences than there are bits"),
    pytest.param({"competences": pa.array([1, 2])}, "competences", None, "int64", id="no lists"),
    pytest.param({"competences": pa.array([[1], [2]])}, "competences", None, "list", id="lists without worth"),
    pytest.param({"competences": competences([(1, 100)], None)}, "competences", 1, "null", id="a null for a list"),
    pytest.param({"competences": competences([(1, 100), (None, 50)], [])}, "competences.competence", 0, "null",
                 id="a null in a list"),
    pytest.param({"competences": competences([(1, 100)], [(2, 50), (3, 101)])}, "competences.worth", 1, "101",
                 id="a worth above 100"),
    pytest.param({"competences": competences([(1, 100)], [(2, 0)])}, "competences.worth", 1, "0", id="a worth of 0"),
    pytest.param({"competences": competences([], [(-3, 50)])}, "competences.competence", 1, "-3",
                 id="a competence below zero"),
    pytest.param({"languages": pa.array([[], [{"language": 0, "level": 7}]])}, "languages.level", 1, "7",
                 id="a level above C2"),
    pytest.param({"occupations": pa.array([[0], [1, -1]])}, "occupations", 1, "-1", id="an occupation below zero"),
    pytest.param({"occupations": pa.array([[0.5], []])}, "occupations", None, "double", id="an occupation in decimals"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "column", "row", "said"), WRONG)
def test_a_column_that_cannot_be_used_is_named_with_its_row(changes, column, row, said):
    with pytest.raises(BadColumn) as refusal:
        persons_from(table_of(**changes))

    assert (refusal.value.column, refusal.value.row) == (column, row)
    assert said in refusal.value.problem
    assert refusal.value.fix
    assert f'column "{column}"' in str(refusal.value)


@pytest.mark.parametrize("column", [name for name in PERSONS.names if name != "wage_wanted_cents"])
def test_a_missing_column_is_named_with_its_type(column):
    with pytest.raises(BadColumn, match="it is missing") as refusal:
        persons_from(table_of().drop_columns(column))

    assert refusal.value.column == column
    assert str(PERSONS.field(column).type) in refusal.value.fix


def test_two_columns_of_one_name_are_refused():
    table = table_of()

    with pytest.raises(BadColumn, match="there are 2 of this name"):
        persons_from(table.append_column("zone", table.column("zone")))


def test_dates_of_vacancies_are_dates_and_may_be_left_open():
    table = pa.Table.from_batches([batch_of_vacancies(vacancies_of([VacancyRow()]))])
    place = table.schema.get_field_index("valid_until")
    numbers = table.set_column(place, "valid_until", pa.array([20_000]))
    open_ended = table.set_column(place, "valid_until", pa.nulls(1))

    assert vacancies_from(open_ended).valid_until.tolist() == [2_932_896]
    with pytest.raises(BadColumn, match=r"valid_until.*date32"):
        vacancies_from(numbers)


def test_a_place_in_a_file_counts_from_the_first_row_of_the_file(tmp_path):
    error = BadColumn("zone", 3, "it is odd", "Mend it").in_file(tmp_path / "people.parquet", 100)

    assert str(error) == f'{tmp_path}/people.parquet, column "zone", row 103: it is odd. Mend it.'
