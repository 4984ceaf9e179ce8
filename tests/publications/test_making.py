"""A release made in a process of its own: how far it is, cancelled, taken over, failed, begun anew."""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.publications import work
from arbeidspact.publications.commands import CancelMaking, MakeAgain, MakeRelease
from arbeidspact.publications.files import folder_of, releases_folder
from arbeidspact.publications.launching import launch_nothing, launch_process
from arbeidspact.publications.making import begin_release, cancel_making, make_again
from arbeidspact.publications.making_states import SILENCE, going, state_of
from arbeidspact.publications.models import MakingState, MakingStep, Release, ReleaseMaking, ReleaseStatus
from arbeidspact.publications.queries import making_state, makings_in_sight
from arbeidspact.publications.work import work_on
from tests.organisations.factories import actor_with
from tests.rounds.address import database_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def making(guarded, analyst) -> ReleaseMaking:
    return begin_release(MakeRelease(notes="Eerste."), actor=analyst, launch=launch_nothing)


def changed(making: ReleaseMaking, **values: object) -> ReleaseMaking:
    ReleaseMaking.objects.filter(pk=making.pk).update(**values)
    making.refresh_from_db()
    return making


def test_it_becomes_a_draft_by_who_asked_and_tells_each_step(making, analyst, monkeypatch):
    told = []
    noted = work._Session.note
    monkeypatch.setattr(work._Session, "note", lambda self, *step: (told.append(step[0]), noted(self, *step)))

    done = work_on(making.reference)

    release = Release.objects.get(version=done.version)
    assert making_state(done) is MakingState.FINISHED
    assert (release.status, release.made_by, release.notes) == (ReleaseStatus.DRAFT, analyst.user, "Eerste.")
    assert set(told) == set(MakingStep)
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[-2:] == [
        "begin-release",
        "make-release",
    ]
    assert AuditEvent.objects.get(action="make-release").user == analyst.user
    assert not makings_in_sight(analyst).exists()


def test_one_that_the_guard_stops_is_finished_too(without_total, published, analyst):
    making = begin_release(MakeRelease(), actor=analyst, launch=launch_nothing)

    done = work_on(making.reference)

    assert making_state(done) is MakingState.FINISHED
    assert Release.objects.get(version=done.version).number == 1


@pytest.mark.parametrize("step", MakingStep)
def test_cancelled_while_it_works_nothing_is_kept(making, analyst, monkeypatch, step):
    noted = work._Session.note

    def cancelled_at(self, now, done, total):
        if now is step:
            changed(making, cancelled_at=timezone.now())
        noted(self, now, done, total)

    monkeypatch.setattr(work._Session, "note", cancelled_at)

    done = work_on(making.reference)

    assert making_state(done) is MakingState.CANCELLED
    assert not Release.objects.exists()
    assert [path.name for path in releases_folder().glob("*")] == []


def test_cancelled_at_the_last_moment_nothing_is_kept(making, analyst, monkeypatch):
    finish = work._Session.finish

    def cancelled_before(self, release):
        changed(making, cancelled_at=timezone.now())
        finish(self, release)

    monkeypatch.setattr(work._Session, "finish", cancelled_before)

    work_on(making.reference)

    assert not Release.objects.exists()
    assert not AuditEvent.objects.filter(action="make-release").exists()
    assert not folder_of(f"{timezone.localdate().year}.1").exists()


def test_the_process_of_an_earlier_session_gives_up(making, analyst, monkeypatch):
    begin = work._Session.begin
    monkeypatch.setattr(work._Session, "begin", lambda self: (changed(making, session=2), begin(self)))

    done = work_on(making.reference)

    assert making_state(done) is MakingState.WAITING
    assert not Release.objects.exists()


def test_a_disk_that_is_full_is_a_failure_in_words_and_can_be_tried_again(making, analyst, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(
            "arbeidspact.publications.actions.ReleaseWriter", lambda _path: (_ for _ in ()).throw(OSError(28, "full"))
        )
        failed = work_on(making.reference)
    assert making_state(failed) is MakingState.FAILED
    assert failed.problem == "A file could not be written: full."
    assert list(makings_in_sight(analyst)) == [failed]

    make_again(MakeAgain(making=making.reference), actor=analyst, launch=launch_nothing)

    assert making_state(work_on(making.reference)) is MakingState.FINISHED


def test_what_nobody_foresaw_is_noted_without_its_words_and_raised(making, monkeypatch):
    def broken(*_args, **_options):
        raise RuntimeError("Emma Peeters")

    monkeypatch.setattr(work, "allowed_release", broken)

    with pytest.raises(RuntimeError):
        work_on(making.reference)
    making.refresh_from_db()
    assert making.problem == "An unexpected problem (RuntimeError). The log of the process says more."


def test_one_at_a_time_and_a_choice_that_cannot_be_is_refused_at_once(making, analyst):
    with pytest.raises(Conflict, match="being made"):
        begin_release(MakeRelease(), actor=analyst, launch=launch_nothing)
    with pytest.raises(Conflict, match="being made"):
        make_again(MakeAgain(making=making.reference), actor=analyst, launch=launch_nothing)
    cancel_making(CancelMaking(making=making.reference), actor=analyst)
    with pytest.raises(InvalidValue, match="no indicator"):
        begin_release(MakeRelease(left_out=("there-is-none",)), actor=analyst, launch=launch_nothing)
    assert begin_release(MakeRelease(), actor=analyst, launch=launch_nothing)


def test_what_is_over_is_not_cancelled_or_begun_again(making, analyst):
    work_on(making.reference)

    with pytest.raises(Conflict, match="over already"):
        cancel_making(CancelMaking(making=making.reference), actor=analyst)
    with pytest.raises(Conflict, match="is made"):
        make_again(MakeAgain(making=making.reference), actor=analyst, launch=launch_nothing)


def test_only_who_makes_releases_begins_cancels_and_begins_again(making):
    other = actor_with(Role.COUNSELLOR)

    with pytest.raises(NotAllowed):
        begin_release(MakeRelease(), actor=other, launch=launch_nothing)
    with pytest.raises(NotAllowed):
        cancel_making(CancelMaking(making=making.reference), actor=other)
    with pytest.raises(NotAllowed):
        make_again(MakeAgain(making=making.reference), actor=other, launch=launch_nothing)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        pytest.param({}, MakingState.WAITING, id="asked"),
        pytest.param({"session_asked_at": SILENCE * 2}, MakingState.STOPPED, id="its process never began"),
        pytest.param({"heartbeat_at": timedelta(0)}, MakingState.RUNNING, id="at work"),
        pytest.param({"heartbeat_at": SILENCE * 2}, MakingState.STOPPED, id="silent"),
        pytest.param({"cancelled_at": timedelta(0)}, MakingState.CANCELLED, id="cancelled"),
        pytest.param({"failed_at": timedelta(0)}, MakingState.FAILED, id="failed"),
        pytest.param({"failed_at": timedelta(0), "cancelled_at": timedelta(0)}, MakingState.CANCELLED, id="both"),
    ],
)
def test_the_state_follows_from_its_moments(making, moments, state):
    now = timezone.now()
    changed(making, **{name: now - ago for name, ago in moments.items()})

    assert state_of(making, now) is state
    is_going = state in {MakingState.WAITING, MakingState.RUNNING}
    assert ReleaseMaking.objects.filter(going(now)).exists() is is_going


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_makes_it(making, monkeypatch):
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())

    pid = launch_process(making)

    assert pid is not None
    # A thread of this process takes note of its end; it may have done so already.
    with suppress(ChildProcessError):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    making.refresh_from_db()
    assert making_state(making) is MakingState.FINISHED, making.problem
    assert (folder_of(making.version) / "manifest.json").is_file()
