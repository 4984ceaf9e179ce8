"""Actions of a pact as situations: who leads, who takes part, and members who keep or only read."""

from datetime import date
from typing import Any

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, OrganisationKind, Role
from arbeidspact.pact.models import Action, BudgetCode, Goal, Pact, Partner
from tests.organisations.factories import OrganisationFactory, actor_with


def a_pact() -> Pact:
    return Pact.objects.create(
        slug="ghent", area="gent", name_nl="Pact", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )


def a_partner(pact: Pact, slug: str, kind: OrganisationKind = OrganisationKind.CITY, **values: Any) -> Partner:
    organisation = OrganisationFactory(slug=slug, kind=kind)
    return Partner.objects.create(
        pact=pact, slug=slug, name_nl=slug.upper(), kind=kind, organisation=organisation, **values
    )


class Situation:
    """An action that the city leads and VDAB takes part in; Voka is a partner of the pact that has no part in it."""

    def __init__(self) -> None:
        self.pact = a_pact()
        self.city = a_partner(self.pact, "stad-gent")
        self.vdab = a_partner(self.pact, "vdab", OrganisationKind.PES)
        self.voka = a_partner(self.pact, "voka", OrganisationKind.EMPLOYER)
        self.goal = Goal.objects.create(
            pact=self.pact, slug="employment", name_nl="Meer werk", indicator="employment-rate"
        )
        BudgetCode.objects.create(pact=self.pact, slug="od1", code="OD1", name_nl="Aansluiting")
        self.action = Action.objects.create(pact=self.pact, slug="jobteam", name_nl="Jobteam", lead=self.city)
        self.action.partners.set([self.vdab])
        self.lead = self._member(self.city, Role.TEAM_LEAD)
        self.partner = self._member(self.vdab, Role.ACCOUNT_MANAGER)
        self.outsider = self._member(self.voka, Role.EMPLOYER_CONTACT)
        self.steering = self._member(self.vdab, Role.STEERING_MEMBER)
        self.reader = self._member(self.city, Role.COUNSELLOR)
        self.stranger = actor_with(Role.TEAM_LEAD, organisation=OrganisationFactory(kind="partner"))

    @staticmethod
    def _member(partner: Partner, role: Role) -> Actor:
        organisation = partner.organisation
        assert isinstance(organisation, Organisation)
        return actor_with(role, organisation=organisation)
