"""The log of decisions on screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.steering.models import Decision, FollowUpTask
from tests.steering.factories import SignalFactory, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider(steering) -> Actor:
    return actor_of(Membership.objects.get(grants__role=Role.STEERING_MEMBER))


def typed(**changes):
    return {
        "body": "steering-group",
        "taken_on": timezone.localdate().isoformat(),
        "title_nl": "Een tweede taalklas",
        "text": "We openen een tweede klas taal en werk.",
        "about": ["action:jobteam"],
        "minority": "Voka:\nDe klas ligt te ver.\nNiemand raakt er.\n\nUnizo:\nTe duur voor ons.",
        **changes,
    }


def page_of(client, name, *args, **query):
    answer = client.get(reverse(f"steering:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_draft_to_what_is_done(pact, steering, partner, decider):
    decided(pact, decider)
    made = steering.post(reverse("steering:decision-new", args=[pact.slug]), typed())
    decision = Decision.objects.get(number__endswith="-02")
    assert made["Location"] == reverse("steering:decision", args=[decision.reference])
    assert "Een tweede taalklas" not in page_of(partner, "decisions", pact.slug)

    assert steering.post(reverse("steering:decision-adopt", args=[decision.reference])).status_code == 303
    page = page_of(partner, "decision", decision.reference)
    assert "Voka does not agree:" in page
    assert "Niemand raakt er." in page
    assert "Unizo does not agree:" in page
    assert "Correct in a new version" not in page

    due = (timezone.localdate() - timedelta(days=2)).isoformat()
    task = {"what": "Een lokaal zoeken", "owner": "OCMW Gent", "due_on": due}
    assert steering.post(reverse("steering:task-add", args=[decision.reference]), task).status_code == 303
    assert "2 days too late" in page_of(partner, "overview", pact.slug)
    kept = FollowUpTask.objects.get()
    done = {"done_on": timezone.localdate().isoformat(), "outcome": "Gevonden in de Brugse Poort"}
    steering.post(reverse("steering:task-act", args=[decision.reference, kept.reference, "finish"]), done)
    assert "Gevonden in de Brugse Poort" in page_of(partner, "decision", decision.reference)
    assert "Nothing that was decided waits to be done." in page_of(partner, "overview", pact.slug)


def test_a_minority_note_without_words_comes_back_with_everything_typed(pact, steering, decider):
    decided(pact, decider)
    answer = steering.post(reverse("steering:decision-new", args=[pact.slug]), typed(minority="Voka is tegen"))

    assert answer.status_code == 422
    assert "a colon, and why" in answer.content.decode()
    assert "We openen een tweede klas taal en werk." in answer.content.decode()
    assert Decision.objects.count() == 1


def test_a_draft_opens_with_its_words_and_keeps_notes_as_they_were(pact, steering, decider):
    decision = decided(pact, decider, adopted=False)

    page = page_of(steering, "decision-edit", decision.reference)

    assert "Voka:\nDe klas is te ver van de bedrijven." in page
    assert 'value="action:jobteam" selected' in page


def test_a_correction_leaves_the_old_words_on_the_page(pact, steering, partner, decider):
    decision = decided(pact, decider)
    answer = steering.post(
        reverse("steering:decision-correct", args=[decision.reference]), typed(correction="De titel was fout.")
    )
    assert answer.status_code == 303
    assert "A correction that is being prepared" in page_of(steering, "decision", decision.reference)
    steering.post(reverse("steering:decision-adopt", args=[decision.reference]))

    page = page_of(partner, "decision", decision.reference)
    assert "Een tweede taalklas" in page
    assert "Version 1: A second language class in autumn" in page
    assert "De titel was fout." in page


def test_a_decision_can_be_recorded_from_a_signal(pact, steering, decider):
    decided(pact, decider)
    signal = SignalFactory(title="Wachtlijst")

    page = page_of(steering, "decision-new", pact.slug, signal=str(signal.reference))

    assert f'value="signal:{signal.reference}" selected' in page


def test_what_was_decided_about_a_signal_stands_on_its_page(pact, partner, decider):
    signal = SignalFactory()
    decided(pact, decider, about=(f"signal:{signal.reference}",))

    assert "A second language class in autumn" in page_of(partner, "signal", signal.reference)


def test_the_file_holds_the_minority_notes(pact, partner, decider):
    decided(pact, decider)
    file = b"".join(partner.get(reverse("steering:decisions-file", args=[pact.slug])).streaming_content).decode()

    assert "Voka: De klas is te ver van de bedrijven." in file
    assert "Action: Job team" in file


def test_the_filter_is_said_in_words(pact, partner, decider):
    decided(pact, decider)

    page = page_of(partner, "decisions", pact.slug, standing="in_force", body="steering-group", about="action:jobteam")

    assert "Steering group, Job team, In force" in page
    assert "1 result" in page


def test_partners_do_not_record(pact, partner, decider):
    decision = decided(pact, decider)

    assert partner.get(reverse("steering:decision-new", args=[pact.slug])).status_code == 403
    assert partner.post(reverse("steering:decision-adopt", args=[decision.reference])).status_code == 403
