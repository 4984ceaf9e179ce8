"""Whose vacancies and employers may somebody change? The object rule behind the permission."""

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.organisations.permissions import Allowed, Permission, Refused, decide
from arbeidspact.vacancies.models import Employer, Vacancy


def decide_changing(actor: Actor, vacancy: Vacancy) -> Allowed | Refused:
    """May this actor change this vacancy?

    Those that the actor's organisation keeps, and those of the employer that the organisation is. The operator all.
    """
    decision = decide(actor, Permission.EDIT_VACANCY)
    if isinstance(decision, Refused) or actor.is_operator:
        return decision
    assert actor.organisation is not None
    if actor.organisation.pk in {vacancy.organisation_id, vacancy.employer.organisation_id}:
        return Allowed()
    return Refused(_("Another organisation keeps this vacancy: ask it to make the change."))


def decide_offering(actor: Actor, employer: Employer) -> Allowed | Refused:
    """May this actor make a vacancy for this employer? An employer makes its own alone; a partner for any employer."""
    decision = decide(actor, Permission.EDIT_VACANCY)
    if isinstance(decision, Refused) or actor.is_operator:
        return decision
    assert actor.organisation is not None
    if actor.kind == OrganisationKind.EMPLOYER and employer.organisation_id != actor.organisation.pk:
        return Refused(_("You can make vacancies for your own company alone."))
    return Allowed()


def decide_registering(actor: Actor) -> Allowed | Refused:
    """May this actor register an employer? The partners that mediate may; a company is registered by one of them."""
    decision = decide(actor, Permission.EDIT_VACANCY)
    if isinstance(decision, Allowed) and actor.kind == OrganisationKind.EMPLOYER:
        return Refused(_("An account manager of the city or the employment service registers employers."))
    return decision


def decide_editing(actor: Actor, employer: Employer) -> Allowed | Refused:
    """May this actor change what is said of this employer?

    The company itself where it takes part; else the account managers of the partners.
    """
    decision = decide(actor, Permission.EDIT_VACANCY)
    if isinstance(decision, Refused) or actor.is_operator:
        return decision
    assert actor.organisation is not None
    if employer.organisation_id is not None:
        if employer.organisation_id == actor.organisation.pk:
            return Allowed()
        return Refused(_("This company takes part itself: it keeps its own details."))
    if Role.ACCOUNT_MANAGER in actor.roles and actor.kind != OrganisationKind.EMPLOYER:
        return Allowed()
    return Refused(_("Only an account manager for employers may change an employer."))


def insist(decision: Allowed | Refused) -> None:
    """Raises: `NotAllowed` with the reason, when the decision is a refusal."""
    if isinstance(decision, Refused):
        raise NotAllowed(decision.reason)
