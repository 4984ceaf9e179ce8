"""The forms of a handover: sending it, and everything that can happen to it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.handovers.commands import (
    AcceptByLink,
    AcceptHandover,
    AskPerson,
    ConfirmHandover,
    DenyMeeting,
    NoteMeeting,
    PauseReminders,
    RefuseByLink,
    RefuseHandover,
    ResumeReminders,
    SendHandover,
    WithdrawHandover,
)
from arbeidspact.handovers.parts import Choosable
from arbeidspact.handovers.queries import Direction, HandoverFilter, HandoverKind, HandoverState, receivers
from arbeidspact.organisations.actor import Actor
from arbeidspact.people.queries import Ground, colleagues_who_guide
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput


class SendForm(CommandForm[SendHandover]):
    """To whom, why, and what travels."""

    command_class = SendHandover
    kind = forms.ChoiceField(label=_("What do you want?"), choices=HandoverKind.choices, widget=forms.RadioSelect)
    receiver = forms.ChoiceField(label=_("To which organisation?"), required=False)
    partner_name = forms.CharField(label=_("Or a partner without an account: its name"), required=False, max_length=200)
    partner_email = forms.EmailField(
        label=_("Mail address of this partner"),
        required=False,
        help_text=_("The partner gets a link. With it somebody sees what travels, and accepts or refuses."),
    )
    why = forms.CharField(
        label=_("Why?"),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The receiver reads this. Leave out what they do not need to know."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What travels, beside the name and the language?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as possible. Until they accept, they see only this."),
    )
    sensitive = forms.MultipleChoiceField(
        label=_("Sensitive parts that travel too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The receiver opens them only after accepting, with the sensitive part of the file."),
    )
    note = forms.CharField(
        label=_("A note for the receiver"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about health, debts or justice."),
    )
    ends_accompaniment = forms.BooleanField(
        label=_("We stop accompanying once the person confirms"),
        required=False,
        initial=True,
        help_text=_("Until then you stay responsible."),
    )

    def __init__(self, *args: Any, actor: Actor, choosable: list[Choosable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [one for one in choosable if one.told.lines or one.told.sensitive]
        sensitive = [one for one in choosable if one.told.sensitive]
        choices: dict[str, list[tuple[str, Any]]] = {
            "receiver": [("", _("Choose an organisation")), *((one.slug, one.name) for one in receivers(actor))],
            "parts": [(one.kind.value, one.kind.label) for one in told],
            "sensitive": [(one.kind.value, one.kind.label) for one in sensitive],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        for name in ("parts", "sensitive"):
            if not choices[name]:
                del self.fields[name]

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        return {**values, "parts": values.get("parts", ()), "sensitive": values.get("sensitive", ())}


class HandoverForm(CommandForm[C]):
    """A form about one handover that the address names."""

    def __init__(self, *args: Any, handover: UUID, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handover = handover
        self.actor = actor

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "handover": self.handover}


class AcceptForm(HandoverForm[AcceptHandover]):
    command_class = AcceptHandover
    ground = forms.ChoiceField(
        label=_("On which ground do you accompany this person?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    referent = forms.ChoiceField(label=_("Who becomes the referent?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        referent = self.fields["referent"]
        assert isinstance(referent, forms.ChoiceField)
        own = self.actor.user.pk if self.actor.user else None
        others = [(str(pk), name) for pk, name in colleagues_who_guide(self.actor) if pk != own]
        referent.choices = [("", _("I do")), *others]


class ReasonForm(HandoverForm[C]):
    reason = forms.CharField(
        label=_("Why?"), min_length=3, max_length=500, help_text=_("Both organisations read this in the log.")
    )


class RefuseForm(ReasonForm[RefuseHandover]):
    command_class = RefuseHandover


class WithdrawForm(ReasonForm[WithdrawHandover]):
    command_class = WithdrawHandover


class MeetForm(HandoverForm[NoteMeeting]):
    command_class = NoteMeeting
    on = forms.DateField(label=_("On which day did they meet?"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate().isoformat()
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today


class ConfirmForm(HandoverForm[ConfirmHandover]):
    command_class = ConfirmHandover


class DenyForm(HandoverForm[DenyMeeting]):
    command_class = DenyMeeting
    reason = forms.CharField(label=_("What did the person say?"), required=False, max_length=500)


class AskForm(HandoverForm[AskPerson]):
    command_class = AskPerson
    channel = forms.ChoiceField(label=_("How does the link reach the person?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        ways = [("email", _("By mail"))] + ([("sms", _("By text message"))] if sms_is_offered() else [])
        channel.choices = [("", _("I show it on my screen")), *ways]


class PauseForm(HandoverForm[PauseReminders]):
    command_class = PauseReminders
    until = forms.DateField(label=_("Until which day?"), widget=DayInput)
    reason = forms.CharField(label=_("Why?"), min_length=3, max_length=300)


class ResumeForm(HandoverForm[ResumeReminders]):
    command_class = ResumeReminders


class LinkAcceptForm(CommandForm[AcceptByLink]):
    """A partner without an account accepts."""

    command_class = AcceptByLink
    name = forms.CharField(label=_("Your name"), min_length=2, max_length=100)
    contact = forms.CharField(label=_("How do we reach you?"), min_length=3, max_length=100)


class LinkRefuseForm(CommandForm[RefuseByLink]):
    """A partner without an account refuses."""

    command_class = RefuseByLink
    reason = forms.CharField(label=_("Why not?"), min_length=3, max_length=500)


class HandoverFilterForm(forms.Form):
    """The filter of the list; it stands in the address and holds nothing of a person."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[
            ("", _("To us and from us")),
            (Direction.INCOMING.value, _("To us")),
            (Direction.OUTGOING.value, _("From us")),
        ],
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Under way")), ("all", _("All handovers")), *HandoverState.choices],
    )
    turn = forms.ChoiceField(
        label=_("Whose turn"), required=False, choices=[("", _("Anybody's turn")), ("ours", _("Our turn"))]
    )

    def narrowed(self) -> HandoverFilter:
        """The filter as chosen; an option that does not exist narrows nothing."""
        self.is_valid()
        return HandoverFilter(
            direction=Direction(self.cleaned_data.get("direction") or Direction.ALL),
            state=self.cleaned_data.get("state", ""),
            only_our_turn=self.cleaned_data.get("turn") == "ours",
        )

    def in_words(self) -> str:
        """Which options narrow the list now."""
        chosen = ((self.fields[name], self.cleaned_data.get(name)) for name in self.fields)
        return ", ".join(str(dict(field.choices)[value]) for field, value in chosen if value)  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    """From which day to which day."""

    since = forms.DateField(label=_("Sent from"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Sent until"), required=False, widget=DayInput)
