"""A caseload that moves: the preview, what goes along, and the undo that respects what changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.pathways.models import StepEvent, StepOwner
from arbeidspact.people.actions import set_referent
from arbeidspact.people.commands import SetReferent
from arbeidspact.people.models import Accompaniment
from arbeidspact.teams.commands import TransferCaseload, UndoTransfer
from arbeidspact.teams.models import CaseloadTransfer
from arbeidspact.teams.transfers import (
    carriers,
    people_of_colleague,
    preview_transfer,
    transfer_caseload,
    transfer_in,
    transfers,
    undo_transfer,
)
from tests.organisations.factories import actor_with
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory
from tests.teams.factories import ConversationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(werkpunt, counsellor):
    return [PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=counsellor.user) for _ in range(5)]


@pytest.fixture
def second_colleague(werkpunt):
    return actor_with(organisation=werkpunt)


def asks(counsellor, to, people, **changes) -> TransferCaseload:
    return TransferCaseload(
        **{
            "from_user": counsellor.user.pk,
            "to": tuple(one.user.pk for one in to),
            "people": tuple(one.reference for one in people),
            "reason": "Langdurig afwezig",
            **changes,
        }
    )


def referents(people):
    return [one.accompaniments.get(until__isnull=True).referent for one in people]


def test_the_preview_says_what_would_move_and_moves_nothing(counsellor, colleague, team_lead, people, werkpunt):
    StepFactory(person=people[0], organisation=werkpunt, owner=StepOwner.ORGANISATION, member=counsellor.user)
    StepFactory(person=people[0], organisation=werkpunt, member=counsellor.user, done=True)
    ConversationFactory(
        person=people[1], organisation=werkpunt, by=counsellor.user, next_contact_on=timezone.localdate()
    )

    preview = preview_transfer(asks(counsellor, [colleague], people[:3]), actor=team_lead)

    assert (len(preview.people), preview.steps, preview.planned_contacts, preview.left) == (3, 1, 1, 2)
    assert referents(people) == [counsellor.user] * 5


def test_people_and_the_open_steps_of_the_referent_move(counsellor, colleague, team_lead, people, werkpunt):
    step = StepFactory(person=people[0], organisation=werkpunt, member=counsellor.user)
    of_another = StepFactory(person=people[0], organisation=werkpunt, member=team_lead.user)

    transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)

    step.refresh_from_db()
    of_another.refresh_from_db()
    assert referents(people) == [colleague.user] * 5
    assert (step.member, of_another.member) == (colleague.user, team_lead.user)
    assert StepEvent.objects.filter(step=step, by=team_lead.user).exists()


def test_over_several_colleagues_they_are_divided_evenly(counsellor, colleague, second_colleague, team_lead, people):
    preview = preview_transfer(asks(counsellor, [colleague, second_colleague], people), actor=team_lead)

    assert [number for _one, number in preview.per_colleague] == [3, 2]


def test_the_undo_puts_back_exactly_what_was(counsellor, colleague, team_lead, people, werkpunt):
    step = StepFactory(person=people[0], organisation=werkpunt, member=counsellor.user)
    before = list(Accompaniment.objects.order_by("pk").values())
    transfer = transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)

    done = undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)

    step.refresh_from_db()
    assert list(Accompaniment.objects.order_by("pk").values()) == before
    assert step.member == counsellor.user
    assert (done.people, done.steps, done.changed_since) == (5, 1, 0)
    assert transfers(team_lead).get().restored == 5


def test_the_undo_leaves_who_was_changed_since(counsellor, colleague, second_colleague, team_lead, people, werkpunt):
    step = StepFactory(person=people[0], organisation=werkpunt, member=counsellor.user)
    kept = StepFactory(person=people[1], organisation=werkpunt, member=counsellor.user)
    transfer = transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)
    set_referent(SetReferent(person=people[0].reference, referent=second_colleague.user.pk), actor=team_lead)
    kept.refresh_from_db()
    kept.member = second_colleague.user
    kept.save()

    done = undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)

    for row in (step, kept):
        row.refresh_from_db()
    assert (done.people, done.steps, done.changed_since) == (4, 0, 1)
    assert referents(people)[:2] == [second_colleague.user, counsellor.user]
    assert (step.member, kept.member) == (colleague.user, second_colleague.user)


@pytest.mark.parametrize(("seconds", "is_possible"), [(1, True), (0, False), (-1, False)])
def test_the_undo_works_until_the_day_is_over(counsellor, colleague, team_lead, people, seconds, is_possible):
    transfer = transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)
    CaseloadTransfer.objects.update(undo_until=timezone.now() + timedelta(seconds=seconds * 30))

    if is_possible:
        undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)
        return
    with pytest.raises(Conflict, match="day"):
        undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)


def test_an_undo_happens_once(counsellor, colleague, team_lead, people):
    transfer = transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)
    undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)

    with pytest.raises(Conflict, match="already"):
        undo_transfer(UndoTransfer(transfer=transfer.reference), actor=team_lead)


@pytest.mark.parametrize("problem", ["to oneself", "twice the same", "a stranger", "nobody of theirs"])
def test_a_transfer_that_cannot_be_is_refused(counsellor, colleague, counsellor_of_vdab, team_lead, people, problem):
    command = {
        "to oneself": asks(counsellor, [counsellor], people),
        "twice the same": asks(counsellor, [colleague, colleague], people),
        "a stranger": asks(counsellor, [counsellor_of_vdab], people),
        "nobody of theirs": asks(counsellor, [colleague], [PersonFactory()]),
    }[problem]

    with pytest.raises(InvalidValue):
        preview_transfer(command, actor=team_lead)


def test_a_counsellor_does_not_transfer_a_caseload(counsellor, colleague, people):
    with pytest.raises(NotAllowed):
        transfer_caseload(asks(counsellor, [colleague], people), actor=counsellor)


def test_a_team_lead_of_another_organisation_sees_nothing_of_it(counsellor, colleague, team_lead, people, vdab):
    transfer = transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)
    stranger = actor_with(Role.TEAM_LEAD, organisation=vdab)

    with pytest.raises(NotFound):
        transfer_in(stranger, transfer.reference)
    with pytest.raises(NotFound):
        undo_transfer(UndoTransfer(transfer=transfer.reference), actor=stranger)


def test_colleagues_are_listed_with_the_number_of_their_people(counsellor, colleague, team_lead, people):
    counts = {one.pk: one.people for one in carriers(team_lead)}

    assert (counts[counsellor.user.pk], counts[colleague.user.pk]) == (5, 0)
    assert len(people_of_colleague(team_lead, counsellor.user.pk)) == 5


def test_people_of_a_colleague_who_left_can_still_move(counsellor, colleague, team_lead, people):
    counsellor.user.memberships.update(ended_at=timezone.now())

    transfer_caseload(asks(counsellor, [colleague], people), actor=team_lead)

    assert referents(people) == [colleague.user] * 5
