"""What stands around every page: language, landmarks, headers, refusals in words, the warning of a demo."""

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import permission_denied, server_error

from arbeidspact.organisations.models import Membership, Role, User
from tests.organisations.factories import MembershipFactory, UserFactory

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}


class Outline(HTMLParser):
    """A page as the tests look at it: its elements in order, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def outline_of(response: HttpResponse) -> Outline:
    return Outline(response.content.decode())


def plain_addresses(resolver: URLResolver | None = None, prefix: str = "/") -> list[str]:
    """Every address of the product's own pages that needs nothing filled in."""
    found: list[str] = []
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += plain_addresses(entry, address)
        elif is_own(entry) and "<" not in address:
            found.append(address)
    return found


def is_own(entry: URLPattern) -> bool:
    module = getattr(entry.callback, "__module__", "")
    return module.startswith(("arbeidspact.web.", "allauth.account", "allauth.mfa"))


def browser(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def membership(db: None) -> Membership:
    return MembershipFactory(roles=list(Role), user__language="en")


@pytest.fixture
def member(client: Client, membership: Membership) -> Client:
    client.force_login(membership.user)
    return client


def check_frame(page: Outline) -> None:
    [html] = page.all("html")
    assert html["lang"] in {"nl", "en"}
    assert len(page.all("h1")) == 1
    assert [main["id"] for main in page.all("main")] == ["content"]
    first_link = next(attributes for name, attributes in page.elements if name == "a")
    assert (first_link["class"], first_link["href"]) == ("skip-link", "#content")
    assert [link["media"] for link in page.all("link") if "print.css" in (link["href"] or "")] == ["print"]


def check_nothing_is_inline(page: Outline) -> None:
    assert not page.all("style")
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/json"
    for tag, attributes in page.elements:
        refused = [name for name in attributes if name == "style" or name.startswith("on")]
        assert not refused, (tag, refused)


def check_headers(response: HttpResponse) -> None:
    policy = dict(part.strip().split(" ", maxsplit=1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_every_page_of_a_member_stands_in_the_same_frame(member: Client):
    seen = 0
    for address in plain_addresses():
        response = member.get(address)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        page = outline_of(response)
        if not page.all("html"):
            continue  # a part of a page, fetched by a page
        check_frame(page)
        check_nothing_is_inline(page)
        check_headers(response)
        seen += 1

    assert seen > 15


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/account/login/", 200, id="signing in"),
        pytest.param("/account/password/reset/", 200, id="a forgotten password"),
        pytest.param("/there-is-no-such-page/", 404, id="no such page"),
        pytest.param("/account/email/", 404, id="a page of the sign-in library that is closed"),
    ],
)
def test_pages_for_everybody_stand_in_the_frame_too(address, status, language):
    response = browser(language).get(address)
    page = outline_of(response)

    assert response.status_code == status
    assert page.all("html")[0]["lang"] == language
    check_frame(page)
    check_nothing_is_inline(page)
    check_headers(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "This page does not exist", id="English"),
        pytest.param("nl", "Deze pagina bestaat niet", id="Dutch"),
    ],
)
def test_a_page_that_is_not_there_says_so(language, words):
    response = browser(language).get("/there-is-no-such-page/")

    assert words in outline_of(response).words
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "This is not possible", id="English"),
        pytest.param("nl", "Dit kan niet", id="Dutch"),
    ],
)
def test_a_page_that_a_role_may_not_open_says_so(language, words):
    client = browser(language)
    client.force_login(MembershipFactory(roles=[Role.ANALYST], user__language=language).user)

    response = client.get(reverse("organisations:members"))
    page = outline_of(response)

    assert response.status_code == 403
    assert words in page.words
    check_frame(page)
    check_headers(response)


@pytest.mark.django_db
def test_a_refusal_of_the_framework_is_a_page_in_words():
    request = RequestFactory().get("/")

    response = permission_denied(request, PermissionDenied())

    assert response.status_code == 403
    assert "You may not see this page" in outline_of(response).words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "Your form was not accepted", id="English"),
        pytest.param("nl", "Uw formulier is niet aanvaard", id="Dutch"),
    ],
)
def test_a_form_without_its_token_is_refused_in_words(language, words):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})

    response = client.post(reverse("account_login"), {"login": "noor@example.org", "password": "een heel lange zin"})
    page = outline_of(response)

    assert response.status_code == 403
    assert words in page.words
    check_frame(page)


def test_a_mistake_of_ours_is_told_in_both_languages_without_the_database():
    page = outline_of(server_error(RequestFactory().get("/")))

    assert page.all("html")[0]["lang"] == "nl"
    assert {"lang": "en"} in page.all("div")
    assert "Er ging iets mis bij ons" in page.words
    assert "Something went wrong on our side" in page.words
    assert len(page.all("h1")) == 1
    check_nothing_is_inline(page)


def test_the_page_for_a_mistake_of_ours_names_files_that_exist():
    from django.contrib.staticfiles import finders

    page = outline_of(server_error(RequestFactory().get("/")))
    named = [link["href"] or "" for link in page.all("link")]

    assert named
    assert all(finders.find(name.removeprefix("/static/")) for name in named)


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_stay_with_this_site(client: Client, membership: Membership):
    membership.user.set_password("een heel lange zin")
    membership.user.save()
    client.get(reverse("account_login"))

    client.post(reverse("account_login"), {"login": membership.user.email, "password": "een heel lange zin"})

    assert {"csrftoken", "sessionid"} <= set(client.cookies)
    for name in ("csrftoken", "sessionid"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


@pytest.mark.django_db
def test_a_visitor_switches_the_language_and_it_sticks(client: Client):
    form = next(form for form in outline_of(client.get("/account/login/")).all("form") if form["action"] != "")
    assert form["action"] == reverse("set_language")

    answer = client.post(reverse("set_language"), {"language": "nl", "next": "/account/login/"})

    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/"
    for _visit in range(2):
        assert outline_of(client.get("/account/login/")).all("html")[0]["lang"] == "nl"


def test_a_member_switches_the_language_for_every_browser_from_then_on(member: Client, membership: Membership):
    member.post(reverse("set_language"), {"language": "nl", "next": "/"})

    assert User.objects.get(pk=membership.user.pk).language == "nl"
    assert outline_of(member.get("/")).all("html")[0]["lang"] == "nl"


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(client: Client, wanted):
    answer = client.post(reverse("set_language"), {"language": "nl", "next": wanted})

    assert "elsewhere" not in answer["Location"]
    assert "javascript" not in answer["Location"]


@pytest.mark.django_db
def test_the_language_of_now_is_marked_in_the_switch(client: Client):
    buttons = [button for button in outline_of(client.get("/account/login/")).all("button") if "lang" in button]

    assert [(button["lang"], button.get("aria-current")) for button in buttons] == [("nl", None), ("en", "true")]


@pytest.mark.django_db
def test_a_demo_says_on_every_page_that_its_people_are_invented(client: Client):
    UserFactory(is_demo=True)

    for address in ("/account/login/", "/there-is-no-such-page/"):
        assert "All people and vacancies here are invented." in outline_of(client.get(address)).words


@pytest.mark.django_db
def test_real_work_carries_no_warning_of_a_demo(client: Client):
    UserFactory()

    assert not re.search("demo", client.get("/account/login/").content.decode(), re.IGNORECASE)


@pytest.mark.parametrize("address", ["/", "/vacancies/", "/organisation/me/", "/account/password/change/"])
def test_no_browser_keeps_a_page_of_somebody_who_signed_in(member: Client, address: str):
    assert "no-store" in member.get(address)["Cache-Control"]


@pytest.mark.django_db
def test_a_page_that_anyone_may_see_can_be_kept_as_its_own_answer_says(client: Client):
    assert "no-store" not in client.get("/there-is-no-such-page/").get("Cache-Control", "")
