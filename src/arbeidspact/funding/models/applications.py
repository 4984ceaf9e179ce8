"""An application of a partner: the draft, each version that was submitted, and what was asked about it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User

from .calls import Call


class MoneySource(models.TextChoices):
    """Who pays a part of the budget of a project."""

    FUND = "fund", _("The project fund")
    OWN = "own", _("The applicant")
    PARTNER = "partner", _("A co-applicant or partner")
    ESF = "esf", _("European Social Fund")
    OTHER = "other", _("Somebody else")


class Application(models.Model):
    """What a partner asks of the fund. Everything may be empty while it is a draft.

    `reading`: the version of the call that the applicant last saw while working on it. `saved_in`: the window that
    saved it last; one window never stands in its own way.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_applications")
    co_applicants = models.ManyToManyField(Organisation, blank=True, related_name="co_applications")
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    other_partners = models.TextField(_("other partners"), blank=True)
    target_group = models.TextField(_("for whom"), blank=True)
    approach = models.TextField(_("how it will be done"), blank=True)
    planned_number = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    planned_what = models.CharField(_("of what"), max_length=200, blank=True)
    goal = models.SlugField(_("goal"), max_length=80, blank=True)
    track = models.SlugField(_("track"), max_length=80, blank=True)
    action = models.SlugField(_("action"), max_length=80, blank=True)
    indicator = models.SlugField(_("indicator"), max_length=80, blank=True)
    stated_total = models.DecimalField(
        _("whole cost of the project, in euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("mail address of the contact"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    reading = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    saved_in = models.CharField(max_length=36, blank=True, editable=False)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="application_withdrawn_is_not_submitted",
                condition=Q(withdrawn_at__isnull=True) | Q(submitted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.reference)


class BudgetItem(models.Model):
    """A line of the budget: what it is for, who pays it, how much."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_items")
    order = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("for what"), max_length=200, blank=True)
    source = models.CharField(_("who pays"), max_length=10, choices=MoneySource.choices, default=MoneySource.FUND)
    payer = models.CharField(_("name of who pays"), max_length=150, blank=True)
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(name="budget_item_is_not_negative", condition=Q(amount__gte=0))]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"


class PlannedMilestone(models.Model):
    """What will be there by which day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone of an application")
        verbose_name_plural = _("milestones of applications")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.what


class Submission(models.Model):
    """An application as it was submitted: frozen, with a hash; the last one that was not withdrawn counts."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("hash"), max_length=64)
    asked = models.DecimalField(_("asked of the fund, in euro"), max_digits=14, decimal_places=2)
    total = models.DecimalField(_("whole cost, in euro"), max_digits=14, decimal_places=2)
    call_version = models.PositiveSmallIntegerField(_("version of the call"))
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("submitted version")
        verbose_name_plural = _("submitted versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(withdrawn_at__isnull=True), name="submission_standing_once"
            ),
            models.CheckConstraint(name="submission_asks_part_of_its_cost", condition=Q(asked__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.number}"


class Clarification(models.Model):
    """A question of the fund about an application, and the answer of the applicant; both stay."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="clarifications")
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("question about an application")
        verbose_name_plural = _("questions about applications")
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return str(self.reference)
