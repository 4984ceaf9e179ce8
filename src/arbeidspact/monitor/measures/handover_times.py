"""How many days it takes from sending somebody on until they have met the receiver, by kind of sender and receiver."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from statistics import median
from typing import Final

from arbeidspact.handovers.courses import MetHandover, handovers_met
from arbeidspact.indicators import TOTAL, breakdown_key
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period
from arbeidspact.terms.compliance import Quarter

QUARTERS: Final = 8
WITHOUT_ACCOUNT: Final = "without-account"


def _count(scope: Scope) -> Iterator[Counted]:
    quarters = scope.quarters(QUARTERS)
    met: dict[Quarter, list[MetHandover]] = defaultdict(list)
    for one in handovers_met(quarters[0].first_day, quarters[-1].last_day):
        met[Quarter.of(one.met_on)].append(one)
    for quarter, handovers in sorted(met.items()):
        yield _median(quarter, TOTAL, handovers)
        pairs: dict[str, list[MetHandover]] = defaultdict(list)
        for one in handovers:
            pairs[_pair(one)].append(one)
        for pair, own in sorted(pairs.items()):
            yield _median(quarter, pair, own)


def _pair(one: MetHandover) -> str:
    receiver = one.receiver.replace("_", "-") or WITHOUT_ACCOUNT
    return breakdown_key({"sender": one.sender.replace("_", "-"), "receiver": receiver})


def _median(quarter: Quarter, breakdown: str, handovers: Iterable[MetHandover]) -> Counted:
    days = [one.days for one in handovers]
    return Counted(
        quarter_period(quarter),
        Decimal(str(median(days))),
        breakdown=breakdown,
        sizes=(len(days),),
        is_invented=any(one.is_invented for one in handovers),
    )


DAYS_UNTIL_MET: Final = Measure("handover-days-until-met", "Arbeidspact, warme overdrachten in dit platform", _count)
