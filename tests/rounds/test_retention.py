"""Files of rounds have their time; the figures stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.rounds.actions import cancel_round, resume_round, start_round
from arbeidspact.rounds.commands import CancelRound, ResumeRound, StartRound
from arbeidspact.rounds.folders import folder_of, rounds_folder
from arbeidspact.rounds.launching import launch_nothing
from arbeidspact.rounds.models import MatchingRound
from arbeidspact.rounds.queries import has_answer
from arbeidspact.rounds.retention import OldFiles, remove_old_files

pytestmark = pytest.mark.django_db
NOTHING = OldFiles(rounds=0, stray_folders=0, bytes=0)


def after(days: float):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def kept_for_ten_days(settings) -> None:
    settings.ROUND_FILES_DAYS = 10


def test_by_default_nothing_is_removed_and_it_is_said_what_would_be(finished, kept_for_ten_days):
    round_ = finished()

    found = remove_old_files(actor=operator(), now=after(11))

    assert found.rounds == 1
    assert found.bytes > 1000
    assert has_answer(round_)
    assert MatchingRound.objects.get().files_removed_at is None


def test_the_files_go_the_figures_stay_and_doing_it_twice_changes_nothing(finished, kept_for_ten_days):
    round_ = finished()

    found = remove_old_files(actor=operator(), is_rehearsal=False, now=after(11))
    again = remove_old_files(actor=operator(), is_rehearsal=False, now=after(12))

    assert (found.rounds, again) == (1, NOTHING)
    assert not folder_of(round_.reference).path.exists()
    assert not has_answer(round_)
    assert MatchingRound.objects.get().figures == round_.figures
    assert AuditEvent.objects.get(action="remove-round-files").subject_id == str(round_.reference)


@pytest.mark.parametrize(("days", "rounds"), [(9.9, 0), (10.1, 1)])
def test_files_are_kept_for_as_many_days_as_the_settings_say(finished, kept_for_ten_days, days, rounds):
    finished()

    assert remove_old_files(actor=operator(), now=after(days)).rounds == rounds


def test_a_round_that_was_given_up_loses_its_files_too_and_cannot_go_on(city, counsellor, kept_for_ten_days):
    round_ = start_round(StartRound(), actor=counsellor, launch=launch_nothing)
    cancel_round(CancelRound(round=round_.reference), actor=counsellor)

    assert remove_old_files(actor=operator(), is_rehearsal=False, now=after(11)).rounds == 1
    with pytest.raises(Conflict, match="were removed"):
        resume_round(ResumeRound(round=round_.reference), actor=counsellor, launch=launch_nothing)


def test_a_round_that_still_beats_keeps_its_files_however_long_ago_it_was_asked(finished, kept_for_ten_days):
    finished()
    MatchingRound.objects.update(heartbeat_at=after(20))

    assert remove_old_files(actor=operator(), now=after(21)) == NOTHING


def test_folders_of_rounds_that_nobody_knows_any_more_go_too_and_nothing_else(finished, kept_for_ten_days):
    known = finished()
    stray = folder_of(uuid4())
    stray.make()
    stray.persons.write_bytes(b"12345")
    other = rounds_folder() / "notes"
    other.mkdir()

    found = remove_old_files(actor=operator(), is_rehearsal=False, now=after(11))

    assert (found.rounds, found.stray_folders) == (1, 1)
    assert not folder_of(known.reference).path.exists()
    assert not stray.path.exists()
    assert other.exists()


def test_without_any_round_there_is_nothing_to_do(db):
    assert remove_old_files(actor=operator(), is_rehearsal=False) == NOTHING


def test_a_member_may_not(counsellor):
    with pytest.raises(NotAllowed):
        remove_old_files(actor=counsellor)
