"""`arbeidspact organisation` and `arbeidspact member`: the first organisation and the first member."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

KINDS = ("city", "pes", "welfare", "partner", "employer", "school", "social_economy")
ROLES = (
    "counsellor",
    "team_lead",
    "outreach_worker",
    "account_manager",
    "employer_contact",
    "learning_provider",
    "social_economy_coach",
    "analyst",
    "steering_member",
    "administrator",
    "data_protection_officer",
)


@click.group(cls=CommandGroup)
def organisation() -> None:
    """The organisations that take part."""


@organisation.command("create")
@click.option("--name", required=True, help="The name, as people know it.")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What sort of organisation it is.")
@click.option("--enterprise-number", default="", help="The enterprise number of the company register.")
@click.option("--slug", default="", help="The short name; that of the pact's file links it to its partner.")
def create(*, name: str, kind: str, enterprise_number: str, slug: str) -> None:
    """Take an organisation up."""
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.actions import create_organisation
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.commands import CreateOrganisation
    from arbeidspact.organisations.queries import OrganisationKind

    command = CreateOrganisation(name=name, kind=OrganisationKind(kind), enterprise_number=enterprise_number, slug=slug)
    made = create_organisation(command, actor=operator())
    screen().print(f"{escape(made.name)} takes part; its short name is {made.slug}.")


@organisation.command("list")
def list_organisations() -> None:
    """The organisations with their short names."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.queries import all_organisations

    found = list(all_organisations(operator()))
    table = Table(title=f"{len(found)} organisation{'' if len(found) == 1 else 's'}")
    for heading in ("Short name", "Name", "Kind"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(one.slug, escape(one.name), str(one.get_kind_display()))
    screen().print(table)


@click.group(cls=CommandGroup)
def member() -> None:
    """The members of organisations."""


@member.command("invite")
@click.argument("organisation_slug", metavar="ORGANISATION")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given again.")
@click.option("--language", default="nl", show_default=True, type=click.Choice(["nl", "en"]), help="Of the mail.")
def invite(*, organisation_slug: str, email: str, roles: tuple[str, ...], language: str) -> None:
    """Invite EMAIL to work for ORGANISATION (its short name): sends the mail and shows the link."""
    open_installation()
    from django.utils import translation

    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.actions import issue_invitation
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.commands import InviteMember
    from arbeidspact.organisations.exceptions import NotFound
    from arbeidspact.organisations.queries import Role, all_organisations

    found = all_organisations(operator()).filter(slug=organisation_slug).first()
    if found is None:
        raise NotFound(
            f'There is no organisation with the short name "{organisation_slug}".',
            hint="`arbeidspact organisation list` shows them all.",
            field="ORGANISATION",
        )
    command = InviteMember(email=email, roles=frozenset(Role(role) for role in roles))
    with translation.override(language):
        issued = issue_invitation(command, actor=operator(found))
    issued.invitation.refresh_from_db()
    mailed = (
        "The mail is on its way." if issued.invitation.mailed_at else "The mail could NOT be sent: hand the link over."
    )
    screen().print(f"{mailed} The link works once:")
    screen().print(escape(issued.link), soft_wrap=True)
