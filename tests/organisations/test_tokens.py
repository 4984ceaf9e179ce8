from datetime import timedelta

import pytest
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.actions import give_role, issue_api_token, revoke_api_token, take_role
from arbeidspact.organisations.actions.tokens import WORKING_TOKENS_AT_MOST
from arbeidspact.organisations.actor import Actor, actor_of, operator
from arbeidspact.organisations.commands import GiveRole, IssueApiToken, RevokeApiToken, TakeRole
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import ApiToken, AuditEvent, Membership, Organisation, Role, User
from arbeidspact.organisations.queries import api_tokens_of
from arbeidspact.organisations.tokens import actor_for_token, is_token_of_demo_login
from tests.organisations.factories import MembershipFactory, actor_with

pytestmark = pytest.mark.django_db


def issue(actor: Actor, **fields: object) -> str:
    return issue_api_token(IssueApiToken(**{"name": "nightly export", **fields}), actor=actor).raw


def test_a_token_acts_for_its_member_and_is_kept_as_a_hash(counsellor: Actor):
    issued = issue_api_token(IssueApiToken(name="nightly export", days=30), actor=counsellor)

    assert actor_for_token(issued.raw) == counsellor
    assert issued.raw not in str(ApiToken.objects.values().get())
    assert issued.raw not in repr(issued)
    assert AuditEvent.objects.get().details == {"days": 30}


@pytest.mark.parametrize("raw", ["", "ap_", "ap_unknown", "Bearer x", "ap_" + "x" * 10_000, "ap_é"])
def test_an_unknown_token_acts_for_nobody(raw, counsellor: Actor):
    issue(counsellor)

    assert actor_for_token(raw) is None


def _expire(raw: str, actor: Actor) -> None:
    ApiToken.objects.update(expires_at=timezone.now())


def _revoke(raw: str, actor: Actor) -> None:
    revoke_api_token(RevokeApiToken(token=ApiToken.objects.get().pk), actor=actor)


def _end(raw: str, actor: Actor) -> None:
    Membership.objects.update(ended_at=timezone.now())


def _close(raw: str, actor: Actor) -> None:
    User.objects.update(is_active=False)


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(_expire, id="expired"),
        pytest.param(_revoke, id="revoked"),
        pytest.param(_end, id="membership ended"),
        pytest.param(_close, id="account closed"),
    ],
)
def test_a_token_stops_working(happened, counsellor: Actor):
    raw = issue(counsellor)
    happened(raw, counsellor)

    assert actor_for_token(raw) is None


def test_a_token_has_the_roles_of_now(counsellor: Actor, counsellor_membership: Membership, administrator: Actor):
    raw = issue(counsellor)
    give_role(GiveRole(membership=counsellor_membership.pk, role=Role.STEERING_MEMBER), actor=administrator)
    actor = actor_for_token(raw)
    assert actor is not None
    assert actor.roles == {Role.COUNSELLOR, Role.STEERING_MEMBER}

    take_role(TakeRole(membership=counsellor_membership.pk, role=Role.COUNSELLOR), actor=administrator)

    assert actor_for_token(raw) is None


def test_use_is_noted_at_most_once_a_minute(counsellor: Actor):
    raw = issue(counsellor)
    actor_for_token(raw)
    first = ApiToken.objects.get().last_used_at
    actor_for_token(raw)
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first

    ApiToken.objects.update(last_used_at=first - timedelta(minutes=1))
    actor_for_token(raw)

    noted = ApiToken.objects.get().last_used_at
    assert noted is not None
    assert noted >= first


def test_a_known_token_costs_one_query_once_its_use_is_noted(counsellor: Actor, django_assert_num_queries):
    raw = issue(counsellor)
    actor_for_token(raw)

    with django_assert_num_queries(1):
        actor_for_token(raw)


def test_only_roles_that_grant_it_hold_a_token_and_the_operator_none(werkpunt: Organisation):
    with pytest.raises(NotAllowed):
        issue(actor_with(Role.STEERING_MEMBER, organisation=werkpunt))
    with pytest.raises(NotAllowed):
        issue(operator(werkpunt))


def test_a_member_holds_no_more_than_twenty_working_tokens(counsellor: Actor):
    for _ in range(WORKING_TOKENS_AT_MOST):
        issue(counsellor)
    with pytest.raises(Conflict, match="twenty"):
        issue(counsellor)

    _expire("", counsellor)

    assert issue(counsellor)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"days": 0}, "days", id="no days"),
        pytest.param({"days": 367}, "days", id="more than a year"),
    ],
)
def test_a_token_has_a_name_and_a_term_of_at_most_a_year(fields, field):
    with pytest.raises(ValidationError) as refusal:
        IssueApiToken(**{"name": "export", "days": 30, **fields})

    assert refusal.value.errors()[0]["loc"] == (field,)


def test_one_revokes_the_own_tokens_and_an_administrator_those_of_the_organisation(
    counsellor: Actor, administrator: Actor, werkpunt: Organisation, vdab: Organisation
):
    issue(counsellor)
    pk = ApiToken.objects.get().pk
    colleague = actor_of(MembershipFactory(organisation=werkpunt))
    elsewhere = actor_of(MembershipFactory(organisation=vdab, roles=[Role.ADMINISTRATOR]))
    for stranger in (colleague, elsewhere):
        assert not api_tokens_of(stranger).exists()
        with pytest.raises(NotFound):
            revoke_api_token(RevokeApiToken(token=pk), actor=stranger)

    assert api_tokens_of(administrator).count() == 1
    revoke_api_token(RevokeApiToken(token=pk), actor=administrator)
    revoke_api_token(RevokeApiToken(token=pk), actor=counsellor)

    assert AuditEvent.objects.filter(action="revoke-api-token").count() == 1


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_token_of_a_demo_login_is_known_as_such(counsellor: Actor, is_demo):
    raw = issue(counsellor)
    User.objects.update(is_demo=is_demo)

    assert is_token_of_demo_login(raw) is is_demo
    assert is_token_of_demo_login("ap_other") is False
