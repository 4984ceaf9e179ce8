"""The index on disk: the same index back, or a clear error; never a wrong answer."""

import json
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
    base = Index.open(saved).layout.postings
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


Regions = list[tuple[str, int, int]]


def regions_of(data: bytes) -> Regions:
    """The parts of an index file, each with where it begins and ends, as the layout says."""
    (length,) = struct.unpack("<I", data[12:16])
    header = json.loads(data[16 : 16 + length])
    first = -(-(16 + length) // 64) * 64
    regions = [("magic", 0, 8), ("version", 8, 12), ("length", 12, 16), ("header", 16, 16 + length)]
    for place in header["arrays"]:
        size = int(np.prod(place["shape"], dtype=np.int64)) * np.dtype(place["dtype"]).itemsize
        regions.append((place["name"], first + place["at"], first + place["at"] + size))
    return [region for region in regions if region[1] < region[2]]


def refusal(path, data):
    """What is said of a file with this content; None when it opens."""
    path.write_bytes(data)
    try:
        Index.open(path)
    except IndexFileError as refused:
        return refused
    return None


def test_a_file_changed_in_any_region_is_refused_by_name(saved):
    good = saved.read_bytes()
    regions = regions_of(good)
    assert {name for name, _, _ in regions} >= {"magic", "header", "ids", "weights", "starts_at", "travel_minutes"}

    for name, begin, end in regions:
        for place in {begin, (begin + end) // 2, end - 1}:
            for flip in (0x01, 0x80, 0xFF):
                data = bytearray(good)
                data[place] ^= flip
                refused = refusal(saved, bytes(data))
                assert refused is not None, f"byte {place} of {name}"
                assert str(saved) in str(refused)
                assert "Build the index again" in str(refused)


def test_a_file_cut_at_any_region_or_grown_is_refused_by_name(saved):
    good = saved.read_bytes()
    cuts = {place for _, begin, end in regions_of(good) for place in (begin, begin + 1, end - 1, end)}

    for cut in sorted(cuts - {len(good)}):
        refused = refusal(saved, good[:cut])
        assert isinstance(refused, NotAnIndexFile if cut < 16 else DamagedIndexFile), cut
        assert str(saved) in str(refused)
    for more in (b"\0", good, b"\xff" * 64):
        assert isinstance(refusal(saved, good + more), DamagedIndexFile)


@pytest.mark.parametrize("version", sorted({*range(12), 255, 256, 2**16, 2**32 - 1} - {Index.version}))
def test_every_other_version_is_refused_with_both_numbers(saved, version):
    data = saved.read_bytes()

    refused = refusal(saved, data[:8] + struct.pack("<I", version) + data[12:])

    assert isinstance(refused, OtherIndexVersion)
    assert (refused.found, refused.expected) == (version, Index.version)
    assert str(refused) == (
        f"index file {saved}: it has format version {version}, this release reads version {Index.version}. "
        "Build the index again."
    )


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_header_that_tells_lies_is_refused_or_does_no_harm(saved, data):
    good = saved.read_bytes()
    (length,) = struct.unpack("<I", good[12:16])
    header = json.loads(good[16 : 16 + length])
    place = data.draw(st.sampled_from([header, header["settings"], *header["arrays"]]))
    key = data.draw(st.sampled_from(sorted(place)))
    place[key] = data.draw(anything)
    text = json.dumps(header).encode()
    body = good[-(-(16 + length) // 64) * 64 :]
    lying = good[:12] + struct.pack("<I", len(text)) + text
    lying += b"\0" * (-len(lying) % 64)

    path = saved.with_name("lying.index")
    refused = refusal(path, lying + body)

    assert refused is None or isinstance(refused, DamagedIndexFile)
    if refused is None:
        right = arrays_of(Index.open(saved))
        for name, array in arrays_of(Index.open(path)).items():
            assert np.array_equal(array, right[name]), name


@given(data=st.data(), count=st.integers(1, 4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_changed_give_a_clear_error_or_the_right_answer(saved, data, count):
    good = saved.read_bytes()
    _, begin, end = data.draw(st.sampled_from([("anywhere", 0, len(good)), *regions_of(good)]))
    broken = bytearray(good)
    for _change in range(count):
        broken[data.draw(st.integers(begin, end - 1))] = data.draw(st.integers(0, 255))
    path = saved.with_name("broken.index")
    persons = persons_of([PersonRow(competences=((0, 100),), licences=1 << 63)])

    refused = refusal(path, bytes(broken))

    if refused is None:
        answers = [rank(Index.open(each), persons, 5, policy=POLICY).record() for each in (path, saved)]
        assert answers[0] == answers[1]
    else:
        assert str(path) in str(refused)
