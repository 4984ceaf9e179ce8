"""Euro to the cent."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")


def to_cents(amount: Decimal | Fraction) -> Decimal:
    """This amount to the cent; half a cent goes up (away from zero)."""
    if isinstance(amount, Fraction):
        cents, sign = abs(amount) * 100, -1 if amount < 0 else 1
        return (Decimal(int(cents + Fraction(1, 2))) / 100 * sign).quantize(CENT)
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum, with two decimals."""
    return sum(amounts, NOTHING).quantize(CENT)
