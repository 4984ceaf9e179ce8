"""A measure of a contract as the calculation of payments needs it."""

from decimal import Decimal

from arbeidspact.funding.commands import MetricEntry
from arbeidspact.funding.models import OutcomeMetric, PaymentShape
from arbeidspact.funding.payment import PaymentRule


def rule_of(metric: OutcomeMetric | MetricEntry, cap: Decimal) -> PaymentRule:
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
