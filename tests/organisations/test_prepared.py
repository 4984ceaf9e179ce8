"""A prepared statement does what the ORM does."""

from datetime import timedelta

import pytest
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import ApiToken, Organisation, OrganisationKind, Role
from arbeidspact.organisations.prepared import Given, Prepared, PreparedInsert
from arbeidspact.organisations.tokens import actor_for_token, hash_of, requests_this_minute
from tests.organisations.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "name", "is_invented", "created_at")


def test_a_prepared_query_gives_what_the_query_set_gives_each_time_it_is_asked():
    for name in ("Werkpunt", "VDAB", "VDAB"):
        OrganisationFactory(name=name)
    prepared = Prepared(
        lambda: Organisation.objects.filter(
            name=Given("name", CharField()), created_at__lte=Given("until", DateTimeField())
        ).values_list(*COLUMNS)
    )
    now = timezone.now()

    for name, until in (("VDAB", now), ("Werkpunt", now), ("VDAB", now - timedelta(days=1)), ("nobody", now)):
        expected = Organisation.objects.filter(name=name, created_at__lte=until).values_list(*COLUMNS)
        assert prepared.ask(name=name, until=until) == list(expected)


def test_a_prepared_insert_writes_the_row_with_its_key_and_its_moment():
    row = Organisation(slug="new", name="New", kind=OrganisationKind.PARTNER)

    PreparedInsert(Organisation).write(row)

    found = Organisation.objects.get(slug="new")
    assert (found.pk, found.created_at, found.name) == (row.pk, row.created_at, "New")
    assert not row._state.adding


@pytest.mark.parametrize("roles", [[Role.COUNSELLOR], [Role.COUNSELLOR, Role.ANALYST], [Role.STEERING_MEMBER]])
def test_a_token_stands_for_the_member_with_all_roles_of_now(roles):
    membership = MembershipFactory(roles=roles)
    token = ApiToken.objects.create(
        membership=membership, name="x", token_hash=hash_of("ap_x"), expires_at=timezone.now() + timedelta(days=1)
    )

    actor = actor_for_token("ap_x")

    assert actor == (actor_of(membership) if Role.COUNSELLOR in roles else None)
    assert actor is None or vars(actor.user).keys() == vars(membership.user).keys()
    assert (ApiToken.objects.get(pk=token.pk).last_used_at is not None) == (actor is not None)


def test_requests_are_counted_for_each_token_and_each_minute(monkeypatch):
    membership, moment = MembershipFactory(roles=[Role.COUNSELLOR]), 1_800_000_000.0
    for raw in ("ap_x", "ap_y"):
        ApiToken.objects.create(membership=membership, name=raw, token_hash=hash_of(raw), expires_at=timezone.now())
    monkeypatch.setattr("time.time", lambda: moment)

    assert [requests_this_minute(raw) for raw in ("ap_x", "ap_x", "ap_y", "ap_x")] == [1, 2, 1, 3]
    moment += 60
    assert requests_this_minute("ap_x") == 1
