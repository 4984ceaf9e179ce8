"""Who keeps the plan of an action: the organisation in the lead, and each partner for what it brings itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Action, Partner


@dataclass(frozen=True, slots=True)
class Keeper:
    """What an actor may write in the plan of one action.

    `keeps_plan`: everything. `own_partners`: the partners of the pact for whom this actor speaks; their contributions
    are theirs to promise, confirm and tell about, whoever leads.
    """

    keeps_plan: bool
    own_partners: frozenset[int]

    @property
    def may_promise(self) -> bool:
        return self.keeps_plan or bool(self.own_partners)

    def speaks_for(self, partner: int) -> bool:
        """Is this one's own organisation, so that the actor can confirm?"""
        return partner in self.own_partners

    def may_write_for(self, partner: int) -> bool:
        return self.keeps_plan or self.speaks_for(partner)


NOBODY = Keeper(keeps_plan=False, own_partners=frozenset())


def lead_of(action: Action) -> Partner | None:
    """Who leads this action: as the partners agreed on the platform, else as published; None when neither says."""
    plan = getattr(action, "plan", None)
    return (plan.lead if plan is not None else None) or action.lead


def keeper_of(actor: Actor, action: Action) -> Keeper:
    """What may this actor write in the plan of this action?

    Members of the organisation in the lead keep the plan when their role allows it; members of the steering group keep
    every plan; other partners write what they bring themselves. Everybody else reads.
    """
    if actor.organisation is None or not may(actor, Permission.EDIT_ACTION_PLAN):
        return NOBODY
    own = frozenset(
        Partner.objects.filter(pact=action.pact_id, organisation=actor.organisation).values_list("pk", flat=True)
    )
    lead = lead_of(action)
    leads = lead is not None and lead.pk in own
    return Keeper(keeps_plan=leads or may(actor, Permission.EDIT_PACT), own_partners=own)


def speaks_for(actor: Actor, partner: Partner) -> bool:
    """May this actor confirm what this partner of the pact promised?"""
    own = actor.organisation
    return own is not None and partner.organisation_id == own.pk and may(actor, Permission.EDIT_ACTION_PLAN)


def require_keeper(actor: Actor, action: Action) -> Keeper:
    """Refuses who does not keep the plan of this action. Raises: `NotAllowed`."""
    require(actor, Permission.EDIT_ACTION_PLAN)
    keeper = keeper_of(actor, action)
    if not keeper.keeps_plan:
        raise NotAllowed(
            _("Only the organisation in the lead and the steering group keep the plan of this action."),
            hint=_("Your organisation can promise and confirm what it brings itself."),
        )
    return keeper


def require_writer_for(actor: Actor, action: Action, partner: Partner) -> Keeper:
    """Refuses who may not write what this partner brings. Raises: `NotAllowed`."""
    require(actor, Permission.EDIT_ACTION_PLAN)
    keeper = keeper_of(actor, action)
    if not keeper.may_write_for(partner.pk):
        raise NotAllowed(_("A partner writes what it brings itself; the organisation in the lead writes for all."))
    return keeper
