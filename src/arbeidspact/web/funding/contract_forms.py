"""The forms of contracts, reports and payments."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding import commands
from arbeidspact.funding.queries.contracts import (
    ContractKind,
    ContractView,
    InstalmentKind,
    PartyRole,
    PaymentShape,
    RevisionAnswer,
    others,
)
from arbeidspact.monitor.queries import indicator_list
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.funding.fields import FigureField, MoneyField, text_area
from arbeidspact.web.funding.rows import RowsForm
from arbeidspact.web.funding.verifier_fields import offer_verifiers, verification_days_field, verifier_field
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.people.forms import DayInput

METRIC = (
    "indicator",
    "reported_what",
    "area",
    "breakdown",
    "period",
    "baseline",
    "is_falling",
    "threshold",
    "target",
    "shape",
    "price",
    "step",
    "deadweight_percent",
    "accepts_provisional",
)


class AboutForm(CommandForm[C]):
    """A form about one thing, whose key stands in the address. `about`: the field of the command."""

    about: ClassVar[str]

    def __init__(self, data: Any = None, *, reference: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.reference = reference

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), self.about: self.reference}


class PartyRow(forms.Form):
    """Another party of a contract."""

    role = forms.ChoiceField(label=_("Part"), choices=PartyRole.choices, initial=PartyRole.INVESTOR, required=False)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)


class ContractForm(RowsForm[commands.MakeContract]):
    """A contract by result."""

    command_class = commands.MakeContract
    ROWS: ClassVar[dict[str, type[forms.Form]]] = {"parties": PartyRow}
    SPARE: ClassVar[int] = 2

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in ContractKind if kind is not ContractKind.GRANT],
        widget=forms.RadioSelect,
        initial=ContractKind.KPI,
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    payee = forms.TypedChoiceField(label=_("Who does the work?"), coerce=int)
    amount = MoneyField(label=_("At most, in euro"), help_text=_("All instalments together never pass it."))
    starts_on = forms.DateField(label=_("From"), required=False, widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    comparison = forms.CharField(
        label=_("What would have come anyway, and how is that known?"), widget=text_area(3), required=False
    )
    contact_email = forms.CharField(
        label=_("Mail address of the contact"), max_length=254, required=False, widget=forms.EmailInput
    )
    verifier = verifier_field()
    verification_days = verification_days_field()

    def __init__(self, data: Any = None, *, actor: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        offer_verifiers(self, actor)
        payee = self.fields["payee"]
        assert isinstance(payee, forms.ChoiceField)
        payee.choices = [("", _("Choose an organisation")), *((one.pk, one.name) for one in others(actor))]


class InstalmentForm(AboutForm[commands.AddInstalment]):
    """A part of the money, and for a result how it is measured."""

    command_class = commands.AddInstalment
    about = "contract"

    kind = forms.ChoiceField(label=_("It hangs on"), choices=InstalmentKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What for"), max_length=200)
    amount = MoneyField(label=_("At most, in euro"))
    due_on = forms.DateField(label=_("Expected on"), required=False, widget=DayInput)
    indicator = forms.ChoiceField(
        label=_("Indicator"), help_text=_("The figure is read from the monitor, with its source."), required=False
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    breakdown = forms.CharField(
        label=_("Part of the people"),
        help_text=_("Empty: everybody. For example sex:women."),
        max_length=200,
        required=False,
    )
    reported_what = forms.CharField(
        label=_("Or a number that the contractor reports"),
        help_text=_("For example: people at work for six months."),
        max_length=200,
        required=False,
    )
    period = forms.CharField(
        label=_("Period"), help_text=_("2026, 2026-H1, 2026-Q3 or 2026-09."), max_length=24, required=False
    )
    baseline = FigureField(
        label=_("Counted from"), help_text=_("The figure at the start; 0 for a count."), required=False
    )
    is_falling = forms.BooleanField(label=_("Less is better"), required=False)
    deadweight_percent = FigureField(label=_("Would have come anyway, in percent"), required=False)
    threshold = FigureField(label=_("Nothing below this change"), required=False)
    shape = forms.ChoiceField(label=_("How money follows"), choices=PaymentShape.choices, required=False)
    target = FigureField(
        label=_("Target"),
        help_text=_("The figure at which everything is due, for payment in proportion."),
        required=False,
    )
    price = MoneyField(label=_("Price in euro"), help_text=_("For each unit or whole step."), required=False)
    step = FigureField(label=_("Size of a step"), required=False)
    accepts_provisional = forms.BooleanField(label=_("A provisional figure is enough"), required=False)

    FIRST = ("kind", "title", "amount", "due_on")

    def __init__(self, data: Any = None, *, actor: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        indicator, area = self.fields["indicator"], self.fields["area"]
        assert isinstance(indicator, forms.ChoiceField)
        assert isinstance(area, forms.ChoiceField)
        indicator.choices = [("", _("None")), *((one.slug, name_of(one)) for one in indicator_list(actor=actor))]
        area.choices = [("", _("None")), *sorted(area_names().items(), key=lambda one: str(one[1]))]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def metric(self) -> list[forms.BoundField]:
        return [self[name] for name in METRIC]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("kind") == InstalmentKind.RESULT:
            for name in ("period", "shape"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in this field."))
            if bool(self.cleaned_data.get("indicator")) == bool(self.cleaned_data.get("reported_what")):
                self.add_error("indicator", _("Choose an indicator, or say which number is reported; one of the two."))
        return super().clean()

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        metric = {name: values.pop(name) for name in METRIC if name in values}
        if values.get("kind") == InstalmentKind.RESULT:
            values["metric"] = metric
        return values


class ReportForm(AboutForm[commands.SendReport]):
    """What was done and reached."""

    command_class = commands.SendReport
    about = "contract"

    period_start = forms.DateField(label=_("From"), widget=DayInput)
    period_end = forms.DateField(label=_("Until"), widget=DayInput)
    text = forms.CharField(label=_("What was done?"), widget=text_area(8))
    realised_number = forms.IntegerField(label=_("Number reached in this period"), min_value=0, required=False)
    spent = MoneyField(label=_("Spent in this period, in euro"), required=False)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Where it can be seen: addresses, documents, lists without names."),
        widget=text_area(3),
        required=False,
    )


class ClaimForm(AboutForm[commands.ClaimInstalment]):
    """Asking for an instalment."""

    command_class = commands.ClaimInstalment
    about = "instalment"

    value = FigureField(label=_("Number reached"), required=False)
    report = forms.ChoiceField(label=_("Report that it rests on"), required=False)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("What proves it: addresses, documents, lists without names."),
        widget=text_area(3),
        required=False,
    )

    def __init__(self, data: Any = None, *, view: ContractView, is_reported: bool, **options: Any) -> None:
        super().__init__(data, **options)
        report = self.fields["report"]
        assert isinstance(report, forms.ChoiceField)
        report.choices = [
            ("", _("None")),
            *((str(one.reference), f"{one.period_start:%d/%m/%Y} - {one.period_end:%d/%m/%Y}") for one in view.reports),
        ]
        if not is_reported:
            del self.fields["value"]


class CheckForm(AboutForm[commands.CheckClaim]):
    """What was checked."""

    command_class = commands.CheckClaim
    about = "claim"
    note = forms.CharField(label=_("What did you check?"), widget=text_area(2))


class RefuseForm(AboutForm[commands.RefuseClaim]):
    """Why a claim is refused."""

    command_class = commands.RefuseClaim
    about = "claim"
    reason = forms.CharField(label=_("Why is it refused?"), widget=text_area(2))


class PayForm(AboutForm[commands.PayClaim]):
    """How the payment stands in the accounts."""

    command_class = commands.PayClaim
    about = "claim"
    booked_on = forms.DateField(label=_("Paid on"), widget=DayInput, initial=timezone.localdate)
    voucher = forms.CharField(label=_("Reference in the accounts"), max_length=80)


class ClawBackForm(AboutForm[commands.ClawBack]):
    """What comes back."""

    command_class = commands.ClawBack
    about = "claim"
    amount = MoneyField(label=_("Amount in euro"))
    booked_on = forms.DateField(label=_("Booked on"), widget=DayInput, initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class RevisionForm(AboutForm[commands.AnswerRevision]):
    """What a revised figure means for the money."""

    command_class = commands.AnswerRevision
    about = "claim"
    difference = forms.DecimalField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("Decision"), choices=RevisionAnswer.choices, widget=forms.RadioSelect)
    booked_on = forms.DateField(label=_("Booked on"), widget=DayInput, initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), widget=text_area(2))
