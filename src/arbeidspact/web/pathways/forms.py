"""The forms of a step."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.pathways.commands import AgreeStep, ChangeStep, FinishStep, GiveUpStep
from arbeidspact.pathways.queries import StepOwner, colleagues_of
from arbeidspact.web.forms import C, CommandForm


class DayInput(forms.DateInput):
    """A day, in the form that browsers ask for."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StepFields(forms.Form):
    """What a new and a changed step share."""

    what = forms.CharField(label=_("What will happen?"), max_length=200, min_length=3)
    owner = forms.ChoiceField(
        label=_("Who does it?"), choices=StepOwner.choices, widget=forms.RadioSelect, initial=StepOwner.PERSON
    )
    member = forms.ChoiceField(
        label=_("Which colleague?"), required=False, help_text=_("Only when our organisation does it. Empty: you.")
    )
    due_on = forms.DateField(label=_("By which day?"), widget=DayInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Sequence[tuple[str, str]] = [("", "-"), *((str(c.pk), str(c)) for c in colleagues_of(actor))]
        member = self.fields["member"]
        assert isinstance(member, forms.ChoiceField)
        member.choices = choices
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()


class AgreeStepForm(StepFields, CommandForm[AgreeStep]):
    """A new step."""

    command_class = AgreeStep
    vacancy = forms.UUIDField(required=False, widget=forms.HiddenInput)


class StepForm(CommandForm[C]):
    """A form about one step that the address names."""

    def __init__(self, *args: Any, step: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "step": self.step}


class ChangeStepForm(StepFields, StepForm[ChangeStep]):
    """An open step that changes."""

    command_class = ChangeStep

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A step that is overdue keeps its day unless somebody moves it.
        del self.fields["due_on"].widget.attrs["min"]


class FinishStepForm(StepForm[FinishStep]):
    """A step that was done."""

    command_class = FinishStep
    remark = forms.CharField(label=_("How did it go?"), required=False, max_length=300)

    def __init__(self, *args: Any, step: UUID, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{step}_%s")
        super().__init__(*args, step=step, **kwargs)


class GiveUpStepForm(StepForm[GiveUpStep]):
    """A step that will not be done."""

    command_class = GiveUpStep
    remark = forms.CharField(label=_("Why not? What stood in the way?"), min_length=3, max_length=300)
