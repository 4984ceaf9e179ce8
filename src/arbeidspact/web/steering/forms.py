"""The forms of signals: raising one, everything that can happen to it, and the filter of the list."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.steering.commands import (
    AcknowledgeSignal,
    AnswerSignal,
    CoSignSignal,
    RaiseSignal,
    ReopenSignal,
    WithdrawSignal,
)
from arbeidspact.steering.queries import AnswerKind, SignalFilter, SignalState, SubjectKind, Urgency
from arbeidspact.steering.subjects import Subject
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.pathways.forms import DayInput

NO_PERSON = _("Describe a group, never one person: no names, no numbers, no addresses.")


def subject_choices(subjects: Iterable[Subject]) -> list[tuple[Any, Any]]:
    """What a signal or decision can be about, by kind, as a list to choose from."""
    found: list[tuple[Any, Any]] = []
    for kind, group in groupby(subjects, key=lambda subject: subject.kind):
        options = [(subject.key, name_of(subject)) for subject in group]
        if kind == SubjectKind.PACT:
            found.append((options[0][0], SubjectKind.PACT.label))
        else:
            found.append((SubjectKind(kind).label, options))
    return found


class RaiseForm(CommandForm[RaiseSignal]):
    """What stands in the way, since when, for whom, and about which part of the pact."""

    command_class = RaiseSignal
    title = forms.CharField(label=_("The bottleneck in one line"), min_length=5, max_length=160)
    what = forms.CharField(
        label=_("What happens?"),
        min_length=10,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_PERSON,
    )
    since = forms.DateField(label=_("Since when?"), widget=DayInput, help_text=_("The day, or about."))
    whom = forms.CharField(
        label=_("Whom does it touch?"),
        min_length=3,
        max_length=300,
        help_text=_("A group, such as “young people without a diploma, about 40 a month”."),
    )
    about = forms.ChoiceField(label=_("What is it about?"))
    suggestion = forms.CharField(
        label=_("What would help?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, pact: str, subjects: Iterable[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pact = pact
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", _("Choose")), *subject_choices(subjects)]
        self.fields["since"].widget.attrs["max"] = timezone.localdate().isoformat()

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "pact": self.pact}


class SignalForm(CommandForm[C]):
    """A form about one signal that the address names."""

    def __init__(self, *args: Any, signal: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signal = signal

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "signal": self.signal}


class CoSignForm(SignalForm[CoSignSignal]):
    command_class = CoSignSignal
    note = forms.CharField(
        label=_("What do you see?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_PERSON,
    )


class AcknowledgeForm(SignalForm[AcknowledgeSignal]):
    command_class = AcknowledgeSignal


class AnswerForm(SignalForm[AnswerSignal]):
    command_class = AnswerSignal
    kind = forms.ChoiceField(label=_("What is the answer?"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        min_length=10,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was done, what was decided, or why not. Every partner reads this."),
    )


class ReasonForm(SignalForm[C]):
    reason = forms.CharField(
        label=_("Why?"), min_length=5, max_length=500, help_text=_("Every partner reads this in the log.")
    )


class WithdrawForm(ReasonForm[WithdrawSignal]):
    command_class = WithdrawSignal


class ReopenForm(ReasonForm[ReopenSignal]):
    command_class = ReopenSignal


class SignalFilterForm(forms.Form):
    """The filter of the list; it stands in the address."""

    q = forms.CharField(label=_("Word"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Waits for an answer")), ("all", _("All signals")), *SignalState.choices],
    )
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[("", _("All")), *Urgency.choices])
    about = forms.ChoiceField(label=_("About"), required=False)
    organisation = forms.ChoiceField(label=_("Raised by"), required=False)

    def __init__(
        self, *args: Any, subjects: Iterable[Subject], organisations: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        about, raised_by = self.fields["about"], self.fields["organisation"]
        assert isinstance(about, forms.ChoiceField)
        assert isinstance(raised_by, forms.ChoiceField)
        about.choices = [("", _("All")), *subject_choices(subjects)]
        raised_by.choices = [("", _("All")), *organisations]

    def narrowed(self, pact: str, *, only_overdue: bool) -> SignalFilter:
        """The filter as chosen; an option that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return SignalFilter(
            pact=pact,
            state=chosen.get("state", ""),
            urgency=chosen.get("urgency", ""),
            about=chosen.get("about", ""),
            organisation=chosen.get("organisation", ""),
            text=chosen.get("q", "").strip(),
            only_overdue=only_overdue,
        )

    def in_words(self) -> str:
        """Which options narrow the list now."""
        words = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if not isinstance(field, forms.ChoiceField):
                words.append(value)
                continue
            words.append(label_of(field, value))
        return ", ".join(words)


def label_of(field: forms.ChoiceField, value: str) -> str:
    """How this option reads in the list, also where it stands in a group."""
    labels: dict[str, Any] = {}
    for key, label in cast("Iterable[tuple[str, Any]]", field.choices):
        labels |= dict(label) if isinstance(label, list | tuple) else {key: label}
    return str(labels.get(value, value))
