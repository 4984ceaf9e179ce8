"""What partners keep about a few actions of the demo. All of it is invented and marked so, on every screen."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PES
from arbeidspact.organisations.models import Membership, Organisation, User
from arbeidspact.pact.models import (
    Action,
    ActionEvent,
    ActionEventKind,
    ActionPlan,
    ActionStatus,
    Booking,
    BookingKind,
    Contribution,
    ContributionKind,
    Degree,
    Milestone,
    Pact,
    PlannedNumber,
    RealisedNumber,
    Responsible,
    Risk,
    StatusReport,
)

YEAR: Final = timedelta(days=365)
BOOKINGS: Final = (
    (BookingKind.PLANNED, 400, "stad-gent", "OD10040", 210_000, "Demo: budgetwijziging 1"),
    (BookingKind.PLANNED, 395, "vdab", "", 105_000, "Demo: ondernemingsplan"),
    (BookingKind.PLANNED, 395, "ocmw-gent", "OD10040", 105_000, "Demo: budgetwijziging 1"),
    (BookingKind.COMMITTED, 340, "stad-gent", "OD10040", 160_000, "Demo: collegebesluit 112"),
    (BookingKind.COMMITTED, 330, "vdab", "", 105_000, "Demo: overeenkomst 7"),
    (BookingKind.SPENT, 250, "stad-gent", "OD10040", 62_500, "Demo: factuur 2031"),
    (BookingKind.SPENT, 160, "vdab", "", 48_000, "Demo: factuur 2107"),
    (BookingKind.SPENT, 60, "stad-gent", "OD10040", 41_250.50, "Demo: factuur 2214"),
    (BookingKind.COMMITTED, 45, "stad-gent", "OD10040", -12_000, "Demo: vrijgave op collegebesluit 112"),
)
"""Kind, days ago, who pays, code, euro, document: of the action that is kept most."""


def write_action_plans(past: Past) -> None:
    """Makes the plans of three actions look as if partners had kept them for a year; nothing where there is no pact."""
    pact = Pact.objects.filter(actions__slug="jobteam").order_by("pk").first()
    if pact is None or ActionEvent.objects.filter(action__pact=pact).exists():
        return
    lead, partner = past.users["team-lead"], past.users["account-manager"]
    city, pes = past.guides.organisations[CITY], past.guides.organisations[PES]
    _Writer(pact, past.today, lead, city).jobteam()
    _Writer(pact, past.today, lead, city).employer_desk()
    _Writer(pact, past.today, partner, pes).early_school_leaving()


class _Writer:
    """Writes rows as one member of one organisation would have entered them, each with its line of history."""

    def __init__(self, pact: Pact, today: date, user: User, organisation: Organisation) -> None:
        self.pact, self.today, self.user, self.organisation = pact, today, user, organisation
        self.partners = {partner.slug: partner for partner in pact.partners.all()}

    def jobteam(self) -> None:
        action = self._action("jobteam")
        ActionPlan.objects.create(
            action=action, starts_on=self.today - YEAR, ends_on=self.today + YEAR, is_invented=True
        )
        self._responsible(action)
        self._milestone(action, "Team van twintig compleet", "Team of twenty complete", -200, reached=-190)
        self._milestone(action, "Afspraken met twaalf vindplaatsen", "Agreements with twelve outreach locations", -20)
        self._milestone(action, "Tussentijdse evaluatie", "Interim evaluation", 75)
        for kind, days, payer, code, euro, document in BOOKINGS:
            on = self.today - timedelta(days=days)
            Booking.objects.create(
                action=action,
                kind=kind,
                on=on,
                year=on.year,
                payer=self.partners[payer],
                code=code,
                amount=Decimal(str(euro)),
                document=document,
                **self._entered(),
            )
        self._event(action, ActionEventKind.ADDED, "Demo: collegebesluit 112")
        self._realised(action)
        Contribution.objects.create(
            action=action,
            partner=self.partners["vdab"],
            kind=ContributionKind.PEOPLE,
            what_nl="bemiddelaars die deelnemers overnemen",
            what_en="mediators who take participants over",
            amount=Decimal(3),
            unit="voltijds",
            from_on=self.today - timedelta(days=300),
            until_on=self.today + timedelta(days=200),
            **self._entered(),
        )
        self._event(action, ActionEventKind.ADDED, "VDAB: bemiddelaars die deelnemers overnemen")
        Risk.objects.create(
            action=action,
            what="De financiering loopt af voor de verlenging beslist is",
            likelihood=Degree.MEDIUM,
            impact=Degree.HIGH,
            measure="Aanvraag drie maanden vroeger indienen",
            owner=self.partners["stad-gent"],
            **self._entered(),
        )
        self._event(action, ActionEventKind.ADDED, "De financiering loopt af voor de verlenging beslist is")
        self._status(action, ActionStatus.AT_RISK, "Vier vindplaatsen hebben nog niet getekend.")

    def employer_desk(self) -> None:
        action = self._action("employer-desk")
        self._milestone(action, "Eén nummer voor alle werkgevers", "One number for all employers", -90, reached=-100)
        self._status(action, ActionStatus.ON_SCHEDULE, "Het loket draait; de cijfers volgen per kwartaal.")

    def early_school_leaving(self) -> None:
        action = self._action("early-school-leaving")
        self._milestone(action, "Draaiboek warme overdracht", "Script for the warm handover", 40)
        self._event(action, ActionEventKind.ADDED, "Draaiboek warme overdracht")

    def _action(self, slug: str) -> Action:
        return self.pact.actions.get(slug=slug)

    def _entered(self) -> dict[str, Any]:
        return {"entered_by": self.user, "organisation": self.organisation, "is_invented": True}

    def _responsible(self, action: Action) -> None:
        membership = Membership.objects.get(user=self.user, organisation=self.organisation, ended_at=None)
        Responsible.objects.create(
            action=action, membership=membership, since=self.today - timedelta(days=300), is_invented=True
        )
        self._event(action, ActionEventKind.RESPONSIBLE_NAMED, str(self.user))

    def _milestone(self, action: Action, nl: str, en: str, due: int, *, reached: int | None = None) -> None:
        Milestone.objects.create(
            action=action,
            title_nl=nl,
            title_en=en,
            due_on=self.today + timedelta(days=due),
            reached_on=self.today + timedelta(days=reached) if reached is not None else None,
            evidence="Demo: verslag van de stuurgroep" if reached is not None else "",
            **self._entered(),
        )
        self._event(action, ActionEventKind.ADDED, nl)
        if reached is not None:
            self._event(action, ActionEventKind.REACHED, nl)

    def _realised(self, action: Action) -> None:
        planned = PlannedNumber.objects.create(
            action=action,
            what_nl="wijken met een vast contactmoment",
            what_en="neighbourhoods with a regular moment of contact",
            low=Decimal(12),
            counts_people=False,
            due_on=self.today + YEAR,
            **self._entered(),
        )
        for days, value in ((240, 2), (120, 5), (15, 7)):
            RealisedNumber.objects.create(
                planned=planned,
                on=self.today - timedelta(days=days),
                value=Decimal(value),
                told_by="Demo: telling van het team",
                **self._entered(),
            )
            self._event(action, ActionEventKind.REPORTED, planned.what_nl)

    def _status(self, action: Action, status: ActionStatus, reason: str) -> None:
        StatusReport.objects.create(
            action=action,
            status=status,
            reason=reason,
            user=self.user,
            organisation=self.organisation,
            is_invented=True,
        )
        self._event(action, ActionEventKind.STATUS_SET, changes=[["status", "", status.value]], reason=reason)

    def _event(self, action: Action, kind: ActionEventKind, about: str = "", **values: Any) -> None:
        ActionEvent.objects.create(
            action=action,
            kind=kind,
            about=about,
            user=self.user,
            organisation=self.organisation,
            is_invented=True,
            **values,
        )
