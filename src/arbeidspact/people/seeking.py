"""Who seeks which work, for figures: when somebody was registered, and the occupations they seek; no names."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from arbeidspact.people.models import OccupationSought, PersonStatus, StatusKind


@dataclass(frozen=True, slots=True)
class JobSeeker:
    """From when until when somebody was registered, and which occupations they seek now."""

    periods: tuple[tuple[date, date | None], ...]
    occupations: tuple[str, ...]
    is_invented: bool

    def is_registered_on(self, day: date) -> bool:
        """Was this person a job seeker on this day?"""
        return any(since <= day and (until is None or day <= until) for since, until in self.periods)


def job_seekers(since: date) -> list[JobSeeker]:
    """Everybody who was registered as a job seeker on this day or after it. Two queries."""
    periods: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    invented: set[int] = set()
    rows = PersonStatus.objects.filter(kind=StatusKind.JOB_SEEKER).exclude(until__lt=since).order_by("pk")
    for person, start, until, is_invented in rows.values_list("person", "since", "until", "person__is_invented"):
        periods[person].append((start, until))
        invented.update([person] if is_invented else [])
    sought: dict[int, list[str]] = defaultdict(list)
    for person, concept in OccupationSought.objects.order_by("pk").values_list("person", "concept"):
        if person in periods:
            sought[person].append(concept)
    return [JobSeeker(tuple(own), tuple(sought[person]), person in invented) for person, own in periods.items()]
