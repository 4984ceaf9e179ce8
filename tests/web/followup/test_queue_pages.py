"""The queues on the screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.followup.actions import run_rules
from arbeidspact.followup.models import Line, LineEvent
from arbeidspact.organisations.actor import operator
from arbeidspact.people.models import AccessEvent
from tests.followup.factories import LineFactory
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory
from tests.outreach.factories import ContactFactory, PlaceFactory
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
QUEUE = "/follow-up/"


def on(line: Line, act: str) -> str:
    return reverse(f"followup:{act}", args=[line.reference])


def test_the_queue_shows_who_why_what_to_do_and_whose_turn(counsellor, line):
    page = counsellor.get(QUEUE).content.decode()

    for words in ("Amina Wachtmans", "No next step is agreed", "Agree the next step", "20 days"):
        assert words in page
    assert AccessEvent.objects.filter(person=line.person).exists()


def test_a_silent_employer_waits_for_who_introduced_until_the_answer_is_noted(
    counsellor, lead, membership, werkpunt, django_capture_on_commit_callbacks
):
    person = PersonFactory(accompanied_by=werkpunt, given_name="Bilal", family_name="Wachtmans")
    made = IntroductionFactory(person=person, organisation=werkpunt, by=membership.user, late=True)
    run_rules(("employer_silent",), actor=operator(), is_rehearsal=False)
    where = reverse("introductions:detail", args=[made.reference])

    page = counsellor.get(QUEUE).content.decode()
    assert "Bilal Wachtmans" in page
    assert "An employer does not answer" in page
    assert where in page
    assert where in counsellor.get("/").content.decode()
    assert where in counsellor.get(on(Line.objects.get(), "line")).content.decode()
    everybody = lead.get(QUEUE, {"scope": "organisation"}).content.decode()
    assert "rule=employer_silent" in everybody

    with django_capture_on_commit_callbacks(execute=True):
        noted = {"answer": "vacancy_gone", "answered_on": timezone.localdate().isoformat()}
        counsellor.post(reverse("introductions:act", args=[made.reference, "answer"]), noted)
    assert "Bilal Wachtmans" not in counsellor.get(QUEUE).content.decode()


def test_who_introduces_nobody_is_led_to_the_file_for_a_silent_employer(werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    made = IntroductionFactory(person=person, organisation=werkpunt, late=True)
    run_rules(("employer_silent",), actor=operator(), is_rehearsal=False)
    outreach = MembershipFactory(organisation=werkpunt, roles=["outreach_worker"], user__language="en")

    page = client_of(outreach).get(QUEUE, {"scope": "nobody"}).content.decode()

    assert reverse("introductions:detail", args=[made.reference]) not in page
    assert reverse("people:file", args=[person.reference]) in page


def test_an_empty_queue_says_that_all_is_well(counsellor):
    page = counsellor.get(QUEUE).content.decode()

    assert "Nothing waits here" in page
    assert "not looked through yet" in page


def test_a_line_rests_with_a_reason_and_can_be_taken_back(counsellor, line):
    until = timezone.localdate() + timedelta(days=4)

    answer = counsellor.post(on(line, "snooze"), {"until": until.isoformat(), "reason": "Wacht op attest"}, follow=True)

    assert "Nothing waits here" in answer.content.decode()
    assert "1 line rests" in answer.content.decode()
    assert "Amina Wachtmans" in counsellor.get(QUEUE, {"resting": "yes"}).content.decode()
    counsellor.post(on(line, "wake"))
    assert "Amina Wachtmans" in counsellor.get(QUEUE).content.decode()


def test_a_refused_rest_keeps_what_was_typed(counsellor, line):
    answer = counsellor.post(
        on(line, "snooze"), {"until": timezone.localdate().isoformat(), "reason": "Wacht op attest"}
    )

    assert answer.status_code == 422
    assert "Wacht op attest" in answer.content.decode()
    assert "This day has come already" in answer.content.decode()


def test_what_nobody_has_yet_is_taken_with_one_press(counsellor, line, membership):
    Line.objects.update(owner=None)
    assert "I take it" in counsellor.get(QUEUE, {"scope": "nobody"}).content.decode()

    counsellor.post(on(line, "take"))

    assert Line.objects.get().owner == membership.user


def test_a_line_is_brought_to_the_lead_who_gives_it_to_another(counsellor, lead, line, werkpunt):
    counsellor.post(on(line, "escalate"), {"reason": "Geen antwoord van de partner"})
    page = lead.get(QUEUE, {"scope": "escalated"}).content.decode()
    assert "Amina Wachtmans" in page
    colleague = MembershipFactory(organisation=werkpunt, roles=["counsellor"])

    lead.post(on(line, "reassign"), {"owner": colleague.user.pk, "reason": "Kent de partner"})

    assert Line.objects.get().owner == colleague.user
    history = lead.get(on(line, "line")).content.decode()
    assert "Kent de partner" in history
    assert "Geen antwoord van de partner" in history
    assert LineEvent.objects.count() == 2


def test_a_counsellor_has_no_queue_of_everybody(counsellor, line):
    page = counsellor.get(QUEUE, {"scope": "organisation"}).content.decode()

    assert "The whole organisation" not in page


def test_a_filter_by_rule_and_pages_keep_to_the_scope(counsellor, line, werkpunt, membership):
    for _ in range(30):
        LineFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, owner=membership.user)

    page = counsellor.get(QUEUE, {"rule": "no_next_step", "page": 2}).content.decode()

    assert "31 results" in page
    assert "rule=no_next_step" in page
    assert "Nothing waits here" in counsellor.get(QUEUE, {"rule": "silence"}).content.decode()


def test_a_line_that_was_solved_meanwhile_says_so(counsellor, line):
    Line.objects.update(closed_on=timezone.localdate())

    answer = counsellor.get(on(line, "snooze"))

    assert answer.status_code == 404
    assert "no longer in the queue" in answer.content.decode()


def test_the_queue_takes_a_constant_number_of_queries(
    counsellor, line, werkpunt, membership, django_assert_max_num_queries
):
    for _ in range(24):
        LineFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, owner=membership.user)

    with django_assert_max_num_queries(24):
        counsellor.get(QUEUE)


def test_a_contact_without_a_file_stands_among_them_with_its_own_page(counsellor, werkpunt, membership):
    contact = ContactFactory(
        place=PlaceFactory(organisation=werkpunt),
        organisation=werkpunt,
        registered_by=membership.user,
        given_name="Samira",
        met_on=timezone.localdate() - timedelta(days=20),
    )
    run_rules(("contact_waiting",), actor=operator(), is_rehearsal=False)
    line = Line.objects.get()
    its_page = reverse("outreach:contact", args=[contact.reference])

    for address in (QUEUE, on(line, "line"), reverse("home")):
        page = counsellor.get(address).content.decode()
        assert "Samira" in page
        assert its_page in page
    assert "Samira" in counsellor.get(on(line, "snooze")).content.decode()
