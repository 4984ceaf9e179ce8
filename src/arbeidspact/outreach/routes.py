"""By which way job seekers came to be registered: found by outreach, or otherwise. For figures, no names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from arbeidspact.outreach.models import NEVER_A_CONTACT, Enrolment
from arbeidspact.people.models import PersonStatus, StatusKind


@dataclass(frozen=True, slots=True)
class Registration:
    """Somebody was a job seeker, from a day until a day; `is_found`, an outreach programme met them first."""

    person: int
    since: date
    until: date | None
    is_found: bool
    is_invented: bool


def registrations_of_job_seekers() -> list[Registration]:
    """Every registration as a job seeker, by person and day, with the way in which it came about. Three queries.

    Found by outreach: the person was met in a programme on the day of registration or before.
    """
    met = _first_met()
    rows = PersonStatus.objects.filter(kind=StatusKind.JOB_SEEKER).order_by("person", "since", "pk")
    columns = ("person", "since", "until", "person__is_invented")
    return [
        Registration(person, since, until, is_found=person in met and met[person] <= since, is_invented=is_invented)
        for person, since, until, is_invented in rows.values_list(*columns).iterator(chunk_size=5000)
    ]


def _first_met() -> dict[int, date]:
    counted = Enrolment.objects.exclude(contact__withdrawn_because__in=NEVER_A_CONTACT).order_by()
    enrolled = counted.filter(person__isnull=False).values("person").annotate(first=Min("since"))
    by_contact = counted.filter(contact__person__isnull=False).values("contact__person")
    found: dict[int, date] = {}
    _keep_first(found, enrolled.values_list("person", "first"))
    _keep_first(found, by_contact.annotate(first=Min("contact__met_on")).values_list("contact__person", "first"))
    return found


def _keep_first(found: dict[int, date], rows: Iterable[tuple[int, date]]) -> None:
    for person, day in rows:
        found[person] = min(day, found.get(person, day))
