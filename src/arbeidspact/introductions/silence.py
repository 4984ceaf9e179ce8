"""Employers who keep silent about somebody who was introduced: since when, and whose turn it is then."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from arbeidspact.introductions.models import Introduction
from arbeidspact.introductions.states import answer_due_on, late_on
from arbeidspact.organisations.models import Membership
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment


@dataclass(frozen=True, slots=True)
class SilentEmployer:
    """An introduction that was not answered in time. `owner`: who introduced, else the referent there; None: nobody."""

    introduction: UUID
    person: int
    organisation: int
    since: date
    due_on: date
    owner: int | None


def silent_employers(day: date, *, people: Collection[int] | None = None) -> list[SilentEmployer]:
    """Which introductions wait for an employer beyond the days for an answer? The longest waiting first.

    Only where the organisation that introduced still accompanies the person: nobody else can phone for them. For
    follow-up: keys and days, no names. Arguments: `people`, only about them. Three queries.
    """
    accompanied = Accompaniment.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), until__isnull=True
    )
    rows = list(
        Introduction.objects.filter(Exists(accompanied), late_on(day), of(people)).order_by("introduced_on", "pk")
    )
    owners = whose_turn(rows)
    return [
        SilentEmployer(
            introduction=row.reference,
            person=row.person_id,
            organisation=row.organisation_id,
            since=row.introduced_on,
            due_on=answer_due_on(row.introduced_on),
            owner=owners[row.pk],
        )
        for row in rows
    ]


def whose_turn(rows: Sequence[Introduction]) -> dict[int, int | None]:
    """Whose turn is it at each of these introductions? Who introduced, while they work there; else the referent there.

    Returns: keys of users by key of the introduction; None when there is nobody. Two queries.
    """
    members, referents = _members(rows), _referents(rows)
    return {
        row.pk: row.by_id
        if (row.by_id, row.organisation_id) in members
        else referents.get((row.person_id, row.organisation_id))
        for row in rows
    }


def _members(rows: Sequence[Introduction]) -> set[tuple[int | None, int]]:
    """Who of those that introduced works there still, by key of the user and of the organisation. One query."""
    found = Membership.objects.filter(
        user__in={row.by_id for row in rows if row.by_id is not None}, user__is_active=True, ended_at__isnull=True
    )
    return set(found.order_by("pk").values_list("user", "organisation"))


def _referents(rows: Sequence[Introduction]) -> dict[tuple[int, int], int | None]:
    """The referents of these people now, by key of the person and of the organisation. One query."""
    links = Accompaniment.objects.filter(
        person__in={row.person_id for row in rows}, until__isnull=True, referent__isnull=False
    )
    found = links.order_by("pk").values_list("person", "organisation", "referent")
    return {(person, organisation): referent for person, organisation, referent in found}
