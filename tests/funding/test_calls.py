"""Calls: prepared, published, amended with notice, cancelled; the last minute counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import cancel_call, change_call, prepare_call, publish_call, start_application
from arbeidspact.funding.commands import (
    CancelCall,
    ChangeCall,
    CriterionEntry,
    PrepareCall,
    PublishCall,
    StartApplication,
)
from arbeidspact.funding.models import Call
from arbeidspact.funding.queries.calls import calls, own_call
from arbeidspact.funding.states import CallState, state_of_call
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from tests.funding.conftest import close
from tests.organisations.factories import actor_with


def test_a_call_that_is_prepared_is_seen_by_nobody_else(steering, applicant, call_content):
    call = prepare_call(PrepareCall(**call_content), actor=steering)

    assert list(calls(steering)) == [call]
    assert list(calls(applicant)) == []


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.ANALYST, Role.ADMINISTRATOR, Role.EMPLOYER_CONTACT])
def test_other_roles_prepare_no_call(role, city, call_content):
    with pytest.raises(NotAllowed):
        prepare_call(PrepareCall(**call_content), actor=actor_with(role, organisation=city))


def test_a_steering_member_of_a_partner_runs_no_fund(wegwijs, call_content):
    with pytest.raises(NotAllowed):
        prepare_call(PrepareCall(**call_content), actor=actor_with(Role.STEERING_MEMBER, organisation=wegwijs))


def test_nobody_changes_the_call_of_another_organisation(call):
    other = actor_with(Role.STEERING_MEMBER, vdab=True)

    with pytest.raises(NotFound):
        publish_call(PublishCall(call=call.reference), actor=other)
    with pytest.raises(NotFound):
        own_call(other, call.reference)


def test_the_last_minute_belongs_to_the_call(call):
    call.refresh_from_db()
    closes = call.closes_at

    assert state_of_call(call, closes + timedelta(seconds=59)) is CallState.OPEN
    assert state_of_call(call, closes + timedelta(seconds=60)) is CallState.JUDGING
    assert state_of_call(call, call.opens_at - timedelta(seconds=1)) is CallState.ANNOUNCED


@pytest.mark.parametrize("state", [CallState.OPEN, CallState.JUDGING, CallState.ANNOUNCED, CallState.DRAFT])
def test_the_filter_of_the_list_keeps_what_the_state_says(state, call, steering, call_content):
    prepare_call(PrepareCall(**call_content), actor=steering)
    moments = {
        CallState.ANNOUNCED: call.opens_at - timedelta(minutes=1),
        CallState.JUDGING: call.closes_at + timedelta(minutes=1),
    }
    now = moments.get(state, timezone.now())

    found = list(calls(steering, state=state, now=now))

    assert found
    assert found == [one for one in calls(steering) if state_of_call(one, now) is state]


def test_an_amendment_is_a_version_and_is_mailed_to_whoever_works_on_an_application(
    call, steering, applicant, call_content
):
    start_application(StartApplication(call=call.reference), actor=applicant)
    Message.objects.all().delete()

    changed = {**call_content, "closes_at": call.closes_at + timedelta(days=7), "budget": Decimal(120_000)}
    change_call(ChangeCall(call=call.reference, reason="Er is meer geld.", **changed), actor=steering)

    call.refresh_from_db()
    assert call.version == 2
    assert [version.number for version in call.versions.all()] == [2, 1]
    assert call.versions.get(number=1).content["budget"] == "100000.00"
    assert call.versions.get(number=2).reason == "Er is meer geld."
    [sent] = Message.objects.all()
    assert sent.address == applicant.user.email
    assert "Er is meer geld." in sent.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({}, "reason", id="without a reason"),
        pytest.param({"reason": "x", "closes_at": timedelta(days=-1)}, "closes_at", id="less time than was promised"),
        pytest.param({"reason": "x", "opens_at": timedelta(days=1)}, "opens_at", id="open already"),
    ],
)
def test_an_unfair_amendment_is_refused(call, steering, call_content, changes, field):
    call.refresh_from_db()
    content = {**call_content, "opens_at": call.opens_at, "closes_at": call.closes_at}
    for name, value in changes.items():
        content[name] = getattr(call, name) + value if isinstance(value, timedelta) else value

    with pytest.raises(InvalidValue) as refused:
        change_call(ChangeCall(call=call.reference, **content), actor=steering)

    assert refused.value.field == field


def test_a_closed_call_does_not_change(call, steering, call_content):
    close(call)

    with pytest.raises(Conflict):
        change_call(ChangeCall(call=call.reference, reason="Toch", **call_content), actor=steering)


def test_a_call_closes_after_it_opens(steering, call_content):
    with pytest.raises(InvalidValue):
        prepare_call(PrepareCall(**{**call_content, "closes_at": call_content["opens_at"]}), actor=steering)


def test_a_cancelled_call_says_why_to_whoever_applied(call, steering, applicant, submitted):
    submitted(call, applicant)
    Message.objects.all().delete()

    cancel_call(CancelCall(call=call.reference, reason="Het geld is weg."), actor=steering)

    assert state_of_call(Call.objects.get(pk=call.pk), timezone.now()) is CallState.CANCELLED
    assert [message.address for message in Message.objects.all()] == ["noor@wegwijs.example"]
    with pytest.raises(Conflict):
        start_application(StartApplication(call=call.reference), actor=applicant)


def test_criteria_keep_their_order_weight_and_scale(call):
    rows = call.criteria.order_by("order").values_list("name_nl", "weight", "scale", "minimum")

    assert list(rows) == [("Bereik", 3, 10, None), ("Haalbaarheid", 1, 5, Decimal(2))]


def test_a_least_score_stands_on_its_scale():
    with pytest.raises(ValueError, match="scale"):
        CriterionEntry(name_nl="x", scale=5, minimum=Decimal(6))


@pytest.mark.parametrize("links", ["javascript:alert(1)", "example.org/call", "ftp://example.org"])
def test_a_document_is_a_whole_web_address(call_content, links):
    with pytest.raises(ValueError, match="address"):
        PrepareCall(**call_content, links=links)
