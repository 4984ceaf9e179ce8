"""Calls: prepared, published, amended as a new version, cancelled."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.acting import own_organisation
from arbeidspact.funding.commands import CallContent, CancelCall, ChangeCall, PrepareCall, PublishCall
from arbeidspact.funding.conflicts import not_independent
from arbeidspact.funding.letters import tell_of_amendment, tell_of_cancellation
from arbeidspact.funding.models import Call, CallVersion, Criterion, ScoreSheet
from arbeidspact.funding.queries.independence import partners_applying
from arbeidspact.funding.states import CallState, closes_before, state_of_call
from arbeidspact.funding.wording import VERIFIER_WORDS
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require

NOT_COLUMNS = {"criteria", "is_invented", "call", "reason", "verifier"}


def prepare_call(command: PrepareCall, *, actor: Actor) -> Call:
    """A call of the own organisation, which nobody else sees yet. Raises: `NotAllowed`; `InvalidValue`."""
    require(actor, Permission.EDIT_FUND)
    _refuse_impossible(command)
    with transaction.atomic():
        call = Call.objects.create(
            organisation=own_organisation(actor),
            created_by=actor.user,
            is_invented=command.is_invented,
            verifier=_verifier(command, own_organisation(actor)),
            **_columns(command),
        )
        _set_criteria(call, command)
        record(actor, "prepare-call", call)
    return call


def change_call(command: ChangeCall, *, actor: Actor) -> Call:
    """Another content. Once published only while applications can come in, with a reason, as a version that everybody
    with an application hears of; and never less time.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue`; `Conflict`.
    """
    require(actor, Permission.EDIT_FUND)
    _refuse_impossible(command)
    with transaction.atomic():
        call = own_call_to_change(command.call, actor)
        state = state_of_call(call, timezone.now())
        if state not in {CallState.DRAFT, CallState.ANNOUNCED, CallState.OPEN}:
            raise Conflict(
                _("This call is closed or cancelled; it does not change any more."), hint=_("Prepare another call.")
            )
        is_published = state is not CallState.DRAFT
        if is_published:
            _refuse_unfair(call, command)
        for name, value in _columns(command).items():
            setattr(call, name, value)
        call.verifier = _verifier(command, call.organisation, call)
        if is_published:
            call.version += 1
        call.save()
        _set_criteria(call, command)
        record(actor, "change-call", call, version=call.version)
        if is_published:
            tell_of_amendment(call, _keep_version(call, command.reason, actor), actor=actor)
    return call


def publish_call(command: PublishCall, *, actor: Actor) -> Call:
    """Everybody who may apply sees the call from now. Raises: `NotAllowed`; `NotFound`; `Conflict`."""
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        call = own_call_to_change(command.call, actor)
        now = timezone.now()
        if state_of_call(call, now) is not CallState.DRAFT:
            raise Conflict(_("This call is published or cancelled already."))
        if now >= closes_before(call):
            raise Conflict(_("This call would be closed at once."), hint=_("Choose a later day to close."))
        call.published_at, call.version = now, 1
        call.save(update_fields=["published_at", "version"])
        _keep_version(call, "", actor)
        record(actor, "publish-call", call)
    return call


def cancel_call(command: CancelCall, *, actor: Actor) -> Call:
    """The call ends without grants; everybody with an application hears why.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when something was granted or it is cancelled already.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        call = own_call_to_change(command.call, actor)
        if state_of_call(call, timezone.now()) in {CallState.CANCELLED, CallState.DECIDED}:
            raise Conflict(_("This call is decided or cancelled already."))
        if call.applications.filter(decisions__outcome="granted").exists():
            raise Conflict(_("Money of this call was granted already; it cannot be cancelled."))
        call.cancelled_at, call.cancelled_because = timezone.now(), command.reason
        call.save(update_fields=["cancelled_at", "cancelled_because"])
        record(actor, "cancel-call", call)
        if call.published_at is not None:
            tell_of_cancellation(call, actor=actor)
    return call


def own_call_to_change(reference: UUID, actor: Actor) -> Call:
    """This call of the actor's organisation, held until the transaction is over. Raises: `NotFound`."""
    call = Call.objects.select_for_update().filter(reference=reference, organisation=actor.organisation).first()
    if call is None:
        raise NotFound(_("Your organisation has no such call."))
    return call


def content_of(call: Call) -> dict[str, Any]:
    """What this call says now, as it is kept with a version."""
    content: dict[str, Any] = {
        name: getattr(call, name) for name in CallContent.model_fields if name not in NOT_COLUMNS
    }
    content["verifier"] = call.verifier.name if call.verifier else ""
    for name in ("opens_at", "closes_at"):
        content[name] = content[name].isoformat()
    for name in ("budget", "max_amount", "max_share"):
        content[name] = None if content[name] is None else str(content[name])
    content["criteria"] = [
        {
            "name_nl": criterion.name_nl,
            "name_en": criterion.name_en,
            "weight": criterion.weight,
            "scale": criterion.scale,
            "minimum": None if criterion.minimum is None else str(criterion.minimum),
        }
        for criterion in call.criteria.order_by("order", "id")
    ]
    return content


def _columns(command: CallContent) -> dict[str, Any]:
    columns = {name: getattr(command, name) for name in CallContent.model_fields if name not in NOT_COLUMNS}
    columns["for_kinds"] = [kind.value for kind in command.for_kinds]
    columns["required_parts"] = [part.value for part in command.required_parts]
    return columns


def _verifier(command: CallContent, runs: Organisation, call: Call | None = None) -> Organisation | None:
    """Who verifies; never who pays, applies or applies along."""
    if command.verifier is None:
        return None
    verifier = Organisation.objects.filter(pk=command.verifier).first()
    if verifier is None:
        raise InvalidValue(_("Choose an organisation from the list."), field="verifier")
    # Drafts are nobody's business but of who writes them; what is submitted later is refused there.
    applying = call.applications.filter(submitted_at__isnull=False).order_by("pk") if call is not None else []
    for application in [None, *applying]:
        partners = partners_applying(application) if application else set()
        payee = application.organisation_id if application else None
        if why := not_independent([verifier.pk], payee=payee, payer=runs.pk, partners=partners):
            raise InvalidValue(VERIFIER_WORDS[why], hint=_("Choose an independent one."), field="verifier")
    return verifier


def _set_criteria(call: Call, command: CallContent) -> None:
    wanted = [
        (order, entry.name_nl, entry.name_en, entry.weight, entry.scale, entry.minimum)
        for order, entry in enumerate(command.criteria)
    ]
    standing = list(
        call.criteria.order_by("order", "id").values_list("order", "name_nl", "name_en", "weight", "scale", "minimum")
    )
    if wanted == standing:
        return
    if ScoreSheet.objects.filter(juror__call=call).exists():
        raise Conflict(_("The jury has begun to score; the criteria do not change any more."))
    call.criteria.all().delete()
    names = ("order", "name_nl", "name_en", "weight", "scale", "minimum")
    Criterion.objects.bulk_create(Criterion(call=call, **dict(zip(names, row, strict=True))) for row in wanted)


def _keep_version(call: Call, reason: str, actor: Actor) -> CallVersion:
    return CallVersion.objects.create(
        call=call, number=call.version, content=content_of(call), reason=reason, made_by=actor.user
    )


def _refuse_impossible(command: CallContent) -> None:
    if command.closes_at <= command.opens_at:
        raise InvalidValue(_("A call closes after it opens."), field="closes_at")
    if command.max_amount is not None and command.max_amount > command.budget:
        raise InvalidValue(
            _("The most for one project is more than the whole budget."),
            hint=_("Lower it, or leave it empty."),
            field="max_amount",
        )


def _refuse_unfair(call: Call, command: ChangeCall) -> None:
    if not command.reason:
        raise InvalidValue(
            _("Say why the call changes: those who are working on an application read it."), field="reason"
        )
    if command.closes_at < call.closes_at:
        raise InvalidValue(
            _("A published call never closes earlier: applicants count on the time they have."), field="closes_at"
        )
    if command.opens_at != call.opens_at and call.opens_at <= timezone.now():
        raise InvalidValue(_("The call is open already."), field="opens_at")
    kept = {kind.value for kind in command.for_kinds}
    kinds = call.applications.filter(withdrawn_at__isnull=True).values_list("organisation__kind", flat=True)
    if set(kinds) - kept:
        raise InvalidValue(
            _("Organisations of a kind that you leave out are working on an application already."), field="for_kinds"
        )
