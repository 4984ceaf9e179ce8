"""Contacts to read: one's own organisation's, with their state; the places, referrers and programmes to choose from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Max, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.outreach.actions.retention import last_moment
from arbeidspact.outreach.funnel import FunnelQuestion, FunnelRow, StageCount, funnel, funnel_counts
from arbeidspact.outreach.models import (
    NEVER_A_CONTACT,
    Contact,
    ContactMoment,
    ContactState,
    Enrolment,
    MomentKind,
    Place,
    PlaceKind,
    Programme,
    Referrer,
    ReferrerKind,
    WithdrawalReason,
)
from arbeidspact.outreach.states import OPEN, state_expression
from arbeidspact.people.access import PersonFile
from arbeidspact.people.keys import of

__all__ = [
    "NEVER_A_CONTACT",
    "Contact",
    "ContactState",
    "Enrolment",
    "FunnelQuestion",
    "FunnelRow",
    "MomentKind",
    "Place",
    "PlaceKind",
    "Programme",
    "Referrer",
    "ReferrerKind",
    "StageCount",
    "WithdrawalReason",
    "contact_counts",
    "contact_in",
    "contacts_waiting",
    "export_rows",
    "find_contacts",
    "funnel",
    "funnel_counts",
    "outreach_of",
    "places",
    "places_to_choose",
    "programmes",
    "programmes_to_choose",
    "referrers",
    "workers",
]

PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """What a list of contacts is narrowed by; the empty filter narrows nothing. `worker` is the key of a colleague."""

    worker: int | None = None
    state: str = ""
    place: UUID | None = None
    programme: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line of a list of contacts; `last_on`, the day of the last follow-up, or of the meeting."""

    contact: Contact
    state: ContactState
    last_on: date
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class FoundContacts:
    """One page of contacts, how many there are, and how many without the filter."""

    page: Page[ContactLine]
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as its page shows it."""

    contact: Contact
    state: ContactState
    moments: tuple[ContactMoment, ...]
    enrolments: tuple[Enrolment, ...]
    alike: int
    """How many other open contacts of the organisation have the same way to be reached."""

    @property
    def is_open(self) -> bool:
        return self.state in {ContactState.MET, ContactState.IN_CONTACT}


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """How much waits for an outreach worker."""

    open: int
    this_month: int
    waiting: int


@dataclass(frozen=True, slots=True)
class WaitingContact:
    """A contact that nobody followed up since a day; keys and days, no names."""

    contact: int
    organisation: int
    owner: int | None
    since: date


@dataclass(frozen=True, slots=True)
class Outreach:
    """How somebody with a file was met, and in which programmes they take part."""

    contacts: tuple[Contact, ...]
    enrolments: tuple[Enrolment, ...]


def find_contacts(
    actor: Actor, contact_filter: ContactFilter, *, page: int | str = 1, page_size: int = PAGE_SIZE
) -> FoundContacts:
    """Which contacts of the actor's organisation fit this filter? The last met first; five queries whatever the
    number. Raises: `NotAllowed`."""
    everyone = _own_contacts(actor)
    found = _narrowed(everyone, contact_filter)
    keys = Paginator(found.order_by("-met_on", "-pk").values_list("pk", flat=True), page_size).get_page(page)
    lines: Page[Any] = Page(_lines(Contact.objects.filter(pk__in=list(keys.object_list))), keys.number, keys.paginator)
    return FoundContacts(cast("Page[ContactLine]", lines), keys.paginator.count, everyone.count())


def export_rows(actor: Actor, contact_filter: ContactFilter) -> list[ContactLine]:
    """The whole filtered list, to take along; that it was taken is recorded. Raises: `NotAllowed`."""
    require(actor, Permission.EXPORT_PEOPLE)
    lines = _lines(_narrowed(_own_contacts(actor), contact_filter))
    if actor.organisation is not None:
        record(actor, "export-contacts", actor.organisation, count=len(lines))
    return lines


def _lines(contacts: QuerySet[Contact]) -> list[ContactLine]:
    taking_part = Enrolment.objects.filter(until__isnull=True).select_related("programme").order_by("since", "pk")
    rows = (
        contacts.annotate(state=state_expression(), last_on=last_moment())
        .select_related("place", "registered_by", "referrer")
        .prefetch_related(Prefetch("enrolments", taking_part, to_attr="open_enrolments"))
        .order_by("-met_on", "-pk")
    )
    return [
        ContactLine(
            contact=row,
            state=ContactState(row.state),
            last_on=row.last_on,
            programmes=tuple(one.programme for one in row.open_enrolments),
        )
        for row in rows
    ]


def contact_in(actor: Actor, reference: UUID) -> ContactView:
    """One contact of the actor's organisation, with its follow-ups, the last first.

    Raises: `NotAllowed`; `NotFound` when there is none, or it is another organisation's.
    """
    contact = (
        _own_contacts(actor)
        .filter(reference=reference)
        .annotate(state=state_expression())
        .select_related("place", "registered_by", "referrer", "organisation", "person")
        .first()
    )
    if contact is None:
        raise NotFound(_("There is no such contact."), hint=_("Look for it in the list of contacts."))
    alike = (
        _own_contacts(actor).filter(OPEN, reach__iexact=contact.reach).exclude(pk=contact.pk).count()
        if contact.reach
        else 0
    )
    return ContactView(
        contact=contact,
        state=ContactState(contact.state),
        moments=tuple(contact.moments.select_related("by").order_by("-on", "-pk")),
        enrolments=tuple(contact.enrolments.select_related("programme").order_by("since", "pk")),
        alike=alike,
    )


def contact_counts(actor: Actor, *, days: int, today: date | None = None) -> ContactCounts:
    """How many open contacts has this actor, how many were met this month, how many wait for a follow-up since `days`
    days or more?"""
    day = today or timezone.localdate()
    own = _own_contacts(actor).filter(registered_by=actor.user)
    return ContactCounts(
        open=own.filter(OPEN).count(),
        this_month=own.filter(met_on__gte=day.replace(day=1)).exclude(withdrawn_because__in=NEVER_A_CONTACT).count(),
        waiting=_waiting(own, day, days).count(),
    )


def contacts_waiting(day: date, days: int, *, contacts: Collection[int] | None = None) -> list[WaitingContact]:
    """Which contacts have no follow-up since `days` days or more, counted on `day`? The longest waiting first.

    For the queues of `followup`: bulk over all organisations, one query, keys and no names. `since` is the day of the
    last follow-up or of the meeting; a try without an answer counts as one. Left out is who left neither a name nor a
    way to reach them: nobody could follow that up. Arguments: `contacts`, by key, keeps to some; None, all.
    """
    rows = _waiting(Contact.objects.filter(of(contacts, "pk")), day, days).annotate(since=last_moment())
    return [
        WaitingContact(contact, organisation, owner, since)
        for contact, organisation, owner, since in rows.order_by("since", "pk").values_list(
            "pk", "organisation_id", "registered_by_id", "since"
        )
    ]


def places(actor: Actor) -> QuerySet[Place]:
    """The places of the actor's organisation, open ones first, by name; each with `contact_count`."""
    return (
        Place.objects.filter(organisation=_organisation(actor))
        .annotate(
            contact_count=Count("contacts"),
            is_closed=Case(When(closed_on__isnull=True, then=Value(0)), default=Value(1)),
        )
        .order_by("is_closed", "name", "pk")
    )


def places_to_choose(actor: Actor) -> list[Place]:
    """Where could somebody have been met? The open places, the one that this user chose last on top, then those of
    the last time each, then by name."""
    mine = Max("contacts__registered_at", filter=Q(contacts__registered_by=actor.user))
    return list(
        Place.objects.filter(organisation=_organisation(actor), closed_on__isnull=True)
        .annotate(used_at=mine)
        .order_by(F("used_at").desc(nulls_last=True), "name", "pk")
    )


def referrers(actor: Actor, *, only_open: bool = False) -> QuerySet[Referrer]:
    """The referrers of the actor's organisation, open ones first, by name; each with `contact_count`."""
    rows = Referrer.objects.filter(organisation=_organisation(actor))
    if only_open:
        rows = rows.filter(ended_on__isnull=True)
    return rows.annotate(
        contact_count=Count("contacts"), is_ended=Case(When(ended_on__isnull=True, then=Value(0)), default=Value(1))
    ).order_by("is_ended", "name", "pk")


def programmes(actor: Actor) -> list[Programme]:
    """Which programmes are in force, in the order of their file? Raises: `NotAllowed`."""
    if not may(actor, Permission.SEE_FUNNEL):
        require(actor, Permission.REGISTER_CONTACT)
    return list(Programme.objects.filter(ended_on__isnull=True).order_by("order", "pk"))


def programmes_to_choose(actor: Actor) -> list[Programme]:
    """In which programmes does the actor's organisation take part?"""
    require(actor, Permission.REGISTER_CONTACT)
    kind = actor.kind.value if actor.kind is not None else ""
    return [one for one in programmes(actor) if kind in one.organisation_kinds]


def workers(actor: Actor) -> list[User]:
    """Which colleagues registered contacts, to choose from? By name."""
    return list(
        User.objects.filter(pk__in=_own_contacts(actor).order_by().values("registered_by")).order_by(
            "first_name", "last_name", "pk"
        )
    )


def outreach_of(file: PersonFile) -> Outreach:
    """How was this person met, and in which programmes do they take part? Contacts of the actor's own organisation
    alone, with their follow-ups; the first met first. Three queries."""
    own = file.actor.organisation
    contacts = (
        Contact.objects.filter(person=file.person, organisation=own)
        .select_related("place", "registered_by", "referrer")
        .prefetch_related(Prefetch("moments", ContactMoment.objects.select_related("by").order_by("-on", "-pk")))
        .order_by("met_on", "pk")
    )
    enrolments = (
        Enrolment.objects.filter(Q(person=file.person) | Q(contact__person=file.person), organisation=own)
        .select_related("programme")
        .order_by("since", "pk")
    )
    return Outreach(tuple(contacts), tuple(enrolments))


def _organisation(actor: Actor) -> int | None:
    require(actor, Permission.REGISTER_CONTACT)
    return actor.organisation.pk if actor.organisation is not None else None


def _own_contacts(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.filter(organisation=_organisation(actor))


def _narrowed(contacts: QuerySet[Contact], wanted: ContactFilter) -> QuerySet[Contact]:
    if wanted.worker is not None:
        contacts = contacts.filter(registered_by=wanted.worker)
    if wanted.place is not None:
        contacts = contacts.filter(place__reference=wanted.place)
    if wanted.programme:
        taking_part = Enrolment.objects.filter(programme__slug=wanted.programme, contact__isnull=False)
        contacts = contacts.filter(pk__in=taking_part.values("contact"))
    if wanted.since is not None:
        contacts = contacts.filter(met_on__gte=wanted.since)
    if wanted.until is not None:
        contacts = contacts.filter(met_on__lte=wanted.until)
    if wanted.state == "open":
        contacts = contacts.filter(OPEN)
    elif wanted.state:
        contacts = contacts.alias(state_now=state_expression()).filter(state_now=wanted.state)
    return contacts


def _waiting(contacts: QuerySet[Contact], day: date, days: int) -> QuerySet[Contact]:
    return (
        contacts.filter(OPEN)
        .exclude(given_name="", reach="")
        .alias(last_on=last_moment())
        .filter(last_on__lte=day - timedelta(days=days))
    )
