"""Questions about people: who is found under a name, whom do we accompany, what does a file hold.

Everything about a person leaves through `people.access`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from rapidfuzz import fuzz, process

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Area, Membership, User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, PersonLine, lines_of, people_within_reach
from arbeidspact.people.actions.changing import HOME_KINDS, REFERENT_ROLES
from arbeidspact.people.completeness import Completeness, Profile, completeness_of
from arbeidspact.people.models import (
    AccessEvent,
    Accompaniment,
    CompartmentOpening,
    Ground,
    Look,
    OccupationSought,
    Person,
    Purpose,
    StatusKind,
    TeamMember,
    TravelChoice,
)
from arbeidspact.people.names import search_name
from arbeidspact.taxonomy.scales import EvidenceKind

__all__ = [
    "AccessEvent",
    "FoundPeople",
    "Ground",
    "Look",
    "PeopleFilter",
    "Purpose",
    "ReferentFilter",
    "StatusKind",
    "TravelChoice",
    "caseload_sizes",
    "colleagues_who_guide",
    "compartment_openings",
    "completeness_of_file",
    "export_rows",
    "find_people",
    "home_area_codes",
    "lines_by_reference",
    "occupations_sought_within_reach",
]

PAGE_SIZE: Final = 25
ALIKE_AT_LEAST: Final = 70
ALIKE_SHOWN: Final = 50


class ReferentFilter(StrEnum):
    """Whose people: everyone of the organisation, mine, those in whose team I am, or those without a referent."""

    ALL = "all"
    MINE = "mine"
    TEAM = "team"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list of people is narrowed by; the empty filter narrows nothing."""

    text: str = ""
    neighbourhood: str = ""
    status: str = ""
    referent: ReferentFilter = ReferentFilter.ALL
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """One page of lines, how many there are, and how many without the filter.

    `is_similar`: no name starts like the text, these look like it.
    """

    page: Page[PersonLine]
    count: int
    total: int
    is_similar: bool


def find_people(
    actor: Actor,
    people_filter: PeopleFilter,
    *,
    page: int | str = 1,
    page_size: int = PAGE_SIZE,
    order: Callable[[QuerySet[Person]], QuerySet[Person]] | None = None,
    narrow: Callable[[QuerySet[Person]], QuerySet[Person]] | None = None,
) -> FoundPeople:
    """Who within this actor's reach has a name like this, and fits the filter?

    Arguments: `text` of the filter, beginnings of names in any order; without a hit, names that look like it;
    `page`, beyond the last gives the last; `order`, puts the people in another order than by name; `narrow`, keeps to
    some of them by what other areas know.
    Returns: by family name unless ordered otherwise; similar names by likeness. Each line shown is recorded. The number
    of queries does not depend on the number of people. Raises: `NotAllowed`.
    """
    require(actor, Permission.OPEN_PERSON)
    narrowed = _narrowed(actor, people_filter)
    narrowed = narrow(narrowed) if narrow is not None else narrowed
    named = _named(narrowed, people_filter.text)
    keys: Sequence[int] | QuerySet[Person, int] = _ordered(named, order)
    is_similar = False
    if people_filter.text.strip() and not named.exists():
        keys = _similar(narrowed, people_filter.text)
        is_similar = bool(keys)
    keys_page: Page[Any] = Paginator(keys, page_size).get_page(page)
    shown = list(keys_page.object_list)
    lines = lines_of(actor, shown)
    line_page = Page([lines[key] for key in shown if key in lines], keys_page.number, keys_page.paginator)
    return FoundPeople(
        cast("Page[PersonLine]", line_page), keys_page.paginator.count, people_within_reach(actor).count(), is_similar
    )


def lines_by_reference(actor: Actor, references: Sequence[UUID]) -> list[PersonLine]:
    """A line each for these people, in the order given; those beyond reach are left out. Raises: `NotAllowed`."""
    keys = dict(people_within_reach(actor).filter(reference__in=references).values_list("reference", "pk"))
    lines = lines_of(actor, list(keys.values()))
    return [lines[keys[reference]] for reference in references if keys.get(reference) in lines]


def caseload_sizes(actor: Actor) -> Mapping[ReferentFilter, int]:
    """How many people stand in each part of the caseload? One query. Raises: `NotAllowed`."""
    require(actor, Permission.OPEN_PERSON)
    # An organisation accompanies somebody once at a time: its open links are the people within reach.
    links = Accompaniment.objects.filter(organisation=actor.organisation, until__isnull=True)
    places = TeamMember.objects.filter(user=actor.user, until__isnull=True).values("accompaniment")
    mine = Q(referent=actor.user)
    counted = links.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=mine),
        team=Count("pk", filter=mine | Q(pk__in=places)),
        none=Count("pk", filter=Q(referent__isnull=True)),
    )
    return {part: counted[part.value] for part in ReferentFilter}


def export_rows(
    actor: Actor,
    people_filter: PeopleFilter,
    *,
    narrow: Callable[[QuerySet[Person]], QuerySet[Person]] | None = None,
) -> list[PersonLine]:
    """The whole filtered list, to take along; each line is recorded as exported. Raises: `NotAllowed`."""
    require(actor, Permission.EXPORT_PEOPLE)
    narrowed = _narrowed(actor, people_filter)
    narrowed = narrow(narrowed) if narrow is not None else narrowed
    keys = list(_ordered(_named(narrowed, people_filter.text)))
    lines = lines_of(actor, keys, Purpose.EXPORT)
    return [lines[key] for key in keys]


def completeness_of_file(file: PersonFile) -> Completeness:
    """What is known in this file, and what to ask next?"""
    person = file.person
    competences = list(person.competences.all())
    return completeness_of(
        Profile(
            occupations=len(person.occupations_sought.all()),
            competences=len(competences),
            competences_with_evidence=sum(one.evidence != EvidenceKind.SELF_DECLARED for one in competences),
            languages=len(person.languages.all()),
            has_neighbourhood=bool(person.neighbourhood),
            has_transport=bool(person.transport),
            has_travel_time=person.travel_minutes_max is not None,
            has_hours=person.hours_max is not None,
            has_shifts=bool(person.shifts),
            has_education=bool(person.education),
            has_birth_date=person.birth_date is not None,
            has_contact=bool(person.email or person.phone),
            statuses=len(file.open_statuses),
        )
    )


def colleagues_who_guide(actor: Actor) -> list[tuple[int, str]]:
    """Who of the actor's organisation can be a referent: key and name, by name."""
    users = User.objects.filter(
        pk__in=Membership.objects.filter(
            organisation=actor.organisation, ended_at__isnull=True, grants__role__in=REFERENT_ROLES
        ).values("user")
    ).order_by("last_name", "first_name", "pk")
    return [(user.pk, str(user)) for user in users]


def compartment_openings(actor: Actor) -> QuerySet[CompartmentOpening]:
    """Who opened the protected part of which file, and why? For the data-protection officer of their organisation.

    Returns: newest first. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_ACCESS_LOG)
    openings = CompartmentOpening.objects.filter(organisation=actor.organisation).select_related("user", "person")
    return openings.order_by("-opened_at", "-id")


def home_area_codes() -> list[str]:
    """Where can somebody live? The codes of the neighbourhoods, then of the municipalities, each by name."""
    areas = list(Area.objects.filter(kind__in=HOME_KINDS).order_by("name_nl", "code").values_list("code", "kind"))
    return [code for wanted in HOME_KINDS for code, kind in areas if kind == wanted]


def occupations_sought_within_reach(actor: Actor) -> Mapping[str, int]:
    """Which occupations are sought by the people within reach, and by how many? Most sought first."""
    sought = OccupationSought.objects.filter(person__in=people_within_reach(actor).order_by().values("pk"))
    counts = sought.order_by().values_list("concept").annotate(Count("pk"))
    return dict(sorted(counts, key=lambda item: (-item[1], item[0])))


def _narrowed(actor: Actor, people_filter: PeopleFilter) -> QuerySet[Person]:
    people = people_within_reach(actor)
    if people_filter.neighbourhood:
        people = people.filter(neighbourhood=people_filter.neighbourhood)
    if people_filter.status:
        people = people.filter(statuses__kind=people_filter.status, statuses__until__isnull=True)
    if people_filter.occupation:
        people = people.filter(occupations_sought__concept=people_filter.occupation)
    return people.filter(_whose(actor, people_filter.referent))


def _whose(actor: Actor, referent: ReferentFilter) -> Q | Exists:
    """The people in this part of the caseload; for everyone, nothing is narrowed."""
    if referent is ReferentFilter.ALL:
        return Q()
    ours = Accompaniment.objects.filter(person=OuterRef("pk"), organisation=actor.organisation, until__isnull=True)
    if referent is ReferentFilter.NONE:
        return Exists(ours.filter(referent__isnull=True))
    mine = Q(referent=actor.user)
    if referent is ReferentFilter.TEAM:
        place = TeamMember.objects.filter(accompaniment=OuterRef("pk"), user=actor.user, until__isnull=True)
        return Exists(ours.filter(mine | Q(Exists(place))))
    return Exists(ours.filter(mine))


def _named(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    for word in search_name(text).split():
        people = people.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    return people


def _ordered(
    people: QuerySet[Person], order: Callable[[QuerySet[Person]], QuerySet[Person]] | None = None
) -> "QuerySet[Person, int]":
    # No filter above gives a person twice: the rows it joins are unique for a person while they are open.
    ordered = order(people) if order is not None else people.order_by("search_name", "pk")
    return ordered.values_list("pk", flat=True)


def _similar(people: QuerySet[Person], text: str) -> list[int]:
    names = dict(people.order_by("pk").values_list("pk", "search_name"))
    found = process.extract(
        search_name(text),
        names,
        scorer=fuzz.token_set_ratio,
        processor=None,
        limit=ALIKE_SHOWN,
        score_cutoff=ALIKE_AT_LEAST,
    )
    return [key for _name, _score, key in found]
