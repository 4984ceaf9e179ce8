"""Which handovers stand still long enough to remind somebody, and whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from arbeidspact.correspondence.addresses import checked
from arbeidspact.correspondence.models import Channel, LinkPurpose, Message, MessageState, SignedLink
from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.handovers.models import Handover, HandoverPause, HandoverState, ReminderTo
from arbeidspact.handovers.queries.limbo import leads_of, referents_of
from arbeidspact.handovers.queries.selections import under_way
from arbeidspact.handovers.rhythm import AllSent, Due, NotYet, reminder_on, rhythm
from arbeidspact.handovers.states import Side, turn_of
from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.models import Membership, Organisation, User


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """How the person was last asked to confirm: on which day, through which channel, on behalf of whom."""

    on: date
    channel: Channel
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder that is due: to whom, and to which colleagues; `at_sender`, who hears at the sender that it was the
    last; `asked`, for the person alone. Nobody to reach: no colleagues and nobody asked."""

    handover: Handover
    due: Due
    to: ReminderTo
    colleagues: tuple[User, ...]
    at_sender: tuple[User, ...]
    asked: AskedPerson | None

    @property
    def reaches_somebody(self) -> bool:
        return bool(self.colleagues) or self.to in {ReminderTo.PARTNER, ReminderTo.PERSON}


def standing_still(day: date) -> QuerySet[Handover]:
    """The handovers that wait long enough on this day for a first reminder, the longest waiting first."""
    last = day - timedelta(days=rhythm().first_days)
    return Handover.objects.filter(under_way(day), state_since__lte=last).order_by("state_since", "pk")


def planned_reminders(handovers: QuerySet[Handover], day: date) -> list[PlannedReminder]:
    """Which reminders of these handovers are due on this day, and to whom do they go?

    The number of queries does not depend on the number of handovers.
    """
    rows = list(with_reminders(handovers.select_related("sender", "receiver", "person")))
    asked = asked_people([row.reference for row in rows if row.state == HandoverState.MET])
    due = []
    for row in rows:
        decision = next_reminder(row, asked.get(row.reference), day)
        if isinstance(decision, Due):
            due.append((row, decision))
    addressees = _Addressees([row for row, _decision in due])
    return [_planned(row, decision, asked.get(row.reference), addressees, day) for row, decision in due]


def with_reminders(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    """These handovers with what decides when the next reminder goes out: the reminders and the pause that holds."""
    return handovers.prefetch_related(
        "reminders", Prefetch("pauses", HandoverPause.objects.filter(ended_at__isnull=True), to_attr="open_pauses")
    )


def next_reminder(handover: Handover, asked: AskedPerson | None, day: date) -> Due | NotYet | AllSent:
    """When does the next reminder of this handover go out? Of a row as `with_reminders` gives it."""
    now = (handover.state, handover.state_since)
    sent = [one.on for one in handover.reminders.all() if (one.state, one.state_since) == now]
    # A reminder asks the person too: only when somebody asked them by hand the count of days begins again.
    since = handover.state_since if asked is None or asked.on in sent else max(handover.state_since, asked.on)
    rests = [pause.until for pause in handover.open_pauses if pause.since <= day]  # type: ignore[attr-defined]
    return reminder_on(day, rhythm(), since=since, sent=sent, rests_until=max(rests, default=None))


def asked_people(handovers: Collection[UUID]) -> dict[UUID, AskedPerson]:
    """Of which of these handovers was the person last asked by a message that can be sent once more? Two queries.

    Who got the link on a screen, whose message came back, or whose address is gone, is not: there somebody asks them.
    """
    links = (
        SignedLink.objects.filter(purpose=LinkPurpose.CONFIRM_MEETING, subject__in=handovers)
        .select_related("person", "organisation")
        .prefetch_related(Prefetch("messages", Message.objects.order_by("-queued_at", "-pk")))
        .order_by("subject", "-issued_at", "-pk")
    )
    newest: dict[UUID, SignedLink] = {}
    for link in links:
        newest.setdefault(link.subject, link)
    found = {}
    for subject, link in newest.items():
        message = next(iter(link.messages.all()), None)
        if message is None or message.state == MessageState.UNDELIVERED:
            continue
        channel = Channel(message.channel)
        if _is_reachable(link, channel):
            found[subject] = AskedPerson(timezone.localdate(link.issued_at), channel, link.organisation)
    return found


def _is_reachable(link: SignedLink, channel: Channel) -> bool:
    written = link.person.email if channel == Channel.EMAIL else link.person.phone
    if not written or (channel == Channel.SMS and not sms_is_offered()):
        return False
    try:
        checked(channel, written)
    except InvalidValue:
        return False
    return True


def _planned(
    row: Handover, due: Due, asked: AskedPerson | None, addressees: "_Addressees", day: date
) -> PlannedReminder:
    at_sender = addressees.at(row, row.sender_id, otherwise=row.sent_by_id)
    colleagues: tuple[User, ...] = ()
    if row.state == HandoverState.PENDING and row.receiver_id is None:
        to = ReminderTo.PARTNER
    elif row.state == HandoverState.MET and asked is not None:
        to = ReminderTo.PERSON
    elif turn_of(row, day) == Side.RECEIVER and row.receiver_id is not None:
        to, colleagues = ReminderTo.RECEIVER, addressees.at(row, row.receiver_id, otherwise=row.accepted_by_id)
    else:
        to, colleagues = ReminderTo.SENDER, at_sender
    if to == ReminderTo.RECEIVER and not colleagues:
        to, colleagues = ReminderTo.SENDER, at_sender
    return PlannedReminder(
        handover=row,
        due=due,
        to=to,
        colleagues=colleagues,
        at_sender=at_sender if due.is_last and to != ReminderTo.SENDER else (),
        asked=asked if to == ReminderTo.PERSON else None,
    )


class _Addressees:
    """Who is written to at an organisation: the referent of the person, else whoever acted there, else its leads."""

    def __init__(self, rows: Sequence[Handover]) -> None:
        organisations = {row.sender_id for row in rows} | {row.receiver_id for row in rows if row.receiver_id}
        self._referents = referents_of(rows)
        self._leads: Mapping[int, tuple[int, ...]] = leads_of(organisations)
        members = Membership.objects.filter(
            organisation__in=organisations, ended_at__isnull=True, user__is_active=True
        ).select_related("user")
        self._members = {(one.organisation_id, one.user_id): one.user for one in members.order_by("pk")}

    def at(self, row: Handover, organisation: int, *, otherwise: int | None) -> tuple[User, ...]:
        named = (self._referents.get((row.person_id, organisation)), otherwise)
        for user in named:
            if user is not None and (organisation, user) in self._members:
                return (self._members[organisation, user],)
        leads = self._leads.get(organisation, ())
        return tuple(self._members[organisation, user] for user in leads if (organisation, user) in self._members)
