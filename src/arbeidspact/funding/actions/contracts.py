"""Contracts: made beside the calls, cut into instalments, reported on, closed."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.acting import own_organisation
from arbeidspact.funding.actions.decisions import commit
from arbeidspact.funding.actions.evidence import forget_waiting_evidence, hand_in_evidence
from arbeidspact.funding.actions.verification import set_verifier
from arbeidspact.funding.commands import (
    AddInstalment,
    CloseContract,
    MakeContract,
    MetricEntry,
    RemoveInstalment,
    SendReport,
)
from arbeidspact.funding.ledger import balance_of
from arbeidspact.funding.measure import rule_of
from arbeidspact.funding.models import (
    Contract,
    ContractParty,
    Instalment,
    LedgerEntry,
    LedgerKind,
    OutcomeMetric,
    PartyRole,
    ProgressReport,
)
from arbeidspact.funding.money import total_of
from arbeidspact.funding.payment import problems_of
from arbeidspact.indicators import IndicatorError, Period, breakdown_key, parse_breakdown
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, Message, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require

RULE_WORDS: dict[str, Message] = {
    "target": _("Fill in a target that lies beyond the threshold, in the direction that is better."),
    "price": _("Fill in a price above nothing."),
    "step": _("Fill in how large a step is, above nothing."),
    "threshold": _("The threshold is a change in the right direction: 0 or more."),
}


def make_contract(command: MakeContract, *, actor: Actor) -> Contract:
    """A contract by result between the actor's organisation, which pays, and another.

    Raises: `NotAllowed`; `InvalidValue` when a party is not on the platform, or pays itself.
    """
    require(actor, Permission.EDIT_FUND)
    payee = Organisation.objects.filter(pk=command.payee).first()
    if payee is None or payee == actor.organisation:
        raise InvalidValue(_("Choose another organisation, which does the work."), field="payee")
    named = Organisation.objects.in_bulk([one.organisation for one in command.parties if one.organisation])
    with transaction.atomic():
        contract = Contract.objects.create(
            kind=command.kind,
            title=command.title,
            payer=own_organisation(actor),
            payee=payee,
            amount=command.amount,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            comparison=command.comparison,
            verification_days=command.verification_days,
            contact_email=command.contact_email or "",
            is_invented=command.is_invented,
            made_by=actor.user,
        )
        ContractParty.objects.bulk_create(
            [
                ContractParty(contract=contract, role=PartyRole.COMMISSIONER, organisation=actor.organisation),
                ContractParty(contract=contract, role=PartyRole.PROVIDER, organisation=payee),
                *(
                    ContractParty(
                        contract=contract,
                        role=one.role,
                        organisation=named.get(one.organisation or 0),
                        name=one.name,
                    )
                    for one in command.parties
                    if one.organisation or one.name
                ),
            ]
        )
        set_verifier(contract, command.verifier)
        commit(contract, contract.amount, actor)
        record(actor, "make-contract", contract, kind=command.kind.value)
    return contract


def add_instalment(command: AddInstalment, *, actor: Actor) -> Instalment:
    """One more part of the money, and what it hangs on; all parts together never pass the contract.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for a measure that cannot be calculated, an unknown indicator, or
        more money than is left; `Conflict` when the contract is closed.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        contract = own_contract_to_change(command.contract, actor)
        planned = total_of(contract.instalments.values_list("amount", flat=True))
        left = contract.amount - planned
        if command.amount > left:
            raise InvalidValue(
                _("%(left)s euro of this contract is not in an instalment yet.") % {"left": left}, field="amount"
            )
        if command.metric is not None:
            _refuse_impossible(command.metric, command.amount)
        last = contract.instalments.aggregate(last=Max("order"))["last"]
        instalment = Instalment.objects.create(
            contract=contract,
            order=0 if last is None else last + 1,
            kind=command.kind,
            title=command.title,
            amount=command.amount,
            due_on=command.due_on,
        )
        if command.metric is not None:
            OutcomeMetric.objects.create(instalment=instalment, **command.metric.model_dump())
        record(actor, "add-instalment", contract, kind=command.kind.value)
    return instalment


def remove_instalment(command: RemoveInstalment, *, actor: Actor) -> Contract:
    """An instalment that nobody claimed goes. Returns: its contract.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it was claimed.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        instalment = (
            Instalment.objects.filter(reference=command.instalment, contract__payer=actor.organisation)
            .select_related("contract")
            .first()
        )
        if instalment is None:
            raise NotFound(_("There is no such instalment."))
        contract = own_contract_to_change(instalment.contract.reference, actor)
        if instalment.claims.exists():
            raise Conflict(_("This instalment was claimed; it stays."))
        if instalment.evidence.exists():
            raise Conflict(_("Evidence was added for this instalment; it stays."))
        record(actor, "remove-instalment", contract)
        instalment.delete()
    return contract


def send_report(command: SendReport, *, actor: Actor) -> ProgressReport:
    """What the contractor did and reached; it stays as it was sent, with the files that wait for a report.

    Raises: `NotAllowed`; `NotFound`; `Conflict`.
    """
    require(actor, Permission.APPLY_TO_FUND)
    contract = Contract.objects.filter(reference=command.contract, payee=actor.organisation).first()
    if contract is None:
        raise NotFound(_("Your organisation has no such contract."))
    if contract.closed_at is not None:
        raise Conflict(_("This contract is closed."))
    if command.period_end > timezone.localdate():
        raise InvalidValue(_("Report on days that are over."), field="period_end")
    with transaction.atomic():
        report = ProgressReport.objects.create(
            contract=contract, sent_by=actor.user, **command.model_dump(exclude={"contract"})
        )
        files = hand_in_evidence(contract, report=report)
        record(actor, "send-fund-report", contract, files=files)
    return report


def close_contract(command: CloseContract, *, actor: Actor) -> Contract:
    """Nothing more is paid: what is left is released, and free for others. Raises: `NotAllowed`; `NotFound`;
    `Conflict` when a claim still waits."""
    require(actor, Permission.APPROVE_PAYMENTS)
    with transaction.atomic():
        contract = own_contract_to_change(command.contract, actor)
        waiting = contract.instalments.filter(
            claims__isnull=False, claims__paid_at__isnull=True, claims__refused_at__isnull=True
        )
        if waiting.exists():
            raise Conflict(_("A claim still waits. Pay or refuse it first."))
        left = balance_of(contract.ledger.values_list("kind", "amount")).open
        if left > 0:
            book(contract, LedgerKind.RELEASE, left, actor)
        forget_waiting_evidence(contract, actor)
        contract.closed_at = timezone.now()
        contract.save(update_fields=["closed_at"])
        record(actor, "close-contract", contract)
    return contract


def book(contract: Contract, kind: LedgerKind, amount: Decimal, actor: Actor) -> LedgerEntry:
    """Books an amount of today without a claim."""
    return LedgerEntry.objects.create(
        contract=contract, kind=kind, amount=amount, booked_on=timezone.localdate(), booked_by=actor.user
    )


def own_contract_to_change(reference: UUID, actor: Actor) -> Contract:
    """This running contract that the actor's organisation pays, held until the transaction is over.

    Raises: `NotFound`; `Conflict` when it is closed.
    """
    contract = Contract.objects.select_for_update().filter(reference=reference, payer=actor.organisation).first()
    if contract is None:
        raise NotFound(_("Your organisation pays no such contract."))
    if contract.closed_at is not None:
        raise Conflict(_("This contract is closed."))
    return contract


def _refuse_impossible(metric: MetricEntry, cap: Decimal) -> None:
    for field in problems_of(rule_of(metric, cap)):
        raise InvalidValue(RULE_WORDS[field], field=field)
    try:
        Period.parse(metric.period)
    except IndicatorError as error:
        raise InvalidValue(
            _("This is not a period."), hint=_("Write 2026, 2026-H1, 2026-Q3 or 2026-09."), field="period"
        ) from error
    if not metric.indicator:
        return
    definition = definitions_in_force().get(metric.indicator)
    if definition is None:
        raise InvalidValue(_("There is no such indicator."), hint=_("Choose one from the list."), field="indicator")
    if not metric.area:
        raise InvalidValue(_("Say for which area the figure is."), field="area")
    try:
        chosen = parse_breakdown(metric.breakdown, definition.dimensions)
    except IndicatorError as error:
        raise InvalidValue(str(error), field="breakdown") from error
    if metric.breakdown != breakdown_key(chosen):
        raise InvalidValue(_("Write this group as %(key)s.") % {"key": breakdown_key(chosen)}, field="breakdown")
