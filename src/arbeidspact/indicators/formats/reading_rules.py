"""How the cells of a file are read: what is known of its indicators and areas, and how it writes numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..definition import IndicatorDefinition, Unit
from ..exceptions import InvalidNumber
from ..number_parsing import DecimalMark, parse_value

LARGEST: Final = Decimal(10) ** 12
PLACES: Final = Decimal("0.000001")
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class NumberRules:
    """How the file writes its numbers.

    `decimal_mark`: None accepts both where only one reading is possible. `written_as`: the unit of the file where it is
    not that of the indicator (percent for share, or the other way round), None when it is. `factor`: what each number
    is multiplied by, such as 1000 for a file in thousands.
    """

    decimal_mark: DecimalMark | None = None
    written_as: Unit | None = None
    factor: Decimal = Decimal(1)

    @property
    def is_plain(self) -> bool:
        """Are numbers taken as they are written?"""
        return self.factor == 1 and self.written_as is None

    def value_of(self, text: str, unit: Unit) -> Decimal:
        """Which value does this cell have in the unit of its indicator, with six decimals at most?

        Raises: `InvalidNumber`.
        """
        written_as = self.written_as or unit
        if self.factor != 1 and written_as is Unit.COUNT:
            # "12,7" thousand people is a whole number of people.
            value = parse_value(text, Unit.RATIO, decimal_mark=self.decimal_mark) * self.factor
            if value != value.to_integral_value():
                raise InvalidNumber(
                    f"{text} times {self.factor.normalize():f} is not a whole number; this indicator counts",
                    "correct the number, or the factor of the mapping",
                )
        else:
            value = parse_value(text, written_as, decimal_mark=self.decimal_mark) * self.factor
        if written_as is Unit.PERCENT and unit is Unit.SHARE:
            value = value / HUNDRED
            if not 0 <= value <= 1:
                raise InvalidNumber(f"{text} is not a percentage from 0 to 100", "correct the number")
        elif written_as is Unit.SHARE and unit is Unit.PERCENT:
            value = value * HUNDRED
        if abs(value) >= LARGEST:
            raise InvalidNumber(f"{text} is larger than any figure", "correct the number")
        return value.quantize(PLACES) if -int(value.as_tuple().exponent) > 6 else value


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What a row is checked against.

    `definitions`: by slug. `areas`: the known codes, None to accept any. `needs_unit`: whether each row must say its
    unit; a mapped file does not, its mapping speaks for all rows.
    """

    definitions: Mapping[str, IndicatorDefinition]
    areas: frozenset[str] | None = None
    numbers: NumberRules = NumberRules()
    needs_unit: bool = True
    default_status: str = ""
