"""Whether employers said how the work goes when it was time to ask: for figures, no person and no employer by name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from arbeidspact.followup.aftercare import moments_of
from arbeidspact.followup.models import AftercareSide, AftercareTalk
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import RungPlacement


@dataclass(frozen=True, slots=True)
class EmployerMoment:
    """A moment after the start of work at which the employer is asked how it goes.

    `last_day`, on which it was over; `days`, from its first day until the employer answered, None when no answer was
    noted.
    """

    last_day: date
    days: int | None
    is_invented: bool


def employer_moments(since: date, until: date) -> list[EmployerMoment]:
    """The moments that were over between these days, both included, in no order that says anything.

    Two queries, whatever their number. Counts and medians alone may be made of them.
    """
    asked: dict[int, dict[int, date]] = defaultdict(dict)
    talks = AftercareTalk.objects.filter(side=AftercareSide.EMPLOYER).order_by("pk")
    for placement, month, held_on in talks.values_list("placement", "month", "held_on"):
        asked[placement][month] = held_on
    rows = RungPlacement.objects.filter(rung__in=current_ladder().working, since__lte=until).order_by("pk")
    known, found = thresholds(), []
    for pk, started_on, ended_on, is_invented in rows.values_list("pk", "since", "until", "person__is_invented"):
        for moment in moments_of(started_on, ended_on, (), known):
            if since <= moment.last_day <= until:
                answered_on = asked[pk].get(moment.month) if pk in asked else None
                days = None if answered_on is None else max(0, (answered_on - moment.first_day).days)
                found.append(EmployerMoment(moment.last_day, days, is_invented))
    return found
