"""The organisations of the demo, and one login for each role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password

from arbeidspact.demo.population.names import NameGiver
from arbeidspact.demo.population.work import INVENTED
from arbeidspact.organisations.actions import create_organisation
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import CreateOrganisation
from arbeidspact.organisations.models import Membership, Organisation, OrganisationKind, Role, RoleGrant, User

DEMO_PASSWORD: Final = "samen-aan-het-werk"  # noqa: S105 - everybody knows it; demo logins work on this machine alone
DEMO_DOMAIN: Final = "demo.example"
CITY, PES, WELFARE = "stad-gent", "vdab", "ocmw-gent"
PARTNER, EMPLOYER, SCHOOL, SOCIAL_ECONOMY = "wegwijs-demo", "havenwind-demo", "leerbrug-demo", "klinker-demo"


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation of the demo. The short names of real ones are those of the partners in the pact's file."""

    slug: str
    name: str
    kind: OrganisationKind
    is_invented: bool = True


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login of the demo: who it is, where they work and as what; `also_at` is a second organisation."""

    name: str
    first_name: str
    last_name: str
    organisation: str
    roles: tuple[Role, ...]
    also_at: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DEMO_DOMAIN}"


DEMO_ORGANISATIONS: Final = (
    DemoOrganisation(CITY, "Stad Gent, Werkpunten", OrganisationKind.CITY, is_invented=False),
    DemoOrganisation(PES, "VDAB", OrganisationKind.PES, is_invented=False),
    DemoOrganisation(WELFARE, "OCMW Gent", OrganisationKind.WELFARE, is_invented=False),
    DemoOrganisation(PARTNER, f"Wegwijs vzw {INVENTED}", OrganisationKind.PARTNER),
    DemoOrganisation(EMPLOYER, f"Havenwind Logistiek {INVENTED}", OrganisationKind.EMPLOYER),
    DemoOrganisation(SCHOOL, f"Opleidingscentrum De Leerbrug {INVENTED}", OrganisationKind.SCHOOL),
    DemoOrganisation(SOCIAL_ECONOMY, f"Maatwerkbedrijf De Klinker {INVENTED}", OrganisationKind.SOCIAL_ECONOMY),
)
DEMO_LOGINS: Final = (
    DemoLogin("counsellor", "Noor", "Verbeke", CITY, (Role.COUNSELLOR,), also_at=PARTNER),
    DemoLogin("team-lead", "Griet", "De Wilde", CITY, (Role.TEAM_LEAD,)),
    DemoLogin("counsellor-vdab", "Youssef", "Haddad", PES, (Role.COUNSELLOR,)),
    DemoLogin("counsellor-ocmw", "Lotte", "Claeys", WELFARE, (Role.COUNSELLOR,)),
    DemoLogin("outreach", "Emre", "Yilmaz", CITY, (Role.OUTREACH_WORKER,)),
    DemoLogin("account-manager", "Katrien", "Dhondt", PES, (Role.ACCOUNT_MANAGER,)),
    DemoLogin("employer", "Pieter", "Lammens", EMPLOYER, (Role.EMPLOYER_CONTACT,)),
    DemoLogin("school", "Els", "Maes", SCHOOL, (Role.LEARNING_PROVIDER,)),
    DemoLogin("coach", "Dimitar", "Petrov", SOCIAL_ECONOMY, (Role.SOCIAL_ECONOMY_COACH,)),
    DemoLogin("analyst", "Sofie", "Baert", CITY, (Role.ANALYST,)),
    DemoLogin("steering", "Marc", "Wauters", CITY, (Role.STEERING_MEMBER,)),
    DemoLogin("administrator", "Hilde", "Goethals", CITY, (Role.ADMINISTRATOR,)),
    DemoLogin("privacy", "Amina", "Diallo", CITY, (Role.DATA_PROTECTION_OFFICER,)),
)


def set_up_organisations(actor: Actor) -> dict[str, Organisation]:
    """The organisations of the demo by short name, made where they are not there yet."""
    known = {one.slug: one for one in Organisation.objects.filter(slug__in=[one.slug for one in DEMO_ORGANISATIONS])}
    for wanted in DEMO_ORGANISATIONS:
        if wanted.slug not in known:
            command = CreateOrganisation(
                name=wanted.name, kind=wanted.kind, slug=wanted.slug, is_invented=wanted.is_invented
            )
            known[wanted.slug] = create_organisation(command, actor=actor)
    return known


def set_up_logins(organisations: Mapping[str, Organisation]) -> dict[str, User]:
    """The demo's logins by name, each with its membership and roles, made or mended."""
    password = make_password(DEMO_PASSWORD)
    users = {}
    for login in DEMO_LOGINS:
        users[login.name], _made = User.objects.update_or_create(
            email=login.email,
            defaults={
                "first_name": login.first_name,
                "last_name": login.last_name,
                "is_demo": True,
                "password": password,
            },
        )
        for slug in filter(None, (login.organisation, login.also_at)):
            _grant(users[login.name], organisations[slug], login.roles)
    return users


def set_up_colleagues(organisation: Organisation, number: int, *, seed: int) -> list[User]:
    """Counsellors of an organisation who never sign in: without a password, there to be somebody's referent."""
    names = NameGiver(seed + organisation.pk)
    colleagues = []
    for place in range(1, number + 1):
        given, family = names.given_and_family(is_female=place % 2 == 0)
        user, _made = User.objects.get_or_create(
            email=f"colleague-{place}.{organisation.slug}@{DEMO_DOMAIN}",
            defaults={"first_name": given, "last_name": family, "is_demo": True, "password": make_password(None)},
        )
        _grant(user, organisation, (Role.COUNSELLOR,))
        colleagues.append(user)
    return colleagues


def _grant(user: User, organisation: Organisation, roles: Iterable[Role]) -> None:
    membership, _made = Membership.objects.get_or_create(user=user, organisation=organisation, ended_at=None)
    for role in roles:
        RoleGrant.objects.get_or_create(membership=membership, role=role)
