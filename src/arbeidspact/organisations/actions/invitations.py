"""Inviting a member by mail: invite, send again, withdraw, accept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import AcceptInvitation, InviteMember, ResendInvitation, WithdrawInvitation
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.invitation_mail import invitation_link, send_invitation
from arbeidspact.organisations.invitation_state import InvitationClosed, InvitationOpen, state_of
from arbeidspact.organisations.models import Invitation, Membership, Organisation, Role, RoleGrant, User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.tokens import hash_of, new_token


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation with the link that the mail carries: known now, and never again."""

    invitation: Invitation
    link: str = field(repr=False)


def invite_member(command: InviteMember, *, actor: Actor) -> Invitation:
    """Invites somebody by mail to work for the actor's organisation, with these roles. The mail leaves after commit.

    Raises: `Conflict` when the address is already a member, is invited already, or belongs to a closed account.
    """
    return issue_invitation(command, actor=actor).invitation


def issue_invitation(command: InviteMember, *, actor: Actor) -> IssuedInvitation:
    """As `invite_member`, for whoever hands the link over in person too: the operator of an installation.

    Raises: as `invite_member`.
    """
    require(actor, Permission.INVITE_MEMBER)
    organisation = _organisation_of(actor)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _refuse_needless(command.email, organisation)
        raw = new_token()
        try:
            with transaction.atomic():
                invitation = Invitation.objects.create(
                    organisation=organisation,
                    email=command.email,
                    roles=sorted(command.roles),
                    token_hash=hash_of(raw),
                    invited_by=actor.user,
                    expires_at=_expiry(),
                )
        except IntegrityError as error:
            raise _is_invited() from error
        record(actor, "invite-member", invitation, roles=sorted(command.roles))
        _mail_after_commit(invitation, raw)
    return IssuedInvitation(invitation, invitation_link(raw))


def resend_invitation(command: ResendInvitation, *, actor: Actor) -> Invitation:
    """Sends an invitation again, with a new link and a new term; the link of the earlier mail stops working.

    Raises: `Conflict` when the invitation was used or withdrawn.
    """
    require(actor, Permission.INVITE_MEMBER)
    with transaction.atomic():
        invitation = _invitation_of(actor, command.invitation)
        _refuse_done(invitation)
        raw = new_token()
        invitation.token_hash = hash_of(raw)
        invitation.expires_at = _expiry()
        invitation.mailed_at = None
        invitation.save(update_fields=["token_hash", "expires_at", "mailed_at"])
        record(actor, "resend-invitation", invitation)
        _mail_after_commit(invitation, raw)
    return invitation


def withdraw_invitation(command: WithdrawInvitation, *, actor: Actor) -> Invitation:
    """Takes an invitation back: its link stops working. Raises: `Conflict` when it was used or withdrawn."""
    require(actor, Permission.INVITE_MEMBER)
    with transaction.atomic():
        invitation = _invitation_of(actor, command.invitation)
        _refuse_done(invitation)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(actor, "withdraw-invitation", invitation)
    return invitation


def accept_invitation(command: AcceptInvitation, *, actor: Actor) -> Membership:
    """Makes a member of the person who holds the link: a new user with a password, or the user who signed in.

    Raises: `NotFound` for an unknown link; `Conflict` when it was used, withdrawn or has expired; `NotAllowed` when
    the mail address has an account that is not signed in; `InvalidValue` for a missing name or a weak password.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(token_hash=hash_of(command.token))
            .first()
        )
        if invitation is None:
            raise NotFound(_("This invitation link is not known."), hint=_("Copy the whole link from the mail."))
        state = state_of(invitation, timezone.now())
        if isinstance(state, InvitationClosed):
            raise Conflict(state.reason, hint=state.hint)
        user = _user_for(invitation, command, actor)
        membership = _join(user, invitation.organisation, [Role(role) for role in invitation.roles])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        record(actor_of(membership), "accept-invitation", invitation, roles=invitation.roles)
    return membership


def _user_for(invitation: Invitation, command: AcceptInvitation, actor: Actor) -> User:
    known = User.objects.filter(email__iexact=invitation.email).first()
    if actor.user is not None:
        if known is None or known.pk != actor.user.pk:
            raise NotAllowed(
                _("This invitation is for another mail address than the one you signed in with."),
                hint=_("Sign out, and open the link again."),
            )
        return known
    if known is not None:
        raise NotAllowed(_("You already have an account."), hint=_("Sign in first, then accept the invitation."))
    return _new_user(invitation.email, command)


def _new_user(email: str, command: AcceptInvitation) -> User:
    names = {"first_name": command.first_name.strip(), "last_name": command.last_name.strip()}
    for name, value in names.items():
        if not value or not value.isprintable():
            raise InvalidValue(_("Fill in your name, on one line."), field=name)
    user = User(email=email, language=command.language, **names)
    try:
        validate_password(command.password, user)
    except ValidationError as error:
        raise InvalidValue(" ".join(error.messages), field="password") from error
    user.set_password(command.password)
    user.save()
    return user


def _join(user: User, organisation: Organisation, roles: Iterable[Role]) -> Membership:
    membership, _is_new = Membership.objects.get_or_create(user=user, organisation=organisation, ended_at=None)
    for role in roles:
        RoleGrant.objects.get_or_create(membership=membership, role=role)
    return membership


def _refuse_needless(email: str, organisation: Organisation) -> None:
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and not user.is_active:
        raise Conflict(
            _("The account with this mail address is closed."),
            hint=_("Ask the people who run this platform to open it again."),
            field="email",
        )
    if user is not None and user.memberships.filter(organisation=organisation, ended_at__isnull=True).exists():
        raise Conflict(
            _("This person is already a member of the organisation."),
            hint=_("Change the roles instead."),
            field="email",
        )
    now = timezone.now()
    for earlier in Invitation.objects.filter(
        organisation=organisation, email__iexact=email, accepted_at__isnull=True, withdrawn_at__isnull=True
    ):
        if isinstance(state_of(earlier, now), InvitationOpen):
            raise _is_invited()
        earlier.withdrawn_at = now
        earlier.save(update_fields=["withdrawn_at"])


def _is_invited() -> Conflict:
    return Conflict(
        _("There is already an open invitation for this mail address."),
        hint=_("Send it again, or withdraw it first."),
        field="email",
    )


def _refuse_done(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        state = state_of(invitation, timezone.now())
        reason = state.reason if isinstance(state, InvitationClosed) else ""
        raise Conflict(reason, hint=_("Invite the person again when that is needed."))


def _invitation_of(actor: Actor, pk: int) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=pk, organisation=_organisation_of(actor))
        .first()
    )
    if invitation is None:
        raise NotFound(_("There is no such invitation in your organisation."))
    return invitation


def _organisation_of(actor: Actor) -> Organisation:
    if actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    return actor.organisation


def _mail_after_commit(invitation: Invitation, raw_token: str) -> None:
    known = User.objects.filter(email__iexact=invitation.email).values_list("language", flat=True).first()
    language = known or get_language() or settings.LANGUAGE_CODE
    transaction.on_commit(lambda: send_invitation(invitation, raw_token, language))


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)
