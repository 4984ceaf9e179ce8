"""Signed links: once, for one thing, until a moment; looking at them uses nothing up."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.correspondence.links import ClosedLink, OpenLink, issue_link, open_link, use_link, withdraw_links
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.models import Role
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
SUBJECT = uuid.uuid4()


@pytest.fixture
def counsellor():
    return Actor(UserFactory(), OrganisationFactory(), frozenset({Role.COUNSELLOR}))


@pytest.fixture
def issued(counsellor):
    return issue_link(LinkPurpose.CONFIRM_AGREEMENT, SUBJECT, person=PersonFactory(), actor=counsellor, language="ar")


def test_a_link_opens_as_often_as_a_mail_program_likes_and_works_once(issued):
    opened = open_link(issued.raw)
    assert isinstance(opened, OpenLink)
    assert isinstance(open_link(issued.raw), OpenLink)
    assert (opened.subject, opened.language) == (SUBJECT, "ar")

    use_link(opened)

    assert isinstance(open_link(issued.raw), ClosedLink)
    with pytest.raises(Conflict):
        use_link(opened)


def test_the_database_holds_no_token(issued):
    assert issued.raw not in str(SignedLink.objects.values().get())
    assert issued.address.endswith(f"/links/{issued.raw}/")


def test_a_link_that_expired_or_was_withdrawn_does_not_work(issued):
    opened = open_link(issued.raw)
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert isinstance(open_link(issued.raw), ClosedLink)
    with pytest.raises(Conflict):
        use_link(opened)

    SignedLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    withdraw_links(LinkPurpose.CONFIRM_AGREEMENT, SUBJECT)
    assert isinstance(open_link(issued.raw), ClosedLink)


def test_a_new_link_takes_the_place_of_the_earlier_one(issued, counsellor):
    again = issue_link(LinkPurpose.CONFIRM_AGREEMENT, SUBJECT, person=PersonFactory(), actor=counsellor)

    assert isinstance(open_link(issued.raw), ClosedLink)
    assert isinstance(open_link(again.raw), OpenLink)


def test_an_unknown_token_says_what_to_do(client):
    answer = client.get("/links/no-such-token/")

    assert answer.status_code == 410
    assert answer["Referrer-Policy"] == "same-origin"
