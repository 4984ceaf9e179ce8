"""Everything that can be noted about an introduction, in the order in which a page offers it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.introductions import actions, asking
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
    Event.ASK: Act(
        forms.AskForm,
        asking.ask_employer,
        _("Ask the employer by mail"),
        _("Send the mail"),
        _("The mail leaves. The answer of the employer comes here."),
        lead=_("The employer gets a link that works for 14 days, sees the name and what is sent, and answers at once."),
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
