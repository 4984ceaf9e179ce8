"""The forms of the log of decisions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.steering.decision_commands import (
    AddTask,
    CorrectDecision,
    DecisionContent,
    DropTask,
    EditDecision,
    FinishTask,
    RecordDecision,
    ReopenTask,
)
from arbeidspact.steering.decision_queries import ChangeKind, DecisionFilter, Standing
from arbeidspact.steering.subjects import Subject
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput
from arbeidspact.web.steering.forms import NO_PERSON, label_of, subject_choices
from arbeidspact.web.steering.words import STANDING_WORDS

CONTENT = ("body", "taken_on", "title_nl", "title_en", "text", "motivation")
Choices = list[tuple[str, Any]]


class ContentForm(CommandForm[C]):
    """What a decision says."""

    body = forms.ChoiceField(label=_("Who decided?"))
    taken_on = forms.DateField(label=_("On which day?"), widget=DayInput)
    title_nl = forms.CharField(label=_("The decision in one line, in Dutch"), min_length=5, max_length=200)
    title_en = forms.CharField(label=_("The same in English"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What was decided?"),
        min_length=10,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_PERSON,
    )
    motivation = forms.CharField(
        label=_("Why?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    about = forms.MultipleChoiceField(
        label=_("What is it about?"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Choose one or more; hold Ctrl or Cmd for more than one."),
    )
    minority = forms.CharField(
        label=_("Minority notes"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Who does not agree, a colon, and on the next lines why, in their own words. An empty line between two."
        ),
    )

    def __init__(
        self, *args: Any, bodies: Choices, subjects: Iterable[Subject], signals: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        body, about = self.fields["body"], self.fields["about"]
        assert isinstance(body, forms.ChoiceField)
        assert isinstance(about, forms.MultipleChoiceField)
        body.choices = [("", _("Choose")), *bodies]
        about.choices = [*subject_choices(subjects), *([(_("A signal"), signals)] if signals else [])]
        self.fields["taken_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_minority(self) -> list[dict[str, str]]:
        """Each note as who and why. Raises: a problem at the field for a note without its words."""
        notes = []
        for block in self.cleaned_data["minority"].replace("\r\n", "\n").split("\n\n"):
            if not block.strip():
                continue
            who, colon, why = block.strip().partition(":")
            if not colon or len(why.strip()) < 5 or len(who.strip()) < 2 or "\n" in who:
                raise forms.ValidationError(
                    _("Write who does not agree, a colon, and why; an empty line before the next note.")
                )
            notes.append({"who": who.strip(), "why": why.strip()})
        return notes

    def content_values(self) -> DecisionContent:
        """What was filled in, as the part of every command about what a decision says."""
        cleaned = self.cleaned_data
        return DecisionContent(
            **{name: cleaned[name] for name in CONTENT},
            about=tuple(cleaned["about"]),
            minority=tuple(cleaned["minority"]),
        )


class RecordForm(ContentForm[RecordDecision]):
    """A new decision in the log."""

    command_class = RecordDecision
    changes = forms.ChoiceField(label=_("Does it change an earlier decision?"), required=False)
    change_kind = forms.ChoiceField(
        label=_("In which way?"), required=False, choices=[("", _("Not")), *ChangeKind.choices]
    )

    def __init__(self, *args: Any, pact: str, earlier: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pact = pact
        changes = self.fields["changes"]
        assert isinstance(changes, forms.ChoiceField)
        changes.choices = [("", _("No")), *earlier]

    def command_values(self) -> dict[str, Any]:
        return {
            "pact": self.pact,
            "content": self.content_values(),
            "changes": self.cleaned_data["changes"] or None,
            "change_kind": self.cleaned_data["change_kind"] or None,
        }


class EditForm(ContentForm[EditDecision]):
    """The draft in other words."""

    command_class = EditDecision

    def __init__(self, *args: Any, decision: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def command_values(self) -> dict[str, Any]:
        return {"decision": self.decision, "content": self.content_values()}


class CorrectForm(ContentForm[CorrectDecision]):
    """A correction: a new version, with what was wrong."""

    command_class = CorrectDecision
    correction = forms.CharField(
        label=_("What was wrong, and is corrected?"), min_length=5, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, decision: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.order_fields(["correction"])

    def command_values(self) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "content": self.content_values(),
            "correction": self.cleaned_data["correction"],
        }


class TaskForm(CommandForm[AddTask]):
    """Something that follows from a decision."""

    command_class = AddTask
    what = forms.CharField(label=_("What must be done?"), min_length=5, max_length=300)
    owner = forms.CharField(
        label=_("Who does it?"), min_length=2, max_length=200, help_text=_("An organisation or a function, not a name.")
    )
    due_on = forms.DateField(label=_("By when?"), widget=DayInput)

    def __init__(self, *args: Any, decision: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "decision": self.decision}


class OneTaskForm(CommandForm[C]):
    """A form about one task that the address names."""

    def __init__(self, *args: Any, task: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "task": self.task}


class FinishForm(OneTaskForm[FinishTask]):
    command_class = FinishTask
    done_on = forms.DateField(label=_("Done on which day?"), widget=DayInput)
    outcome = forms.CharField(label=_("What came of it?"), min_length=3, max_length=500)


class DropForm(OneTaskForm[DropTask]):
    command_class = DropTask
    outcome = forms.CharField(label=_("Why is it not done?"), min_length=3, max_length=500)


class ReopenTaskForm(OneTaskForm[ReopenTask]):
    command_class = ReopenTask


class DecisionFilterForm(forms.Form):
    """The filter of the log; it stands in the address."""

    q = forms.CharField(label=_("Word or number"), required=False, max_length=100)
    body = forms.ChoiceField(label=_("Decided by"), required=False)
    about = forms.ChoiceField(label=_("About"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    standing = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, bodies: Choices, subjects: Iterable[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "body": bodies,
            "about": subject_choices(subjects),
            "standing": [(one.value, STANDING_WORDS[one]) for one in Standing],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *options]

    def narrowed(self) -> DecisionFilter:
        """The filter as chosen; an option that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return DecisionFilter(
            text=chosen.get("q", "").strip(),
            body=chosen.get("body", ""),
            about=chosen.get("about", ""),
            year=str(chosen.get("year") or ""),
            standing=chosen.get("standing", ""),
        )

    def in_words(self) -> str:
        """Which options narrow the list now."""
        chosen = ((field, self.cleaned_data.get(name)) for name, field in self.fields.items())
        return ", ".join(
            label_of(field, value) if isinstance(field, forms.ChoiceField) else str(value)
            for field, value in chosen
            if value
        )
