"""Handing somebody over, from sending to the confirmation of the person, and everything that comes between."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from arbeidspact.correspondence.links import ClosedLink, open_link
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.handovers.actions import (
    accept_by_link,
    accept_handover,
    ask_person,
    confirm_by_link,
    confirm_handover,
    deny_by_link,
    deny_meeting,
    note_meeting,
    refuse_by_link,
    refuse_handover,
    send_handover,
    withdraw_handover,
)
from arbeidspact.handovers.commands import (
    AcceptByLink,
    AcceptHandover,
    AskPerson,
    ConfirmHandover,
    DenyMeeting,
    NoteMeeting,
    PauseReminders,
    RefuseByLink,
    RefuseHandover,
    ResumeReminders,
    SendHandover,
    WithdrawHandover,
)
from arbeidspact.handovers.course import expire_handovers, pause_reminders, resume_reminders
from arbeidspact.handovers.models import Handover, HandoverKind, HandoverState, PartKind
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Accompaniment, Ground
from arbeidspact.teams.queries import lead_of, team_of
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import actor_with
from tests.people.factories import AccompanimentFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def asks(**changes) -> SendHandover:
    return SendHandover(
        **{"receiver": "vdab", "why": "Zoekt werk in de bouw", "parts": frozenset({PartKind.CONTACT}), **changes}
    )


@pytest.fixture
def sent(file, vdab):
    return send_handover(asks(), file=file).handover


@pytest.fixture
def accepted(sent, counsellor_of_vdab):
    return accept_handover(
        AcceptHandover(handover=sent.reference, ground=Ground.STATUTORY_TASK), actor=counsellor_of_vdab
    )


@pytest.fixture
def met(accepted, counsellor_of_vdab):
    return note_meeting(NoteMeeting(handover=accepted.reference, on=today()), actor=counsellor_of_vdab)


@pytest.fixture
def to_partner(file):
    command = asks(receiver="", partner_name="Buurthuis De Sluis", partner_email="sluis@example.org")
    return send_handover(command, file=file)


def accompanying(person):
    return set(person.accompaniments.filter(until__isnull=True).values_list("organisation__slug", flat=True))


def test_only_what_was_chosen_travels(sent):
    assert list(sent.parts.values_list("kind", flat=True)) == [PartKind.CONTACT]
    assert "0470 00 00 00" in str(sent.parts.get().lines)


def test_what_travels_is_what_was_true_when_it_was_sent(sent, amina):
    amina.phone = "0471 11 11 11"
    amina.save()

    assert "0470 00 00 00" in str(sent.parts.get().lines)


def test_sending_changes_nothing_for_the_sender_and_gives_the_receiver_no_file(sent, amina, counsellor_of_vdab):
    assert accompanying(amina) == {"werkpunten"}
    with pytest.raises(NotAllowed):
        open_file(counsellor_of_vdab, amina.reference)


def test_accepting_starts_the_accompaniment_of_the_receiver_and_the_sender_stays(accepted, amina, counsellor_of_vdab):
    link = amina.accompaniments.get(organisation=counsellor_of_vdab.organisation)

    assert (link.ground, link.referent, link.reason) == (
        Ground.STATUTORY_TASK,
        counsellor_of_vdab.user,
        accepted.why,
    )
    assert accompanying(amina) == {"werkpunten", "vdab"}
    assert lead_of(open_file(counsellor_of_vdab, amina.reference)).organisation.slug == "werkpunten"


def test_once_the_person_confirms_the_receiver_is_in_the_lead_and_the_sender_stops(met, amina, counsellor_of_vdab):
    confirm_handover(ConfirmHandover(handover=met.reference), actor=counsellor_of_vdab)

    assert accompanying(amina) == {"vdab"}
    assert team_of(open_file(counsellor_of_vdab, amina.reference)).referent == counsellor_of_vdab.user


def test_the_sender_may_stay_beside_the_receiver(file, amina, counsellor_of_vdab):
    handover = send_handover(asks(ends_accompaniment=False), file=file).handover
    accept_handover(AcceptHandover(handover=handover.reference, ground=Ground.CONSENT), actor=counsellor_of_vdab)
    note_meeting(NoteMeeting(handover=handover.reference, on=today()), actor=counsellor_of_vdab)
    confirm_handover(ConfirmHandover(handover=handover.reference), actor=counsellor_of_vdab)

    assert accompanying(amina) == {"werkpunten", "vdab"}
    assert lead_of(open_file(counsellor_of_vdab, amina.reference)).organisation.slug == "vdab"


def test_the_log_says_who_did_what_when_and_why(met, counsellor, counsellor_of_vdab):
    link = ask_person(AskPerson(handover=met.reference), actor=counsellor)
    confirm_by_link(open_link(link.raw))

    rows = list(met.transitions.values_list("event", "from_state", "to_state", "by", "is_by_link"))
    assert rows == [
        ("send", "", "pending", counsellor.user.pk, False),
        ("accept", "pending", "accepted", counsellor_of_vdab.user.pk, False),
        ("meet", "accepted", "met", counsellor_of_vdab.user.pk, False),
        ("confirm", "met", "confirmed", None, True),
    ]


def test_the_link_for_the_person_speaks_their_language_and_works_once(met, counsellor, amina):
    link = ask_person(AskPerson(handover=met.reference), actor=counsellor)
    opened = open_link(link.raw)
    assert (opened.language, opened.purpose) == ("fr", LinkPurpose.CONFIRM_MEETING)

    confirm_by_link(opened)

    assert isinstance(open_link(link.raw), ClosedLink)
    with pytest.raises(Conflict):
        confirm_by_link(opened)


def test_who_says_that_they_have_not_met_is_met_again(met, counsellor):
    link = ask_person(AskPerson(handover=met.reference), actor=counsellor)

    deny_by_link(open_link(link.raw))

    met.refresh_from_db()
    assert (met.state, met.met_on) == (HandoverState.ACCEPTED, None)


def test_a_counsellor_notes_that_the_person_says_no(met, counsellor):
    deny_meeting(DenyMeeting(handover=met.reference, reason="Was op een ander adres"), actor=counsellor)

    assert Handover.objects.get().state == HandoverState.ACCEPTED


def test_there_is_nothing_to_confirm_before_they_met(accepted, counsellor):
    with pytest.raises(Conflict, match="nothing to confirm"):
        ask_person(AskPerson(handover=accepted.reference), actor=counsellor)


def test_a_refusal_has_a_reason_and_removes_what_travelled(sent, counsellor_of_vdab, amina):
    refuse_handover(RefuseHandover(handover=sent.reference, reason="Geen plaats meer"), actor=counsellor_of_vdab)

    assert not sent.parts.exists()
    assert sent.transitions.last().reason == "Geen plaats meer"
    assert accompanying(amina) == {"werkpunten"}


def test_giving_back_before_they_met_ends_the_accompaniment_that_accepting_started(accepted, counsellor_of_vdab, amina):
    refuse_handover(RefuseHandover(handover=accepted.reference, reason="Verhuisd"), actor=counsellor_of_vdab)

    assert accompanying(amina) == {"werkpunten"}


def test_giving_back_leaves_an_accompaniment_that_was_there_before(file, amina, vdab, counsellor_of_vdab):
    AccompanimentFactory(person=amina, organisation=vdab, ground=Ground.CONSENT)
    handover = send_handover(asks(), file=file).handover
    accept_handover(AcceptHandover(handover=handover.reference, ground=Ground.STATUTORY_TASK), actor=counsellor_of_vdab)
    assert amina.accompaniments.get(organisation=vdab).ground == Ground.CONSENT

    refuse_handover(RefuseHandover(handover=handover.reference, reason="Verhuisd"), actor=counsellor_of_vdab)

    assert accompanying(amina) == {"werkpunten", "vdab"}


def test_the_sender_withdraws_with_a_reason_and_links_stop_working(to_partner, counsellor):
    withdraw_handover(WithdrawHandover(handover=to_partner.handover.reference, reason="Vond werk"), actor=counsellor)

    assert isinstance(open_link(to_partner.link.raw), ClosedLink)


@pytest.mark.parametrize("event", ["accept as sender", "withdraw as receiver", "meet as sender"])
def test_each_side_does_only_its_own_part(sent, counsellor, counsellor_of_vdab, event):
    reference = sent.reference
    act, command, actor = {
        "accept as sender": (
            accept_handover,
            AcceptHandover(handover=reference, ground=Ground.CONSENT),
            counsellor,
        ),
        "withdraw as receiver": (
            withdraw_handover,
            WithdrawHandover(handover=reference, reason="nee"),
            counsellor_of_vdab,
        ),
        "meet as sender": (note_meeting, NoteMeeting(handover=reference, on=today()), counsellor),
    }[event]

    with pytest.raises(Conflict):
        act(command, actor=actor)


def test_an_organisation_outside_finds_nothing(sent, stranger):
    with pytest.raises(NotFound):
        accept_handover(AcceptHandover(handover=sent.reference, ground=Ground.CONSENT), actor=stranger)


def test_an_outreach_worker_does_not_hand_over(werkpunt, amina):
    outreach = actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)

    with pytest.raises(NotAllowed):
        send_handover(asks(), file=open_file(outreach, amina.reference))


def test_a_second_handover_to_the_same_organisation_waits_for_the_first(sent, file):
    with pytest.raises(Conflict, match="under way"):
        send_handover(asks(), file=file)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receiver": ""}, "receiver"),
        ({"receiver": "", "partner_name": "Buurthuis"}, "partner_email"),
        ({"partner_name": "Buurthuis"}, "partner_name"),
        ({"receiver": "werkpunten"}, "receiver"),
        ({"receiver": "nobody"}, "receiver"),
        ({"sensitive": frozenset({PartKind.CONTACT})}, "sensitive"),
        (
            {
                "kind": HandoverKind.JOIN,
                "receiver": "",
                "partner_name": "Buurthuis",
                "partner_email": "huis@example.org",
            },
            "receiver",
        ),
    ],
    ids=["nobody", "no address", "both", "ourselves", "unknown", "compartment closed", "invited without account"],
)
def test_a_receiver_that_cannot_be_is_refused_at_its_field(file, vdab, changes, field):
    with pytest.raises(InvalidValue) as refused:
        send_handover(asks(**changes), file=file)

    assert refused.value.field == field


def test_an_invited_partner_joins_the_team_on_its_ground_and_the_lead_stays(file, amina, counsellor_of_vdab):
    invitation = send_handover(asks(kind=HandoverKind.JOIN), file=file).handover
    accept_handover(AcceptHandover(handover=invitation.reference, ground=Ground.AGREEMENT), actor=counsellor_of_vdab)

    invitation.refresh_from_db()
    assert invitation.state == HandoverState.JOINED
    assert accompanying(amina) == {"werkpunten", "vdab"}
    assert lead_of(open_file(counsellor_of_vdab, amina.reference)).organisation.slug == "werkpunten"


def test_who_accompanies_already_is_not_invited(file, amina, vdab, counsellor):
    AccompanimentFactory(person=amina, organisation=vdab)

    with pytest.raises(Conflict, match="already"):
        send_handover(asks(kind=HandoverKind.JOIN), file=open_file(counsellor, amina.reference))


def test_a_partner_without_an_account_accepts_and_the_sender_notes_that_they_met(to_partner, counsellor, amina):
    handover = accept_by_link(
        AcceptByLink(name="Jan Peeters", contact="jan@example.org"), open_link(to_partner.link.raw)
    )
    assert (handover.receiver_contact, handover.state) == ("Jan Peeters, jan@example.org", HandoverState.ACCEPTED)

    note_meeting(NoteMeeting(handover=handover.reference, on=today()), actor=counsellor)
    confirm_handover(ConfirmHandover(handover=handover.reference), actor=counsellor)

    assert accompanying(amina) == set()


def test_a_partner_without_an_account_refuses_with_a_reason(to_partner):
    handover = refuse_by_link(RefuseByLink(reason="Wachtlijst tot mei"), open_link(to_partner.link.raw))

    last = handover.transitions.last()
    assert (handover.state, last.reason, last.by, last.is_by_link) == (
        HandoverState.REFUSED,
        "Wachtlijst tot mei",
        None,
        True,
    )


def test_a_link_for_one_thing_does_not_do_another(met, counsellor):
    link = ask_person(AskPerson(handover=met.reference), actor=counsellor)

    with pytest.raises(NotFound):
        accept_by_link(AcceptByLink(name="Jan", contact="jan@example.org"), open_link(link.raw))
    assert not SignedLink.objects.get(purpose=LinkPurpose.CONFIRM_MEETING).used_at


@pytest.mark.parametrize(("days", "is_allowed"), [(1, False), (0, True), (-90, True), (-91, False)])
def test_a_meeting_lies_in_the_last_three_months(accepted, counsellor_of_vdab, days, is_allowed):
    command = NoteMeeting(handover=accepted.reference, on=today() + timedelta(days=days))

    if is_allowed:
        assert note_meeting(command, actor=counsellor_of_vdab).met_on == command.on
    else:
        with pytest.raises(InvalidValue):
            note_meeting(command, actor=counsellor_of_vdab)


def test_after_the_last_day_nobody_answers_any_more_and_the_clock_says_so_once(sent, counsellor_of_vdab, settings):
    Handover.objects.update(expires_on=today() - timedelta(days=1))

    with pytest.raises(Conflict, match="expired"):
        accept_handover(AcceptHandover(handover=sent.reference, ground=Ground.CONSENT), actor=counsellor_of_vdab)
    assert expire_handovers(today(), actor=operator(), is_dry_run=True) == 1
    assert Handover.objects.get().state == HandoverState.PENDING
    assert [expire_handovers(today(), actor=operator()) for _ in range(2)] == [1, 0]
    assert (Handover.objects.get().state, sent.parts.count()) == (HandoverState.EXPIRED, 0)


def test_on_the_last_day_it_does_not_expire_yet(sent):
    Handover.objects.update(expires_on=today())

    assert expire_handovers(today(), actor=operator()) == 0


def test_reminders_rest_for_a_reason_and_go_on(sent, counsellor):
    pause = pause_reminders(
        PauseReminders(handover=sent.reference, until=today() + timedelta(days=7), reason="Vakantie"), actor=counsellor
    )
    with pytest.raises(Conflict, match="already"):
        pause_reminders(PauseReminders(handover=sent.reference, until=today(), reason="Nog eens"), actor=counsellor)

    resume_reminders(ResumeReminders(handover=sent.reference), actor=counsellor)

    pause.refresh_from_db()
    assert pause.ended_at is not None


@pytest.mark.parametrize(("days", "is_allowed"), [(-1, False), (0, True), (92, True), (93, False)])
def test_reminders_rest_until_a_day_that_can_be(sent, counsellor, days, is_allowed):
    command = PauseReminders(handover=sent.reference, until=today() + timedelta(days=days), reason="Vakantie")

    if is_allowed:
        pause_reminders(command, actor=counsellor)
    else:
        with pytest.raises(InvalidValue):
            pause_reminders(command, actor=counsellor)


def test_what_was_done_is_recorded_without_words_about_the_person(met, counsellor_of_vdab):
    confirm_handover(ConfirmHandover(handover=met.reference), actor=counsellor_of_vdab)

    recorded = AuditEvent.objects.filter(subject_kind="handovers.handover")
    assert list(recorded.order_by("pk").values_list("action", flat=True)) == [
        "send-handover",
        "accept-handover",
        "meet-handover",
        "confirm-handover",
    ]
    assert "bouw" not in str(list(recorded.values_list("details", flat=True)))


@pytest.mark.parametrize(
    "changes",
    [
        {"state": HandoverState.ACCEPTED},
        {"state": HandoverState.CONFIRMED},
        {"partner_name": "Buurthuis"},
        {"receiver": None},
    ],
)
def test_the_database_refuses_a_state_without_its_facts(changes):
    handover = HandoverFactory()

    with pytest.raises(IntegrityError):
        Handover.objects.filter(pk=handover.pk).update(**changes)


def test_an_accompaniment_that_a_handover_ends_ends_today(met, counsellor, amina, werkpunt):
    confirm_handover(ConfirmHandover(handover=met.reference), actor=counsellor)

    assert Accompaniment.objects.get(person=amina, organisation=werkpunt).until == today()
