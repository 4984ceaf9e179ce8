"""The first organisation and the first member of a real installation."""

import re

import pytest
from django.core import mail

from arbeidspact.cli.members import KINDS, ROLES
from arbeidspact.organisations.models import Invitation, Organisation, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_command_offers_every_kind_and_role():
    assert set(KINDS) == set(OrganisationKind.values)
    assert set(ROLES) == set(Role.values)


def test_an_organisation_is_taken_up_and_listed(run):
    result = run("organisation", "create", "--name", "Stad Gent", "--kind", "city", "--slug", "stad-gent")

    assert result.exit_code == 0, result.output
    assert Organisation.objects.get(slug="stad-gent").kind == "city"
    assert "stad-gent" in run("organisation", "list").output


def test_a_short_name_that_is_taken_is_refused(run):
    OrganisationFactory(vdab=True)

    result = run("organisation", "create", "--name", "VDAB", "--kind", "pes", "--slug", "vdab")

    assert result.exit_code == 1
    assert "slug" in result.stderr


def test_the_first_administrator_is_invited_by_mail_and_the_link_is_shown(run, django_capture_on_commit_callbacks):
    OrganisationFactory(vdab=True)

    with django_capture_on_commit_callbacks(execute=True):
        result = run("member", "invite", "vdab", "hilde@example.org", "--role", "administrator", "--language", "en")

    (link,) = re.findall(r"http\S+", result.output)
    assert result.exit_code == 0, result.output
    assert Invitation.objects.get().roles == ["administrator"]
    assert link in mail.outbox[0].body


@pytest.mark.parametrize(
    ("organisation", "email", "where"),
    [
        pytest.param("nowhere", "hilde@example.org", "ORGANISATION", id="unknown organisation"),
        pytest.param("vdab", "hilde", "email", id="no mail address"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_its_field(run, organisation, email, where):
    OrganisationFactory(vdab=True)

    result = run("member", "invite", organisation, email, "--role", "administrator")

    assert result.exit_code == 1
    assert where in result.stderr
    assert not Invitation.objects.exists()
    assert not mail.outbox
