"""Everything that can be noted about an introduction, in the order in which a page offers it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.introductions import actions
from arbeidspact.introductions.queries import Event
from arbeidspact.web.acts import Act
from arbeidspact.web.introductions import forms

ACTS: Final[Mapping[str, Act[forms.IntroductionForm[Any]]]] = {
    Event.ANSWER: Act(
        forms.AnswerForm,
        actions.record_answer,
        _("The employer answered"),
        _("Note the answer"),
        _("The answer is noted."),
        is_first=True,
    ),
    Event.OUTCOME: Act(
        forms.OutcomeForm,
        actions.record_outcome,
        _("What came of the invitation"),
        _("Note what came of it"),
        _("It is noted what came of the introduction."),
        is_first=True,
    ),
    Event.WITHDRAW: Act(
        forms.WithdrawForm,
        actions.withdraw_introduction,
        _("Withdraw"),
        _("Yes, withdraw the introduction"),
        _("The introduction is withdrawn."),
        lead=_("Tell the employer too. It stays in the list, and cannot be taken up again: introduce the person anew."),
        is_danger=True,
    ),
}
