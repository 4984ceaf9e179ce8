"""A pact as its partners published it: goals, tracks, priorities, actions, money; each with where it is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, OrganisationKind


class Published(models.Model):
    """Something a pact says, in two languages, with where it is written."""

    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    name_nl = models.CharField(_("name in Dutch"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    summary_nl = models.TextField(_("summary in Dutch"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)
    source = models.CharField(_("where it is written"), max_length=500, blank=True)
    source_url = models.CharField(_("address of the source"), max_length=500, blank=True)
    quote = models.TextField(_("in the words of the source"), blank=True)
    left_on = models.DateField(_("no longer in the file since"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Pact(Published):
    """A city's or region's labour pact."""

    area = models.CharField(_("area"), max_length=60)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pact")
        verbose_name_plural = _("pacts")
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="pact_once")]


class Partner(Published):
    """An organisation that signed or carries the pact; `organisation` where it takes part in the platform."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="partners")
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    is_signatory = models.BooleanField(_("signed the pact"), default=False)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("pact partner")
        verbose_name_plural = _("pact partners")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_partner_once")]


class Goal(Published):
    """What the pact promises to reach; measured by an indicator, with or without a number."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="goals")
    indicator = models.SlugField(_("indicator"), max_length=80)
    target = models.SlugField(_("target"), max_length=80, blank=True)
    no_number_was_set = models.BooleanField(_("no number was set"), default=False)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_goal_once")]


class TrackKind(models.TextChoices):
    TRACK = "track", _("Track")
    HORIZONTAL = "horizontal", _("Horizontal line")


class Track(Published):
    """A line of work along which actions are grouped."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="tracks")
    kind = models.CharField(_("kind"), max_length=12, choices=TrackKind.choices, default=TrackKind.TRACK)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_track_once")]


class Priority(Published):
    """A policy priority that partners agreed on."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="priorities")
    lead = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    commitments = models.JSONField(_("commitments"), default=list)

    class Meta:
        verbose_name = _("policy priority")
        verbose_name_plural = _("policy priorities")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_priority_once")]


class GovernanceBody(Published):
    """Who steers the pact, and how often it meets."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="governance_bodies")
    meets_nl = models.CharField(_("how often it meets, in Dutch"), max_length=200, blank=True)
    meets_en = models.CharField(_("how often it meets, in English"), max_length=200, blank=True)
    members = models.ManyToManyField(Partner, blank=True, related_name="bodies")
    reports_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("governance body")
        verbose_name_plural = _("governance bodies")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_body_once")]


class BudgetCode(Published):
    """An objective of the multi-year budget under which money of the pact is booked."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="budget_codes")
    code = models.CharField(_("budget code"), max_length=40)
    part_of = models.CharField(_("part of"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("budget code")
        verbose_name_plural = _("budget codes")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_budget_code_once")]


class PublishedStatus(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    EXPLORING = "exploring", _("Being explored")
    CONTINUING = "continuing", _("Continuing")
    EXPANDING = "expanding", _("Being expanded")
    AGREED = "agreed", _("Agreed")


class Action(Published):
    """What partners do to keep the promise. What is empty was not published."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="actions")
    priority = models.ForeignKey(Priority, models.SET_NULL, null=True, blank=True, related_name="actions")
    tracks = models.ManyToManyField(Track, blank=True, related_name="actions")
    lead = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="leads")
    partners = models.ManyToManyField(Partner, blank=True, related_name="actions")
    lead_unit = models.CharField(_("unit in the lead"), max_length=200, blank=True)
    published_status = models.CharField(
        _("status as published"), max_length=20, choices=PublishedStatus.choices, blank=True
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["pact", "slug"], name="pact_action_once")]


class BudgetPer(models.TextChoices):
    TERM = "term", _("for the whole term")
    YEAR = "year", _("a year")
    PROJECT = "project", _("for a project")
    ONCE = "once", _("once")
    NOT_PUBLISHED = "not_published", _("period not published")


class BudgetLine(models.Model):
    """Money for an action, or for the pact as a whole where `action` is empty; one line for each payer."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="budget_lines")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="budget_lines")
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)
    per = models.CharField(_("for how long"), max_length=20, choices=BudgetPer.choices)
    payer = models.CharField(_("who pays"), max_length=200, blank=True)
    code = models.CharField(_("budget code"), max_length=40, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("budget year"), null=True, blank=True)
    note_nl = models.TextField(_("note in Dutch"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.CharField(_("where it is written"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.amount} {self.code}".strip()
