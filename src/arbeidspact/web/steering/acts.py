"""Everything that can be done with a signal, in the order in which its page offers it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.steering import actions
from arbeidspact.steering.queries import SignalEventKind, SignalView
from arbeidspact.web.acts import Act, OfferedAct, offered_acts
from arbeidspact.web.steering import forms

ACTS: Final[Mapping[str, Act[forms.SignalForm[Any]]]] = {
    "answer": Act(
        forms.AnswerForm,
        actions.answer_signal,
        _("Answer"),
        _("Send the answer"),
        _("The answer is sent to those who signed."),
        lead=_("The partners who signed get it by mail; it stays in the log."),
        is_first=True,
    ),
    "acknowledge": Act(
        forms.AcknowledgeForm,
        actions.acknowledge_signal,
        _("We have seen it"),
        _("Say that we have seen it"),
        _("It is noted: the steering group has seen this."),
        lead=_("The term runs on: only an answer ends it."),
    ),
    "cosign": Act(
        forms.CoSignForm,
        actions.cosign_signal,
        _("We meet this too"),
        _("Co-sign"),
        _("Your organisation co-signed this signal."),
        lead=_("Your organisation signs along, and hears of the answer."),
        is_first=True,
    ),
    "reopen": Act(
        forms.ReopenForm,
        actions.reopen_signal,
        _("This does not help: raise it again"),
        _("Raise it again"),
        _("It is raised again: a new term runs from today."),
    ),
    "withdraw": Act(
        forms.WithdrawForm,
        actions.withdraw_signal,
        _("Withdraw"),
        _("Withdraw"),
        _("The signal is withdrawn."),
        lead=_("The bottleneck is gone, or it was a mistake. The signal stays readable."),
        is_danger=True,
    ),
}


def acts_of(
    view: SignalView, refused: tuple[str, forms.SignalForm[Any]] | None
) -> list[OfferedAct[forms.SignalForm[Any]]]:
    """What can be done with this signal now; a form that was refused comes back with what was typed."""
    names = {event.value for event in view.possible & {SignalEventKind(name) for name in ACTS if name != "cosign"}}
    if view.may_cosign:
        names.add("cosign")
    return offered_acts(ACTS, names, refused=refused, signal=view.signal.reference)
