"""Starting, cancelling and resuming: who may, when not, and that the work begins once the round is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.matching import Policy
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, OrganisationKind, Role
from arbeidspact.rounds.actions import cancel_round, resume_round, start_round
from arbeidspact.rounds.commands import CancelRound, ResumeRound, StartRound
from arbeidspact.rounds.models import MatchingRound, RerankingName, RoundState
from arbeidspact.rounds.queries import plan_of_round, round_of, rounds_of, state_now
from arbeidspact.rounds.states import SILENCE
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory
from tests.rounds.city import made_city
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(city, counsellor):
    return start_round(StartRound(), actor=counsellor)


def changed(round_: MatchingRound, **values: object) -> MatchingRound:
    for name, value in values.items():
        setattr(round_, name, value)
    round_.save()
    return round_


def cancelled(round_, actor):
    return cancel_round(CancelRound(round=round_.reference), actor=actor)


def resumed(round_, actor, launch=lambda _reference: None):
    return resume_round(ResumeRound(round=round_.reference), actor=actor, launch=launch)


def test_a_round_is_kept_with_what_was_asked_and_the_work_begins_after_that(
    city, counsellor, django_capture_on_commit_callbacks
):
    launched = []
    command = StartRound(k=12, reranking=RerankingName.CAPPED, cap=7, wage_percent=0)
    with django_capture_on_commit_callbacks(execute=True):
        round_ = start_round(command, actor=counsellor, launch=launched.append)
        assert launched == []

    assert launched == [round_.reference]
    assert (round_.organisation, round_.user, round_.is_by_operator) == (
        counsellor.organisation,
        counsellor.user,
        False,
    )
    assert (round_.k, round_.reranking, round_.reranking_parameters) == (12, "capped", {"cap": 7})
    assert round_.weights["wage_percent"] == 0
    assert state_now(round_) is RoundState.WAITING
    event = AuditEvent.objects.get(action="start-round")
    assert event.subject_id == str(round_.reference)


@pytest.mark.parametrize("name", list(RerankingName))
def test_without_a_choice_the_order_is_the_one_that_the_settings_name(city, counsellor, settings, name):
    settings.RERANKING = name.value

    assert start_round(StartRound(), actor=counsellor).reranking == name


def test_weights_are_those_of_matching_unless_said_otherwise():
    policy = Policy(on=timezone.localdate(), **StartRound().weights)

    assert policy == Policy(on=timezone.localdate())


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"k": 0}, id="no places"),
        pytest.param({"k": 101}, id="too many places"),
        pytest.param({"cap": 0}, id="on no list at all"),
        pytest.param({"price_percent": 101}, id="more than the whole price"),
        pytest.param({"wage_percent": 51}, id="a weight beyond its bounds"),
        pytest.param({"reranking": "by_name"}, id="an order that does not exist"),
    ],
)
def test_what_cannot_be_asked(asked):
    with pytest.raises(ValidationError):
        StartRound(**asked)


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        (Role.COUNSELLOR, OrganisationKind.CITY, True),
        (Role.ANALYST, OrganisationKind.CITY, True),
        (Role.ANALYST, OrganisationKind.WELFARE, True),
        (Role.SOCIAL_ECONOMY_COACH, OrganisationKind.SOCIAL_ECONOMY, True),
        (Role.OUTREACH_WORKER, OrganisationKind.CITY, False),
        (Role.ACCOUNT_MANAGER, OrganisationKind.PES, False),
        (Role.STEERING_MEMBER, OrganisationKind.CITY, False),
        (Role.ADMINISTRATOR, OrganisationKind.CITY, False),
        (Role.COUNSELLOR, OrganisationKind.EMPLOYER, False),
        (Role.ANALYST, OrganisationKind.SCHOOL, False),
    ],
)
def test_who_may_run_rounds(role, kind, may):
    organisation = OrganisationFactory(kind=kind)
    made_city(organisation)
    actor = actor_with(role, organisation=organisation)

    if may:
        assert start_round(StartRound(), actor=actor).organisation == organisation
    else:
        with pytest.raises(NotAllowed):
            start_round(StartRound(), actor=actor)
        with pytest.raises(NotAllowed):
            rounds_of(actor)
        with pytest.raises(NotAllowed):
            plan_of_round(actor)


def test_two_rounds_of_one_organisation_at_a_time_are_refused(started, counsellor, analyst):
    for actor in (counsellor, analyst):
        with pytest.raises(Conflict, match="is going on"):
            start_round(StartRound(), actor=actor)


def test_another_organisation_has_its_own_turn(started):
    vdab = OrganisationFactory(vdab=True)
    PersonFactory(accompanied_by=vdab)

    assert start_round(StartRound(), actor=actor_with(Role.COUNSELLOR, organisation=vdab))


def test_a_round_that_stopped_is_in_nobodys_way(started, counsellor):
    changed(started, heartbeat_at=timezone.now() - SILENCE - timedelta(seconds=1))

    second = start_round(StartRound(), actor=counsellor)

    with pytest.raises(Conflict, match="is going on"):
        resumed(started, counsellor)
    cancelled(second, counsellor)
    assert state_now(resumed(started, counsellor)) is RoundState.WAITING


def test_the_operator_matches_everybody_or_the_people_of_one_organisation(started, werkpunt):
    PersonFactory(accompanied_by=OrganisationFactory(vdab=True))

    everybody = start_round(StartRound(), actor=operator())

    assert (everybody.organisation, everybody.user, everybody.is_by_operator) == (None, None, True)
    assert plan_of_round(operator()).people == 6
    assert plan_of_round(operator(werkpunt)).people == 5
    with pytest.raises(Conflict, match="is going on"):
        start_round(StartRound(), actor=operator(werkpunt))


def test_nobody_to_match_is_said(werkpunt, counsellor):
    VacancyFactory()

    with pytest.raises(Conflict, match="nobody to match"):
        start_round(StartRound(), actor=counsellor)


def test_nothing_to_match_with_is_said(werkpunt, counsellor):
    PersonFactory(accompanied_by=werkpunt)
    VacancyFactory(expired=True)

    with pytest.raises(Conflict, match="No vacancy is open"):
        start_round(StartRound(), actor=counsellor)


def test_cancelling_ends_a_round_at_once_and_is_recorded(started, counsellor, analyst):
    cancelled(started, analyst)

    assert state_now(MatchingRound.objects.get()) is RoundState.CANCELLED
    assert AuditEvent.objects.get(action="cancel-round").user == analyst.user
    with pytest.raises(Conflict, match="over already"):
        cancelled(started, counsellor)


def test_resuming_asks_for_a_new_session_and_forgets_how_the_last_one_ended(
    started, counsellor, django_capture_on_commit_callbacks
):
    changed(started, heartbeat_at=timezone.now(), failed_at=timezone.now(), problem="The disk is full.")
    launched = []

    with django_capture_on_commit_callbacks(execute=True):
        resumed(started, counsellor, launched.append)

    round_ = MatchingRound.objects.get()
    assert launched == [round_.reference]
    assert (round_.session, round_.failed_at, round_.problem, round_.heartbeat_at) == (2, None, "", None)
    assert state_now(round_) is RoundState.WAITING
    assert AuditEvent.objects.get(action="resume-round").details == {"session": 2}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({}, "is going on", id="waiting"),
        pytest.param({"heartbeat_at": timezone.now() + timedelta(minutes=5)}, "is going on", id="running"),
        pytest.param({"finished_at": timezone.now()}, "is finished", id="finished"),
        pytest.param(
            {"cancelled_at": timezone.now(), "files_removed_at": timezone.now()}, "were removed", id="without files"
        ),
    ],
)
def test_what_cannot_be_resumed(started, counsellor, values, words):
    changed(started, **values)

    with pytest.raises(Conflict, match=words):
        resumed(started, counsellor)


def test_a_round_of_another_organisation_is_not_there(started):
    stranger = actor_with(Role.COUNSELLOR, vdab=True)

    assert not rounds_of(stranger).exists()
    with pytest.raises(NotFound):
        round_of(stranger, started.reference)
    for act in (cancelled, resumed):
        with pytest.raises(NotFound):
            act(started, stranger)


def test_an_unknown_round_is_refused(counsellor):
    with pytest.raises(NotFound):
        cancel_round(CancelRound(round=uuid4()), actor=counsellor)


def test_a_process_that_cannot_be_started_leaves_the_round_to_be_resumed(
    city, counsellor, monkeypatch, caplog, django_capture_on_commit_callbacks
):

    def refuse(*_words: object, **_options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("arbeidspact.organisations.own_processes.subprocess.Popen", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        round_ = start_round(StartRound(), actor=counsellor)

    assert "could not be started" in caplog.text
    assert state_now(round_) is RoundState.WAITING
