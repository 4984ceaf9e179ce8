"""The invented talks and handovers hang together, in every state, and lie in the past."""

import pytest
from django.utils import timezone

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.handovers.models import Handover, HandoverState, HandoverTransition
from arbeidspact.organisations.models import User
from arbeidspact.people.models import Accompaniment
from arbeidspact.teams.models import Conversation, Lead
from arbeidspact.teams.queries import silences

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load_demo(Size(people=400, vacancies=20))


def test_talks_and_handovers_hang_together(demo):
    today = timezone.localdate()

    assert Conversation.objects.count() > 400
    assert not Conversation.objects.filter(on__gt=today).exists()
    assert not Conversation.objects.filter(is_invented=False).exists()
    assert 0 < len(silences(today, 5)) < 150
    states = set(Handover.objects.values_list("state", flat=True))
    assert {HandoverState.PENDING, HandoverState.CONFIRMED, HandoverState.ACCEPTED, HandoverState.MET} <= states
    for handover in Handover.objects.prefetch_related("transitions"):
        log = list(handover.transitions.all())
        assert log[-1].to_state == handover.state
        assert [one.at for one in log] == sorted(one.at for one in log)
    assert not HandoverTransition.objects.filter(at__date__gt=today).exists()


def test_a_confirmed_handover_left_the_lead_with_the_receiver(demo):
    confirmed = Handover.objects.filter(state=HandoverState.CONFIRMED).first()

    assert Lead.objects.get(person=confirmed.person).organisation == confirmed.receiver
    assert Accompaniment.objects.get(person=confirmed.person, organisation=confirmed.sender).until is not None


def test_the_login_of_the_city_has_handovers_under_way(demo):
    counsellor = User.objects.get(email="counsellor@demo.example")

    assert Handover.objects.filter(sent_by=counsellor, state__in=["pending", "accepted", "met"]).exists()
