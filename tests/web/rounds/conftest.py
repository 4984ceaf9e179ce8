"""Members at their screens, in a city where work crowds; the work on rounds is done in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.rounds.actions import start_round
from arbeidspact.rounds.commands import StartRound
from arbeidspact.rounds.launching import launch_nothing
from arbeidspact.rounds.models import MatchingRound
from arbeidspact.rounds.work import work_on
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.rounds.city import City, made_city

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A browser in English in which this actor is signed in."""

    def browser_of(actor: Actor) -> Client:
        browser = Client(headers={"accept-language": "en"})
        assert actor.user is not None
        browser.force_login(actor.user)
        return browser

    return browser_of


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def city(werkpunt: Organisation) -> City:
    return made_city(werkpunt)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def analyst(werkpunt: Organisation) -> Actor:
    return actor_with(Role.ANALYST, organisation=werkpunt)


@pytest.fixture
def browser(counsellor: Actor, sign_in: SignIn) -> Client:
    return sign_in(counsellor)


@pytest.fixture
def started(city: City, counsellor: Actor) -> MatchingRound:
    return start_round(StartRound(), actor=counsellor, launch=launch_nothing)


@pytest.fixture
def finished(started: MatchingRound) -> MatchingRound:
    return work_on(started.reference)
