"""The ledger of an action: what is planned, committed and spent is the sum of its lines."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.pact.actions.changes import action_of, as_entered, not_ahead, note_event, partner_named
from arbeidspact.pact.commands import BookMoney
from arbeidspact.pact.entry_words import plain_text
from arbeidspact.pact.keepers import require_keeper
from arbeidspact.pact.models import ActionEventKind, Booking, BookingKind


def book_money(command: BookMoney, *, actor: Actor) -> Booking:
    """Writes one line in the ledger: money planned, committed or spent; a minus takes back what was written before.

    Raises: `NotFound`; `NotAllowed`; `InvalidValue` for an unknown payer or code, or money spent on a day ahead.
    """
    action = action_of(command.action)
    require_keeper(actor, action)
    payer = partner_named(action, command.payer, "payer")
    if command.code and not action.pact.budget_codes.filter(code=command.code).exists():
        raise InvalidValue(_("This is not a budget code of the pact."), field="code")
    if command.kind is BookingKind.SPENT:
        not_ahead(command.on, "on")
    with transaction.atomic():
        made = Booking.objects.create(
            action=action,
            kind=command.kind,
            on=command.on,
            year=command.year,
            payer=payer,
            code=command.code,
            amount=command.amount,
            document=command.document,
            document_url=command.document_url,
            note=command.note,
            **as_entered(actor),
        )
        changes = [["amount", "", plain_text(made.amount)], ["kind", "", made.kind], ["payer", "", payer.slug]]
        note_event(actor, action, ActionEventKind.ADDED, about=made.document, changes=changes)
        record(actor, "book-money", action, kind=made.kind, year=made.year)
    return made
