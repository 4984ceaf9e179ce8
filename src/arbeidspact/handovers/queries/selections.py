"""Which handovers a query is about: the organisation's own, those under way, those whose reminders rest."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from arbeidspact.handovers.models import Handover, HandoverPause, HandoverState
from arbeidspact.organisations.actor import Actor


def ours(actor: Actor) -> QuerySet[Handover]:
    """The handovers that the actor's organisation sent or received."""
    if actor.organisation is None:
        return Handover.objects.none()
    return Handover.objects.filter(Q(sender=actor.organisation) | Q(receiver=actor.organisation))


def under_way(day: date) -> Q:
    """Those that still wait for somebody on this day."""
    return Q(state__in=[HandoverState.ACCEPTED, HandoverState.MET]) | Q(
        state=HandoverState.PENDING, expires_on__gte=day
    )


def pauses_on(day: date) -> QuerySet[HandoverPause]:
    """The pause of the handover of an outer query that holds on this day."""
    return HandoverPause.objects.filter(handover=OuterRef("pk"), ended_at__isnull=True, since__lte=day, until__gte=day)
