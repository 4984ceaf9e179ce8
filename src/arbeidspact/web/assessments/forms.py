"""The forms of an assessment; the questions of a page are fields that follow the questionnaire."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments.commands import FinishAssessment, JudgeAssessment
from arbeidspact.assessments.queries import (
    LONGEST_TEXT,
    NO,
    YES,
    AssessmentView,
    DistanceLevel,
    Outcome,
    Question,
    QuestionKind,
    Questionnaire,
    Text,
    Value,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.web.forms import CommandForm

NOT_KNOWN: Final = ""
"""The answer of a question that is not known yet; every choice offers it, and it is chosen until another is."""


def _in_words(text: Text | None) -> str:
    return text.in_language(get_language() or "nl") if text is not None else ""


class QuestionField:
    """Marks a field with its question, for the template."""

    question: Question


class ChoiceQuestion(QuestionField, forms.ChoiceField):
    """One answer of some."""


class SeveralQuestion(QuestionField, forms.MultipleChoiceField):
    """Answers of some."""


class NumberQuestion(QuestionField, forms.IntegerField):
    """A number."""


class TextQuestion(QuestionField, forms.CharField):
    """A few words."""


class PageForm(forms.Form):
    """The questions of one page that are asked now. `shown` names them, so that a question that was not on the
    screen is not taken for one that nobody could answer."""

    def __init__(self, *args: Any, questions: Sequence[Question], answers: Mapping[str, Value], **kwargs: Any) -> None:
        kwargs["initial"] = {question.slug: answers.get(question.slug, NOT_KNOWN) for question in questions}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for question in questions:
            self.fields[question.slug] = _field_of(question)

    def answers(self) -> dict[str, Value | None]:
        """What was answered; None where it is not known."""
        return {name: self._answer(name, value) for name, value in self.cleaned_data.items()}

    def _answer(self, name: str, value: Any) -> Value | None:
        if value in (None, "", []):
            return None
        field = self.fields[name]
        assert isinstance(field, QuestionField)
        return int(value) if field.question.kind is QuestionKind.SCALE else value

    def refuse(self, error: DomainError) -> None:
        """Shows what the action refused, at its question when it names one."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, f"{error.message} {error.hint}".strip())


def _field_of(question: Question) -> forms.Field:
    field: Any
    shared: dict[str, Any] = {
        "label": _in_words(question.text),
        "help_text": _in_words(question.help),
        "required": False,
    }
    match question.kind:
        case QuestionKind.SEVERAL:
            several = [(option.slug, _in_words(option.text)) for option in question.options]
            field = SeveralQuestion(choices=several, widget=forms.CheckboxSelectMultiple, **shared)
        case QuestionKind.NUMBER:
            field = NumberQuestion(min_value=question.least, max_value=question.most, **shared)
            field.widget.attrs["inputmode"] = "numeric"
        case QuestionKind.TEXT:
            field = TextQuestion(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **shared)
        case _:
            choices = [*_choices(question), (NOT_KNOWN, _("Not known yet"))]
            field = ChoiceQuestion(choices=choices, widget=forms.RadioSelect, **shared)
    field.question = question
    return field  # type: ignore[no-any-return]


def _choices(question: Question) -> list[tuple[str, Any]]:
    if question.kind is QuestionKind.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    if question.kind is QuestionKind.ONE:
        return [(option.slug, _in_words(option.text)) for option in question.options]
    assert question.least is not None
    assert question.most is not None
    ends = {question.least: _in_words(question.least_text), question.most: _in_words(question.most_text)}
    steps = range(question.least, question.most + 1)
    return [(str(step), f"{step} - {ends[step]}" if ends.get(step) else str(step)) for step in steps]


class StartForm(forms.Form):
    """Which questionnaire, and from where to start."""

    questionnaire = forms.ChoiceField(label=_("Which questionnaire?"), widget=forms.RadioSelect)
    based_on = forms.BooleanField(label=_("Start from the answers of the last assessment"), required=False)

    def __init__(self, *args: Any, offered: Sequence[Questionnaire], has_earlier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["questionnaire"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(one.slug, _in_words(one.heading.title)) for one in offered]
        if offered:
            choice.initial = offered[0].slug
        if not has_earlier:
            del self.fields["based_on"]

    def refuse(self, error: DomainError) -> None:
        """Shows what the action refused."""
        self.add_error(None, f"{error.message} {error.hint}".strip())


class ReviewForm(CommandForm[JudgeAssessment]):
    """The assessor's own judgement, domain by domain and as a whole. Left alone, it follows the answers."""

    command_class = JudgeAssessment

    def __init__(
        self, *args: Any, view: AssessmentView, assessment: UUID, sees_sensitive: bool, finishes: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.assessment, self.view, self.finishes = assessment, view, finishes
        follow = [("", _("As the answers say"))]
        for line in view.lines:
            judged = forms.ChoiceField(
                label=_("%(domain)s: how do you see it?") % {"domain": line.domain.label},
                choices=[*follow, *Outcome.choices],
                required=False,
                initial=line.result.judged or "",
            )
            self.fields[f"judged_{line.domain}"] = judged
            self.fields[f"reason_{line.domain}"] = forms.CharField(
                label=_("Why?"), max_length=500, required=False, initial=line.result.reason
            )
        self.fields["distance"] = forms.ChoiceField(
            label=_("How far from work do you see this person?"),
            choices=[*follow, *[choice for choice in DistanceLevel.choices if choice[0] != DistanceLevel.NOT_KNOWN]],
            required=False,
            initial=view.judged[0] if view.judged else "",
        )
        self.fields["distance_reason"] = forms.CharField(
            label=_("Why?"),
            help_text=_("Colleagues read this. Write nothing about health, debts or justice in it.")
            if not sees_sensitive
            else "",
            max_length=500,
            required=False,
            initial=view.judged[1] if view.judged else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        if sees_sensitive:
            self.fields["rests_on_protected"] = forms.BooleanField(
                label=_("Keep this judgement and its reason in the protected part"),
                required=False,
                initial=view.judged is None or view.judged_on_protected,
            )

    def command_values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "assessment": self.assessment,
            "judgements": [
                {
                    "domain": line.domain,
                    "outcome": cleaned[f"judged_{line.domain}"],
                    "reason": cleaned[f"reason_{line.domain}"],
                }
                for line in self.view.lines
                if cleaned.get(f"judged_{line.domain}")
            ],
            "distance": cleaned.get("distance") or None,
            "distance_reason": cleaned.get("distance_reason", ""),
            "rests_on_protected": cleaned.get("rests_on_protected", False),
        }

    def clean(self) -> dict[str, Any]:
        too_short = _("Say why in a few words.")
        data: Mapping[str, Any] = self.cleaned_data
        pairs = [(f"judged_{line.domain}", f"reason_{line.domain}") for line in self.view.lines]
        for judged, reason in [*pairs, ("distance", "distance_reason")]:
            if data.get(judged) and len(data.get(reason, "").strip()) < 5:
                self.add_error(reason, too_short)
        return super().clean()

    @property
    def finishing(self) -> FinishAssessment:
        """The same judgement, as the last word."""
        return FinishAssessment(**self.command.model_dump())

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField, bool]]:
        """Each domain with its two fields, and whether the judgement stands open."""
        return [
            (line, judged, reason, bool(judged.value() or judged.errors or reason.errors))
            for line in self.view.lines
            for judged, reason in [(self[f"judged_{line.domain}"], self[f"reason_{line.domain}"])]
        ]

    @property
    def is_distance_open(self) -> bool:
        return bool(self["distance"].value() or self["distance_reason"].errors)


class CompartmentForm(CommandForm[OpenCompartment]):
    """Why the protected part must be opened now."""

    command_class = OpenCompartment
    purpose = forms.CharField(
        label=_("Why do you need it now?"),
        help_text=_("A few words, such as: preparing the talk about adapted work. Write no diagnosis and no amounts."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, person: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "person": self.person}
