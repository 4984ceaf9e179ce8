"""Somebody who was met outside and has no file yet."""

from collections.abc import Iterable

from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.outreach.queries import contacts_waiting


def not_followed_up(asked: Asked) -> Iterable[Finding]:
    """Which contacts has nobody followed up since so many days?"""
    for row in contacts_waiting(asked.day, asked.thresholds.contact_waiting_days, contacts=asked.contacts):
        yield Finding(None, row.organisation, "", row.since, owner=row.owner, contact=row.contact)
