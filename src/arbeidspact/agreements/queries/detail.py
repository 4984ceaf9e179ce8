"""One agreement with all that happened to it: its page, an earlier version, a signed paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementState,
    AgreementVersion,
    Confirmation,
    Objection,
    Promise,
    Scan,
)
from arbeidspact.agreements.queries.lists import AgreementLine, facts_of, lines_from, newest_of
from arbeidspact.agreements.queries.promises import PromiseState, PromiseView, outcomes_of, promises_of, views_of
from arbeidspact.agreements.scans import bytes_of, suffix_of
from arbeidspact.agreements.states import Act, acts_for
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything about one agreement that this actor may see.

    `promises`: of the newest version; `in_force_promises`: of the version in force where that is another one.
    `may`: what can be done now by this actor. `reads_all`: nothing of it is hidden.
    """

    line: AgreementLine
    in_force_promises: tuple[PromiseView, ...]
    versions: Sequence[AgreementVersion]
    confirmations: Sequence[Confirmation]
    objections: Sequence[Objection]
    scans: Sequence[Scan]
    events: Sequence[AgreementEvent]
    may: frozenset[Act]

    @property
    def agreement(self) -> Agreement:
        return self.line.agreement

    @property
    def version(self) -> AgreementVersion:
        return self.line.version

    @property
    def state(self) -> AgreementState:
        return self.line.state

    @property
    def reads_all(self) -> bool:
        return self.line.protected == 0

    @property
    def open_objection(self) -> Objection | None:
        return next((one for one in self.objections if one.answered_at is None), None)

    @property
    def is_earlier_in_force(self) -> bool:
        return self.line.in_force is not None and self.line.in_force.pk != self.version.pk


def agreement_in(file: PersonFile, reference: UUID, *, today: date | None = None) -> AgreementPage:
    """One agreement of this file with all that happened to it. Raises: `NotFound`."""
    newest = newest_of(file).filter(agreement__reference=reference).first()
    if newest is None:
        raise NotFound(_("There is no such agreement in this file."))
    line = lines_from([newest], file, today)[0]
    day = today or timezone.localdate()
    outcomes = outcomes_of([newest.agreement_id])
    earlier = (
        views_of(promises_of([line.in_force.pk]), line.agreement, outcomes, file, day, in_force=True)
        if line.in_force is not None and line.in_force.pk != newest.pk
        else ()
    )
    agreement = newest.agreement
    versions = list(agreement.versions.select_related("made_by").order_by("-number"))
    own = file.actor.organisation is not None and agreement.organisation_id == file.actor.organisation.pk
    objections = (
        Objection.objects.filter(version__agreement=agreement)
        .annotate(is_protected=_is_protected())
        .select_related("version", "noted_by", "answered_by")
    )
    return AgreementPage(
        line=line,
        in_force_promises=tuple(earlier),
        versions=versions,
        confirmations=list(
            newest.confirmations.filter(taken_back_at__isnull=True).select_related("noted_by", "scan").order_by("pk")
        ),
        objections=list(objections.order_by("-at", "-pk")),
        scans=list(Scan.objects.filter(version__agreement=agreement).select_related("version", "added_by")),
        events=list(agreement.events.select_related("by", "organisation").order_by("-at", "-pk")),
        may=acts_for(facts_of(newest)) if own and may(file.actor, Permission.MAKE_AGREEMENT) else frozenset(),
    )


def agreement_to_change(file: PersonFile, reference: UUID) -> AgreementPage:
    """An agreement of this file that the actor may do something with. Raises: `NotFound`; `NotAllowed` when another
    organisation made it."""
    page = agreement_in(file, reference)
    if not page.may:
        raise NotAllowed(
            _("This agreement was made with another organisation."), hint=_("Ask that organisation to change it.")
        )
    return page


def version_in(file: PersonFile, reference: UUID, number: int) -> tuple[AgreementVersion, list[PromiseView], int]:
    """One version of an agreement of this file: its text, the promises that may be seen, and how many are protected.

    Raises: `NotFound`.
    """
    version = (
        AgreementVersion.objects.filter(agreement__person=file.person, agreement__reference=reference, number=number)
        .select_related("agreement__organisation", "made_by")
        .first()
    )
    if version is None:
        raise NotFound(_("This agreement has no such version."))
    promises = promises_of([version.pk])
    shown = [one for one in promises if file.sees_sensitive or one.domain not in SENSITIVE]
    organisation = version.agreement.organisation
    views = [PromiseView(one, organisation, PromiseState.WAITING, None, 0) for one in shown]
    return version, views, len(promises) - len(shown)


def scan_in(file: PersonFile, reference: UUID) -> tuple[Scan, bytes, str]:
    """A signed paper of this file: its row, what is in it and how its name ends.

    Raises: `NotFound`; `NotAllowed` while the paper shows protected promises and the compartment is closed.
    """
    scan = (
        Scan.objects.filter(version__agreement__person=file.person, reference=reference)
        .annotate(is_protected=_is_protected())
        .first()
    )
    if scan is None:
        raise NotFound(_("There is no such scan in this file."))
    if scan.is_protected and not file.sees_sensitive:
        raise NotAllowed(
            _("This paper shows protected promises."), hint=_("Open the protected part of the file first.")
        )
    return scan, bytes_of(scan), suffix_of(scan)


def _is_protected() -> Exists:
    """Of a scan or an objection: does its version hold protected promises? Then it is protected along."""
    return Exists(Promise.objects.filter(version=OuterRef("version"), domain__in=SENSITIVE))
