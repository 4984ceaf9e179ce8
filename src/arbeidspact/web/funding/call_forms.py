"""The forms of whoever runs a call."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding import commands
from arbeidspact.funding.queries.calls import Call, DecisionOutcome, RequiredPart, TieRule
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.queries import OrganisationKind
from arbeidspact.pact.queries import pacts
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.funding.fields import MomentField, MoneyField, text_area
from arbeidspact.web.funding.rows import RowsForm
from arbeidspact.web.funding.verifier_fields import offer_verifiers, verification_days_field, verifier_field
from arbeidspact.web.pact.wording import name_of


class CriterionForm(forms.Form):
    """A criterion of the jury."""

    name_nl = forms.CharField(label=_("Criterion in Dutch"), max_length=200, required=False)
    name_en = forms.CharField(label=_("in English"), max_length=200, required=False)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=1000, required=False)
    scale = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=100, required=False)
    minimum = forms.DecimalField(label=_("Least mean"), min_value=0, max_digits=5, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) is not None for name in ("weight", "scale", "minimum")) and not cleaned.get("name_nl"):
            self.add_error("name_nl", _("Give the criterion a name in Dutch."))
        minimum, scale = cleaned.get("minimum"), cleaned.get("scale") or 10
        if minimum is not None and minimum > scale:
            self.add_error("minimum", _("The least score stands on the scale of the criterion."))
        return cleaned


class PrepareCallForm(RowsForm[commands.CallContent]):
    """What a call says."""

    command_class: ClassVar[type[commands.CallContent]] = commands.PrepareCall
    ROWS: ClassVar[Mapping[str, type[forms.Form]]] = {"criteria": CriterionForm}

    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    summary_nl = forms.CharField(label=_("What you ask, in Dutch"), widget=text_area(6))
    summary_en = forms.CharField(label=_("What you ask, in English"), widget=text_area(6), required=False)
    pact = forms.ChoiceField(label=_("Pact"), required=False)
    budget = MoneyField(label=_("Budget in euro"), help_text=_("All grants together never pass it."))
    max_amount = MoneyField(label=_("Most for one project, in euro"), required=False)
    max_share = forms.DecimalField(
        label=_("Most of the cost that the fund pays, in percent"), initial=100, max_digits=5, decimal_places=2
    )
    allows_esf = forms.BooleanField(label=_("May go together with ESF money"), required=False, initial=True)
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(
        label=_("Closes"), help_text=_("That minute included, on the clock of this platform (Brussels).")
    )
    for_kinds = forms.MultipleChoiceField(
        label=_("Who may apply"), choices=OrganisationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    required_parts = forms.MultipleChoiceField(
        label=_("What an application must hold"),
        help_text=_("Beside a title, a summary, a contact and a budget."),
        choices=RequiredPart.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    min_jurors = forms.IntegerField(
        label=_("Least number of jurors whose scores count"), initial=2, min_value=1, max_value=50
    )
    tie_rule = forms.ChoiceField(label=_("On equal scores, first comes"), choices=TieRule.choices)
    verifier = verifier_field()
    verification_days = verification_days_field()
    objection_nl = forms.CharField(
        label=_("How to object, in Dutch"),
        help_text=_("Stands in the mail with the decision."),
        widget=text_area(3),
        required=False,
    )
    objection_en = forms.CharField(label=_("How to object, in English"), widget=text_area(3), required=False)
    links = forms.CharField(
        label=_("Documents"),
        help_text=_("One web address a line, perhaps followed by what it is."),
        widget=text_area(3),
        required=False,
    )

    GROUPS = (
        (_("What it is about"), ("title_nl", "title_en", "summary_nl", "summary_en", "pact", "links")),
        (_("When"), ("opens_at", "closes_at")),
        (_("Money"), ("budget", "max_amount", "max_share", "allows_esf")),
        (_("Who and what"), ("for_kinds", "required_parts")),
        (_("Jury and decision"), ("min_jurors", "tie_rule", "objection_nl", "objection_en")),
        (_("Payment on result"), ("verifier", "verification_days")),
    )

    def __init__(self, data: Any = None, *, actor: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        offer_verifiers(self, actor)
        pact = self.fields["pact"]
        assert isinstance(pact, forms.ChoiceField)
        known = [(one.slug, name_of(one)) for one in pacts(actor=actor)]
        pact.choices = [("", _("None")), *known]
        if not self.initial.get("pact") and known:
            pact.initial = known[0][0]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions by subject."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


class ChangeCallForm(PrepareCallForm):
    """The same of a call that is there; once it is published with a reason."""

    command_class = commands.ChangeCall
    reason = forms.CharField(
        label=_("Why does it change?"),
        help_text=_("Everybody who works on an application reads this in a mail."),
        widget=text_area(3),
        required=False,
    )

    def __init__(self, data: Any = None, *, call: Call, **options: Any) -> None:
        super().__init__(data, initial=_initial(call), row_initial={"criteria": _criteria(call)}, **options)
        self.call = call
        if call.published_at is None:
            del self.fields["reason"]

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "call": self.call.reference}


class ReasonForm(CommandForm[commands.CancelCall]):
    """Why a call is cancelled."""

    command_class = commands.CancelCall
    reason = forms.CharField(
        label=_("Why is it cancelled?"), help_text=_("Everybody with an application reads this."), widget=text_area(3)
    )

    def __init__(self, data: Any = None, *, call: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.call = call

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "call": self.call}


class AppointJurorForm(CommandForm[commands.AppointJuror]):
    """Who joins the jury, by mail address."""

    command_class = commands.AppointJuror
    email = forms.CharField(
        label=_("Mail address of the juror"),
        help_text=_("A member of any partner on this platform, with a role that may judge."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, call: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.call = call

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "call": self.call}


class AskForm(CommandForm[commands.AskClarification]):
    """A question to an applicant."""

    command_class = commands.AskClarification
    question = forms.CharField(label=_("Ask the applicant something"), widget=text_area(3))

    def __init__(self, data: Any = None, *, application: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.application = application

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "application": self.application}


class DecideForm(CommandForm[commands.DecideApplication]):
    """The decision about an application."""

    command_class = commands.DecideApplication
    outcome = forms.ChoiceField(label=_("Decision"), choices=DecisionOutcome.choices, widget=forms.RadioSelect)
    amount = MoneyField(label=_("Amount in euro"), help_text=_("Only for a grant."), required=False)
    conditions = forms.CharField(label=_("Conditions"), widget=text_area(3), required=False)
    motivation = forms.CharField(
        label=_("Motivation"),
        help_text=_("The applicant reads this in the mail with the decision."),
        widget=text_area(4),
    )

    def __init__(self, data: Any = None, *, application: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.application = application

    def command_values(self) -> dict[str, Any]:
        values = {**super().command_values(), "application": self.application}
        if values.get("outcome") != DecisionOutcome.GRANTED:
            values.pop("amount", None)
        return values


def _initial(call: Call) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in PrepareCallForm.base_fields}
    values["verifier"] = call.verifier_id
    values["opens_at"], values["closes_at"] = localtime(call.opens_at), localtime(call.closes_at)
    return values


def _criteria(call: Call) -> list[dict[str, Any]]:
    return [
        {name: getattr(one, name) for name in CriterionForm.base_fields}
        for one in call.criteria.order_by("order", "id")
    ]
