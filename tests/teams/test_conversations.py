"""Noting talks: who may, what others see of them, and what stands in the compartment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.teams.actions import (
    change_conversation,
    note_conversation,
    restore_conversation,
    withdraw_conversation,
)
from arbeidspact.teams.commands import (
    ChangeConversation,
    NoteConversation,
    RestoreConversation,
    WithdrawConversation,
)
from arbeidspact.teams.models import Channel, Conversation
from arbeidspact.teams.queries import protected_talks, talk_in, talks_of
from tests.teams.factories import ConversationFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def a_talk(**changes) -> NoteConversation:
    return NoteConversation(**{"on": today(), "how": Channel.PHONE, "note": "Belde over de cursus", **changes})


def opened(file):
    open_compartment(OpenCompartment(person=file.reference, purpose="Gesprek voorbereiden"), actor=file.actor)
    return open_file(file.actor, file.reference)


def test_a_talk_is_noted_with_the_next_contact_and_recorded_without_its_words(file):
    talk = note_conversation(a_talk(next_contact_on=today() + timedelta(days=7)), file=file)

    assert (talk.by, talk.organisation) == (file.actor.user, file.actor.organisation)
    event = AuditEvent.objects.get(action="note-conversation")
    assert "cursus" not in str(event.details)


def test_who_was_tried_and_did_not_answer_was_not_spoken_with(file):
    assert not note_conversation(a_talk(how=Channel.NO_ANSWER, was_reached=True), file=file).was_reached
    with pytest.raises(IntegrityError):
        Conversation.objects.update(was_reached=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": today() + timedelta(days=1)}, "on"),
        ({"on": today() - timedelta(days=367)}, "on"),
        ({"next_contact_on": today() - timedelta(days=1)}, "next_contact_on"),
        ({"next_contact_on": today() + timedelta(days=367)}, "next_contact_on"),
    ],
    ids=["tomorrow", "more than a year ago", "next contact yesterday", "next contact too far ahead"],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(file, changes, field):
    with pytest.raises(InvalidValue) as refused:
        note_conversation(a_talk(**changes), file=file)

    assert refused.value.field == field


def test_the_edges_of_the_days_are_allowed(file):
    note_conversation(a_talk(on=today() - timedelta(days=366), next_contact_on=today()), file=file)
    note_conversation(a_talk(next_contact_on=today() + timedelta(days=366)), file=file)

    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
def test_a_sensitive_domain_asks_for_the_open_compartment(file, domain):
    with pytest.raises(InvalidValue, match="protected"):
        note_conversation(a_talk(domain=domain), file=file)

    assert note_conversation(a_talk(domain=domain), file=opened(file)).domain == domain


def test_a_sensitive_note_is_hidden_counted_and_read_once_the_compartment_is_open(file, amina, werkpunt):
    talk = ConversationFactory(person=amina, organisation=werkpunt, about_health=True)

    closed = talks_of(file).object_list[0]

    assert (closed.is_protected, closed.note, closed.domain) == (True, "", "")
    assert protected_talks(file) == 1
    with pytest.raises(NotFound):
        talk_in(file, talk.reference)
    assert talks_of(opened(file)).object_list[0].note == talk.note
    assert protected_talks(opened(file)) == 0


def test_another_organisation_sees_that_there_was_a_talk_and_not_what_was_said(file_at_vdab, amina, werkpunt):
    talk = ConversationFactory(person=amina, organisation=werkpunt, note="Ziet op tegen de taaltest")

    seen = talks_of(file_at_vdab).object_list[0]

    assert (seen.conversation.on, seen.note, seen.may_change) == (talk.on, "", False)
    with pytest.raises(Conflict, match="Another organisation"):
        change_conversation(
            ChangeConversation(conversation=talk.reference, on=talk.on, how=talk.how), file=file_at_vdab
        )


def test_a_change_says_which_fields_changed_and_no_change_says_nothing(file):
    talk = note_conversation(a_talk(), file=file)
    same = {"conversation": talk.reference, "on": talk.on, "how": talk.how, "note": talk.note}

    change_conversation(ChangeConversation(**same), file=file)
    assert not AuditEvent.objects.filter(action="change-conversation").exists()

    change_conversation(ChangeConversation(**{**same, "note": "Belde terug"}), file=file)
    assert AuditEvent.objects.get(action="change-conversation").details == {"fields": ["note"]}


def test_a_planned_day_that_passed_may_stay_while_the_rest_is_changed(file, amina, werkpunt, counsellor):
    planned = today() - timedelta(days=1)
    talk = ConversationFactory(person=amina, organisation=werkpunt, days_ago=9, next_contact_on=planned)
    command = ChangeConversation(
        conversation=talk.reference, on=talk.on, how=talk.how, note="Beter zo", next_contact_on=planned
    )

    assert change_conversation(command, file=file).note == "Beter zo"


def test_a_withdrawn_talk_counts_no_longer_and_can_come_back(file):
    talk = note_conversation(a_talk(), file=file)

    withdraw_conversation(WithdrawConversation(conversation=talk.reference, reason="verkeerde persoon"), file=file)
    with pytest.raises(Conflict):
        withdraw_conversation(WithdrawConversation(conversation=talk.reference, reason="nog eens"), file=file)
    assert talks_of(file).object_list[0].is_withdrawn

    restore_conversation(RestoreConversation(conversation=talk.reference), file=file)
    assert not talks_of(file).object_list[0].is_withdrawn


def test_another_organisation_does_not_see_a_withdrawn_talk(file_at_vdab, amina, werkpunt):
    ConversationFactory(person=amina, organisation=werkpunt, withdrawn=True)

    assert not talks_of(file_at_vdab).object_list
