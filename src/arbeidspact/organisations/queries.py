"""Who is a member of what, what is open, what was done: the reads of organisations."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit_words import ACTION_WORDS
from arbeidspact.organisations.exceptions import Message, NotAllowed, NotFound
from arbeidspact.organisations.invitation_state import ASK_AGAIN, InvitationClosed, InvitationOpen, state_of
from arbeidspact.organisations.models import (
    ApiToken,
    AuditEvent,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    RoleGrant,
    SavedView,
    User,
)
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.organisations.tokens import (
    actor_for_token,
    hash_of,
    is_token_of_demo_login,
    requests_this_minute,
)

__all__ = [
    "Invitation",
    "InvitationClosed",
    "InvitationOpen",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Role",
    "User",
    "actor_for_token",
    "all_organisations",
    "api_tokens_of",
    "audit_actions",
    "audit_trail",
    "colleagues",
    "has_demo_logins",
    "invitation_for_token",
    "invitation_is_for_known_user",
    "is_token_of_demo_login",
    "language_of",
    "member_of",
    "members_of",
    "membership_at_work",
    "membership_to_act_for",
    "memberships_of",
    "open_invitations",
    "requests_this_minute",
    "saved_views",
    "state_of",
    "words_of",
]


def members_of(actor: Actor, *, search: str = "", role: Role | None = None) -> QuerySet[Membership]:
    """Who works for the actor's organisation now, with their roles?

    Arguments: `search`, a part of a name or mail address; `role`, to keep to those who hold it. By name.
    """
    require(actor, Permission.INVITE_MEMBER)
    members = _open_memberships(actor)
    for word in search.split():
        members = members.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)
        )
    if role is not None:
        members = members.filter(Exists(RoleGrant.objects.filter(membership=OuterRef("pk"), role=role)))
    return members


def member_of(actor: Actor, membership: int) -> Membership:
    """This member of the actor's organisation. Raises: `NotFound` when there is none, or the membership ended."""
    found = members_of(actor).filter(pk=membership).first()
    if found is None:
        raise NotFound(
            _("There is no such member in your organisation."), hint=_("Perhaps the membership ended in the meantime.")
        )
    return found


def colleagues(actor: Actor, roles: Iterable[Role] = ()) -> QuerySet[User]:
    """Who works for the actor's organisation, to choose an owner or a lead from? Any member may ask. By name.

    Arguments: `roles`, to keep to those who hold one of these; empty, everyone.
    """
    if actor.user is None or actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    memberships = Membership.objects.filter(organisation=actor.organisation, ended_at__isnull=True, user=OuterRef("pk"))
    wanted = list(roles)
    if wanted:
        memberships = memberships.filter(grants__role__in=wanted)
    return User.objects.filter(Exists(memberships), is_active=True).order_by("first_name", "last_name", "pk")


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Which invitations of the actor's organisation were neither used nor withdrawn? Newest first; expired ones too."""
    require(actor, Permission.INVITE_MEMBER)
    return (
        Invitation.objects.filter(organisation=actor.organisation, accepted_at__isnull=True, withdrawn_at__isnull=True)
        .select_related("invited_by")
        .order_by("-invited_at", "-pk")
    )


def invitation_for_token(raw: str) -> tuple[Invitation | None, InvitationOpen | InvitationClosed]:
    """Which invitation does this link belong to, and can it be accepted now?

    Returns: the invitation (None when the link is unknown) with its state.
    """
    invitation = Invitation.objects.select_related("organisation").filter(token_hash=hash_of(raw)).first()
    if invitation is None:
        return None, InvitationClosed(_("This invitation link is not known."), ASK_AGAIN)
    return invitation, state_of(invitation, timezone.now())


def invitation_is_for_known_user(invitation: Invitation) -> bool:
    """Has the address that was invited an account already? Only for whoever holds the link."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def memberships_of(user: User) -> QuerySet[Membership]:
    """For which organisations does this user work now? By the organisation's name."""
    return (
        Membership.objects.filter(user=user, ended_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def membership_at_work(user: User, chosen: int | None = None) -> Membership | None:
    """With which membership does this user work now? One query.

    Arguments: `chosen`, the key of the membership picked with the switcher, when one was picked.
    Returns: the chosen one when it is open and the user's own, else the oldest open one, else None.
    """
    open_ones = list(
        Membership.objects.filter(user=user, ended_at__isnull=True)
        .select_related("organisation", "user")
        .order_by("since", "pk")
    )
    return next((one for one in open_ones if one.pk == chosen), open_ones[0] if open_ones else None)


def language_of(email: str) -> str | None:
    """Which language does the user with this mail address read? None when there is no such user."""
    return User.objects.filter(email__iexact=email).values_list("language", flat=True).first()


def has_demo_logins() -> bool:
    """Are there demo logins here, so that every page must say that its people are invented?"""
    return User.objects.filter(is_demo=True).exists()


def membership_to_act_for(actor: Actor, organisation: int) -> Membership:
    """With which membership does the user switch to this organisation?

    Raises: `NotFound` when the user is no member of it now, or there is no such organisation: told apart for nobody.
    """
    found = memberships_of(actor.user).filter(organisation=organisation).first() if actor.user is not None else None
    if found is None:
        raise NotFound(
            _("You do not work for this organisation."), hint=_("Choose one of your own organisations from the list.")
        )
    return found


def api_tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Which API tokens has this member, or for an administrator the whole organisation? Newest first."""
    if actor.user is None or actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    tokens = ApiToken.objects.filter(membership__organisation=actor.organisation).select_related("membership__user")
    if not may(actor, Permission.EDIT_MEMBER):
        tokens = tokens.filter(membership__user=actor.user)
    return tokens.order_by("-created_at", "-pk")


def all_organisations(
    actor: Actor, *, search: str = "", kind: OrganisationKind | None = None
) -> QuerySet[Organisation]:
    """Which organisations take part, by name? For every member, and for the operator.

    Arguments: `search`, a part of the name or the enterprise number; `kind`, to keep to one kind.
    """
    if not actor.is_operator and (actor.user is None or actor.organisation is None):
        raise NotAllowed(_("Sign in, and choose the organisation you work for."))
    found = Organisation.objects.all()
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(enterprise_number__icontains=word))
    if kind is not None:
        found = found.filter(kind=kind)
    return found.order_by("name", "pk")


def saved_views(actor: Actor, list_name: str) -> QuerySet[SavedView]:
    """Which views of this list did the user keep in this organisation? By name."""
    if actor.user is None or actor.organisation is None:
        return SavedView.objects.none()
    return SavedView.objects.filter(user=actor.user, organisation=actor.organisation, list_name=list_name).order_by(
        "name", "pk"
    )


def audit_trail(actor: Actor, *, action: str = "") -> QuerySet[AuditEvent]:
    """What was done for the actor's organisation, by whom? Newest first.

    Arguments: `action`, to keep to one kind of act, such as "invite-member".
    """
    require(actor, Permission.SEE_AUDIT_TRAIL)
    events = AuditEvent.objects.filter(organisation=actor.organisation).select_related("user")
    if action:
        events = events.filter(action=action)
    return events.order_by("-at", "-pk")


def audit_actions(actor: Actor) -> list[tuple[str, Message]]:
    """Which kinds of act are in the audit trail of the actor's organisation, each with its words?"""
    slugs = audit_trail(actor).order_by("action").values_list("action", flat=True).distinct()
    return [(slug, words_of(slug)) for slug in slugs]


def words_of(action: str) -> Message:
    """The words for a kind of act; one that has none yet is shown by its slug."""
    return ACTION_WORDS.get(action) or action.replace("-", " ").capitalize()


def _open_memberships(actor: Actor) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organisation=actor.organisation, ended_at__isnull=True)
        .select_related("user", "organisation")
        .prefetch_related(Prefetch("grants", queryset=RoleGrant.objects.order_by("role")))
        .order_by("user__first_name", "user__last_name", "pk")
    )
