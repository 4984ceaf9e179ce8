"""The forms of an applicant. A draft may be incomplete: nothing is required while one types."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding import commands
from arbeidspact.funding.queries.calls import Application, MoneySource, goals_to_serve, partners_to_apply_along
from arbeidspact.monitor.queries import indicator_list
from arbeidspact.organisations.actor import Actor
from arbeidspact.pact.queries import actions_of, pacts, tracks_of
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.funding.fields import MoneyField, text_area
from arbeidspact.web.funding.rows import RowsForm
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.people.forms import DayInput


class BudgetRow(forms.Form):
    """A line of the budget."""

    what = forms.CharField(label=_("For what"), max_length=200, required=False)
    source = forms.ChoiceField(label=_("Who pays"), choices=MoneySource.choices, required=False)
    payer = forms.CharField(label=_("Name of who pays"), max_length=150, required=False)
    amount = MoneyField(label=_("Euro"), required=False)


class MilestoneRow(forms.Form):
    """What will be there by which day."""

    what = forms.CharField(label=_("What"), max_length=300, required=False)
    due_on = forms.DateField(label=_("By which day"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("due_on") and not cleaned.get("what"):
            self.add_error("what", _("Say what will be there by that day."))
        return cleaned


class DraftForm(RowsForm[commands.SaveApplication]):
    """An application while it is written."""

    command_class = commands.SaveApplication
    ROWS: ClassVar[Mapping[str, type[forms.Form]]] = {"budget": BudgetRow, "milestones": MilestoneRow}

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    window = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)
    title = forms.CharField(label=_("Title of the project"), max_length=200, required=False)
    summary = forms.CharField(label=_("Summary"), widget=text_area(5), required=False)
    contact_name = forms.CharField(label=_("Whom can the fund ask questions?"), max_length=150, required=False)
    contact_email = forms.CharField(
        label=_("Mail address"),
        help_text=_("The decision is sent there."),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
    )
    co_applicants = forms.TypedMultipleChoiceField(
        label=_("Who applies along?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    other_partners = forms.CharField(
        label=_("Other partners"), help_text=_("Who is not on this platform."), widget=text_area(2), required=False
    )
    target_group = forms.CharField(label=_("For whom?"), widget=text_area(3), required=False)
    planned_number = forms.IntegerField(label=_("How many do you plan?"), min_value=0, required=False)
    planned_what = forms.CharField(
        label=_("Of what?"), help_text=_("For example: people who start a course."), max_length=200, required=False
    )
    approach = forms.CharField(label=_("How will you do it?"), widget=text_area(8), required=False)
    goal = forms.ChoiceField(label=_("Which goal of the pact does it serve?"), required=False)
    track = forms.ChoiceField(label=_("Which track?"), required=False)
    action = forms.ChoiceField(label=_("Which action?"), required=False)
    indicator = forms.ChoiceField(label=_("Which indicator should move?"), required=False)
    stated_total = MoneyField(
        label=_("Whole cost of the project, in euro"),
        help_text=_("The lines below must add up to it, to the cent."),
        required=False,
    )

    GROUPS = (
        (_("The project"), ("title", "summary", "contact_name", "contact_email")),
        (_("Together with"), ("co_applicants", "other_partners")),
        (_("For whom and how"), ("target_group", "planned_number", "planned_what", "approach")),
        (_("What it serves"), ("goal", "track", "action", "indicator")),
    )

    def __init__(self, data: Any = None, *, application: Application, actor: Actor) -> None:
        super().__init__(data, initial=_initial(application), row_initial=_rows(application))
        self.application = application
        partners = [(one.pk, one.name) for one in partners_to_apply_along(application)]
        self._offer("co_applicants", partners)
        pact = next((one for one in pacts(actor=actor) if one.slug == application.call.pact), None)
        none = ("", _("None"))
        self._offer("goal", [none, *((one.slug, name_of(one)) for one in (goals_to_serve(pact) if pact else ()))])
        self._offer("track", [none, *((one.slug, name_of(one)) for one in (tracks_of(pact) if pact else ()))])
        self._offer("action", [none, *((one.slug, name_of(one)) for one in (actions_of(pact) if pact else ()))])
        self._offer("indicator", [none, *((one.slug, name_of(one)) for one in indicator_list(actor=actor))])

    def _offer(self, name: str, options: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        kept = self.initial.get(name)
        if isinstance(kept, str) and kept and kept not in dict(options):
            options = [*options, (kept, kept)]
        field.choices = options

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions by subject."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "application": self.application.reference}

    def row_values(self, name: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        values = super().row_values(name, cleaned)
        return {"amount": Decimal(0), **values} if name == "budget" else values


class AnswerForm(CommandForm[commands.AnswerClarification]):
    """The answer to a question of the fund."""

    command_class = commands.AnswerClarification
    answer = forms.CharField(label=_("Your answer"), widget=text_area(4))

    def __init__(self, data: Any = None, *, clarification: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.clarification = clarification

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "clarification": self.clarification}


class DeclareForm(CommandForm[commands.DeclareInterest]):
    """Whether a juror has an interest in an application."""

    command_class = commands.DeclareInterest
    has_interest = forms.TypedChoiceField(
        label=_("Do you have an interest in this application?"),
        help_text=_(
            "You work or worked for who applies, somebody close to you does, or you gain or lose by the outcome."
        ),
        choices=[("no", _("No, I have no interest")), ("yes", _("Yes, I have an interest"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Which interest?"), help_text=_("Only if you have one."), widget=text_area(2), required=False
    )

    def __init__(self, data: Any = None, *, application: UUID, **options: Any) -> None:
        super().__init__(data, **options)
        self.application = application

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "application": self.application}


def _initial(application: Application) -> dict[str, Any]:
    values = {
        name: getattr(application, name)
        for name in DraftForm.base_fields
        if name not in {"co_applicants", "revision", "window"}
    }
    values["co_applicants"] = [one.pk for one in application.co_applicants.all()]
    values["revision"] = application.revision
    values["window"] = str(uuid4())
    return values


def _rows(application: Application) -> dict[str, list[dict[str, Any]]]:
    return {
        "budget": [
            {name: getattr(one, name) for name in BudgetRow.base_fields} for one in application.budget_items.all()
        ],
        "milestones": [
            {name: getattr(one, name) for name in MilestoneRow.base_fields} for one in application.milestones.all()
        ],
    }
