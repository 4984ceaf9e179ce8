"""Webhooks to read: those of the actor's organisation, and the log of what was sent to them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.events import EVENTS, TEST_EVENT
from arbeidspact.correspondence.models import Notice, NoticeAttempt, NoticeState, Subscription
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message as Words
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require

__all__ = ["EVENTS", "NoticeState"]

PAGE_SIZE: Final = 25
EVENT_WORDS: Final[dict[str, Words]] = {**EVENTS, TEST_EVENT: _("A test")}
NOTICE_PROBLEMS: Final[dict[str, Words]] = {
    "bad-answer": _("The other side answered that it did not work."),
    "no-connection": _("No connection could be made."),
    "too-slow": _("The other side did not answer in time."),
    "private-address": _("The name leads to an address where notices may not go, or to none."),
    "secret-unreadable": _("The secret cannot be read any more. End this webhook and add a new one."),
}
IN_STATE: Final[dict[str, Q]] = {
    NoticeState.DELIVERED: Q(delivered_at__isnull=False),
    NoticeState.GIVEN_UP: Q(given_up_at__isnull=False),
    NoticeState.RETRYING: Q(delivered_at__isnull=True, given_up_at__isnull=True, attempts__gt=0),
    NoticeState.WAITING: Q(delivered_at__isnull=True, given_up_at__isnull=True, attempts=0),
}


@dataclass(frozen=True, slots=True)
class TryView:
    """One attempt in words."""

    row: NoticeAttempt
    problem: Words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in words, with its attempts, the first one first."""

    notice: Notice
    event: Words
    state: NoticeState
    tries: list[TryView]


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook with its events in words, and how it goes: given up, and waiting."""

    webhook: Subscription
    events: list[Words]
    given_up: int
    waiting: int

    @property
    def is_open(self) -> bool:
        return self.webhook.ended_at is None


def webhooks_of(actor: Actor) -> list[WebhookView]:
    """The webhooks of the actor's organisation: those that work first, by name. Raises: `NotAllowed`."""
    return [_view(row) for row in _counted(actor).order_by(F("ended_at").desc(nulls_first=True), "name", "pk")]


def webhook_of(actor: Actor, reference: UUID) -> WebhookView:
    """One webhook of the actor's organisation. Raises: `NotAllowed`; `NotFound`."""
    row = _counted(actor).filter(reference=reference).first()
    if row is None:
        raise NotFound(_("There is no such webhook."))
    return _view(row)


def notices_of(
    actor: Actor, reference: UUID, *, event: str = "", state: str = "", page: str | int | None = 1
) -> Page[NoticeView]:
    """What was sent to this webhook, the newest first, a page of it.

    Arguments: `event` and `state` narrow; an empty one does not. Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_WEBHOOKS)
    rows = Notice.objects.filter(subscription__reference=reference, subscription__organisation=actor.organisation)
    if event:
        rows = rows.filter(event=event)
    if state in IN_STATE:
        rows = rows.filter(IN_STATE[state])
    tries = Prefetch("tries", queryset=NoticeAttempt.objects.order_by("at", "pk"))
    pages: Page[Notice] = Paginator(rows.prefetch_related(tries).order_by("-created_at", "-pk"), PAGE_SIZE).get_page(
        page
    )
    return Page([_notice_view(row) for row in pages], pages.number, pages.paginator)  # type: ignore[arg-type]


def notice_of(actor: Actor, reference: UUID) -> NoticeView:
    """One notice to a webhook of the actor's organisation, with its attempts. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.EDIT_WEBHOOKS)
    tries = Prefetch("tries", queryset=NoticeAttempt.objects.order_by("at", "pk"))
    row = (
        Notice.objects.filter(reference=reference, subscription__organisation=actor.organisation)
        .prefetch_related(tries)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such notice."))
    return _notice_view(row)


def _counted(actor: Actor) -> QuerySet[Subscription]:
    require(actor, Permission.EDIT_WEBHOOKS)

    def number_of(condition: Q) -> Subquery:
        matching = Notice.objects.filter(condition, subscription=OuterRef("pk")).order_by().values("subscription")
        return Subquery(matching.annotate(number=Count("pk")).values("number"))

    return (
        Subscription.objects.filter(organisation=actor.organisation)
        .select_related("created_by")
        .annotate(
            given_up_count=number_of(IN_STATE[NoticeState.GIVEN_UP]),
            waiting_count=number_of(Q(delivered_at__isnull=True, given_up_at__isnull=True)),
        )
    )


def _view(row: Subscription) -> WebhookView:
    return WebhookView(
        webhook=row,
        events=[EVENT_WORDS[event] for event in row.events if event in EVENT_WORDS],
        given_up=getattr(row, "given_up_count", 0) or 0,
        waiting=getattr(row, "waiting_count", 0) or 0,
    )


def _notice_view(row: Notice) -> NoticeView:
    tries = [TryView(one, NOTICE_PROBLEMS.get(one.problem, "") if one.problem else "") for one in row.tries.all()]
    return NoticeView(row, EVENT_WORDS.get(row.event, row.event), row.state, tries)
