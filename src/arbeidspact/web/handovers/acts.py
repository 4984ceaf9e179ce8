"""Everything that can be done with a handover, in the order in which a page offers it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.handovers import actions, course
from arbeidspact.web.acts import Act
from arbeidspact.web.handovers import forms

ACTS: Final[Mapping[str, Act[forms.HandoverForm[Any]]]] = {
    "accept": Act(
        forms.AcceptForm,
        actions.accept_handover,
        _("Accept"),
        _("Accept"),
        _("You accepted: the accompaniment started."),
        lead=_("The accompaniment of your organisation starts today."),
        is_first=True,
    ),
    "meet": Act(
        forms.MeetForm,
        actions.note_meeting,
        _("They have met"),
        _("Note the meeting"),
        _("The meeting is noted. Now the person confirms."),
        is_first=True,
    ),
    "ask": Act(
        forms.AskForm,
        actions.ask_person,
        _("Ask the person with a link"),
        _("Make the link"),
        _("There is a link for the person."),
        lead=_("The person confirms on their own phone, in their own language."),
        is_first=True,
    ),
    "confirm": Act(
        forms.ConfirmForm,
        actions.confirm_handover,
        _("The person is here and confirms"),
        _("The person says yes"),
        _("The person confirmed the handover."),
        lead=_("Ask the person: have you met your new contact? Press only when they say yes."),
    ),
    "deny": Act(
        forms.DenyForm,
        actions.deny_meeting,
        _("The person says that they have not met"),
        _("Note this"),
        _("It is noted: they have not met yet."),
    ),
    "refuse": Act(
        forms.RefuseForm,
        actions.refuse_handover,
        _("Refuse or give back"),
        _("Refuse"),
        _("You refused. The sender reads why."),
        lead=_("What travelled is removed. An accompaniment that started with this handover ends."),
    ),
    "withdraw": Act(
        forms.WithdrawForm,
        actions.withdraw_handover,
        _("Withdraw"),
        _("Withdraw"),
        _("The handover is withdrawn."),
        lead=_("What travelled is removed. An accompaniment that the receiver started stays theirs to end."),
        is_danger=True,
    ),
    "pause": Act(
        forms.PauseForm,
        course.pause_reminders,
        _("Let the reminders rest"),
        _("Let them rest"),
        _("The reminders rest."),
    ),
    "resume": Act(
        forms.ResumeForm,
        course.resume_reminders,
        _("Let the reminders go on"),
        _("Let them go on"),
        _("The reminders go on."),
    ),
}
