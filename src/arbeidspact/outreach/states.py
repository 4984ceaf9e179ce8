"""The state of a contact, derived from what happened."""

from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from arbeidspact.outreach.models import SPOKEN, ContactMoment, ContactState


def state_from(
    *, filed_on: date | None, withdrawn_on: date | None, anonymised_on: date | None, has_talked_again: bool
) -> ContactState:
    """What is the state of a contact with these facts? A file goes before everything, forgetting before withdrawing."""
    if filed_on is not None:
        return ContactState.WITH_FILE
    if anonymised_on is not None:
        return ContactState.ANONYMISED
    if withdrawn_on is not None:
        return ContactState.WITHDRAWN
    return ContactState.IN_CONTACT if has_talked_again else ContactState.MET


OPEN = Q(filed_on__isnull=True, withdrawn_on__isnull=True, anonymised_on__isnull=True)
"""Contacts that wait for a follow-up, for a query."""


def talked_again() -> Exists:
    """Whether a contact was spoken to after the first time, for a query."""
    return Exists(ContactMoment.objects.filter(contact=OuterRef("pk"), kind__in=SPOKEN))


def state_expression() -> Case:
    """The state as a column of a query; `state_from` says the same of one contact."""
    return Case(
        When(filed_on__isnull=False, then=Value(ContactState.WITH_FILE.value)),
        When(anonymised_on__isnull=False, then=Value(ContactState.ANONYMISED.value)),
        When(withdrawn_on__isnull=False, then=Value(ContactState.WITHDRAWN.value)),
        When(talked_again(), then=Value(ContactState.IN_CONTACT.value)),
        default=Value(ContactState.MET.value),
        output_field=CharField(),
    )
