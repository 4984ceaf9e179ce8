"""Applications: started, saved as one types, submitted as a frozen version, withdrawn; questions and answers."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.acting import own_organisation
from arbeidspact.funding.commands import (
    AnswerClarification,
    AskClarification,
    SaveApplication,
    StartApplication,
    SubmitApplication,
    WithdrawApplication,
)
from arbeidspact.funding.completeness import budget_of, completeness_of
from arbeidspact.funding.letters import ask_clarification_of
from arbeidspact.funding.models import Application, BudgetItem, Call, Clarification, PlannedMilestone, Submission
from arbeidspact.funding.queries.independence import partners_applying
from arbeidspact.funding.states import CallState, closes_before, state_of_call
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require

TEXTS = (
    "title",
    "summary",
    "other_partners",
    "target_group",
    "approach",
    "planned_number",
    "planned_what",
    "goal",
    "track",
    "action",
    "indicator",
    "stated_total",
    "contact_name",
)


def start_application(command: StartApplication, *, actor: Actor) -> Application:
    """A draft for this call, of the actor's organisation.

    Raises: `NotAllowed` when the call is not for organisations of this kind, or is the organisation's own; `NotFound`;
        `Conflict` when the call takes no applications any more.
    """
    require(actor, Permission.APPLY_TO_FUND)
    call = Call.objects.filter(reference=command.call, published_at__isnull=False).first()
    if call is None:
        raise NotFound(_("There is no such call."))
    if call.organisation_id == own_organisation(actor).pk:
        raise NotAllowed(_("Your organisation runs this call, so it cannot apply to it."))
    if call.verifier_id == own_organisation(actor).pk:
        raise NotAllowed(_("Your organisation verifies the results of this call, so it cannot apply to it."))
    if own_organisation(actor).kind not in call.for_kinds:
        raise NotAllowed(_("This call is not for organisations of your kind."))
    if state_of_call(call, timezone.now()) not in {CallState.ANNOUNCED, CallState.OPEN}:
        raise Conflict(_("This call takes no applications any more."))
    with transaction.atomic():
        application = Application.objects.create(
            call=call,
            organisation=own_organisation(actor),
            started_by=actor.user,
            reading=call.version,
            contact_name=actor.user.get_full_name() if actor.user else "",
            contact_email=actor.user.email if actor.user else "",
            language=actor.user.language if actor.user else "nl",
            is_invented=call.is_invented,
        )
        record(actor, "start-application", application)
    return application


def save_application(command: SaveApplication, *, actor: Actor) -> Application:
    """The draft as it is typed now, complete or not; also after the call closed, so that no text is lost.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for a co-applicant that cannot be; `Conflict` when it is submitted
        or withdrawn, or a colleague saved it since it was opened.
    """
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        application = own_application_to_change(command.application, actor)
        if application.submitted_at is not None or application.withdrawn_at is not None:
            raise Conflict(
                _("This application is submitted or withdrawn; it does not change."),
                hint=_("Take it back to a draft first, while the call is open."),
            )
        is_own_window = bool(command.window) and command.window == application.saved_in
        if command.revision is not None and command.revision != application.revision and not is_own_window:
            raise Conflict(
                _("A colleague saved this application after you opened it."),
                hint=_("What you typed is still here. Open the application in another window to compare, then save."),
            )
        co_applicants = _co_applicants(command.co_applicants, application)
        for name in TEXTS:
            setattr(application, name, getattr(command, name))
        application.contact_email = command.contact_email
        application.reading = application.call.version
        application.revision += 1
        application.saved_in = command.window
        application.save()
        application.co_applicants.set(co_applicants)
        application.budget_items.all().delete()
        BudgetItem.objects.bulk_create(
            BudgetItem(application=application, order=order, **entry.model_dump())
            for order, entry in enumerate(command.budget)
        )
        application.milestones.all().delete()
        PlannedMilestone.objects.bulk_create(
            PlannedMilestone(application=application, order=order, **entry.model_dump())
            for order, entry in enumerate(command.milestones)
        )
        record(actor, "save-application", application, revision=application.revision)
    return application


def submit_application(command: SubmitApplication, *, actor: Actor) -> Submission:
    """The application as it stands is frozen and goes to the fund. The clock of the server decides.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when the call is not open, or the application is not complete.
    """
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        application = own_application_to_change(command.application, actor)
        now = timezone.now()
        if application.submitted_at is not None or application.withdrawn_at is not None:
            raise Conflict(_("This application is submitted or withdrawn already."))
        state = state_of_call(application.call, now)
        if state is CallState.ANNOUNCED:
            raise Conflict(_("The call is not open yet. Your draft is kept."))
        if state is not CallState.OPEN:
            raise Conflict(_("The call is closed. Your draft is kept, but it cannot be submitted any more."))
        if application.call.verifier_id in partners_applying(application):
            raise Conflict(
                _("An organisation of this application verifies the results of this call, and so cannot apply."),
                hint=_("Leave it out as a co-applicant, or ask who runs the call."),
            )
        complete = completeness_of(application)
        if not complete.is_complete:
            raise Conflict(
                _("The application is not complete yet."), hint=_("Look at what is missing, fill it in, and submit.")
            )
        content = frozen_content(application)
        submission = Submission.objects.create(
            application=application,
            number=application.submissions.count() + 1,
            content=content,
            content_hash=hash_of(content),
            asked=complete.budget.asked,
            total=complete.budget.total,
            call_version=application.call.version,
            submitted_at=now,
            submitted_by=actor.user,
        )
        application.submitted_at = now
        application.save(update_fields=["submitted_at"])
        record(actor, "submit-application", application, number=submission.number)
    return submission


def withdraw_application(command: WithdrawApplication, *, actor: Actor) -> Application:
    """What was submitted is taken back, to go on with or for good; until the call closes.

    A draft can be given up at any time. Raises: `NotAllowed`; `NotFound`; `Conflict` once the call is closed.
    """
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        application = own_application_to_change(command.application, actor)
        now = timezone.now()
        if application.withdrawn_at is not None:
            raise Conflict(_("This application is withdrawn already."))
        if application.submitted_at is None and not command.for_good:
            raise Conflict(_("This application is a draft already."))
        if application.submitted_at is not None and now >= closes_before(application.call):
            raise Conflict(
                _("The call is closed: what was submitted stays."), hint=_("Write to the fund to give it up.")
            )
        application.submissions.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
        application.submitted_at = None
        application.withdrawn_at = now if command.for_good else None
        application.save(update_fields=["submitted_at", "withdrawn_at"])
        record(actor, "withdraw-application", application, for_good=command.for_good)
    return application


def ask_clarification(command: AskClarification, *, actor: Actor) -> Clarification:
    """The fund asks something about a submitted application; the contact gets a mail, question and answer stay.

    Raises: `NotAllowed`; `NotFound`.
    """
    require(actor, Permission.EDIT_FUND)
    application = (
        Application.objects.select_related("call", "organisation", "started_by")
        .filter(
            reference=command.application, call__organisation=actor.organisation, submissions__withdrawn_at__isnull=True
        )
        .exclude(submitted_at__isnull=True)
        .distinct()
        .first()
    )
    if application is None:
        raise NotFound(_("There is no such application."))
    with transaction.atomic():
        clarification = Clarification.objects.create(
            application=application, question=command.question, asked_by=actor.user
        )
        record(actor, "ask-clarification", application)
        ask_clarification_of(clarification, actor=actor)
    return clarification


def answer_clarification(command: AnswerClarification, *, actor: Actor) -> Clarification:
    """The applicant answers, once. Raises: `NotAllowed`; `NotFound`; `Conflict` when it was answered already."""
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        clarification = (
            Clarification.objects.select_for_update(of=("self",))
            .select_related("application")
            .filter(reference=command.clarification, application__organisation=actor.organisation)
            .first()
        )
        if clarification is None:
            raise NotFound(_("There is no such question."))
        if clarification.answered_at is not None:
            raise Conflict(_("This question was answered already."))
        clarification.answer = command.answer
        clarification.answered_at, clarification.answered_by = timezone.now(), actor.user
        clarification.save()
        record(actor, "answer-clarification", clarification.application)
    return clarification


def own_application_to_change(reference: UUID, actor: Actor) -> Application:
    """This application of the actor's organisation, held until the transaction is over. Raises: `NotFound`."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .filter(reference=reference, organisation=actor.organisation)
        .first()
    )
    if application is None:
        raise NotFound(_("Your organisation has no such application."))
    return application


def frozen_content(application: Application) -> dict[str, Any]:
    """Everything the application says, in words and numbers that need no other row to be read."""
    content: dict[str, Any] = {name: getattr(application, name) for name in TEXTS}
    content["stated_total"] = str(application.stated_total)
    content["contact_email"] = application.contact_email
    content["applicant"] = application.organisation.name
    content["co_applicants"] = [one.name for one in application.co_applicants.order_by("name", "pk")]
    content["co_applicant_keys"] = sorted(application.co_applicants.values_list("pk", flat=True))
    content["budget"] = [
        {"what": item.what, "source": item.source, "payer": item.payer, "amount": str(item.amount)}
        for item in application.budget_items.order_by("order", "id")
    ]
    content["milestones"] = [
        {"what": one.what, "due_on": one.due_on.isoformat() if one.due_on else None}
        for one in application.milestones.order_by("order", "id")
    ]
    content["asked"] = str(budget_of(application).asked)
    return content


def hash_of(content: dict[str, Any]) -> str:
    """What a frozen version is known by: the same content always gives the same hash."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _co_applicants(keys: tuple[int, ...], application: Application) -> list[Organisation]:
    found = list(Organisation.objects.filter(pk__in=keys))
    if len(found) != len(set(keys)):
        raise InvalidValue(_("Choose organisations from the list."), field="co_applicants")
    if application.organisation_id in keys:
        raise InvalidValue(_("Your own organisation is the applicant already."), field="co_applicants")
    if application.call.organisation_id in keys:
        raise InvalidValue(
            _("The organisation that runs the call cannot apply along: it decides."), field="co_applicants"
        )
    if application.call.verifier_id in keys:
        raise InvalidValue(
            _("The organisation that verifies the results cannot apply along: it is independent."),
            field="co_applicants",
        )
    return found
