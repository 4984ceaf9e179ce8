"""After-care on the person's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.followup.models import AftercareTalk
from arbeidspact.organisations.models import AuditEvent
from tests.organisations.factories import OrganisationFactory
from tests.pathways.factories import PlacementFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(werkpunt, membership):
    return PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=membership.user)


@pytest.fixture
def work(amina, werkpunt):
    since = timezone.localdate() - timedelta(days=95)
    return PlacementFactory(person=amina, organisation=werkpunt, rung="regular-economy", where="De Brug", since=since)


def page_of(client, person) -> str:
    return client.get(reverse("people:file", args=[person.reference])).content.decode()


def address_of(work, month: int = 3) -> str:
    return reverse("followup:aftercare", args=[work.person.reference, work.reference, month])


def answer(**changed):
    today = timezone.localdate().isoformat()
    return {"side": "person", "still_at_work": "yes", "held_on": today, "note": "Goede ploeg", **changed}


def test_after_three_months_both_are_asked_and_the_answers_stand_on_the_page(counsellor, amina, work):
    assert "Note how it goes after 3 months" in page_of(counsellor, amina)

    said = counsellor.post(address_of(work), answer(), follow=True).content.decode()
    assert "What was said of the work is noted" in said
    assert "Goede ploeg" in said
    counsellor.post(address_of(work), answer(side="employer", needs_support="on"))

    page = page_of(counsellor, amina)
    assert "Note how it goes after 3 months" not in page
    assert "support is needed" in page
    assert "asked again from" in page
    assert "Goede ploeg" not in str(list(AuditEvent.objects.values()))


def test_the_same_is_not_noted_twice_and_what_was_typed_stays(counsellor, work):
    counsellor.post(address_of(work), answer())

    again = counsellor.post(address_of(work), answer(note="Toch niet"))

    assert again.status_code == 422
    assert "noted already" in again.content.decode()
    assert "Toch niet" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"held_on": "2999-01-01"}, "still to come", id="a day to come"),
        pytest.param({"held_on": "2001-01-01"}, "before the start", id="before the work"),
        pytest.param({"still_at_work": "perhaps"}, "", id="an answer that is none"),
        pytest.param({"side": ""}, "", id="nobody asked"),
    ],
)
def test_nonsense_is_refused_at_its_field(counsellor, work, changed, says):
    refused = counsellor.post(address_of(work), answer(**changed))

    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert not AftercareTalk.objects.exists()


def test_a_mistake_is_taken_back(counsellor, work):
    counsellor.post(address_of(work), answer())
    talk = AftercareTalk.objects.get()

    counsellor.post(reverse("followup:aftercare-take-back", args=[work.person.reference, talk.reference]))

    assert not AftercareTalk.objects.exists()


def test_work_that_another_organisation_follows_is_seen_and_not_noted(counsellor, amina):
    other = OrganisationFactory()
    AccompanimentFactory(person=amina, organisation=other)
    since = timezone.localdate() - timedelta(days=95)
    work = PlacementFactory(person=amina, organisation=other, rung="regular-economy", since=since)

    assert f"{other.name} asks now" in page_of(counsellor, amina)
    assert counsellor.post(address_of(work), answer()).status_code == 422


@pytest.mark.parametrize("month", [1, 4, 99])
def test_a_month_at_which_nothing_is_asked_is_not_there(counsellor, work, month):
    assert counsellor.get(address_of(work, month)).status_code == 404


def test_somebody_without_work_has_no_after_care(counsellor, amina):
    assert "#aftercare" not in page_of(counsellor, amina)
