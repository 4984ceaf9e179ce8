"""Registering somebody: a possible file is shown first."""

import pytest
from django.urls import reverse

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Accompaniment, Person
from tests.organisations.factories import actor_with
from tests.people.factories import PersonFactory
from tests.people.test_national_number import written

pytestmark = pytest.mark.django_db
WHO = {"given_name": "Amina", "family_name": "El Amrani", "birth_date": "1988-03-14"}
MORE = {"language": "nl", "ground": "statutory_task", "step": "register"}


def step_one(browser, **who):
    return browser.post(reverse("people:create"), {**WHO, **who, "step": "check"})


def step_two(browser, **more):
    return browser.post(reverse("people:create"), {**WHO, **MORE, **more})


def test_without_a_possible_file_the_second_step_makes_one(browser, counsellor, werkpunt):
    assert "No file found" in step_one(browser).content.decode()

    answer = step_two(browser, referent=counsellor.user.pk, reason="came to the desk")

    person = Person.objects.get()
    link = Accompaniment.objects.get()
    assert answer["Location"] == reverse("people:file", args=[person.reference])
    assert (link.organisation, link.referent, link.reason) == (werkpunt, counsellor.user, "came to the desk")


def test_a_file_of_our_own_is_shown_before_a_second_is_made(browser, werkpunt):
    person = PersonFactory(given_name="Amina", family_name="Amrani", birth_date="1988-03-14", accompanied_by=werkpunt)

    page = step_one(browser).content.decode()

    assert "Is it one of these?" in page
    assert reverse("people:file", args=[person.reference]) in page
    refused = step_two(browser)
    assert refused.status_code == 422
    assert "may already be a file" in refused.content.decode()
    assert 'value="El Amrani"' in refused.content.decode()
    assert Person.objects.count() == 1


def test_saying_that_it_is_somebody_else_makes_the_second_file(browser, werkpunt):
    PersonFactory(given_name="Amina", family_name="Amrani", birth_date="1988-03-14", accompanied_by=werkpunt)
    rows = step_one(browser).context["rows"]

    step_two(browser, is_not=[row["duplicate"].key for row in rows])

    assert Person.objects.count() == 2


def test_of_a_file_elsewhere_only_its_existence_is_shown_and_it_can_be_taken_up(browser, werkpunt, vdab):
    person = PersonFactory(
        given_name="Amina", family_name="El Amrani", birth_date="1988-03-14", accompanied_by=vdab, neighbourhood="muide"
    )

    answer = step_one(browser)
    page = answer.content.decode()
    assert "A file exists at: VDAB" in page
    assert str(person.reference) not in page
    handle = answer.context["rows"][0]["duplicate"].handle

    asked = browser.post(reverse("people:accompany"), {"handle": handle})
    assert "on which ground and why" in asked.content.decode()
    without = browser.post(reverse("people:accompany"), {"handle": handle, "ground": "agreement", "reason": ""})
    assert without.status_code == 422
    sent = {"handle": handle, "ground": "agreement", "reason": "asks for help"}
    taken = browser.post(reverse("people:accompany"), sent)

    assert taken["Location"] == reverse("people:file", args=[person.reference])
    assert browser.get(taken["Location"]).status_code == 200
    assert browser.post(reverse("people:accompany"), sent).status_code == 422


def test_a_handle_of_another_user_opens_nothing(browser, sign_in, werkpunt, vdab):
    PersonFactory(given_name="Amina", family_name="El Amrani", birth_date="1988-03-14", accompanied_by=vdab)
    handle = step_one(browser).context["rows"][0]["duplicate"].handle
    other = sign_in(actor_with(Role.COUNSELLOR, organisation=werkpunt))

    answer = other.post(reverse("people:accompany"), {"handle": handle, "ground": "agreement", "reason": "curious"})

    assert answer.status_code == 404
    assert Accompaniment.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        pytest.param({"given_name": ""}, "required", id="no name"),
        pytest.param({"birth_date": "14 mars"}, "Enter a valid date", id="no date"),
        pytest.param({"national_number": "123"}, "eleven digits", id="number too short"),
        pytest.param({"national_number": "85073003328"}, "do not belong together", id="number of another birth date"),
    ],
)
def test_what_is_wrong_in_the_first_step_stands_at_its_field(browser, who, problem):
    answer = step_one(browser, **who)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert "El Amrani" in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        pytest.param({"birth_date": "2999-01-01"}, "lies in the future", id="born in the future"),
        pytest.param({"birth_date": "1088-03-14"}, "too long ago", id="born in the Middle Ages"),
        pytest.param({"ground": "curiosity"}, "valid choice", id="no ground"),
        pytest.param({"referent": "999999"}, "valid choice", id="no colleague"),
    ],
)
def test_what_is_wrong_in_the_second_step_stands_at_its_field(browser, more, problem):
    answer = step_two(browser, **more)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not Person.objects.exists()


def test_the_same_national_number_never_makes_a_second_file(browser, werkpunt):
    number = written(1988, 3, 14, 202)
    step_two(browser, national_number=number)

    answer = step_two(browser, given_name="Mina", family_name="Janssens", national_number=number, is_not=["x"])

    assert answer.status_code == 422
    assert "no second file" in answer.content.decode()
    assert Person.objects.count() == 1


def test_the_national_number_is_not_asked_of_those_who_may_not_hold_it(sign_in, werkpunt):
    browser = sign_in(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt))

    assert "National number" not in browser.get(reverse("people:create")).content.decode()


def test_asking_too_often_says_so_and_keeps_what_was_typed(browser, monkeypatch):
    monkeypatch.setattr("arbeidspact.people.duplicates.CHECKS_AN_HOUR", 0)

    answer = step_one(browser)

    assert answer.status_code == 422
    assert "within the last hour" in answer.content.decode()
    assert "El Amrani" in answer.content.decode()
