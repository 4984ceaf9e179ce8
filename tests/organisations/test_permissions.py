from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.organisations.actions import end_membership
from arbeidspact.organisations.actor import ANONYMOUS, Actor, operator
from arbeidspact.organisations.commands import EndMembership
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Membership, Organisation, OrganisationKind, Role, User
from arbeidspact.organisations.permission_table import grants, permission_page
from arbeidspact.organisations.permissions import (
    ONLY_KINDS,
    OPERATOR_MAY,
    ROLE_MAY,
    Allowed,
    Permission,
    Refused,
    decide,
    may,
    require,
)
from arbeidspact.web.middleware import _actor

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
PERSONAL = {
    Permission.OPEN_PERSON,
    Permission.REGISTER_PERSON,
    Permission.EDIT_PERSON,
    Permission.EXPORT_PEOPLE,
    Permission.MATCH_PEOPLE,
    Permission.RUN_ROUNDS,
    Permission.EXPORT_ROUND,
    Permission.HOLD_NATIONAL_NUMBER,
    Permission.AGREE_STEP,
    Permission.SEE_CASELOAD,
    Permission.IMPORT_PEOPLE,
    Permission.OPEN_COMPARTMENT,
    Permission.ASSESS_PERSON,
    Permission.EDIT_PLAN,
    Permission.MAKE_AGREEMENT,
    Permission.EDIT_TEAM,
    Permission.HAND_OVER,
    Permission.TRANSFER_CASELOAD,
    Permission.REGISTER_CONTACT,
    Permission.PAUSE_TERM,
    Permission.SEND_MESSAGE,
    Permission.SEE_DELIVERIES,
    Permission.SEE_ALL_QUEUES,
}
permissions = st.sampled_from(list(Permission))
kinds = st.sampled_from(list(OrganisationKind))
roles = st.frozensets(st.sampled_from(list(Role)))


def member(held: frozenset[Role], kind: OrganisationKind) -> Actor:
    return Actor(user=User(), organisation=Organisation(kind=kind), roles=held)


def test_the_page_of_permissions_is_the_policy():
    assert PAGE.read_text(encoding="utf-8") == permission_page(), (
        "Write the page again: make the documentation from permission_page()."
    )


def test_the_page_names_every_permission_and_every_role():
    page = permission_page()

    assert [permission for permission in Permission if f"## {permission.value}\n" not in page] == []
    assert [role for role in Role if f"| {role.value} |" not in page] == []


def test_every_role_and_every_permission_has_its_place_in_the_policy():
    granted = grants()

    assert set(ROLE_MAY) == set(Role)
    assert [role for role in Role if not any(granted[permission, role] for permission in Permission)] == []
    orphans = [
        permission
        for permission in Permission
        if not any(granted[permission, role] for role in Role) and permission not in OPERATOR_MAY
    ]
    assert orphans == []


@pytest.mark.parametrize("kind", [OrganisationKind.EMPLOYER, OrganisationKind.SCHOOL])
@pytest.mark.parametrize("permission", sorted(PERSONAL))
def test_employers_and_schools_never_reach_people(permission, kind):
    assert not may(member(frozenset(Role), kind), permission)


@pytest.mark.parametrize("permission", [Permission.EDIT_PACT, Permission.IMPORT_OBSERVATIONS])
def test_an_employer_cannot_give_itself_a_say_over_the_pact(permission):
    assert not may(member(frozenset(Role), OrganisationKind.EMPLOYER), permission)


@pytest.mark.parametrize(
    ("role", "never"),
    [
        pytest.param(Role.ADMINISTRATOR, Permission.OPEN_PERSON, id="an administrator opens no files"),
        pytest.param(Role.DATA_PROTECTION_OFFICER, Permission.OPEN_PERSON, id="nor does the protection officer"),
        pytest.param(Role.ANALYST, Permission.EXPORT_PEOPLE, id="an analyst exports no people"),
        pytest.param(Role.ANALYST, Permission.EXPORT_ROUND, id="an analyst takes no matches out"),
        pytest.param(Role.STEERING_MEMBER, Permission.SEE_CASELOAD, id="a steering member sees no caseload"),
        pytest.param(Role.COUNSELLOR, Permission.EDIT_MEMBER, id="a counsellor gives no roles"),
        pytest.param(Role.COUNSELLOR, Permission.SEE_ACCESS_LOG, id="a counsellor reads no log"),
        pytest.param(Role.OUTREACH_WORKER, Permission.HOLD_NATIONAL_NUMBER, id="outreach holds no national number"),
    ],
)
def test_what_a_role_may_never_do(role, never):
    assert grants()[never, role] == frozenset()


@given(permission=permissions, kind=kinds)
def test_without_roles_nothing_is_allowed(permission, kind):
    assert isinstance(decide(member(frozenset(), kind), permission), Refused)


@given(permission=permissions)
def test_who_did_not_sign_in_may_do_nothing(permission):
    assert isinstance(decide(ANONYMOUS, permission), Refused)
    assert isinstance(decide(Actor(user=User(), organisation=None, roles=frozenset(Role)), permission), Refused)


@given(permission=permissions, kind=kinds, held=roles, more=roles)
def test_a_role_more_never_takes_a_permission_away(permission, kind, held, more):
    if may(member(held, kind), permission):
        assert may(member(held | more, kind), permission)


@given(permission=permissions, kind=kinds, held=roles)
def test_several_roles_together_grant_what_each_grants_and_no_more(permission, kind, held):
    together = may(member(held, kind), permission)

    assert together == any(may(member(frozenset({role}), kind), permission) for role in held)


@given(permission=permissions, kind=kinds, held=roles)
def test_a_kind_that_may_not_is_refused_whatever_the_roles(permission, kind, held):
    if permission in ONLY_KINDS and kind not in ONLY_KINDS[permission]:
        assert isinstance(decide(member(held, kind), permission), Refused)


@pytest.mark.parametrize("unknown", ["rule-the-world", "", "OPEN_PERSON"])
def test_a_permission_nobody_knows_is_refused(unknown):
    assert isinstance(decide(member(frozenset(Role), OrganisationKind.CITY), unknown), Refused)
    assert isinstance(decide(operator(), unknown), Refused)


def test_the_operator_never_opens_a_file():
    in_numbers = {Permission.MATCH_PEOPLE, Permission.RUN_ROUNDS, Permission.EXPORT_ROUND}

    assert not PERSONAL & OPERATOR_MAY - in_numbers - {Permission.REGISTER_PERSON, Permission.IMPORT_PEOPLE}


@pytest.mark.parametrize("permission", list(Permission))
def test_every_refusal_says_why(permission):
    decision = decide(member(frozenset(), OrganisationKind.CITY), permission)

    assert not isinstance(decision, Allowed)
    assert str(decision.reason)
    with pytest.raises(NotAllowed):
        require(ANONYMOUS, permission)


@pytest.mark.django_db
def test_an_ended_membership_leaves_nothing(
    rf, administrator: Actor, counsellor: Actor, counsellor_membership: Membership
):
    end_membership(EndMembership(membership=counsellor_membership.pk), actor=administrator)
    request = rf.get("/")
    request.user = counsellor.user
    request.session = {"membership": counsellor_membership.pk}

    actor = _actor(request)

    assert actor.organisation is None
    assert [permission for permission in Permission if may(actor, permission)] == []
