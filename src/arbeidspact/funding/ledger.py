"""The bookings of a contract added up: what is committed, paid, open. Every sum is exact to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from arbeidspact.funding.models import LedgerKind
from arbeidspact.funding.money import NOTHING


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums of bookings in euro."""

    committed: Decimal = NOTHING
    released: Decimal = NOTHING
    paid: Decimal = NOTHING
    clawed_back: Decimal = NOTHING

    @property
    def standing(self) -> Decimal:
        """What is promised now: committed, less what was released."""
        return self.committed - self.released

    @property
    def net_paid(self) -> Decimal:
        """What left and did not come back."""
        return self.paid - self.clawed_back

    @property
    def open(self) -> Decimal:
        """What may still be paid; never below nothing."""
        return self.standing - self.net_paid

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.committed + other.committed,
            self.released + other.released,
            self.paid + other.paid,
            self.clawed_back + other.clawed_back,
        )


def balance_of(bookings: Iterable[tuple[str, Decimal]]) -> Balance:
    """What do these bookings, of kind and amount, come to?"""
    sums = dict.fromkeys(LedgerKind, NOTHING)
    for kind, amount in bookings:
        sums[LedgerKind(kind)] += amount
    return Balance(
        sums[LedgerKind.COMMITMENT],
        sums[LedgerKind.RELEASE],
        sums[LedgerKind.PAYMENT],
        sums[LedgerKind.CLAWBACK],
    )
