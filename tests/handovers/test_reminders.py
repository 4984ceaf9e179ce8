"""Reminders of handovers that stand still: to whom they go, when, how often, and what they do not tell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.correspondence.links import OpenLink, open_link
from arbeidspact.correspondence.models import Channel, LinkPurpose, Message, SignedLink
from arbeidspact.handovers.actions import accept_by_link, ask_person, confirm_by_link, withdraw_handover
from arbeidspact.handovers.commands import AcceptByLink, AskPerson, PauseReminders, ResumeReminders, WithdrawHandover
from arbeidspact.handovers.course import pause_reminders, resume_reminders
from arbeidspact.handovers.models import Handover, HandoverReminder, HandoverState, ReminderTo
from arbeidspact.handovers.queries import open_handover
from arbeidspact.handovers.reminders import NOBODY, remind_of_handovers
from arbeidspact.handovers.rhythm import AllSent, NotYet
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import AuditEvent, Membership, Role
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


def remind(days=0, **how):
    counts = remind_of_handovers(ahead(days), actor=operator(), **how)
    return {to: count for to, count in counts.items() if count}


@pytest.fixture
def lead_of_vdab(vdab):
    return actor_with(Role.TEAM_LEAD, organisation=vdab)


@pytest.fixture
def asked(amina, werkpunt, vdab, counsellor, lead_of_vdab):
    """Sent to the employment service, of which nobody knows the person yet."""
    return HandoverFactory(
        person=amina, sender=werkpunt, receiver=vdab, sent_by=counsellor.user, waiting_days=5, expires_on=ahead(40)
    )


@pytest.fixture
def of_a_partner(amina, werkpunt, counsellor):
    return HandoverFactory(person=amina, sender=werkpunt, sent_by=counsellor.user, to_partner=True, waiting_days=5)


@pytest.fixture
def met(amina, werkpunt, vdab, counsellor):
    amina.email = "amina@example.org"
    amina.save()
    return HandoverFactory(
        person=amina, sender=werkpunt, receiver=vdab, sent_by=counsellor.user, met=True, waiting_days=20
    )


def asked_by_mail(handover, counsellor, days_ago):
    ask_person(AskPerson(handover=handover.reference, channel=Channel.EMAIL), actor=counsellor)
    then = timezone.localtime() - timedelta(days=days_ago)
    SignedLink.objects.filter(subject=handover.reference).update(issued_at=then)


@pytest.mark.parametrize(("days", "is_reminded"), [(4, False), (5, True)], ids=["four days", "five days"])
def test_the_receiver_is_reminded_from_five_days_on(
    asked, mailoutbox, django_capture_on_commit_callbacks, days, is_reminded
):
    Handover.objects.update(state_since=ahead(-days))

    with django_capture_on_commit_callbacks(execute=True):
        assert remind() == ({ReminderTo.RECEIVER: 1} if is_reminded else {})

    assert len(mailoutbox) == is_reminded


def test_the_mail_goes_to_the_team_lead_where_nobody_is_named_and_says_nothing_of_the_person(
    asked, lead_of_vdab, amina, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        remind()

    (mail,) = mailoutbox
    assert mail.to == [lead_of_vdab.user.email]
    assert str(asked.reference) in mail.body
    whole = mail.subject + mail.body
    assert not any(known and known in whole for known in (amina.given_name, amina.family_name, asked.why, amina.phone))
    message = Message.objects.get()
    assert (message.person, message.organisation, message.partner) == (None, asked.sender, asked.receiver.name)


def test_after_accepting_the_referent_there_is_reminded(asked, amina, vdab, lead_of_vdab):
    referent = actor_with(Role.COUNSELLOR, organisation=vdab)
    Handover.objects.update(
        state=HandoverState.ACCEPTED, accepted_at=timezone.now(), accepted_by=referent.user, state_since=ahead(-5)
    )

    assert remind() == {ReminderTo.RECEIVER: 1}
    assert Message.objects.get().address == referent.user.email


def test_who_left_is_not_written_to(asked, counsellor, lead_of_vdab, vdab):
    referent = actor_with(Role.COUNSELLOR, organisation=vdab)
    Handover.objects.update(state=HandoverState.ACCEPTED, accepted_at=timezone.now(), accepted_by=referent.user)
    Membership.objects.filter(user=referent.user).update(ended_at=timezone.now())

    remind()

    assert Message.objects.get().address == lead_of_vdab.user.email


def test_where_the_receiver_has_nobody_to_write_to_the_sender_hears_of_it(werkpunt, amina, counsellor):
    empty = OrganisationFactory(vdab=True)
    HandoverFactory(person=amina, sender=werkpunt, receiver=empty, sent_by=counsellor.user, waiting_days=5)

    assert remind() == {ReminderTo.SENDER: 1}
    assert Message.objects.get().address == counsellor.user.email


def test_where_nobody_at_all_can_be_written_to_it_is_counted():
    HandoverFactory(waiting_days=5)

    assert remind() == remind(is_dry_run=True) == {NOBODY: 1}
    assert not HandoverReminder.objects.exists()


def test_a_dry_run_counts_and_sends_nothing(asked, of_a_partner):
    assert remind(is_dry_run=True) == {ReminderTo.RECEIVER: 1, ReminderTo.PARTNER: 1}
    assert not Message.objects.exists()
    assert not HandoverReminder.objects.exists()


def test_twice_on_a_day_is_once(asked):
    remind()

    assert remind() == {}
    assert Message.objects.count() == HandoverReminder.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [pytest.param({"number": 2}, id="twice on a day"), pytest.param({"on": ahead(1)}, id="twice the same")],
)
def test_the_database_refuses_a_second_one(asked, changes):
    remind()
    row = HandoverReminder.objects.get()
    values = {"number": row.number, "on": row.on} | changes

    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverReminder.objects.create(
            handover=asked, state=row.state, state_since=row.state_since, to=row.to, at=timezone.now(), **values
        )


def test_another_process_that_was_first_leaves_nothing_to_do(asked, monkeypatch):
    """The other one wrote its reminder after this one had decided: the database says no, and nothing leaves."""
    from arbeidspact.handovers import reminders

    def written_elsewhere_first(planned, day, actor):
        HandoverReminder.objects.create(
            handover=asked,
            state=asked.state,
            state_since=asked.state_since,
            number=1,
            to=planned.to,
            on=day,
            at=timezone.now(),
        )
        return send(planned, day, actor)

    send = reminders._send
    monkeypatch.setattr(reminders, "_send", written_elsewhere_first)

    assert remind() == {}
    assert not Message.objects.exists()


def test_after_the_last_reminder_the_sender_is_told_and_no_more_go_out(asked, counsellor, lead_of_vdab):
    went = [day for day in range(30) if remind(day)]

    assert went == [0, 7, 14]
    assert [one.told_sender for one in HandoverReminder.objects.all()] == [False, False, True]
    to_sender = Message.objects.get(address=counsellor.user.email)
    assert asked.receiver.name in to_sender.subject
    assert Message.objects.count() == 4


def test_a_new_state_begins_again(asked, counsellor):
    remind()
    Handover.objects.update(state=HandoverState.ACCEPTED, accepted_at=timezone.now(), state_since=ahead(3))

    assert remind(7) == {}
    assert remind(8) == {ReminderTo.RECEIVER: 1}
    assert [one.number for one in HandoverReminder.objects.all()] == [1, 1]


def test_a_pause_holds_a_reminder_up_until_the_day_after_and_going_on_lets_it_go(asked, counsellor):
    pause_reminders(PauseReminders(handover=asked.reference, until=ahead(3), reason="Met vakantie"), actor=counsellor)
    view = open_handover(counsellor, asked.reference)
    assert view.next_reminder == NotYet(1, ahead(4))
    assert remind() == remind(3) == {}
    assert remind(4, is_dry_run=True) == {ReminderTo.RECEIVER: 1}

    resume_reminders(ResumeReminders(handover=asked.reference), actor=counsellor)

    assert remind() == {ReminderTo.RECEIVER: 1}


def test_what_is_over_is_not_reminded_of(asked, counsellor):
    withdraw_handover(WithdrawHandover(handover=asked.reference, reason="Verhuisd"), actor=counsellor)

    assert remind(10) == {}


def test_after_the_last_day_for_an_answer_nobody_is_reminded(asked):
    Handover.objects.update(expires_on=ahead(-1))

    assert remind() == {}


def test_a_partner_without_an_account_gets_a_new_link_that_works(
    of_a_partner, counsellor, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert remind() == {ReminderTo.PARTNER: 1}

    (mail,) = mailoutbox
    assert mail.to == ["partner@example.org"]
    opened = open_link(mail.body.rsplit("/", 2)[1] if mail.body.endswith("/") else mail.body.rsplit("/", 1)[1])
    assert isinstance(opened, OpenLink)
    assert accept_by_link(AcceptByLink(name="Lies", contact="09 000 00 00"), opened).state == HandoverState.ACCEPTED


def test_once_a_partner_without_an_account_accepted_the_sender_is_reminded(of_a_partner, counsellor):
    Handover.objects.update(state=HandoverState.ACCEPTED, accepted_at=timezone.now())

    assert remind() == {ReminderTo.SENDER: 1}
    assert Message.objects.get().address == counsellor.user.email


@pytest.mark.parametrize(("days", "is_reminded"), [(4, False), (5, True)], ids=["four days", "five days"])
def test_the_person_is_asked_again_five_days_after_they_were_asked(met, counsellor, days, is_reminded):
    asked_by_mail(met, counsellor, days)

    assert remind() == ({ReminderTo.PERSON: 1} if is_reminded else {})


def test_the_person_gets_a_fresh_link_in_their_language_the_same_way_and_the_old_one_stops(
    met, counsellor, mailoutbox, django_capture_on_commit_callbacks
):
    asked_by_mail(met, counsellor, 5)

    with django_capture_on_commit_callbacks(execute=True):
        remind()

    (mail,) = mailoutbox
    assert mail.to == ["amina@example.org"]
    assert Message.objects.order_by("pk").last().language == "fr"
    link = SignedLink.objects.get(purpose=LinkPurpose.CONFIRM_MEETING, withdrawn_at=None)
    assert link.language == "fr"
    opened = open_link(
        next(word for word in mail.body.split() if word.startswith("http")).rstrip("/").rsplit("/", 1)[1]
    )
    assert isinstance(opened, OpenLink)
    assert confirm_by_link(opened).state == HandoverState.CONFIRMED


def bounced(amina):
    Message.objects.update(handed_over_at=timezone.now(), bounced_at=timezone.now())


def without_address(amina):
    amina.email = ""
    amina.save()


@pytest.mark.parametrize("change", [bounced, without_address], ids=["it came back", "the address is gone"])
def test_a_person_who_cannot_be_reached_is_left_to_the_sender(met, counsellor, amina, change):
    asked_by_mail(met, counsellor, 5)
    change(amina)

    assert remind() == {ReminderTo.SENDER: 1}


def test_who_was_asked_on_a_screen_is_left_to_the_sender(met, counsellor):
    ask_person(AskPerson(handover=met.reference), actor=counsellor)

    assert remind() == {ReminderTo.SENDER: 1}


def test_asking_by_hand_makes_the_next_reminder_wait(met, counsellor):
    asked_by_mail(met, counsellor, 5)
    remind()
    ask_person(AskPerson(handover=met.reference, channel=Channel.EMAIL), actor=counsellor)
    SignedLink.objects.filter(withdrawn_at=None).update(issued_at=timezone.localtime() + timedelta(days=6))

    assert remind(7) == {}
    assert remind(10) == {}
    assert remind(11) == {ReminderTo.PERSON: 1}


def test_a_reminder_stands_in_the_log_and_on_record(asked, counsellor):
    remind()

    view = open_handover(counsellor, asked.reference)
    (line,) = [one for one in view.log if one.reminder]
    assert (line.reminder.number, line.reminder.to, len(line.deliveries)) == (1, ReminderTo.RECEIVER, 1)
    assert view.next_reminder == NotYet(2, ahead(7))
    event = AuditEvent.objects.get(action="remind-handover")
    assert event.details == {"to": "receiver", "number": 1}


def test_once_all_were_sent_the_page_says_so(asked, counsellor, settings):
    settings.HANDOVER_REMINDERS = 1
    remind()

    assert open_handover(counsellor, asked.reference).next_reminder == AllSent(1)


def test_reminders_can_be_switched_off(asked, settings):
    settings.HANDOVER_REMINDERS = 0

    assert remind(90) == {}


def test_finding_what_is_due_costs_the_same_for_more_handovers(
    werkpunt, vdab, lead_of_vdab, django_assert_max_num_queries
):
    HandoverFactory.create_batch(12, sender=werkpunt, receiver=vdab, waiting_days=6)

    with django_assert_max_num_queries(8):
        assert remind(is_dry_run=True) == {ReminderTo.RECEIVER: 12}


def test_only_the_operator_sends_reminders(counsellor):
    with pytest.raises(NotAllowed):
        remind_of_handovers(timezone.localdate(), actor=counsellor)
