"""Keeping a text that was read, and saying what is right and wrong in what was proposed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.models import Person
from arbeidspact.proposals.commands import (
    LONGEST_TEXT,
    AcceptSure,
    AddOwn,
    DecideProposal,
    FinishReading,
    ReadVacancyText,
)
from arbeidspact.proposals.masking import masked_passage
from arbeidspact.proposals.models import (
    ABOUT_A_PERSON,
    Decision,
    Feedback,
    HowFound,
    Proposal,
    ProposalKind,
    TextKind,
    TextReading,
)
from arbeidspact.proposals.proposed import Proposed
from arbeidspact.proposals.vacancy_texts import language_of, plain_text, vacancy_proposals
from arbeidspact.proposals.words import check_value

KEPT: Final = {
    TextKind.VACANCY: timedelta(days=14),
    TextKind.CV: timedelta(hours=24),
    TextKind.STORY: timedelta(hours=24),
}
"""For how long a text waits for its owner; the text of a person for a day at most."""
MOST_PROPOSALS: Final = 300
ONLY_REQUIRED: Final = (ProposalKind.LANGUAGE, ProposalKind.LICENCE, ProposalKind.EDUCATION)
"""What a vacancy can only require: whoever lacks it is left out."""


def keep_reading(
    text: str,
    proposed: Sequence[Proposed],
    *,
    kind: TextKind,
    language: str,
    actor: Actor,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> TextReading:
    """Keeps a text with what is proposed from it, for the actor alone, until it is used or its time has come.

    The caller has checked the permission: to make vacancies, or to change the file of this person.

    Arguments: `person`, whom a CV or a story is about; `organisation`, where the actor has none because a person reads
    their own text behind a signed link.
    """
    where = actor.organisation or organisation
    if where is None:
        raise Conflict(_("Choose the organisation you work for first."))
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(_("The text is too long."), hint=_("Leave out what is not about the work."), field="text")
    with transaction.atomic():
        reading = TextReading.objects.create(
            kind=kind,
            organisation=where,
            by=actor.user,
            person=person,
            language=language,
            text=text,
            taxonomy=current_taxonomy().version[:300],
            is_invented=person is not None and person.is_invented,
            expires_at=timezone.now() + KEPT[kind],
        )
        Proposal.objects.bulk_create(_row(reading, one) for one in _each_once(proposed))
        record(actor, "read-text", reading, kind=kind.value, proposals=len(proposed))
    return reading


def read_vacancy_text(command: ReadVacancyText, *, actor: Actor) -> TextReading:
    """Reads a pasted text of a vacancy, and keeps it for the actor with what it may ask; nothing is published.

    Raises: `NotAllowed`; `InvalidValue` for a text that is empty, too long, or none.
    """
    require(actor, Permission.EDIT_VACANCY)
    text = plain_text(command.text)
    language = language_of(text)
    proposed = vacancy_proposals(text, language)
    return keep_reading(text, proposed, kind=TextKind.VACANCY, language=language or "", actor=actor)


def accept_sure(command: AcceptSure, *, actor: Actor, person: Person | None = None) -> int:
    """Accepts all that was proposed for sure and is not decided; what is only welcome where it cannot be noted so,
    stays undecided. Returns: how many. Raises: `NotFound`.
    """
    with transaction.atomic():
        reading = own_reading(command.reading, actor=actor, person=person)
        sure = reading.proposals.filter(decision="", is_confident=True).exclude(pk__in=command.leave)
        return sure.exclude(kind__in=ONLY_REQUIRED, is_required=False).update(decision=Decision.ACCEPTED)


def decide_proposal(command: DecideProposal, *, actor: Actor, person: Person | None = None) -> Proposal:
    """A proposal is accepted, rejected, or undecided again; what was rejected or put right is kept as feedback.

    Arguments: `person`, of the file that the actor opened, for a text about a person. Raises: `NotFound`;
    `InvalidValue` for a value that the platform does not know.
    """
    with transaction.atomic():
        reading = own_reading(command.reading, actor=actor, person=person)
        proposal = reading.proposals.select_for_update().filter(pk=command.proposal).first()
        if proposal is None:
            raise NotFound(_("This proposal is no longer here."), hint=_("Load the page again."))
        chosen = "" if command.chosen == proposal.value else command.chosen
        if chosen:
            check_value(ProposalKind(proposal.kind), chosen)
        if proposal.how == HowFound.CHOSEN and command.decision != Decision.ACCEPTED:
            # What a person added is taken away again: nobody proposed it, so nothing is learnt from it.
            proposal.delete()
            return proposal
        if command.is_required is not None:
            proposal.is_required = command.is_required
        proposal.decision, proposal.chosen = command.decision or "", chosen
        before, proposal.feedback = proposal.feedback, None
        if proposal.is_rejected or chosen:
            proposal.feedback = _feedback(reading, proposal)
        proposal.save()
        if before is not None:
            before.delete()
    return proposal


def add_own(command: AddOwn, *, actor: Actor, person: Person | None = None) -> Proposal:
    """The owner adds what nobody proposed; what was proposed already is accepted. Raises: as `decide_proposal`."""
    with transaction.atomic():
        reading = own_reading(command.reading, actor=actor, person=person)
        check_value(command.kind, command.value)
        known = reading.proposals.filter(kind=command.kind, value=command.value).first()
        if known is not None:
            decision = DecideProposal(
                reading=command.reading,
                proposal=known.pk,
                decision=Decision.ACCEPTED,
                is_required=command.is_required,
            )
            return decide_proposal(decision, actor=actor, person=person)
        if reading.proposals.count() >= MOST_PROPOSALS:
            raise Conflict(_("So many proposals are not possible."), hint=_("Reject some first."))
        return Proposal.objects.create(
            reading=reading,
            kind=command.kind,
            value=command.value,
            how=HowFound.CHOSEN,
            is_required=command.is_required,
            decision=Decision.ACCEPTED,
        )


def finish_reading(command: FinishReading, *, actor: Actor, person: Person | None = None) -> None:
    """The text goes, with every proposal; the feedback stays. Raises: `NotFound`."""
    with transaction.atomic():
        reading = own_reading(command.reading, actor=actor, person=person)
        record(actor, "finish-reading", reading, kind=reading.kind)
        reading.delete()


def forget_old_readings(*, actor: Actor, is_rehearsal: bool = True, now: datetime | None = None) -> int:
    """Removes every text whose time has come. Doing it twice changes nothing.

    Returns: how many. Raises: `NotAllowed`, the operator does this.
    """
    if not actor.is_operator:
        raise NotAllowed(_("Only the operator of the installation may do this."))
    old = TextReading.objects.filter(expires_at__lte=now or timezone.now())
    count = old.count()
    if not is_rehearsal:
        old.delete()
    return count


def own_reading(reference: UUID, *, actor: Actor, person: Person | None = None) -> TextReading:
    """The text with this reference, for its owner, as long as it is kept.

    Arguments: `person`, of the file that the actor opened: without it a text about a person is not to be had.
    Raises: `NotFound`; somebody else's text is not there.
    """
    reading = TextReading.objects.filter(reference=reference, expires_at__gt=timezone.now()).first()
    is_owner = reading is not None and (
        reading.by_id == getattr(actor.user, "pk", None)
        and (actor.organisation is None or reading.organisation_id == actor.organisation.pk)
        and reading.person_id == getattr(person, "pk", None)
        and (reading.by_id is not None or reading.kind in ABOUT_A_PERSON)
    )
    if reading is None or not is_owner:
        raise NotFound(
            _("This text is no longer here."), hint=_("A text is kept for a short time only: give it again.")
        )
    return reading


def _row(reading: TextReading, one: Proposed) -> Proposal:
    return Proposal(
        reading=reading,
        kind=one.kind,
        value=one.value,
        label=one.label[:300],
        how=one.how,
        score=min(1.0, max(0.0, one.score)),
        is_confident=one.is_confident,
        is_required=one.is_required,
        start=one.start,
        end=one.end,
        places=[list(place) for place in one.places],
        others=[{"value": other.value, "label": other.label, "score": other.score} for other in one.others],
    )


def _each_once(proposed: Sequence[Proposed]) -> list[Proposed]:
    return list({(one.kind, one.value, one.start): one for one in reversed(proposed)}.values())[::-1][:MOST_PROPOSALS]


def _feedback(reading: TextReading, proposal: Proposal) -> Feedback:
    places = proposal.places or [[proposal.start, proposal.end]]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    kept = masked_passage(reading.text, start, end, is_about_a_person=reading.is_about_a_person)
    return Feedback.objects.create(
        on=timezone.localdate(),
        organisation=reading.organisation,
        text_kind=reading.kind,
        kind=proposal.kind,
        value=proposal.value,
        label=proposal.label,
        how=proposal.how,
        score=proposal.score,
        instead=proposal.chosen,
        language=reading.language,
        passage=kept.text[:500],
        start=min(kept.start, 500),
        end=min(kept.end, 500),
        taxonomy=reading.taxonomy,
        is_invented=reading.is_invented,
    )
