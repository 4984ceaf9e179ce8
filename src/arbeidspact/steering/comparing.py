"""A frozen document beside today's: what came, what went, which parts of each goal and action say something else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    """What became of a goal or an action since."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Compared:
    """One goal or action, then and now; None where it was not there. `fields`: those that say something else now."""

    slug: str
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None
    fields: tuple[str, ...]

    @property
    def change(self) -> Change:
        if self.then is None:
            return Change.NEW
        if self.now is None:
            return Change.GONE
        return Change.CHANGED if self.fields else Change.SAME


def compared(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], *, without: Collection[str] = ()
) -> list[Compared]:
    """What changed, by short name: in the order of then, with what is new at the end.

    Arguments: `without`, fields that only one of the two can have, such as comments of a review.
    """
    today = {str(one["slug"]): one for one in now}
    before = {str(one["slug"]): one for one in then}
    order = [*before, *(slug for slug in today if slug not in before)]
    return [
        Compared(slug, before.get(slug), today.get(slug), _different(before.get(slug), today.get(slug), without))
        for slug in order
    ]


def _different(
    then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, without: Collection[str]
) -> tuple[str, ...]:
    if then is None or now is None:
        return ()
    fields = dict.fromkeys([*then, *now])
    return tuple(field for field in fields if field not in without and then.get(field) != now.get(field))
