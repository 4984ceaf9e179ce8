"""Who acts in the fund: somebody of an organisation."""

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Organisation, User


def own_organisation(actor: Actor) -> Organisation:
    """The organisation that the actor works for now. Raises: `NotAllowed` without one."""
    if actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    return actor.organisation


def own_user(actor: Actor) -> User:
    """The person who acts. Raises: `NotAllowed` for the operator, who is nobody here."""
    if actor.user is None:
        raise NotAllowed(_("Sign in, and choose the organisation you work for."))
    return actor.user
