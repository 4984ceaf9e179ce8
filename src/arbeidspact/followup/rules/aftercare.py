"""Somebody who started to work: does it go well?"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from arbeidspact.followup.aftercare import Asked as AskedThen
from arbeidspact.followup.aftercare import moment_on, months_later
from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.followup.models import AftercareTalk
from arbeidspact.pathways.queries.followup import work_started


def due(asked: Asked) -> Iterable[Finding]:
    """Of whose start of work is it time to ask how it goes, and who was not asked yet?"""
    longest = max(asked.thresholds.aftercare_months)
    earliest = months_later(asked.day, -longest) - timedelta(days=asked.thresholds.aftercare_window_days + 3)
    started = [row for row in work_started(earliest, asked.day) if asked.people is None or row.person in asked.people]
    talks: dict[UUID, set[AskedThen]] = {}
    rows = AftercareTalk.objects.filter(placement__since__gte=earliest)
    for placement, month, side in rows.order_by().values_list("placement__reference", "month", "side"):
        talks.setdefault(placement, set()).add((month, side))
    for row in started:
        moment = moment_on(asked.day, row.started_on, row.ended_on, talks.get(row.placement, set()), asked.thresholds)
        if moment is not None:
            subject = f"{row.placement}:{moment.month}"
            yield Finding(
                row.person, row.organisation, subject, moment.first_day, due_on=moment.last_day, owner=row.referent
            )
