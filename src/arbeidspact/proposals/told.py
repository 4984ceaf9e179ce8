"""What people told behind a link: asking them to, and putting in the file what they accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.links import IssuedLink, issue_link, withdraw_links
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Message, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people.access import PersonFile, PersonLine, lines_of, people_within_reach
from arbeidspact.people.models import Accompaniment
from arbeidspact.proposals.models import ABOUT_A_PERSON, ProposalKind, TextReading, Told
from arbeidspact.proposals.person_commands import AskToTell, TakeTold
from arbeidspact.proposals.profile import TITLES, Standing, Thing, Written, standing_of, write_things
from arbeidspact.proposals.words import value_in_words

TOLD_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class ToldThing:
    """Something that the person accepted, beside what the file says; `key` chooses it in a form.

    `is_chosen`: nothing in their text proposed it, they looked it up or set it themself.
    """

    key: str
    kind_words: Message
    words: str
    standing: Standing
    now: Message
    is_chosen: bool = False

    @property
    def replaces(self) -> bool:
        return self.standing is Standing.OTHER


@dataclass(frozen=True, slots=True)
class ToldView:
    """What a person told and nobody went through yet."""

    reference: UUID
    sent_at: datetime
    expires_at: datetime
    things: tuple[ToldThing, ...]

    @property
    def new(self) -> list[ToldThing]:
        return [one for one in self.things if one.standing is not Standing.SAME]


@dataclass(frozen=True, slots=True)
class OpenAsking:
    """A link to tell that was given and not used."""

    sent_on: date
    works_until: date


@dataclass(frozen=True, slots=True)
class ToldWaiting:
    """Whose words wait: a few people by name, and how many there are."""

    people: tuple[PersonLine, ...]
    count: int


def ask_to_tell(command: AskToTell, *, file: PersonFile) -> IssuedLink:
    """A link to a page of the person's own, by mail or text message where that was asked; an earlier one stops working.

    What was told behind that one and not sent goes: it may have come into other hands.
    Raises: `NotAllowed`; `InvalidValue` for an address or number that cannot be; `Conflict` without text messages.
    """
    require(file.actor, Permission.EDIT_PERSON)
    with transaction.atomic():
        _forget_unsent(file)
        issued = issue_link(
            LinkPurpose.TELL_STORY,
            _subject(file),
            person=file.person,
            actor=file.actor,
            language=file.person.language,
        )
        record(file.actor, "ask-to-tell", file.person, channel=command.channel or "screen")
        if command.channel is not None:
            _send(issued, command, file)
    return issued


def withdraw_asking(*, file: PersonFile) -> int:
    """The link works no more, and what was told behind it and not sent goes. Returns: how many links."""
    require(file.actor, Permission.EDIT_PERSON)
    with transaction.atomic():
        _forget_unsent(file)
        count = withdraw_links(LinkPurpose.TELL_STORY, _subject(file))
        record(file.actor, "withdraw-asking", file.person)
    return count


def take_told(command: TakeTold, *, file: PersonFile) -> Written:
    """Puts what was chosen in the file, as the person's own word; the rest of what was shown goes. All or nothing.

    What the person sent meanwhile waits on. Raises: `NotAllowed`, `NotFound`.
    """
    require(file.actor, Permission.EDIT_PERSON)
    with transaction.atomic():
        told = Told.objects.select_for_update().filter(**_of(file)).first()
        if told is None:
            raise NotFound(_("This is no longer here."), hint=_("A colleague may have gone through it."))
        shown = [one for one in _things(told) if _key(one) in command.shown]
        written = write_things(file, [one for one in shown if _key(one) in command.chosen])
        record(file.actor, "take-told", told, things=len(shown), added=written.added)
        told.things = [one for one in told.things if tuple(one) not in shown]
        told.chosen = [one for one in told.chosen if one in told.things]
        if told.things:
            told.save(update_fields=["things", "chosen"])
        else:
            told.delete()
    return written


def told_view(file: PersonFile) -> ToldView | None:
    """What did this person tell that nobody went through yet? None when nothing waits. One query."""
    told = Told.objects.filter(expires_at__gt=timezone.now(), **_of(file)).first()
    if told is None:
        return None
    things = tuple(
        ToldThing(
            _key(one),
            TITLES[one[0]],
            value_in_words(*one),
            *standing_of(file, *one),
            is_chosen=list(one) in told.chosen,
        )
        for one in _things(told)
    )
    return ToldView(told.reference, told.sent_at, told.expires_at, things)


def open_asking(file: PersonFile) -> OpenAsking | None:
    """Does a link to tell still work for this person? One query."""
    link = SignedLink.objects.filter(
        purpose=LinkPurpose.TELL_STORY,
        subject=_subject(file),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).first()
    if link is None:
        return None
    return OpenAsking(timezone.localdate(link.issued_at), timezone.localdate(link.expires_at))


def told_waiting(actor: Actor) -> ToldWaiting:
    """Which people of this actor told something that waits? Those whom the actor is referent of, or who have none."""
    if not may(actor, Permission.EDIT_PERSON) or actor.organisation is None:
        return ToldWaiting((), 0)
    mine = Accompaniment.objects.filter(
        Q(referent=actor.user) | Q(referent__isnull=True), organisation=actor.organisation, until__isnull=True
    )
    waiting = list(
        Told.objects.filter(
            organisation=actor.organisation,
            expires_at__gt=timezone.now(),
            person__in=people_within_reach(actor).filter(pk__in=mine.values("person")),
        )
        .order_by("sent_at", "pk")
        .values_list("person", flat=True)
    )
    lines = lines_of(actor, waiting[:TOLD_SHOWN]) if waiting else {}
    return ToldWaiting(tuple(lines[key] for key in waiting[:TOLD_SHOWN] if key in lines), len(waiting))


def forget_old_told(*, actor: Actor, is_rehearsal: bool = True, now: datetime | None = None) -> int:
    """Removes what people told that nobody went through in time. Doing it twice changes nothing.

    Returns: how many. Raises: `NotAllowed`, the operator does this.
    """
    if not actor.is_operator:
        raise NotAllowed(_("Only the operator of the installation may do this."))
    old = Told.objects.filter(expires_at__lte=now or timezone.now())
    count = old.count()
    if not is_rehearsal:
        old.delete()
    return count


def _send(issued: IssuedLink, command: AskToTell, file: PersonFile) -> None:
    language, channel = file.person.language, command.channel
    assert channel is not None
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGES[0][0]
    with override(spoken):
        subject = gettext("Tell us what you can do")
        text = gettext(
            "%(organisation)s asks you to tell what work you did and what you can do. You do that on a page of your "
            "own, until %(day)s: %(link)s"
        ) % {
            "organisation": issued.link.organisation.name,
            "day": date_format(timezone.localdate(issued.link.expires_at), "j F Y"),
            "link": issued.address,
        }
    message = SendMessage(
        channel=channel, kind="story-to-tell", to=command.to, subject=subject, text=text, language=spoken
    )
    send_message(message, file=file, link=issued, actor=file.actor)


def _of(file: PersonFile) -> dict[str, object]:
    return {"person": file.person, "organisation": file.actor.organisation}


def _things(told: Told) -> Sequence[Thing]:
    return [(ProposalKind(kind), value) for kind, value in told.things]


def _key(thing: Thing) -> str:
    return f"{thing[0].value} {thing[1]}"


def _subject(file: PersonFile) -> UUID:
    """One page for each person and organisation."""
    return uuid5(file.reference, f"tell {getattr(file.actor.organisation, 'pk', 0)}")


def _forget_unsent(file: PersonFile) -> None:
    TextReading.objects.filter(by__isnull=True, kind__in=ABOUT_A_PERSON, **_of(file)).delete()
