"""What a member can do with an action plan: for each deed its form, its words and its action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message, NotFound
from arbeidspact.pact import actions as do
from arbeidspact.pact.plan_queries import Keeper
from arbeidspact.pact.queries import Action
from arbeidspact.web.pact import plan_forms as forms


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do. `entries`: the set of entries that it is about, "" for a new one, "any" for whichever has it."""

    form: type[Any]
    act: Callable[..., object]
    title: Message
    button: Message
    done: Message
    lead: Message = ""
    entries: str = ""
    part: str = ""
    """Where on the page of the action one comes back."""
    is_danger: bool = False

    @property
    def is_for_partners(self) -> bool:
        """May a partner that does not lead do this for what it brings itself?"""
        return self.entries in {"contributions", "any"} or self.part == "contributions"


DEEDS: Final[Mapping[str, Deed]] = {
    "plan": Deed(
        forms.ActionPlanForm,
        do.keep_action_plan,
        _("Lead, priority and dates"),
        _("Keep"),
        _("Lead, priority and dates are kept."),
        _("What was published stays beside it."),
        part="plan",
    ),
    "name-responsible": Deed(
        forms.NameResponsibleForm,
        do.name_responsible,
        _("Name who carries the action"),
        _("Name"),
        _("The person responsible is named."),
        _("Members of the organisation in the lead whose role keeps action plans."),
        part="plan",
    ),
    "end-responsible": Deed(
        forms.EndResponsibleForm,
        do.end_responsible,
        _("End who carries the action"),
        _("End"),
        _("This member no longer carries the action."),
        part="plan",
    ),
    "status": Deed(
        forms.StatusForm,
        do.set_action_status,
        _("Set the status"),
        _("Set the status"),
        _("The status is set."),
        _("The facts propose a status. You may say otherwise, with the reason; both are shown."),
        part="status",
    ),
    "add-milestone": Deed(
        forms.AddMilestoneForm,
        do.add_milestone,
        _("Add a milestone"),
        _("Add the milestone"),
        _("The milestone is added."),
        part="milestones",
    ),
    "change-milestone": Deed(
        forms.ChangeMilestoneForm,
        do.change_milestone,
        _("Change the milestone"),
        _("Keep the change"),
        _("The milestone is changed."),
        entries="milestones",
        part="milestones",
    ),
    "expect-milestone": Deed(
        forms.ExpectMilestoneForm,
        do.expect_milestone,
        _("When is the milestone expected now?"),
        _("Keep"),
        _("The expected day is kept."),
        _("A document prints this milestone: its words and its day stay."),
        entries="milestones",
        part="milestones",
    ),
    "reach-milestone": Deed(
        forms.ReachMilestoneForm,
        do.reach_milestone,
        _("The milestone is reached"),
        _("Note that it is reached"),
        _("The milestone is noted as reached."),
        entries="milestones",
        part="milestones",
    ),
    "reopen-milestone": Deed(
        forms.ReopenMilestoneForm,
        do.reopen_milestone,
        _("Not reached after all"),
        _("Open it again"),
        _("The milestone is open again."),
        _("The day and the proof go; both stay in the history."),
        entries="milestones",
        part="milestones",
    ),
    "promise": Deed(
        forms.PromiseForm,
        do.promise_contribution,
        _("Add a contribution"),
        _("Add the contribution"),
        _("The contribution is added."),
        _("Of your own organisation it is confirmed at once. Of another partner it waits for that partner."),
        part="contributions",
    ),
    "change-contribution": Deed(
        forms.ChangeContributionForm,
        do.change_contribution,
        _("Change the contribution"),
        _("Keep the change"),
        _("The contribution is changed."),
        _("Changed by another organisation than the partner, it waits for confirmation again."),
        entries="contributions",
        part="contributions",
    ),
    "confirm-contribution": Deed(
        forms.ConfirmContributionForm,
        do.confirm_contribution,
        _("Confirm the contribution"),
        _("Yes, we bring this"),
        _("The contribution is confirmed."),
        _("Your organisation says: yes, we bring this. You can take it back, with a reason."),
        entries="contributions",
        part="contributions",
    ),
    "take-back": Deed(
        forms.TakeBackConfirmationForm,
        do.take_back_confirmation,
        _("Take the confirmation back"),
        _("Take back"),
        _("The confirmation is taken back."),
        entries="contributions",
        part="contributions",
        is_danger=True,
    ),
    "tell-outcome": Deed(
        forms.OutcomeForm,
        do.tell_outcome,
        _("What came of it?"),
        _("Keep"),
        _("What came of it is kept."),
        _("The promise stays as it is; this stands beside it."),
        entries="contributions",
        part="contributions",
    ),
    "book-money": Deed(
        forms.BookMoneyForm,
        do.book_money,
        _("Book money"),
        _("Book"),
        _("The amount is booked."),
        _("One line of the ledger. What is planned, committed and spent is the sum of the lines."),
        part="money",
    ),
    "plan-number": Deed(
        forms.PlanNumberForm,
        do.plan_number,
        _("Plan a number"),
        _("Plan the number"),
        _("The number is planned."),
        part="numbers",
    ),
    "correct-number": Deed(
        forms.CorrectNumberForm,
        do.correct_number,
        _("Correct the number"),
        _("Keep the change"),
        _("The number is corrected."),
        _("What stood there stays in the history, with the reason. What was told of it stays too."),
        entries="planned_numbers",
        part="numbers",
    ),
    "tell-realised": Deed(
        forms.RealisedForm,
        do.tell_realised,
        _("How far is it?"),
        _("Keep"),
        _("The number is kept."),
        _("Earlier numbers stay."),
        entries="planned_numbers",
        part="numbers",
    ),
    "note-risk": Deed(
        forms.NoteRiskForm, do.note_risk, _("Note a risk"), _("Note the risk"), _("The risk is noted."), part="risks"
    ),
    "change-risk": Deed(
        forms.ChangeRiskForm,
        do.change_risk,
        _("Change the risk"),
        _("Keep the change"),
        _("The risk is changed."),
        entries="risks",
        part="risks",
    ),
    "close-risk": Deed(
        forms.CloseRiskForm,
        do.close_risk,
        _("Close the risk"),
        _("Close the risk"),
        _("The risk is closed."),
        entries="risks",
        part="risks",
    ),
    "reopen-risk": Deed(
        forms.ReopenRiskForm,
        do.reopen_risk,
        _("Open the risk again"),
        _("Open it again"),
        _("The risk is open again."),
        entries="risks",
        part="risks",
    ),
    "tie-to-goal": Deed(
        forms.GoalForm,
        do.tie_to_goal,
        _("Tie the action to a goal"),
        _("Tie"),
        _("The action is tied to the goal."),
        _("Ties that no document prints are shown as made here."),
        part="goals",
    ),
    "withdraw": Deed(
        forms.WithdrawForm,
        do.withdraw_entry,
        _("Withdraw"),
        _("Withdraw"),
        _("It is withdrawn. You can put it back at the foot of this page."),
        _("It counts no longer. It stays in the history and can be put back."),
        entries="any",
        is_danger=True,
    ),
    "restore": Deed(
        forms.RestoreForm,
        do.restore_entry,
        _("Put back"),
        _("Put back"),
        _("It is back."),
        _("It counts again."),
        entries="any",
    ),
}
SETS: Final = ("milestones", "contributions", "bookings", "planned_numbers", "risks", "goal_links")


def deed_named(name: str) -> Deed:
    """The deed of this short name. Raises: `NotFound`."""
    if name not in DEEDS:
        raise NotFound(_("There is no such thing to do with an action."))
    return DEEDS[name]


def entry_for(deed: Deed, action: Action, reference: UUID | None) -> Any:
    """The entry that the deed is about; None for a new one. Raises: `NotFound`."""
    if not deed.entries:
        if reference is None:
            return None
    elif reference is not None:
        for name in SETS if deed.entries == "any" else (deed.entries,):
            row = getattr(action, name).filter(reference=reference).first()
            if row is not None:
                return row
        if deed.entries == "any":
            for number in action.planned_numbers.all():
                told = number.realised.filter(reference=reference).first()
                if told is not None:
                    return told
    raise NotFound(_("There is no such entry in the plan of this action."))


def may_do(deed: Deed, keeper: Keeper, entry: Any) -> bool:
    """Is this deed open to the member at all? The action decides again."""
    if keeper.keeps_plan:
        return True
    if not deed.is_for_partners:
        return False
    partner = getattr(entry, "partner_id", None)
    return keeper.may_promise if entry is None else partner is not None and keeper.may_write_for(partner)
