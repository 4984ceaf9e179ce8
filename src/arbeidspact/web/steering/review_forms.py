"""The forms of reviews."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.steering.review_commands import CommentOnAction, SignReview, StartReview, WriteConclusions
from arbeidspact.steering.review_queries import SignOffKind
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput
from arbeidspact.web.steering.forms import NO_PERSON


class StartForm(CommandForm[StartReview]):
    """From when until when a review looks back."""

    command_class = StartReview
    since = forms.DateField(label=_("Look back from"), widget=DayInput)
    until = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(self, *args: Any, pact: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pact = pact
        self.fields["until"].widget.attrs["max"] = timezone.localdate().isoformat()

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "pact": self.pact}


class ReviewForm(CommandForm[C]):
    """A form about one review that the address names."""

    def __init__(self, *args: Any, review: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "review": self.review}


class CommentForm(ReviewForm[CommentOnAction]):
    command_class = CommentOnAction
    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How did it go, and why? Empty takes your comment back."),
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "action": self.action}


class ConclusionsForm(ReviewForm[WriteConclusions]):
    command_class = WriteConclusions
    text = forms.CharField(
        label=_("Conclusions of the steering group"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=NO_PERSON,
    )


class SignForm(ReviewForm[SignReview]):
    command_class = SignReview
    kind = forms.ChoiceField(label=_("Do you agree?"), choices=SignOffKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("The note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With what do you not agree, and why? Kept in your own words."),
    )
