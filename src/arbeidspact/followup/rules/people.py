"""A person whom nobody has spoken with, or whose situation nobody knows any more."""

from collections.abc import Iterable
from datetime import timedelta

from arbeidspact.assessments.queries import expired_assessments, people_never_assessed
from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.teams.queries import silences


def silent(asked: Asked) -> Iterable[Finding]:
    """With whom has nobody spoken for so many weeks, and whose turn is it? Not while a talk is planned."""
    people = None if asked.people is None else sorted(asked.people)
    for row in silences(asked.day, asked.thresholds.silence_weeks, people=people):
        if row.next_contact_on is None or row.next_contact_on < asked.day:
            yield Finding(row.person, row.organisation, "", row.since, owner=row.referent)


def badly_known(asked: Asked) -> Iterable[Finding]:
    """Whose assessment has expired, or who was never assessed in so many days with a referent?"""
    for row in expired_assessments(asked.day, people=asked.people):
        yield Finding(row.person, row.organisation, "", row.since, owner=row.owner)
    last = asked.day - timedelta(days=asked.thresholds.never_assessed_days)
    for row in people_never_assessed(asked.day, people=asked.people):
        if row.owner is not None and row.since <= last:
            yield Finding(row.person, row.organisation, "", row.since, owner=row.owner)
