"""The forms of a line in a queue."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.commands import EscalateLine, ReassignLine, SnoozeLine
from arbeidspact.organisations.actor import Actor
from arbeidspact.people.queries import colleagues_who_guide
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput

USUAL_REST = timedelta(days=7)


class LineForm(CommandForm[C]):
    """A form about one line that the address names."""

    reason = forms.CharField(label=_("Why?"), min_length=3, max_length=300)

    def __init__(self, *args: Any, line: UUID, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.actor = line, actor
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "line": self.line}


class SnoozeForm(LineForm[SnoozeLine]):
    """Until when does the line rest?"""

    command_class = SnoozeLine
    until = forms.DateField(label=_("Until which day?"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].initial = today + USUAL_REST
        self.fields["until"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()


class ReassignForm(LineForm[ReassignLine]):
    """Who takes the next action?"""

    command_class = ReassignLine
    owner = forms.TypedChoiceField(label=_("Who takes the next action?"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [("", _("Choose a colleague")), *colleagues_who_guide(self.actor)]


class EscalateForm(LineForm[EscalateLine]):
    """Why does the team lead have to look?"""

    command_class = EscalateLine
