"""Which share of the terms of each rule was met in time, for each quarter that has ended."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.monitor.measures.measure import Counted, Measure, NoFigure, Scope, quarter_period
from arbeidspact.terms.compliance import compliance, counts_invented_people


def indicator_of(rule: str) -> str:
    """Which indicator measures the share of this rule that is met in time?"""
    return f"terms-{rule}-met-in-time"


def _count(scope: Scope) -> Iterator[Counted | NoFigure]:
    is_invented = counts_invented_people()
    for rule in compliance(scope.actor, today=scope.day).figures:
        indicator = indicator_of(rule.rule)
        for quarter, share in rule.by_quarter:
            if quarter.last_day >= scope.day or share.due == 0:
                continue
            if indicator not in scope.definitions:
                reason = f"no indicator {indicator} that names this measure is in force"
                yield NoFigure(f"{rule.rule}, {quarter}", reason)
            elif share.due is None or share.met is None:
                yield NoFigure(f"{rule.rule}, {quarter}", "too few to show")
            else:
                yield Counted(
                    period=quarter_period(quarter),
                    numerator=Decimal(share.met),
                    denominator=Decimal(share.due),
                    sizes=(share.due, share.met, share.due - share.met),
                    is_invented=is_invented,
                    indicator=indicator,
                )


TERMS_KEPT: Final = Measure("terms-met-in-time", "Arbeidspact, termijnen uitgerekend uit feiten en regels", _count)
