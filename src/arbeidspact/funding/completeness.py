"""Is an application ready to be submitted, and if not, what is missing or wrong? One value that the page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.budget import BudgetCheck, Ceilings, Line, checked_budget
from arbeidspact.funding.models import Application, MoneySource, RequiredPart
from arbeidspact.funding.states import CallState, state_of_call
from arbeidspact.organisations.exceptions import Message


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that must be filled in before the application can be submitted."""

    field: str
    message: Message


@dataclass(frozen=True, slots=True)
class Completeness:
    """What stands between a draft and its submission: nothing when both are empty."""

    missing: tuple[Missing, ...]
    budget: BudgetCheck

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.budget.problems


PARTS: dict[RequiredPart, tuple[str, Message, Callable[[Application], bool]]] = {
    RequiredPart.TARGET_GROUP: (
        "target_group",
        _("Say for whom the project is."),
        lambda application: bool(application.target_group),
    ),
    RequiredPart.PLANNED_NUMBER: (
        "planned_number",
        _("Say how many people or results you plan, and of what."),
        lambda application: application.planned_number is not None and bool(application.planned_what),
    ),
    RequiredPart.SERVES: (
        "goal",
        _("Choose which goal, track, action or indicator of the pact the project serves."),
        lambda application: any((application.goal, application.track, application.action, application.indicator)),
    ),
    RequiredPart.APPROACH: ("approach", _("Say how you will do it."), lambda application: bool(application.approach)),
    RequiredPart.MILESTONES: (
        "milestones",
        _("Name at least one milestone with its day."),
        lambda application: any(one.due_on for one in application.milestones.all()),
    ),
    RequiredPart.CO_APPLICANT: (
        "co_applicants",
        _("Name at least one co-applicant."),
        lambda application: bool(application.co_applicants.all()),
    ),
}


def completeness_of(application: Application) -> Completeness:
    """Can this application be submitted as it stands? Judges the content, not the clock."""
    missing = [
        Missing(field, message)
        for field, message in (
            ("title", _("Give the project a title.")),
            ("summary", _("Write a summary.")),
            ("contact_name", _("Name whom the fund can ask questions.")),
            ("contact_email", _("Fill in the mail address of the contact: the decision is sent there.")),
        )
        if not getattr(application, field)
    ]
    if application.contact_email and not is_mail_address(application.contact_email):
        missing.append(Missing("contact_email", _("This is not a mail address. Write it like name@example.org.")))
    for part in application.call.required_parts:
        field, message, is_there = PARTS[RequiredPart(part)]
        if not is_there(application):
            missing.append(Missing(field, message))
    if any(not one.due_on for one in application.milestones.all()):
        missing.append(Missing("milestones", _("Give every milestone a day.")))
    return Completeness(tuple(missing), budget_of(application))


def is_mail_address(text: str) -> bool:
    """Can this be a mail address? A draft may hold half of one."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def budget_of(application: Application) -> BudgetCheck:
    """What does the budget of this application add up to, and is it within the call?"""
    call = application.call
    lines = [Line(MoneySource(item.source), item.amount) for item in application.budget_items.all()]
    ceilings = Ceilings(call.budget, call.max_amount, call.max_share, call.allows_esf)
    return checked_budget(lines, application.stated_total, ceilings)


def takes_applications(application: Application, now: datetime) -> bool:
    """Does the call take applications at this moment?"""
    return state_of_call(application.call, now) is CallState.OPEN
