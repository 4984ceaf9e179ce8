"""Which lines an actor may see: of people and contacts within reach, in the own organisation."""

from django.db.models import Q, QuerySet

from arbeidspact.followup.models import Line
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people.access import people_within_reach


def lines_within_reach(actor: Actor) -> QuerySet[Line]:
    """The open lines of the actor's organisation about people within reach, and about its contacts for those who work
    with them. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_CASELOAD)
    about = Q(person__in=people_within_reach(actor).order_by().values("pk"))
    if may(actor, Permission.REGISTER_CONTACT):
        about |= Q(contact__organisation=actor.organisation)
    return Line.objects.filter(about, organisation=actor.organisation, closed_on__isnull=True)
