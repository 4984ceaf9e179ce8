"""What a result comes to: the figure that proves it, kept with the claim, and the amount that follows."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.measure import rule_of
from arbeidspact.funding.models import Claim
from arbeidspact.funding.payment import AmountDue, amount_due
from arbeidspact.funding.proof import NoFigureYet, NotSureEnough, Proven, frozen, proof_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue


def measure(claim: Claim, value: Decimal | None, actor: Actor) -> None:
    """Fills in the figure, its proof, and what is due for it.

    Arguments: `value`, the number that the contractor reports; an indicator brings its own figure.
    Raises: `InvalidValue` without a number; `Conflict` when no figure proves the result yet.
    """
    metric = claim.instalment.metric
    if metric.indicator:
        match proof_of(metric, actor=actor):
            case Proven(observation=observation):
                claim.value, claim.proof = observation.value, frozen(observation)
            case NotSureEnough():
                raise Conflict(
                    _("The figure is not final yet."), hint=_("This contract pays on a final figure. Claim it then.")
                )
            case NoFigureYet():
                raise Conflict(_("No figure was published yet for this period."), hint=_("Claim it when there is one."))
    else:
        if value is None:
            raise InvalidValue(_("Fill in the number that was reached."), field="value")
        claim.value = value
        claim.proof = {"reported": metric.reported_what, "value": str(value), "period": metric.period}
    assert claim.value is not None
    pay_on(claim, claim.value)


def pay_on(claim: Claim, number: Decimal) -> None:
    """What is due for this number, with its calculation."""
    due: AmountDue = amount_due(rule_of(claim.instalment.metric, claim.instalment.amount), number)
    claim.amount = due.amount
    claim.trace = [[step.value, str(figure)] for step, figure in due.trace]


def is_better(claim: Claim, number: Decimal) -> bool:
    """Is this number better than what was claimed, in the direction that the contract pays for?"""
    assert claim.value is not None
    return number < claim.value if claim.instalment.metric.is_falling else number > claim.value
