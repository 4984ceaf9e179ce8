"""My people, finding somebody by name, and the list to take along."""

from datetime import date

import pytest
from django.urls import reverse

from arbeidspact.organisations.models import Role
from arbeidspact.pathways.models import Step, StepOwner
from arbeidspact.people.models import AccessEvent, Look, Purpose
from tests.organisations.factories import AreaFactory, actor_with
from tests.people.factories import PersonFactory, some_occupation

pytestmark = pytest.mark.django_db


def search(browser, text, **filters):
    return browser.post(reverse("people:find"), {"text": text, **filters}, follow=True).content.decode()


def test_somebody_is_found_by_the_beginning_of_any_name_without_the_name_in_the_address(browser, werkpunt):
    PersonFactory(given_name="Zoë", family_name="Van den Berghe", accompanied_by=werkpunt)

    answer = browser.post(reverse("people:find"), {"text": "berg zoe"}, follow=True)

    assert "Van den Berghe" in answer.content.decode()
    assert answer.redirect_chain == [(reverse("people:find"), 303)]


def test_a_typing_error_still_finds_and_says_so(browser, werkpunt):
    PersonFactory(given_name="Fatima", family_name="Benali", accompanied_by=werkpunt)

    page = search(browser, "Fatma Bennali")

    assert "Benali" in page
    assert "These names look like it" in page


def test_people_of_other_organisations_are_not_found(browser, vdab):
    PersonFactory(given_name="Fatima", family_name="Benali", accompanied_by=vdab)

    page = search(browser, "Fatima Benali")

    assert "Nobody found" in page
    assert "Register a person" in page


def test_one_letter_is_too_little_and_shows_nobody(browser, werkpunt):
    PersonFactory(given_name="Fatima", accompanied_by=werkpunt)

    assert "Type at least two letters" in search(browser, "f")
    assert not AccessEvent.objects.exists()


def test_each_line_shown_is_written_down(browser, werkpunt):
    person = PersonFactory(given_name="Fatima", accompanied_by=werkpunt)
    PersonFactory(given_name="Jan", accompanied_by=werkpunt)

    search(browser, "fatima")

    assert list(AccessEvent.objects.values_list("person", "look")) == [(person.pk, Look.LINE)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("referent=mine", ["Mine"], id="I am the referent"),
        pytest.param("referent=none", ["Noone", "Other"], id="nobody is"),
        pytest.param("referent=all", ["Mine", "Noone", "Other"], id="everyone"),
        pytest.param("referent=all&status=job_seeker", ["Other"], id="status"),
        pytest.param("referent=all&neighbourhood=muide", ["Noone"], id="neighbourhood"),
        pytest.param(f"referent=all&occupation={some_occupation()}", ["Mine"], id="occupation"),
        pytest.param("", ["Mine"], id="first look: mine"),
        pytest.param("status=nonsense", ["Mine", "Noone", "Other"], id="an unknown option narrows nothing"),
    ],
)
def test_my_people_can_be_narrowed(browser, counsellor, werkpunt, query, names):
    AreaFactory(muide=True)
    PersonFactory(
        given_name="Mine",
        accompanied_by=werkpunt,
        accompanied_by__referent=counsellor.user,
        seeking=some_occupation(),
    )
    PersonFactory(given_name="Noone", accompanied_by=werkpunt, neighbourhood="muide")
    PersonFactory(given_name="Other", accompanied_by=werkpunt, job_seeker=True)

    page = browser.get(f"{reverse('people:caseload')}?{query}").content.decode()

    assert [name for name in ("Mine", "Noone", "Other") if f"{name} Testpersoon" in page] == names


def test_who_cannot_wait_stands_on_top_with_the_reason(browser, werkpunt):
    PersonFactory(given_name="Aaa", family_name="Aaa", accompanied_by=werkpunt)
    late = PersonFactory(given_name="Zzz", family_name="Zzz", accompanied_by=werkpunt)
    Step.objects.create(
        person=late,
        organisation=werkpunt,
        owner=StepOwner.PERSON,
        what="Call the school",
        agreed_on=date(2026, 1, 5),
        due_on=date(2026, 1, 12),
    )

    page = browser.get(reverse("people:caseload") + "?referent=all").content.decode()

    assert page.index("Zzz Zzz") < page.index("Aaa Aaa")
    assert "1 step overdue" in page


def test_a_long_list_is_paged_and_takes_a_constant_number_of_queries(browser, werkpunt, django_assert_max_num_queries):
    counts = []
    for _time in range(2):
        PersonFactory.create_batch(20, accompanied_by=werkpunt, job_seeker=True)
        with django_assert_max_num_queries(30) as queries:
            page = browser.get(reverse("people:caseload") + "?referent=all").content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert "40 results" in page
    assert "page=2" in page


def test_the_export_holds_the_filtered_list_guarded_against_formulas_and_is_written_down(browser, werkpunt):
    PersonFactory(given_name="=1+1", family_name="", accompanied_by=werkpunt)

    answer = browser.get(reverse("people:caseload-export") + "?referent=all")

    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in text
    assert "no-store" in answer["Cache-Control"]
    assert AccessEvent.objects.get().purpose == Purpose.EXPORT


def test_an_outreach_worker_sees_the_list_and_may_not_export_it(sign_in, werkpunt):
    PersonFactory(accompanied_by=werkpunt)
    browser = sign_in(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt))

    page = browser.get(reverse("people:caseload") + "?referent=all")

    assert "Testpersoon" in page.content.decode()
    assert "Download as CSV" not in page.content.decode()
    assert browser.get(reverse("people:caseload-export")).status_code == 403


def test_an_empty_list_says_what_to_do_next(browser):
    assert "register one" in browser.get(reverse("people:caseload") + "?referent=all").content.decode()
