"""Who hears of a signal: the steering group when it is raised, the partners who signed when it is answered."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.events import announce
from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.organisations.permissions import PACT_PARTNERS
from arbeidspact.steering.models import ReminderKind, Review, Signal, SignalAnswer


def steering_members() -> QuerySet[Membership]:
    """Who sits in the steering group: members with that role, in an organisation that may answer."""
    return (
        Membership.objects.filter(
            ended_at__isnull=True,
            user__is_active=True,
            grants__role=Role.STEERING_MEMBER,
            organisation__kind__in=PACT_PARTNERS,
        )
        .select_related("user", "organisation")
        .order_by("pk")
        .distinct()
    )


def tell_of_signal(signal: Signal, *, actor: Actor) -> None:
    """The steering group gets a mail, and its programs a notice. Whoever raised it is not told by mail."""

    def words() -> tuple[str, str]:
        day = date_format(signal.due_on, "j F Y")
        return (
            _("A signal of %(partner)s to answer by %(day)s") % {"partner": signal.organisation.name, "day": day},
            _("Hello,\n\n%(partner)s brings a bottleneck before the steering group:\n%(title)s\n\n"
              "Answer by %(day)s:\n%(address)s\n")
            % {"partner": signal.organisation.name, "title": signal.title, "day": day, "address": address_of(signal)},
        )  # fmt: skip

    members = list(steering_members())
    for member in members:
        if actor.user is None or member.user_id != actor.user.pk:
            _write(member, kind="signal-raised", words=words)
    told = {member.organisation_id: member.organisation for member in members}
    for organisation in told.values():
        _announce("signal.raised", signal, organisation)


def tell_of_answer(signal: Signal, answer: SignalAnswer) -> None:
    """Whoever raised it and those who co-signed get a mail; the programs of their organisations a notice."""

    def words() -> tuple[str, str]:
        return (
            _("The steering group answered your signal"),
            _("Hello,\n\nThe steering group answered this signal:\n%(title)s\n\n%(kind)s:\n%(text)s\n\n"
              "Does this not help? You can raise the signal again:\n%(address)s\n")
            % {
                "title": signal.title,
                "kind": answer.get_kind_display(),
                "text": answer.text,
                "address": address_of(signal),
            },
        )  # fmt: skip

    signed = list(signal.cosignatures.select_related("organisation").order_by("pk"))
    users = [(signal.raised_by_id, signal.organisation_id), *((one.by_id, one.organisation_id) for one in signed)]
    for user, organisation in users:
        member = (
            Membership.objects.filter(user=user, organisation=organisation, ended_at__isnull=True, user__is_active=True)
            .select_related("user", "organisation")
            .first()
        )
        if member is not None:
            _write(member, kind="signal-answered", words=words)
    for told in (signal.organisation, *(one.organisation for one in signed)):
        _announce("signal.answered", signal, told)


def remind_of_signal(signal: Signal, kind: ReminderKind) -> int:
    """A mail to everybody in the steering group: its term ends soon, or has passed. Returns: how many."""

    def words() -> tuple[str, str]:
        day = date_format(signal.due_on, "j F Y")
        late = kind == ReminderKind.OVERDUE
        subject = (
            _("A signal waits for an answer since %(day)s") if late else _("A signal is to be answered by %(day)s")
        )
        return subject % {"day": day}, "\n\n".join([signal.title, signal.organisation.name, address_of(signal)]) + "\n"

    members = list(steering_members())
    for member in members:
        _write(member, kind="signal-overdue" if kind == ReminderKind.OVERDUE else "signal-due", words=words)
    return len(members)


def tell_of_review(review: Review, *, actor: Actor) -> None:
    """The steering group gets a mail: a review is frozen, to read and to sign. Whoever froze it is not told."""

    def words() -> tuple[str, str]:
        address = settings.SITE_URL.rstrip("/") + reverse("steering:review", args=[review.reference])
        return (
            _("A review of the pact is frozen: read it and sign it"),
            _("Hello,\n\nThe review from %(since)s until %(until)s is frozen. Read it and sign it here:\n%(address)s\n")
            % {
                "since": date_format(review.since, "j F Y"),
                "until": date_format(review.until, "j F Y"),
                "address": address,
            },
        )

    for member in steering_members():
        if actor.user is None or member.user_id != actor.user.pk:
            _write(member, kind="review-frozen", words=words)


def address_of(signal: Signal) -> str:
    """Where this signal stands on this platform."""
    return settings.SITE_URL.rstrip("/") + reverse("steering:signal", args=[signal.reference])


def _write(member: Membership, *, kind: str, words: Callable[[], tuple[str, str]]) -> None:
    """A mail to this member, in their language, from the platform: whoever acted need not be one who writes."""
    with override(member.user.language):
        subject, text = words()
    send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=member.organisation.name,
            channel=Channel.EMAIL,
            kind=kind,
            to=member.user.email,
            subject=" ".join(subject.split())[:200],
            text=text,
            language=member.user.language,
        ),
        actor=operator(member.organisation),
    )


def _announce(event: str, signal: Signal, organisation: Organisation) -> None:
    announce(
        event,
        {
            "signal": signal.reference,
            "state": signal.state,
            "about": signal.about_kind,
            "due_on": signal.due_on,
            "raised_by": signal.organisation.slug,
        },
        organisation=organisation,
    )
