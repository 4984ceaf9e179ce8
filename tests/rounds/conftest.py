"""An organisation with people and work, whose rounds leave their files where only this test looks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.rounds import work
from arbeidspact.rounds.actions import start_round
from arbeidspact.rounds.commands import StartRound
from arbeidspact.rounds.launching import launch_nothing
from arbeidspact.rounds.models import MatchingRound
from arbeidspact.rounds.work import work_on
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.rounds.city import City, made_city

Finish = Callable[..., MatchingRound]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def noted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is written down, not one a second."""
    monkeypatch.setattr(work, "NOTE_SECONDS", 0.0)


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def analyst(werkpunt: Organisation) -> Actor:
    return actor_with(Role.ANALYST, organisation=werkpunt)


@pytest.fixture
def the_operator(db: None) -> Actor:
    return operator()


@pytest.fixture
def city(werkpunt: Organisation) -> City:
    return made_city(werkpunt)


@pytest.fixture
def finished(city: City, counsellor: Actor) -> Finish:
    """A round that was asked for and worked on to its end, in this process."""

    def finished_one(actor: Actor = counsellor, **asked: object) -> MatchingRound:
        return work_on(start_round(StartRound(**asked), actor=actor, launch=launch_nothing).reference)

    return finished_one
