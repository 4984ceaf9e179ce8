"""The forms of an introduction: introducing somebody, the answer, what came of it, withdrawing; and the filter."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.introductions.commands import (
    LONGEST_MOTIVATION,
    AnswerByLink,
    AskEmployer,
    IntroducePerson,
    RecordAnswer,
    RecordOutcome,
    WithdrawIntroduction,
)
from arbeidspact.introductions.queries import (
    WHICH_WORDS,
    Answer,
    IntroductionFilter,
    IntroductionState,
    IntroductionView,
    NotNowReason,
    Outcome,
    Which,
    WithdrawnBecause,
    employers_introduced_to,
    who_introduced,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput, set_choices

MINE = "mine"
LINK_ANSWERS = (
    (Answer.INVITED.value, _("I invite this person to an interview")),
    (Answer.NOT_NOW.value, _("Not now")),
    (Answer.VACANCY_GONE.value, _("The vacancy is gone")),
)


def _until_today(form: forms.Form, *names: str) -> None:
    """These days are today unless somebody says otherwise, and never later."""
    today = timezone.localdate().isoformat()
    for name in names:
        form.fields[name].widget.attrs["max"] = today
        form.initial.setdefault(name, today)


class IntroduceForm(CommandForm[IntroducePerson]):
    """Did the person agree, since when, and what is the employer told?"""

    command_class = IntroducePerson
    has_agreed = forms.BooleanField(
        label=_("The person agrees to this introduction"),
        help_text=_("You told for which work, at which employer, and what is sent."),
        error_messages={"required": _("Nobody is introduced without their agreement. Ask the person first.")},
    )
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DayInput)
    introduced_on = forms.DateField(label=_("Introduced on"), widget=DayInput)
    motivation = forms.CharField(
        label=_("What is sent to the employer?"),
        min_length=10,
        max_length=LONGEST_MOTIVATION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "In a few lines, why this person fits this work. Nothing about health, origin, family, religion, debts or "
            "justice."
        ),
    )

    def __init__(self, *args: Any, vacancy: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vacancy = vacancy
        _until_today(self, "agreed_on", "introduced_on")

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "vacancy": self.vacancy}


class IntroductionForm(CommandForm[C]):
    """A form about one introduction that the address names."""

    def __init__(self, *args: Any, view: IntroductionView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "introduction": self.view.introduction.reference}


class AnswerForm(IntroductionForm[RecordAnswer]):
    command_class = RecordAnswer
    answer = forms.ChoiceField(
        label=_("What did the employer answer?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Why not now?"),
        required=False,
        choices=[("", _("Only when the answer is “not now”")), *NotNowReason.choices],
    )
    answered_on = forms.DateField(label=_("Answered on"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = self.view.introduction
        if noted.answer:
            self.initial.update(answer=noted.answer, reason=noted.reason, answered_on=noted.answered_on)
        _until_today(self, "answered_on")


class AskForm(IntroductionForm[AskEmployer]):
    command_class = AskEmployer
    email = forms.EmailField(
        label=_("Mail address of the employer"),
        help_text=_("Of the one who decides about this vacancy: they see who the person is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("email", self.view.introduction.employer_email)


class LinkAnswerForm(CommandForm[AnswerByLink]):
    """An employer without an account answers."""

    command_class = AnswerByLink
    answer = forms.ChoiceField(label=_("What is your answer?"), choices=LINK_ANSWERS, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why not now?"),
        required=False,
        choices=[("", _("Only when the answer is “not now”")), *NotNowReason.choices],
        help_text=_("About the work alone: do not tell us anything else about this person."),
    )


class OutcomeForm(IntroductionForm[RecordOutcome]):
    command_class = RecordOutcome
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    placement = forms.ChoiceField(
        label=_("Start of work on the ladder"),
        required=False,
        help_text=_("When the start of work stands in the plan already, choose it here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = self.view.introduction
        placement = self.fields["placement"]
        assert isinstance(placement, forms.ChoiceField)
        placement.choices = [("", _("None")), *((str(one.reference), one.words) for one in self.view.places)]
        if not self.view.places:
            del self.fields["placement"]
        if noted.outcome:
            linked = str(noted.placement.reference) if noted.placement else ""
            self.initial.update(outcome=noted.outcome, decided_on=noted.decided_on, placement=linked)
        _until_today(self, "decided_on")


class WithdrawForm(IntroductionForm[WithdrawIntroduction]):
    command_class = WithdrawIntroduction
    because = forms.ChoiceField(label=_("Why?"), choices=WithdrawnBecause.choices, widget=forms.RadioSelect)


class FilterForm(forms.Form):
    """The filter of the list; it stands in the address and holds nothing of a person."""

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", WHICH_WORDS[Which.UNDER_WAY]),
            (Which.LATE.value, WHICH_WORDS[Which.LATE]),
            (Which.ALL.value, WHICH_WORDS[Which.ALL]),
            *IntroductionState.choices,
        ],
    )
    whose = forms.ChoiceField(label=_("Whose introductions"), required=False)
    employer = forms.ChoiceField(label=_("Employer"), required=False)
    vacancy = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        own = actor.user.pk if actor.user else None
        colleagues = [(str(key), name) for key, name in who_introduced(actor) if key != own]
        employers = [(str(reference), name) for reference, name in employers_introduced_to(actor)]
        set_choices(self, "whose", [("", _("Everybody's")), (MINE, _("Mine")), *colleagues])
        set_choices(self, "employer", [("", _("Any employer")), *employers])

    def narrowed(self) -> IntroductionFilter:
        """The filter as chosen; an option that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        employer = chosen.get("employer")
        return IntroductionFilter(
            state=chosen.get("state") or Which.UNDER_WAY,
            vacancy=chosen.get("vacancy"),
            employer=UUID(employer) if employer else None,
            by=self._by(chosen.get("whose", "")),
        )

    def query(self) -> str:
        """The filter for the addresses of the other pages and of the file."""
        return urlencode({name: str(value) for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Is any option chosen, beside what the list begins with?"""
        return any(self.cleaned_data.values())

    def in_words(self, of_vacancy: str = "") -> str:
        """Which options narrow the list now."""
        words = []
        for name in ("state", "whose", "employer"):
            value = self.cleaned_data.get(name, "")
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            options: Sequence[tuple[str, Message]] = list(field.choices)  # type: ignore[arg-type]
            if value or name == "state":
                words.append(str(dict(options)[value]))
        return ", ".join([*words, of_vacancy] if of_vacancy else words)

    def _by(self, whose: str) -> int | None:
        if whose == MINE:
            return self.actor.user.pk if self.actor.user else None
        return int(whose) if whose else None
