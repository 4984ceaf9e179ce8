"""A real browser against a real server; axe looks at every page that a journey names."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from arbeidspact.organisations.models import Membership, Organisation, Role
from tests.journeys.chromium import FLAGS, chromium
from tests.organisations.factories import MembershipFactory

PASSWORD = "een-lange-zin-voor-de-test"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
PATIENCE = 15_000
"""Milliseconds: a machine that is busy with other work is slow, not wrong."""
AXE_RULES = {
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.fail("The browser journeys need Debian's package chromium: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread.
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about: console errors, refused scripts, pages that failed."""
    return []


@pytest.fixture
def open_browser(browser: Browser, live_server, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a window of a size, in a language; each is somebody else's browser."""
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_one(viewport: dict[str, int] = DESKTOP, language: str = "nl-BE") -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=viewport, locale=language)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    return open_browser()


@pytest.fixture
def phone(open_browser: Callable[..., Page]) -> Page:
    return open_browser(PHONE)


def faults_of(page: Page) -> list[str]:
    """What axe finds on this page, and what sticks out of its screen."""
    results = Axe().run(page, options=AXE_RULES)
    found = [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    viewport = page.viewport_size
    assert viewport is not None
    if width > viewport["width"]:
        found.append(f"{page.url} is {width} wide")
    return found


def assert_accessible(page: Page) -> None:
    """Axe finds nothing on this page, and nothing sticks out of a narrow screen."""
    assert faults_of(page) == []


def nl(text: str) -> str:
    """The Dutch that the screen shows for this text of the product."""
    with translation.override("nl"):
        return gettext(text)


def member_of(organisation: Organisation, *roles: Role, email: str) -> Membership:
    """Somebody with these roles in this organisation, who can sign in with the password of the journeys."""
    member: Membership = MembershipFactory(organisation=organisation, roles=list(roles), user__email=email)
    member.user.set_password(PASSWORD)
    member.user.save()
    return member


def sign_in(page: Page, email: str) -> None:
    """Signs in as a person would: with the form."""
    page.goto("/account/login/")
    page.get_by_label(nl("Mail address")).fill(email)
    page.get_by_label(nl("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=nl("Sign in"), exact=True).click()
    page.get_by_role("navigation").first.wait_for()


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the focus stands on what is called this, as somebody does who hears or sees the focus."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"Tab never came to “{name}”")
