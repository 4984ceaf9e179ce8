"""The state of an assessment, derived from its days, and until when a new one holds."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments.models import Assessment, AssessmentState
from arbeidspact.assessments.questionnaire import Questionnaire
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict


def state_on(day: date, *, finished_on: date | None, valid_until: date | None) -> AssessmentState:
    """What is the state of an assessment with these days on this day? On its last day it is still valid."""
    if finished_on is None or valid_until is None:
        return AssessmentState.DRAFT
    return AssessmentState.EXPIRED if valid_until < day else AssessmentState.VALID


def state_of(assessment: Assessment, day: date) -> AssessmentState:
    """What is the state of this assessment on this day?"""
    return state_on(day, finished_on=assessment.finished_on, valid_until=assessment.valid_until)


def holds_until(questionnaire: Questionnaire, finished_on: date) -> date:
    """Until and with which day does an assessment that is finished on this day hold?

    As many months as the questionnaire says, else the setting `ASSESSMENT_MONTHS`; in a month without that day, its
    last day.
    """
    months = questionnaire.heading.valid_months or settings.ASSESSMENT_MONTHS
    year, month = divmod(finished_on.year * 12 + finished_on.month - 1 + months, 12)
    return date(year, month + 1, min(finished_on.day, monthrange(year, month + 1)[1]))


def refuse_finished(assessment: Assessment) -> None:
    """Refuses to change what is finished. Raises: `Conflict`."""
    if assessment.finished_on is not None:
        raise Conflict(
            _("This assessment is finished and stays as it is."),
            hint=_("Make a new one that starts from these answers."),
        )


def refuse_draft_of_others(assessment: Assessment, actor: Actor) -> None:
    """Refuses to change the draft of another organisation. Raises: `Conflict`."""
    if actor.organisation is None or assessment.organisation_id != actor.organisation.pk:
        raise Conflict(_("This draft belongs to another organisation."), hint=_("Start one of your own."))
