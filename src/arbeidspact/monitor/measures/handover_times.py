"""How many days it takes from sending somebody on until they have met the receiver: by kind of sender and receiver, and
for each pair of organisations."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.handovers.courses import MetHandover, handovers_met
from arbeidspact.indicators import TOTAL, breakdown_key
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period
from arbeidspact.terms.compliance import Quarter

QUARTERS: Final = 8
WITHOUT_ACCOUNT: Final = "without-account"


def _by_pair(pair_of: Callable[[MetHandover], str]) -> Callable[[Scope], Iterator[Counted]]:
    """The measure that counts handovers in all and for each pair, named as this says."""

    def count(scope: Scope) -> Iterator[Counted]:
        quarters = scope.quarters(QUARTERS)
        met: dict[Quarter, list[MetHandover]] = defaultdict(list)
        for one in handovers_met(quarters[0].first_day, quarters[-1].last_day):
            met[Quarter.of(one.met_on)].append(one)
        for quarter, handovers in sorted(met.items()):
            yield _median(quarter, TOTAL, handovers)
            pairs: dict[str, list[MetHandover]] = defaultdict(list)
            for one in handovers:
                pairs[pair_of(one)].append(one)
            for pair, own in sorted(pairs.items()):
                yield _median(quarter, pair, own)

    return count


def _organisations(one: MetHandover) -> str:
    receiver = one.receiving_organisation or WITHOUT_ACCOUNT
    return breakdown_key({"sending-organisation": one.sending_organisation, "receiving-organisation": receiver})


def _kinds(one: MetHandover) -> str:
    receiver = one.receiver.replace("_", "-") or WITHOUT_ACCOUNT
    return breakdown_key({"sender": one.sender.replace("_", "-"), "receiver": receiver})


def _median(quarter: Quarter, breakdown: str, handovers: Iterable[MetHandover]) -> Counted:
    days = [one.days for one in handovers]
    return Counted(
        quarter_period(quarter),
        values=tuple(Decimal(number) for number in days),
        breakdown=breakdown,
        sizes=(len(days),),
        is_invented=any(one.is_invented for one in handovers),
    )


SOURCE: Final = "Arbeidspact, warme overdrachten in dit platform"
DAYS_UNTIL_MET: Final = Measure("handover-days-until-met", SOURCE, _by_pair(_kinds))
DAYS_BETWEEN_ORGANISATIONS: Final = Measure("handover-days-between-organisations", SOURCE, _by_pair(_organisations))
