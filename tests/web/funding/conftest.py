"""The fund as situations, and a browser for each who works with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from arbeidspact.organisations.actor import Actor
from tests.funding.conftest import *  # noqa: F403

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
