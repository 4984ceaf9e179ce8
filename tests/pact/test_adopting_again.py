"""Importing the files again: what documents print follows them, what partners entered stays."""

from datetime import date

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.pact.actions import (
    adopt_pact,
    confirm_contribution,
    expect_milestone,
    reach_milestone,
    set_action_status,
    tell_realised,
)
from arbeidspact.pact.commands import (
    AdoptPact,
    ConfirmContribution,
    ExpectMilestone,
    ReachMilestone,
    SetActionStatus,
    TellRealised,
)
from arbeidspact.pact.models import Action, ActionStatus, Pact
from arbeidspact.pact.pact_file import ActionEntry, read_actions_file, read_pact_file
from tests.monitor.ghent import GHENT
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def ghents_files() -> AdoptPact:
    pact = read_pact_file(GHENT / "pact.toml")
    return AdoptPact(pact=pact, actions=read_actions_file(GHENT / "actions.toml", pact))


def adopt(command: AdoptPact) -> Pact:
    return adopt_pact(command, actor=operator())


def without(command: AdoptPact, slug: str) -> AdoptPact:
    kept = tuple(action for action in command.actions.actions if action.slug != slug)
    return command.model_copy(update={"actions": command.actions.model_copy(update={"actions": kept})})


def changed(command: AdoptPact, slug: str, **values: object) -> AdoptPact:
    def other(action: ActionEntry) -> ActionEntry:
        return action.model_copy(update=values) if action.slug == slug else action

    actions = tuple(other(action) for action in command.actions.actions)
    return command.model_copy(update={"actions": command.actions.model_copy(update={"actions": actions})})


@pytest.fixture
def steering():
    city = OrganisationFactory(slug="stad-gent", kind=OrganisationKind.CITY)
    OrganisationFactory(slug="vdab", kind=OrganisationKind.PES)
    return actor_with(Role.STEERING_MEMBER, organisation=city)


def test_the_same_files_twice_keep_every_row_and_make_none(steering):
    first = adopt(ghents_files())
    before = {row.slug: row.pk for row in first.actions.all()}
    entries = set(first.actions.values_list("milestones__reference", "contributions__reference"))

    again = adopt(ghents_files())

    assert again.pk == first.pk
    assert {row.slug: row.pk for row in again.actions.all()} == before
    assert set(again.actions.values_list("milestones__reference", "contributions__reference")) == entries


def test_what_partners_entered_survives_the_next_import(steering):
    action = adopt(ghents_files()).actions.get(slug="career-centre")
    milestone = action.milestones.get()
    reach_milestone(
        ReachMilestone(milestone=milestone.reference, reached_on=date(2020, 11, 3), evidence="Jaarverslag 2020"),
        actor=steering,
    )
    set_action_status(
        SetActionStatus(action=action.pk, status=ActionStatus.AT_RISK, reason="Geen opvolger gevonden"), actor=steering
    )

    adopt(changed(ghents_files(), "career-centre", lead_unit="Nieuwe dienst"))

    action = Action.objects.get(pk=action.pk)
    assert action.lead_unit == "Nieuwe dienst"
    assert action.milestones.get().reached_on == date(2020, 11, 3)
    assert action.milestones.get().evidence == "Jaarverslag 2020"
    assert action.status_reports.get().status == ActionStatus.AT_RISK


def test_an_action_that_left_the_file_goes_when_nothing_was_entered(steering):
    adopt(ghents_files())
    adopt(without(ghents_files(), "max-mobiel"))

    assert not Action.objects.filter(slug="max-mobiel").exists()


def test_an_action_with_something_entered_stays_and_says_since_when_it_left(steering):
    action = adopt(ghents_files()).actions.get(slug="max-mobiel")
    set_action_status(
        SetActionStatus(action=action.pk, status=ActionStatus.STOPPED, reason="Afgelopen in 2024"), actor=steering
    )

    adopt(without(ghents_files(), "max-mobiel"))
    assert Action.objects.get(slug="max-mobiel").left_on == timezone.localdate()

    adopt(ghents_files())
    assert Action.objects.get(slug="max-mobiel").left_on is None


def test_a_printed_entry_that_left_the_file_is_withdrawn_when_something_rests_on_it_and_comes_back(steering):
    action = adopt(ghents_files()).actions.get(slug="jobteam")
    guided = action.planned_numbers.get(indicator="jobteam-guided")
    tell_realised(
        TellRealised(planned=guided.reference, on=date(2022, 1, 31), value=728, told_by="groengent.be"), actor=steering
    )

    adopt(changed(ghents_files(), "jobteam", planned_numbers=()))

    left = action.planned_numbers.get()
    assert left == guided
    assert left.withdrawn_at is not None

    adopt(ghents_files())
    guided.refresh_from_db()
    assert guided.withdrawn_at is None
    assert guided.realised.get().value == 728


def test_a_day_that_the_document_prints_follows_the_document_and_one_that_partners_told_does_not(steering):
    files = ghents_files()
    printed = adopt(files).actions.get(slug="vdab-agreement").milestones.get(slug="council-approval")
    assert printed.reached_on == date(2020, 5, 25)
    assert printed.is_reached_in_source

    entry = next(one for one in files.actions.actions if one.slug == "vdab-agreement")
    moved = tuple(one.model_copy(update={"reached_on": date(2020, 5, 26)}) for one in entry.milestones)
    adopt(changed(files, "vdab-agreement", milestones=moved))

    printed.refresh_from_db()
    assert printed.reached_on == date(2020, 5, 26)


def test_a_milestone_that_is_expected_later_keeps_that_when_its_words_change(steering):
    files = ghents_files()
    milestone = adopt(files).actions.get(slug="career-centre").milestones.get()
    expect_milestone(ExpectMilestone(milestone=milestone.reference, expected_on=date(2026, 12, 31)), actor=steering)

    adopt(files)

    milestone.refresh_from_db()
    assert milestone.expected_on == date(2026, 12, 31)
    assert milestone.due_on == date(2020, 12, 31)


def test_a_confirmed_promise_stays_confirmed(steering):
    vdab = actor_with(Role.ACCOUNT_MANAGER, organisation=OrganisationFactory(slug="vdab"))
    promise = adopt(ghents_files()).actions.get(slug="vdab-agreement").contributions.get(partner__slug="vdab")
    confirm_contribution(ConfirmContribution(contribution=promise.reference), actor=vdab)

    adopt(ghents_files())

    promise.refresh_from_db()
    assert promise.confirmed_on == timezone.localdate()


def test_every_entry_of_ghent_says_where_it_is_written_in_its_own_words(db):
    files = ghents_files()
    entries = [
        *files.pact.partners,
        *files.pact.goals,
        *files.pact.tracks,
        *files.pact.priorities,
        *files.pact.bodies,
        *files.pact.budget_codes,
        *files.actions.actions,
        *(part for action in files.actions.actions for part in (*action.milestones, *action.contributions)),
        *(part for action in files.actions.actions for part in action.goals),
    ]

    assert [entry for entry in entries if not (entry.reference.section and entry.reference.quote)] == []
