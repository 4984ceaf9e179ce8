"""A run on this machine gives what matching answers, whatever happens on the way."""

import json
from threading import Event, Thread

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from arbeidspact.batch import (
    BadColumn,
    BatchRequest,
    CannotWrite,
    DamagedManifest,
    FolderInUse,
    NoRun,
    NotFinished,
    OtherRun,
    RunAlreadyGoing,
    RunState,
    UnreadableInput,
    answer_hash,
    batch_of,
    join_parts,
    result_of,
    resume,
    run_local,
    sources,
    status_of,
)
from arbeidspact.batch.manifest import MANIFEST
from arbeidspact.batch.matcher import matches_of
from arbeidspact.matching import BadInput, Policy, rank
from tests.batch.crowds import CROWD, K, an_office, crowd, work
from tests.matching.worlds import POLICY, TODAY, PersonRow, persons_of


def expected(persons, *, index=None, k=K) -> pa.Table:
    return pa.Table.from_batches([matches_of(rank(index or work(), persons, k, policy=POLICY))])


def same_rows(found: pa.Table, wanted: pa.Table) -> bool:
    return found.replace_schema_metadata(None).combine_chunks().equals(wanted.combine_chunks())


def stops_after(asked: int):
    """Says stop when it is asked for the so manieth time."""
    left = iter([False] * asked)
    return lambda: next(left, True)


# The answers


@pytest.mark.parametrize("part_rows", [1, 7, 32, 90, 65_536])
def test_the_answers_are_those_of_matching_however_they_are_cut(office, part_rows):
    result = run_local(office.request(part_rows=part_rows))
    wanted = expected(office.persons)

    assert same_rows(office.answers(), wanted)
    assert result.answer_hash == answer_hash(wanted)
    assert (result.persons, result.total, result.matches) == (CROWD, CROWD, wanted.num_rows)
    assert len(result.parts) == -(-CROWD // part_rows)
    assert result.is_finished


def test_people_may_stand_in_a_folder_of_files(tmp_path):
    office = an_office(tmp_path)
    folder = tmp_path / "people"
    (folder / "region=2").mkdir(parents=True)
    for name, first, last in (("b.parquet", 0, 30), ("region=2/a.parquet", 30, 31), ("region=2/c.parquet", 31, 90)):
        pq.write_table(pa.Table.from_batches([batch_of(office.persons.take(range(first, last)))]), folder / name)
    pq.write_table(pa.table({"other": [1]}), folder / "_about.parquet")
    (folder / "_SUCCESS").touch()

    result = run_local(office.request(persons=folder, part_rows=25))

    assert same_rows(office.answers(), expected(office.persons))
    assert [part.name for part in result.parts] == [f"part-{number:05}.parquet" for number in range(6)]


def test_the_result_counts_who_has_no_match_and_of_whom_not_enough_is_known(office):
    result = run_local(office.request())
    answered = set(office.answers().column("person_id").to_pylist())

    assert result.without_match == CROWD - len(answered)
    assert result.not_enough_known == CROWD // 9
    assert result.without_match >= result.not_enough_known


def test_a_file_of_nobody_is_a_finished_run_without_parts(tmp_path):
    office = an_office(tmp_path, persons=persons_of([]))

    result = run_local(office.request())

    assert (result.state, result.total, result.parts) == (RunState.FINISHED, 0, ())
    assert status_of(office.folder).state is RunState.FINISHED


def test_people_without_any_match_give_parts_without_rows(tmp_path):
    office = an_office(tmp_path, persons=persons_of([PersonRow(id=number) for number in range(5)]))

    result = run_local(office.request(part_rows=3))

    assert (result.matches, result.without_match, result.not_enough_known) == (0, 5, 5)
    assert office.answers().schema.names == ["person_id", "rank", "vacancy_id", "score"]


def test_the_answers_say_what_they_were_made_with(office):
    result = run_local(office.request())

    said = pq.read_schema(result.parts[0]).metadata
    assert said[b"arbeidspact.index_hash"].decode() == work().hash
    assert said[b"arbeidspact.k"] == b"4"
    assert said[b"arbeidspact.policy.on"].decode() == TODAY.isoformat()


def test_all_answers_can_be_joined_in_one_file(office, tmp_path):
    run_local(office.request())

    joined = join_parts(office.folder, tmp_path / "all.parquet")

    assert same_rows(pq.read_table(joined), expected(office.persons))
    assert pq.read_schema(joined).metadata[b"arbeidspact.k"] == b"4"


# On the way


def test_progress_rises_to_everybody_and_says_how_fast(office, monkeypatch):
    monkeypatch.setattr(sources, "STEP_ROWS", 8)
    seen = []

    run_local(office.request(), on_progress=seen.append)

    assert [progress.done for progress in seen] == sorted({progress.done for progress in seen})
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, CROWD, CROWD)
    assert (seen[0].persons_per_second, seen[0].seconds_left) == (None, None)
    assert len(seen) > CROWD // 20
    assert all(progress.persons_per_second > 0 for progress in seen[1:])
    assert (seen[-1].seconds_left, seen[-1].share_done) == (0, 1)


def test_a_cancelled_run_keeps_what_is_done_and_goes_on_later(office):
    cancelled = run_local(office.request(), cancelled=stops_after(3))

    assert cancelled.state is RunState.CANCELLED
    assert 0 < cancelled.persons < CROWD
    assert status_of(office.folder).state is RunState.CANCELLED

    seen = []
    resumed = resume(office.folder, on_progress=seen.append)

    assert seen[0].done == cancelled.persons
    assert resumed.is_finished
    assert same_rows(office.answers(), expected(office.persons))


def test_a_run_is_cancelled_in_the_middle_of_a_part(office, monkeypatch):
    monkeypatch.setattr(sources, "STEP_ROWS", 8)
    stop = Event()

    result = run_local(
        office.request(part_rows=90),
        on_progress=lambda progress: stop.set() if progress.done >= 16 else None,
        cancelled=stop,
    )

    assert (result.state, result.persons, result.parts) == (RunState.CANCELLED, 0, ())
    assert not list(office.folder.glob("*.parquet"))


def test_two_runs_at_once_in_one_folder_are_refused(office):
    refused = []

    def another(_progress):
        if not refused:
            with pytest.raises(RunAlreadyGoing) as refusal:
                run_local(office.request())
            refused.append(refusal)
            assert status_of(office.folder).state is RunState.GOING

    run_local(office.request(), on_progress=another)

    assert refused
    assert same_rows(office.answers(), expected(office.persons))


def test_a_run_works_outside_the_main_thread(office):
    results = []
    thread = Thread(target=lambda: results.append(run_local(office.request())))
    thread.start()
    thread.join()

    assert results[0].is_finished


# Again


def test_a_finished_run_is_not_done_again(office):
    first = run_local(office.request())
    written = {part: part.stat().st_mtime_ns for part in first.parts}

    second = run_local(office.request())

    assert second.answer_hash == first.answer_hash
    assert {part: part.stat().st_mtime_ns for part in second.parts} == written


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda part: part.unlink(), id="removed"),
        pytest.param(lambda part: part.write_bytes(part.read_bytes()[:-9]), id="cut short"),
        pytest.param(lambda part: part.write_bytes(b"?" + part.read_bytes()[1:]), id="changed"),
    ],
)
def test_a_part_that_was_harmed_is_matched_again(office, harm):
    first = run_local(office.request())
    harm(first.parts[2])

    second = run_local(office.request())

    assert second.answer_hash == first.answer_hash
    assert same_rows(office.answers(), expected(office.persons))


def test_a_part_in_the_middle_is_read_without_what_lies_before_it(tmp_path):
    office = an_office(tmp_path, persons=crowd(300))
    first = run_local(office.request(part_rows=16))
    for place in (0, 7, 8, 18):
        first.parts[place].unlink()

    second = run_local(office.request(part_rows=16))

    assert same_rows(office.answers(), expected(office.persons))
    assert second.answer_hash == first.answer_hash


def test_a_run_goes_on_after_its_files_have_moved(office, tmp_path):
    run_local(office.request(), cancelled=stops_after(2))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    people = office.people_file.rename(elsewhere / "everyone.parquet")
    index = office.index_file.rename(elsewhere / "all.index")

    result = resume(office.folder, persons=people, index=index)

    assert result.is_finished
    assert same_rows(office.answers(), expected(office.persons))


def other_index(office):
    work(26).save(office.index_file)
    return office.request()


def other_people(office):
    pq.write_table(pa.Table.from_batches([batch_of(crowd(CROWD, seed=8))]), office.people_file)
    return office.request()


DIFFERENT = [
    pytest.param(other_index, "the index", id="another index"),
    pytest.param(other_people, "people in the file", id="other people"),
    pytest.param(lambda office: office.request(k=5), "k was 4 and is now 5", id="another k"),
    pytest.param(lambda office: office.request(part_rows=21), "part_rows", id="other parts"),
    pytest.param(
        lambda office: office.request(policy=Policy(on=TODAY, nice_percent=30)),
        "policy.nice_percent was 25 and is now 30",
        id="another policy",
    ),
]


@pytest.mark.parametrize(("change", "said"), DIFFERENT)
@pytest.mark.parametrize("stop", [pytest.param(2, id="unfinished"), pytest.param(99, id="finished")])
def test_a_run_is_not_mixed_with_another(office, change, said, stop):
    run_local(office.request(), cancelled=stops_after(stop))
    before = (office.folder / MANIFEST).read_bytes()

    with pytest.raises(OtherRun) as refusal:
        run_local(change(office))

    assert said in str(refusal.value)
    assert len(refusal.value.differences) == 1
    assert (office.folder / MANIFEST).read_bytes() == before


def test_another_number_of_threads_is_the_same_run(office):
    run_local(office.request(), cancelled=stops_after(2))

    assert run_local(office.request(threads=2)).is_finished


# What goes wrong


def test_a_row_that_cannot_be_used_ends_the_run_and_is_named_by_file_and_row(tmp_path):
    office = an_office(tmp_path)
    table = pq.read_table(office.people_file)
    zones = table.column("zone").to_pylist()
    zones[71] = 70
    place = table.schema.get_field_index("zone")
    pq.write_table(table.set_column(place, table.schema.field(place), pa.array(zones, pa.int32())), office.people_file)

    with pytest.raises(BadColumn) as refusal:
        run_local(office.request())

    assert (refusal.value.file, refusal.value.column, refusal.value.row) == (office.people_file, "zone", 71)
    status = status_of(office.folder)
    assert status.state is RunState.FAILED
    assert status.problem == str(refusal.value)
    assert status.done == 60


def test_a_null_far_into_the_file_is_named_by_its_row(tmp_path):
    office = an_office(tmp_path)
    table = pq.read_table(office.people_file)
    values = table.column("education").to_pylist()
    values[45] = None
    place = table.schema.get_field_index("education")
    pq.write_table(table.set_column(place, "education", pa.array(values, pa.uint8())), office.people_file)

    with pytest.raises(BadColumn) as refusal:
        run_local(office.request())

    assert (refusal.value.column, refusal.value.row) == ("education", 45)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        pytest.param(lambda place: place / "none.parquet", "does not exist", id="no file"),
        pytest.param(
            lambda place: (place / "empty").mkdir() or place / "empty", "ends in .parquet", id="no file in it"
        ),
        pytest.param(
            lambda place: (place / "p.parquet").write_text("PAR?") and place / "p.parquet", "Parquet", id="no Parquet"
        ),
    ],
)
def test_people_that_cannot_be_read_are_refused_before_anything_is_written(office, tmp_path, people, said):
    with pytest.raises(UnreadableInput, match=said):
        run_local(office.request(persons=people(tmp_path)))

    assert not list(office.folder.glob("*.parquet"))


def test_a_file_that_breaks_off_inside_is_named(office):
    content = bytearray(office.people_file.read_bytes())
    content[100:4_000] = b"\xff" * 3_900
    office.people_file.write_bytes(content)

    with pytest.raises((UnreadableInput, BadColumn), match=r"people\.parquet"):
        run_local(office.request())


def test_answers_do_not_go_among_the_people_nor_among_other_things(office, tmp_path):
    with pytest.raises(FolderInUse, match="among the files of people"):
        run_local(office.request(persons=tmp_path))
    office.folder.mkdir()
    (office.folder / "thesis.txt").write_text("mine")

    with pytest.raises(FolderInUse, match="not empty"):
        run_local(office.request())


def test_a_folder_that_cannot_be_made_is_named(office, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CannotWrite, match="file"):
        run_local(office.request(folder=tmp_path / "file" / "answers"))


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda text: text[:50], id="cut short"),
        pytest.param(lambda text: "[]", id="something else"),
        pytest.param(lambda text: text.replace('"format": 1', '"format": 99'), id="of a later release"),
        pytest.param(lambda text: text.replace('"matches"', '"match"'), id="a name changed"),
        pytest.param(lambda text: text.replace("part-00001.parquet", "../../etc/passwd"), id="a path to elsewhere"),
        pytest.param(
            lambda text: json.dumps({**json.loads(text), "parts": json.loads(text)["parts"][1:]}), id="a part left out"
        ),
    ],
)
def test_an_account_that_cannot_be_trusted_is_refused(office, harm):
    run_local(office.request(), cancelled=stops_after(3))
    account = office.folder / MANIFEST
    account.write_text(harm(account.read_text()))

    for ask in (lambda: run_local(office.request()), lambda: resume(office.folder), lambda: status_of(office.folder)):
        with pytest.raises(DamagedManifest, match="Remove the folder"):
            ask()


def test_a_folder_without_a_run_is_named(tmp_path):
    for ask in (resume, status_of, result_of):
        with pytest.raises(NoRun, match="holds no run"):
            ask(tmp_path / "nothing")


def test_an_unfinished_run_cannot_be_joined(office, tmp_path):
    run_local(office.request(), cancelled=stops_after(2))

    with pytest.raises(NotFinished):
        join_parts(office.folder, tmp_path / "all.parquet")
    assert not (tmp_path / "all.parquet").exists()


@pytest.mark.parametrize("changes", [{"k": 0}, {"part_rows": 0}, {"threads": 0}, {"k": True}, {"part_rows": 2.5}])
def test_a_request_takes_whole_numbers_of_one_or_more(tmp_path, changes):
    with pytest.raises(BadInput, match="Give 1 or more"):
        BatchRequest(tmp_path, tmp_path, tmp_path, POLICY, **changes)


def test_the_result_so_far_can_be_read_at_any_time(office):
    result = run_local(office.request(), cancelled=stops_after(3))

    assert result_of(office.folder).answer_hash == result.answer_hash
    assert result_of(office.folder).parts == result.parts
