"""Members at their screens."""

from collections.abc import Callable

import pytest
from django.test import Client

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.web.people import panels
from tests.organisations.factories import OrganisationFactory, actor_with

SignIn = Callable[[Actor], Client]


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
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def browser(counsellor: Actor, sign_in: SignIn) -> Client:
    return sign_in(counsellor)


@pytest.fixture(autouse=True)
def no_panels_of_other_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a person alone; what other areas put there is tested with them."""
    monkeypatch.setattr(panels, "PANELS", {})
