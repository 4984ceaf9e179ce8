"""Who can verify a result without a part in it, read from the rows that say so."""

from collections import defaultdict
from collections.abc import Iterable

from arbeidspact.funding.conflicts import NotIndependent, not_independent
from arbeidspact.funding.models import Application, Contract, ContractParty, InterestDeclaration, PartyRole
from arbeidspact.organisations.models import Membership, User


def why_not_to_verify(user: User | None, contracts: Iterable[Contract]) -> dict[int, NotIndependent]:
    """Of each contract by key: why this person does not verify its results. Those they may are left out."""
    asked = list(contracts)
    if user is None:
        return {}
    works_for = set(
        Membership.objects.filter(user=user, ended_at__isnull=True).values_list("organisation_id", flat=True)
    )
    partners = _partners_of(asked)
    last: dict[int, bool] = {}
    said = InterestDeclaration.objects.filter(
        juror__user=user, application__in=[one.application_id for one in asked if one.application_id]
    ).order_by("declared_at", "id")
    for application, has_interest in said.values_list("application_id", "has_interest"):
        last[application] = has_interest
    found = {}
    for contract in asked:
        why = not_independent(
            works_for,
            payee=contract.payee_id,
            payer=contract.payer_id,
            partners=partners[contract.pk],
            has_declared=contract.application_id is not None and last.get(contract.application_id, False),
        )
        if why is not None:
            found[contract.pk] = why
    return found


def why_not_a_verifier(organisation: int, contract: Contract) -> NotIndependent | None:
    """Why can this organisation not verify the results of this contract? None when it can."""
    return not_independent(
        [organisation],
        payee=contract.payee_id,
        payer=contract.payer_id,
        partners=_partners_of([contract])[contract.pk],
    )


def partners_applying(application: Application) -> set[int]:
    """Who applies: the applicant and who applies along. Keys of organisations."""
    return {application.organisation_id, *application.co_applicants.values_list("pk", flat=True)}


def _partners_of(contracts: list[Contract]) -> dict[int, set[int]]:
    """Who works along, finances or applied along, beside who does the work. Two queries."""
    found: dict[int, set[int]] = defaultdict(set)
    parties = ContractParty.objects.filter(
        contract__in=[one.pk for one in contracts],
        organisation__isnull=False,
        role__in=[PartyRole.PROVIDER, PartyRole.INVESTOR],
    )
    for contract, organisation in parties.order_by().values_list("contract_id", "organisation_id"):
        if organisation is not None:
            found[contract].add(organisation)
    by_application = {one.application_id: one.pk for one in contracts if one.application_id}
    along = Application.co_applicants.through.objects.filter(application__in=list(by_application))
    for application, organisation in along.values_list("application_id", "organisation_id"):
        found[by_application[application]].add(organisation)
    return found
