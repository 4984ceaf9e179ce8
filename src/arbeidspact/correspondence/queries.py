"""Messages to read: of one person's file, and those that did not arrive."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.addresses import address_for, refuse_without_subject
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Channel, Message, MessageState, Recipient, Settlement
from arbeidspact.correspondence.outcomes import problem_words
from arbeidspact.correspondence.phone_numbers import sms_parts
from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message as Words
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people.access import PersonFile, PersonLine, lines_of, people_within_reach
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment

__all__ = ["Channel", "MessageState", "Recipient", "Settlement", "sms_is_offered"]

PAGE_SIZE: Final = 25
KIND_WORDS: Final[Mapping[str, Words]] = {
    "free": _("A message"),
    "agreement-to-confirm": _("An agreement to confirm"),
    "agreement-confirmed": _("An agreement that was confirmed"),
    "handover-to-answer": _("A handover to answer"),
    "introduction-to-answer": _("An introduction to answer"),
    "introduction-answered": _("An answer to an introduction"),
    "handover-to-confirm": _("A handover to confirm"),
    "handover-reminder": _("A reminder of a handover"),
    "meeting-to-confirm": _("A meeting to confirm"),
    "story-to-tell": _("A page to tell what somebody can do"),
    "signal-raised": _("A signal to answer"),
    "signal-answered": _("An answer to a signal"),
    "signal-due": _("A signal whose term ends soon"),
    "signal-overdue": _("A signal that nobody answered in time"),
    "review-frozen": _("A yearly review to read and sign"),
}
"""What a message is about, in words; a kind that is not here is called a message."""

UNDELIVERED: Final = Q(delivered_at__isnull=True) & (Q(bounced_at__isnull=False) | Q(failed_at__isnull=False))
# A link that was used, or was withdrawn for a newer one, shows that nobody waits for this message any more.
WAITS_FOR_SOMEBODY: Final = UNDELIVERED & Q(
    settled_at__isnull=True, link__used_at__isnull=True, link__withdrawn_at__isnull=True
)


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as a page shows it, in words."""

    message: Message
    state: MessageState
    about: Words
    problem: Words
    may_act: bool

    @property
    def is_undelivered(self) -> bool:
        return self.state == MessageState.UNDELIVERED

    @property
    def did_not_arrive_at(self) -> datetime | None:
        return self.message.bounced_at or self.message.failed_at


@dataclass(frozen=True, slots=True)
class UndeliveredLine:
    """A line of the list of what did not arrive. `person`: None for a message to a partner about nobody."""

    view: MessageView
    person: PersonLine | None


@dataclass(frozen=True, slots=True)
class UndeliveredRow:
    """For follow-up: keys and days, no names and no text. `owner`: the user who sent it, else the referent, or None."""

    reference: UUID
    person: int | None
    organisation: int
    owner: int | None
    since: date


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """A message as it would leave: where to, and in how many parts a text message travels (0 for a mail)."""

    command: SendMessage
    address: str
    parts: int

    @property
    def is_sms(self) -> bool:
        return self.command.channel == Channel.SMS


def preview_message(command: SendMessage, file: PersonFile) -> MessagePreview:
    """How would this message leave? Raises: what `send_message` raises for an address or a subject."""
    require(file.actor, Permission.SEND_MESSAGE)
    address = address_for(command, file.person)
    refuse_without_subject(command)
    return MessagePreview(command, address, sms_parts(command.text) if command.channel == Channel.SMS else 0)


def message_sent(actor: Actor, reference: UUID, file: PersonFile | None = None) -> MessageView:
    """One message of the actor's organisation, to or about the person of the file, or about nobody.

    Raises: `NotAllowed`; `NotFound`.
    """
    require(actor, Permission.SEE_DELIVERIES)
    row = (
        Message.objects.filter(reference=reference, organisation=actor.organisation)
        .filter(person=file.person if file else None)
        .select_related("sent_by", "settled_by", "link", "repeated_by")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such message."))
    return _view(row, actor)


def messages_of(file: PersonFile, page: str | int | None = 1) -> Page[MessageView]:
    """Which messages did the actor's organisation send to or about this person? The newest first, a page of them."""
    require(file.actor, Permission.SEE_DELIVERIES)
    rows = (
        file.person.messages.filter(organisation=file.actor.organisation)
        .select_related("sent_by", "settled_by", "link", "repeated_by")
        .order_by("-queued_at", "-pk")
    )
    pages: Page[Message] = Paginator(rows, PAGE_SIZE).get_page(page)
    return Page([_view(row, file.actor) for row in pages], pages.number, pages.paginator)  # type: ignore[arg-type]


def message_to_settle(actor: Actor, reference: UUID, file: PersonFile | None = None) -> MessageView:
    """A message of the actor's organisation that did not arrive and waits for somebody. Raises: `NotFound`."""
    require(actor, Permission.SEE_DELIVERIES)
    row = (
        Message.objects.filter(UNDELIVERED, settled_at__isnull=True)
        .filter(reference=reference, organisation=actor.organisation, person=file.person if file else None)
        .select_related("sent_by", "link")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such message that waits."))
    return _view(row, actor)


def undelivered_count(actor: Actor) -> int:
    """How many messages of the actor, or to the people whose referent the actor is, did not arrive and wait?"""
    return _undelivered(actor, only_mine=True).count()


def undelivered_list(actor: Actor, *, only_mine: bool, page: str | int | None = 1) -> Page[UndeliveredLine]:
    """Which messages of the actor's organisation did not arrive and wait for somebody? The longest waiting first.

    Arguments: `only_mine`, those that the actor sent, or to people whose referent the actor is.
    Returns: a page of lines; people come through the gate, and those beyond reach by now are left out.
    Raises: `NotAllowed`.
    """
    rows = (
        _undelivered(actor, only_mine=only_mine)
        .select_related("sent_by", "link")
        .annotate(undelivered_at=Coalesce("bounced_at", "failed_at"))
        .order_by("undelivered_at", "pk")
    )
    pages = Paginator(rows, PAGE_SIZE).get_page(page)
    people = sorted({row.person_id for row in pages if row.person_id is not None})
    lines = lines_of(actor, people) if people else {}
    shown = [
        UndeliveredLine(_view(row, actor), lines.get(row.person_id) if row.person_id else None)
        for row in pages
        if row.person_id is None or row.person_id in lines
    ]
    return Page(shown, pages.number, pages.paginator)  # type: ignore[arg-type]


def undelivered_messages(day: date, *, people: Collection[int] | None = None) -> list[UndeliveredRow]:
    """For follow-up: every message of any organisation that did not arrive by this day and waits for somebody.

    Bulk, for the rules that fill queues: keys and references, no names, no text; one query. Whom
    the organisation no longer accompanies is left out. `people`: only about them.
    """
    accompanied = Accompaniment.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), until__isnull=True
    )
    referent = accompanied.order_by("-since", "-pk").values("referent")[:1]
    rows = (
        Message.objects.filter(WAITS_FOR_SOMEBODY, of(people))
        .filter(Q(person__isnull=True) | Exists(accompanied))
        .annotate(
            since=TruncDate(Coalesce("bounced_at", "failed_at")),
            owner=Coalesce("sent_by", Subquery(referent), output_field=BigIntegerField()),
        )
        .filter(since__lte=day)
        .order_by("since", "pk")
        .values_list("reference", "person", "organisation", "owner", "since")
    )
    return [UndeliveredRow(*row) for row in rows]


def _undelivered(actor: Actor, *, only_mine: bool) -> QuerySet[Message]:
    require(actor, Permission.SEE_DELIVERIES)
    reach = people_within_reach(actor).order_by().values("pk")
    rows = Message.objects.filter(WAITS_FOR_SOMEBODY, organisation=actor.organisation).filter(
        Q(person__isnull=True) | Q(person__in=reach)
    )
    if only_mine:
        mine = Accompaniment.objects.filter(
            person=OuterRef("person"), organisation=actor.organisation, referent=actor.user, until__isnull=True
        )
        rows = rows.filter(Q(sent_by=actor.user) | Exists(mine))
    return rows


def _view(row: Message, actor: Actor) -> MessageView:
    is_open = row.state == MessageState.UNDELIVERED and row.settled_at is None
    return MessageView(
        message=row,
        state=row.state,
        about=KIND_WORDS.get(row.kind, KIND_WORDS["free"]),
        problem=problem_words(row.problem),
        may_act=is_open and may(actor, Permission.SEND_MESSAGE),
    )
