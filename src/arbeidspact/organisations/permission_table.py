"""The policy as a page: which role may do what, in which kind of organisation."""

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, OrganisationKind, Role, User
from arbeidspact.organisations.permissions import OPERATOR_MAY, Permission, may

INTRODUCTION = """# Permissions

Who may do what. What this page does not grant is refused. It is made from the policy
(`src/arbeidspact/organisations/permissions.py`) by `permission_page`, and a test proves that the two agree.

A permission says what kind of thing somebody may do at all. Which people, vacancies or members it reaches is decided
where they live: people whom the own organisation accompanies, vacancies and members of the own organisation.
A member may hold several roles, and holds them for one organisation at a time.

In a cell: **all**, in every kind of organisation; otherwise the kinds in which the role may; **-**, nowhere.
"""


def grants() -> dict[tuple[Permission, Role], frozenset[OrganisationKind]]:
    """In which kinds of organisation does each role grant each permission? Asked from the policy itself, one by one."""
    return {
        (permission, role): frozenset(kind for kind in OrganisationKind if may(_somebody(role, kind), permission))
        for permission in Permission
        for role in Role
    }


def permission_page() -> str:
    """The page for the reference: one table a permission wide and a role high, in Markdown."""
    granted = grants()
    parts = [INTRODUCTION]
    for permission in Permission:
        rows = [f"| {role.value} | {_cell(granted[permission, role])} |" for role in Role if granted[permission, role]]
        operator = "may" if permission in OPERATOR_MAY else "may not"
        parts.append(f"## {permission.value}\n")
        if rows:
            parts.append("| role | kinds of organisation |\n|---|---|\n" + "\n".join(rows) + "\n")
        else:
            parts.append("No role.\n")
        parts.append(f"The operator at the command line {operator}.\n")
    return "\n".join(parts)


def _cell(kinds: frozenset[OrganisationKind]) -> str:
    if len(kinds) == len(OrganisationKind):
        return "**all**"
    return ", ".join(kind.value for kind in OrganisationKind if kind in kinds) or "-"


def _somebody(role: Role, kind: OrganisationKind) -> Actor:
    return Actor(user=User(), organisation=Organisation(kind=kind), roles=frozenset({role}))
