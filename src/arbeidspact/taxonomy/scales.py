"""Ordered scales that people and vacancies are described on.

Every scale is a string enum (the value is what is stored and exchanged) whose members compare by `rank`:
`CefrLevel.B1 >= CefrLevel.A2`. Members of different scales do not compare, and neither does a member with a plain
string: alphabetical order would silently be taken for rank. Equality with the stored string keeps working.
"""

from enum import StrEnum
from typing import Self


class OrderedScale(StrEnum):
    """A string enum whose members compare by their place in the class, lowest first."""

    @property
    def rank(self) -> int:
        """How high is this member on its scale? 0 for the lowest."""
        return list(type(self)).index(self)

    def reaches(self, needed: Self) -> bool:
        """Is this at least the level that is needed?"""
        return self.rank >= needed.rank

    def __lt__(self, other: str) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self.rank >= self._rank_of(other)

    def _rank_of(self, other: str) -> int:
        if not isinstance(other, type(self)):
            raise TypeError(
                f"{type(self).__name__} compares only with its own members, not with {type(other).__name__}"
            )
        return other.rank


class CefrLevel(OrderedScale):
    """How well does somebody use a language? Ranks 1 to 6, so that 0 can mean "no level known" in arrays.

    Source: Council of Europe, Common European Framework of Reference for Languages (2001), global scale.
    """

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        """How high is this level? 1 (A1) to 6 (C2)."""
        return super().rank + 1


class EducationLevel(OrderedScale):
    """What is the highest diploma? Ranks 0 to 5, in the order of Flemish education.

    `higher_vocational` is the associate degree (graduaat, level 5 of the Flemish qualification structure).
    """

    NONE = "none"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    HIGHER_VOCATIONAL = "higher_vocational"
    BACHELOR = "bachelor"
    MASTER = "master"


class EvidenceKind(OrderedScale):
    """What stands behind a competence: the person's word, somebody who saw it done, or a certificate? Ranks 0 to 2."""

    SELF_DECLARED = "self_declared"
    SEEN = "seen"
    CERTIFIED = "certified"


class CompetenceLevel(OrderedScale):
    """How far does a competence reach: with help, on one's own, or teaching others? Ranks 0 to 2."""

    BASIC = "basic"
    INDEPENDENT = "independent"
    EXPERT = "expert"


class Shift(StrEnum):
    """When is the work done? Shifts have no order."""

    DAY = "day"
    EARLY = "early"
    LATE = "late"
    NIGHT = "night"
    WEEKEND = "weekend"
    SPLIT = "split"
