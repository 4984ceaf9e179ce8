"""Somebody was introduced to an employer, who says nothing."""

from collections.abc import Iterable

from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.introductions.silence import silent_employers


def unanswered(asked: Asked) -> Iterable[Finding]:
    """About whom does an employer keep silent beyond the days for an answer, and who introduced them?"""
    for row in silent_employers(asked.day, people=asked.people):
        yield Finding(
            row.person, row.organisation, str(row.introduction), row.since, due_on=row.due_on, owner=row.owner
        )
