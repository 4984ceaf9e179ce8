"""The screens of vacancies, as a member meets them."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Role, SavedView
from arbeidspact.people.models import AccessEvent, PersonLanguage
from arbeidspact.vacancies.models import Employer, RankingLog, Vacancy
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import (
    DRIVE_FORKLIFT,
    FORKLIFT_DRIVER,
    EmployerFactory,
    VacancyFactory,
    essentials_of,
)

LIST = reverse("vacancies:list")


def at(name, vacancy):
    return reverse(f"vacancies:{name}", args=[vacancy.reference])


def form_values(**changes):
    return {
        "title": "Forklift driver",
        "occupation": FORKLIFT_DRIVER,
        "occupation_text": "forklift driver",
        "contract": "permanent",
        "positions": "2",
        "area": "muide",
        "opens_on": timezone.localdate().isoformat(),
        "required_0": "",
        "required_0_text": "drive a forklift",
        "language_0": "nl",
        "level_0": "A2",
        "licence_0": "forklift",
        "shifts": ["night"],
        "starts_at": "22:00",
        "ends_at": "06:00",
        "hours_min": "30",
        "hours_max": "38",
        **changes,
    }


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_list_says_how_many_there_are_and_what_it_is_filtered_by(sign_in):
    VacancyFactory(forklift_night_shift=True)
    VacancyFactory(cleaning=True)

    page = text_of(sign_in(Role.COUNSELLOR).get(LIST, {"shift": "night"}))

    assert "Forklift driver, nights" in page
    assert "Office cleaner" not in page
    assert "1 result" in page
    assert "of 2" in page
    assert "Night shift (1)" in page


def test_a_filter_that_makes_no_sense_narrows_nothing_and_stays_visible(sign_in):
    VacancyFactory()

    response = sign_in(Role.COUNSELLOR).get(
        LIST, {"hours_from": "many", "shift": "moon", "employer": "me", "page": "x"}
    )

    assert response.status_code == 200
    assert "1 result" in text_of(response)
    assert 'value="many"' in text_of(response)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        pytest.param({"occupation": FORKLIFT_DRIVER}, "1 result", id="by its id"),
        pytest.param({"occupation": FORKLIFT_DRIVER, "occupation_text": "forklift driver"}, "1 result", id="picked"),
        pytest.param({"occupation": "", "occupation_text": "forklift"}, "1 result", id="typed"),
        pytest.param(
            {"occupation": FORKLIFT_DRIVER, "occupation_text": "office cleaner"}, "Office cleaner", id="retyped"
        ),
        pytest.param({"occupation": FORKLIFT_DRIVER, "occupation_text": ""}, "2 results", id="emptied"),
        pytest.param({"occupation_text": "qqqqzzzz"}, "No occupation is called this", id="unknown"),
    ],
)
def test_an_occupation_is_a_filter_with_and_without_javascript(sign_in, asked, shown):
    VacancyFactory(forklift_night_shift=True)
    VacancyFactory(cleaning=True)

    assert shown in text_of(sign_in(Role.COUNSELLOR).get(LIST, asked))


def test_an_empty_list_says_what_to_do(sign_in):
    assert "No vacancy answers to this filter" in text_of(sign_in(Role.COUNSELLOR).get(LIST, {"text": "zz"}))


def test_a_filter_is_kept_under_a_name_and_removed(sign_in):
    client = sign_in(Role.COUNSELLOR)

    client.post(reverse("keep-view", args=["vacancies"]), {"name": "Nights", "query": "shift=night"})
    assert "?shift=night" in text_of(client.get(LIST))
    assert "Nights" in text_of(client.get(LIST))
    again = client.post(
        reverse("keep-view", args=["vacancies"]), {"name": "Nights", "query": "shift=night"}, follow=True
    )
    assert "already have a saved view" in text_of(again)

    client.post(reverse("forget-view", args=[SavedView.objects.get().pk]))
    assert not SavedView.objects.exists()


def test_a_kept_filter_is_only_ever_a_filter_of_the_list(sign_in):
    query = "shift=night&page=3\r\nLocation: https://example.org/"

    response = sign_in(Role.COUNSELLOR).post(reverse("keep-view", args=["vacancies"]), {"name": "Odd", "query": query})

    assert response.url == f"{LIST}?shift=night"


def test_the_file_holds_the_filtered_list_and_no_formula(sign_in):
    VacancyFactory(title="=cmd()", shifts=["night"])
    VacancyFactory(cleaning=True)

    response = sign_in(Role.ACCOUNT_MANAGER).get(reverse("vacancies:export"), {"shift": "night"})

    content = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["title"] == "'=cmd()"
    assert "attachment" in response["Content-Disposition"]


def test_the_page_of_a_vacancy_says_all_it_asks_in_words(sign_in):
    vacancy = VacancyFactory(
        forklift_night_shift=True, needs_dutch_b1=True, diploma_required=True, description="Come by"
    )

    page = text_of(sign_in(Role.COUNSELLOR).get(at("detail", vacancy)))

    for words in ("drive a forklift", "Dutch B1", "Secondary school", "Night shift", "Come by", "Show who fits"):
        assert words in page
    assert at("edit", vacancy) not in page
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("name", ["detail", "people", "edit", "fill", "cancel", "reopen", "publish", "employer"])
def test_an_unknown_reference_is_not_found(sign_in, name):
    url = reverse(f"vacancies:{name}", args=["00000000-0000-0000-0000-000000000000"])

    assert sign_in(Role.COUNSELLOR).get(url).status_code == 404


def test_a_vacancy_is_made_from_words_typed_without_javascript(sign_in):
    employer = EmployerFactory()

    response = sign_in(Role.ACCOUNT_MANAGER).post(reverse("vacancies:create"), form_values(employer=employer.reference))

    vacancy = Vacancy.objects.get()
    assert response.url == at("detail", vacancy)
    assert [row.concept for row in vacancy.competences.all()] == [DRIVE_FORKLIFT]
    assert (vacancy.positions, vacancy.shifts) == (2, ["night"])
    assert "22:00 to 06:00 the next day" in text_of(sign_in(Role.COUNSELLOR).get(at("detail", vacancy)))
    assert 'name="starts_at" value="22:00"' in text_of(sign_in(Role.ACCOUNT_MANAGER).get(at("edit", vacancy)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"title": ""}, "This field is required", id="no title"),
        pytest.param({"required_0_text": "forklif"}, "Do you mean one of these?", id="an unfinished competence"),
        pytest.param({"required_0_text": "qqqqzzzz"}, "Nothing is called", id="a competence nobody knows"),
        pytest.param({"occupation": "", "occupation_text": ""}, "Choose the occupation", id="no occupation"),
        pytest.param({"level_0": ""}, "Choose the level", id="a language without a level"),
        pytest.param({"hours_min": "39"}, "swap the two", id="hours the wrong way round"),
        pytest.param(
            {"starts_at": "06:00", "ends_at": "06:00"}, "ends at the minute it starts", id="work of no length"
        ),
        pytest.param({"starts_at": "early"}, "Enter a valid time", id="a start in words"),
        pytest.param({"latitude": "51"}, "both a latitude and a longitude", id="half a place"),
        pytest.param({"area": ""}, "This field is required", id="no workplace"),
        pytest.param({"closes_on": "2020-01-01"}, "comes before the first", id="closes before it opens"),
    ],
)
def test_a_problem_stands_at_its_field_and_what_was_typed_stays(sign_in, changes, says):
    employer = EmployerFactory()
    values = form_values(employer=employer.reference, **changes)

    response = sign_in(Role.ACCOUNT_MANAGER).post(reverse("vacancies:create"), values)

    page = text_of(response)
    assert response.status_code == 422
    assert says in page
    assert f'value="{values["required_0_text"]}"' in page
    assert all(f'value="{values[name]}"' in page for name in ("starts_at", "ends_at") if name in values)
    assert not Vacancy.objects.exists()


def test_more_lines_keep_what_was_typed_and_judge_nothing(sign_in):
    client = sign_in(Role.ACCOUNT_MANAGER)

    page = text_of(client.post(reverse("vacancies:create"), form_values(title="", more="yes")))

    assert 'name="required_7_text"' in page
    assert 'value="drive a forklift"' in page
    assert "required." not in page
    assert 'value="night" id="id_shifts_3" checked' in page or 'id="id_shifts_3" checked' in page


def test_the_competences_of_an_occupation_are_proposed(sign_in):
    page = text_of(sign_in(Role.ACCOUNT_MANAGER).post(reverse("vacancies:create"), form_values(propose="yes")))

    for concept in essentials_of(FORKLIFT_DRIVER):
        assert f'value="{concept}"' in page


def test_a_vacancy_is_changed_by_whoever_keeps_it(sign_in, vdab):
    vacancy = VacancyFactory(forklift_night_shift=True, organisation=vdab)
    client = sign_in(Role.ACCOUNT_MANAGER)
    assert 'value="drive a forklift"' in text_of(client.get(at("edit", vacancy)))

    response = client.post(at("edit", vacancy), form_values(title="Reach-truck driver"))

    assert response.url == at("detail", vacancy)
    vacancy.refresh_from_db()
    assert vacancy.title == "Reach-truck driver"


@pytest.mark.parametrize("name", ["edit", "fill", "cancel", "reopen", "publish"])
def test_whoever_does_not_keep_it_changes_nothing(sign_in, name):
    vacancy = VacancyFactory(organisation=OrganisationFactory(werkpunt=True))
    client = sign_in(Role.ACCOUNT_MANAGER)

    assert client.get(at(name, vacancy)).status_code == 403
    assert client.post(at(name, vacancy), {"cancelled_on": "2026-01-01"}).status_code == 403
    vacancy.refresh_from_db()
    assert vacancy.cancelled_on is None


def test_a_vacancy_is_filled_cancelled_and_opened_again_each_after_a_question(sign_in, vdab):
    vacancy = VacancyFactory(organisation=vdab, positions=2)
    client, today = sign_in(Role.ACCOUNT_MANAGER), timezone.localdate().isoformat()

    assert "Yes, filled" in text_of(client.get(at("fill", vacancy)))
    refused = client.post(at("fill", vacancy), {"filled_on": today, "positions": "9"})
    assert (refused.status_code, "There are 2 open positions" in text_of(refused)) == (422, True)
    client.post(at("fill", vacancy), {"filled_on": today, "positions": "2"})
    assert "Filled" in text_of(client.get(at("detail", vacancy)))

    client.post(at("reopen", vacancy), {"positions": "1"})
    assert "Yes, cancel it" in text_of(client.get(at("cancel", vacancy)))
    page = client.post(at("cancel", vacancy), {"cancelled_on": today}, follow=True)
    assert "The vacancy is cancelled." in text_of(page)


def test_an_announced_vacancy_opens_on_another_day(sign_in, vdab):
    vacancy = VacancyFactory(organisation=vdab, announced=True)
    today = timezone.localdate()

    sign_in(Role.ACCOUNT_MANAGER).post(at("publish", vacancy), {"opens_on": today.isoformat()})

    vacancy.refresh_from_db()
    assert vacancy.opens_on == today


def test_people_who_fit_are_shown_when_asked_for_with_reasons(sign_in, vdab):
    vacancy = VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)
    fits = PersonFactory(accompanied_by=vdab, able_to=DRIVE_FORKLIFT, with_forklift=True, family_name="Passend")
    PersonLanguage.objects.create(person=fits, language="nl", level="B1")
    PersonFactory(accompanied_by=vdab, able_to=DRIVE_FORKLIFT, with_forklift=True, family_name="Bijna")
    client = sign_in(Role.COUNSELLOR)

    whole = text_of(client.get(at("people", vacancy)))
    part = text_of(client.get(at("people", vacancy), headers={"hx-request": "true"}))

    for page in (whole, part):
        assert page.index("Passend") < page.index("Bijna")
        assert "Dutch: asks B1, has none known" in page
        assert "leaves out 1 person" in page
    assert "<html" in whole
    assert "<html" not in part
    assert RankingLog.objects.filter(vacancy=vacancy).count() == 2


def test_an_account_manager_is_told_to_ask_a_counsellor(sign_in):
    vacancy = VacancyFactory(forklift_night_shift=True)
    client = sign_in(Role.ACCOUNT_MANAGER)

    assert "Show who fits" not in text_of(client.get(at("detail", vacancy)))
    assert "Ask a counsellor" in text_of(client.get(at("people", vacancy)))


def test_an_employer_is_registered_changed_and_shown_with_its_vacancies(sign_in):
    client = sign_in(Role.ACCOUNT_MANAGER)
    wrong = client.post(reverse("vacancies:employer-create"), {"name": "Dok", "enterprise_number": "0123.456.700"})
    assert (wrong.status_code, "check for a typo" in text_of(wrong)) == (422, True)

    client.post(
        reverse("vacancies:employer-create"), {"name": "Dok", "enterprise_number": "0123456749", "area": "muide"}
    )
    employer = Employer.objects.get()
    assert employer.enterprise_number == "0123.456.749"
    assert "No vacancies yet" in text_of(client.get(at("employer", employer)))

    client.post(at("employer-edit", employer), {"name": "Dok Zuid", "sector": "port-logistics"})
    VacancyFactory(employer=employer)
    page = text_of(client.get(at("employer", employer)))
    assert "Dok Zuid" in page
    assert "Forklift driver" in page
    assert "1 open now" in page


def test_an_employer_contact_makes_vacancies_for_the_own_company_alone(sign_in):
    company = EmployerFactory(takes_part=True, name="Ons bedrijf")
    EmployerFactory(name="Ander bedrijf")
    client = sign_in(Role.EMPLOYER_CONTACT, organisation=company.organisation)

    page = text_of(client.get(reverse("vacancies:create")))

    assert "Ons bedrijf" in page
    assert "Ander bedrijf" not in page
    assert client.get(reverse("vacancies:employer-create")).status_code == 403


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        pytest.param(Role.ANALYST, "create", 403, id="an analyst makes none"),
        pytest.param(Role.STEERING_MEMBER, "export", 403, id="a steering member exports none"),
        pytest.param(Role.STEERING_MEMBER, "list", 200, id="a steering member sees the list"),
        pytest.param(Role.LEARNING_PROVIDER, "employer-create", 403, id="a learning provider registers no employer"),
    ],
)
def test_pages_open_for_those_whom_the_policy_allows(sign_in, role, name, status):
    assert sign_in(role).get(reverse(f"vacancies:{name}")).status_code == status


def test_whoever_is_not_signed_in_is_sent_to_sign_in(db):
    assert Client().get(LIST).status_code == 302


def test_an_analyst_sees_no_people(sign_in):
    assert sign_in(Role.ANALYST).get(at("people", VacancyFactory())).status_code == 403


def test_the_list_takes_as_many_queries_for_a_page_as_for_one_vacancy(sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(Role.COUNSELLOR)
    VacancyFactory(forklift_night_shift=True)
    client.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        client.get(LIST)
    for _number in range(20):
        VacancyFactory(cleaning=True)

    with django_assert_num_queries(len(for_one)):
        client.get(LIST)
