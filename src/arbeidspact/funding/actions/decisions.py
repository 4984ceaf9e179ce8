"""Deciding about applications: never more than the budget of the call, always with a motivation."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.actions.verification import set_verifier
from arbeidspact.funding.commands import DecideApplication
from arbeidspact.funding.letters import contact_of, tell_of_decision
from arbeidspact.funding.models import (
    Application,
    Call,
    Contract,
    ContractKind,
    ContractParty,
    Decision,
    DecisionOutcome,
    LedgerEntry,
    LedgerKind,
    PartyRole,
)
from arbeidspact.funding.queries.interests import has_interest
from arbeidspact.funding.queries.jury import RankedApplication, Ranking, full_ranking, trace_of
from arbeidspact.funding.ranking import BelowMinimum, Place, TooFewJurors
from arbeidspact.funding.states import CallState, state_of_call
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, require


def decide_application(command: DecideApplication, *, actor: Actor) -> Decision:
    """Grants, refuses or keeps an application in reserve; the applicant gets a mail with the motivation.

    The call is held while the grants are added up, so that two decisions at once never pass its budget. What is in
    reserve or refused can be decided anew (money comes free, an objection is right); a grant stays. A refusal on the
    form alone needs no scores.
    Raises: `NotAllowed` when the actor has an interest; `NotFound`; `InvalidValue` for an amount above what was asked
        or what is left; `Conflict` while the call is open, too few jurors scored, or a grant stands.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        call = Call.objects.select_for_update().filter(
            organisation=actor.organisation, applications__reference=command.application
        )
        held = call.first()
        if held is None:
            raise NotFound(_("There is no such application."))
        if state_of_call(held, timezone.now()) not in {CallState.JUDGING, CallState.DECIDED}:
            raise Conflict(_("Decide when the call is closed."))
        ranking = full_ranking(held)
        line = next((one for one in ranking.lines if one.application.reference == command.application), None)
        if line is None:
            raise NotFound(_("This application was not submitted."))
        if has_interest(actor, line.application):
            raise NotAllowed(_("You have an interest in this application; a colleague decides."))
        if line.decision is not None and line.decision.outcome == DecisionOutcome.GRANTED:
            raise Conflict(_("This application is granted already."), hint=_("Close its contract to release money."))
        if command.outcome is not DecisionOutcome.REFUSED:
            _refuse_unscored(line)
        if command.outcome is DecisionOutcome.GRANTED:
            _refuse_too_much(command, line, ranking)
        decision = _decide(command, line, ranking, actor)
        if command.outcome is DecisionOutcome.GRANTED:
            _make_contract(decision, actor)
        _close_when_all_decided(held)
        if contact_of(decision.application):
            tell_of_decision(decision, actor=actor)
    return decision


def _decide(command: DecideApplication, line: RankedApplication, ranking: Ranking, actor: Actor) -> Decision:
    Decision.objects.filter(application=line.application, replaced_at__isnull=True).update(replaced_at=timezone.now())
    outcome = line.ranked.outcome
    decision = Decision.objects.create(
        application=line.application,
        submission=line.submission,
        outcome=command.outcome,
        amount=command.amount,
        conditions=command.conditions,
        motivation=command.motivation,
        rank=outcome.number if isinstance(outcome, Place) else None,
        ranking=trace_of(ranking, line),
        decided_by=actor.user,
    )
    record(actor, "decide-application", line.application, outcome=command.outcome.value)
    return decision


def _refuse_unscored(line: RankedApplication) -> None:
    outcome = line.ranked.outcome
    if isinstance(outcome, TooFewJurors):
        raise Conflict(
            _("%(counted)s of the %(least)s jurors that this call asks for handed in scores that count.")
            % {"counted": outcome.counted, "least": outcome.least},
            hint=_("Wait for the jury, or appoint somebody without an interest."),
        )


def _refuse_too_much(command: DecideApplication, line: RankedApplication, ranking: Ranking) -> None:
    if isinstance(line.ranked.outcome, BelowMinimum):
        raise Conflict(
            _("On a criterion this application scores below the least that the call asks for; it cannot be granted.")
        )
    if command.amount > line.submission.asked:
        raise InvalidValue(
            _("The application asks %(asked)s euro; grant at most that.") % {"asked": line.submission.asked},
            field="amount",
        )
    if command.amount > ranking.left:
        raise InvalidValue(
            _("%(left)s euro of the budget of this call is left.") % {"left": ranking.left},
            hint=_("Grant less, or put the application on the reserve list."),
            field="amount",
        )


def _make_contract(decision: Decision, actor: Actor) -> Contract:
    application: Application = decision.application
    contract = Contract.objects.create(
        kind=ContractKind.GRANT,
        title=application.title,
        application=application,
        payer=application.call.organisation,
        payee=application.organisation,
        amount=decision.amount,
        contact_email=application.contact_email,
        language=application.language,
        verification_days=application.call.verification_days,
        is_invented=application.is_invented,
        made_by=actor.user,
    )
    parties: list[tuple[PartyRole, Any]] = [
        (PartyRole.COMMISSIONER, application.call.organisation),
        (PartyRole.PROVIDER, application.organisation),
        *((PartyRole.PROVIDER, one) for one in application.co_applicants.order_by("name", "pk")),
    ]
    ContractParty.objects.bulk_create(
        ContractParty(contract=contract, role=role, organisation=organisation) for role, organisation in parties
    )
    set_verifier(contract, application.call.verifier_id)
    commit(contract, decision.amount, actor)
    return contract


def commit(contract: Contract, amount: Decimal, actor: Actor) -> LedgerEntry:
    """Books what was promised."""
    return LedgerEntry.objects.create(
        contract=contract,
        kind=LedgerKind.COMMITMENT,
        amount=amount,
        booked_on=timezone.localdate(),
        booked_by=actor.user,
    )


def _close_when_all_decided(call: Call) -> None:
    standing = Decision.objects.filter(application=OuterRef("pk"), replaced_at__isnull=True)
    waiting = call.applications.filter(~Exists(standing), submitted_at__isnull=False)
    if call.decided_at is None and not waiting.exists():
        call.decided_at = timezone.now()
        call.save(update_fields=["decided_at"])
