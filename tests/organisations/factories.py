"""Organisations and members as situations."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import (
    Area,
    AreaKind,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    RoleGrant,
    User,
)


class AreaFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area
        django_get_or_create = ("code",)

    class Params:
        muide = factory.Trait(code="muide", name_nl="Muide - Meulestede", latitude=51.0803, longitude=3.7369)
        zelzate = factory.Trait(
            code="zelzate", name_nl="Zelzate", kind=AreaKind.MUNICIPALITY, latitude=51.1993, longitude=3.8131
        )

    code = factory.Sequence(lambda n: f"wijk-{n}")
    kind = AreaKind.NEIGHBOURHOOD
    name_nl = factory.LazyAttribute(lambda area: area.code.title())
    latitude = 51.0543
    longitude = 3.7174


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    class Params:
        werkpunt = factory.Trait(slug="werkpunten", name="Werkpunten Gent", kind=OrganisationKind.CITY)
        vdab = factory.Trait(slug="vdab", name="VDAB", kind=OrganisationKind.PES)
        ocmw = factory.Trait(slug="ocmw", name="OCMW Gent", kind=OrganisationKind.WELFARE)
        employer = factory.Trait(kind=OrganisationKind.EMPLOYER)
        school = factory.Trait(kind=OrganisationKind.SCHOOL)

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.LazyAttribute(lambda organisation: organisation.slug.replace("-", " ").title())
    kind = OrganisationKind.PARTNER


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"member-{n}@example.org")
    first_name = "Noor"
    last_name = factory.Sequence(lambda n: f"Member{n}")
    language = "nl"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[Role] | None, **_: Any) -> None:
        if create:
            for role in extracted or [Role.COUNSELLOR]:
                RoleGrant.objects.create(membership=self, role=role)


def actor_with(*roles: Role, organisation: Organisation | None = None, **traits: bool) -> Actor:
    """An actor who holds these roles in this organisation, or in one with these traits."""
    membership = MembershipFactory(
        organisation=organisation or OrganisationFactory(**traits), roles=list(roles) or [Role.COUNSELLOR]
    )
    return actor_of(membership)
