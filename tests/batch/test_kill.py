"""A run that is killed or finds the disk full loses what it was at, and nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import arbeidspact
from arbeidspact.batch import RunState, resume, run_local, status_of
from arbeidspact.batch.manifest import MANIFEST
from tests.batch.crowds import CROWD

IN_THE_MIDDLE_OF_A_PART = """
from arbeidspact.batch import sources
sources.STEP_ROWS = 8
on_progress = lambda progress: os.kill(os.getpid(), signal.SIGKILL) if progress.done >= 50 else None
"""
WHILE_WRITING = """
import stat
left, really = iter(range({after})), os.fsync
def fsync(handle):
    if stat.S_ISREG(os.fstat(handle).st_mode) and next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    really(handle)
os.fsync = fsync
"""
FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
"""
RUN = """
import os, signal
from datetime import date
from arbeidspact.batch import BatchRequest, CannotWrite, run_local
from arbeidspact.matching import Policy
on_progress = None
{first}
policy = Policy(on=date(2026, 11, 22))
try:
    request = BatchRequest({people!r}, {index!r}, {folder!r}, policy, k=4, part_rows={part_rows}, threads=1)
    run_local(request, on_progress=on_progress)
except CannotWrite as refusal:
    print(refusal)
"""


def run_elsewhere(office, first: str, *, part_rows: int = 20) -> subprocess.CompletedProcess[str]:
    """The usual run in a process of its own, after these lines."""
    places = {"people": str(office.people_file), "index": str(office.index_file), "folder": str(office.folder)}
    source = str(Path(arbeidspact.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-c", RUN.format(first=first, part_rows=part_rows, **places)],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )


def uninterrupted(office) -> str:
    return run_local(office.request(folder=office.place / "at once")).answer_hash


def unfinished_files(office) -> list[str]:
    return [path.name for path in office.folder.iterdir() if path.name.endswith(".unfinished")]


KILLS = [
    pytest.param(IN_THE_MIDDLE_OF_A_PART, id="in the middle of a part"),
    pytest.param(WHILE_WRITING.format(after=0), id="while writing the first account"),
    *(pytest.param(WHILE_WRITING.format(after=after), id=f"while writing, after {after} times") for after in (2, 5, 8)),
]


@pytest.mark.parametrize("how", KILLS)
def test_a_killed_run_goes_on_where_it_was_and_gives_the_same_answers(office, how):
    killed = run_elsewhere(office, how)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    has_account = (office.folder / MANIFEST).exists()
    if has_account:
        assert status_of(office.folder).state is RunState.INTERRUPTED
    done = status_of(office.folder).done if has_account else 0
    seen = []

    resumed = run_local(office.request(), on_progress=seen.append)

    assert seen[0].done == done < CROWD
    assert resumed.is_finished
    assert resumed.answer_hash == uninterrupted(office)
    assert not unfinished_files(office)
    assert len(list(office.folder.glob("*.parquet"))) == len(resumed.parts)


def test_killing_leaves_something_behind_that_the_next_session_clears(office):
    run_elsewhere(office, WHILE_WRITING.format(after=5))

    assert unfinished_files(office)


@pytest.mark.parametrize(
    ("part_rows", "size"),
    [pytest.param(20, 1_800, id="too full for a part"), pytest.param(5, 4_000, id="too full for an account")],
)
def test_a_full_disk_ends_the_run_with_whole_parts_and_it_goes_on_when_there_is_room(office, part_rows, size):
    ended = run_elsewhere(office, FULL.format(bytes=size), part_rows=part_rows)

    assert "cannot be written: File too large. Make room" in ended.stdout, ended.stderr
    assert not unfinished_files(office)
    for part in office.folder.glob("*.parquet"):
        assert pq.read_table(part).num_rows > 0
    assert status_of(office.folder).state in {RunState.FAILED, RunState.INTERRUPTED}
    assert resume(office.folder).answer_hash == uninterrupted(office)
