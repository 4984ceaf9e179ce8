"""Signed-in members who have texts read, in English."""

from collections.abc import Callable

import pytest
from django.test import Client

from arbeidspact.organisations.models import Membership, Organisation, Role
from tests.organisations.factories import AreaFactory, MembershipFactory, OrganisationFactory


@pytest.fixture
def vdab(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(vdab=True)


@pytest.fixture
def sign_in(vdab: Organisation) -> Callable[..., Client]:
    def signed_in(*roles: Role, organisation: Organisation | None = None) -> Client:
        membership: Membership = MembershipFactory(organisation=organisation or vdab, roles=list(roles))
        client = Client(headers={"accept-language": "en"})
        client.force_login(membership.user)
        return client

    return signed_in
