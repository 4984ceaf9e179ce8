"""One batch in, one batch out: the answers of matching, and nothing of files or order in them."""

import pickle

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.batch import (
    MATCHES,
    BadColumn,
    Matcher,
    OtherIndex,
    answer_hash,
    batch_of,
    hashes_together,
)
from arbeidspact.batch.matcher import matches_of
from arbeidspact.matching import IndexFileError, rank
from tests.batch.crowds import K, crowd, work
from tests.matching.worlds import POLICY, PersonRow, persons_of, worlds


def rows_of(ranking):
    """The places of a ranking as plain rows, one person after another."""
    return [
        (id_, place + 1, ranked.id, ranked.score)
        for id_ in ranking.subject_ids.tolist()
        for place, ranked in enumerate(ranking.best(id_))
    ]


def plain(batch):
    return [tuple(row.values()) for row in batch.to_pylist()]


@settings(deadline=None)
@given(worlds())
def test_the_rows_of_a_ranking_are_its_places(world):
    ranking = rank(world.index(), world.columns(), 3, policy=world.policy)
    batch = matches_of(ranking)

    assert batch.schema == MATCHES
    assert plain(batch) == rows_of(ranking)


def test_a_batch_is_answered_as_matching_answers(office):
    matcher = Matcher.of(office.index_file, K, POLICY)
    ranking = rank(work(), office.persons, K, policy=POLICY)

    answer = matcher.match_batch(batch_of(office.persons))

    assert plain(answer) == rows_of(ranking)
    assert answer.num_rows > len(office.persons)


def test_people_may_be_cut_into_batches_anyhow(office):
    matcher, batch = Matcher.of(office.index_file, K, POLICY), batch_of(office.persons)
    pieces = [matcher.match_batch(batch.slice(first, 7)) for first in range(0, batch.num_rows, 7)]

    assert pa.Table.from_batches(pieces).combine_chunks().equals(pa.Table.from_batches([matcher.match_batch(batch)]))


def test_a_batch_of_nobody_and_a_batch_without_matches_have_no_rows(office):
    matcher = Matcher.of(office.index_file, K, POLICY)

    assert matcher.match_batch(batch_of(persons_of([]))).num_rows == 0
    assert matcher.match_batch(batch_of(persons_of([PersonRow(id=1)]))).num_rows == 0


def test_a_matcher_travels_to_another_process_as_its_parameters(office):
    matcher = Matcher.of(office.index_file, K, POLICY, threads=1)
    sent = pickle.dumps(matcher)

    assert len(sent) < 1_000
    assert pickle.loads(sent) == matcher
    assert pickle.loads(sent).match_batch(batch_of(office.persons)).num_rows > 0


def test_the_index_is_mapped_once_in_a_process(office):
    assert Matcher.of(office.index_file, 1, POLICY).index() is Matcher.of(office.index_file, 9, POLICY).index()


def test_an_index_put_in_the_place_of_another_is_refused(office):
    matcher = Matcher.of(office.index_file, K, POLICY)
    work(30).save(office.index_file)

    with pytest.raises(OtherIndex, match=r"work\.index"):
        matcher.match_batch(batch_of(office.persons))


def test_an_index_file_that_is_not_there_or_no_index_is_named(tmp_path):
    (tmp_path / "text.index").write_text("no index at all")

    with pytest.raises((IndexFileError, FileNotFoundError), match=r"text\.index"):
        Matcher.of(tmp_path / "text.index", K, POLICY)
    with pytest.raises((IndexFileError, FileNotFoundError), match=r"none\.index"):
        Matcher.of(tmp_path / "none.index", K, POLICY)


@pytest.mark.parametrize(
    ("person", "column"),
    [
        pytest.param(PersonRow(id=9, competences=((6, 100),)), "competences.competence", id="a competence"),
        pytest.param(PersonRow(id=9, languages=((3, 1),)), "languages.language", id="a language"),
        pytest.param(PersonRow(id=9, zone=3), "zone", id="a zone"),
        pytest.param(PersonRow(id=9, modes=128), "modes", id="a way to travel"),
    ],
)
def test_what_the_index_does_not_know_is_named_with_its_row(office, person, column):
    known = PersonRow(id=1, competences=((1, 100), (2, 100)), languages=((0, 2),), zone=1, modes=1)
    batch = batch_of(persons_of([known, person]))

    with pytest.raises(BadColumn) as refusal:
        Matcher.of(office.index_file, K, POLICY).match_batch(batch)

    assert (refusal.value.column, refusal.value.row) == (column, 1)


@settings(deadline=None)
@given(st.permutations(range(40)), st.integers(0, 40))
def test_the_fingerprint_of_answers_does_not_depend_on_order_or_parts(order, cut):
    batch = matches_of(rank(work(), crowd(20), 2, policy=POLICY)).slice(0, 40)
    order = [place for place in order if place < batch.num_rows]
    shuffled = batch.take(pa.array(order))

    assert hashes_together([answer_hash(shuffled.slice(0, cut)), answer_hash(shuffled.slice(cut))]) == answer_hash(
        batch
    )


@pytest.mark.parametrize("column", MATCHES.names)
def test_the_fingerprint_of_answers_notices_two_numbers_that_changed_places(column):
    batch = matches_of(rank(work(), crowd(40), K, policy=POLICY))
    values = batch.column(column).to_pylist()
    other = next(place for place, value in enumerate(values) if value != values[0])
    values[0], values[other] = values[other], values[0]
    columns = [pa.array(values, field.type) if field.name == column else batch.column(field.name) for field in MATCHES]

    assert answer_hash(pa.RecordBatch.from_arrays(columns, schema=MATCHES)) != answer_hash(batch)
