"""The page of the data-protection officer, and the suggestions while typing."""

import pytest
from django.urls import reverse
from django.utils import translation

from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import OccupationSought
from arbeidspact.taxonomy import ConceptKind, active_taxonomy
from arbeidspact.web.people.concepts import candidates
from tests.organisations.factories import actor_with
from tests.people.factories import PersonFactory, some_occupation

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_browser(sign_in, werkpunt):
    return sign_in(actor_with(Role.DATA_PROTECTION_OFFICER, organisation=werkpunt))


def test_the_officer_sees_each_look_by_reference_and_never_the_name(officer_browser, counsellor, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    open_file(counsellor, person.reference)

    page = officer_browser.get(reverse("people:looks")).content.decode()

    assert str(person.reference) in page
    assert str(counsellor.user) in page
    assert person.family_name not in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param("purpose=guidance", 1, id="this purpose"),
        pytest.param("purpose=export", 0, id="another purpose"),
        pytest.param("since=2020-01-01&until=2020-12-31", 0, id="other days"),
        pytest.param("person=00000000-0000-0000-0000-000000000000", 0, id="another person"),
    ],
)
def test_looks_are_narrowed(officer_browser, counsellor, werkpunt, query, count):
    open_file(counsellor, PersonFactory(accompanied_by=werkpunt).reference)

    answer = officer_browser.get(f"{reverse('people:looks')}?{query}")

    assert answer.context["page"].paginator.count == count


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        pytest.param("person=Amina", "This is not a reference", id="a name for a reference"),
        pytest.param("since=2026-05-01&until=2026-04-01", "Exchange the two days", id="days in the wrong order"),
        pytest.param("user=abc", "valid choice", id="an unknown user"),
    ],
)
def test_a_filter_that_cannot_be_is_explained(officer_browser, query, problem):
    answer = officer_browser.get(f"{reverse('people:looks')}?{query}")

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert officer_browser.get(f"{reverse('people:looks-export')}?{query}").status_code == 422


def test_the_looks_can_be_taken_along_as_a_file(officer_browser, counsellor, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    open_file(counsellor, person.reference)

    answer = officer_browser.get(reverse("people:looks-export"))

    text = b"".join(answer.streaming_content).decode()
    assert str(person.reference) in text
    assert person.family_name not in text


def test_only_the_officer_sees_the_looks(browser):
    assert browser.get(reverse("people:looks")).status_code == 403


def test_suggestions_come_while_typing(browser):
    occupation = some_occupation()
    name = active_taxonomy().label(occupation, "en").text

    answer = browser.get(reverse("people:concepts"), {"kind": "occupation", "q": name})

    assert {"value": occupation, "label": name, "hint": ""} in answer.json()["options"]


def test_suggestions_for_nothing_are_empty_and_for_an_unknown_kind_refused(browser):
    assert browser.get(reverse("people:concepts"), {"kind": "competence", "q": ""}).json() == {"options": []}
    assert browser.get(reverse("people:concepts"), {"kind": "shoe", "q": "x"}).status_code == 400


def test_a_whole_title_that_no_name_is_like_is_understood(browser):
    with translation.override("nl"):
        found = candidates("ervaren metser gezocht voor bouwwerf in Gent", ConceptKind.OCCUPATION)

    assert found[0].label in {"metselaar", "metser"} or "metser" in found[0].hint


def test_the_list_of_people_is_narrowed_to_an_occupation_that_was_typed(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    occupation = some_occupation()
    OccupationSought.objects.create(person=person, concept=occupation)
    name = active_taxonomy().label(occupation, "en").text
    url = reverse("people:caseload")

    options = browser.get(reverse("people:sought"), {"q": name[:4]}).json()["options"]
    typed = browser.get(url, {"referent": "all", "occupation_text": name.upper()})
    picked = browser.get(url, {"referent": "all", "occupation": occupation, "occupation_text": name})
    other = browser.get(url, {"referent": "all", "occupation": occupation, "occupation_text": ""})
    unknown = browser.get(url, {"referent": "all", "occupation_text": "xqzw"})

    assert {"value": occupation, "label": name, "hint": "1 person"} in options
    for page in (typed, picked):
        assert page.context["form"].cleaned_data["occupation"] == occupation
        assert name in page.context["filter_words"]
        assert "occupation_text" not in page.context["query"]
    assert other.context["form"].cleaned_data["occupation"] == ""
    assert unknown.context["form"].errors["occupation"]
    assert b'value="xqzw"' in unknown.content


def test_nobody_else_s_people_are_in_the_suggestions(browser):
    OccupationSought.objects.create(person=PersonFactory(), concept=some_occupation())
    name = active_taxonomy().label(some_occupation(), "en").text

    assert browser.get(reverse("people:sought"), {"q": name}).json() == {"options": []}
