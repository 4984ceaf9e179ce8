"""A person behind a signed link: tells in own words or gives a CV, says what is right, and sends that to their contact.

The link opens nothing of the file: neither what it says nor whether it says something already. What the person accepts
waits for whoever guides them (`told`), because a link may be in other hands than it was meant for.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.links import OpenLink, use_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.tokens import hash_of
from arbeidspact.people.access import still_accompanies
from arbeidspact.proposals.actions import (
    accept_sure,
    add_own,
    decide_proposal,
    finish_reading,
    keep_reading,
    own_reading,
)
from arbeidspact.proposals.commands import AcceptSure, AddOwn, DecideProposal, FinishReading
from arbeidspact.proposals.models import ABOUT_A_PERSON, Proposal, TextReading, Told
from arbeidspact.proposals.person_commands import ReadPersonText
from arbeidspact.proposals.profile import Thing, accepted_of, checked_text, chosen_of, profile_proposals
from arbeidspact.proposals.queries import ReadingView, reading_view
from arbeidspact.proposals.vacancy_texts import language_of
from arbeidspact.proposals.words import CONCEPTS

KEPT_TOLD: Final = timedelta(days=28)
"""For how long what a person accepted waits for their contact."""
DAY_SECONDS: Final = 24 * 60 * 60
MINUTE_SECONDS: Final = 60
MOST_A_DAY: Final = 20
"""Texts that are read behind one link."""
LOOKUPS_A_MINUTE: Final = 120
"""Words that are looked up behind one link: every pause in typing is one."""


def own_text(opened: OpenLink) -> ReadingView | None:
    """The text that the holder of this link gave, with its proposals; None when there is none. Raises: `NotAllowed`."""
    reading = _reading(opened)
    return None if reading is None else reading_view(reading.reference, actor=opened.actor, person=opened.person)


def count_attempt(opened: OpenLink) -> None:
    """Call it before anything of what was given is read: reading takes time, and a link needs no password.

    Raises: `NotAllowed`; `Conflict` when behind this link so much was read in a day that somebody plays with it.
    """
    _refuse_unless_open(opened)
    if _counted(f"tell:{timezone.localdate()}", opened, DAY_SECONDS) > MOST_A_DAY:
        raise Conflict(_("You gave many texts today."), hint=_("Go on tomorrow, or ask your contact."))


def count_lookup(opened: OpenLink) -> None:
    """Call it before words are looked up in the list of occupations and competences: that takes time too.

    Raises: `NotAllowed`; `Conflict` when behind this link so much was looked up in a minute that no person types it.
    """
    _refuse_unless_open(opened)
    if _counted(f"look:{int(timezone.now().timestamp() // 60)}", opened, MINUTE_SECONDS) > LOOKUPS_A_MINUTE:
        raise Conflict(_("You looked up many words."), hint=_("Wait a minute and try again."))


def read_own_text(command: ReadPersonText, opened: OpenLink) -> TextReading:
    """Reads what the person gave, and keeps it for the holder of the link alone, for a day at most.

    A text that was given before goes. Raises: `NotAllowed`; `InvalidValue` for a text that is empty, too long, or none.
    """
    _refuse_unless_open(opened)
    text = checked_text(command.text, hint=_("Choose your CV, or write something about yourself."))
    language = language_of(text)
    found = profile_proposals(text, language)
    with transaction.atomic():
        forget_own_text(opened)
        return keep_reading(
            text,
            found,
            kind=command.kind,
            language=language or "",
            actor=opened.actor,
            organisation=opened.organisation,
            person=opened.person,
        )


def decide_own(command: DecideProposal, opened: OpenLink) -> Proposal:
    """The person says whether a proposal is right. Raises: `NotAllowed`, and as `decide_proposal`."""
    _refuse_unless_open(opened)
    return decide_proposal(command, actor=opened.actor, person=opened.person)


def add_own_thing(command: AddOwn, opened: OpenLink) -> Proposal:
    """The person adds an occupation or a competence that the text does not say.

    Raises: `NotAllowed`; `InvalidValue` for another kind of thing or what the list does not know; and as `add_own`.
    """
    _refuse_unless_open(opened)
    if command.kind not in CONCEPTS:
        raise InvalidValue(_("Only a job or a skill can be added here."), hint=_("Tell the rest in your text."))
    return add_own(command, actor=opened.actor, person=opened.person)


def accept_own_sure(command: AcceptSure, opened: OpenLink) -> int:
    """The person accepts all that is sure. Returns: how many. Raises: `NotAllowed`, `NotFound`."""
    _refuse_unless_open(opened)
    return accept_sure(command, actor=opened.actor, person=opened.person)


def forget_own_text(opened: OpenLink) -> None:
    """The text goes at once, with every proposal; nothing happens where there is none. Raises: `NotAllowed`."""
    reading = _reading(opened)
    if reading is not None:
        finish_reading(FinishReading(reading=reading.reference), actor=opened.actor, person=opened.person)


def send_told(command: FinishReading, opened: OpenLink) -> int:
    """What the person accepted waits for their contact from now on; the text goes and the link works no more.

    Returns: how many things. Raises: `NotAllowed`; `NotFound`; `Conflict` when the link does not work any more.
    """
    _refuse_unless_open(opened)
    with transaction.atomic():
        use_link(opened)
        reading = own_reading(command.reading, actor=opened.actor, person=opened.person)
        things = accepted_of(reading)
        if things:
            _keep(things, chosen_of(reading), opened)
        finish_reading(command, actor=opened.actor, person=opened.person)
    return len(things)


def _keep(things: Sequence[Thing], chosen: Sequence[Thing], opened: OpenLink) -> None:
    """Beside what they sent earlier and nobody went through yet. What is told twice stays as it was told first."""
    known = Told.objects.select_for_update().filter(person=opened.person, organisation=opened.organisation).first()
    told = known or Told(person=opened.person, organisation=opened.organisation, is_invented=opened.person.is_invented)
    new = [[kind.value, value] for kind, value in things]
    picked = [[kind.value, value] for kind, value in chosen]
    told.chosen = [*told.chosen, *(one for one in picked if one not in told.things)]
    told.things = [*told.things, *(one for one in new if one not in told.things)]
    told.sent_at, told.expires_at = timezone.now(), timezone.now() + KEPT_TOLD
    told.save()
    record(opened.actor, "send-told", told, things=len(things))


def _counted(what: str, opened: OpenLink, seconds: int) -> int:
    """Counts one more of this behind this link. Returns: how many there are, this one included."""
    key = f"{what}:{hash_of(opened.raw)}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=seconds)
    return count


def _reading(opened: OpenLink) -> TextReading | None:
    _refuse_unless_open(opened)
    row = (
        TextReading.objects.filter(
            by__isnull=True, person=opened.person, organisation=opened.organisation, kind__in=ABOUT_A_PERSON
        )
        .order_by("-read_at", "-pk")
        .first()
    )
    if row is not None:
        with suppress(NotFound):
            return own_reading(row.reference, actor=opened.actor, person=opened.person)
    return None


def _refuse_unless_open(opened: OpenLink) -> None:
    """Deny by default: a link for this, from an organisation that still guides the person."""
    if opened.purpose != LinkPurpose.TELL_STORY or not still_accompanies(opened.organisation, opened.person):
        raise NotAllowed(_("This link does not work any more."), hint=_("Ask your contact for a new one."))
