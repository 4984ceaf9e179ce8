"""The yearly review on screen, from starting it to reading it beside today's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.pact.models import Action
from arbeidspact.steering.models import FrozenReview, Review
from tests.organisations.factories import MembershipFactory
from tests.steering.test_reviews import planned
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db


def url(name, review, *more):
    return reverse(f"steering:review{name}", args=[review.reference, *more])


@pytest.fixture
def lead(pact, vdab: Organisation):
    return client_of(MembershipFactory(organisation=vdab, roles=[Role.TEAM_LEAD], user__language="en"))


@pytest.fixture
def review(pact, steering) -> Review:
    today = timezone.localdate()
    days = {"since": (today - timedelta(days=365)).isoformat(), "until": today.isoformat()}
    answer = steering.post(reverse("steering:review-new", args=[pact.slug]), days)
    assert answer.status_code == 303
    return Review.objects.get()


@pytest.fixture
def frozen(review, steering) -> Review:
    steering.post(url("-conclusions", review), {"text": "We versnellen het eerste doel."})
    assert steering.post(url("-freeze", review), follow=True).status_code == 200
    review.refresh_from_db()
    return review


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_draft_to_the_signature(pact, review, steering, lead):
    assert lead.post(url("-comment", review, "jobteam"), {"text": "Goed op weg."}).status_code == 303
    assert "Goed op weg." in text_of(steering.get(url("", review)))
    steering.post(url("-conclusions", review), {"text": "We versnellen het eerste doel."})
    steering.post(url("-freeze", review))

    page = text_of(lead.get(url("", review)))
    assert FrozenReview.objects.get().sha256 in page
    assert "Nothing on this page changed since" in page
    assert "Goed op weg." in page
    assert url("-comment", review, "jobteam") not in page
    lead.post(url("-sign", review), {"kind": "agreed_with_note", "note": "Het derde doel mist een getal."})
    page = text_of(lead.get(url("", review)))
    assert "Agreed, with a note" in page
    assert "Het derde doel mist een getal." in page
    assert "Sign for our organisation" not in page


def test_beside_todays_says_what_changed(pact, frozen, steering):
    assert "0 of 3 goals and actions changed." in text_of(steering.get(url("-beside", frozen)))
    Action.objects.filter(slug="jobteam").update(published_status="expanding")

    page = text_of(steering.get(url("-beside", frozen)))

    assert "1 of 3 goals and actions changed." in page
    assert "Being expanded" in page


def test_the_document_is_what_the_hash_counts(pact, frozen, steering):
    answer = steering.get(url("-document", frozen))

    assert answer.content.decode() == FrozenReview.objects.get().document
    assert frozen.frozen.sha256[:12] in answer["Content-Disposition"]


def test_a_draft_has_no_document_and_nothing_beside_it(pact, review, steering):
    assert steering.get(url("-document", review)).status_code == 404
    assert steering.get(url("-beside", review)).status_code == 409


def test_freezing_without_conclusions_says_what_to_do(pact, review, steering):
    page = text_of(steering.post(url("-freeze", review), follow=True))

    assert "There are no conclusions yet. The steering group writes them first." in page
    assert not FrozenReview.objects.exists()


def test_a_note_that_is_missing_comes_back_at_its_field(pact, frozen, lead):
    answer = lead.post(url("-sign", frozen), {"kind": "agreed_with_note", "note": ""})

    assert answer.status_code == 422
    assert "Write the note, or agree without one." in answer.content.decode()


def test_a_comment_with_a_number_of_somebody_comes_back(pact, review, lead):
    answer = lead.post(url("-comment", review, "jobteam"), {"text": "Bel 0470 12 34 56 hierover."})

    assert answer.status_code == 422
    assert "Bel 0470 12 34 56 hierover." in answer.content.decode()


def test_the_versions_say_who_signed(pact, frozen, steering, lead):
    lead.post(url("-sign", frozen), {"kind": "agreed", "note": ""})

    page = text_of(lead.get(reverse("steering:reviews", args=[pact.slug])))

    assert frozen.frozen.sha256[:12] in page
    assert "VDAB" in page
    assert reverse("steering:review-new", args=[pact.slug]) not in page


def test_days_that_cannot_be_come_back(pact, steering):
    today = timezone.localdate().isoformat()
    answer = steering.post(reverse("steering:review-new", args=[pact.slug]), {"since": today, "until": "2019-01-01"})

    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.content.decode()


def test_a_draft_can_be_thrown_away(pact, review, steering):
    assert steering.post(url("-discard", review)).status_code == 303
    assert not Review.objects.exists()


def test_only_the_steering_group_freezes(pact, review, lead):
    assert lead.post(url("-freeze", review)).status_code == 403
    assert "Freeze the review" not in text_of(lead.get(url("", review)))


def test_the_page_of_the_steering_group_leads_to_the_review(pact, frozen, steering):
    page = text_of(steering.get(reverse("steering:overview", args=[pact.slug])))

    assert url("-beside", frozen) in page


def test_the_number_of_queries_of_a_frozen_review(pact, frozen, steering, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        steering.get(url("", frozen))


def test_the_plan_of_an_action_reads_in_words(pact, review, steering):
    planned()

    page = text_of(steering.get(url("", review)))

    for words in ("At risk. De klas zit vol.", "By the facts: Delayed", "Room open", "Twee consulenten", "1,000.5"):
        assert words in page
    assert "Realised: 920 on" in page
    assert "Te weinig plaatsen (likelihood high, impact medium)" in page


def test_actions_at_risk_stand_on_the_page_of_the_steering_group(pact, steering):
    assert "No action is at risk" in text_of(steering.get(reverse("steering:overview", args=[pact.slug])))
    planned()

    page = text_of(steering.get(reverse("steering:overview", args=[pact.slug])))

    assert "1 milestone is past its day" in page
    assert reverse("pact:action", args=[pact.slug, "jobteam"]) in page
