"""The page behind a signed link: no menu, the reader's language and direction, and no way for the token to leak."""

import uuid

import pytest
from django.shortcuts import render

from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Role
from arbeidspact.web.links.frame import chosen_language, frame_in, other_words
from arbeidspact.web.links.views import PAGES
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import PersonFactory


@pytest.fixture
def page(monkeypatch):
    """A page of a purpose, which says in which language it was opened."""
    seen = []

    def show(request, opened):
        seen.append(opened.language)
        return render(request, "links/page.html")

    monkeypatch.setitem(PAGES, LinkPurpose.CONFIRM_MEETING, show)
    return seen


@pytest.fixture
def address(db):
    actor = Actor(UserFactory(), OrganisationFactory(name="Werkpunt Muide"), frozenset({Role.COUNSELLOR}))
    person = PersonFactory()
    return lambda language: (
        issue_link(LinkPurpose.CONFIRM_MEETING, uuid.uuid4(), person=person, actor=actor, language=language).address
    )


def get(client, address, query=""):
    return client.get("/links/" + address.split("/links/")[1] + query)


@pytest.mark.parametrize(
    ("asked", "given", "language"),
    [
        pytest.param("", "nl", "nl", id="as it was given"),
        pytest.param("", "ar", "ar", id="as it was given, in Arabic"),
        pytest.param("en", "ar", "en", id="as asked"),
        pytest.param("xx", "ar", "ar", id="asked for what is not there"),
        pytest.param("", "so", "nl", id="given in what the frame does not know"),
        pytest.param("", "en-GB", "en", id="a variant"),
    ],
)
def test_the_language_is_the_one_asked_for_or_given(asked, given, language):
    assert chosen_language(asked, given) == language


def test_every_language_of_the_frame_has_every_sentence():
    for code, words in other_words().items():
        assert all(words.values())
        assert "%(organisation)s" in words["from_whom"]
        assert "Werkpunt" in frame_in(code, "Werkpunt").words["from_whom"]


def test_arabic_stands_from_right_to_left_and_what_is_not_translated_says_so(client, page, address):
    answer = get(client, address("ar")).content.decode()

    assert '<html lang="ar" dir="rtl"' in answer
    assert '<div lang="nl" dir="ltr" class="link-page__content">' in answer
    assert other_words()["ar"]["not_translated"] in answer
    assert "Werkpunt Muide" in answer


def test_the_reader_chooses_another_language_and_the_page_hears_it(client, page, address):
    link = address("nl")
    english = get(client, link, "?language=en").content.decode()
    get(client, link, "?language=tr")
    get(client, link)

    assert '<html lang="en" dir="ltr"' in english
    assert "This page comes from Werkpunt Muide." in english
    assert page == ["en", "tr", "nl"]


def test_a_language_that_the_frame_does_not_know_still_reaches_the_page(client, page, address):
    answer = get(client, address("so")).content.decode()

    assert '<html lang="nl" dir="ltr"' in answer
    assert page == ["so"]


def test_the_page_has_no_menu_and_sends_its_address_nowhere(client, page, address):
    answer = get(client, address("nl"))

    text = answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "main-nav" not in text
    assert "/account/login/" not in text
    assert 'href="http' not in text


def test_a_link_that_does_not_work_says_so_in_the_language_asked_for(client, db):
    answer = client.get("/links/no-such-token/?language=en")

    assert answer.status_code == 410
    assert "This link is not known." in answer.content.decode()
