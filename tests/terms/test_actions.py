from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.people.access import PersonFile
from arbeidspact.statutes import TermState
from arbeidspact.terms.actions import (
    exempt_from_term,
    note_fact,
    pause_term,
    resume_term,
    revoke_term_event,
    withdraw_fact,
)
from arbeidspact.terms.commands import ExemptFromTerm, NoteFact, PauseTerm, ResumeTerm, RevokeTermEvent, WithdrawFact
from arbeidspact.terms.models import PauseGround
from tests.organisations.factories import actor_with
from tests.terms.factories import NotedFactFactory, TermEventFactory, days_ago, registered, state_of, term_of

pytestmark = pytest.mark.django_db
REASON = "Is opgenomen in het ziekenhuis"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_pause(**values: Any) -> PauseTerm:
    usual = {"rule": "screening", "starts_on": in_days(0), "ground": PauseGround.CANNOT_TAKE_PART, "reason": REASON}
    return PauseTerm(**{**usual, **values})


def an_exemption(**values: Any) -> ExemptFromTerm:
    usual = {"rule": "screening", "starts_on": in_days(0), "ground": PauseGround.OTHER, "reason": REASON}
    return ExemptFromTerm(**{**usual, **values})


def test_a_paused_term_stands_still_until_it_resumes_and_its_day_moves(file: PersonFile):
    registered(file.person, days_ago(20))
    before = term_of(file.person).due_day
    event = pause_term(a_pause(starts_on=days_ago(4)), file=file)
    assert state_of(file.person) == TermState.PAUSED

    resume_term(ResumeTerm(event=event.reference), file=file)

    after = term_of(file.person)
    event.refresh_from_db()
    assert event.ends_on == days_ago(1)
    assert after.state == TermState.RUNNING
    assert before is not None
    assert after.due_day is not None
    assert after.due_day > before


def test_the_record_says_who_and_which_term_and_never_why(file: PersonFile):
    event = pause_term(a_pause(domain="health"), file=file)

    record = AuditEvent.objects.get(action="pause-term")
    assert record.subject_id == str(event.reference)
    assert record.user == file.actor.user
    assert REASON not in str(record.details)
    assert "health" not in str(record.details)


def test_a_pause_that_starts_today_or_later_is_taken_back_when_it_resumes(file: PersonFile):
    registered(file.person, days_ago(20))
    before = term_of(file.person).due_day
    for starts_on in (in_days(0), in_days(3)):
        event = pause_term(a_pause(starts_on=starts_on), file=file)
        resume_term(ResumeTerm(event=event.reference), file=file)
        event.refresh_from_db()
        assert event.revoked_by == file.actor.user

    assert term_of(file.person).due_day == before


def test_an_exempted_person_has_the_term_no_more_until_it_is_taken_back(file: PersonFile):
    registered(file.person, days_ago(20))
    event = exempt_from_term(an_exemption(), file=file)
    assert state_of(file.person) == TermState.EXEMPT

    revoke_term_event(RevokeTermEvent(event=event.reference), file=file)

    assert state_of(file.person) == TermState.RUNNING
    exempt_from_term(an_exemption(), file=file)


def test_what_nothing_else_tells_is_noted_by_hand_and_can_be_withdrawn(file: PersonFile):
    registered(file.person, days_ago(20))
    fact = note_fact(NoteFact(fact="not_self_reliant", on=in_days(0)), file=file)
    assert term_of(file.person, "binding-agreement").state == TermState.RUNNING

    withdraw_fact(WithdrawFact(fact=fact.reference), file=file)

    with pytest.raises(ValueError, match="not enough values"):
        term_of(file.person, "binding-agreement")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        pytest.param(lambda file: pause_term(a_pause(ends_on=in_days(-1)), file=file), "end before", id="no order"),
        pytest.param(lambda file: pause_term(a_pause(rule="nothing"), file=file), "no such term", id="no rule"),
        pytest.param(lambda file: pause_term(a_pause(rule="community-service"), file=file), "no such", id="not due"),
        pytest.param(lambda file: exempt_from_term(an_exemption(rule=""), file=file), "no such", id="exempt from all"),
        pytest.param(lambda file: pause_term(a_pause(starts_on=in_days(-733)), file=file), "years ago", id="far back"),
        pytest.param(lambda file: pause_term(a_pause(ends_on=in_days(733)), file=file), "years ahead", id="far ahead"),
        pytest.param(lambda file: note_fact(NoteFact(fact="assessed", on=in_days(0)), file=file), "by hand", id="told"),
        pytest.param(
            lambda file: note_fact(NoteFact(fact="return_started", on=in_days(1)), file=file), "to come", id="tomorrow"
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(ask: Callable[[PersonFile], object], says: str, file: PersonFile):
    with pytest.raises(InvalidValue, match=says) as refused:
        ask(file)

    assert refused.value.field
    assert not AuditEvent.objects.filter(action__contains="term").exists()


def test_days_at_the_edge_of_two_years_are_taken(file: PersonFile):
    pause_term(a_pause(starts_on=in_days(-732), ends_on=in_days(732)), file=file)


def test_a_term_stands_still_once_and_nobody_is_exempted_twice(file: PersonFile, file_at_vdab: PersonFile):
    pause_term(a_pause(), file=file)
    exempt_from_term(an_exemption(), file=file)

    with pytest.raises(Conflict, match="stands still already"):
        pause_term(a_pause(starts_on=in_days(2)), file=file_at_vdab)
    with pytest.raises(Conflict, match="exempt from this term already"):
        exempt_from_term(an_exemption(), file=file_at_vdab)
    pause_term(a_pause(rule=""), file=file)
    pause_term(a_pause(starts_on=in_days(-9), ends_on=in_days(-5)), file=file)


def test_the_same_thing_is_noted_once_a_day(file: PersonFile):
    note_fact(NoteFact(fact="return_started", on=in_days(0)), file=file)

    with pytest.raises(Conflict, match="noted already"):
        note_fact(NoteFact(fact="return_started", on=in_days(0)), file=file)


def test_a_pause_that_is_over_does_not_resume(file: PersonFile, werkpunt: Organisation):
    over = TermEventFactory(person=file.person, organisation=werkpunt, ends_on=days_ago(1))
    going_on = TermEventFactory(person=file.person, organisation=werkpunt, ends_on=in_days(0))

    with pytest.raises(Conflict, match="over already"):
        resume_term(ResumeTerm(event=over.reference), file=file)
    assert resume_term(ResumeTerm(event=going_on.reference), file=file).ends_on == days_ago(1)


def test_only_the_organisation_that_noted_something_takes_it_back(file: PersonFile, vdab: Organisation):
    event = TermEventFactory(person=file.person, organisation=vdab)
    fact = NotedFactFactory(person=file.person, organisation=vdab)
    tries: list[Callable[[], object]] = [
        lambda: resume_term(ResumeTerm(event=event.reference), file=file),
        lambda: revoke_term_event(RevokeTermEvent(event=event.reference), file=file),
        lambda: withdraw_fact(WithdrawFact(fact=fact.reference), file=file),
    ]
    for attempt in tries:
        with pytest.raises(Conflict, match="Another organisation"):
            attempt()


def test_what_is_not_in_this_file_is_not_found(file: PersonFile, werkpunt: Organisation):
    elsewhere = TermEventFactory(organisation=werkpunt)
    revoked = TermEventFactory(person=file.person, organisation=werkpunt, revoked=True)
    for reference in (elsewhere.reference, revoked.reference, uuid4()):
        with pytest.raises(NotFound):
            revoke_term_event(RevokeTermEvent(event=reference), file=file)
        with pytest.raises(NotFound):
            resume_term(ResumeTerm(event=reference), file=file)
    with pytest.raises(NotFound):
        withdraw_fact(WithdrawFact(fact=uuid4()), file=file)


MAY_PAUSE = {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_those_who_guide_decide_about_terms_and_nobody_else(role: Role, file: PersonFile, werkpunt: Organisation):
    event = TermEventFactory(person=file.person, organisation=werkpunt, rule="screening")
    fact = NotedFactFactory(person=file.person, organisation=werkpunt)
    as_role = replace(file, actor=actor_with(role, organisation=werkpunt))
    tries: list[Callable[[], object]] = [
        lambda: pause_term(a_pause(rule=""), file=as_role),
        lambda: exempt_from_term(an_exemption(), file=as_role),
        lambda: resume_term(ResumeTerm(event=event.reference), file=as_role),
        lambda: revoke_term_event(RevokeTermEvent(event=event.reference), file=as_role),
        lambda: note_fact(NoteFact(fact="not_self_reliant", on=in_days(0)), file=as_role),
        lambda: withdraw_fact(WithdrawFact(fact=fact.reference), file=as_role),
    ]
    for attempt in tries:
        if role in MAY_PAUSE:
            attempt()
        else:
            with pytest.raises(NotAllowed):
                attempt()


def test_no_refusal_carries_the_reason(file: PersonFile):
    pause_term(a_pause(), file=file)
    with pytest.raises(DomainError) as refused:
        pause_term(a_pause(), file=file)

    assert REASON not in str(refused.value)
