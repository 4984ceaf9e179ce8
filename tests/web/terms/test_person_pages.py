from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person, StatusKind
from arbeidspact.statutes import TermState
from arbeidspact.terms.models import NotedFact, TermEvent, TermEventKind
from tests.organisations.factories import MembershipFactory
from tests.people.factories import PersonFactory
from tests.terms.factories import NotedFactFactory, TermEventFactory, days_ago, registered, state_of, term_of
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
REASON = "Is een maand niet in Gent"
HTMX = {"HX-Request": "true"}


def url(name: str, person: Person, *more: object) -> str:
    return reverse(f"terms:{name}", args=[person.reference, *more])


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def typed(**values: Any) -> dict[str, Any]:
    usual = {"rule": "screening", "starts_on": day(0), "ground": "abroad", "reason": REASON, "domain": ""}
    return {**usual, "ends_on": "", **values}


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestReading:
    def test_the_page_says_by_when_by_which_text_and_why(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))

        page = page_of(counsellor, url("person", amina))

        assert "Assessment after registration" in page
        assert "days left" in page
        assert "Promised" in page
        assert "no end is published" in page
        assert "That day does not count: the first day that counts is" in page
        assert "2 months: until" in page
        assert "Vlaams regeerakkoord 2019-2024" in page
        assert "binnen 2 maanden gescreend" in page

    def test_somebody_without_a_status_reads_what_starts_a_term(self, counsellor: Client, amina: Person):
        page = page_of(counsellor, url("person", amina))

        assert "Nothing has a term now" in page
        assert "No term was paused" in page

    def test_a_newcomer_reads_the_law_and_the_promise(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20), kind=StatusKind.NEWCOMER)

        page = page_of(counsellor, url("person", amina))

        assert "Law" in page
        assert "By this text:" in page

    @pytest.mark.parametrize(
        ("since", "says"),
        [
            pytest.param(100, "days overdue", id="overdue"),
            pytest.param(800, "Possible now", id="community service"),
        ],
    )
    def test_the_state_is_said_in_words(self, counsellor: Client, amina: Person, since: int, says: str):
        registered(amina, days_ago(since))

        assert says in page_of(counsellor, url("person", amina))

    def test_a_reason_about_health_is_not_on_the_page_while_the_compartment_is_closed(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        TermEventFactory(person=amina, organisation=werkpunt, about_health=True, reason="Opname in psychiatrie")

        for address in (url("person", amina), reverse("people:file", args=[amina.reference])):
            page = page_of(counsellor, address)
            assert "psychiatrie" not in page
        assert "1 reason stands in the protected part" in page_of(counsellor, url("person", amina))
        counsellor.post(reverse("assessments:compartment", args=[amina.reference]), {"purpose": "Gesprek vandaag"})
        assert "Opname in psychiatrie" in page_of(counsellor, url("person", amina))

    def test_nobody_reads_the_terms_of_somebody_whom_they_do_not_accompany(self, counsellor: Client):
        stranger = PersonFactory()
        for name in ("person", "pause", "exempt", "note"):
            assert counsellor.get(url(name, stranger)).status_code == 403

    def test_an_outreach_worker_reads_and_has_no_buttons(self, amina: Person, werkpunt: Organisation):
        registered(amina, days_ago(20))
        worker = MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER], user__language="en")
        client = client_of(worker)

        page = page_of(client, url("person", amina))

        assert "Assessment after registration" in page
        assert url("pause", amina) not in page
        for name in ("pause", "exempt", "note"):
            assert client.get(url(name, amina)).status_code == 403

    def test_the_page_speaks_dutch(self, membership: Membership, amina: Person):
        registered(amina, days_ago(20))
        membership.user.language = "nl"
        membership.user.save()

        page = page_of(client_of(membership, "nl"), url("person", amina))

        assert "Inschatting na inschrijving" in page


class TestPanel:
    def test_the_page_of_a_person_shows_what_must_happen_and_why(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))

        page = page_of(counsellor, reverse("people:file", args=[amina.reference]))

        panel = page[page.index('id="terms"') :]
        assert "Assessment after registration" in panel
        assert "Why this date" in panel
        assert url("pause", amina) in panel

    def test_a_pause_ends_on_the_panel(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        registered(amina, days_ago(20))
        event = TermEventFactory(person=amina, organisation=werkpunt, starts_on=days_ago(3))

        answer = counsellor.post(url("resume", amina, event.reference), headers=HTMX)

        assert answer.status_code == 200
        assert 'id="terms"' in answer.content.decode()
        assert "The term runs again." in answer.content.decode()
        event.refresh_from_db()
        assert event.ends_on == days_ago(1)

    def test_what_cannot_be_ended_is_said_on_the_panel(self, counsellor: Client, amina: Person, vdab: Organisation):
        event = TermEventFactory(person=amina, organisation=vdab)

        answer = counsellor.post(url("resume", amina, event.reference), headers=HTMX)

        assert answer.status_code == 422
        assert "Another organisation noted this." in answer.content.decode()


class TestActing:
    def test_a_term_is_paused_and_the_page_says_so(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))

        answer = counsellor.post(url("pause", amina), typed())

        assert (answer.status_code, answer.headers["Location"]) == (303, url("person", amina))
        assert state_of(amina) == TermState.PAUSED
        page = page_of(counsellor, url("person", amina))
        assert "The term stands still." in page
        assert REASON in page
        assert "stands still until it resumes" in page

    def test_all_terms_are_paused_at_once(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))
        registered(amina, days_ago(20), kind=StatusKind.NEWCOMER)

        counsellor.post(url("pause", amina), typed(rule="all", ends_on=day(9)))

        assert TermEvent.objects.get().rule == ""
        assert {state_of(amina, rule) for rule in ("screening", "newcomer-registration")} == {
            TermState.PAUSED,
            TermState.MET_IN_TIME,
        }

    @pytest.mark.parametrize(
        ("values", "field", "problem"),
        [
            pytest.param({"rule": ""}, "rule", "This field is required.", id="no term"),
            pytest.param({"rule": "benefit-limit"}, "rule", "not one of the available", id="no term of this person"),
            pytest.param({"starts_on": ""}, "starts_on", "This field is required.", id="no day"),
            pytest.param({"ends_on": day(-3)}, "ends_on", "cannot end before", id="out of order"),
            pytest.param({"reason": "x"}, "reason", "at least 3 characters", id="no reason"),
            pytest.param({"ground": "holiday"}, "ground", "not one of the available", id="no such ground"),
            pytest.param({"starts_on": day(-800)}, "starts_on", "more than two years ago", id="far back"),
        ],
    )
    def test_what_cannot_be_comes_back_at_its_field_with_what_was_typed(
        self, counsellor: Client, amina: Person, values: dict[str, str], field: str, problem: str
    ):
        registered(amina, days_ago(20))

        answer = counsellor.post(url("pause", amina), typed(**values))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert problem in page[page.index(f'id="id_{field}_error"') :][:800]
        assert not TermEvent.objects.exists()
        assert typed(**values)["reason"] in page

    def test_a_second_open_pause_is_refused_and_nothing_typed_is_lost(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        registered(amina, days_ago(20))
        TermEventFactory(person=amina, organisation=werkpunt, rule="screening")

        answer = counsellor.post(url("pause", amina), typed())

        assert answer.status_code == 422
        assert "This term stands still already." in answer.content.decode()
        assert REASON in answer.content.decode()

    def test_somebody_is_exempted_and_it_is_taken_back_after_a_question(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))
        counsellor.post(url("exempt", amina), typed())
        event = TermEvent.objects.get()
        assert event.kind == TermEventKind.EXEMPTION
        assert state_of(amina) == TermState.EXEMPT

        assert "Take the exemption back" in page_of(counsellor, url("revoke", amina, event.reference))
        answer = counsellor.post(url("revoke", amina, event.reference))

        assert answer.status_code == 303
        assert state_of(amina) == TermState.RUNNING
        assert counsellor.get(url("revoke", amina, event.reference)).status_code == 404

    def test_who_has_no_term_is_told_that_there_is_nothing_to_exempt_from(self, counsellor: Client, amina: Person):
        assert "No term runs for this person" in page_of(counsellor, url("exempt", amina))

    def test_what_happened_is_noted_and_taken_back(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))
        answer = counsellor.post(url("note", amina), {"fact": "not_self_reliant", "on": day(0)})
        assert answer.status_code == 303
        assert term_of(amina, "binding-agreement").state == TermState.RUNNING
        fact = NotedFact.objects.get()
        assert "Does not find the way to work alone" in page_of(counsellor, url("person", amina))

        assert "Take the note back" in page_of(counsellor, url("withdraw", amina, fact.reference))
        counsellor.post(url("withdraw", amina, fact.reference))

        fact.refresh_from_db()
        assert fact.revoked_at is not None
        assert counsellor.get(url("withdraw", amina, fact.reference)).status_code == 404

    def test_a_day_to_come_is_not_noted(self, counsellor: Client, amina: Person):
        answer = counsellor.post(url("note", amina), {"fact": "return_started", "on": day(1)})

        assert answer.status_code == 422
        assert "This day is still to come." in answer.content.decode()

    def test_a_pause_without_htmx_ends_and_one_is_back_at_the_terms(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, vdab: Organisation
    ):
        own = TermEventFactory(person=amina, organisation=werkpunt, rule="screening")
        other = TermEventFactory(person=amina, organisation=vdab)

        assert counsellor.post(url("resume", amina, own.reference)).status_code == 303
        refused = counsellor.post(url("resume", amina, other.reference), follow=True)

        assert "Another organisation noted this." in refused.content.decode()
        assert counsellor.get(url("resume", amina, own.reference)).status_code == 405

    def test_a_term_in_the_address_is_chosen_in_the_form(self, counsellor: Client, amina: Person):
        registered(amina, days_ago(20))

        page = page_of(counsellor, url("pause", amina) + "?rule=screening")

        assert '<option value="screening" selected>' in page


def test_the_terms_of_a_person_take_a_constant_number_of_queries(
    counsellor: Client,
    amina: Person,
    membership: Membership,
    werkpunt: Organisation,
    django_assert_max_num_queries: Any,
):
    for place in range(9):
        start = days_ago(900 - 30 * place)
        registered(amina, start, start + timedelta(days=9))
        TermEventFactory(person=amina, organisation=werkpunt, author=membership.user, starts_on=start, ends_on=start)
        NotedFactFactory(person=amina, organisation=werkpunt, author=membership.user, on=start)
    counsellor.get(url("person", amina))

    with django_assert_max_num_queries(22):
        page_of(counsellor, url("person", amina))


def test_days_are_said_with_their_weekday(counsellor: Client, amina: Person):
    registered(amina, date(2026, 10, 25))

    page = page_of(counsellor, url("person", amina))

    assert "Monday 28 December 2026" in page
    assert "Friday 25 December 2026 (Christmas Day)" in page
