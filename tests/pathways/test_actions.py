from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.pathways.actions import (
    agree_step,
    change_step,
    clear_hindrance,
    finish_step,
    give_up_step,
    note_hindrance,
    reopen_step,
)
from arbeidspact.pathways.commands import (
    AgreeStep,
    ChangeStep,
    ClearHindrance,
    FinishStep,
    GiveUpStep,
    NoteHindrance,
    ReopenStep,
)
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind, StepOwner, StepState
from arbeidspact.pathways.queries import step_in
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, actor_with
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_step(**values: Any) -> AgreeStep:
    return AgreeStep(**{"owner": StepOwner.PERSON, "what": "Bel de cursus", "due_on": in_days(7), **values})


def a_change(step: Step, **values: Any) -> ChangeStep:
    as_it_is = {"owner": step.owner, "what": step.what, "due_on": step.due_on, "note": step.note}
    return ChangeStep(step=step.reference, **{**as_it_is, **values})


def history_of(step: Step) -> list[str]:
    return list(step.events.order_by("id").values_list("kind", flat=True))


def test_a_step_is_agreed_with_its_history_and_its_record(file: PersonFile, counsellor: Actor, werkpunt: Organisation):
    step = agree_step(a_step(note="Zij belt zelf."), file=file)

    assert (step.person, step.organisation, step.agreed_on) == (file.person, werkpunt, timezone.localdate())
    assert step.member is None
    assert history_of(step) == [StepEventKind.AGREED]
    assert step.events.get().by == counsellor.user
    event = AuditEvent.objects.get(action="agree-step")
    assert event.subject_id == str(step.reference)
    assert "Zij belt" not in str(event.details)


def test_a_step_of_the_organisation_falls_to_whoever_agrees_it_unless_a_colleague_is_named(
    file: PersonFile, counsellor: Actor, werkpunt: Organisation
):
    colleague = MembershipFactory(organisation=werkpunt).user

    own = agree_step(a_step(owner=StepOwner.ORGANISATION), file=file)
    theirs = agree_step(a_step(owner=StepOwner.ORGANISATION, member=colleague.pk), file=file)

    assert (own.member, theirs.member) == (counsellor.user, colleague)


def test_a_step_may_be_about_a_vacancy(file: PersonFile):
    vacancy = VacancyFactory()

    assert agree_step(a_step(vacancy=vacancy.reference), file=file).vacancy == vacancy


def test_a_new_day_is_noted_as_moved_and_other_changes_as_changed(file: PersonFile):
    step = agree_step(a_step(), file=file)

    change_step(a_change(step, due_on=in_days(14)), file=file)
    step.refresh_from_db()
    change_step(a_change(step, what="Schrijf in voor de cursus"), file=file)

    step.refresh_from_db()
    assert (step.due_on, step.what) == (in_days(14), "Schrijf in voor de cursus")
    assert history_of(step) == [StepEventKind.AGREED, StepEventKind.MOVED, StepEventKind.CHANGED]
    assert step.events.get(kind=StepEventKind.MOVED).due_on == in_days(14)


def test_a_change_that_changes_nothing_leaves_no_trace(file: PersonFile):
    step = agree_step(a_step(), file=file)

    change_step(a_change(step), file=file)

    assert history_of(step) == [StepEventKind.AGREED]
    assert not AuditEvent.objects.filter(action="change-step").exists()


def test_an_overdue_step_keeps_its_day_when_only_its_wording_changes(file: PersonFile, werkpunt: Organisation):
    step = StepFactory(person=file.person, organisation=werkpunt, overdue=True)

    change_step(a_change(step, what="Nog eens bellen"), file=file)

    step.refresh_from_db()
    assert (step.what, step.due_on) == ("Nog eens bellen", in_days(-3))


def test_a_step_is_done_opened_again_and_given_up_and_the_history_tells(file: PersonFile):
    step = agree_step(a_step(), file=file)

    finish_step(FinishStep(step=step.reference, remark="Vlot."), file=file)
    assert step_in(file, step.reference).state == StepState.DONE
    reopen_step(ReopenStep(step=step.reference), file=file)
    assert step_in(file, step.reference).state == StepState.OPEN
    give_up_step(GiveUpStep(step=step.reference, remark="Geen kinderopvang gevonden."), file=file)
    assert step_in(file, step.reference).state == StepState.NOT_DONE

    told = list(StepEvent.objects.filter(step=step).order_by("id").values_list("kind", "note"))
    assert told == [
        (StepEventKind.AGREED, ""),
        (StepEventKind.DONE, "Vlot."),
        (StepEventKind.REOPENED, ""),
        (StepEventKind.NOT_DONE, "Geen kinderopvang gevonden."),
    ]
    actions = AuditEvent.objects.filter(subject_id=str(step.reference)).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["agree-step", "finish-step", "reopen-step", "give-up-step"]


def test_giving_up_asks_why():
    with pytest.raises(ValidationError):
        GiveUpStep(step=uuid4(), remark="")


@pytest.mark.parametrize(
    ("values", "error", "field", "says"),
    [
        pytest.param({"due_on": in_days(-1)}, InvalidValue, "due_on", "has passed", id="a day that has passed"),
        pytest.param({"due_on": in_days(1200)}, InvalidValue, "due_on", "three years", id="a day far ahead"),
        pytest.param(
            {"owner": "organisation", "member": 999_999},
            InvalidValue,
            "member",
            "not a member",
            id="nobody's colleague",
        ),
        pytest.param({"vacancy": uuid4()}, NotFound, "vacancy", "no such vacancy", id="a vacancy that is not there"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(
    file: PersonFile, values: dict[str, Any], error: type[DomainError], field: str, says: str
):
    with pytest.raises(error, match=says) as refused:
        agree_step(a_step(**values), file=file)

    assert refused.value.field == field
    assert not Step.objects.exists()
    assert not AuditEvent.objects.filter(action="agree-step").exists()


def test_a_member_of_another_organisation_is_no_colleague(file: PersonFile, counsellor_of_vdab: Actor):
    assert counsellor_of_vdab.user is not None
    with pytest.raises(InvalidValue, match="not a member"):
        agree_step(a_step(owner=StepOwner.ORGANISATION, member=counsellor_of_vdab.user.pk), file=file)


def test_somebody_who_left_is_no_colleague(file: PersonFile, werkpunt: Organisation):
    left = MembershipFactory(organisation=werkpunt, ended_at=timezone.now())

    with pytest.raises(InvalidValue, match="not a member"):
        agree_step(a_step(owner=StepOwner.ORGANISATION, member=left.user.pk), file=file)


def test_a_step_is_not_moved_to_a_day_that_has_passed_or_lies_far_ahead(file: PersonFile):
    step = agree_step(a_step(), file=file)

    for due_on, says in ((in_days(-1), "has passed"), (in_days(1200), "three years")):
        with pytest.raises(InvalidValue, match=says):
            change_step(a_change(step, due_on=due_on), file=file)


CHANGES: list[Any] = [
    pytest.param(lambda step, file: change_step(a_change(step), file=file), id="change"),
    pytest.param(lambda step, file: finish_step(FinishStep(step=step.reference), file=file), id="finish"),
    pytest.param(
        lambda step, file: give_up_step(GiveUpStep(step=step.reference, remark="ging niet"), file=file), id="give up"
    ),
    pytest.param(lambda step, file: reopen_step(ReopenStep(step=step.reference), file=file), id="reopen"),
]
Change = Callable[[Step, PersonFile], Step]


@pytest.mark.parametrize("change", CHANGES)
def test_only_the_organisation_that_agreed_a_step_changes_it(
    change: Change, file: PersonFile, file_at_vdab: PersonFile
):
    step = agree_step(a_step(), file=file)

    with pytest.raises(Conflict, match="another organisation"):
        change(step, file_at_vdab)

    assert history_of(step) == [StepEventKind.AGREED]


@pytest.mark.parametrize("change", CHANGES)
def test_a_step_of_another_person_is_not_in_this_file(change: Change, file: PersonFile, werkpunt: Organisation):
    elsewhere = StepFactory(organisation=werkpunt)

    with pytest.raises(NotFound, match="no such step"):
        change(elsewhere, file)


@pytest.mark.parametrize("change", CHANGES[:3])
@pytest.mark.parametrize("closed", ["done", "given_up"])
def test_a_closed_step_is_opened_again_before_anything_else(
    change: Change, closed: str, file: PersonFile, werkpunt: Organisation
):
    step = StepFactory(person=file.person, organisation=werkpunt, **{closed: True})

    with pytest.raises(Conflict, match="Open it again first"):
        change(step, file)


def test_an_open_step_is_not_opened_again(file: PersonFile):
    step = agree_step(a_step(), file=file)

    with pytest.raises(Conflict, match="open already"):
        reopen_step(ReopenStep(step=step.reference), file=file)


def test_the_same_form_sent_twice_is_one_step(file: PersonFile):
    command = a_step(sent_key=uuid4())

    assert agree_step(command, file=file) == agree_step(command, file=file)
    assert Step.objects.count() == StepEvent.objects.count() == 1


def test_a_form_sent_for_one_person_is_not_taken_for_another(
    file: PersonFile, counsellor: Actor, werkpunt: Organisation
):
    command = a_step(sent_key=uuid4())
    agree_step(command, file=file)
    other = open_file(counsellor, PersonFactory(accompanied_by=werkpunt).reference)

    with pytest.raises(Conflict, match="sent before"):
        agree_step(command, file=other)


def test_what_stands_in_the_way_is_noted_and_goes(file: PersonFile):
    step = agree_step(a_step(), file=file)

    note_hindrance(NoteHindrance(step=step.reference, hindrance="Geen opvang op woensdag"), file=file)
    assert step_in(file, step.reference).state == StepState.BLOCKED
    note_hindrance(NoteHindrance(step=step.reference, hindrance="Geen opvang op woensdag"), file=file)
    clear_hindrance(ClearHindrance(step=step.reference), file=file)
    assert step_in(file, step.reference).state == StepState.OPEN

    assert history_of(step) == [StepEventKind.AGREED, StepEventKind.BLOCKED, StepEventKind.UNBLOCKED]
    assert step.events.get(kind=StepEventKind.BLOCKED).note == "Geen opvang op woensdag"
    with pytest.raises(Conflict, match="Nothing stood in the way"):
        clear_hindrance(ClearHindrance(step=step.reference), file=file)


def test_closing_a_step_takes_away_what_stood_in_its_way(file: PersonFile, werkpunt: Organisation):
    step = StepFactory(person=file.person, organisation=werkpunt, hindered=True)

    finish_step(FinishStep(step=step.reference), file=file)

    step.refresh_from_db()
    assert (step.hindered_on, step.hindrance) == (None, "")


def test_a_step_waits_on_another_until_that_one_is_closed(file: PersonFile):
    first = agree_step(a_step(), file=file)
    second = agree_step(a_step(what="Starten met de les", waits_on=first.reference), file=file)

    assert step_in(file, second.reference).state == StepState.WAITING
    finish_step(FinishStep(step=first.reference), file=file)
    assert step_in(file, second.reference).state == StepState.OPEN


def test_steps_do_not_wait_for_each_other(file: PersonFile):
    first = agree_step(a_step(), file=file)
    second = agree_step(a_step(waits_on=first.reference), file=file)
    third = agree_step(a_step(waits_on=second.reference), file=file)

    for of in (first, second, third):
        with pytest.raises(InvalidValue, match="wait for each other"):
            change_step(a_change(of, waits_on=third.reference), file=file)


def test_a_step_is_handed_to_a_colleague_and_to_a_partner(file: PersonFile, werkpunt: Organisation, vdab: Organisation):
    colleague = MembershipFactory(organisation=werkpunt).user
    step = agree_step(a_step(owner=StepOwner.ORGANISATION), file=file)

    change_step(a_change(step, member=colleague.pk), file=file)
    step.refresh_from_db()
    change_step(a_change(step, owner=StepOwner.PARTNER, partner=vdab.pk), file=file)

    step.refresh_from_db()
    assert (step.member, step.partner) == (None, vdab)
    assert history_of(step) == [StepEventKind.AGREED, StepEventKind.HANDED_ON, StepEventKind.HANDED_ON]
    changes = {one["field"]: one for one in step.events.order_by("-pk")[0].changes}
    assert (changes["partner"]["after"], changes["owner"]["before"]) == (vdab.name, "organisation")


@pytest.mark.parametrize("who", ["nobody", "ourselves"])
def test_a_partner_is_another_organisation(who: str, file: PersonFile, werkpunt: Organisation):
    partner = werkpunt.pk if who == "ourselves" else None

    with pytest.raises(InvalidValue) as refused:
        agree_step(a_step(owner=StepOwner.PARTNER, partner=partner), file=file)

    assert refused.value.field == "partner"


def test_the_partner_that_does_a_step_says_what_became_of_it_and_changes_nothing_else(
    file: PersonFile, file_at_vdab: PersonFile, vdab: Organisation
):
    step = agree_step(a_step(owner=StepOwner.PARTNER, partner=vdab.pk), file=file)

    with pytest.raises(Conflict, match="another organisation"):
        change_step(a_change(step, what="Iets anders", partner=vdab.pk), file=file_at_vdab)
    note_hindrance(NoteHindrance(step=step.reference, hindrance="Wachtlijst"), file=file_at_vdab)
    finish_step(FinishStep(step=step.reference), file=file_at_vdab)

    assert step.events.filter(organisation=vdab).count() == 2


MAY_AGREE = {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_counsellors_and_social_economy_coaches_agree_steps_and_nobody_else(
    role: Role, file: PersonFile, werkpunt: Organisation
):
    step = StepFactory(person=file.person, organisation=werkpunt)
    as_role = replace(file, actor=actor_with(role, organisation=werkpunt))
    tries: list[Callable[[], Step]] = [
        lambda: agree_step(a_step(), file=as_role),
        lambda: change_step(a_change(step, what="Iets anders"), file=as_role),
        lambda: finish_step(FinishStep(step=step.reference), file=as_role),
        lambda: reopen_step(ReopenStep(step=step.reference), file=as_role),
        lambda: give_up_step(GiveUpStep(step=step.reference, remark="ging niet"), file=as_role),
    ]
    for attempt in tries:
        if role in MAY_AGREE:
            attempt()
        else:
            with pytest.raises(NotAllowed):
                attempt()


def test_nobody_reaches_the_steps_of_a_person_whom_they_do_not_accompany(counsellor: Actor):
    stranger: Person = PersonFactory()

    with pytest.raises(NotAllowed):
        open_file(counsellor, stranger.reference)
