"""A city with a fund, two partners that apply, three jurors, and what they do as situations."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from arbeidspact.funding.actions import (
    appoint_juror,
    decide_application,
    declare_interest,
    prepare_call,
    publish_call,
    save_application,
    save_scores,
    start_application,
    submit_application,
)
from arbeidspact.funding.commands import (
    AppointJuror,
    BudgetEntry,
    CriterionEntry,
    DecideApplication,
    DeclareInterest,
    MilestoneEntry,
    PrepareCall,
    PublishCall,
    SaveApplication,
    SaveScores,
    ScoreEntry,
    StartApplication,
    SubmitApplication,
)
from arbeidspact.funding.models import Application, Call, Contract, DecisionOutcome, Juror, MoneySource
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, actor_with


@pytest.fixture
def city(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def wegwijs(db: None) -> Organisation:
    return OrganisationFactory(slug="wegwijs", name="Wegwijs vzw")


@pytest.fixture
def klinker(db: None) -> Organisation:
    return OrganisationFactory(slug="klinker", name="De Klinker", kind=OrganisationKind.SOCIAL_ECONOMY)


@pytest.fixture
def steering(city: Organisation) -> Actor:
    return actor_with(Role.STEERING_MEMBER, organisation=city)


@pytest.fixture
def analyst(city: Organisation) -> Actor:
    return actor_with(Role.ANALYST, organisation=city)


@pytest.fixture
def administrator(city: Organisation) -> Actor:
    return actor_with(Role.ADMINISTRATOR, organisation=city)


@pytest.fixture
def applicant(wegwijs: Organisation) -> Actor:
    return actor_with(Role.TEAM_LEAD, organisation=wegwijs)


@pytest.fixture
def other_applicant(klinker: Organisation) -> Actor:
    return actor_with(Role.SOCIAL_ECONOMY_COACH, organisation=klinker)


@pytest.fixture
def call_content() -> dict[str, Any]:
    now = timezone.now()
    return {
        "title_nl": "Nieuwe wegen naar werk",
        "title_en": "New ways to work",
        "summary_nl": "Projecten die mensen dichter bij werk brengen.",
        "budget": Decimal(100_000),
        "opens_at": now - timedelta(days=3),
        "closes_at": now + timedelta(days=10),
        "for_kinds": (OrganisationKind.PARTNER, OrganisationKind.SOCIAL_ECONOMY),
        "required_parts": (),
        "max_amount": Decimal(60_000),
        "max_share": Decimal(80),
        "objection_nl": "Schrijf binnen dertig dagen naar het college.",
        "criteria": (
            CriterionEntry(name_nl="Bereik", weight=3, scale=10),
            CriterionEntry(name_nl="Haalbaarheid", weight=1, scale=5, minimum=Decimal(2)),
        ),
    }


@pytest.fixture
def call(steering: Actor, call_content: dict[str, Any]) -> Call:
    call = prepare_call(PrepareCall(**call_content), actor=steering)
    return publish_call(PublishCall(call=call.reference), actor=steering)


def filled(application: Application, *, asked: int = 40_000, own: int = 10_000, **changes: Any) -> SaveApplication:
    """A complete draft: what is asked of the fund, and what the applicant pays."""
    values: dict[str, Any] = {
        "application": application.reference,
        "title": "Op weg in de haven",
        "summary": "Twintig mensen leren in de haven werken.",
        "contact_name": "Noor",
        "contact_email": "noor@wegwijs.example",
        "stated_total": Decimal(asked + own),
        "budget": (
            BudgetEntry(what="Begeleider", source=MoneySource.FUND, amount=Decimal(asked)),
            BudgetEntry(what="Lokaal", source=MoneySource.OWN, amount=Decimal(own)),
        ),
        "milestones": (MilestoneEntry(what="Eerste groep begint", due_on=timezone.localdate()),),
    }
    return SaveApplication(**(values | changes))


@pytest.fixture
def submitted() -> Callable[..., Application]:
    """Submits an application of this actor for this call."""

    def submit(call: Call, actor: Actor, **changes: Any) -> Application:
        application = start_application(StartApplication(call=call.reference), actor=actor)
        save_application(filled(application, **changes), actor=actor)
        submit_application(SubmitApplication(application=application.reference), actor=actor)
        application.refresh_from_db()
        return application

    return submit


def close(call: Call) -> None:
    """The term of the call is over."""
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    call.refresh_from_db()


def appoint(call: Call, actor: Actor, *, by: Actor) -> Juror:
    assert actor.user is not None
    return appoint_juror(AppointJuror(call=call.reference, email=actor.user.email), actor=by)


def score(application: Application, actor: Actor, *points: int) -> None:
    """This juror declares to have no interest and hands in points, one for each criterion."""
    declare_interest(DeclareInterest(application=application.reference, has_interest=False), actor=actor)
    criteria = application.call.criteria.order_by("order")
    scores = tuple(
        ScoreEntry(criterion=criterion.pk, points=given, argument="Zo staat het er.")
        for criterion, given in zip(criteria, points, strict=True)
    )
    save_scores(SaveScores(application=application.reference, scores=scores, hand_in=True), actor=actor)


@pytest.fixture
def jury(call: Call, steering: Actor) -> list[Actor]:
    """Two jurors without a tie to anybody who applies."""
    jurors = [actor_with(Role.ANALYST, vdab=True), actor_with(Role.TEAM_LEAD, ocmw=True)]
    for juror in jurors:
        appoint(call, juror, by=steering)
    return jurors


def grant(application: Application, amount: int, *, by: Actor) -> Contract:
    decide_application(
        DecideApplication(
            application=application.reference,
            outcome=DecisionOutcome.GRANTED,
            amount=Decimal(amount),
            motivation="Bereikt veel mensen.",
        ),
        actor=by,
    )
    contract: Contract = Contract.objects.get(application=application)
    return contract


@pytest.fixture
def granted(
    call: Call, submitted: Callable[..., Application], applicant: Actor, jury: list[Actor], steering: Actor
) -> Contract:
    """A project with a grant of 40,000 euro."""
    application = submitted(call, applicant)
    close(call)
    for juror in jury:
        score(application, juror, 8, 4)
    return grant(application, 40_000, by=steering)


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the server stands at this moment."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
