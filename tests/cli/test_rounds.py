"""A matching round at the command line: run, interrupted, resumed, taken along; and files whose time is over."""

import stat
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from arbeidspact.cli import rounds as commands
from arbeidspact.organisations import own_processes
from arbeidspact.organisations.models import Role
from arbeidspact.rounds import work
from arbeidspact.rounds.actions import cancel_round
from arbeidspact.rounds.commands import CancelRound
from arbeidspact.rounds.models import MatchingRound, RoundState, RoundStep
from arbeidspact.rounds.queries import has_answer, state_now
from arbeidspact.rounds.states import SILENCE
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.rounds.city import City, made_city

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_place(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files go to a folder of this test; the pulse, a thread, cannot see what a test has not committed."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    monkeypatch.setattr(own_processes, "BEAT_SECONDS", 3600.0)
    monkeypatch.setattr(work, "NOTE_SECONDS", 0.0)
    return tmp_path


@pytest.fixture
def city() -> City:
    return made_city(OrganisationFactory(werkpunt=True))


def the_round() -> MatchingRound:
    return MatchingRound.objects.get()


def test_everybody_is_matched_and_the_figures_are_shown(run, city):
    result = run("match", "batch", "--k", 5)

    assert result.exit_code == 0, result.output + result.stderr
    assert (the_round().k, the_round().is_by_operator) == (5, True)
    assert state_now(the_round()) is RoundState.FINISHED
    assert str(the_round().reference) in result.output
    for words in ("best fit first", "Could be placed at once", "plain (this round)", "allocation first"):
        assert words in result.output
    assert not [person for person in city.drivers if person.family_name in result.output]


def test_the_order_is_the_one_that_was_asked(run, city):
    result = run("match", "batch", "--rerank", "capped", "--cap", 1)

    assert "capped (this round)" in result.output
    assert the_round().reranking_parameters == {"cap": 1}


def test_the_order_is_else_the_one_of_the_settings(run, city, settings):
    settings.RERANKING = "allocation_first"

    assert "allocation first (this round)" in run("match", "batch").output


def test_the_lists_are_written_for_the_owner_alone(run, city, quiet_place):
    folder = quiet_place / "out"

    result = run("match", "batch", "--output", folder)

    assert result.exit_code == 0, result.output + result.stderr
    table = pq.read_table(folder / "matches.parquet")
    assert set(table["person"].to_pylist()) == {str(one.reference) for one in (*city.drivers, city.cleaner)}
    assert (folder / "trade-offs.csv").read_text().splitlines()[1].startswith("plain,,,20,")
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_member_matches_the_people_of_the_own_organisation(run, city):
    vdab = OrganisationFactory(vdab=True)
    PersonFactory(accompanied_by=vdab)
    member = MembershipFactory(organisation=vdab, roles=[Role.ANALYST])

    assert run("match", "batch", "--as", member.user.email).exit_code == 0
    assert the_round().organisation == vdab
    assert the_round().figures["people"] == 1


def test_who_may_not_take_the_lists_out_is_told_before_the_work(run, city, quiet_place):
    member = MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.ANALYST])

    result = run("match", "batch", "--as", member.user.email, "--output", quiet_place / "out")

    assert result.exit_code == 1
    assert "None of your roles" in result.stderr
    assert not MatchingRound.objects.exists()


def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(run, city, monkeypatch):
    really = work.measure_round

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "measure_round", interrupted)
    stopped = run("match", "batch")
    assert stopped.exit_code == commands.INTERRUPTED
    assert f"match batch --resume {the_round().reference}" in stopped.output
    assert state_now(the_round()) is RoundState.CANCELLED

    monkeypatch.setattr(work, "measure_round", really)
    resumed = run("match", "batch", "--resume", the_round().reference)

    assert resumed.exit_code == 0, resumed.output + resumed.stderr
    assert state_now(the_round()) is RoundState.FINISHED
    assert str(RoundStep.MEASURING.label) in resumed.output
    assert str(RoundStep.READING.label) not in resumed.output


def test_a_round_that_somebody_cancels_on_its_page_stops_here_too(run, city, monkeypatch):
    from arbeidspact.organisations.actor import operator

    really = work.prepare

    def cancelled_meanwhile(*arguments: object) -> None:
        really(*arguments)
        cancel_round(CancelRound(round=the_round().reference), actor=operator())

    monkeypatch.setattr(work, "prepare", cancelled_meanwhile)

    assert "Somebody cancelled this round" in run("match", "batch").output


def test_a_problem_is_said_with_how_to_go_on(run, city, monkeypatch):
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", "answer.parquet")

    monkeypatch.setattr(work, "measure_round", full)

    result = run("match", "batch")

    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert f"--resume {the_round().reference}" in result.stderr


def test_nobody_to_match_is_said(run):
    result = run("match", "batch")

    assert result.exit_code == 1
    assert "nobody to match" in result.stderr


def test_an_unknown_round_is_refused(run):
    assert "no such matching round" in run("match", "batch", "--resume", uuid4()).stderr


def test_the_process_of_a_page_does_the_work(run, city, monkeypatch):
    nice = []
    monkeypatch.setattr(commands.os, "nice", nice.append)
    run("match", "batch")
    MatchingRound.objects.update(finished_at=None, session=2, heartbeat_at=None)

    result = run("match", "work", the_round().reference)

    assert result.exit_code == 0, result.output + result.stderr
    assert state_now(the_round()) is RoundState.FINISHED
    assert nice == [commands.POLITENESS]
    assert "work" not in run("match", "--help").output.split("Commands:")[1].split()


def test_old_files_are_named_first_and_removed_when_asked(run, city):
    run("match", "batch")
    long_ago = timezone.now() - timedelta(days=31) - SILENCE
    MatchingRound.objects.update(session_asked_at=long_ago, heartbeat_at=long_ago)

    assert "Would remove the files of 1 round:" in run("match", "clean").output
    assert has_answer(the_round())
    assert "Removed the files of 1 round:" in run("match", "clean", "--yes").output
    assert not has_answer(the_round())
    assert "of 0 rounds" in run("match", "clean", "--yes").output
