"""Everything that can go wrong in mobility.

MobilityError
└── BadPlace    a place or zone whose coordinates or area cannot be right
"""


class MobilityError(ValueError):
    """Something about a place or a journey cannot be used."""


class BadPlace(MobilityError):
    """A coordinate or an area is not a number, or lies outside its range."""

    def __init__(self, field: str, problem: str, fix: str) -> None:
        super().__init__(f"{field}: {problem}. {fix}.")
        self.field = field
        self.problem = problem
        self.fix = fix
