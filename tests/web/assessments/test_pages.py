"""The screens of an assessment, from the panel to the comparison; and what they never show."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.assessments.models import Answer, Assessment, Outcome, SensitiveAnswer
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.people.models import CompartmentOpening, Person
from tests.assessments.factories import AssessmentFactory
from tests.organisations.factories import MembershipFactory
from tests.web.assessments.conftest import client_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
RESULTS = {
    **dict.fromkeys(LifeDomain, Outcome.NONE),
    LifeDomain.LANGUAGE: Outcome.SOME,
    LifeDomain.HEALTH: Outcome.LARGE,
    LifeDomain.DEBT: Outcome.LARGE,
}
ANSWERS = {
    "worked-before": "longer",
    "dutch-speaking": 2,
    "work-done": "Hielp in een bakkerij",
    "health-work": "yes",
    "debts": "debts",
}


def url(name: str, person: Person, *rest: Any) -> str:
    return reverse(f"assessments:{name}", args=[person.reference, *rest])


def text_of(response: Any) -> str:
    return response.content.decode()


def begin(client: Client, person: Person, questionnaire: str = "general", **more: Any) -> Assessment:
    answer = client.post(url("start", person), {"questionnaire": questionnaire, **more})
    assert answer.status_code == 303, text_of(answer)
    return Assessment.objects.get(finished_on=None)


def send(client: Client, draft: Assessment, number: int, shown: list[str], headers: Any = None, **answers: Any) -> Any:
    values = {name.replace("_", "-"): value for name, value in answers.items()}
    return client.post(
        url("fill", draft.person, draft.reference, number), {"shown": shown, **values}, headers=headers or {}
    )


def open_it(client: Client, person: Person) -> Any:
    return client.post(url("compartment", person), {"purpose": "Gesprek over aangepast werk voorbereiden"})


@pytest.fixture
def assessed(amina: Person, werkpunt: Organisation) -> Assessment:
    return AssessmentFactory(person=amina, organisation=werkpunt, results=RESULTS, answers_given=ANSWERS)


class TestFillingIn:
    def test_from_choosing_a_questionnaire_to_what_it_says(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)
        first = counsellor.get(url("fill", amina, draft.reference, 1))
        assert "When did you last work?" in text_of(first)
        assert "Not known yet" in text_of(first)

        answer = send(counsellor, draft, 1, ["worked-before", "hours"], worked_before="", hours="20")
        assert answer["Location"] == url("fill", amina, draft.reference, 2)
        review = counsellor.get(url("review", amina, draft.reference))
        assert "1 of" in text_of(review)
        end = counsellor.post(url("review", amina, draft.reference), {"finish": "1"})

        assert (end.status_code, end["Location"]) == (303, url("detail", amina, draft.reference))
        assert "The assessment is finished." in text_of(counsellor.get(end["Location"]))

    def test_a_question_that_an_answer_opens_comes_before_the_page_is_left(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)
        page = counsellor.get(url("fill", amina, draft.reference, 5))
        assert "Is there child care" not in text_of(page)

        answer = send(counsellor, draft, 5, ["children", "cares-for"], children="2", cares_for="")

        assert answer["Location"] == url("fill", amina, draft.reference, 5)
        page = text_of(counsellor.get(answer["Location"]))
        assert "2 more questions, because of your answers." in page
        assert "Is there child care when you work?" in page

    def test_with_htmx_the_question_comes_at_once_and_the_answer_is_kept(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)

        part = send(counsellor, draft, 5, ["children", "cares-for"], HTMX, children="1", cares_for="", draw="1")

        assert part.status_code == 200
        assert "<html" not in text_of(part)
        assert "Is there child care when you work?" in text_of(part)
        assert "2 more questions" in text_of(part)
        assert Answer.objects.get().value == 1
        draft.refresh_from_db()
        assert draft.pages_done == []

    def test_a_question_that_was_not_on_the_screen_keeps_its_answer(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)
        send(counsellor, draft, 1, ["hours"], hours="20")

        send(counsellor, draft, 1, ["worked-before"], worked_before="two-years")

        assert set(Answer.objects.values_list("question", flat=True)) == {"hours", "worked-before"}

    @pytest.mark.parametrize(
        ("shown", "values", "problem"),
        [
            pytest.param("hours", {"hours": "90"}, "less than or equal to 60", id="too many hours"),
            pytest.param("hours", {"hours": "veel"}, "Enter a whole number", id="no number"),
            pytest.param("applying", {"applying": ["all", "cv"]}, "does not go together", id="all and one"),
            pytest.param("worked-before", {"worked_before": "x"}, "not one of the available choices", id="no answer"),
        ],
    )
    def test_a_mistake_loses_nothing_that_was_typed(
        self, counsellor: Client, amina: Person, shown: str, values: dict[str, Any], problem: str
    ):
        draft = begin(counsellor, amina)

        answer = send(counsellor, draft, 1, [shown, "job-goal"], job_goal="clear", **values)

        assert answer.status_code == 422
        assert problem in text_of(answer)
        assert re.search(r'value="clear"[^>]*checked', text_of(answer))

    def test_interrupted_work_goes_on_where_it_was_left(self, counsellor: Client, colleague: Client, amina: Person):
        draft = begin(counsellor, amina)
        send(counsellor, draft, 1, ["hours"], hours="20")
        stop = send(counsellor, draft, 2, ["diploma"], diploma="higher", leave="1")
        assert stop["Location"].endswith("#assessment")

        page = text_of(counsellor.get(reverse("people:file", args=[amina.reference])))
        assert "A draft is waiting" in page
        again = counsellor.get(url("start", amina))
        by_colleague = colleague.get(url("start", amina))

        assert again["Location"] == by_colleague["Location"] == url("fill", amina, draft.reference, 3)
        assert re.search(r'value="20"', text_of(counsellor.get(url("fill", amina, draft.reference, 1))))

    def test_the_assessor_sees_it_otherwise_with_a_reason(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina, "short")
        send(counsellor, draft, 1, ["worked-before"], worked_before="never")
        review = url("review", amina, draft.reference)

        refused = counsellor.post(review, {"judged_work": "some", "reason_work": "", "finish": "1"})
        assert refused.status_code == 422
        assert "Say why in a few words." in text_of(refused)
        kept = counsellor.post(review, {"judged_work": "some", "reason_work": "Hielp lang mee in de winkel"})
        assert kept.status_code == 303
        assert "Hielp lang mee" in text_of(counsellor.get(review))
        counsellor.post(
            review,
            {
                "judged_work": "some",
                "reason_work": "Hielp lang mee in de winkel",
                "distance": "near",
                "distance_reason": "Wil heel graag",
                "finish": "1",
            },
        )

        page = text_of(counsellor.get(url("detail", amina, draft.reference)))
        for words in ("Hielp lang mee in de winkel", "Wil heel graag", "Near to work", "the answers say"):
            assert words in page

    def test_nothing_answered_cannot_be_finished(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)

        answer = counsellor.post(url("review", amina, draft.reference), {"finish": "1"})

        assert answer.status_code == 422
        assert "Nothing is answered yet." in text_of(answer)

    def test_a_draft_is_thrown_away_after_a_question(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)
        assert "Throw the draft away?" in text_of(counsellor.get(url("discard", amina, draft.reference)))

        answer = counsellor.post(url("discard", amina, draft.reference))

        assert answer.status_code == 303
        assert not Assessment.objects.exists()

    def test_correcting_starts_from_the_earlier_answers(self, counsellor: Client, amina: Person, assessed: Assessment):
        offer = text_of(counsellor.get(url("start", amina) + "?based_on=1"))
        assert re.search(r'name="based_on"[^>]*checked', offer)

        draft = begin(counsellor, amina, based_on="on")

        assert draft.based_on == assessed
        assert draft.answers.get(question="dutch-speaking").value == 2

    def test_a_page_that_is_not_there_is_not_found(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina)

        assert counsellor.get(url("fill", amina, draft.reference, 99)).status_code == 404
        assert counsellor.get(url("fill", amina, draft.reference, 0)).status_code == 404

    def test_an_outreach_worker_reads_and_does_not_fill_in(self, outreach: Client, amina: Person, assessed: Assessment):
        assert outreach.get(url("start", amina)).status_code == 403
        page = text_of(outreach.get(url("detail", amina, assessed.reference)))
        assert "Renew or correct" not in page
        assert "Agree a step" not in page


class TestThePanel:
    def test_nothing_yet_says_where_to_begin(self, counsellor: Client, amina: Person):
        page = text_of(counsellor.get(reverse("people:file", args=[amina.reference])))

        assert "Not assessed yet" in page
        assert url("start", amina) in page

    def test_what_counts_now(self, counsellor: Client, amina: Person, werkpunt: Organisation, assessed: Assessment):
        AssessmentFactory(person=amina, organisation=werkpunt, expired=True, results={LifeDomain.WORK: Outcome.LARGE})

        page = text_of(counsellor.get(reverse("people:file", args=[amina.reference])))

        for words in ("Near to work", "Language: some barrier", "1 better", "holds until"):
            assert words in page
        assert "3 protected life domains" in page

    def test_an_expired_one_says_so(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        AssessmentFactory(person=amina, organisation=werkpunt, expired=True, results=RESULTS)

        assert "Expired on" in text_of(counsellor.get(reverse("people:file", args=[amina.reference])))


class TestReading:
    def test_a_barrier_leads_to_a_step_that_fills_in_the_form(
        self, counsellor: Client, amina: Person, assessed: Assessment
    ):
        page = text_of(counsellor.get(url("detail", amina, assessed.reference)))

        assert "Language coach at work" in page
        assert "domain=language" in page
        assert "Hielp in een bakkerij" in page

    def test_the_history_and_two_side_by_side(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, assessed: Assessment
    ):
        old = AssessmentFactory(
            person=amina, organisation=werkpunt, expired=True, results={LifeDomain.LANGUAGE: Outcome.LARGE}
        )

        listed = text_of(counsellor.get(url("history", amina)))
        side = counsellor.get(url("compare", amina), {"one": assessed.reference, "other": old.reference})
        same = counsellor.get(url("compare", amina), {"one": old.reference, "other": old.reference})

        assert "2 results" in listed
        assert "Compare with the newest" in listed
        assert "Better" in text_of(side)
        assert same.status_code == 422
        assert "Choose two different assessments." in text_of(same)

    def test_with_one_assessment_there_is_nothing_to_compare(
        self, counsellor: Client, amina: Person, assessed: Assessment
    ):
        assert "Nothing to compare yet" in text_of(counsellor.get(url("compare", amina)))

    def test_an_empty_history_says_so(self, counsellor: Client, amina: Person):
        assert "Not assessed yet" in text_of(counsellor.get(url("history", amina)))

    def test_a_long_history_is_paged_and_takes_a_constant_number_of_queries(
        self,
        counsellor: Client,
        amina: Person,
        werkpunt: Organisation,
        django_assert_num_queries: DjangoAssertNumQueries,
    ):
        AssessmentFactory.create_batch(2, person=amina, organisation=werkpunt, results=RESULTS)
        with django_assert_num_queries(NUMBER_FOR_HISTORY):
            counsellor.get(url("history", amina))
        AssessmentFactory.create_batch(21, person=amina, organisation=werkpunt, results=RESULTS)
        with django_assert_num_queries(NUMBER_FOR_HISTORY):
            page = text_of(counsellor.get(url("history", amina)))
        assert "1 to 20 of 23" in page

    def test_of_another_person_nothing_is_found(self, counsellor: Client, amina: Person):
        elsewhere = AssessmentFactory()

        assert counsellor.get(url("detail", amina, elsewhere.reference)).status_code == 404
        assert counsellor.get(url("detail", elsewhere.person, elsewhere.reference)).status_code == 403


NUMBER_FOR_HISTORY = 22
SECRETS = ("Health", "Money and debts", "Debt", "no arrangement", "without an arrangement", "working is not possible")


class TestTheProtectedPart:
    def test_the_referent_opens_it_with_a_reason_and_sees_it_until_it_closes(
        self, counsellor: Client, amina: Person, assessed: Assessment
    ):
        page = url("detail", amina, assessed.reference)
        assert "Debt help" not in text_of(counsellor.get(page))

        opened = open_it(counsellor, amina)

        assert opened.status_code == 303
        shown = text_of(counsellor.get(page))
        for words in ("Health", "Money and debts", "Far from work", "Budget and debt help"):
            assert words in shown
        header = text_of(counsellor.get(reverse("people:file", args=[amina.reference])))
        until = timezone.localtime(CompartmentOpening.objects.get().until)
        assert f"Protected part open until {until:%H:%M}" in header
        closed = counsellor.post(url("close-compartment", amina))
        assert closed.status_code == 303
        assert "Budget and debt help" not in text_of(counsellor.get(page))

    def test_a_protected_remedy_puts_nothing_into_an_address(
        self, counsellor: Client, amina: Person, assessed: Assessment
    ):
        open_it(counsellor, amina)

        page = text_of(counsellor.get(url("detail", amina, assessed.reference)))

        addresses = re.findall(r'href="([^"]*agree/\?[^"]*)"', page)
        assert any("remedy=" in address for address in addresses)
        for address in addresses:
            assert not re.search(r"debt|health|justice|schuld|gezond", address, re.IGNORECASE), address

    @pytest.mark.parametrize("name", ["detail", "history", "compare", "panel"])
    def test_a_colleague_without_a_relation_sees_only_that_there_is_something(
        self, name: str, colleague: Client, amina: Person, werkpunt: Organisation, assessed: Assessment
    ):
        AssessmentFactory(person=amina, organisation=werkpunt, expired=True, results=RESULTS, answers_given=ANSWERS)
        where = {
            "detail": url("detail", amina, assessed.reference),
            "history": url("history", amina),
            "compare": url("compare", amina),
            "panel": reverse("people:file", args=[amina.reference]),
        }[name]

        shown = text_of(colleague.get(where))

        content = shown.partition("<main")[2]
        for secret in SECRETS:
            assert secret not in content.replace("Health, debts and justice are not shown here.", ""), secret
        assert "Far from work" not in content
        if name in {"detail", "panel"}:
            assert "3 protected life domains" in content

    def test_a_colleague_without_a_relation_is_told_whom_to_ask(
        self, colleague: Client, counsellor: Client, amina: Person, membership: Any
    ):
        for refused in (colleague.get(url("compartment", amina)), open_it(colleague, amina)):
            assert refused.status_code == 403
            assert "Whom to ask" in text_of(refused)
            assert str(membership.user) in text_of(refused)
        assert not CompartmentOpening.objects.exists()

    def test_the_reason_is_asked_and_what_was_typed_stays(self, counsellor: Client, amina: Person):
        answer = counsellor.post(url("compartment", amina), {"purpose": "ja"})

        assert answer.status_code == 422
        assert "ja</textarea>" in text_of(answer).replace("\n", "")

    def test_one_goes_back_to_where_one_was_and_nowhere_else(self, counsellor: Client, amina: Person):
        purpose = {"purpose": "Gesprek voorbereiden"}
        inside = counsellor.post(url("compartment", amina), {**purpose, "next": url("history", amina)})
        outside = counsellor.post(url("compartment", amina), {**purpose, "next": "https://elsewhere.example/"})
        tricky = counsellor.post(url("close-compartment", amina), {"next": "//elsewhere.example/"})

        assert inside["Location"] == url("history", amina)
        assert outside["Location"] == tricky["Location"] == reverse("people:file", args=[amina.reference])

    def test_the_questionnaire_says_that_pages_are_left_out(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina, "short")

        page = text_of(counsellor.get(url("fill", amina, draft.reference, 3)))

        assert "These questions are in the protected part" in page
        assert "Does anything about your health" not in page
        assert send(counsellor, draft, 3, ["debts"], debts="debts").status_code == 200
        assert not SensitiveAnswer.objects.exists()

    def test_protected_answers_are_filled_in_while_it_is_open(self, counsellor: Client, amina: Person):
        draft = begin(counsellor, amina, "short")
        open_it(counsellor, amina)

        send(counsellor, draft, 3, ["health-work", "debts"], health_work="adapted", debts="")
        counsellor.post(url("review", amina, draft.reference), {"finish": "1"})

        assert SensitiveAnswer.objects.get().value == "adapted"
        CompartmentOpening.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert "adapted work" not in text_of(counsellor.get(url("detail", amina, draft.reference)))

    def test_no_address_log_or_record_holds_a_protected_word(
        self, counsellor: Client, amina: Person, caplog: pytest.LogCaptureFixture
    ):
        draft = begin(counsellor, amina, "short")
        open_it(counsellor, amina)
        send(counsellor, draft, 3, ["debts"], debts="debts")
        counsellor.post(
            url("review", amina, draft.reference), {"finish": "1", "judged_debt": "some", "reason_debt": "Kan"}
        )

        recorded = str(list(AuditEvent.objects.values_list("action", "details")))
        for word in (*SENSITIVE, "adapted", "aangepast werk"):
            assert word not in recorded
            assert word not in caplog.text

    def test_outreach_is_not_offered_the_protected_part(self, outreach: Client, amina: Person, assessed: Assessment):
        page = text_of(outreach.get(reverse("people:file", args=[amina.reference])))

        assert "open it" not in page
        assert outreach.post(url("close-compartment", amina)).status_code == 403

    def test_the_data_protection_officer_reads_who_opened_what_and_why(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, vdab: Organisation
    ):
        officer = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.DATA_PROTECTION_OFFICER]))
        elsewhere = client_of(MembershipFactory(organisation=vdab, roles=[Role.DATA_PROTECTION_OFFICER]))
        address = reverse("assessments:openings")
        assert "No protected part was opened yet" in text_of(officer.get(address))
        open_it(counsellor, amina)

        page = text_of(officer.get(address))

        assert "Gesprek over aangepast werk voorbereiden" in page
        assert str(amina.reference) in page
        assert amina.family_name not in page
        assert "aangepast werk" not in text_of(elsewhere.get(address))
        assert counsellor.get(address).status_code == 403


def test_a_file_of_the_city_that_cannot_be_read_is_said_and_stops_nothing_else(
    counsellor: Client, amina: Person, assessed: Assessment, tmp_path: Any, settings: Any
):
    (tmp_path / "own.toml").write_text("[questionnaire]", encoding="utf-8")
    (tmp_path / "remedies.toml").write_text("[[remedy]]", encoding="utf-8")
    settings.QUESTIONNAIRES = str(tmp_path)

    refused = counsellor.get(url("start", amina))

    assert refused.status_code == 409
    assert "The questionnaires of this installation cannot be read." in text_of(refused)
    assert counsellor.get(url("detail", amina, assessed.reference)).status_code == 200
    assert counsellor.get(reverse("people:file", args=[amina.reference])).status_code == 200
