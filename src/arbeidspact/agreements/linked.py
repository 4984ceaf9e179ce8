"""What the holder of a link reads of an agreement, and how it stands then."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import Agreement, AgreementState, AgreementVersion, Party
from arbeidspact.agreements.queries import PromiseState, PromiseView, facts_of, newest_versions, promises_of
from arbeidspact.agreements.states import Act, acts_for, state_from
from arbeidspact.correspondence.links import OpenLink
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.people.domains import SENSITIVE


@dataclass(frozen=True, slots=True)
class LinkedAgreement:
    """What the holder of a link reads, and whether they may still answer."""

    agreement: Agreement
    version: AgreementVersion
    promises: tuple[PromiseView, ...]
    organisation_agreed_on: date | None
    has_earlier_in_force: bool
    may_answer: bool


def agreement_of_link(opened: OpenLink) -> LinkedAgreement:
    """What is this link about? Changes nothing. Raises: `NotFound`."""
    version = (
        newest_versions()
        .filter(reference=opened.subject, agreement__person=opened.person, agreement__organisation=opened.organisation)
        .first()
    )
    if version is None:
        raise NotFound(_("This link does not work any more."), hint=_("Ask your contact for a new one."))
    promises = promises_of([version.pk])
    is_protected = any(one.domain in SENSITIVE for one in promises)
    organisation = version.agreement.organisation
    agreed = version.confirmations.filter(party=Party.ORGANISATION, taken_back_at__isnull=True).first()
    return LinkedAgreement(
        agreement=version.agreement,
        version=version,
        promises=tuple(
            PromiseView(one, organisation, PromiseState.WAITING, None, 0) for one in promises if not is_protected
        ),
        organisation_agreed_on=timezone.localdate(agreed.at) if agreed else None,
        has_earlier_in_force=facts_of(version).has_version_in_force,
        may_answer=Act.CONFIRM_PERSON in acts_for(facts_of(version)) and not is_protected,
    )


def state_by_link(opened: OpenLink) -> AgreementState:
    """How does the agreement of this link stand now? Raises: `NotFound`."""
    version = newest_versions().filter(reference=opened.subject, agreement__person=opened.person).first()
    if version is None:
        raise NotFound(_("This link does not work any more."), hint=_("Ask your contact for a new one."))
    return state_from(facts_of(version))
