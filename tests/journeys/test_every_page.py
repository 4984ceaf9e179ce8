"""Every demo login walks through every page that its links lead to: on a desk and on a phone, in two languages."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_demo, load_pact
from arbeidspact.demo.organisations import DEMO_LOGINS
from arbeidspact.demo.population import Size
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role, User
from tests.journeys.conftest import DESKTOP, PHONE, faults_of
from tests.organisations.factories import MembershipFactory, OrganisationFactory

DEPTH = 3
ENDINGS = (".csv", ".json", ".xlsx", ".parquet", ".ttl", ".atom", ".pdf", ".pem", ".sig", ".txt")
FILES = (*ENDINGS, "/api/v1/open-data/", "/export/", "/download/", "/files/", "/copy/")
ALWAYS_DUTCH = re.compile(r"/public/|/on-paper/$|/reports/[0-9a-f-]{36}/read/$|/open-data/reports/[0-9a-f-]{36}/$")
"""Pages for anybody are Dutch until their address asks for English, whoever looks; what a resident takes home is Dutch,
and so is a report that was made in Dutch."""
LEADS_EVERYWHERE = {
    "people:file",
    "people:file-looks",
    "vacancies:detail",
    "vacancies:employer",
    "vacancies:edit",
    "rounds:start",
    "pact:action",
    "publications:release",
    "open-data:release",
    "steering:signal",
    "steering:decision",
    "steering:review",
    "funding:call",
    "funding:contract",
    "monitor:indicator",
    "imports:upload",
    "organisations:member",
    "organisations:audit-trail",
    "outreach:new",
    "outreach:contact",
    "outreach:funnel",
    "mfa_index",
    "api-reference",
}
"""Pages that the walk must come to: when a link to one of them is lost, this says so."""
OUTSIDE = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/no/such/page/")


@pytest.fixture
def demo() -> None:
    load_demo(Size(people=60, vacancies=80))


def enter(page: Page, email: str) -> Client:
    """Signs in without the form (the journeys of the roles use the form): the window, and a client that walks ahead."""
    client = Client(headers={"accept-language": "nl"})
    client.force_login(User.objects.get(email=email))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )
    return client


def speak(page: Page, language: str) -> None:
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "domain": "localhost", "path": "/"}]
    )


def kind_of(path: str) -> str | None:
    """Which kind of page stands at this address? None for files and for what is not a page of ours."""
    if any(part in path for part in FILES):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def links_in(html: str, address: str) -> Iterator[tuple[str, str]]:
    """The kinds of pages that this page leads to, with the addresses."""
    for href in re.findall(r'<a [^>]*?href="([^"]+)"', html):
        parts = urlsplit(urljoin(address, unescape(href)))
        if not parts.netloc and (kind := kind_of(parts.path)) is not None:
            yield kind, parts.path + (f"?{parts.query}" if parts.query else "")


def pages_from(client: Client, start: str) -> Iterator[tuple[str, str]]:
    """Walks breadth first and stands still once at every kind of page: its kind and its address."""
    waiting, known = deque([("home", start, 0)]), {"home"}
    while waiting:
        kind, address, depth = waiting.popleft()
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        yield kind, address
        for other, there in links_in(answer.content.decode(), address) if depth < DEPTH else ():
            if other not in known:
                known.add(other)
                waiting.append((other, there, depth + 1))


def faults_here(page: Page, language: str, size: dict[str, int]) -> list[str]:
    """What is wrong with the page in view, in a window of this size."""
    page.set_viewport_size(size)
    found = [f"{language} {size['width']} {fault}" for fault in faults_of(page)]
    expected = "nl" if ALWAYS_DUTCH.search(page.url) else language
    if page.locator("html").get_attribute("lang") != expected:
        found.append(f"{page.url} is not in {language}")
    return found


def test_every_page_of_every_role_is_clean_and_fits(page: Page, demo):
    faults: list[str] = []
    checked: set[str] = set()
    for login in DEMO_LOGINS:
        for kind, address in pages_from(enter(page, login.email), "/"):
            if kind in checked and kind != "home":
                continue
            checked.add(kind)
            for language, size in (("nl", PHONE), ("en", DESKTOP)):
                speak(page, language)
                page.set_viewport_size(size)
                page.goto(address)
                faults += faults_here(page, language, size)
    assert faults == []
    assert checked >= LEADS_EVERYWHERE


@pytest.mark.parametrize(("language", "size"), [("nl", PHONE), ("en", DESKTOP)], ids=["Dutch, phone", "English, desk"])
@pytest.mark.parametrize("address", OUTSIDE)
def test_whoever_is_not_signed_in_finds_clean_pages(page: Page, address, language, size):
    speak(page, language)
    page.goto(address)
    assert faults_here(page, language, size) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_refusal_is_a_clean_page_of_ours(phone: Page):
    member = MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.ANALYST])
    enter(phone, member.user.email)
    speak(phone, "nl")
    answer = phone.goto("/organisation/members/")
    assert answer is not None
    assert answer.status == 403
    assert faults_here(phone, "nl", PHONE) == []


def test_a_chart_becomes_interactive_under_the_content_policy(page: Page):
    member = MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.STEERING_MEMBER])
    load_pact(operator())
    enter(page, member.user.email)
    for address in ("/figures/employment-rate/", "/pact/arbeidspact-gent/"):
        page.goto(address)
        chart = page.locator("[data-chart]").first
        chart.scroll_into_view_if_needed()
        expect(chart.locator("[data-chart-image]")).to_have_attribute("data-interactive", "yes")
        assert faults_of(page) == []
