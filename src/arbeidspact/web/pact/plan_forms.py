"""The forms of an action plan: each becomes one command about one action or one of its entries."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.pact import commands as ask
from arbeidspact.pact.entry_words import plain_text
from arbeidspact.pact.ledger import codes_of
from arbeidspact.pact.plan_queries import Keeper, members_who_may_carry
from arbeidspact.pact.queries import (
    Action,
    ActionStatus,
    BookingKind,
    ContributionKind,
    Degree,
    Pact,
    partners_of,
    priorities_of,
)
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.pathways.forms import DayInput


class Entry(Protocol):
    """An entry of a plan that a form changes."""

    reference: UUID


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about: the action, the entry (None for a new one), and what the member may write."""

    pact: Pact
    action: Action
    entry: Any
    keeper: Keeper


class PlanForm(CommandForm[C]):
    """A form that knows what it is about. `entry_name`: the field of the command that names the entry."""

    entry_name = ""

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.prepare()

    def prepare(self) -> None:
        """Fills choices and what stands there now."""

    def show(self, **values: object) -> None:
        """What stands there now, in the fields."""
        for name, value in values.items():
            self.fields[name].initial = value

    def choose(self, name: str, choices: list[tuple[object, object]], *, nothing: object = None) -> None:
        """The choices of a field; `nothing`: the words of the empty one, None for none."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([("", nothing)] if nothing is not None else []), *choices]

    def partner_choices(self) -> list[tuple[object, object]]:
        return [(partner.slug, name_of(partner)) for partner in partners_of(self.about.pact)]

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        if self.entry_name:
            return {**values, self.entry_name: self.about.entry.reference}
        return {**values, "action": self.about.action.pk}


class ActionPlanForm(PlanForm[ask.KeepActionPlan]):
    command_class = ask.KeepActionPlan
    lead = forms.ChoiceField(
        label=_("Lead"), required=False, help_text=_("Members of this organisation keep the plan from then on.")
    )
    priority = forms.ChoiceField(label=_("Policy priority"), required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def prepare(self) -> None:
        priorities: list[tuple[object, object]] = [(one.slug, name_of(one)) for one in priorities_of(self.about.pact)]
        self.choose("lead", self.partner_choices(), nothing=_("As published"))
        self.choose("priority", priorities, nothing=_("As published"))
        plan = getattr(self.about.action, "plan", None)
        if plan is not None:
            self.show(
                lead=plan.lead.slug if plan.lead else "",
                priority=plan.priority.slug if plan.priority else "",
                from_on=plan.starts_on,
                until_on=plan.ends_on,
            )


class NameResponsibleForm(PlanForm[ask.NameResponsible]):
    command_class = ask.NameResponsible
    membership = forms.ChoiceField(label=_("Who carries this action?"))

    def prepare(self) -> None:
        members = members_who_may_carry(self.about.action)
        self.choose("membership", [(one.pk, str(one.user)) for one in members], nothing=_("Choose"))


class EndResponsibleForm(PlanForm[ask.EndResponsible]):
    command_class = ask.EndResponsible
    responsible = forms.ChoiceField(label=_("Who no longer carries this action?"))

    def prepare(self) -> None:
        people = self.about.action.responsibles.filter(ended_on=None).select_related("membership__user").order_by("id")
        self.choose("responsible", [(one.pk, str(one.membership.user)) for one in people], nothing=_("Choose"))


class StatusForm(PlanForm[ask.SetActionStatus]):
    command_class = ask.SetActionStatus
    status = forms.ChoiceField(label=_("How does the action go?"), required=False)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every partner reads this."),
    )

    def prepare(self) -> None:
        self.choose("status", list(ActionStatus.choices), nothing=_("Let the facts decide"))
        report = self.about.action.status_reports.order_by("-at", "-id").first()
        self.show(status=report.status if report else "")


class MilestoneFields(PlanForm[C]):
    title = forms.CharField(label=_("What must be there"), max_length=300)
    title_en = forms.CharField(label=_("The same in English"), max_length=300, required=False)
    due_on = forms.DateField(label=_("Due by"), required=False, widget=DayInput)


class AddMilestoneForm(MilestoneFields[ask.AddMilestone]):
    command_class = ask.AddMilestone


class ChangeMilestoneForm(MilestoneFields[ask.ChangeMilestone]):
    command_class = ask.ChangeMilestone
    entry_name = "milestone"
    expected_on = forms.DateField(
        label=_("Now expected on"),
        required=False,
        widget=DayInput,
        help_text=_("The agreed day stays: late remains late, and everybody sees when it will be there."),
    )

    def prepare(self) -> None:
        row = self.about.entry
        self.show(title=row.title_nl, title_en=row.title_en, due_on=row.due_on, expected_on=row.expected_on)


class ExpectMilestoneForm(PlanForm[ask.ExpectMilestone]):
    command_class = ask.ExpectMilestone
    entry_name = "milestone"
    expected_on = forms.DateField(label=_("Now expected on"), required=False, widget=DayInput)

    def prepare(self) -> None:
        self.show(expected_on=self.about.entry.expected_on)


class ReachMilestoneForm(PlanForm[ask.ReachMilestone]):
    command_class = ask.ReachMilestone
    entry_name = "milestone"
    reached_on = forms.DateField(label=_("Reached on"), widget=DayInput)
    evidence = forms.CharField(
        label=_("What proves it"), required=False, max_length=500, help_text=_("A report, a decision, a signed text.")
    )
    evidence_url = forms.CharField(label=_("Address of the proof"), required=False, max_length=500)

    def prepare(self) -> None:
        self.show(reached_on=timezone.localdate().isoformat())


class ReasonForm(PlanForm[C]):
    reason = forms.CharField(label=_("Why?"), min_length=3, max_length=300)


class ReopenMilestoneForm(ReasonForm[ask.ReopenMilestone]):
    command_class = ask.ReopenMilestone
    entry_name = "milestone"


class ContributionFields(PlanForm[C]):
    kind = forms.ChoiceField(label=_("Kind"), choices=ContributionKind.choices)
    what = forms.CharField(label=_("What"), max_length=300)
    what_en = forms.CharField(label=_("The same in English"), max_length=300, required=False)
    amount = forms.DecimalField(label=_("How much"), required=False, min_value=0, max_digits=12, decimal_places=2)
    unit = forms.CharField(
        label=_("Of what"), required=False, max_length=40, help_text=_("euro, full-time workers, places, hours")
    )
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)


class PromiseForm(ContributionFields[ask.PromiseContribution]):
    command_class = ask.PromiseContribution
    field_order = ("partner",)
    partner = forms.ChoiceField(label=_("Partner"))

    def prepare(self) -> None:
        keeper = self.about.keeper
        partners = [one for one in partners_of(self.about.pact) if keeper.may_write_for(one.pk)]
        own = next((one.slug for one in partners if keeper.speaks_for(one.pk)), "")
        self.choose("partner", [(one.slug, name_of(one)) for one in partners], nothing=_("Choose"))
        self.show(partner=own)


class ChangeContributionForm(ContributionFields[ask.ChangeContribution]):
    command_class = ask.ChangeContribution
    entry_name = "contribution"

    def prepare(self) -> None:
        row = self.about.entry
        self.show(
            kind=row.kind,
            what=row.what_nl,
            what_en=row.what_en,
            amount=row.amount,
            unit=row.unit,
            from_on=row.from_on,
            until_on=row.until_on,
        )


class ConfirmContributionForm(PlanForm[ask.ConfirmContribution]):
    command_class = ask.ConfirmContribution
    entry_name = "contribution"


class TakeBackConfirmationForm(ReasonForm[ask.TakeBackConfirmation]):
    command_class = ask.TakeBackConfirmation
    entry_name = "contribution"


class OutcomeForm(PlanForm[ask.TellOutcome]):
    command_class = ask.TellOutcome
    entry_name = "contribution"
    delivered_on = forms.DateField(label=_("Told on"), widget=DayInput)
    delivered_amount = forms.DecimalField(
        label=_("How much came of it"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    outcome = forms.CharField(label=_("What came of it"), min_length=3, max_length=500)

    def prepare(self) -> None:
        row = self.about.entry
        self.show(
            delivered_on=timezone.localdate().isoformat(), delivered_amount=row.delivered_amount, outcome=row.outcome
        )


class BookMoneyForm(PlanForm[ask.BookMoney]):
    command_class = ask.BookMoney
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=BookingKind.choices,
        help_text=_("Planned: in a budget. Committed: promised to somebody. Spent: paid."),
    )
    amount = forms.DecimalField(
        label=_("Amount in euro"), max_digits=12, decimal_places=2, help_text=_("A minus takes back.")
    )
    on = forms.DateField(label=_("Date"), widget=DayInput)
    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2100)
    payer = forms.ChoiceField(label=_("Who pays"))
    code = forms.ChoiceField(label=_("Budget code"), required=False)
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("The decision, order or invoice, with its number.")
    )
    document_url = forms.CharField(label=_("Address of the document"), required=False, max_length=500)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def prepare(self) -> None:
        today = timezone.localdate()
        codes: list[tuple[object, object]] = [
            (code.code, f"{code.code} {name_of(code)}") for code in codes_of(self.about.pact)
        ]
        self.choose("payer", self.partner_choices(), nothing=_("Choose"))
        self.choose("code", codes, nothing=_("No code"))
        self.show(on=today.isoformat(), year=today.year)


class NumberFields(PlanForm[C]):
    what = forms.CharField(label=_("What is counted"), max_length=200)
    what_en = forms.CharField(label=_("The same in English"), max_length=200, required=False)
    low = forms.DecimalField(label=_("Number, or the lowest"), min_value=0, max_digits=12, decimal_places=4)
    high = forms.DecimalField(
        label=_("The highest, of a range"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    due_on = forms.DateField(label=_("Due by"), required=False, widget=DayInput)
    counts_people = forms.BooleanField(
        label=_("This counts people"),
        required=False,
        initial=True,
        help_text=_(
            "Then open data hides a number of fewer than ten that was reached. Not for companies, places or euro."
        ),
    )


class PlanNumberForm(NumberFields[ask.PlanNumber]):
    command_class = ask.PlanNumber


class CorrectNumberForm(NumberFields[ask.CorrectNumber]):
    command_class = ask.CorrectNumber
    entry_name = "planned"
    reason = forms.CharField(label=_("Why?"), min_length=3, max_length=300)

    def prepare(self) -> None:
        row = self.about.entry
        low, high = plain_text(row.low), plain_text(row.high)
        self.show(
            what=row.what_nl,
            what_en=row.what_en,
            low=low,
            high=high,
            due_on=row.due_on,
            counts_people=row.counts_people,
        )


class RealisedForm(PlanForm[ask.TellRealised]):
    command_class = ask.TellRealised
    entry_name = "planned"
    value = forms.DecimalField(label=_("How many are reached"), min_value=0, max_digits=12, decimal_places=4)
    on = forms.DateField(label=_("On which day"), widget=DayInput)
    told_by = forms.CharField(label=_("Which source says so"), max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def prepare(self) -> None:
        self.show(on=timezone.localdate().isoformat())


class RiskFields(PlanForm[C]):
    what = forms.CharField(label=_("What can go wrong"), max_length=300)
    likelihood = forms.ChoiceField(label=_("How likely"), choices=Degree.choices)
    impact = forms.ChoiceField(label=_("How bad"), choices=Degree.choices)
    measure = forms.CharField(label=_("What is done about it"), required=False, max_length=500)
    owner = forms.ChoiceField(label=_("Who watches it"), required=False)

    def prepare(self) -> None:
        self.choose("owner", self.partner_choices(), nothing=_("Nobody yet"))

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        return {**values, **{name: int(values[name]) for name in ("likelihood", "impact") if name in values}}


class NoteRiskForm(RiskFields[ask.NoteRisk]):
    command_class = ask.NoteRisk


class ChangeRiskForm(RiskFields[ask.ChangeRisk]):
    command_class = ask.ChangeRisk
    entry_name = "risk"

    def prepare(self) -> None:
        super().prepare()
        row = self.about.entry
        self.show(
            what=row.what,
            likelihood=row.likelihood,
            impact=row.impact,
            measure=row.measure,
            owner=row.owner.slug if row.owner else "",
        )


class CloseRiskForm(ReasonForm[ask.CloseRisk]):
    command_class = ask.CloseRisk
    entry_name = "risk"


class ReopenRiskForm(PlanForm[ask.ReopenRisk]):
    command_class = ask.ReopenRisk
    entry_name = "risk"


class GoalForm(PlanForm[ask.TieToGoal]):
    command_class = ask.TieToGoal
    goal = forms.ChoiceField(label=_("Goal"))
    indicator = forms.ChoiceField(
        label=_("Through which figure"),
        required=False,
        help_text=_("A figure of the action itself. People reached never share an axis with a rate."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        goals: list[tuple[object, object]] = [
            (goal.slug, name_of(goal)) for goal in self.about.pact.goals.order_by("order", "id")
        ]
        numbers = self.about.action.planned_numbers.filter(withdrawn_at=None).exclude(indicator="")
        indicators: list[tuple[object, object]] = sorted({(one.indicator, name_of_number(one)) for one in numbers})
        self.choose("goal", goals, nothing=_("Choose"))
        self.choose("indicator", indicators, nothing=_("None"))


class WithdrawForm(ReasonForm[ask.WithdrawEntry]):
    command_class = ask.WithdrawEntry
    entry_name = "entry"


class RestoreForm(PlanForm[ask.RestoreEntry]):
    command_class = ask.RestoreEntry
    entry_name = "entry"


def name_of_number(row: Any) -> str:
    """What a planned number counts, in the language of the screen."""
    return str(row.what_en if language() == "en" and row.what_en else row.what_nl)
