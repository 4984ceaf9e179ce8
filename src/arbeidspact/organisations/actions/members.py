"""Giving and taking roles, and ending a membership. An organisation keeps at least one administrator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import EditMemberRoles, EndMembership, GiveRole, TakeRole
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import ApiToken, Membership, Organisation, Role, RoleGrant
from arbeidspact.organisations.permissions import Permission, require


def give_role(command: GiveRole, *, actor: Actor) -> Membership:
    """A member of the actor's organisation holds one role more. Giving it twice changes nothing."""
    require(actor, Permission.EDIT_MEMBER)
    with transaction.atomic():
        membership = _locked_membership(actor, command.membership)
        _change_roles(membership, _roles_of(membership) | {command.role}, actor)
    return membership


def take_role(command: TakeRole, *, actor: Actor) -> Membership:
    """A member of the actor's organisation holds this role no longer.

    Raises: `Conflict` when this is the last administrator, or the member's last role.
    """
    require(actor, Permission.EDIT_MEMBER)
    with transaction.atomic():
        membership = _locked_membership(actor, command.membership)
        _change_roles(membership, _roles_of(membership) - {command.role}, actor)
    return membership


def edit_member_roles(command: EditMemberRoles, *, actor: Actor) -> Membership:
    """A member of the actor's organisation holds these roles and no others.

    Raises: `Conflict` when the last administrator would lose that role.
    """
    require(actor, Permission.EDIT_MEMBER)
    with transaction.atomic():
        membership = _locked_membership(actor, command.membership)
        _change_roles(membership, command.roles, actor)
    return membership


def end_membership(command: EndMembership, *, actor: Actor) -> Membership:
    """Somebody no longer works for the actor's organisation: by an administrator, or by leaving.

    API tokens of the membership stop working with it. Raises: `Conflict` for the last administrator.
    """
    with transaction.atomic():
        membership = _locked_membership(actor, command.membership)
        if actor.user is None or membership.user_id != actor.user.pk:
            require(actor, Permission.EDIT_MEMBER)
        _refuse_last_administrator(membership)
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
        revoked = ApiToken.objects.filter(membership=membership, revoked_at__isnull=True).update(
            revoked_at=membership.ended_at
        )
        record(actor, "end-membership", membership, tokens_revoked=revoked)
    return membership


def _locked_membership(actor: Actor, pk: int) -> Membership:
    """The open membership in the actor's organisation, with that organisation locked until the transaction ends.

    Two administrators who remove each other at the same moment wait here for one another, so the second one sees
    what the first one did.
    """
    if actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    membership = (
        Membership.objects.filter(pk=pk, organisation=actor.organisation, ended_at__isnull=True)
        .select_related("user", "organisation")
        .first()
    )
    if membership is None:
        raise NotFound(
            _("There is no such member in your organisation."), hint=_("Perhaps the membership ended in the meantime.")
        )
    return membership


def _roles_of(membership: Membership) -> frozenset[Role]:
    return frozenset(Role(role) for role in membership.grants.values_list("role", flat=True))


def _change_roles(membership: Membership, wanted: frozenset[Role], actor: Actor) -> None:
    held = _roles_of(membership)
    if wanted == held:
        return
    if not wanted:
        raise Conflict(
            _("A member keeps at least one role."), hint=_("End the membership when this member leaves."), field="roles"
        )
    if Role.ADMINISTRATOR in held - wanted:
        _refuse_last_administrator(membership)
    membership.grants.filter(role__in=held - wanted).delete()
    RoleGrant.objects.bulk_create(RoleGrant(membership=membership, role=role) for role in sorted(wanted - held))
    record(actor, "edit-member-roles", membership, given=sorted(wanted - held), taken=sorted(held - wanted))


def _refuse_last_administrator(membership: Membership) -> None:
    administrators = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR,
        membership__organisation=membership.organisation,
        membership__ended_at__isnull=True,
        membership__user__is_active=True,
    )
    is_one = administrators.filter(membership=membership).exists()
    if is_one and not administrators.exclude(membership=membership).exists():
        raise Conflict(
            _("This is the last administrator of the organisation."),
            hint=_("Make somebody else administrator first."),
            field="roles",
        )
