"""A program with the token of a counsellor, and a city with work and people to ask about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from arbeidspact.indicators import read_definitions, read_observations, read_targets
from arbeidspact.monitor.actions import adopt_indicators, record_observations, set_targets
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations, SetTargets
from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import actor_of, operator
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.pact.models import Action, Goal, Pact, Partner
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Employer, Vacancy
from tests.organisations.factories import AreaFactory, MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, FORKLIFT_DRIVER, EmployerFactory, VacancyFactory

GHENT = Path(__file__).parents[2] / "src" / "arbeidspact" / "demo" / "ghent"


@dataclass(frozen=True)
class City:
    organisation: Organisation
    employer: Employer
    vacancy: Vacancy
    person: Person


class Program:
    """Asks the API in English, with a token."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.client = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(f"/api/v1{path}", **options)

    def send(self, path: str, body: Any, method: str = "post") -> Any:
        return getattr(self.client, method)(f"/api/v1{path}", body, content_type="application/json")


@pytest.fixture
def city(db: None) -> City:
    AreaFactory(muide=True)
    werkpunt = OrganisationFactory(werkpunt=True)
    employer = EmployerFactory()
    vacancy = VacancyFactory(
        employer=employer, organisation=werkpunt, forklift_night_shift=True, needs_dutch_b1=True, wage_min=Decimal(2400)
    )
    person = PersonFactory(
        given_name="Zebediah",
        family_name="Quagmire",
        accompanied_by=werkpunt,
        seeking=FORKLIFT_DRIVER,
        able_to=DRIVE_FORKLIFT,
        neighbourhood="muide",
        with_forklift=True,
        reachable_by_bicycle=True,
    )
    return City(werkpunt, employer, vacancy, person)


@pytest.fixture
def program_of(city: City) -> Callable[..., Program]:
    def make(*roles: Role) -> Program:
        membership = MembershipFactory(organisation=city.organisation, roles=list(roles))
        issued = issue_api_token(IssueApiToken(name="test"), actor=actor_of(membership))
        return Program(issued.raw)

    return make


@pytest.fixture
def program(program_of: Callable[..., Program]) -> Program:
    return program_of(Role.COUNSELLOR)


@pytest.fixture
def figures(city: City) -> Pact:
    definitions = read_definitions(GHENT / "indicators.toml")
    runs = operator()
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=runs)
    found = read_observations(GHENT / "observations.csv", definitions)
    record_observations(RecordObservations(observations=found), actor=runs)
    set_targets(SetTargets(promises=read_targets(GHENT / "targets.toml")), actor=runs)
    pact = Pact.objects.create(slug="ghent", name_nl="Pact", name_en="Pact", area="gent", source="Test", order=1)
    first = read_targets(GHENT / "targets.toml").targets[0]
    Goal.objects.create(
        pact=pact, slug="goal", name_nl="Doel", name_en="Goal", indicator=first.indicator, target=first.slug, order=1
    )
    _an_action(pact, city.organisation)
    return pact


def _an_action(pact: Pact, organisation: Organisation) -> None:
    """An action with something of everything in its plan."""
    partner = Partner.objects.create(pact=pact, slug="city", name_nl="Stad", kind="city", organisation=organisation)
    action = Action.objects.create(pact=pact, slug="jobteam", name_nl="Jobteam", lead=partner, source="Test")
    action.milestones.create(title_nl="Team compleet", due_on=date(2026, 1, 1))
    action.contributions.create(partner=partner, kind="people", what_nl="bemiddelaars", amount=Decimal("2.5"))
    number = action.planned_numbers.create(what_nl="mensen begeleid", low=Decimal(100), due_on=date(2099, 1, 1))
    number.realised.create(on=date(2026, 1, 1), value=Decimal(40), told_by="Telling")
    action.bookings.create(
        kind="spent", on=date(2026, 1, 1), year=2026, payer=partner, amount=Decimal("12.50"), document="Factuur 7"
    )
    action.risks.create(what="Geen opvolger", likelihood=2, impact=3, owner=partner)
    action.goal_links.create(goal=pact.goals.get(), indicator="jobteam-in-work")
