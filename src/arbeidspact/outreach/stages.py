"""How far somebody has come in a programme, read from facts. Pure: no database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from arbeidspact.outreach.programmes_file import StageFact


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person, in days. `works_since` and `studies_since` hold every start, in any order."""

    met_on: date
    is_reachable: bool = False
    talked_again_on: date | None = None
    accompanied_on: date | None = None
    steps_agreed_on: tuple[date, ...] = field(default=())
    works_since: tuple[date, ...] = field(default=())
    studies_since: tuple[date, ...] = field(default=())


def stage_days(facts: Facts, stages: Sequence[StageFact]) -> tuple[date | None, ...]:
    """On which day did this person reach each of these stages? None for a stage not reached.

    Who reached a stage has reached every one before it, on that day at the latest: somebody with a file was in contact,
    also when nobody wrote down a second talk.
    """
    days: dict[StageFact, date | None] = {}
    later: date | None = None
    # Over every fact, also those that this programme does not count: a file says that somebody was talked to.
    for stage in reversed(StageFact):
        own = _DAY_OF[stage](facts)
        if own is not None and (later is None or own < later):
            later = own
        days[stage] = later
    return tuple(days[stage] for stage in stages)


def merged(parts: Iterable[Facts]) -> Facts:
    """The facts of one person who was met several times: a second meeting is being talked to again."""
    all_parts = sorted(parts, key=lambda one: one.met_on)
    first, *others = all_parts
    if not others:
        return first
    return Facts(
        met_on=first.met_on,
        is_reachable=any(one.is_reachable for one in all_parts),
        talked_again_on=_earliest([*(one.talked_again_on for one in all_parts), *(one.met_on for one in others)]),
        accompanied_on=_earliest(one.accompanied_on for one in all_parts),
        steps_agreed_on=_all(one.steps_agreed_on for one in all_parts),
        works_since=_all(one.works_since for one in all_parts),
        studies_since=_all(one.studies_since for one in all_parts),
    )


def _reachable(facts: Facts) -> date | None:
    return facts.met_on if facts.is_reachable else facts.talked_again_on


def _since_accompanied(facts: Facts, days: Iterable[date]) -> date | None:
    if facts.accompanied_on is None:
        return None
    return _earliest(day for day in days if day >= facts.accompanied_on)


_DAY_OF: Mapping[StageFact, Callable[[Facts], date | None]] = {
    StageFact.MET: lambda facts: facts.met_on,
    StageFact.REACHABLE: _reachable,
    StageFact.TALKED_AGAIN: lambda facts: facts.talked_again_on,
    StageFact.ACCOMPANIED: lambda facts: facts.accompanied_on,
    StageFact.STEP_AGREED: lambda facts: _since_accompanied(facts, facts.steps_agreed_on),
    StageFact.IN_WORK_OR_TRAINING: lambda facts: _since_accompanied(facts, (*facts.works_since, *facts.studies_since)),
    StageFact.IN_WORK: lambda facts: _since_accompanied(facts, facts.works_since),
}


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _all(parts: Iterable[tuple[date, ...]]) -> tuple[date, ...]:
    return tuple(sorted({day for part in parts for day in part}))


def counts_by_stage(reached: Iterable[Sequence[date | None]], stages: int, *, as_of: date) -> list[int]:
    """How many had reached each stage on this day? `reached`, the days of each person, as `stage_days` gives them."""
    counts = [0] * stages
    for days in reached:
        for place, day in enumerate(days):
            if day is not None and day <= as_of:
                counts[place] += 1
    return counts
