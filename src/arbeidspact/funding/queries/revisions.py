"""Was the figure that a claim rests on revised since, and what would that mean for the money?"""

from dataclasses import dataclass
from decimal import Decimal

from arbeidspact.funding.measure import rule_of
from arbeidspact.funding.models import Claim, InstalmentKind, RevisionAnswer
from arbeidspact.funding.money import NOTHING
from arbeidspact.funding.payment import amount_due
from arbeidspact.funding.proof import NoFigureYet, is_the_same, proof_of
from arbeidspact.indicators import Observation
from arbeidspact.organisations.actor import Actor


@dataclass(frozen=True, slots=True)
class NotRevised:
    """The figure stands as it was when the money was claimed, or somebody decided about the revision."""


@dataclass(frozen=True, slots=True)
class NoLongerPublished:
    """The figure that was paid on was withdrawn, and no other stands in its place."""


@dataclass(frozen=True, slots=True)
class Revised:
    """Another figure stands now. `difference`: what would have to be paid on top (or back, below 0) to follow it."""

    observation: Observation
    was: Decimal
    due: Decimal
    difference: Decimal


def revision_of(claim: Claim, *, actor: Actor) -> NotRevised | NoLongerPublished | Revised:
    """What changed about the figure of this claim since it was claimed, or since somebody decided about a revision?"""
    if claim.instalment.kind != InstalmentKind.RESULT or not claim.instalment.metric.indicator or claim.value is None:
        return NotRevised()
    metric = claim.instalment.metric
    proof = proof_of(metric, actor=actor)
    if isinstance(proof, NoFigureYet):
        return NoLongerPublished()
    decided = list(claim.revisions.order_by("decided_at", "id"))
    last_seen = decided[-1].seen if decided else claim.proof
    if is_the_same(last_seen, proof.observation):
        return NotRevised()
    settled = claim.amount + sum((one.difference for one in decided if one.answer == RevisionAnswer.CORRECT), NOTHING)
    due = amount_due(rule_of(metric, claim.instalment.amount), proof.observation.value).amount
    return Revised(proof.observation, Decimal(last_seen["value"]), due, due - settled)
