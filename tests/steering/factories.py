"""Signals as situations."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.organisations.actor import Actor
from arbeidspact.pact.models import Action, GovernanceBody, Pact, Partner
from arbeidspact.steering.decision_commands import AdoptDecision, DecisionContent, RecordDecision
from arbeidspact.steering.decisions import adopt_decision, record_decision
from arbeidspact.steering.models import Decision, Signal, SignalState, SubjectKind
from arbeidspact.steering.states import answer_due
from tests.monitor.factories import a_goal, a_pact
from tests.organisations.factories import OrganisationFactory


def a_steered_pact() -> Pact:
    """A pact with one goal and one action."""
    pact = a_pact()
    a_goal(pact)
    action = Action.objects.create(pact=pact, slug="jobteam", name_nl="Jobteam", name_en="Job team", source="Test")
    Action.objects.create(pact=pact, slug="maact", name_nl="MAACT", name_en="MAACT", source="Test", order=1)
    action.lead = Partner.objects.create(
        pact=pact,
        slug="vdab",
        name_nl="VDAB",
        kind="pes",
        source="Test",
        organisation=OrganisationFactory(vdab=True),
    )
    action.save()
    return pact


def due_of(since: date) -> date:
    due = answer_due(since)
    assert due is not None
    assert due.day is not None
    return due.day


class SignalFactory(DjangoModelFactory[Signal]):
    class Meta:
        model = Signal

    class Params:
        overdue = factory.Trait(days_ago=60)
        nearly_due = factory.Trait(due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=2)))
        answered = factory.Trait(state=SignalState.ANSWERED)
        withdrawn = factory.Trait(state=SignalState.WITHDRAWN)
        days_ago = 3

    pact = "pact"
    organisation = factory.SubFactory(OrganisationFactory, vdab=True)
    raised_at = factory.LazyAttribute(lambda one: timezone.localtime() - timedelta(days=one.days_ago))
    title = factory.Sequence(lambda n: f"Te weinig plaatsen in de taalklas {n}")
    what = "Wie start bij de klas taal en werk wacht vier maanden."
    since = date(2026, 3, 1)
    whom = "anderstalige werkzoekenden, ongeveer 40 per maand"
    about_kind = SubjectKind.ACTION
    about = "jobteam"
    state_since = factory.LazyFunction(timezone.localdate)
    term_since = factory.LazyAttribute(lambda one: timezone.localdate() - timedelta(days=one.days_ago))
    term_text = "own-convention"
    due_on = factory.LazyAttribute(lambda one: due_of(one.term_since))


def words(**changes: Any) -> dict[str, Any]:
    """What somebody types who raises a signal."""
    return {
        "pact": "pact",
        "title": "Te weinig plaatsen in de taalklas",
        "what": "Wie start bij de klas taal en werk wacht vier maanden.",
        "since": date(2026, 3, 1),
        "whom": "anderstalige werkzoekenden, ongeveer 40 per maand",
        "about": "action:jobteam",
        "suggestion": "Een tweede klas in het najaar.",
        **changes,
    }


def decided(pact: Pact, actor: Actor, *, adopted: bool = True, **changes: Any) -> Decision:
    """A decision of the steering group in the log; adopted unless asked otherwise."""
    GovernanceBody.objects.get_or_create(
        pact=pact, slug="steering-group", defaults={"name_nl": "Stuurgroep", "name_en": "Steering group"}
    )
    outer = {name: changes.pop(name) for name in ("changes", "change_kind") if name in changes}
    decision = record_decision(
        RecordDecision(pact=pact.slug, content=DecisionContent(**content(**changes)), **outer), actor=actor
    )
    if adopted:
        adopt_decision(AdoptDecision(decision=decision.reference), actor=actor)
    return decision


def content(**changes: Any) -> dict[str, Any]:
    """What a decision says."""
    return {
        "body": "steering-group",
        "taken_on": timezone.localdate(),
        "title_nl": "Een tweede taalklas in het najaar",
        "title_en": "A second language class in autumn",
        "text": "We openen een tweede klas taal en werk in oktober.",
        "motivation": "Wie wacht, haakt af.",
        "minority": ({"who": "Voka", "why": "De klas is te ver van de bedrijven."},),
        "about": ("action:jobteam",),
        **changes,
    }
