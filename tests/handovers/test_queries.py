"""What each side sees of a handover, the list, and handovers in limbo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.correspondence.links import open_link
from arbeidspact.handovers.actions import accept_handover, refuse_handover, send_handover
from arbeidspact.handovers.commands import AcceptHandover, RefuseHandover, SendHandover
from arbeidspact.handovers.lead_times import Course, lead_times, median_days, times_of
from arbeidspact.handovers.models import HandoverEvent, HandoverPart, HandoverPause, HandoverState, PartKind
from arbeidspact.handovers.queries import (
    Direction,
    HandoverFilter,
    handover_behind,
    handover_list,
    handovers_in_limbo,
    handovers_of,
    open_handover,
    receivers,
)
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.models import AccessEvent, Ground, Look, Purpose
from arbeidspact.teams.telling import SOURCES, Told
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def asks(**changes) -> SendHandover:
    return SendHandover(
        **{"receiver": "vdab", "why": "Zoekt werk in de bouw", "parts": frozenset({PartKind.CONTACT}), **changes}
    )


def test_the_receiver_sees_what_was_chosen_and_the_look_is_recorded(file, amina, vdab, counsellor_of_vdab):
    handover = send_handover(asks(), file=file).handover

    view = open_handover(counsellor_of_vdab, handover.reference)

    assert [part.kind for part in view.parts] == [PartKind.CONTACT]
    assert view.full_name == f"{amina.given_name} {amina.family_name}"
    event = AccessEvent.objects.latest("pk")
    assert (event.person, event.user, event.purpose, event.look) == (
        amina,
        counsellor_of_vdab.user,
        Purpose.HANDOVER,
        Look.PART,
    )
    assert view.events == {HandoverEvent.ACCEPT, HandoverEvent.REFUSE}


def test_after_a_refusal_the_receiver_sees_neither_name_nor_parts(file, vdab, counsellor_of_vdab):
    handover = send_handover(asks(), file=file).handover
    refuse_handover(RefuseHandover(handover=handover.reference, reason="Geen plaats"), actor=counsellor_of_vdab)

    view = open_handover(counsellor_of_vdab, handover.reference)

    assert (view.full_name, list(view.parts), view.is_over) == ("", [], True)


def test_another_organisation_finds_nothing(file, vdab, stranger):
    handover = send_handover(asks(), file=file).handover

    with pytest.raises(NotFound):
        open_handover(stranger, handover.reference)


@pytest.fixture
def telling_of_health(monkeypatch):
    told = Told((("Slaapt", "goed"),), (("Gezondheid", "Ziet de specialist"),))
    monkeypatch.setitem(SOURCES, PartKind.ASSESSMENT, lambda _file: told)


def opened(actor, person):
    open_compartment(OpenCompartment(person=person.reference, purpose="Overdracht voorbereiden"), actor=actor)
    return open_file(actor, person.reference)


def test_a_sensitive_part_stays_at_home_unless_it_is_chosen_too(telling_of_health, counsellor, amina, vdab):
    parts = frozenset({PartKind.ASSESSMENT})
    handover = send_handover(asks(parts=parts), file=opened(counsellor, amina)).handover

    assert "specialist" not in str(list(HandoverPart.objects.values_list("lines", flat=True)))
    assert handover.parts.count() == 1


def test_a_sensitive_part_opens_for_the_receiver_with_the_compartment_alone(
    telling_of_health, counsellor, amina, vdab, counsellor_of_vdab
):
    parts = frozenset({PartKind.ASSESSMENT})
    handover = send_handover(asks(parts=parts, sensitive=parts), file=opened(counsellor, amina)).handover

    before = open_handover(counsellor_of_vdab, handover.reference)
    assert (before.protected, "specialist" in str([part.lines for part in before.parts])) == (1, False)
    accept_handover(AcceptHandover(handover=handover.reference, ground=Ground.STATUTORY_TASK), actor=counsellor_of_vdab)
    closed = open_handover(counsellor_of_vdab, handover.reference)
    assert closed.protected == 1

    opened(counsellor_of_vdab, amina)
    after = open_handover(counsellor_of_vdab, handover.reference)
    assert (after.protected, "specialist" in str([part.lines for part in after.parts])) == (0, True)


def test_the_holder_of_a_link_sees_a_name_only_after_asking(file, amina):
    sent = send_handover(asks(receiver="", partner_name="Buurthuis", partner_email="huis@example.org"), file=file)

    _handover, name, parts = handover_behind(open_link(sent.link.raw), has_asked=False)
    assert (name, parts) == ("", [])
    assert not AccessEvent.objects.filter(purpose=Purpose.HANDOVER).exists()

    _handover, name, parts = handover_behind(open_link(sent.link.raw), has_asked=True)
    assert (name, len(parts)) == (f"{amina.given_name} {amina.family_name}", 1)
    assert AccessEvent.objects.filter(purpose=Purpose.HANDOVER, user=None).count() == 1


def test_the_list_shows_both_directions_and_no_name_of_who_is_not_ours(counsellor, werkpunt, vdab, amina):
    HandoverFactory(person=amina, sender=werkpunt, receiver=vdab, waiting_days=2)
    HandoverFactory(sender=vdab, receiver=werkpunt, waiting_days=4)
    HandoverFactory(sender=vdab, receiver=OrganisationFactory())

    found = handover_list(counsellor, HandoverFilter())

    assert (found.count, found.incoming, found.outgoing, found.our_turn) == (2, 1, 1, 1)
    assert [(line.days, line.person is None, line.is_our_turn) for line in found.page.object_list] == [
        (4, True, True),
        (2, False, False),
    ]


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        (HandoverFilter(), 3),
        (HandoverFilter(Direction.INCOMING), 1),
        (HandoverFilter(Direction.OUTGOING), 2),
        (HandoverFilter(state="all"), 6),
        (HandoverFilter(state="refused"), 1),
        (HandoverFilter(state="expired"), 2),
        (HandoverFilter(state="pending"), 1),
        (HandoverFilter(only_our_turn=True), 2),
        (HandoverFilter(state="nonsense"), 3),
    ],
)
def test_the_list_narrows_to_its_filter(counsellor, werkpunt, vdab, narrowed, count):
    HandoverFactory(sender=vdab, receiver=werkpunt)
    HandoverFactory(sender=werkpunt, receiver=vdab, accepted=True)
    HandoverFactory(sender=werkpunt, receiver=vdab, met=True)
    HandoverFactory(sender=werkpunt, receiver=vdab, refused=True)
    HandoverFactory(sender=werkpunt, receiver=vdab, expired=True)
    HandoverFactory(sender=werkpunt, receiver=vdab, expires_on=today() - timedelta(days=1))

    assert handover_list(counsellor, narrowed).count == count


def test_the_list_costs_the_same_for_more_handovers(counsellor, werkpunt, vdab, django_assert_max_num_queries):
    for _ in range(15):
        HandoverFactory(person=PersonFactory(accompanied_by=werkpunt), sender=werkpunt, receiver=vdab)

    with django_assert_max_num_queries(10):
        assert len(handover_list(counsellor, HandoverFilter()).page.object_list) == 15


def test_the_file_names_its_handovers_newest_first(file, amina, werkpunt, vdab, django_assert_num_queries):
    HandoverFactory(person=amina, sender=werkpunt, receiver=vdab, refused=True, waiting_days=40)
    newest = HandoverFactory(person=amina, sender=werkpunt, receiver=vdab)

    with django_assert_num_queries(1):
        found = handovers_of(file)
    assert next(line.handover for line in found) == newest
    assert len(found) == 2


def test_one_hands_over_to_organisations_that_guide_people_and_not_to_oneself(counsellor, vdab):
    OrganisationFactory(employer=True)

    assert receivers(counsellor) == [vdab]


@pytest.mark.parametrize(("days", "is_in_limbo", "is_escalated"), [(4, 0, 0), (5, 1, 0), (11, 1, 0), (12, 1, 1)])
def test_from_five_days_on_it_is_in_limbo_and_from_twelve_escalated(werkpunt, vdab, days, is_in_limbo, is_escalated):
    lead = actor_with(Role.TEAM_LEAD, organisation=vdab)
    HandoverFactory(sender=werkpunt, receiver=vdab, waiting_days=days)

    found = handovers_in_limbo(today())

    assert len(found) == is_in_limbo
    assert [one.escalated_to for one in found] == ([(lead.user.pk,)] if is_escalated else [()] * is_in_limbo)


def test_where_there_is_no_team_lead_the_administrator_hears_of_it(werkpunt, vdab):
    administrator = actor_with(Role.ADMINISTRATOR, organisation=vdab)
    HandoverFactory(sender=werkpunt, receiver=vdab, waiting_days=20)

    assert handovers_in_limbo(today())[0].escalated_to == (administrator.user.pk,)


@pytest.mark.parametrize(("days", "rests"), [(-1, False), (0, True), (3, True)])
def test_a_pause_rests_up_to_and_with_its_last_day(werkpunt, vdab, days, rests):
    handover = HandoverFactory(sender=werkpunt, receiver=vdab, waiting_days=9)
    HandoverPause.objects.create(
        handover=handover,
        since=today() - timedelta(days=5),
        until=today() + timedelta(days=days),
        reason="Vakantie",
    )

    assert bool(handovers_in_limbo(today())) is not rests


def test_a_limbo_names_whose_turn_it_is(werkpunt, vdab, amina, counsellor, counsellor_of_vdab):
    waiting = HandoverFactory(person=amina, sender=werkpunt, receiver=vdab, waiting_days=8)
    met = HandoverFactory(person=amina, sender=werkpunt, receiver=OrganisationFactory(), met=True, waiting_days=7)

    first, second = handovers_in_limbo(today())

    assert (first.handover, first.organisation, first.user, first.state) == (
        waiting.reference,
        vdab.pk,
        None,
        HandoverState.PENDING,
    )
    assert (second.handover, second.organisation, second.user) == (met.reference, werkpunt.pk, counsellor.user.pk)
    assert handovers_in_limbo(today(), organisation=werkpunt) == [second]
    assert handovers_in_limbo(today(), user=counsellor.user) == [second]


@pytest.mark.parametrize("state", ["confirmed", "refused", "withdrawn", "expired", "joined"])
def test_what_is_over_is_not_in_limbo(state):
    HandoverFactory(**{state: True}, waiting_days=60)

    assert not handovers_in_limbo(today())


@pytest.mark.parametrize(
    ("spans", "days", "count"),
    [([], None, 0), ([1, 2, 3, 4], None, None), ([1, 2, 3, 4, 9], 3.0, 5), ([1, 2, 3, 4, 9, 9], 3.5, 6)],
)
def test_a_median_of_fewer_than_five_is_not_told(spans, days, count):
    found = median_days(spans)

    assert (found.days, found.count) == (days, count)


def test_the_figures_of_a_pair_come_from_the_days_of_its_handovers():
    start = today()
    course = Course(start, start + timedelta(days=3), start + timedelta(days=8), start + timedelta(days=10))

    times = times_of("Werkpunten", "VDAB", [course] * 5 + [Course(start, None, None, None)], refused=2)

    assert (times.sent, times.accepting.days, times.meeting.days, times.confirming.days) == (6, 3.0, 5.0, 2.0)
    assert (times.confirmed, times.refused) == (5, None)


def test_lead_times_are_told_for_each_pair_and_period(counsellor, werkpunt, vdab):
    for _ in range(5):
        HandoverFactory(sender=werkpunt, receiver=vdab, confirmed=True)
    HandoverFactory(sender=werkpunt, to_partner=True)

    times = {one.receiver: one for one in lead_times(counsellor)}

    assert (times["VDAB"].sent, times[""].sent) == (5, None)
    assert not lead_times(counsellor, since=today() + timedelta(days=1))
