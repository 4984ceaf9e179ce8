"""What can go wrong with rules, each with the problem and the fix.

- `StatuteError`: anything this package refuses
    - `TermNotInForce`: a rule that has no version on the day on which a term would start
    - `NoParameters`: an amount asked for a year of which no parameters are known
"""

from datetime import date


class StatuteError(Exception):
    """Anything this package refuses; the message names the problem and the fix."""


class TermNotInForce(StatuteError):
    """No version of this rule is valid on this day."""

    def __init__(self, rule: str, day: date) -> None:
        self.rule = rule
        self.day = day
        super().__init__(f"{rule} has no version that is valid on {day}: choose another day, or add the version")


class NoParameters(StatuteError):
    """No parameters of this rule are known for this year."""

    def __init__(self, rule: str, year: int) -> None:
        self.rule = rule
        self.year = year
        super().__init__(f"no parameters of {rule} are known for {year}: choose another year, or add them")
