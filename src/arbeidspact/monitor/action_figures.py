"""What the figures say of the numbers that actions of a pact set out to reach."""

from collections.abc import Iterable

from arbeidspact.indicators import TOTAL
from arbeidspact.monitor.models import Indicator
from arbeidspact.monitor.queries import observations_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact, PlannedNumber
from arbeidspact.pact.plans import Figures, Plan, Told


def figures_for(pact: Pact, *, actor: Actor, indicators: Iterable[str] | None = None) -> Figures:
    """The latest figure of each indicator by which actions of this pact are measured, in the area of the pact.

    Arguments: `indicators`, None for every one that a planned number of this pact names.
    Returns: by indicator; one without a figure is left out. Raises: `NotAllowed`.
    """
    wanted = set(indicators) if indicators is not None else indicators_of(pact)
    if not wanted:
        return {}
    rows = observations_of(actor=actor, areas=[pact.area], indicators=sorted(wanted))
    standing = rows.filter(stands=True, series__breakdown=TOTAL).order_by("period_end", "id")
    return {row.series.indicator.slug: Told(row.value, row.period_end, row.origin.name, row.status) for row in standing}


def indicators_tied_to(plans: Iterable[Plan], *, actor: Actor) -> dict[str, Indicator]:
    """The indicators through which these actions serve a goal, by their short name. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_INDICATORS)
    named = {link.indicator for plan in plans for link in plan.goals if link.indicator}
    return {one.slug: one for one in Indicator.objects.filter(slug__in=named).order_by("slug")} if named else {}


def indicators_of(pact: Pact) -> set[str]:
    """By which indicators are the actions of this pact measured?"""
    named = PlannedNumber.objects.filter(action__pact=pact, withdrawn_at=None).exclude(indicator="")
    return set(named.values_list("indicator", flat=True))
