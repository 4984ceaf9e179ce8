"""A plan that stands still."""

from collections.abc import Iterable
from datetime import timedelta

from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.pathways.queries.followup import people_without_next_step, stuck_steps


def without_next_step(asked: Asked) -> Iterable[Finding]:
    """Who has a referent but no open step there, since so many days?"""
    last = asked.day - timedelta(days=asked.thresholds.no_next_step_days)
    for row in people_without_next_step(people=asked.people):
        if row.owner is not None and row.since <= last:
            yield Finding(row.person, row.organisation, "", row.since, owner=row.owner)


def stuck(asked: Asked) -> Iterable[Finding]:
    """Which steps are overdue by so many days, or does something stand in the way of?"""
    for row in stuck_steps(asked.day, asked.thresholds.stuck_step_days, people=asked.people):
        yield Finding(row.person, row.organisation, str(row.step), row.since, owner=row.owner)
