"""The forms of a talk, of the team, and of a caseload that moves."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.people.access import PersonFile
from arbeidspact.people.commands import AddTeamMember
from arbeidspact.people.domains import visible_domains
from arbeidspact.people.queries import colleagues_who_guide
from arbeidspact.teams.commands import (
    ChangeConversation,
    NameLead,
    NoteConversation,
    TransferCaseload,
    WithdrawConversation,
)
from arbeidspact.teams.queries import Channel, Team
from arbeidspact.teams.transfers import Carrier
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput


class TalkFields(CommandForm[C]):
    """What is noted of a talk."""

    on = forms.DateField(label=_("On which day?"), widget=DayInput)
    how = forms.ChoiceField(label=_("How?"), choices=Channel.choices, initial=Channel.PHONE)
    was_reached = forms.BooleanField(
        label=_("I spoke with the person"), required=False, initial=True, help_text=_("Not when nobody answered.")
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only your organisation reads this. Others see that there was a talk, and when."),
    )
    domain = forms.ChoiceField(label=_("About"), required=False)
    next_contact_on = forms.DateField(label=_("Next contact on"), required=False, widget=DayInput)

    def __init__(self, *args: Any, file: PersonFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate().isoformat()
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today
        domains = visible_domains(sees_sensitive=file.sees_sensitive)
        about = self.fields["domain"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", _("Nothing in particular")), *((one.value, one.label) for one in domains)]


class NoteTalkForm(TalkFields[NoteConversation]):
    command_class = NoteConversation


class ChangeTalkForm(TalkFields[ChangeConversation]):
    command_class = ChangeConversation

    def __init__(self, *args: Any, talk: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.talk = talk

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "conversation": self.talk}


class WithdrawTalkForm(CommandForm[WithdrawConversation]):
    command_class = WithdrawConversation
    reason = forms.CharField(label=_("Why is it not right?"), min_length=3, max_length=300)

    def __init__(self, *args: Any, talk: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.talk = talk

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "conversation": self.talk}


class ColleagueForm(CommandForm[AddTeamMember]):
    """A colleague joins the team."""

    command_class = AddTeamMember
    user = forms.ChoiceField(label=_("Which colleague?"))
    purpose = forms.CharField(
        label=_("What for?"), min_length=3, max_length=300, help_text=_("For instance: job coach on the work floor.")
    )

    def __init__(self, *args: Any, file: PersonFile, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = file.reference
        own = team.own
        there = {own.accompaniment.referent_id, *(place.user_id for place in own.members)} if own else set()
        user = self.fields["user"]
        assert isinstance(user, forms.ChoiceField)
        colleagues = [(str(pk), name) for pk, name in colleagues_who_guide(file.actor) if pk not in there]
        user.choices = [("", _("Choose a colleague")), *colleagues]

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "person": self.person}


class LeadForm(CommandForm[NameLead]):
    """Which organisation is in the lead?"""

    command_class = NameLead
    organisation = forms.ChoiceField(label=_("Which organisation is in the lead?"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ChoiceField)
        organisation.choices = [
            (
                str(part.organisation.pk),
                f"{part.organisation.name}, {part.referent}" if part.referent else part.organisation.name,
            )
            for part in team.parts
            if not part.is_lead
        ]


class TransferForm(CommandForm[TransferCaseload]):
    """Which people of a colleague go to whom, and why?"""

    command_class = TransferCaseload
    people = forms.MultipleChoiceField(
        label=_("Which people?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    to = forms.MultipleChoiceField(
        label=_("To whom?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose several colleagues, and the people are divided evenly."),
        error_messages={"required": _("Choose at least one colleague.")},
    )
    reason = forms.CharField(
        label=_("Why?"), min_length=3, max_length=300, help_text=_("Without details about anybody's health.")
    )

    def __init__(
        self, *args: Any, from_user: int, people: list[tuple[str, str]], carriers: list[Carrier], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.from_user = from_user
        for name, choices in (
            ("people", people),
            ("to", [(str(one.pk), f"{one.name} ({one.people})") for one in carriers if one.pk != from_user]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "from_user": self.from_user}
