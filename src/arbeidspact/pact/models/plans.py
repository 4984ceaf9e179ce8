"""What partners keep about an action on the platform: who does what by when, with which money, and how it goes.

What a document printed has its place in that document in `source`; what was entered has who entered it instead.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Membership, Organisation, User
from arbeidspact.pact.models.published import Action, Goal, Partner, Priority


class Entered(models.Model):
    """An entry of an action plan: printed (`source` is filled) or entered by a partner; withdrawn, never deleted."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(_("where it is written"), max_length=500, blank=True)
    quote = models.TextField(_("in the words of the source"), blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def is_published(self) -> bool:
        """Printed in a document, so that nobody changes its words here."""
        return bool(self.source)


class ActionPlan(models.Model):
    """Lead, priority and dates that the partners agreed where the documents print none, or something else."""

    action = models.OneToOneField(Action, models.CASCADE, related_name="plan")
    lead = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="plans_led")
    priority = models.ForeignKey(Priority, models.SET_NULL, null=True, blank=True, related_name="plans")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["action_id"]
        constraints = [
            models.CheckConstraint(
                name="action_plan_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return str(self.action_id)


class Responsible(models.Model):
    """A member of the organisation in the lead who carries the action, from a day until a day."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="responsibles")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("person responsible")
        verbose_name_plural = _("people responsible")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "membership"],
                condition=Q(ended_on__isnull=True),
                name="action_responsible_once",
                violation_error_message=_("This member already carries this action."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.membership_id}"


class ActionStatus(models.TextChoices):
    """How an action goes."""

    ON_SCHEDULE = "on_schedule", _("On schedule")
    AT_RISK = "at_risk", _("At risk")
    DELAYED = "delayed", _("Delayed")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class StatusReport(models.Model):
    """A member set the status of an action, with the reason; empty: the facts decide again."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="status_reports")
    status = models.CharField(_("status"), max_length=12, choices=ActionStatus.choices, blank=True)
    proposed = models.CharField(_("status by the facts then"), max_length=12, blank=True)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action_id} {self.status}"


class Milestone(Entered):
    """Something that must be there by a day; `due_on` empty when no day was printed or agreed."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    slug = models.SlugField(_("short name in the file"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    title_nl = models.CharField(_("title in Dutch"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    due_printed_as = models.CharField(_("by when, as printed"), max_length=200, blank=True)
    expected_on = models.DateField(_("now expected on"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    is_reached_in_source = models.BooleanField(_("reached according to the source"), default=False)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    evidence_url = models.CharField(_("address of the evidence"), max_length=500, blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "order", "id"]


class ContributionKind(models.TextChoices):
    PEOPLE = "people", _("People")
    MONEY = "money", _("Money")
    INFRASTRUCTURE = "infrastructure", _("Places and means")
    KNOWLEDGE = "knowledge", _("Knowledge and network")


class Contribution(Entered):
    """What one partner brings to an action; `confirmed_on` when that partner itself said so."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="contributions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contributions")
    kind = models.CharField(_("kind"), max_length=16, choices=ContributionKind.choices)
    what_nl = models.CharField(_("what, in Dutch"), max_length=300)
    what_en = models.CharField(_("what, in English"), max_length=300, blank=True)
    amount = models.DecimalField(_("how much"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    delivered_on = models.DateField(_("outcome told on"), null=True, blank=True)
    delivered_amount = models.DecimalField(
        _("how much came of it"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["partner__order", "id"]
        constraints = [
            models.CheckConstraint(
                name="contribution_dates_in_order",
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
        ]


class GoalLink(Entered):
    """An action contributes to a goal of the pact, through an indicator of its own where there is one."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="goal_links")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="action_links")
    indicator = models.SlugField(_("through the indicator"), max_length=80, blank=True)
    note_nl = models.TextField(_("note in Dutch"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)

    class Meta:
        verbose_name = _("action tied to a goal")
        verbose_name_plural = _("actions tied to goals")
        ordering = ["goal__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "goal", "indicator"],
                condition=Q(withdrawn_at__isnull=True),
                name="action_goal_once",
                violation_error_message=_("This action is already tied to this goal through this indicator."),
            )
        ]


class PlannedNumber(Entered):
    """A number that an action set out to reach: one value, or a range.

    `counts_people`: of people, so that a small number that was reached does not leave the professionals' side.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="planned_numbers")
    what_nl = models.CharField(_("what, in Dutch"), max_length=200)
    what_en = models.CharField(_("what, in English"), max_length=200, blank=True)
    low = models.DecimalField(_("the number, or the lowest"), max_digits=14, decimal_places=4)
    high = models.DecimalField(_("the highest"), max_digits=14, decimal_places=4, null=True, blank=True)
    by = models.CharField(_("by when"), max_length=60, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    indicator = models.SlugField(_("indicator"), max_length=80, blank=True)
    counts_people = models.BooleanField(_("counts people"), default=True)
    printed_as = models.CharField(_("as printed"), max_length=300, blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)

    class Meta:
        verbose_name = _("planned number")
        verbose_name_plural = _("planned numbers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.low} {self.what_nl}"


class RealisedNumber(Entered):
    """How far a planned number was on a day: entered with the source that says so."""

    planned = models.ForeignKey(PlannedNumber, models.PROTECT, related_name="realised")
    on = models.DateField(_("on"))
    value = models.DecimalField(_("number"), max_digits=14, decimal_places=4)
    note = models.CharField(_("note"), max_length=300, blank=True)
    told_by = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("realised number")
        verbose_name_plural = _("realised numbers")
        ordering = ["-on", "-id"]


class BookingKind(models.TextChoices):
    """In which column of the money an amount counts."""

    PLANNED = "planned", _("Planned")
    COMMITTED = "committed", _("Committed")
    SPENT = "spent", _("Spent")


class Booking(Entered):
    """One line of the ledger of an action: sums of these are what is planned, committed and spent."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="bookings")
    kind = models.CharField(_("kind"), max_length=10, choices=BookingKind.choices)
    on = models.DateField(_("date"))
    year = models.PositiveSmallIntegerField(_("budget year"))
    payer = models.ForeignKey(Partner, models.PROTECT, related_name="bookings")
    code = models.CharField(_("budget code"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)
    document = models.CharField(_("document"), max_length=200)
    document_url = models.CharField(_("address of the document"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="booking_is_not_nothing",
                condition=~Q(amount=0),
                violation_error_message=_("Give an amount; a minus takes back."),
            )
        ]


class Degree(models.IntegerChoices):
    """How likely, or how bad."""

    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Risk(Entered):
    """What can go wrong with an action, who watches it, and what is done about it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="risks")
    what = models.CharField(_("what can go wrong"), max_length=300)
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Degree.choices)
    impact = models.PositiveSmallIntegerField(_("how bad"), choices=Degree.choices)
    measure = models.CharField(_("what is done about it"), max_length=500, blank=True)
    owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="risks")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("why it was closed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["closed_on", "id"]

    @property
    def weight(self) -> int:
        """From 1 to 9: how likely times how bad."""
        return self.likelihood * self.impact


class ActionEventKind(models.TextChoices):
    """What happened to an action plan."""

    PLAN_CHANGED = "plan_changed", _("Lead, priority or dates changed")
    RESPONSIBLE_NAMED = "responsible_named", _("Person responsible named")
    RESPONSIBLE_ENDED = "responsible_ended", _("Person responsible stepped back")
    STATUS_SET = "status_set", _("Status set")
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    REACHED = "reached", _("Reached")
    REOPENED = "reopened", _("Opened again")
    CONFIRMED = "confirmed", _("Confirmed")
    CONFIRMATION_TAKEN_BACK = "confirmation_taken_back", _("Confirmation taken back")
    DELIVERED = "delivered", _("Told what came of it")
    REPORTED = "reported", _("Realised number told")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("Put back")


class ActionEvent(models.Model):
    """One change of an action plan: what, by whom, and which values stood there before and after.

    While it has one, an action cannot be deleted: what partners entered outlives the file.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="action_events")
    kind = models.CharField(max_length=24, choices=ActionEventKind.choices)
    about = models.CharField(_("about"), max_length=300, blank=True)
    changes = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("event of an action plan")
        verbose_name_plural = _("events of action plans")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["action", "-at"], name="action_event_by_action")]

    def __str__(self) -> str:
        return f"{self.action_id} {self.kind}"
