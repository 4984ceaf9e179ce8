from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import ANONYMOUS
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.pact.models import Action, BudgetLine, BudgetPer, Pact
from arbeidspact.pact.queries import (
    ActionFilter,
    PublishedAmount,
    action_named,
    actions_of,
    bodies_of,
    budget_of,
    leads_of,
    pact_named,
    pacts,
    partners_of,
    priorities_of,
    published_amounts,
    tracks_of,
)
from tests.monitor.ghent import load_ghent
from tests.organisations.factories import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def pact(db: None) -> Pact:
    return load_ghent()


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_member_sees_the_pact(role: Role, pact: Pact):
    actor = actor_with(role)

    assert pacts(actor=actor) == [pact]
    assert pact_named(pact.slug, actor=actor) == pact


def test_a_visitor_sees_no_pact(pact: Pact):
    with pytest.raises(NotAllowed):
        pacts(actor=ANONYMOUS)
    with pytest.raises(NotAllowed):
        pact_named(pact.slug, actor=ANONYMOUS)


def test_what_is_not_there_is_not_found(pact: Pact):
    with pytest.raises(NotFound):
        pact_named("nowhere", actor=actor_with(Role.ANALYST))
    with pytest.raises(NotFound):
        action_named(pact, "nothing")


def test_tracks_priorities_and_leads_tell_how_much_is_behind_them(
    pact: Pact, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(2):
        tracks, priorities = list(tracks_of(pact)), list(priorities_of(pact))

    assert [track.action_count for track in tracks] == [track.actions.count() for track in tracks]
    assert [priority.action_count for priority in priorities] == [one.actions.count() for one in priorities]
    assert all(lead.leads.exists() for lead in leads_of(pact))


def test_signatories_come_first_among_the_partners(pact: Pact):
    signed = [partner.is_signatory for partner in partners_of(pact)]

    assert signed == sorted(signed, reverse=True)
    assert signed.count(True) == 7


@pytest.mark.parametrize(
    ("chosen", "keeps"),
    [
        pytest.param(
            ActionFilter(track="diversity"), lambda one: one.tracks.filter(slug="diversity").exists(), id="track"
        ),
        pytest.param(
            ActionFilter(priority="transitions"), lambda one: one.priority.slug == "transitions", id="priority"
        ),
        pytest.param(ActionFilter(lead="stad-gent"), lambda one: one.lead.slug == "stad-gent", id="lead"),
        pytest.param(ActionFilter(status="exploring"), lambda one: one.published_status == "exploring", id="status"),
        pytest.param(
            ActionFilter(text="JOBTEAM"),
            lambda one: "jobteam" in " ".join([one.name_en, one.summary_en, one.name_nl, one.summary_nl]).lower(),
            id="a word of name or summary",
        ),
    ],
)
def test_actions_are_kept_to_what_was_chosen(pact: Pact, chosen: ActionFilter, keeps):
    found = list(actions_of(pact, chosen))

    assert 0 < len(found) < pact.actions.count()
    assert all(keeps(one) for one in found)
    assert [one.order for one in found] == sorted(one.order for one in found)


def test_a_choice_that_does_not_exist_finds_nothing(pact: Pact):
    assert not actions_of(pact, ActionFilter(track="nowhere")).exists()


def test_an_action_comes_with_all_that_a_list_shows_in_a_fixed_number_of_queries(
    pact: Pact, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(13):
        shown = [
            (
                published_amounts(one),
                [track.slug for track in one.tracks.all()],
                [number.low for number in one.planned_numbers.all()],
                one.lead and one.lead.slug,
            )
            for one in actions_of(pact)
        ]
    assert len(shown) == pact.actions.count()


def test_bodies_come_with_members_and_whom_they_report_to(
    pact: Pact, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(2):
        bodies = [(body.slug, len(body.members.all()), body.reports_to) for body in bodies_of(pact)]

    assert any(members for _slug, members, _reports_to in bodies)


def test_amounts_of_one_kind_are_added_up_and_kinds_stay_apart(pact: Pact):
    action = Action.objects.create(pact=pact, slug="sums", name_nl="Sommen", order=999)
    for amount, per in ((100, "year"), (50, "year"), (7, "once")):
        BudgetLine.objects.create(pact=pact, action=action, amount=amount, per=per)

    assert published_amounts(action_named(pact, "sums")) == (
        PublishedAmount(Decimal(150), BudgetPer.YEAR),
        PublishedAmount(Decimal(7), BudgetPer.ONCE),
    )


def test_an_action_without_published_money_has_none(pact: Pact):
    assert published_amounts(action_named(pact, "data-monitoring")) == ()


def test_the_money_of_the_pact_as_a_whole_leaves_out_its_actions(pact: Pact):
    assert all(line.action is None for line in budget_of(pact))
    assert budget_of(pact).count() == 2
