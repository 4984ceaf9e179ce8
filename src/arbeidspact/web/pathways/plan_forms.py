"""The forms of the plan: the rung, goals, places on the ladder, and a template before it is adopted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.pathways.commands import (
    AdoptedStep,
    AdoptTemplate,
    ChangeGoal,
    ChangePlacement,
    EndPlacement,
    PlaceOnRung,
    SetAim,
    SetGoal,
)
from arbeidspact.pathways.ladder import current_ladder, in_words
from arbeidspact.pathways.plan_templates import PlanTemplate, ProposedStep, TemplateGoal, proposed_steps
from arbeidspact.pathways.queries import PlacementSource, StepOwner
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.pathways.forms import DayInput, domain_choices, sent_key_field, set_choices


def _rungs() -> list[tuple[str, str]]:
    return [(rung.slug, in_words(rung.name)) for rung in current_ladder().rungs]


class AimForm(CommandForm[SetAim]):
    """The highest rung aimed for."""

    command_class = SetAim
    rung = forms.ChoiceField(label=_("How high does this person want to go?"), required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Why this rung?"), required=False, max_length=300, help_text=_("In the words of the person.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "rung", [("", _("Not known yet")), *reversed(_rungs())])

    def command_values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class GoalFields(forms.Form):
    """What a new and a changed goal share."""

    words = forms.CharField(
        label=_("What does the person want to reach?"),
        min_length=3,
        max_length=300,
        help_text=_("In the words of the person, for instance: I want to work with wood."),
    )
    domain = forms.ChoiceField(label=_("Which part of life?"), required=False)

    def __init__(self, *args: Any, file: PersonFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "domain", domain_choices(file))
        if not file.sees_sensitive:
            self.fields["domain"].help_text = _(
                "A goal about health, debts or justice is protected. You can choose that in the open part."
            )


class GoalForm(GoalFields, CommandForm[SetGoal]):
    """A new goal."""

    command_class = SetGoal
    sent_key = sent_key_field()


class ChangeGoalForm(GoalFields, CommandForm[ChangeGoal]):
    """A goal in other words."""

    command_class = ChangeGoal

    def __init__(self, *args: Any, goal: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goal = goal

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "goal": self.goal}


class PlacementFields(forms.Form):
    """What a new and a changed place on the ladder share."""

    rung = forms.ChoiceField(label=_("On which rung?"), widget=forms.RadioSelect)
    where = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=200,
        help_text=_("The employer or the organisation, for instance: bakery on the corner."),
    )
    since = forms.DateField(label=_("From which day?"), widget=DayInput)
    until = forms.DateField(
        label=_("Until which day?"), required=False, widget=DayInput, help_text=_("Empty when it goes on.")
    )
    source = forms.ChoiceField(
        label=_("How do we know?"), choices=PlacementSource.choices, initial=PlacementSource.TALK
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _rungs()
        old = self.initial.get("rung", "")
        gone = [(old, old)] if old and old not in dict(known) else []
        set_choices(self, "rung", [*reversed(known), *gone])


class PlacementForm(PlacementFields, CommandForm[PlaceOnRung]):
    """A new place on the ladder."""

    command_class = PlaceOnRung
    sent_key = sent_key_field()


class ChangePlacementForm(PlacementFields, CommandForm[ChangePlacement]):
    """A place on the ladder that is put right."""

    command_class = ChangePlacement

    def __init__(self, *args: Any, placement: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "placement": self.placement}


class EndPlacementForm(CommandForm[EndPlacement]):
    """The last day of a place on the ladder."""

    command_class = EndPlacement
    until = forms.DateField(label=_("Which was the last day?"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, *args: Any, placement: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "placement": self.placement}


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A proposed step with its questions."""

    proposed: ProposedStep
    take: forms.BoundField
    what: forms.BoundField
    owner: forms.BoundField
    due_on: forms.BoundField

    @property
    def problems(self) -> list[str]:
        return [str(error) for field in (self.what, self.owner, self.due_on) for error in field.errors]


class AdoptionForm(CommandForm[AdoptTemplate]):
    """A template before it is adopted: which steps, in which words, by whom and by when."""

    command_class = AdoptTemplate
    starts_on = forms.DateField(
        label=_("From which day does the plan start?"),
        widget=DayInput,
        help_text=_("The days of the steps count from here."),
    )
    sent_key = sent_key_field()

    def __init__(self, *args: Any, template: PlanTemplate, file: PersonFile, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        self.initial.setdefault("starts_on", starts_on)
        self.proposed = proposed_steps(template, starts_on, sees_sensitive=file.sees_sensitive)
        self.goals: list[TemplateGoal] = [
            goal for goal in template.goal if file.sees_sensitive or goal.domain not in SENSITIVE
        ]
        for goal in self.goals:
            self.fields[f"goal_{goal.slug}"] = forms.CharField(
                label=in_words(goal.words), min_length=3, max_length=300, initial=in_words(goal.words)
            )
        for step in self.proposed:
            self._ask_about(step)

    def _ask_about(self, step: ProposedStep) -> None:
        place = step.place
        self.fields[f"take_{place}"] = forms.BooleanField(label=step.what, required=False, initial=step.is_chosen)
        self.fields[f"what_{place}"] = forms.CharField(
            label=_("What will happen?"), min_length=3, max_length=200, initial=step.what
        )
        self.fields[f"owner_{place}"] = forms.ChoiceField(
            label=_("Who does it?"),
            choices=[choice for choice in StepOwner.choices if choice[0] != StepOwner.PARTNER],
            initial=step.owner,
        )
        self.fields[f"due_{place}"] = forms.DateField(label=_("By which day?"), widget=DayInput, initial=step.due_on)

    def rows(self) -> list[TemplateRow]:
        """The proposed steps with their questions, in the order of the template."""
        return [
            TemplateRow(
                step,
                take=self[f"take_{step.place}"],
                what=self[f"what_{step.place}"],
                owner=self[f"owner_{step.place}"],
                due_on=self[f"due_{step.place}"],
            )
            for step in self.proposed
        ]

    def goal_rows(self) -> list[forms.BoundField]:
        """The goals, each with its words."""
        return [self[f"goal_{goal.slug}"] for goal in self.goals]

    def clean(self) -> dict[str, Any]:
        today = timezone.localdate()
        for step in self.proposed:
            names = [f"{part}_{step.place}" for part in ("what", "owner", "due")]
            if not self.cleaned_data.get(f"take_{step.place}"):
                # What is left out need not be right.
                for name in names:
                    self.errors.pop(name, None)
                continue
            due_on = self.cleaned_data.get(f"due_{step.place}")
            if due_on is not None and due_on < today:
                self.add_error(f"due_{step.place}", _("This day has passed."))
        return super().clean()

    def command_values(self) -> dict[str, Any]:
        values = self.cleaned_data
        taken = [step for step in self.proposed if values.get(f"take_{step.place}")]
        return {
            "template": self.template.slug,
            "starts_on": values["starts_on"],
            "steps": tuple(
                AdoptedStep(
                    place=step.place,
                    what=values[f"what_{step.place}"],
                    owner=values[f"owner_{step.place}"],
                    due_on=values[f"due_{step.place}"],
                )
                for step in taken
            ),
            "goals": {goal.slug: values[f"goal_{goal.slug}"] for goal in self.goals},
            "sent_key": values.get("sent_key"),
        }
