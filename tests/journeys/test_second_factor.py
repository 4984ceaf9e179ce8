"""A professional protects the account: an app with codes, and a passkey instead of a password."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import CDPSession, Page, expect

from arbeidspact.organisations.models import Membership, Role
from tests.journeys.conftest import PASSWORD, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory

EMAIL = "noor@werkpunten.example"


@pytest.fixture(autouse=True)
def counsellor(settings: Any) -> Membership:
    settings.REQUIRE_SECOND_FACTOR = True
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=EMAIL)


@pytest.fixture
def authenticator(page: Page) -> Iterator[CDPSession]:
    """A device that keeps passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def code_for(secret: str, later: int = 0) -> str:
    """The code that the app shows for this key, `later` codes from now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, now + later)))


def leave(page: Page) -> None:
    page.locator("summary", has_text="Noor").click()
    page.get_by_role("button", name=nl("Sign out")).click()
    page.wait_for_url("**/")


def give_password(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label(nl("Mail address")).fill(EMAIL)
    page.get_by_label(nl("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=nl("Sign in"), exact=True).click()


def show_that_it_is_still_me(page: Page) -> None:
    page.get_by_label(nl("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=nl("Confirm"), exact=True).click()


def test_an_app_with_codes_guards_the_next_sign_in(page: Page):
    sign_in(page, EMAIL)
    page.goto("/people/")
    expect(page.get_by_text(nl("First set up a second step"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Set up an app")).click()
    assert_accessible(page)
    show_that_it_is_still_me(page)
    secret = page.get_by_label(nl("Key"), exact=True).input_value()
    assert_accessible(page)
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name=nl("Turn on")).click()
    expect(page.locator("#id_code_error")).to_be_visible()
    assert page.get_by_label(nl("Key"), exact=True).input_value() == secret
    page.locator("#id_code").fill(code_for(secret))
    page.get_by_role("button", name=nl("Turn on")).click()
    expect(page.get_by_role("heading", name=nl("Recovery codes"), level=1)).to_be_visible()
    assert_accessible(page)
    recovery = page.get_by_role("main").locator("code").first.inner_text()
    page.get_by_role("link", name=nl("I have kept them: go on")).click()
    expect(page.get_by_role("link", name=nl("My people")).first).to_be_visible()
    leave(page)

    give_password(page)
    expect(page.get_by_role("heading", name=nl("Second step"), level=1)).to_be_visible()
    assert_accessible(page)
    page.locator("#id_code").fill(code_for(secret, later=1))
    page.get_by_role("button", name=nl("Sign in"), exact=True).click()
    expect(page.get_by_role("link", name=nl("My people")).first).to_be_visible()
    leave(page)

    give_password(page)
    page.locator("#id_code").fill(recovery)
    page.get_by_role("button", name=nl("Sign in"), exact=True).click()
    expect(page.get_by_role("link", name=nl("My people")).first).to_be_visible()


def test_a_passkey_signs_in_without_a_password(page: Page, authenticator):
    sign_in(page, EMAIL)
    page.goto("/account/2fa/webauthn/add/")
    show_that_it_is_still_me(page)
    page.get_by_label(nl("Name of the key")).fill("Telefoon")
    page.get_by_label(nl("Sign in with this key alone, without a password")).check()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Add the key")).click()
    page.get_by_role("link", name=nl("I have kept them: go on")).or_(page.get_by_text("Telefoon")).first.wait_for()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Telefoon")).to_be_visible()
    assert_accessible(page)
    leave(page)

    page.goto("/account/login/")
    page.get_by_role("button", name=nl("Sign in with a passkey")).click()
    expect(page.get_by_role("link", name=nl("My people")).first).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("heading", name=nl("My people"), level=1)).to_be_visible()
