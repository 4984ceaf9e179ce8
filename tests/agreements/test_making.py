from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.agreements.actions import change_agreement, confirm_on_screen, make_agreement, mark_promise
from arbeidspact.agreements.commands import ConfirmOnScreen, MarkPromise
from arbeidspact.agreements.models import (
    Agreement,
    AgreementEventKind,
    AgreementState,
    AgreementVersion,
    ObjectionAnswer,
    Party,
    Promise,
    Promiser,
)
from arbeidspact.agreements.queries import agreement_in
from arbeidspact.correspondence.links import ClosedLink, issue_link, open_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import (
    AgreementFactory,
    a_change,
    a_promise,
    an_agreement,
    in_days,
    newest,
)
from tests.organisations.factories import MembershipFactory, actor_with
from tests.pathways.factories import StepFactory

pytestmark = pytest.mark.django_db


def log_of(agreement: Agreement) -> list[str]:
    return list(agreement.events.order_by("id").values_list("kind", flat=True))


def confirm(agreement: Agreement, file: PersonFile, *parties: Party) -> None:
    version = newest(agreement).number
    for party in parties or tuple(Party):
        confirm_on_screen(ConfirmOnScreen(agreement=agreement.reference, version=version, party=party), file=file)


def test_an_agreement_is_written_down_with_its_promises_its_log_and_its_record(
    file: PersonFile, counsellor: Actor, werkpunt: Organisation
):
    theirs = a_promise(what="Neemt contact op met de school")
    ours = a_promise(promiser=Promiser.ORGANISATION, what="Betaalt de cursus", due_on=in_days(14))

    agreement = make_agreement(an_agreement(theirs, ours, kind="binding", language="tr"), file=file)

    assert (agreement.person, agreement.organisation, agreement.keeper) == (file.person, werkpunt, counsellor.user)
    version = newest(agreement)
    assert (version.number, version.kind, version.language) == (1, "binding", "tr")
    assert list(version.promises.values_list("promiser", "what", "due_on")) == [
        ("person", "Neemt contact op met de school", in_days(7)),
        ("organisation", "Betaalt de cursus", in_days(14)),
    ]
    assert log_of(agreement) == [AgreementEventKind.MADE, AgreementEventKind.OFFERED]
    event = AuditEvent.objects.get(action="make-agreement")
    assert event.subject_id == str(agreement.reference)
    assert "school" not in str(event.details)


def test_a_draft_asks_nobody_to_confirm(file: PersonFile):
    agreement = make_agreement(an_agreement(is_draft=True), file=file)

    assert agreement_in(file, agreement.reference).state == AgreementState.DRAFT
    assert log_of(agreement) == [AgreementEventKind.MADE]


def test_a_colleague_a_partner_and_a_step_are_named(file: PersonFile, werkpunt: Organisation):
    colleague = MembershipFactory(organisation=werkpunt).user
    step = StepFactory(person=file.person, organisation=werkpunt)

    agreement = make_agreement(
        an_agreement(
            a_promise(promiser=Promiser.COLLEAGUE, member=colleague.pk),
            a_promise(promiser=Promiser.PARTNER, partner="Groep Intro"),
            a_promise(step=step.reference),
        ),
        file=file,
    )

    first, second, third = newest(agreement).promises.all()
    assert (first.member, second.partner, third.step) == (colleague, "Groep Intro", step)


def test_what_does_not_fit_the_promiser_is_not_kept(file: PersonFile, counsellor: Actor):
    assert counsellor.user is not None
    line = a_promise(promiser=Promiser.PERSON, member=counsellor.user.pk, partner="Groep Intro")

    (promise,) = newest(make_agreement(an_agreement(line), file=file)).promises.all()

    assert (promise.member, promise.partner) == (None, "")


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        pytest.param({"due_on": in_days(-1)}, "due_on", "has passed", id="a day that has passed"),
        pytest.param({"due_on": in_days(3 * 366 + 1)}, "due_on", "three years", id="a day far ahead"),
        pytest.param({"promiser": "colleague"}, "member", "which colleague", id="a colleague without a name"),
        pytest.param({"promiser": "colleague", "member": 999_999}, "member", "not a member", id="nobody's colleague"),
        pytest.param({"promiser": "partner"}, "partner", "which partner", id="a partner without a name"),
        pytest.param({"step": uuid4()}, "step", "no such step", id="a step that is not there"),
        pytest.param({"domain": "debt"}, "domain", "protected part", id="protected while the compartment is closed"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_at_its_row(file: PersonFile, line: dict[str, Any], field: str, says: str):
    with pytest.raises(InvalidValue, match=says) as refused:
        make_agreement(an_agreement(a_promise(), a_promise(**line)), file=file)

    assert refused.value.field == f"promises-1-{field}"
    assert not Agreement.objects.exists()


def test_the_last_days_that_can_be_are_accepted(file: PersonFile):
    make_agreement(an_agreement(a_promise(due_on=in_days(0)), a_promise(due_on=in_days(3 * 366))), file=file)

    assert Promise.objects.count() == 2


def test_an_agreement_promises_something_and_not_too_much(file: PersonFile):
    with pytest.raises(InvalidValue, match="at least one promise"):
        make_agreement(an_agreement().model_copy(update={"promises": ()}), file=file)
    with pytest.raises(ValidationError):
        an_agreement(*[a_promise()] * 21)


def test_a_language_without_phrases_is_refused():
    with pytest.raises(ValidationError):
        an_agreement(language="xx")


def test_a_step_of_somebody_else_is_no_step_of_this_person(file: PersonFile):
    with pytest.raises(InvalidValue, match="no such step"):
        make_agreement(an_agreement(a_promise(step=StepFactory().reference)), file=file)


def test_an_edit_makes_a_new_version_and_asks_both_again(file: PersonFile):
    agreement = make_agreement(an_agreement(), file=file)
    confirm(agreement, file)

    version = change_agreement(a_change(agreement), file=file)

    page = agreement_in(file, agreement.reference)
    assert (version.number, page.state) == (2, AgreementState.TO_CONFIRM)
    assert page.line.missing == (Party.PERSON, Party.ORGANISATION)
    assert [one.number for one in page.versions] == [2, 1]
    assert page.versions[1].title == "Samen naar een cursus"
    assert log_of(agreement)[-2:] == [AgreementEventKind.CHANGED, AgreementEventKind.OFFERED]


def test_what_was_confirmed_stays_in_force_until_the_new_version_is(file: PersonFile):
    agreement = make_agreement(an_agreement(), file=file)
    confirm(agreement, file)
    change_agreement(a_change(agreement), file=file)

    page = agreement_in(file, agreement.reference)
    assert page.is_earlier_in_force
    assert page.line.in_force is not None
    assert page.line.in_force.number == 1

    confirm(agreement, file)

    page = agreement_in(file, agreement.reference)
    assert not page.is_earlier_in_force
    assert page.line.in_force is not None
    assert page.line.in_force.number == 2
    first = AgreementVersion.objects.get(agreement=agreement, number=1)
    assert first.in_force_until is not None


def test_a_promise_that_returns_keeps_its_key_also_when_its_words_change(file: PersonFile):
    agreement = make_agreement(an_agreement(a_promise(), a_promise(what="Komt langs")), file=file)
    first, second = newest(agreement).promises.all()

    change_agreement(a_change(agreement, a_promise(key=second.key, what="Komt vroeger langs"), a_promise()), file=file)

    again, new = newest(agreement).promises.all()
    assert again.key == second.key
    assert new.key not in {first.key, second.key}


def test_a_key_that_stood_in_no_earlier_version_is_not_taken_over(file: PersonFile):
    agreement = make_agreement(an_agreement(), file=file)
    foreign = uuid4()

    change_agreement(a_change(agreement, a_promise(key=foreign)), file=file)

    assert newest(agreement).promises.get().key != foreign


def test_an_overdue_promise_keeps_its_day_in_the_next_version_and_a_new_one_does_not_start_late(
    file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, their_promise=-10, confirmed=True)
    key = newest(agreement).promises.get().key

    change_agreement(a_change(agreement, a_promise(key=key, due_on=in_days(-10))), file=file)

    with pytest.raises(InvalidValue, match="has passed"):
        change_agreement(a_change(agreement, a_promise(key=key, due_on=in_days(-9)), based_on=2), file=file)


def test_a_promise_of_which_the_outcome_is_known_goes_along_as_it_is(file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=-10, our_promise=5, confirmed=True
    )
    kept, _other = newest(agreement).promises.order_by("due_on")
    mark_promise(
        MarkPromise(agreement=agreement.reference, promise=kept.key, was_kept=True, on=in_days(-11)), file=file
    )

    change_agreement(a_change(agreement, a_promise(key=kept.key, what="Iets heel anders")), file=file)

    assert list(newest(agreement).promises.values_list("key", "what")) == [(kept.key, "Bel de cursus")]


def test_two_who_edit_at_once_do_not_overwrite_each_other(file: PersonFile):
    agreement = make_agreement(an_agreement(), file=file)
    change_agreement(a_change(agreement), file=file)

    with pytest.raises(Conflict, match="A colleague changed this agreement"):
        change_agreement(a_change(agreement, based_on=1), file=file)

    assert newest(agreement).number == 2


def test_an_edit_answers_an_objection_and_stops_the_links_to_the_old_version(
    file: PersonFile, counsellor: Actor, werkpunt: Organisation
):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, their_promise=5, objected=True)
    issued = issue_link(
        LinkPurpose.CONFIRM_AGREEMENT, newest(agreement).reference, person=file.person, actor=counsellor
    )

    change_agreement(a_change(agreement), file=file)

    assert isinstance(open_link(issued.raw), ClosedLink)
    page = agreement_in(file, agreement.reference)
    assert (page.state, page.open_objection) == (AgreementState.TO_CONFIRM, None)
    assert page.objections[0].answer == ObjectionAnswer.CHANGED
    assert log_of(agreement) == ["answered", "changed", "offered"]


@pytest.mark.parametrize("closed", ["withdrawn", "ended"])
def test_a_closed_agreement_is_not_changed(closed: str, file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, **{closed: True})

    with pytest.raises(Conflict, match="Open it again first"):
        change_agreement(a_change(agreement), file=file)


def test_an_agreement_of_another_organisation_or_person_is_not_changed(
    file: PersonFile, file_at_vdab: PersonFile, werkpunt: Organisation
):
    agreement = make_agreement(an_agreement(), file=file)
    elsewhere = AgreementFactory(organisation=werkpunt)

    with pytest.raises(Conflict, match="another organisation"):
        change_agreement(a_change(agreement), file=file_at_vdab)
    with pytest.raises(NotFound):
        change_agreement(a_change(elsewhere), file=file)


MAY_MAKE = {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_those_who_guide_make_agreements_and_nobody_else(role: Role, file: PersonFile, werkpunt: Organisation):
    as_role = replace(file, actor=actor_with(role, organisation=werkpunt))
    if role in MAY_MAKE:
        change_agreement(a_change(make_agreement(an_agreement(), file=as_role)), file=as_role)
    else:
        agreement = AgreementFactory(person=file.person, organisation=werkpunt)
        for attempt in (
            lambda: make_agreement(an_agreement(), file=as_role),
            lambda: change_agreement(a_change(agreement), file=as_role),
        ):
            with pytest.raises(NotAllowed):
                attempt()


# The compartment


def test_protected_promises_are_written_and_read_in_the_compartment_alone(
    file: PersonFile, open_compartment_file: PersonFile
):
    agreement = make_agreement(
        an_agreement(a_promise(), a_promise(what="Belt de schuldbemiddelaar", domain="debt")),
        file=open_compartment_file,
    )

    closed, opened = (agreement_in(one, agreement.reference) for one in (file, open_compartment_file))

    assert ([one.promise.domain for one in closed.line.promises], closed.line.protected) == ([""], 1)
    assert ([one.promise.domain for one in opened.line.promises], opened.line.protected) == (["", "debt"], 0)
    assert (closed.reads_all, opened.reads_all) == (False, True)


def test_protected_promises_go_along_unseen_when_the_compartment_is_closed(
    file: PersonFile, open_compartment_file: PersonFile
):
    agreement = make_agreement(
        an_agreement(a_promise(what="Belt de schuldbemiddelaar", domain="debt")), file=open_compartment_file
    )

    change_agreement(a_change(agreement), file=file)

    assert sorted(newest(agreement).promises.values_list("domain", flat=True)) == ["", "debt"]


def test_the_record_of_a_protected_promise_holds_no_word_of_it(open_compartment_file: PersonFile):
    make_agreement(an_agreement(a_promise(what="Belt de dokter", domain="health")), file=open_compartment_file)

    details = str(AuditEvent.objects.get(action="make-agreement").details)
    assert "dokter" not in details
    assert "health" not in details


def test_a_refusal_says_nothing_about_the_person(file: PersonFile):
    agreement = make_agreement(an_agreement(), file=file)

    with pytest.raises(DomainError) as refused:
        change_agreement(a_change(agreement, based_on=7), file=file)

    assert file.person.family_name not in str(refused.value)
    assert timezone.now() - newest(agreement).made_at < timedelta(minutes=1)
