"""The caseload: its parts with their counts, filters kept under a name, one act for several people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.followup.models import RuleName
from arbeidspact.organisations.models import SavedView
from arbeidspact.pathways.models import Step
from arbeidspact.people.models import Accompaniment, TeamMember
from arbeidspact.people.queries import PeopleFilter, ReferentFilter, caseload_sizes, find_people
from tests.followup.factories import LineFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/people/"


def text_of(answer) -> str:
    return answer.content.decode()


def test_each_part_says_how_many_it_holds(browser, counsellor, werkpunt):
    PersonFactory(given_name="Mine", accompanied_by=werkpunt, accompanied_by__referent=counsellor.user)
    shared = PersonFactory(given_name="Shared", accompanied_by=werkpunt)
    TeamMember.objects.create(
        accompaniment=shared.accompaniments.get(), user=counsellor.user, purpose="Jobcoach", since="2026-01-05"
    )

    page = text_of(browser.get(LIST, {"referent": "team"}))

    for words in ("I am the referent 1", "I am in the team 2", "Nobody is the referent 1", "All of our people 2"):
        assert words in " ".join(page.split())
    assert "Mine" in page
    assert "Shared" in page


def test_the_list_keeps_to_those_for_whom_something_cannot_wait(browser, werkpunt):
    waiting = PersonFactory(given_name="Waits", accompanied_by=werkpunt)
    PersonFactory(given_name="Fine", accompanied_by=werkpunt)
    LineFactory(person=waiting, organisation=werkpunt, rule=RuleName.SILENCE)

    page = text_of(browser.get(LIST, {"referent": "all", "waiting": "silence"}))

    assert "Waits" in page
    assert ">Fine" not in page


def test_a_filter_is_kept_under_a_name_and_found_again(browser, werkpunt):
    browser.post(reverse("keep-view", args=["people"]), {"name": "Stil", "query": "referent=all&waiting=silence"})

    assert "referent=all&amp;waiting=silence" in text_of(browser.get(LIST))
    browser.post(reverse("forget-view", args=[SavedView.objects.get().pk]))
    assert not SavedView.objects.exists()


def test_a_list_that_does_not_exist_keeps_no_view(browser):
    assert browser.post(reverse("keep-view", args=["nonsense"]), {"name": "x", "query": ""}).status_code == 404


@pytest.fixture
def two(werkpunt):
    return [PersonFactory(family_name=name, accompanied_by=werkpunt) for name in ("Eerste", "Tweede")]


def references(people):
    return [str(person.reference) for person in people]


def test_a_referent_is_named_for_several_people_after_a_look_at_who_they_are(browser, counsellor, two):
    asked = browser.post(reverse("people:bulk"), {"act": "referent", "person": references(two)})
    assert "Eerste" in text_of(asked)
    assert "For 2 people" in text_of(asked)
    assert not Accompaniment.objects.filter(referent__isnull=False).exists()

    browser.post(
        reverse("people:bulk"),
        {"act": "referent", "person": references(two), "confirmed": "yes", "referent": counsellor.user.pk},
    )

    assert Accompaniment.objects.filter(referent=counsellor.user).count() == 2


def test_a_step_is_agreed_with_several_people_at_once_or_with_none(browser, two):
    step = {
        "act": "step",
        "confirmed": "yes",
        "owner": "person",
        "what": "Naar de jobbeurs gaan",
        "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    stranger = PersonFactory()

    refused = browser.post(reverse("people:bulk"), {**step, "person": [*references(two), str(stranger.reference)]})
    assert refused.status_code == 403
    assert not Step.objects.exists()

    browser.post(reverse("people:bulk"), {**step, "person": references(two)})
    assert set(Step.objects.values_list("person", flat=True)) == {person.pk for person in two}


def test_what_was_typed_stays_when_it_is_refused(browser, two):
    answer = browser.post(
        reverse("people:bulk"),
        {"act": "step", "confirmed": "yes", "what": "Naar de jobbeurs gaan", "person": references(two)},
    )

    assert answer.status_code == 422
    assert "Naar de jobbeurs gaan" in text_of(answer)
    assert "Eerste" in text_of(answer)


def test_nobody_ticked_says_what_to_do(browser):
    answer = browser.post(reverse("people:bulk"), {"act": "referent"}, follow=True)

    assert "Tick the people" in text_of(answer)


@pytest.mark.parametrize("sent", [{"act": "dismiss"}, {"act": "referent", "person": "no-uuid"}])
def test_nonsense_is_refused(browser, sent):
    assert browser.post(reverse("people:bulk"), sent).status_code == 404


def test_the_counts_are_those_of_the_lists(counsellor, werkpunt):
    PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=counsellor.user)
    for _ in range(2):
        PersonFactory(accompanied_by=werkpunt)
    PersonFactory(accompanied_by=werkpunt, accompanied_by__until="2026-02-01")
    TeamMember.objects.create(
        accompaniment=Accompaniment.objects.filter(referent=None, until=None).first(),
        user=counsellor.user,
        purpose="Jobcoach",
        since="2026-01-05",
    )
    sizes = caseload_sizes(counsellor)

    assert sizes == {part: find_people(counsellor, PeopleFilter(referent=part)).count for part in ReferentFilter}
    assert sizes[ReferentFilter.TEAM] == 2
