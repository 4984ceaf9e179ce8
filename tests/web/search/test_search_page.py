"""Searching in files on the screen."""

import pytest

from arbeidspact.organisations.models import Role
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
PAGE = "/search/"


@pytest.fixture
def membership():
    return MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.COUNSELLOR])


@pytest.fixture
def counsellor(membership):
    return client_of(membership)


def test_words_are_found_shown_in_their_text_and_stay_out_of_the_address(counsellor, membership):
    amina = PersonFactory(family_name="Zoekmans", accompanied_by=membership.organisation)
    StepFactory(person=amina, organisation=membership.organisation, what="Een cursus <b>heftruck</b> volgen")

    answer = counsellor.post(PAGE, {"text": "cursussen"}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(PAGE, 303)]
    assert "Amina Zoekmans" in page
    assert "<mark>cursus</mark>" in page
    assert "&lt;b&gt;heftruck" in page
    assert "cursussen" in page


def test_nothing_found_says_what_to_try(counsellor):
    assert "Try fewer words" in counsellor.post(PAGE, {"text": "kraan"}, follow=True).content.decode()
    assert "at least two letters" in counsellor.post(PAGE, {"text": "k"}, follow=True).content.decode()


def test_one_persons_words_are_not_anothers(counsellor, membership):
    counsellor.post(PAGE, {"text": "heftruck"})
    colleague = client_of(MembershipFactory(organisation=membership.organisation, roles=[Role.COUNSELLOR]))

    assert "heftruck" not in colleague.get(PAGE).content.decode()
