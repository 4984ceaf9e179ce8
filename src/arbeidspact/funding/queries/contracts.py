"""Contracts, claims and payments to read: for who pays and for who is paid."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.ledger import Balance, balance_of
from arbeidspact.funding.models import (
    Claim,
    Contract,
    ContractKind,
    ContractParty,
    Instalment,
    InstalmentKind,
    LedgerEntry,
    OutcomeMetric,
    PartyRole,
    PaymentShape,
    ProgressReport,
    RevisionAnswer,
    RevisionDecision,
    Verification,
)
from arbeidspact.funding.proof import Proof, proof_of
from arbeidspact.funding.states import ClaimState
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, may, require

__all__ = [
    "Claim",
    "Contract",
    "ContractKind",
    "InstalmentKind",
    "OutcomeMetric",
    "PartyRole",
    "PaymentShape",
    "RevisionAnswer",
    "bookings",
    "claim_of",
    "claims",
    "contract_of",
    "contracts",
    "in_state",
    "instalment_of",
    "lines_of",
    "others",
    "sums_of",
]


CHECKED: Final = Q(refused_at__isnull=True, checked_at__isnull=False, approved_at__isnull=True)
UNCHECKED: Final = Q(refused_at__isnull=True, checked_at__isnull=True)


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract in the list, with its sums."""

    contract: Contract
    balance: Balance


@dataclass(frozen=True, slots=True)
class InstalmentView:
    """An instalment with the claim that counts (None: nobody claimed it, or it was refused), the refused ones, and for
    an indicator whether there is a figure that proves it."""

    instalment: Instalment
    claim: Claim | None
    refused: tuple[Claim, ...]
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract as a whole."""

    contract: Contract
    instalments: tuple[InstalmentView, ...]
    parties: tuple[ContractParty, ...]
    reports: tuple[ProgressReport, ...]
    ledger: tuple[LedgerEntry, ...]
    balance: Balance
    is_payer: bool
    is_payee: bool
    unplanned: Decimal = field(default=Decimal("0.00"))

    @property
    def verifier(self) -> Organisation | None:
        """Who verifies its results; None where who pays does."""
        named = (one.organisation for one in self.parties if one.role == PartyRole.VERIFIER)
        return next((one for one in named if one is not None), None)


def contracts(actor: Actor, *, kind: ContractKind | None = None, text: str = "") -> QuerySet[Contract]:
    """Which contracts does the actor's organisation pay, or is it paid by? Newest first. Raises: `NotAllowed`."""
    found = _visible(actor).select_related("payer", "payee", "application__call")
    if kind is not None:
        found = found.filter(kind=kind)
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(payee__name__icontains=word) | Q(payer__name__icontains=word))
    return found.order_by("-made_at", "-pk")


def lines_of(found: Iterable[Contract]) -> list[ContractLine]:
    """These contracts with their sums. One query."""
    rows = list(found)
    bookings: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for contract, kind, amount in LedgerEntry.objects.filter(contract__in=[one.pk for one in rows]).values_list(
        "contract_id", "kind", "amount"
    ):
        bookings[contract].append((kind, amount))
    return [ContractLine(one, balance_of(bookings[one.pk])) for one in rows]


def contract_of(actor: Actor, reference: UUID) -> ContractView:
    """One contract with everything about it. Raises: `NotAllowed`; `NotFound`."""
    found = _visible(actor).filter(reference=reference).select_related("payer", "payee", "application__call").first()
    if found is None:
        raise NotFound(_("There is no such contract."))
    instalments = (
        found.instalments.select_related("metric")
        .prefetch_related(Prefetch("claims", queryset=Claim.objects.order_by("claimed_at", "id")))
        .order_by("order", "id")
    )
    ledger = tuple(found.ledger.select_related("booked_by", "claim__instalment").order_by("booked_on", "id"))
    views = tuple(_instalment(one, actor) for one in instalments)
    return ContractView(
        found,
        views,
        tuple(found.parties.select_related("organisation").order_by("role", "id")),
        tuple(found.reports.select_related("sent_by").order_by("-period_end", "-id")),
        ledger,
        balance_of((one.kind, one.amount) for one in ledger),
        is_payer=found.payer == actor.organisation,
        is_payee=found.payee == actor.organisation,
        unplanned=found.amount - sum((one.instalment.amount for one in views), Decimal("0.00")),
    )


def claims(actor: Actor, *, state: ClaimState | None = None, text: str = "") -> QuerySet[Claim]:
    """Which payments were asked for, of the contracts that the actor's organisation pays or is paid by? Newest first.

    Raises: `NotAllowed`.
    """
    found = Claim.objects.filter(instalment__contract__in=_visible(actor)).select_related(
        "instalment__contract__payee",
        "instalment__contract__payer",
        "claimed_by",
        "checked_by",
        "approved_by",
        "verifier",
    )
    if state is not None:
        found = found.filter(in_state(state))
    for word in text.split():
        found = found.filter(
            Q(instalment__contract__title__icontains=word)
            | Q(instalment__title__icontains=word)
            | Q(instalment__contract__payee__name__icontains=word)
        )
    return found.order_by("-claimed_at", "-pk")


def claim_of(actor: Actor, reference: UUID) -> Claim:
    """One claim. Raises: `NotAllowed`; `NotFound`."""
    found = (
        Claim.objects.filter(instalment__contract__in=_visible(actor), reference=reference)
        .select_related(
            "instalment__contract__payee",
            "instalment__contract__payer",
            "instalment__metric",
            "report",
            "claimed_by",
            "checked_by",
            "approved_by",
            "refused_by",
            "verifier",
        )
        .prefetch_related(
            Prefetch(
                "revisions", queryset=RevisionDecision.objects.select_related("decided_by").order_by("decided_at")
            ),
            Prefetch(
                "verifications",
                queryset=Verification.objects.select_related("organisation", "signed_by", "answered_by").order_by(
                    "signed_at", "id"
                ),
            ),
            Prefetch("ledger", queryset=LedgerEntry.objects.select_related("booked_by").order_by("booked_on", "id")),
        )
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such claim."))
    return found


def bookings(actor: Actor) -> QuerySet[LedgerEntry]:
    """Every booking of the contracts that the actor's organisation pays or is paid by, oldest first.

    Raises: `NotAllowed`.
    """
    return (
        LedgerEntry.objects.filter(contract__in=_visible(actor))
        .select_related("contract__payee", "contract__payer", "claim__instalment")
        .order_by("booked_on", "pk")
    )


def sums_of(actor: Actor) -> Balance:
    """All those bookings added up. Raises: `NotAllowed`."""
    return balance_of(bookings(actor).order_by().values_list("kind", "amount"))


def others(actor: Actor) -> QuerySet[Organisation]:
    """With whom can a contract be made? Every other organisation, by name. Raises: `NotAllowed`."""
    require(actor, Permission.EDIT_FUND)
    return Organisation.objects.exclude(pk=actor.organisation.pk if actor.organisation else 0).order_by("name", "pk")


def instalment_of(actor: Actor, reference: UUID) -> InstalmentView:
    """One instalment that the actor's organisation may claim. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.APPLY_TO_FUND)
    found = (
        Instalment.objects.filter(reference=reference, contract__payee=actor.organisation)
        .select_related("contract__payer", "metric")
        .prefetch_related(Prefetch("claims", queryset=Claim.objects.order_by("claimed_at", "id")))
        .first()
    )
    if found is None:
        raise NotFound(_("Your organisation has no such instalment."))
    return _instalment(found, actor)


def _instalment(instalment: Instalment, actor: Actor) -> InstalmentView:
    made = list(instalment.claims.all())
    standing = next((one for one in made if one.refused_at is None), None)
    metric: OutcomeMetric | None = getattr(instalment, "metric", None)
    proof = proof_of(metric, actor=actor) if metric is not None and metric.indicator and standing is None else None
    return InstalmentView(instalment, standing, tuple(one for one in made if one.refused_at is not None), proof)


def _visible(actor: Actor) -> QuerySet[Contract]:
    """Who pays reads along with a role that runs the fund, checks or approves; who is paid, with one that applies."""
    require(actor, Permission.SEE_FUND)
    pays = any(may(actor, one) for one in (Permission.EDIT_FUND, Permission.CHECK_CLAIMS, Permission.APPROVE_PAYMENTS))
    is_paid = may(actor, Permission.APPLY_TO_FUND)
    if not (pays or is_paid):
        require(actor, Permission.APPLY_TO_FUND)
    wanted = Q(pk__in=[])
    if pays:
        wanted |= Q(payer=actor.organisation)
    if is_paid:
        wanted |= Q(payee=actor.organisation)
    return Contract.objects.filter(wanted)


def in_state(state: ClaimState) -> Q:
    """The rows that `state_of_claim` puts in this state."""
    match state:
        case ClaimState.REFUSED:
            return Q(refused_at__isnull=False)
        case ClaimState.PAID:
            return Q(paid_at__isnull=False)
        case ClaimState.APPROVED:
            return Q(refused_at__isnull=True, paid_at__isnull=True, approved_at__isnull=False)
        case ClaimState.CHECKED:
            return CHECKED & Q(verifier__isnull=True)
        case ClaimState.VERIFIED | ClaimState.PARTLY_VERIFIED:
            is_partly = state is ClaimState.PARTLY_VERIFIED
            return CHECKED & Q(verifier__isnull=False, is_partly_verified=is_partly)
        case ClaimState.TO_VERIFY | ClaimState.QUESTIONED:
            return UNCHECKED & Q(verifier__isnull=False, questioned_at__isnull=state is ClaimState.TO_VERIFY)
    return UNCHECKED & Q(verifier__isnull=True)
