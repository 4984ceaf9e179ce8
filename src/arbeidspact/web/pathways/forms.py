"""The forms of a step."""

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.pathways.commands import AgreeStep, ChangeStep, FinishStep, GiveUpStep, NoteHindrance
from arbeidspact.pathways.queries import (
    StepOwner,
    StepView,
    colleagues_of,
    open_goals_of,
    open_steps_to_wait_on,
    partners_for,
)
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import visible_domains
from arbeidspact.web.forms import C, CommandForm

NOTHING = ("", "-")


class DayInput(forms.DateInput):
    """A day, in the form that browsers ask for."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def sent_key_field() -> forms.UUIDField:
    """The hidden key by which a form that was sent twice is known; made when the form is first shown."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


def set_choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Fills a choice that depends on the actor or the person."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def domain_choices(file: PersonFile) -> list[tuple[str, Any]]:
    """The life domains that may be chosen here; the sensitive ones only with that part of the file open."""
    return [NOTHING, *((domain.value, domain.label) for domain in visible_domains(sees_sensitive=file.sees_sensitive))]


class StepWords(forms.Form):
    """What every step says."""

    what = forms.CharField(label=_("What will happen?"), max_length=200, min_length=3)
    owner = forms.ChoiceField(
        label=_("Who does it?"), choices=StepOwner.choices, widget=forms.RadioSelect, initial=StepOwner.PERSON
    )
    member = forms.ChoiceField(
        label=_("Which colleague?"), required=False, help_text=_("Only when our organisation does it. Empty: you.")
    )
    due_on = forms.DateField(label=_("By which day?"), widget=DayInput)
    place = forms.CharField(label=_("Where?"), required=False, max_length=120)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "member", [NOTHING, *((str(c.pk), str(c)) for c in colleagues_of(actor))])
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()


class StepForManyForm(StepWords, CommandForm[AgreeStep]):
    """The same new step for several people: nothing that belongs to the plan of one of them."""

    command_class = AgreeStep
    sent_key = sent_key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "owner", [choice for choice in StepOwner.choices if choice[0] != StepOwner.PARTNER])


class StepFields(StepWords):
    """What a new and a changed step of one person share."""

    partner = forms.ChoiceField(
        label=_("Which partner organisation?"),
        required=False,
        help_text=_("Only when a partner does it. A partner that does not accompany the person does not see the step."),
    )
    goal = forms.ChoiceField(label=_("For which goal?"), required=False)
    domain = forms.ChoiceField(
        label=_("Which part of life?"),
        required=False,
        help_text=_("A step about health, debts or justice is protected. You can choose that in the open part."),
    )
    waits_on = forms.ChoiceField(
        label=_("After which step?"), required=False, help_text=_("Only when another step must be done first.")
    )

    field_order = ("what", "owner", "member", "partner", "due_on", "place", "goal", "domain", "waits_on", "note")
    MORE = ("place", "goal", "domain", "waits_on", "note")

    def __init__(self, *args: Any, file: PersonFile, **kwargs: Any) -> None:
        super().__init__(*args, actor=file.actor, **kwargs)
        own = getattr(self, "step", None)
        set_choices(self, "partner", [NOTHING, *_partner_choices(file)])
        set_choices(self, "goal", [NOTHING, *((str(goal.reference), goal.words) for goal in open_goals_of(file))])
        set_choices(self, "domain", domain_choices(file))
        set_choices(
            self,
            "waits_on",
            [NOTHING, *((str(one.reference), one.what) for one in open_steps_to_wait_on(file, besides=own))],
        )
        if file.sees_sensitive:
            self.fields["domain"].help_text = _("A step about health, debts or justice is protected.")

    def main_fields(self) -> list[forms.BoundField]:
        """The questions that every step answers."""
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    def more_fields(self) -> list[forms.BoundField]:
        """The questions that may stay open."""
        return [field for field in self.visible_fields() if field.name in self.MORE]

    @property
    def has_more(self) -> bool:
        """Is one of the questions that may stay open answered, or wrong?"""
        return any(field.value() or field.errors for field in self.more_fields())


def _partner_choices(file: PersonFile) -> list[tuple[str, Any]]:
    found = partners_for(file)
    with_us = [(str(one.pk), one.name) for one in found if one.accompanies]
    others = [(str(one.pk), one.name) for one in found if not one.accompanies]
    groups = ((gettext("Accompany this person"), with_us), (gettext("Do not accompany this person"), others))
    return [(title, names) for title, names in groups if names]


class AgreeStepForm(StepFields, CommandForm[AgreeStep]):
    """A new step."""

    command_class = AgreeStep
    vacancy = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sent_key = sent_key_field()


class StepForm(CommandForm[C]):
    """A form about one step that the address names."""

    def __init__(self, *args: Any, step: UUID, **kwargs: Any) -> None:
        self.step = step
        super().__init__(*args, **kwargs)

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "step": self.step}


class ChangeStepForm(StepForm[ChangeStep], StepFields):
    """An open step that changes."""

    command_class = ChangeStep

    def __init__(self, *args: Any, now: StepView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A step that is overdue keeps its day unless somebody moves it.
        del self.fields["due_on"].widget.attrs["min"]
        # A goal or a step that was closed meanwhile stays chosen unless somebody chooses another.
        goal = now.step.goal
        if goal is not None and now.shows_goal:
            self._keep("goal", str(goal.reference), goal.words)
        if now.waits_on is not None:
            self._keep("waits_on", str(now.waits_on.reference), now.waits_on.what)

    def _keep(self, name: str, value: str, label: str) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        known = list(widget.choices)
        if value not in {one for one, _label in known}:
            set_choices(self, name, [*known, (value, label)])


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


class HindranceForm(StepForm[NoteHindrance]):
    """Something stands in the way of a step."""

    command_class = NoteHindrance
    hindrance = forms.CharField(label=_("What stands in the way?"), min_length=3, max_length=300)
