"""The work of a round in a process of its own: started for real, killed, shown as stopped, resumed."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from arbeidspact.batch.folder_lock import locked
from arbeidspact.rounds import launching, states
from arbeidspact.rounds.actions import resume_round, start_round
from arbeidspact.rounds.commands import ResumeRound, StartRound
from arbeidspact.rounds.folders import folder_of
from arbeidspact.rounds.launching import command_for, launch_nothing, launch_process
from arbeidspact.rounds.models import MatchingRound, RoundState
from arbeidspact.rounds.pulse import Pulse
from arbeidspact.rounds.queries import state_now
from tests.rounds.address import database_address

PATIENCE_SECONDS = 120.0


@pytest.fixture
def real_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are started work on the database of this test."""
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())


def until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"never {what}"
        time.sleep(0.05)


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_is_shown_as_stopped_and_the_round_resumed_to_its_end(
    city, counsellor, real_processes, monkeypatch
):
    launched = []
    round_ = start_round(StartRound(), actor=counsellor, launch=launch_nothing)
    folder = folder_of(round_.reference)
    folder.make()

    def state() -> RoundState:
        return state_now(MatchingRound.objects.get())

    with locked(folder.path):  # It begins, beats, and waits for the folder: nothing it does can be over too soon.
        process = launch_process(round_.reference)
        until(lambda: state() is RoundState.RUNNING, "running")
        os.kill(process, signal.SIGKILL)
        until(lambda: is_gone(process), "gone")
    with monkeypatch.context() as impatient:
        impatient.setattr(states, "SILENCE", timedelta(seconds=0.1))
        until(lambda: state() is RoundState.STOPPED, "seen as stopped")
    MatchingRound.objects.update(heartbeat_at=timezone.now() - 2 * states.SILENCE)

    resume_round(
        ResumeRound(round=round_.reference),
        actor=counsellor,
        launch=lambda reference: launched.append(launch_process(reference)),
    )
    until(lambda: state() is RoundState.FINISHED or is_gone(launched[0]), "finished")

    done = MatchingRound.objects.get()
    assert state_now(done) is RoundState.FINISHED, folder.log.read_text()
    assert (done.session, done.figures["people"]) == (2, city.people)
    until(lambda: is_gone(launched[0]), "gone")
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_pulse_beats_while_something_else_is_computed_and_stops_after(city, counsellor):
    round_ = start_round(StartRound(), actor=counsellor, launch=launch_nothing)

    def last_beat() -> object:
        return MatchingRound.objects.get().heartbeat_at

    with Pulse(round_, every_seconds=0.01):
        until(lambda: last_beat() is not None, "beaten")
        first = last_beat()
        until(lambda: last_beat() != first, "beaten again")
    after = last_beat()
    time.sleep(0.05)

    assert last_beat() == after


@pytest.mark.django_db(transaction=True)
def test_the_pulse_of_an_earlier_session_is_not_taken_for_that_of_a_later_one(city, counsellor):
    earlier = start_round(StartRound(), actor=counsellor, launch=launch_nothing)
    MatchingRound.objects.update(session=2)

    with Pulse(earlier, every_seconds=0.01):
        time.sleep(0.1)

    assert MatchingRound.objects.get().heartbeat_at is None


def test_what_is_started_is_this_product_on_this_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    reference = MatchingRound().reference

    words = command_for(reference)

    assert words[1:] == ["-m", "arbeidspact", "--data", str(tmp_path), "match", "work", str(reference)]


def test_the_log_of_the_process_is_for_the_owner_alone(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(launching, "command_for", lambda _reference: ["/bin/sh", "-c", "echo trouble >&2"])
    reference = MatchingRound().reference

    process = launch_process(reference)

    assert process is not None
    until(lambda: is_gone(process), "gone")
    log = folder_of(reference).log
    assert log.read_text() == "trouble\n"
    assert log.stat().st_mode & 0o777 == 0o600
