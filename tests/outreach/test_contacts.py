"""Registering who was met: in few words, never twice; following up, letting go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.outreach.actions import (
    add_moment,
    add_place,
    add_referrer,
    change_contact,
    close_place,
    register_contact,
    remove_moment,
    reopen_contact,
    reopen_place,
    withdraw_contact,
)
from arbeidspact.outreach.commands import (
    AddMoment,
    AddPlace,
    AddReferrer,
    ChangeContact,
    ClosePlace,
    RegisterContact,
    RemoveMoment,
    ReopenContact,
    ReopenPlace,
    WithdrawContact,
)
from arbeidspact.outreach.models import Contact, ContactState, Enrolment, MomentKind, PlaceKind, ReferrerKind
from arbeidspact.outreach.models import WithdrawalReason as Why
from arbeidspact.outreach.queries import ContactFilter, contact_in, contacts_waiting, find_contacts, places_to_choose
from tests.organisations.factories import actor_with
from tests.outreach.factories import ContactFactory, MomentFactory, PlaceFactory, days_ago

pytestmark = pytest.mark.django_db


def met(place, **facts) -> RegisterContact:
    return RegisterContact(place=place.reference, **facts)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"given_name": "Samira", "reach": "0470 00 00 00"}, id="a first name and a way to reach them"),
        pytest.param({"given_name": "Samira"}, id="a first name alone"),
        pytest.param({"reach": "via haar broer in de bakkerij"}, id="a way to reach them alone"),
        pytest.param({}, id="only seen"),
    ],
)
def test_the_place_is_enough_to_register_somebody(facts, place, worker):
    registered = register_contact(met(place, **facts), actor=worker)

    contact = Contact.objects.get()
    assert not registered.was_there
    assert contact.met_on == timezone.localdate()
    assert contact.registered_by == worker.user
    assert contact.was_reachable == bool(facts.get("reach"))


def test_the_same_contact_sent_twice_is_one_contact(place, worker):
    command = met(place, given_name="Samira", sent_as=uuid4())
    first = register_contact(command, actor=worker)

    again = register_contact(command, actor=worker)

    assert again.was_there
    assert again.contact == first.contact
    assert Contact.objects.count() == 1


def test_sent_again_after_a_change_it_stays_as_it_is_now(place, worker):
    command = met(place, given_name="Samira", sent_as=uuid4())
    contact = register_contact(command, actor=worker).contact
    change_contact(ChangeContact(contact=contact.reference, place=place.reference, given_name="Samirah"), actor=worker)

    assert register_contact(command, actor=worker).contact.given_name == "Samirah"


def test_the_database_keeps_a_contact_that_was_sent_once(place):
    contact = ContactFactory(place=place)

    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(place=place, sent_as=contact.sent_as)


def test_the_record_names_fields_and_no_values(place, worker):
    register_contact(met(place, given_name="Samira", reach="0470 00 00 00"), actor=worker)

    event = AuditEvent.objects.get(action="register-contact")
    assert event.details == {"fields": ["given_name", "reach"], "programme": ""}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"met_on": timezone.localdate() + timedelta(days=1)}, "met_on"),
        ({"met_on": timezone.localdate() - timedelta(days=367)}, "met_on"),
        ({"neighbourhood": "atlantis"}, "neighbourhood"),
        ({"language": "klingon"}, "language"),
        ({"programme": "atlantis"}, "programme"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(facts, field, place, worker):
    with pytest.raises(InvalidValue) as refusal:
        register_contact(met(place, **facts), actor=worker)

    assert refusal.value.field == field
    assert not Contact.objects.exists()


def test_a_year_ago_is_the_longest(place, worker):
    register_contact(met(place, met_on=timezone.localdate() - timedelta(days=366)), actor=worker)

    assert Contact.objects.count() == 1


def test_a_place_of_another_organisation_is_refused(worker, ocmw):
    with pytest.raises(InvalidValue):
        register_contact(met(PlaceFactory(organisation=ocmw)), actor=worker)


def test_who_may_not_register_contacts_is_refused(place, werkpunt):
    with pytest.raises(NotAllowed):
        register_contact(met(place), actor=actor_with(Role.ANALYST, organisation=werkpunt))


def test_a_contact_can_take_part_in_a_programme_at_once(place, worker, jobteam):
    contact = register_contact(met(place, programme="jobteam", met_on=days_ago(3)), actor=worker).contact

    assert Enrolment.objects.get(contact=contact).since == days_ago(3)


def test_a_programme_for_other_kinds_of_organisations_is_refused(jobteam):
    coach = actor_with(Role.SOCIAL_ECONOMY_COACH, kind="social_economy")
    place = PlaceFactory(organisation=coach.organisation)

    with pytest.raises(InvalidValue):
        register_contact(met(place, programme="jobteam"), actor=coach)


def test_a_referrer_that_is_known_is_linked_and_another_kept_in_words(place, worker, team_lead):
    add_referrer(AddReferrer(name="Buurtvzw De Brug", kind=ReferrerKind.ORGANISATION), actor=team_lead)

    known = register_contact(met(place, referred_by="buurtvzw de brug"), actor=worker).contact
    unknown = register_contact(met(place, referred_by="de imam"), actor=worker).contact

    assert (known.referrer.name, known.referred_by) == ("Buurtvzw De Brug", "")
    assert (unknown.referrer, unknown.referred_by) == (None, "de imam")


def test_contacts_of_another_organisation_are_not_there(place, worker_of_ocmw):
    contact = ContactFactory(place=place)

    assert find_contacts(worker_of_ocmw, ContactFilter()).total == 0
    with pytest.raises(NotFound):
        contact_in(worker_of_ocmw, contact.reference)
    with pytest.raises(NotFound):
        withdraw_contact(WithdrawContact(contact=contact.reference, reason=Why.MISTAKE), actor=worker_of_ocmw)


def test_a_try_without_an_answer_is_not_being_in_contact(place, worker):
    contact = ContactFactory(place=place)
    add_moment(AddMoment(contact=contact.reference, kind=MomentKind.NO_ANSWER), actor=worker)
    assert contact_in(worker, contact.reference).state == ContactState.MET

    moment = add_moment(AddMoment(contact=contact.reference, kind=MomentKind.CALL), actor=worker)
    assert contact_in(worker, contact.reference).state == ContactState.IN_CONTACT

    remove_moment(RemoveMoment(contact=contact.reference, moment=moment.reference), actor=worker)
    assert contact_in(worker, contact.reference).state == ContactState.MET


def test_a_follow_up_is_not_before_the_meeting_nor_ahead(place, worker):
    contact = ContactFactory(place=place, met_on=days_ago(5))

    for day in (days_ago(6), days_ago(-1)):
        with pytest.raises(InvalidValue):
            add_moment(AddMoment(contact=contact.reference, kind=MomentKind.CALL, on=day), actor=worker)
    add_moment(AddMoment(contact=contact.reference, kind=MomentKind.CALL, on=days_ago(5)), actor=worker)


def test_the_meeting_does_not_move_behind_a_follow_up(place, worker):
    contact = ContactFactory(place=place, met_on=days_ago(30), talked_again=True)

    with pytest.raises(InvalidValue):
        change_contact(
            ChangeContact(contact=contact.reference, place=place.reference, met_on=days_ago(1)), actor=worker
        )


def test_a_withdrawn_contact_is_opened_again_with_its_programme(place, worker, jobteam):
    contact = ContactFactory(place=place, in_programme=jobteam)
    withdraw_contact(WithdrawContact(contact=contact.reference, reason=Why.NO_WISH), actor=worker)
    assert contact_in(worker, contact.reference).state == ContactState.WITHDRAWN
    assert Enrolment.objects.get().until is not None
    with pytest.raises(Conflict):
        add_moment(AddMoment(contact=contact.reference, kind=MomentKind.CALL), actor=worker)

    reopen_contact(ReopenContact(contact=contact.reference), actor=worker)

    assert contact_in(worker, contact.reference).is_open
    assert Enrolment.objects.get().until is None


def test_who_asks_to_be_forgotten_is_at_once_and_for_good(place, worker):
    contact = ContactFactory(place=place, note="zoekt werk", talked_again=True)
    contact.moments.update(note="belt morgen")

    withdraw_contact(WithdrawContact(contact=contact.reference, reason=Why.FORGET), actor=worker)

    contact.refresh_from_db()
    assert (contact.given_name, contact.reach, contact.note) == ("", "", "")
    assert contact.moments.get().note == ""
    assert contact_in(worker, contact.reference).state == ContactState.ANONYMISED
    with pytest.raises(Conflict):
        reopen_contact(ReopenContact(contact=contact.reference), actor=worker)


@pytest.mark.parametrize("days", [13, 14])
def test_a_contact_waits_when_nobody_followed_up_for_so_many_days(days, place, worker):
    contact = ContactFactory(place=place, met_on=days_ago(days), registered_by=worker.user)

    waiting = contacts_waiting(timezone.localdate(), 14)

    assert [one.contact for one in waiting] == ([contact.pk] if days == 14 else [])


def test_only_open_contacts_that_can_be_reached_wait(place):
    ContactFactory(place=place, only_seen=True)
    ContactFactory(place=place, withdrawn_on=days_ago(20), withdrawn_because=Why.NO_WISH)
    ContactFactory(place=place, with_file=True)
    followed = ContactFactory(place=place)
    MomentFactory(contact=followed, on=days_ago(2), kind=MomentKind.NO_ANSWER)
    silent = ContactFactory(place=place)

    waiting = contacts_waiting(timezone.localdate(), 14)

    assert [(one.contact, one.since, one.organisation, one.owner) for one in waiting] == [
        (silent.pk, silent.met_on, place.organisation_id, None)
    ]
    assert contacts_waiting(timezone.localdate(), 14, contacts=[followed.pk]) == []


def test_contacts_are_found_by_state_place_worker_programme_and_period(
    place, worker, jobteam, django_assert_num_queries
):
    other = PlaceFactory(organisation=place.organisation)
    ContactFactory(place=other, met_on=days_ago(400))
    mine = ContactFactory(place=place, registered_by=worker.user, in_programme=jobteam, talked_again=True)

    for narrowed in (
        ContactFilter(worker=worker.user.pk),
        ContactFilter(state=ContactState.IN_CONTACT),
        ContactFilter(place=place.reference),
        ContactFilter(programme="jobteam"),
        ContactFilter(since=days_ago(100)),
    ):
        found = find_contacts(worker, narrowed)
        assert [line.contact for line in found.page] == [mine]
        assert (found.count, found.total) == (1, 2)
    assert [line.contact.met_on for line in find_contacts(worker, ContactFilter(until=days_ago(100))).page] == [
        days_ago(400)
    ]
    with django_assert_num_queries(5):
        list(find_contacts(worker, ContactFilter(state="open")).page)


def test_the_place_used_last_stands_on_top(place, worker, team_lead):
    add_place(AddPlace(name="Aula", kind=PlaceKind.SCHOOL), actor=team_lead)
    assert [one.name for one in places_to_choose(worker)] == ["Aula", place.name]

    register_contact(met(place), actor=worker)

    assert [one.name for one in places_to_choose(worker)] == [place.name, "Aula"]


def test_a_closed_place_is_not_offered_and_can_come_back(place, worker, team_lead):
    close_place(ClosePlace(place=place.reference), actor=team_lead)
    assert places_to_choose(worker) == []

    reopen_place(ReopenPlace(place=place.reference), actor=team_lead)
    assert places_to_choose(worker) == [place]


def test_a_place_has_a_name_of_its_own_and_only_a_team_lead_keeps_places(place, worker, team_lead):
    with pytest.raises(InvalidValue) as refusal:
        add_place(AddPlace(name=place.name.upper(), kind=PlaceKind.STREET), actor=team_lead)
    assert refusal.value.field == "name"
    with pytest.raises(NotAllowed):
        add_place(AddPlace(name="Parkje", kind=PlaceKind.STREET), actor=worker)
