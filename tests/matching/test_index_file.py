"""The index on disk: the same index back, or a clear error; never a wrong answer."""

import struct
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    DamagedIndexFile,
    Index,
    IndexFileError,
    NotAnIndexFile,
    OtherIndexVersion,
    rank,
)
from tests.matching.worlds import POLICY, PersonRow, VacancyRow, index_of, persons_of, worlds

ROWS = [
    VacancyRow(id=5, required=frozenset({0, 2}), nice=frozenset({1}), languages=((0, 3),), licences=1 << 63, zone=2),
    VacancyRow(id=2, required=frozenset({0})),
]


def arrays_of(index):
    return {field.name: value for field in fields(index) if isinstance(value := getattr(index, field.name), np.ndarray)}


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "vacancies.index"
    index_of(ROWS, related=[(0, 2, 0.5)]).save(path)
    return path


def test_every_array_of_an_index_is_read_only():
    for name, array in arrays_of(index_of(ROWS)).items():
        assert not array.flags.writeable, name


def test_an_index_cannot_be_changed_through_the_arrays_it_was_built_from():
    weights = np.asarray([7, 3, 11, 1, 5, 20], dtype=np.uint16)
    index = index_of(ROWS, weights=weights)
    weights[0] = 99

    assert index.weights[0] == 7


@given(world=worlds())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_opened_index_answers_as_the_one_that_was_saved(world, tmp_path):
    index = world.index()
    index.save(tmp_path / "world.index")

    opened = Index.open(tmp_path / "world.index")

    assert (opened.hash, opened.modes, opened.n_competences) == (index.hash, index.modes, index.n_competences)
    for name, array in arrays_of(opened).items():
        assert np.array_equal(array, getattr(index, name)), name
        assert array.dtype == getattr(index, name).dtype, name
        assert not array.flags.writeable, name
    answers = [rank(each, world.columns(), 5, policy=world.policy).record() for each in (index, opened)]
    assert answers[0] == answers[1]


def test_arrays_of_an_opened_index_lie_in_the_file(saved):
    base = Index.open(saved).postings
    while base.base is not None and not isinstance(base, np.memmap):
        base = base.base

    assert isinstance(base, np.memmap)


def test_a_new_index_replaces_an_old_one_that_is_open(saved):
    old = Index.open(saved)
    index_of(ROWS[:1]).save(saved)

    assert len(old) == 2
    assert len(Index.open(saved)) == 1
    assert [path.name for path in saved.parent.iterdir()] == ["vacancies.index"]


@pytest.mark.parametrize(
    ("damage", "error", "words"),
    [
        pytest.param(lambda data: b"", NotAnIndexFile, "not an index of vacancies", id="an empty file"),
        pytest.param(lambda data: b"id,title\n" * 40, NotAnIndexFile, "not an index of vacancies", id="a CSV"),
        pytest.param(
            lambda data: data[:8] + struct.pack("<I", 0) + data[12:],
            OtherIndexVersion,
            f"format version 0, this release reads version {Index.version}",
            id="an older format",
        ),
        pytest.param(
            lambda data: data[:8] + struct.pack("<I", 99) + data[12:],
            OtherIndexVersion,
            f"format version 99, this release reads version {Index.version}",
            id="a newer format",
        ),
        pytest.param(lambda data: data[:40], DamagedIndexFile, "cut short", id="cut in the header"),
        pytest.param(lambda data: data[:-64], DamagedIndexFile, "cut short or has grown", id="cut in the arrays"),
        pytest.param(lambda data: data + b"\0", DamagedIndexFile, "cut short or has grown", id="one byte more"),
        pytest.param(
            lambda data: data[:16] + b"[" + data[17:], DamagedIndexFile, "header cannot be read", id="header not JSON"
        ),
        pytest.param(
            lambda data: data.replace(b'"weights"', b'"waights"'), DamagedIndexFile, "does not hold", id="renamed array"
        ),
        pytest.param(
            lambda data: data.replace(b'"n_languages": 3', b'"n_languages": 2'),
            DamagedIndexFile,
            "hash",
            id="a setting",
        ),
    ],
)
def test_a_file_that_is_not_right_is_refused_by_name(saved, damage, error, words):
    saved.write_bytes(damage(saved.read_bytes()))

    with pytest.raises(error, match=words) as refused:
        Index.open(saved)

    assert str(saved) in str(refused.value)
    assert "Build the index again" in str(refused.value)


@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_changed_gives_a_clear_error_or_the_right_answer(saved, place, flip):
    good = saved.read_bytes()
    data = bytearray(good)
    data[place % len(data)] ^= flip
    broken = saved.with_name("broken.index")
    broken.write_bytes(bytes(data))
    persons = persons_of([PersonRow(competences=((0, 100),), licences=1 << 63)])

    try:
        answer = rank(Index.open(broken), persons, 5, policy=POLICY)
    except IndexFileError:
        return
    assert answer.record() == rank(Index.open(saved), persons, 5, policy=POLICY).record()
