"""Who asks: a member at work for one organisation, or the operator at the command line."""

from dataclasses import dataclass

from arbeidspact.organisations.models import Membership, Organisation, OrganisationKind, Role, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: for one organisation at a time, with the roles held there.

    `is_operator` is the person who runs this installation, at the command line: may import, export and set up, and
    never opens a person's file.
    """

    user: User | None
    organisation: Organisation | None
    roles: frozenset[Role] = frozenset()
    is_operator: bool = False

    @property
    def kind(self) -> OrganisationKind | None:
        return OrganisationKind(self.organisation.kind) if self.organisation else None

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and not self.is_operator


ANONYMOUS = Actor(user=None, organisation=None)


def operator(organisation: Organisation | None = None) -> Actor:
    """The person who runs this installation, acting for an organisation where one is named."""
    return Actor(user=None, organisation=organisation, is_operator=True)


def actor_of(membership: Membership) -> Actor:
    """The actor that this membership makes: its user, organisation and roles now. One query."""
    roles = frozenset(Role(role) for role in membership.grants.values_list("role", flat=True))
    return Actor(user=membership.user, organisation=membership.organisation, roles=roles)
