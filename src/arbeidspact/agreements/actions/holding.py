"""An agreement held for a change: locked, with its newest version and the facts that decide what may be done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementEventKind,
    AgreementVersion,
    Objection,
    ObjectionAnswer,
    Party,
)
from arbeidspact.agreements.states import Act, Facts, agreed_by, refuse_unless
from arbeidspact.correspondence.events import announce
from arbeidspact.correspondence.links import withdraw_links
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement, its newest version, the version in force (None without one), and the facts."""

    agreement: Agreement
    version: AgreementVersion
    in_force: AgreementVersion | None
    facts: Facts

    def refuse_unless(self, act: Act) -> None:
        """Raises: `Conflict` when this cannot be done now."""
        refuse_unless(self.facts, act)


def held_for_change(reference: UUID, file: PersonFile) -> Held:
    """The agreement of this file that the actor changes. Call it inside the transaction.

    Raises: `NotAllowed`, `NotFound`, `Conflict` when another organisation made it.
    """
    require(file.actor, Permission.MAKE_AGREEMENT)
    agreement = Agreement.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if agreement is None:
        raise NotFound(_("There is no such agreement in this file."))
    if file.actor.organisation is None or agreement.organisation_id != file.actor.organisation.pk:
        raise Conflict(
            _("This agreement was made with another organisation."), hint=_("Ask that organisation to change it.")
        )
    return hold(agreement)


def hold(agreement: Agreement) -> Held:
    """An agreement that was locked, with what is needed to decide."""
    versions = list(agreement.versions.filter(replaced_at__isnull=True)) + list(
        agreement.versions.filter(in_force_from__isnull=False, in_force_until__isnull=True)
    )
    version, in_force = versions[0], versions[1] if len(versions) > 1 else None
    facts = Facts(
        closed_as=agreement.closed_as,
        is_offered=version.offered_at is not None,
        agreed=agreed_by(version.confirmations.all()),
        has_open_objection=version.objections.filter(answered_at__isnull=True).exists(),
        has_version_in_force=in_force is not None,
    )
    return Held(agreement, version, in_force, facts)


def refuse_other_version(held: Held, number: int) -> None:
    """Whoever acts must have read the newest version. Raises: `Conflict`."""
    if held.version.number != number:
        raise Conflict(
            _("Somebody changed this agreement in the meantime."), hint=_("Read the new version first, then try again.")
        )


def refuse_unread(held: Held, file: PersonFile) -> None:
    """Nobody agrees with what they cannot read. Raises: `Conflict` while protected promises are hidden."""
    if not file.sees_sensitive and held.version.promises.filter(domain__in=SENSITIVE).exists():
        raise Conflict(
            _("Part of this agreement is in the protected part of the file."),
            hint=_("Open that part first, so that everything can be read."),
        )


def note(
    held: Held,
    kind: AgreementEventKind,
    actor: Actor,
    *,
    version: AgreementVersion | None = None,
    how: str = "",
    at: datetime | None = None,
) -> None:
    """Writes in the log of the agreement what happened."""
    AgreementEvent.objects.create(
        agreement=held.agreement,
        version=(version or held.version).number,
        kind=kind,
        how=how,
        at=at or timezone.now(),
        by=actor.user,
        organisation=actor.organisation,
    )


def tell_programs(event: str, held: Held) -> None:
    """The webhooks of the organisation hear by references what became of the agreement."""
    announce(
        event,
        {
            "agreement": held.agreement.reference,
            "person": held.agreement.person.reference,
            "version": held.version.number,
            "kind": held.version.kind,
        },
        organisation=held.agreement.organisation,
    )


def close_objection(held: Held, answer: ObjectionAnswer, actor: Actor, words: str = "") -> None:
    """The open objection against the newest version, if any, gets its answer."""
    open_ones = Objection.objects.filter(version=held.version, answered_at__isnull=True)
    closed = open_ones.update(answer=answer, answer_words=words, answered_at=timezone.now(), answered_by=actor.user)
    if closed:
        note(held, AgreementEventKind.ANSWERED, actor, how=answer)


def stop_links(version: AgreementVersion) -> None:
    """Links to confirm this version that nobody used stop working."""
    withdraw_links(LinkPurpose.CONFIRM_AGREEMENT, version.reference)


def take_back_yes(held: Held) -> None:
    """The person no longer agrees with the newest version; if it was in force, it no longer is."""
    now = timezone.now()
    held.version.confirmations.filter(party=Party.PERSON, taken_back_at__isnull=True).update(taken_back_at=now)
    was_in_force = AgreementVersion.objects.filter(
        pk=held.version.pk, in_force_from__isnull=False, in_force_until__isnull=True
    ).update(in_force_until=now)
    if was_in_force:
        tell_programs("agreement.reopened", held)
