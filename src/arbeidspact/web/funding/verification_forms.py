"""The forms of evidence and its verification."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding import verification_commands as commands
from arbeidspact.funding.queries.contracts import ContractView, PartyRole
from arbeidspact.funding.queries.evidence import LARGEST_FILE
from arbeidspact.funding.queries.verification import VerificationOutcome
from arbeidspact.organisations.actor import Actor
from arbeidspact.web.funding.contract_forms import AboutForm
from arbeidspact.web.funding.fields import FigureField, text_area
from arbeidspact.web.funding.verifier_fields import offer_verifiers, verification_days_field, verifier_field

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.xlsx,.ods,.docx,.odt"
NEXT_REPORT = "report"
FINDINGS = (
    (VerificationOutcome.VERIFIED.value, _("The claimed number is right")),
    (VerificationOutcome.PARTLY_VERIFIED.value, _("Another number is right")),
    (VerificationOutcome.QUESTION.value, _("I ask something first: the claim goes back")),
)


class EvidenceForm(AboutForm[commands.AddEvidence]):
    """A file, what it shows, and what it proves."""

    command_class = commands.AddEvidence
    about = "contract"

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, JPEG, PNG, or a spreadsheet or document as .xlsx, .ods, .docx or .odt; at most 10 MB, without a "
            "password or macros. Its name is not kept."
        ),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose a file."), "max_length": _("Give the file a shorter name.")},
    )
    description = forms.CharField(
        label=_("What does it show?"),
        help_text=_("For example: signed list of attendance of the first group, without names."),
        max_length=200,
    )
    proves = forms.ChoiceField(label=_("What does it prove?"), widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, instalments: Sequence[Any], replaces: UUID | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.replaces = replaces
        proves = self.fields["proves"]
        assert isinstance(proves, forms.ChoiceField)
        proves.choices = [
            *((str(one.reference), f"{one.get_kind_display()}: {one.title}") for one in instalments),
            (NEXT_REPORT, _("What the next report tells")),
        ]
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 megabytes. Make it smaller, or divide it."))
        return file

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        values.pop("file", None)
        proves = values.pop("proves")
        if proves != NEXT_REPORT:
            values["instalment"] = proves
        if self.replaces is not None:
            values["replaces"] = self.replaces
        return values


class RemoveEvidenceForm(AboutForm[commands.RemoveEvidence]):
    """Why a file is removed."""

    command_class = commands.RemoveEvidence
    about = "evidence"

    reason = forms.CharField(
        label=_("Why is it removed?"),
        help_text=_("For example: names of people can be read in it. Do not repeat them here."),
        max_length=300,
    )


class VerifyForm(AboutForm[commands.VerifyClaim]):
    """What the verifier found."""

    command_class = commands.VerifyClaim
    about = "claim"

    outcome = forms.ChoiceField(label=_("What did you find?"), choices=FINDINGS, widget=forms.RadioSelect)
    number = FigureField(
        label=_("Verified number"),
        help_text=_("Only where another number is right: the payment follows from it."),
        required=False,
    )
    remark = forms.CharField(
        label=_("What did you verify, or what do you ask?"),
        help_text=_("Who does the work and who pays read this. No names of people."),
        widget=text_area(4),
    )

    def clean(self) -> dict[str, Any]:
        is_part = self.cleaned_data.get("outcome") == VerificationOutcome.PARTLY_VERIFIED
        if is_part and self.cleaned_data.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("Fill in the number that you verified."))
        elif self.cleaned_data.get("outcome") and not is_part and self.cleaned_data.get("number") is not None:
            self.add_error(
                "number", _("Fill in a number only where another one is right: choose that, or leave it empty.")
            )
        return super().clean()


class AnswerForm(AboutForm[commands.AnswerVerifier]):
    """What is answered to the verifier."""

    command_class = commands.AnswerVerifier
    about = "claim"

    answer = forms.CharField(label=_("Your answer"), help_text=_("No names of people."), widget=text_area(4))
    value = FigureField(
        label=_("Number reached"), help_text=_("Only where it is another than you claimed."), required=False
    )

    def __init__(self, data: Any = None, *, is_reported: bool, **options: Any) -> None:
        super().__init__(data, **options)
        if not is_reported:
            del self.fields["value"]


class VerifierForm(AboutForm[commands.NameVerifier]):
    """Who verifies the results of a contract."""

    command_class = commands.NameVerifier
    about = "contract"

    verifier = verifier_field()
    verification_days = verification_days_field()
    reason = forms.CharField(label=_("Reason"), widget=text_area(2))

    def __init__(self, data: Any = None, *, actor: Actor, view: ContractView, **options: Any) -> None:
        named = next((one for one in view.parties if one.role == PartyRole.VERIFIER and one.organisation_id), None)
        initial = {
            "verifier": named.organisation_id if named else "",
            "verification_days": view.contract.verification_days,
        }
        super().__init__(data, initial=initial, **options)
        offer_verifiers(self, actor, without=[view.contract.payee_id])
