"""Saying yes: on screen together, through a link, or on paper."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.actions.holding import (
    Held,
    held_for_change,
    hold,
    note,
    refuse_other_version,
    refuse_unread,
    stop_links,
    tell_programs,
)
from arbeidspact.agreements.commands import ConfirmOnPaper, ConfirmOnScreen, OfferAgreement
from arbeidspact.agreements.models import (
    Agreement,
    AgreementEventKind,
    AgreementVersion,
    Confirmation,
    ConfirmedHow,
    Party,
    Scan,
)
from arbeidspact.agreements.scans import forget_scan, keep_scan, media_type_of
from arbeidspact.agreements.states import BOTH, Act
from arbeidspact.correspondence.links import OpenLink, use_link
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE

ACT_OF = {Party.PERSON: Act.CONFIRM_PERSON, Party.ORGANISATION: Act.CONFIRM_ORGANISATION}
EVENT_OF = {
    Party.PERSON: AgreementEventKind.PERSON_CONFIRMED,
    Party.ORGANISATION: AgreementEventKind.ORGANISATION_CONFIRMED,
}


def offer_agreement(command: OfferAgreement, *, file: PersonFile) -> Agreement:
    """A draft is put to both to confirm. Raises: `NotAllowed`, `NotFound`, `Conflict` when it is no draft."""
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.OFFER)
        refuse_other_version(held, command.version)
        AgreementVersion.objects.filter(pk=held.version.pk).update(offered_at=timezone.now())
        note(held, AgreementEventKind.OFFERED, file.actor)
        record(file.actor, "offer-agreement", held.agreement, version=held.version.number)
    return held.agreement


def confirm_on_screen(command: ConfirmOnScreen, *, file: PersonFile) -> Agreement:
    """The person says yes on the counsellor's screen, or the counsellor for the organisation.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it was confirmed, changed or closed already, or when part of it
    cannot be read because the compartment is closed.
    """
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(ACT_OF[command.party])
        refuse_other_version(held, command.version)
        refuse_unread(held, file)
        _confirm(held, command.party, ConfirmedHow.ON_SCREEN, file.actor, present=command.present)
        record(file.actor, "confirm-agreement", held.agreement, party=command.party, how=ConfirmedHow.ON_SCREEN)
    return held.agreement


def confirm_on_paper(command: ConfirmOnPaper, data: bytes, *, file: PersonFile) -> Scan:
    """The signed paper is attached, and whoever signed it agrees.

    Arguments: `data`, the scan: a PDF, JPEG or PNG. Raises: as `confirm_on_screen`; `InvalidValue` for a file that is
    something else or too large, or a day that cannot be.
    """
    require(file.actor, Permission.MAKE_AGREEMENT)
    media_type = media_type_of(data)
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        refuse_other_version(held, command.version)
        for party in command.parties:
            held.refuse_unless(ACT_OF[party])
        refuse_unread(held, file)
        _refuse_day(command, held)
        scan = keep_scan(held.version, media_type, data, file.actor)
        try:
            for party in sorted(command.parties):
                _confirm(held, party, ConfirmedHow.ON_PAPER, file.actor, command, scan)
            parties = sorted(command.parties)
            record(file.actor, "confirm-agreement", held.agreement, parties=parties, how=ConfirmedHow.ON_PAPER)
        except BaseException:
            forget_scan(scan)
            raise
    return scan


def confirm_by_link(opened: OpenLink) -> Agreement:
    """The holder of the link, the person, agrees. The link works no more.

    Raises: `Conflict` when the link was used meanwhile, or the agreement changed or closed.
    """
    with transaction.atomic():
        use_link(opened)
        held = held_by_link(opened)
        held.refuse_unless(Act.CONFIRM_PERSON)
        _confirm(held, Party.PERSON, ConfirmedHow.BY_LINK, opened.actor)
        record(opened.actor, "confirm-agreement", held.agreement, party=Party.PERSON, how=ConfirmedHow.BY_LINK)
    return held.agreement


def held_by_link(opened: OpenLink) -> Held:
    """The agreement that a link is about, locked, while its version is the newest. Raises: `NotFound`, `Conflict`."""
    agreement = (
        Agreement.objects.select_for_update()
        .filter(versions__reference=opened.subject, person=opened.person, organisation=opened.organisation)
        .first()
    )
    if agreement is None or opened.purpose != LinkPurpose.CONFIRM_AGREEMENT:
        raise NotFound(_("This link is not known."))
    held = hold(agreement)
    is_protected = held.version.promises.filter(domain__in=SENSITIVE).exists()
    if held.version.reference != opened.subject or is_protected:
        raise Conflict(_("This link does not work any more."), hint=_("Ask your contact for a new one."))
    return held


def _confirm(
    held: Held,
    party: Party,
    how: ConfirmedHow,
    actor: Actor,
    paper: ConfirmOnPaper | None = None,
    scan: Scan | None = None,
    *,
    present: str = "",
) -> None:
    now = timezone.now()
    Confirmation.objects.create(
        version=held.version,
        party=party,
        how=how,
        at=now,
        noted_by=actor.user,
        present=paper.present if paper else present,
        signed_on=paper.signed_on if paper else None,
        scan=scan,
    )
    note(held, EVENT_OF[party], actor, how=how, at=now)
    if party == Party.PERSON:
        stop_links(held.version)
    if hold(held.agreement).facts.agreed == BOTH:
        if held.in_force is not None:
            AgreementVersion.objects.filter(pk=held.in_force.pk).update(in_force_until=now)
        AgreementVersion.objects.filter(pk=held.version.pk).update(in_force_from=now, in_force_until=None)
        note(held, AgreementEventKind.IN_FORCE, actor, at=now)
        tell_programs("agreement.confirmed", held)


def _refuse_day(command: ConfirmOnPaper, held: Held) -> None:
    if command.signed_on > timezone.localdate():
        raise InvalidValue(_("This day is still to come."), field="signed_on")
    if command.signed_on < timezone.localdate(held.version.made_at):
        raise InvalidValue(
            _("This version did not exist yet on that day."),
            hint=_("Check the day, and whether this is the paper of this version."),
            field="signed_on",
        )
