"""The team of a person: the one referent, colleagues, the last and the next contact, and long silences."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import add_team_member, end_team_member, set_referent
from arbeidspact.people.commands import AddTeamMember, EndTeamMember, SetReferent
from arbeidspact.teams.actions import name_lead
from arbeidspact.teams.commands import NameLead
from arbeidspact.teams.models import Lead
from arbeidspact.teams.queries import last_talks, lead_of, leads_of, silences, team_of
from tests.people.factories import PersonFactory
from tests.teams.factories import ConversationFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def test_the_referent_of_the_organisation_that_accompanies_longest_is_the_one_referent(file, counsellor, werkpunt):
    team = team_of(file)

    assert team.referent == counsellor.user
    assert [part.organisation.slug for part in team.parts] == ["werkpunten", "vdab"]


def test_an_organisation_without_a_referent_is_not_in_the_lead_while_another_has_one(file, counsellor, vdab):
    set_referent(SetReferent(person=file.reference, referent=None), actor=counsellor)

    assert lead_of(open_file(counsellor, file.reference)).organisation == vdab


def test_the_lead_is_passed_on_by_who_has_it_and_taken_by_nobody_else(file, file_at_vdab, werkpunt, vdab):
    with pytest.raises(Conflict, match="in the lead"):
        name_lead(NameLead(organisation=vdab.pk), file=file_at_vdab)

    name_lead(NameLead(organisation=vdab.pk), file=file)
    assert lead_of(file).organisation == vdab
    name_lead(NameLead(organisation=werkpunt.pk), file=file_at_vdab)

    assert lead_of(file).organisation == werkpunt
    assert list(Lead.objects.order_by("pk").values_list("until", flat=True)) == [today(), None]


def test_the_lead_goes_to_an_organisation_that_accompanies_the_person(file):
    with pytest.raises(InvalidValue):
        name_lead(NameLead(organisation=0), file=file)


def test_when_the_organisation_in_the_lead_stops_the_lead_falls_to_who_is_left(file, file_at_vdab, counsellor, vdab):
    name_lead(NameLead(organisation=vdab.pk), file=file)
    vdab.accompaniments.update(until=today())

    assert lead_of(open_file(counsellor, file.reference)).organisation == counsellor.organisation


def test_a_colleague_joins_for_a_purpose_and_leaves(file, counsellor, colleague):
    add_team_member(AddTeamMember(person=file.reference, user=colleague.user.pk, purpose="Jobcoach"), actor=counsellor)
    own = team_of(open_file(counsellor, file.reference)).own
    assert [(place.user, place.purpose) for place in own.members] == [(colleague.user, "Jobcoach")]

    end_team_member(EndTeamMember(person=file.reference, user=colleague.user.pk), actor=counsellor)

    assert not team_of(open_file(counsellor, file.reference)).own.members


@pytest.mark.parametrize("who", ["the referent", "a stranger", "in the team already"])
def test_not_everybody_can_join(file, counsellor, colleague, counsellor_of_vdab, who):
    users = {"the referent": counsellor, "a stranger": counsellor_of_vdab, "in the team already": colleague}
    command = AddTeamMember(person=file.reference, user=users[who].user.pk, purpose="Jobcoach")
    if who == "in the team already":
        add_team_member(command, actor=counsellor)

    with pytest.raises((InvalidValue, Conflict)):
        add_team_member(command, actor=counsellor)


def test_the_last_and_the_next_contact_are_those_of_all_organisations(file, amina, werkpunt, vdab):
    soon, later = today() + timedelta(days=2), today() + timedelta(days=9)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=8, next_contact_on=later)
    last = ConversationFactory(person=amina, organisation=vdab, days_ago=4, next_contact_on=soon)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=1, without_answer=True)

    team = team_of(file)

    assert team.last_talk == last
    assert (team.next_contact_on, team.next_contact_by) == (soon, vdab)
    assert team.own.next_contact_on == later


def test_a_later_plan_of_the_same_organisation_replaces_the_earlier_one(file, amina, werkpunt):
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=8, next_contact_on=today() + timedelta(days=1))
    newer = today() + timedelta(days=20)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=2, next_contact_on=newer)

    assert team_of(file).next_contact_on == newer


def test_a_planned_contact_that_passed_is_none(file, amina, werkpunt):
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=8, next_contact_on=today() - timedelta(days=1))

    assert team_of(file).next_contact_on is None


def test_the_team_takes_three_queries_whatever_there_is(file, amina, werkpunt, django_assert_num_queries):
    ConversationFactory.create_batch(30, person=amina, organisation=werkpunt)

    with django_assert_num_queries(3):
        team_of(file)


def test_the_last_talk_counts_those_who_were_reached(amina, werkpunt):
    other = PersonFactory()
    spoken = ConversationFactory(person=amina, organisation=werkpunt, days_ago=10)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=2, without_answer=True)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=1, withdrawn=True)

    assert last_talks([amina.pk, other.pk]) == {amina.pk: spoken.on}


@pytest.mark.parametrize(("days", "is_silent"), [(34, False), (35, True), (36, True)], ids=str)
def test_exactly_five_weeks_ago_is_silent(amina, werkpunt, days, is_silent):
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=days)

    assert bool(silences(today(), 5)) is is_silent


def test_the_turn_is_of_the_organisation_in_the_lead_and_of_nobody_else(amina, werkpunt, vdab, counsellor):
    found = silences(today(), 5)

    assert [(one.person, one.organisation, one.referent) for one in found] == [
        (amina.pk, werkpunt.pk, counsellor.user.pk)
    ]
    assert not silences(today(), 5, organisation=vdab)
    assert silences(today(), 5, organisation=werkpunt) == silences(today(), 5, user=counsellor.user) == found


def test_who_was_never_spoken_with_counts_from_the_start_of_the_accompaniment(amina):
    (one,) = silences(today(), 5)

    assert (one.since, one.last_spoken_on) == (date(2025, 1, 6), None)


@pytest.mark.parametrize(("days", "is_silent"), [(34, False), (35, True)])
def test_a_young_accompaniment_is_no_silence_yet(werkpunt, days, is_silent):
    PersonFactory(accompanied_by=werkpunt, accompanied_by__since=today() - timedelta(days=days))

    assert bool(silences(today(), 5)) is is_silent


def test_a_talk_of_any_organisation_breaks_the_silence(amina, vdab):
    ConversationFactory(person=amina, organisation=vdab, days_ago=1)

    assert not silences(today(), 5)


def test_a_silence_tells_of_the_contact_that_is_planned(amina, werkpunt):
    soon = today() + timedelta(days=3)
    ConversationFactory(person=amina, organisation=werkpunt, days_ago=50, next_contact_on=soon)

    (one,) = silences(today(), 5)

    assert (one.next_contact_on, one.last_spoken_on) == (soon, today() - timedelta(days=50))


def test_silences_cost_the_same_for_more_people(werkpunt, django_assert_max_num_queries):
    for _ in range(12):
        PersonFactory(accompanied_by=werkpunt, accompanied_by__since=date(2025, 1, 6))

    with django_assert_max_num_queries(5):
        assert len(silences(today(), 5)) == 12


def test_leads_in_bulk_say_what_one_file_says(amina, werkpunt, counsellor):
    assert leads_of([amina.pk]) == {amina.pk: (werkpunt.pk, counsellor.user.pk)}
