"""Do employers say how it goes with those who started to work there, and how soon? By quarter in which it was asked."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.followup.employer_answers import EmployerMoment, employer_moments
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period, share
from arbeidspact.terms.compliance import Quarter

SOURCE: Final = "Arbeidspact, nazorg in dit platform"
QUARTERS: Final = 8


def _heard(scope: Scope) -> Iterator[Counted]:
    for quarter, own in _by_quarter(scope):
        numerator, denominator, sizes = share(sum(one.days is not None for one in own), len(own))
        yield Counted(quarter_period(quarter), numerator, denominator, sizes=sizes, is_invented=_any(own))


def _days_until_heard(scope: Scope) -> Iterator[Counted]:
    for quarter, own in _by_quarter(scope):
        values = tuple(Decimal(one.days) for one in own if one.days is not None)
        if values:
            # Beside the share, the number of answers tells how many were silent.
            sizes = (len(values), len(own) - len(values))
            yield Counted(quarter_period(quarter), values=values, sizes=sizes, is_invented=_any(own))


def _by_quarter(scope: Scope) -> Iterator[tuple[Quarter, list[EmployerMoment]]]:
    quarters = scope.quarters(QUARTERS)
    found: dict[Quarter, list[EmployerMoment]] = defaultdict(list)
    for one in employer_moments(quarters[0].first_day, quarters[-1].last_day):
        found[Quarter.of(one.last_day)].append(one)
    yield from sorted(found.items())


def _any(moments: list[EmployerMoment]) -> bool:
    return any(one.is_invented for one in moments)


EMPLOYERS_HEARD: Final = Measure("employers-heard", SOURCE, _heard)
DAYS_UNTIL_HEARD: Final = Measure("employers-days-until-heard", SOURCE, _days_until_heard)
