"""What an assessment holds, as its own edition of the questionnaire reads it; and which questionnaires there are."""

import logging

from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments.models import Assessment, QuestionnaireEdition
from arbeidspact.assessments.questionnaire import Questionnaire, Value
from arbeidspact.assessments.questionnaire_file import questionnaires
from arbeidspact.indicators import InvalidFile
from arbeidspact.organisations.exceptions import Conflict

logger = logging.getLogger(__name__)


def readable_questionnaires() -> dict[str, Questionnaire]:
    """Which questionnaires are there, by their slug?

    Raises: `Conflict` when a file cannot be read; what is wrong with it goes to the log, and the command
    `arbeidspact questionnaires check` says it.
    """
    try:
        return questionnaires()
    except InvalidFile as error:
        logger.error("Questionnaires cannot be read: %s", error)
        raise Conflict(
            _("The questionnaires of this installation cannot be read."),
            hint=_("Tell whoever runs it. What was filled in before stays."),
        ) from error


def questionnaire_of(edition: QuestionnaireEdition) -> Questionnaire:
    """Which questions were asked in this edition?"""
    found = _READ.get(edition.content_hash)
    if found is None:
        found = Questionnaire.model_validate(edition.definition)
        if len(_READ) >= _MOST:
            _READ.clear()
        _READ[edition.content_hash] = found
    return found


def answers_in(assessment: Assessment) -> dict[str, Value]:
    """What was answered to the open questions?"""
    return {answer.question: answer.value for answer in assessment.answers.all()}


_READ: dict[str, Questionnaire] = {}
_MOST = 64
