"""A measure of a contract as the calculation of payments needs it."""

from decimal import Decimal
from typing import Protocol

from arbeidspact.funding.models import PaymentShape
from arbeidspact.funding.payment import PaymentRule


class Measure(Protocol):
    """What rows and commands that say how a result is paid have in common."""

    shape: str
    baseline: Decimal
    is_falling: bool
    deadweight_percent: Decimal
    threshold: Decimal
    target: Decimal | None
    price: Decimal | None
    step: Decimal | None


def rule_of(metric: Measure, cap: Decimal) -> PaymentRule:
    """How does money follow from this measure, up to `cap` euro?"""
    return PaymentRule(
        shape=PaymentShape(metric.shape),
        cap=cap,
        baseline=metric.baseline,
        is_falling=metric.is_falling,
        deadweight_percent=metric.deadweight_percent,
        threshold=metric.threshold,
        target=metric.target,
        price=metric.price,
        step=metric.step,
    )
