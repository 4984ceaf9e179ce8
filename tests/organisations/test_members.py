import threading

import pytest
from django.db import connection, connections

from arbeidspact.organisations.actions import (
    edit_member_roles,
    end_membership,
    give_role,
    issue_api_token,
    take_role,
)
from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.commands import EditMemberRoles, EndMembership, GiveRole, IssueApiToken, TakeRole
from arbeidspact.organisations.exceptions import Conflict, DomainError, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Membership, Organisation, Role, RoleGrant, User
from arbeidspact.organisations.queries import (
    actor_for_token,
    colleagues,
    member_of,
    members_of,
    membership_to_act_for,
    memberships_of,
)
from tests.organisations.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def roles_of(membership: Membership) -> set[str]:
    return set(membership.grants.values_list("role", flat=True))


def test_roles_are_given_and_taken_and_each_change_is_recorded_once(
    administrator: Actor, counsellor_membership: Membership
):
    pk = counsellor_membership.pk
    give_role(GiveRole(membership=pk, role=Role.ANALYST), actor=administrator)
    give_role(GiveRole(membership=pk, role=Role.ANALYST), actor=administrator)
    take_role(TakeRole(membership=pk, role=Role.COUNSELLOR), actor=administrator)

    assert roles_of(counsellor_membership) == {"analyst"}
    assert [event.details for event in AuditEvent.objects.order_by("pk")] == [
        {"given": ["analyst"], "taken": []},
        {"given": [], "taken": ["counsellor"]},
    ]


def test_the_roles_of_a_member_are_set_at_once(administrator: Actor, counsellor_membership: Membership):
    wanted = frozenset({Role.ANALYST, Role.STEERING_MEMBER})

    edit_member_roles(EditMemberRoles(membership=counsellor_membership.pk, roles=wanted), actor=administrator)

    assert roles_of(counsellor_membership) == wanted


def test_the_last_role_is_not_taken(administrator: Actor, counsellor_membership: Membership):
    with pytest.raises(Conflict, match="at least one role"):
        take_role(TakeRole(membership=counsellor_membership.pk, role=Role.COUNSELLOR), actor=administrator)


def _take(membership: Membership, actor: Actor) -> None:
    take_role(TakeRole(membership=membership.pk, role=Role.ADMINISTRATOR), actor=actor)


def _set(membership: Membership, actor: Actor) -> None:
    edit_member_roles(EditMemberRoles(membership=membership.pk, roles=[Role.ANALYST]), actor=actor)


def _leave(membership: Membership, actor: Actor) -> None:
    end_membership(EndMembership(membership=membership.pk), actor=actor)


WAYS_OUT = [
    pytest.param(_take, id="the role is taken"),
    pytest.param(_set, id="other roles are set"),
    pytest.param(_leave, id="the administrator leaves"),
]


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_the_last_administrator_stays(way_out, administrator: Actor, administrator_membership: Membership):
    RoleGrant.objects.create(membership=administrator_membership, role=Role.ANALYST)

    with pytest.raises(Conflict, match="last administrator"):
        way_out(administrator_membership, administrator)

    assert Role.ADMINISTRATOR in roles_of(administrator_membership)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_an_administrator_can_go_when_there_is_another(
    way_out, administrator: Actor, administrator_membership: Membership, werkpunt: Organisation
):
    RoleGrant.objects.create(membership=administrator_membership, role=Role.ANALYST)
    MembershipFactory(organisation=werkpunt, roles=[Role.ADMINISTRATOR])

    way_out(administrator_membership, administrator)

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"closed": True}, id="whose account is closed"),
        pytest.param({"ended": True}, id="whose membership ended"),
        pytest.param({"elsewhere": True}, id="of another organisation"),
    ],
)
def test_an_administrator_who_cannot_act_does_not_count(
    other, administrator: Actor, administrator_membership: Membership, werkpunt: Organisation
):
    organisation = OrganisationFactory() if "elsewhere" in other else werkpunt
    second = MembershipFactory(organisation=organisation, roles=[Role.ADMINISTRATOR])
    if "closed" in other:
        User.objects.filter(pk=second.user_id).update(is_active=False)
    if "ended" in other:
        end_membership(EndMembership(membership=second.pk), actor=administrator)

    with pytest.raises(Conflict, match="last administrator"):
        _leave(administrator_membership, administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_the_same_moment_leave_one_behind():
    organisation = OrganisationFactory()
    both = [MembershipFactory(organisation=organisation, roles=[Role.ADMINISTRATOR]) for _ in range(2)]
    start = threading.Barrier(2)
    refusals: list[DomainError] = []

    def leave(membership: Membership) -> None:
        try:
            actor = actor_of(membership)
            start.wait(timeout=10)
            _leave(membership, actor)
        except DomainError as error:
            refusals.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=leave, args=(membership,)) for membership in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [type(refusal) for refusal in refusals] == [Conflict]
    assert Membership.objects.filter(organisation=organisation, ended_at__isnull=True).count() == 1
    assert connection.is_usable()


def test_a_member_may_leave_and_may_not_send_another_away(
    counsellor: Actor, counsellor_membership: Membership, administrator_membership: Membership
):
    with pytest.raises(NotAllowed):
        end_membership(EndMembership(membership=administrator_membership.pk), actor=counsellor)
    end_membership(EndMembership(membership=counsellor_membership.pk), actor=counsellor)

    counsellor_membership.refresh_from_db()
    assert counsellor_membership.ended_at is not None


def test_tokens_stop_working_when_the_membership_ends(
    administrator: Actor, counsellor: Actor, counsellor_membership: Membership
):
    raw = issue_api_token(IssueApiToken(name="export"), actor=counsellor).raw
    assert actor_for_token(raw) is not None

    end_membership(EndMembership(membership=counsellor_membership.pk), actor=administrator)

    assert actor_for_token(raw) is None


def test_members_of_another_organisation_are_out_of_reach(administrator: Actor, vdab: Organisation):
    theirs = MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR])

    for act in (
        lambda: give_role(GiveRole(membership=theirs.pk, role=Role.ANALYST), actor=administrator),
        lambda: end_membership(EndMembership(membership=theirs.pk), actor=administrator),
        lambda: member_of(administrator, theirs.pk),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_ended_membership_is_not_ended_again(administrator: Actor, counsellor_membership: Membership):
    end_membership(EndMembership(membership=counsellor_membership.pk), actor=administrator)

    with pytest.raises(NotFound):
        end_membership(EndMembership(membership=counsellor_membership.pk), actor=administrator)


def test_the_list_of_members_follows_search_and_role_in_three_queries(
    administrator: Actor, werkpunt: Organisation, django_assert_num_queries
):
    MembershipFactory(organisation=werkpunt, roles=[Role.ANALYST], user__first_name="Zora", user__last_name="Aerts")
    MembershipFactory(organisation=werkpunt, user__first_name="Ana", user__last_name="Baert")
    MembershipFactory(roles=[Role.ANALYST])

    with django_assert_num_queries(2):
        names = [str(member.user) for member in members_of(administrator) if member.grants.all()]
    assert names[0] == "Ana Baert"
    assert len(names) == 3
    assert [str(member.user) for member in members_of(administrator, search="aer zor")] == ["Zora Aerts"]
    assert [str(member.user) for member in members_of(administrator, role=Role.ANALYST)] == ["Zora Aerts"]


def test_colleagues_are_the_active_members_once_each(counsellor: Actor, werkpunt: Organisation):
    both = MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR, Role.ANALYST])
    MembershipFactory(organisation=werkpunt, user__is_active=False)
    MembershipFactory()

    assert set(colleagues(counsellor)) == {counsellor.user, both.user}
    assert list(colleagues(counsellor, [Role.ANALYST])) == [both.user]


def test_one_switches_only_to_an_organisation_one_works_for(counsellor: Actor, vdab: Organisation):
    with pytest.raises(NotFound):
        membership_to_act_for(counsellor, vdab.pk)
    second = MembershipFactory(user=counsellor.user, organisation=vdab, roles=[Role.ANALYST])
    assert membership_to_act_for(counsellor, vdab.pk) == second
    assert counsellor.user is not None
    assert [membership.organisation.name for membership in memberships_of(counsellor.user)] == [
        "VDAB",
        "Werkpunten Gent",
    ]

    end_membership(EndMembership(membership=second.pk), actor=actor_of(second))

    with pytest.raises(NotFound):
        membership_to_act_for(counsellor, vdab.pk)
