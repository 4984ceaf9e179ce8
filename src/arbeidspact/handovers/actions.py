"""Handing somebody over: sending, answering, meeting, and the confirmation of the person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.links import IssuedLink, OpenLink, issue_link, use_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.handovers.commands import (
    AcceptByLink,
    AcceptHandover,
    AskPerson,
    ConfirmHandover,
    DenyMeeting,
    NoteMeeting,
    RefuseByLink,
    RefuseHandover,
    SendHandover,
    WithdrawHandover,
)
from arbeidspact.handovers.course import By, locked, locked_behind, move, side_of, tell_programs
from arbeidspact.handovers.letters import write_to_partner, write_to_person
from arbeidspact.handovers.models import (
    Handover,
    HandoverEvent,
    HandoverKind,
    HandoverPart,
    HandoverState,
    HandoverTransition,
    PartKind,
)
from arbeidspact.handovers.parts import parts_to_send
from arbeidspact.handovers.states import Side
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import GUIDING, Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.actions import end_after_handover, start_by_handover
from arbeidspact.teams.actions import pass_lead

MEETING_AGO: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Sent:
    """A handover that was sent; `link`, for a partner without an account: known only now."""

    handover: Handover
    link: IssuedLink | None


def send_handover(command: SendHandover, *, file: PersonFile) -> Sent:
    """The actor's organisation hands this person over, or invites a partner into the team. It stays responsible.

    Raises: `NotAllowed`; `InvalidValue` at the field; `Conflict` when one to this receiver is under way, or an invited
        organisation accompanies the person already.
    """
    actor = file.actor
    require(actor, Permission.HAND_OVER)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    receiver = _receiver(command, actor)
    _check_sensitive(command, file, receiver)
    _refuse_double(command, file, receiver)
    now, today = timezone.now(), timezone.localdate()
    with transaction.atomic():
        handover = Handover(
            person=file.person,
            kind=command.kind,
            sender=actor.organisation,
            sent_by=actor.user,
            receiver=receiver,
            partner_name=command.partner_name if receiver is None else "",
            partner_email=(command.partner_email or "") if receiver is None else "",
            why=command.why,
            ends_accompaniment=command.ends_accompaniment and command.kind == HandoverKind.TRANSFER,
            state_since=today,
            sent_at=now,
            expires_on=today + timedelta(days=settings.HANDOVER_ANSWER_DAYS),
            is_invented=file.person.is_invented,
        )
        try:
            with transaction.atomic():
                handover.save()
        except IntegrityError:
            raise Conflict(_("A handover of this person to this organisation is under way.")) from None
        HandoverPart.objects.bulk_create(parts_to_send(file, handover, command.parts, command.sensitive, command.note))
        HandoverTransition.objects.create(
            handover=handover,
            event=HandoverEvent.SEND,
            to_state=HandoverState.PENDING,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
            reason=command.why,
        )
        record(
            actor,
            "send-handover",
            handover,
            kind=command.kind,
            parts=sorted(command.parts),
            sensitive=sorted(command.sensitive),
            to=receiver.slug if receiver else "partner",
        )
        tell_programs(handover, HandoverEvent.SEND)
        link = None
        if receiver is None:
            link = _link_for_partner(handover, actor)
            write_to_partner(handover, link, actor=actor)
    return Sent(handover, link)


def accept_handover(command: AcceptHandover, *, actor: Actor) -> Handover:
    """The receiver takes the person on: its accompaniment starts today, on this ground.

    The sender stays responsible until they met and the person confirmed. An invitation ends here: the partner is in
    the team. Raises: `NotAllowed`, `NotFound`, `Conflict` with what the handover waits for, `InvalidValue`.
    """
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        move(handover, HandoverEvent.ACCEPT, By(actor, side_of(handover, actor)))
        own = actor.user.pk if actor.user is not None else None
        _link, has_started = start_by_handover(
            handover.person,
            ground=command.ground,
            reason=handover.why[:300],
            referent=command.referent if command.referent is not None else own,
            actor=actor,
        )
        handover.accepted_by, handover.started_accompaniment = actor.user, has_started
        handover.save(update_fields=["accepted_by", "started_accompaniment"])
    return handover


def refuse_handover(command: RefuseHandover, *, actor: Actor) -> Handover:
    """The receiver does not take the person on, or gives them back before they met; what travelled is removed.

    The accompaniment that accepting started ends. Raises: as `accept_handover`.
    """
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        move(handover, HandoverEvent.REFUSE, By(actor, side_of(handover, actor)), command.reason)
        if handover.started_accompaniment and handover.receiver is not None:
            end_after_handover(handover.person, handover.receiver, actor=actor)
    return handover


def withdraw_handover(command: WithdrawHandover, *, actor: Actor) -> Handover:
    """The sender takes the handover back; what travelled is removed, links stop working.

    An accompaniment that the receiver started stays: the receiver ends it. Raises: as `accept_handover`.
    """
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        move(handover, HandoverEvent.WITHDRAW, By(actor, side_of(handover, actor)), command.reason)
    return handover


def note_meeting(command: NoteMeeting, *, actor: Actor) -> Handover:
    """The receiver has met the person; now the person confirms. Raises: as `accept_handover`."""
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    if command.on > today:
        raise InvalidValue(_("This day has not come yet."), hint=_("Note the meeting once it was held."), field="on")
    if command.on < today - MEETING_AGO:
        raise InvalidValue(_("This day is more than three months ago."), hint=_("Check the day."), field="on")
    with transaction.atomic():
        handover = locked(command.handover, actor)
        handover.met_on = command.on
        move(handover, HandoverEvent.MEET, By(actor, side_of(handover, actor)))
    return handover


def ask_person(command: AskPerson, *, actor: Actor) -> IssuedLink:
    """A link with which the person confirms, in their language; an earlier one stops working. It goes out by mail or
    text message where that was asked.

    Raises: as `accept_handover`; `Conflict` while there is nothing to confirm; `InvalidValue` without an address.
    """
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        if handover.state != HandoverState.MET:
            raise Conflict(_("There is nothing to confirm now."), hint=_("First the receiver meets the person."))
        link = issue_link(
            LinkPurpose.CONFIRM_MEETING,
            handover.reference,
            person=handover.person,
            actor=actor,
            language=handover.person.language,
        )
        record(actor, "ask-confirmation", handover, channel=command.channel or "screen")
        if command.channel is not None:
            write_to_person(handover, link, command.channel, actor=actor)
    return link


def confirm_handover(command: ConfirmHandover, *, actor: Actor) -> Handover:
    """The person, beside the counsellor, confirms that they have met: the receiver is responsible from now on.

    Raises: as `accept_handover`.
    """
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        _confirm(handover, By(actor, side_of(handover, actor)))
    return handover


def confirm_by_link(opened: OpenLink) -> Handover:
    """The person confirms with their link. Raises: `Conflict` when it does not work any more."""
    with transaction.atomic():
        use_link(opened)
        handover = locked_behind(opened, LinkPurpose.CONFIRM_MEETING)
        _confirm(handover, By(opened.actor, Side.PERSON, is_by_link=True))
    return handover


def deny_meeting(command: DenyMeeting, *, actor: Actor) -> Handover:
    """The person says that they have not met: the receiver is to meet them again. Raises: as `accept_handover`."""
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        move(handover, HandoverEvent.DENY, By(actor, side_of(handover, actor)), command.reason)
    return handover


def deny_by_link(opened: OpenLink) -> Handover:
    """The person says with their link that they have not met. Raises: as `confirm_by_link`."""
    with transaction.atomic():
        use_link(opened)
        handover = locked_behind(opened, LinkPurpose.CONFIRM_MEETING)
        move(handover, HandoverEvent.DENY, By(opened.actor, Side.PERSON, is_by_link=True))
    return handover


def accept_by_link(command: AcceptByLink, opened: OpenLink) -> Handover:
    """A partner without an account takes the person on. Raises: as `confirm_by_link`."""
    with transaction.atomic():
        use_link(opened)
        handover = locked_behind(opened, LinkPurpose.ANSWER_HANDOVER)
        handover.receiver_contact = f"{command.name}, {command.contact}"[:200]
        move(handover, HandoverEvent.ACCEPT, By(opened.actor, Side.RECEIVER, is_by_link=True))
    return handover


def refuse_by_link(command: RefuseByLink, opened: OpenLink) -> Handover:
    """A partner without an account does not, and says why. Raises: as `confirm_by_link`."""
    with transaction.atomic():
        use_link(opened)
        handover = locked_behind(opened, LinkPurpose.ANSWER_HANDOVER)
        move(handover, HandoverEvent.REFUSE, By(opened.actor, Side.RECEIVER, is_by_link=True), command.reason)
    return handover


def _confirm(handover: Handover, by: By) -> None:
    move(handover, HandoverEvent.CONFIRM, by)
    if handover.receiver is not None:
        pass_lead(handover.person, handover.receiver, actor=by.actor)
    if handover.ends_accompaniment:
        end_after_handover(handover.person, handover.sender, actor=by.actor)


def _receiver(command: SendHandover, actor: Actor) -> Organisation | None:
    if not command.receiver:
        if not command.partner_name or command.partner_email is None:
            raise InvalidValue(
                _("Choose an organisation, or give the name and mail address of a partner."),
                field="partner_email" if command.partner_name else "receiver",
            )
        if command.kind == HandoverKind.JOIN:
            raise InvalidValue(
                _("Only an organisation that works here can join the team."),
                hint=_("Hand the person over, or ask the operator to take the partner up."),
                field="receiver",
            )
        return None
    if command.partner_name or command.partner_email:
        raise InvalidValue(_("Choose an organisation or a partner without an account, not both."), field="partner_name")
    found = Organisation.objects.filter(slug=command.receiver, kind__in=GUIDING).first()
    if found is None:
        raise InvalidValue(
            _("This organisation does not guide people here."), hint=_("Choose one from the list."), field="receiver"
        )
    if found == actor.organisation:
        raise InvalidValue(
            _("A handover goes to another organisation."),
            hint=_("For a colleague: name another referent, or take them into the team."),
            field="receiver",
        )
    return found


def _check_sensitive(command: SendHandover, file: PersonFile, receiver: Organisation | None) -> None:
    if not command.sensitive:
        return
    if not file.sees_sensitive:
        raise InvalidValue(
            _("The sensitive part of the file is closed."),
            hint=_("Open it first, or leave the sensitive parts at home."),
            field="sensitive",
        )
    if receiver is None:
        raise InvalidValue(
            _("Sensitive parts travel only to an organisation that works here."),
            hint=_("Tell a partner without an account in a talk, together with the person."),
            field="sensitive",
        )
    if command.sensitive - command.parts or PartKind.NOTE in command.sensitive:
        raise InvalidValue(_("Choose the part itself too."), field="sensitive")


def _refuse_double(command: SendHandover, file: PersonFile, receiver: Organisation | None) -> None:
    is_there = receiver is not None and any(link.organisation_id == receiver.pk for link in file.accompaniments)
    if command.kind == HandoverKind.JOIN and is_there:
        raise Conflict(_("This organisation accompanies the person already."), field="receiver")


def _link_for_partner(handover: Handover, actor: Actor) -> IssuedLink:
    return issue_link(
        LinkPurpose.ANSWER_HANDOVER,
        handover.reference,
        person=handover.person,
        actor=actor,
        days=settings.HANDOVER_ANSWER_DAYS,
    )
