"""The forms of an agreement: its rows of promises, and everything that is said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from arbeidspact.agreements.commands import (
    MOST_PROMISES,
    AnswerObjection,
    ChangeAgreement,
    ConfirmOnPaper,
    EndAgreement,
    MakeAgreement,
    MarkPromise,
    ObjectToAgreement,
    PromiseLine,
    SendAgreementLink,
    WithdrawAgreement,
)
from arbeidspact.agreements.phrases import languages
from arbeidspact.agreements.queries import AgreementKind, ObjectionAnswer, Party, Promiser, PromiseView
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.pathways.queries import colleagues_of, steps_of
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import visible_domains
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.pathways.forms import DayInput

Choices = Sequence[tuple[str, Any]]
ROWS_AT_FIRST: Final = 2


@dataclass(frozen=True, slots=True)
class RowChoices:
    """What every row of promises offers; looked up once for all rows."""

    members: Choices
    domains: Choices
    steps: Choices


def row_choices(file: PersonFile) -> RowChoices:
    """What can be chosen in the rows of this file's agreements? Protected parts of life only while they are open."""
    domains = [(one.value, one.label) for one in visible_domains(sees_sensitive=file.sees_sensitive)]
    steps = [(str(one.step.reference), one.step.what) for one in steps_of(file) if one.is_open]
    return RowChoices(
        members=[("", "-"), *((str(one.pk), str(one)) for one in colleagues_of(file.actor))],
        domains=[("", "-"), *domains],
        steps=[("", "-"), *steps],
    )


class PromiseRow(forms.Form):
    """One promise: who, what, by which day."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    promiser = forms.ChoiceField(label=_("Who promises this?"), choices=Promiser.choices)
    member = forms.ChoiceField(
        label=_("Which colleague?"), required=False, help_text=_("Only when a colleague promises this.")
    )
    partner = forms.CharField(
        label=_("Which partner?"), required=False, max_length=120, help_text=_("Only when a partner promises this.")
    )
    what = forms.CharField(label=_("What?"), min_length=3, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("By which day?"), widget=DayInput)
    domain = forms.ChoiceField(label=_("About which part of life?"), required=False)
    step = forms.ChoiceField(label=_("Step of the plan"), required=False)

    def __init__(self, *args: Any, choices: RowChoices, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.use_required_attribute = False
        for name, options in (("member", choices.members), ("domain", choices.domains), ("step", choices.steps)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()
        if len(choices.steps) == 1:
            self.fields["step"].widget = forms.HiddenInput()

    @property
    def is_empty(self) -> bool:
        """Was nothing written in this row? It is left out then."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("what", "due_on", "partner"))

    def line(self) -> PromiseLine:
        """What was filled in. Raises: `ValidationError` of pydantic."""
        values = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return PromiseLine(**values)


class AgreementForm(forms.Form):
    """Title, kind and language of an agreement, with its rows of promises.

    After `is_valid()`, `command_of()` gives the command. A button adds or removes a row without losing what was typed.
    """

    title = forms.CharField(
        label=_("What is it about?"),
        min_length=3,
        max_length=120,
        help_text=_("A few words. Nothing about health, debts or justice here: choose that part of life at a promise."),
    )
    kind = forms.ChoiceField(
        label=_("Which kind?"), choices=AgreementKind.choices, widget=forms.RadioSelect, initial=AgreementKind.ORDINARY
    )
    language = forms.ChoiceField(
        label=_("Language of the person"),
        help_text=_(
            "The page of the link, the screen and the print come in this language. What you write stays as it is."
        ),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: MultiValueDict[str, Any] | None = None,
        *,
        file: PersonFile,
        rows: Sequence[Mapping[str, Any]] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = list(languages().items())
        self.choices = row_choices(file)
        filled = list(rows) or [{} for _row in range(ROWS_AT_FIRST)]
        self.rows = [
            self._row(number, data, filled) for number in range(_total(data) if data is not None else len(filled))
        ]
        self.command_rows: list[PromiseRow] = []

    def is_valid(self) -> bool:
        """Are the heading and every row that says something in order?"""
        self.command_rows = [row for row in self.rows if not row.is_empty]
        return all([super().is_valid(), *(row.is_valid() for row in self.command_rows)])

    def values(self, *, is_draft: bool) -> dict[str, Any] | None:
        """What the command needs. None when a row cannot be, which then stands at the row."""
        lines, is_fine = [], True
        for row in self.command_rows:
            try:
                lines.append(row.line())
            except ValidationError as error:
                is_fine = False
                for problem in error.errors():
                    name = str(problem["loc"][0]) if problem["loc"] else None
                    row.add_error(name if name in row.fields else None, str(_("Check this answer.")))
        if not is_fine:
            return None
        heading = {name: self.cleaned_data[name] for name in ("title", "kind", "language")}
        return {**heading, "promises": tuple(lines), "is_draft": is_draft}

    def make(self, *, is_draft: bool) -> MakeAgreement | None:
        """The command for a new agreement."""
        values = self.values(is_draft=is_draft)
        return None if values is None else MakeAgreement(**values)

    def change(self, agreement: UUID, *, is_draft: bool) -> ChangeAgreement | None:
        """The command for the next version."""
        values = self.values(is_draft=is_draft)
        if values is None:
            return None
        return ChangeAgreement(**values, agreement=agreement, based_on=self.cleaned_data["based_on"] or 0)

    def refuse(self, error: DomainError) -> None:
        """Shows what the action refused: at its row and field when it names one."""
        text = f"{error.message} {error.hint}".strip()
        prefix, _dash, rest = (error.field or "").partition("-")
        number, _dash, name = rest.partition("-")
        if prefix == "promises" and number.isdigit() and int(number) < len(self.command_rows):
            row = self.command_rows[int(number)]
            row.add_error(name if name in row.fields else None, text)
        else:
            self.add_error(error.field if error.field in self.fields else None, text)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Everything that is wrong, for the summary above the form."""
        found = [{"href": "", "text": str(text)} for text in self.non_field_errors()]
        for form, before in ((self, ""), *((row, f"{row.number + 1}. ") for row in self.rows)):
            for field in form:
                label = f"{before}{field.label}"
                colon = "" if label.endswith("?") else ":"
                found += [{"href": f"#{field.id_for_label}", "text": f"{label}{colon} {text}"} for text in field.errors]
            if form is not self:
                found += [{"href": "", "text": f"{before}{text}"} for text in form.non_field_errors()]
        return found

    @property
    def may_add(self) -> bool:
        return len(self.rows) < MOST_PROMISES

    def _row(
        self, number: int, data: MultiValueDict[str, Any] | None, filled: Sequence[Mapping[str, Any]]
    ) -> PromiseRow:
        initial = filled[number] if data is None else {}
        return PromiseRow(data, prefix=f"promises-{number}", choices=self.choices, number=number, initial=dict(initial))


def typed_rows(data: MultiValueDict[str, Any], *, add: bool, remove: str) -> list[dict[str, Any]]:
    """What was typed in the rows, with one more or one less; nothing is checked yet."""
    rows = [
        {name: data.get(f"promises-{number}-{name}", "") for name in PromiseRow.base_fields}
        for number in range(_total(data))
    ]
    if remove.isdigit() and int(remove) < len(rows):
        del rows[int(remove)]
    if add and len(rows) < MOST_PROMISES:
        rows.append({})
    return rows or [{}]


def row_of(view: PromiseView) -> dict[str, Any]:
    """A promise as it stands, for its row."""
    promise = view.promise
    return {
        "key": promise.key,
        "promiser": promise.promiser,
        "member": promise.member_id or "",
        "partner": promise.partner,
        "what": promise.what,
        "due_on": promise.due_on,
        "domain": promise.domain,
        "step": promise.step.reference if promise.step else "",
    }


def _total(data: MultiValueDict[str, Any]) -> int:
    written = str(data.get("promises-TOTAL", ""))
    return min(int(written), MOST_PROMISES) if written.isascii() and written.isdigit() else 0


class AboutAgreement(CommandForm[C]):
    """A form about the agreement that the address names."""

    def __init__(self, *args: Any, agreement: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "agreement": self.agreement}


class LinkForm(AboutAgreement[SendAgreementLink]):
    """To which address the link goes: filled in with what the file knows, and seen before it is sent."""

    command_class = SendAgreementLink
    version = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.CharField(widget=forms.HiddenInput)
    to = forms.CharField(max_length=254)

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_mail = channel == "email"
        self.fields["to"].label = _("Mail address") if is_mail else _("Telephone number")
        self.fields["to"].help_text = _("Check it together. This changes nothing in the file.")
        self.fields["to"].widget.attrs["inputmode"] = "email" if is_mail else "tel"
        self.fields["channel"].initial = channel


class PaperForm(AboutAgreement[ConfirmOnPaper]):
    """The signed paper: who signed, when, who was there, and the scan."""

    command_class = ConfirmOnPaper
    version = forms.IntegerField(widget=forms.HiddenInput)
    parties = forms.MultipleChoiceField(
        label=_("Who signed?"), choices=Party.choices, widget=forms.CheckboxSelectMultiple, initial=list(Party)
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    present = forms.CharField(
        label=_("Who was present?"),
        required=False,
        max_length=200,
        help_text=_("For instance an interpreter, or somebody whom the person trusts."),
    )
    scan = forms.FileField(
        label=_("Scan or photo of the paper"),
        help_text=_("A PDF, JPEG or PNG of at most 10 megabytes."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, missing: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = self.fields["parties"]
        assert isinstance(parties, forms.MultipleChoiceField)
        parties.choices = [(value, label) for value, label in Party.choices if value in missing]
        self.fields["scan"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
        self.fields["signed_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        values.pop("scan", None)
        return {**values, "parties": frozenset(values.get("parties", ()))}


class ObjectionForm(AboutAgreement[ObjectToAgreement]):
    """Why the person does not agree, in their own words."""

    command_class = ObjectToAgreement
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("In their own words: why not?"), min_length=3, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(AboutAgreement[AnswerObjection]):
    """What was done with an objection."""

    command_class = AnswerObjection
    objection = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What was done?"),
        choices=[
            (ObjectionAnswer.EXPLAINED.value, ObjectionAnswer.EXPLAINED.label),
            (ObjectionAnswer.TAKEN_BACK.value, ObjectionAnswer.TAKEN_BACK.label),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What did you answer?"), min_length=3, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(AboutAgreement[WithdrawAgreement]):
    """Why it is withdrawn."""

    command_class = WithdrawAgreement
    why = forms.CharField(label=_("Why?"), min_length=3, max_length=300)


class EndForm(AboutAgreement[EndAgreement]):
    """Why it ends."""

    command_class = EndAgreement
    why = forms.CharField(label=_("Why?"), min_length=3, max_length=300)


class MarkForm(AboutAgreement[MarkPromise]):
    """What became of a promise."""

    command_class = MarkPromise
    was_kept = forms.TypedChoiceField(
        label=_("Was it kept?"),
        choices=[("yes", _("Kept")), ("no", _("Not kept"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("On which day?"), widget=DayInput)
    remark = forms.CharField(label=_("How did it go?"), required=False, max_length=300)

    def __init__(self, *args: Any, promise: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "was_kept": self.cleaned_data["was_kept"], "promise": self.promise}
