"""Over many people, in bulk: when they were assessed, and who needs it again. Keys and days, no names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from arbeidspact.assessments.models import Assessment
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whom an organisation accompanies and who needs an assessment: since which day, and who owns that."""

    person: int
    organisation: int
    owner: int | None
    since: date
    reference: UUID


def last_assessed(people: Iterable[int]) -> dict[int, date]:
    """On which day was each of these people last assessed, by whom ever? Who never was is left out. No names."""
    rows = (
        Assessment.objects.filter(person__in=list(people), finished_on__isnull=False)
        .order_by()
        .values("person")
        .annotate(day=Max("finished_on"))
    )
    return {row["person"]: row["day"] for row in rows}


def assessed_days(people: Iterable[int]) -> dict[int, tuple[date, ...]]:
    """On which days was each of these people assessed, the first day first? Who never was is left out. No names."""
    rows = (
        Assessment.objects.filter(person__in=list(people), finished_on__isnull=False)
        .order_by("finished_on", "pk")
        .values_list("person", "finished_on")
    )
    days: dict[int, tuple[date, ...]] = {}
    for person, day in rows:
        assert day is not None
        days[person] = (*days.get(person, ()), day)
    return days


def expired_assessments(
    day: date | None = None,
    *,
    organisation: int | None = None,
    owner: int | None = None,
    people: Collection[int] | None = None,
) -> list[Due]:
    """Whose newest assessment is expired on this day? For follow-up: in bulk, keys and no names.

    A line belongs to the organisation that made the assessment, or where that accompanies the person no longer, to
    each that does; its owner is the referent there. Arguments: `organisation`, `owner` and `people` narrow, None does
    not. Returns: `since` is the last day on which it held, `reference` that of the assessment; the longest expired
    first.
    """
    newest = Assessment.objects.filter(person=OuterRef("person"), finished_on__isnull=False).order_by(
        "-finished_on", "-pk"
    )
    maker_accompanies = Accompaniment.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("made_by"), until__isnull=True
    )
    rows = (
        _open_links(organisation, owner, people)
        .annotate(
            held_until=Subquery(newest.values("valid_until")[:1]),
            made_by=Subquery(newest.values("organisation")[:1]),
            assessment=Subquery(newest.values("reference")[:1]),
        )
        .filter(held_until__lt=day or timezone.localdate())
        .filter(Q(organisation=F("made_by")) | ~Exists(maker_accompanies))
        .order_by("held_until", "pk")
    )
    return [Due(row.person_id, row.organisation_id, row.referent_id, row.held_until, row.assessment) for row in rows]


def people_never_assessed(
    day: date | None = None,
    *,
    organisation: int | None = None,
    owner: int | None = None,
    people: Collection[int] | None = None,
) -> list[Due]:
    """Who is accompanied on this day and was never assessed by anybody? For follow-up: in bulk, keys and no names.

    Arguments: as `expired_assessments`. Returns: a line for each accompaniment; `since` is its first day, `reference`
    that of the person; the longest accompanied first.
    """
    assessed = Assessment.objects.filter(person=OuterRef("person"), finished_on__isnull=False)
    rows = (
        _open_links(organisation, owner, people)
        .filter(~Exists(assessed), since__lte=day or timezone.localdate())
        .annotate(person_reference=F("person__reference"))
        .order_by("since", "pk")
    )
    return [Due(row.person_id, row.organisation_id, row.referent_id, row.since, row.person_reference) for row in rows]


def _open_links(organisation: int | None, owner: int | None, people: Collection[int] | None) -> QuerySet[Accompaniment]:
    links = Accompaniment.objects.filter(of(people), until__isnull=True)
    if organisation is not None:
        links = links.filter(organisation=organisation)
    return links if owner is None else links.filter(referent=owner)
