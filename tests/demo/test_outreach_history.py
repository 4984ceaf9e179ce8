"""Three invented years of outreach look like a city: a funnel that narrows, work for the login that tries it."""

import pytest
from django.utils import timezone

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import Membership
from arbeidspact.outreach.funnel import FunnelQuestion, funnel, funnel_counts
from arbeidspact.outreach.models import Contact, ContactState, Place
from arbeidspact.outreach.queries import contact_counts
from arbeidspact.outreach.states import state_expression
from arbeidspact.people.models import PersonStatus, StatusKind
from arbeidspact.people.statuses import CONTRADICTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load_demo(Size(people=300, vacancies=40))


def test_every_state_is_there_and_every_row_is_invented(demo):
    states = set(Contact.objects.annotate(state=state_expression()).order_by().values_list("state", flat=True))

    assert states == set(ContactState)
    assert not Contact.objects.filter(is_invented=False).exists()
    assert not Place.objects.filter(is_invented=False).exists()
    assert not Contact.objects.filter(met_on__gt=timezone.localdate()).exists()


def test_the_outreach_worker_of_the_demo_has_contacts_and_some_wait(demo):
    actor = actor_of(Membership.objects.get(user__email="outreach@demo.example"))

    counts = contact_counts(actor, days=14)

    assert counts.open >= 8
    assert counts.waiting >= 3


def test_the_funnel_narrows_and_says_that_its_people_are_invented(demo):
    actor = actor_of(Membership.objects.get(user__email="outreach@demo.example"))
    found = funnel(actor, FunnelQuestion("jobteam"))
    figures = [one.count for one in funnel_counts(actor) if one.programme == "jobteam"]

    assert found.is_invented
    assert figures == sorted(figures, reverse=True)
    assert figures[0] > 80
    assert figures[2] > 0


def test_nobody_has_two_statuses_that_contradict_each_other(demo):
    held: dict[int, set[StatusKind]] = {}
    for person, kind in PersonStatus.objects.filter(until__isnull=True).values_list("person_id", "kind"):
        held.setdefault(person, set()).add(StatusKind(kind))

    assert not [kinds for kinds in held.values() if any(pair <= kinds for pair in CONTRADICTIONS)]
