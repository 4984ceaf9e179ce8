"""The queue of vacancies that wait for an occupation, and the feedback on proposals, on screen."""

import pytest
from django.urls import reverse

from arbeidspact.exchange.vacancies import import_vacancies
from arbeidspact.organisations.models import Role
from arbeidspact.proposals.models import Feedback, TextReading, WaitingVacancy
from arbeidspact.vacancies.models import Vacancy
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.vacancies.factories import FORKLIFT_DRIVER

QUEUE = reverse("proposals:waiting")
ANSWER = reverse("proposals:waiting-answer")
FEEDBACK = reverse("proposals:feedback")


@pytest.fixture
def manager(sign_in):
    return sign_in(Role.ACCOUNT_MANAGER)


@pytest.fixture
def waiting(vdab):
    rows = "".join(f"Vliegende reporter nummer {letter} van de nachtkrant;Haven NV;muide\n" for letter in "abc")
    report = import_vacancies(
        ("title;employer;area\n" + rows).encode(), actor=actor_with(Role.ACCOUNT_MANAGER, organisation=vdab)
    )
    assert report.waiting == 3, report
    return list(WaitingVacancy.objects.order_by("pk"))


def test_the_list_of_vacancies_says_how_many_wait(manager, waiting):
    shown = manager.get(reverse("vacancies:list")).content.decode()

    assert "3 wait for an occupation" in shown
    assert QUEUE in shown


def test_the_queue_has_a_count_a_filter_and_what_the_work_may_be(manager, waiting):
    every = manager.get(QUEUE).content.decode()
    some = manager.get(QUEUE, {"text": "nummer b"}).content.decode()
    none = manager.get(QUEUE, {"text": "tandarts"}).content.decode()

    assert "3 results" in every
    assert "1 result" in some
    assert "of 3" in some
    assert "answers to this filter" in none
    assert f'name="occupation-{waiting[0].reference}"' in every


def test_ticked_ones_are_confirmed_with_what_was_chosen_for_each(manager, waiting):
    first, second, _third = waiting
    sent = {
        "act": "confirm",
        "ticked": [first.reference, second.reference],
        f"occupation-{first.reference}": FORKLIFT_DRIVER,
        f"occupation-{second.reference}": second.best,
    }
    answer = manager.post(ANSWER, sent, follow=True)

    assert "2 vacancies were made" in answer.content.decode()
    assert {row.occupation for row in Vacancy.objects.all()} == {FORKLIFT_DRIVER, second.best}
    assert WaitingVacancy.objects.count() == 1


def test_what_is_not_likely_is_never_chosen_for_somebody(manager, waiting):
    first = waiting[0]
    shown = manager.get(QUEUE).content.decode()
    answer = manager.post(ANSWER, {"act": "confirm", "ticked": [first.reference], f"occupation-{first.reference}": ""})

    assert "Not likely enough: choose" in shown
    assert 'name="on_page"' not in shown
    assert answer.status_code == 302
    assert WaitingVacancy.objects.count() == 3


def test_all_of_a_page_are_confirmed_or_ticked_ones_removed(manager, waiting):
    first, *others = waiting
    manager.post(ANSWER, {"act": "drop", "ticked": [first.reference]})
    sent = {"act": "all", "on_page": [one.reference for one in others]}
    sent |= {f"occupation-{one.reference}": one.best for one in others}
    manager.post(ANSWER, sent)

    assert Vacancy.objects.count() == 2
    assert not WaitingVacancy.objects.exists()


def test_without_a_tick_nothing_happens_and_that_is_said(manager, waiting):
    answer = manager.post(ANSWER, {"act": "confirm"}, follow=True)

    assert "Tick at least one" in answer.content.decode()
    assert WaitingVacancy.objects.count() == 3


def test_one_of_them_with_a_field_to_look_for_its_occupation(manager, waiting):
    url = reverse("proposals:waiting-one", args=[waiting[0].reference])
    wrong = manager.post(url, {"chosen_text": "xyzzy quux"})
    assert wrong.status_code == 422
    assert "xyzzy quux" in wrong.content.decode()

    manager.post(url, {"chosen": FORKLIFT_DRIVER})

    assert Vacancy.objects.get().occupation == FORKLIFT_DRIVER


def test_the_queue_asks_as_few_questions_for_many_as_for_one(manager, waiting, django_assert_max_num_queries):
    manager.get(QUEUE)
    with django_assert_max_num_queries(30) as few:
        manager.get(QUEUE, {"text": "nummer a"})
    with django_assert_max_num_queries(len(few.captured_queries)):
        manager.get(QUEUE)


def test_others_see_no_queue_or_an_empty_one(sign_in, waiting):
    elsewhere = sign_in(Role.ACCOUNT_MANAGER, organisation=OrganisationFactory(werkpunt=True))

    assert sign_in(Role.COUNSELLOR).get(QUEUE).status_code == 403
    assert "Nothing waits" in elsewhere.get(QUEUE).content.decode()
    assert elsewhere.get(reverse("proposals:waiting-one", args=[waiting[0].reference])).status_code == 404


def test_an_analyst_sees_and_takes_along_what_the_organisation_rejected(sign_in, vdab):
    manager = sign_in(Role.ACCOUNT_MANAGER)
    manager.post(reverse("proposals:paste"), {"text": "Magazijnier\n\nBel Jan Peeters voor een heftruckattest."})
    reading = TextReading.objects.get()
    licence = reading.proposals.get(value="forklift")
    manager.post(reverse("proposals:decide", args=[reading.reference]), {"proposal": licence.pk, "decision": "reject"})
    analyst = sign_in(Role.ANALYST)

    page = analyst.get(FEEDBACK).content.decode()
    file = b"".join(analyst.get(reverse("proposals:feedback-export"), {"kind": "licence"})).decode()

    assert "<mark>heftruckattest</mark>" in page
    assert "heftruckattest" in file
    assert "Peeters" not in file
    assert "1 result" in page
    elsewhere = sign_in(Role.ANALYST, organisation=OrganisationFactory(werkpunt=True))
    assert "No feedback yet" in elsewhere.get(FEEDBACK).content.decode()
    assert sign_in(Role.ACCOUNT_MANAGER).get(FEEDBACK).status_code == 403
    assert Feedback.objects.count() == 1
