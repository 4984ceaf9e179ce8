from decimal import Decimal

import pytest

from arbeidspact.organisations.actor import ANONYMOUS
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import AuditEvent, OrganisationKind, Role
from arbeidspact.pact.actions import adopt_pact
from arbeidspact.pact.commands import AdoptPact
from arbeidspact.pact.models import Action, BudgetLine, BudgetPer, Goal, Pact, TrackKind
from arbeidspact.pact.pact_file import read_actions_file, read_pact_file
from tests.monitor.ghent import GHENT, load_ghent
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def ghents_pact() -> AdoptPact:
    pact = read_pact_file(GHENT / "pact.toml")
    return AdoptPact(pact=pact, actions=read_actions_file(GHENT / "actions.toml", pact))


def test_ghents_pact_stands_as_its_files_say():
    pact = load_ghent()

    assert list(pact.goals.values_list("slug", "no_number_was_set")) == [
        ("employment", False),
        ("unemployment", False),
        ("vacancies", True),
    ]
    assert pact.tracks.filter(kind=TrackKind.TRACK).count() == 3
    assert pact.tracks.filter(kind=TrackKind.HORIZONTAL).count() == 2
    assert pact.priorities.count() == 3
    assert pact.actions.count() == len(ghents_pact().actions.actions)
    assert not Goal.objects.filter(source="").exists()
    assert not Action.objects.filter(source="").exists()


def test_money_is_split_over_those_who_pay_it_to_the_cent():
    lines = list(load_ghent().actions.get(slug="jobteam").budget_lines.values_list("payer", "amount"))

    assert dict(lines)["esf"] == Decimal(4_730_000) * 4 / 5
    assert {payer for payer, _amount in lines} == {"esf", "stad-gent", "ocmw-gent", "vdab"}
    assert sum(amount for _payer, amount in lines) == Decimal(4_730_000)


def test_what_was_not_published_stays_empty():
    actions = load_ghent().actions

    assert actions.filter(lead=None).exists()
    assert actions.filter(budget_lines=None).exists()
    assert actions.get(slug="data-monitoring").priority is None


def test_a_partner_on_the_platform_is_tied_to_its_organisation():
    city = OrganisationFactory(slug="stad-gent", kind=OrganisationKind.CITY)

    partners = load_ghent().partners

    assert partners.get(slug="stad-gent").organisation == city
    assert partners.get(slug="voka").organisation is None


def test_a_pact_adopted_again_takes_the_place_of_the_first_whole():
    load_ghent()
    again = load_ghent()

    assert Pact.objects.get() == again
    assert again.actions.count() == Action.objects.count()
    assert BudgetLine.objects.exclude(pact=again).count() == 0
    assert AuditEvent.objects.filter(action="adopt-pact").count() == 2


def test_a_body_reports_to_another():
    body = load_ghent().governance_bodies.exclude(reports_to=None).first()

    assert body is not None
    assert body.reports_to.pact == body.pact


def test_money_for_the_whole_pact_belongs_to_no_action():
    own = load_ghent().budget_lines.filter(action=None)

    assert (Decimal(5_500_000), BudgetPer.TERM) in own.values_list("amount", "per")


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_steering_members_of_a_partner_adopt_a_pact_and_nobody_else(role: Role):
    actor = actor_with(role, organisation=OrganisationFactory(werkpunt=True))

    if role is Role.STEERING_MEMBER:
        assert adopt_pact(ghents_pact(), actor=actor).slug == "arbeidspact-gent"
    else:
        with pytest.raises(NotAllowed):
            adopt_pact(ghents_pact(), actor=actor)
        assert not Pact.objects.exists()


@pytest.mark.parametrize("kind", ["employer", "school", "social_economy"])
def test_a_steering_member_elsewhere_adopts_no_pact(kind: str):
    with pytest.raises(NotAllowed, match="of this kind"):
        adopt_pact(ghents_pact(), actor=actor_with(Role.STEERING_MEMBER, organisation=OrganisationFactory(kind=kind)))


def test_a_visitor_adopts_no_pact():
    with pytest.raises(NotAllowed):
        adopt_pact(ghents_pact(), actor=ANONYMOUS)
