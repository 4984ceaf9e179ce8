"""What an assessment holds, as its own edition of the questionnaire reads it; the open part only."""

from arbeidspact.assessments.models import Assessment, QuestionnaireEdition
from arbeidspact.assessments.questionnaire import Questionnaire, Value


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
