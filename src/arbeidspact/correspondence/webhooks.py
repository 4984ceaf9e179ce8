"""Webhooks of an organisation: added, tried, ended; and a notice that is sent again."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.at_once import send_after_commit
from arbeidspact.correspondence.commands import AddWebhook, ChangeWebhook, EndWebhook, ResendNotice, TestWebhook
from arbeidspact.correspondence.destinations import checked_address
from arbeidspact.correspondence.events import EVENTS, TEST_EVENT, write_notice
from arbeidspact.correspondence.models import Notice, Subscription
from arbeidspact.correspondence.notices import send_waiting_notice
from arbeidspact.correspondence.sealing import sealed
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.tokens import new_token

SECRET_PREFIX = "whsec_"  # noqa: S105
MOST_PER_ORGANISATION = 20


@dataclass(frozen=True, slots=True)
class AddedWebhook:
    """A fresh webhook; `secret` is known only now."""

    webhook: Subscription
    secret: str


def add_webhook(command: AddWebhook, *, actor: Actor) -> AddedWebhook:
    """A program of the actor's organisation hears of these events from now on.

    Raises: `NotAllowed`; `InvalidValue` for an address where notices may not go or an event that is not there;
        `Conflict` when the address has a webhook already, or there are too many.
    """
    require(actor, Permission.EDIT_WEBHOOKS)
    assert actor.organisation is not None
    address = checked_address(command.address)
    events = _known_events(command.events)
    secret = new_token(SECRET_PREFIX)
    with transaction.atomic():
        ours = Subscription.objects.filter(organisation=actor.organisation, ended_at__isnull=True)
        if ours.filter(address=address).exists():
            raise Conflict(_("There is already a webhook at this address."), field="address")
        if ours.count() >= MOST_PER_ORGANISATION:
            raise Conflict(_("An organisation has at most twenty webhooks."), hint=_("End one first."))
        webhook = Subscription.objects.create(
            organisation=actor.organisation,
            name=command.name,
            address=address,
            sealed_secret=sealed(secret),
            events=events,
            created_by=actor.user,
            created_at=timezone.now(),
        )
        record(actor, "add-webhook", webhook, events=events)
    return AddedWebhook(webhook, secret)


def change_webhook(command: ChangeWebhook, *, actor: Actor) -> Subscription:
    """Another name or other events; the address and the secret stay. Raises: `NotAllowed`; `NotFound`; `Conflict`."""
    require(actor, Permission.EDIT_WEBHOOKS)
    with transaction.atomic():
        webhook = _open_webhook(command.webhook, actor)
        webhook.name = command.name
        webhook.events = _known_events(command.events)
        webhook.save(update_fields=["name", "events"])
        record(actor, "change-webhook", webhook, events=webhook.events)
    return webhook


def end_webhook(command: EndWebhook, *, actor: Actor) -> Subscription:
    """Nothing is sent there any more, also not what waits.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it ended already.
    """
    require(actor, Permission.EDIT_WEBHOOKS)
    with transaction.atomic():
        webhook = _open_webhook(command.webhook, actor)
        webhook.ended_at = timezone.now()
        webhook.save(update_fields=["ended_at"])
        waiting = webhook.notices.filter(delivered_at__isnull=True, given_up_at__isnull=True)
        waiting.update(given_up_at=webhook.ended_at, next_attempt_at=None, claimed_until=None)
        record(actor, "end-webhook", webhook)
    return webhook


def try_webhook(command: TestWebhook, *, actor: Actor) -> Notice:
    """A notice without meaning leaves, to see whether the other side hears us. Raises: as `end_webhook`."""
    require(actor, Permission.EDIT_WEBHOOKS)
    with transaction.atomic():
        webhook = _open_webhook(command.webhook, actor)
        notice = write_notice(webhook, TEST_EVENT, {"webhook": str(webhook.reference)})
        record(actor, "test-webhook", webhook)
    return notice


def resend_notice(command: ResendNotice, *, actor: Actor) -> Notice:
    """A notice goes out once more, now, with a fresh set of attempts; its id stays the same.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when its webhook ended, or it is being sent.
    """
    require(actor, Permission.EDIT_WEBHOOKS)
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(of=("self",))
            .select_related("subscription")
            .filter(reference=command.notice, subscription__organisation=actor.organisation)
            .first()
        )
        if notice is None:
            raise NotFound(_("There is no such notice."))
        now = timezone.now()
        if notice.subscription.ended_at is not None:
            raise Conflict(_("This webhook has ended."))
        if notice.claimed_until is not None and notice.claimed_until > now:
            raise Conflict(_("This notice is being sent right now."))
        notice.delivered_at = notice.given_up_at = None
        notice.attempts, notice.next_attempt_at = 0, now
        notice.save(update_fields=["delivered_at", "given_up_at", "attempts", "next_attempt_at"])
        record(actor, "resend-notice", notice)
        send_after_commit(send_waiting_notice, notice.pk)
    return notice


def _open_webhook(reference: UUID, actor: Actor) -> Subscription:
    webhook = (
        Subscription.objects.select_for_update().filter(reference=reference, organisation=actor.organisation).first()
    )
    if webhook is None:
        raise NotFound(_("There is no such webhook."))
    if webhook.ended_at is not None:
        raise Conflict(_("This webhook has ended."))
    return webhook


def _known_events(events: tuple[str, ...]) -> list[str]:
    if not events or set(events) - set(EVENTS):
        raise InvalidValue(_("Choose at least one of the events."), field="events")
    return [event for event in EVENTS if event in events]
