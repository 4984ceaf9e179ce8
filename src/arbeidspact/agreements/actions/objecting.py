"""Saying no, and answering it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.actions.confirming import held_by_link
from arbeidspact.agreements.actions.holding import (
    Held,
    close_objection,
    held_for_change,
    note,
    refuse_other_version,
    stop_links,
    take_back_yes,
)
from arbeidspact.agreements.commands import AnswerObjection, ObjectByLink, ObjectToAgreement
from arbeidspact.agreements.models import (
    Agreement,
    AgreementEventKind,
    ObjectedHow,
    Objection,
    ObjectionAnswer,
)
from arbeidspact.agreements.states import Act
from arbeidspact.correspondence.links import OpenLink, use_link
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.people.access import PersonFile

ANSWERS = frozenset({ObjectionAnswer.EXPLAINED, ObjectionAnswer.TAKEN_BACK})
"""Given in words; a change and a withdrawal answer an objection by themselves."""


def object_to_agreement(command: ObjectToAgreement, *, file: PersonFile) -> Objection:
    """The person tells the counsellor why they do not agree. A yes that they gave before is taken back.

    Raises: `NotAllowed`, `NotFound`, `Conflict` for a draft, a closed agreement or a second objection.
    """
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.OBJECT)
        refuse_other_version(held, command.version)
        objection = _object(held, command.words, ObjectedHow.WITH_COUNSELLOR, file.actor)
        record(file.actor, "object-to-agreement", held.agreement, how=ObjectedHow.WITH_COUNSELLOR)
    return objection


def object_by_link(command: ObjectByLink, opened: OpenLink) -> Objection:
    """The holder of the link, the person, does not agree and says why. The link works no more.

    Raises: as `confirm_by_link`.
    """
    with transaction.atomic():
        use_link(opened)
        held = held_by_link(opened)
        held.refuse_unless(Act.OBJECT)
        objection = _object(held, command.words, ObjectedHow.BY_LINK, opened.actor)
        record(opened.actor, "object-to-agreement", held.agreement, how=ObjectedHow.BY_LINK)
    return objection


def answer_objection(command: AnswerObjection, *, file: PersonFile) -> Agreement:
    """Somebody answers the objection in words; after that the person is asked again.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it was answered already.
    """
    if command.answer not in ANSWERS:
        raise InvalidValue(
            _("A change or a withdrawal answers the objection by itself."),
            hint=_("Change or withdraw the agreement."),
            field="answer",
        )
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.ANSWER)
        if not held.version.objections.filter(reference=command.objection, answered_at__isnull=True).exists():
            raise NotFound(_("There is no such objection."))
        close_objection(held, command.answer, file.actor, command.words)
        record(file.actor, "answer-objection", held.agreement, answer=command.answer)
    return held.agreement


def _object(held: Held, words: str, how: ObjectedHow, actor: Actor) -> Objection:
    take_back_yes(held)
    stop_links(held.version)
    note(held, AgreementEventKind.OBJECTED, actor, how=how)
    return Objection.objects.create(version=held.version, words=words, how=how, at=timezone.now(), noted_by=actor.user)
