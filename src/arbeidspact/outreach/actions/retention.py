"""Contacts that never became a file are anonymised when their time is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.outreach.actions.contacts import PERSONAL
from arbeidspact.outreach.models import Contact, ContactMoment

WITHDRAWN_DAYS: Final = 30
"""How long a withdrawn contact can be opened again before what is known of the person goes."""
ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class OldContacts:
    """How many contacts are too old without a file, and how many were withdrawn long enough ago."""

    silent: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.silent + self.withdrawn


def anonymise_old_contacts(
    *, actor: Actor, is_rehearsal: bool = True, days: int | None = None, today: date | None = None
) -> OldContacts:
    """Empties what says something about the person in contacts whose time is over; doing it twice changes nothing.

    A contact without a file is kept `days` days (None: as the settings say) after the last time something happened, a
    withdrawn one `WITHDRAWN_DAYS` days. That somebody was met, where and when, stays to be counted.
    Arguments: `is_rehearsal`, change nothing and say how many it would be. Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    day = today or timezone.localdate()
    kept = timedelta(days=settings.CONTACT_DAYS if days is None else days)
    known = Contact.objects.filter(anonymised_on__isnull=True, filed_on__isnull=True)
    silent = known.filter(withdrawn_on__isnull=True).annotate(last_on=last_moment()).filter(last_on__lt=day - kept)
    withdrawn = known.filter(withdrawn_on__lt=day - timedelta(days=WITHDRAWN_DAYS))
    found = OldContacts(silent.count(), withdrawn.count())
    if is_rehearsal or not found.total:
        return found
    with transaction.atomic():
        keys = [*silent.values_list("pk", flat=True), *withdrawn.values_list("pk", flat=True)]
        for start in range(0, len(keys), ROWS):
            _forget(Contact.objects.filter(pk__in=keys[start : start + ROWS]), day)
        # One event for the whole run: a contact by contact record would keep what is to be forgotten.
        record(
            actor,
            "anonymise-contacts",
            Contact.objects.get(pk=keys[0]),
            silent=found.silent,
            withdrawn=found.withdrawn,
        )
    return found


def last_moment() -> Coalesce:
    """The last day on which something happened with a contact, for a query."""
    moments = ContactMoment.objects.filter(contact=OuterRef("pk")).order_by("-on", "-pk")
    return Coalesce(Subquery(moments.values("on")[:1]), F("met_on"))


def _forget(contacts: QuerySet[Contact], day: date) -> None:
    ContactMoment.objects.filter(contact__in=contacts.values("pk")).update(note="")
    contacts.update(anonymised_on=day, **dict.fromkeys(PERSONAL, ""))
