"""A call: for what the fund gives money, to whom, by which criteria, until when."""

import uuid
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User

VERIFICATION_DAYS: Final = 21
"""So long a verifier has for a claim, and an applicant for the answer, where nobody chose otherwise."""


class RequiredPart(models.TextChoices):
    """What an application must hold before it can be submitted, beside its title and summary."""

    TARGET_GROUP = "target_group", _("For whom")
    PLANNED_NUMBER = "planned_number", _("How many people or results")
    SERVES = "serves", _("Which goal, track, action or indicator it serves")
    APPROACH = "approach", _("How it will be done")
    MILESTONES = "milestones", _("Milestones")
    CO_APPLICANT = "co_applicant", _("A co-applicant")


class TieRule(models.TextChoices):
    """Which application goes first when two have the same score. What is still equal shares its place."""

    HEAVIEST_CRITERION = "heaviest_criterion", _("The higher score on the heaviest criterion, then on the next")
    LOWEST_AMOUNT = "lowest_amount", _("The one that asks the lower amount")
    FIRST_SUBMITTED = "first_submitted", _("The one that was submitted first")


class Call(models.Model):
    """A call of the fund. `pact`: the short name of the pact; a pact that is adopted anew keeps its calls.

    `closes_at`: the last minute in which an application can be submitted, that minute included.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_calls")
    pact = models.SlugField(_("pact"), max_length=80, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary_nl = models.TextField(_("what is asked, in Dutch"))
    summary_en = models.TextField(_("what is asked, in English"), blank=True)
    budget = models.DecimalField(_("budget in euro"), max_digits=14, decimal_places=2)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    for_kinds = models.JSONField(_("who may apply"), default=list)
    required_parts = models.JSONField(_("what an application must hold"), default=list)
    max_amount = models.DecimalField(
        _("most for one project, in euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    max_share = models.DecimalField(
        _("most of the cost that the fund pays, in percent"), max_digits=5, decimal_places=2, default=100
    )
    allows_esf = models.BooleanField(_("may go together with ESF money"), default=True)
    min_jurors = models.PositiveSmallIntegerField(_("least number of jurors for an application"), default=2)
    tie_rule = models.CharField(
        _("on equal scores"), max_length=20, choices=TieRule.choices, default=TieRule.HEAVIEST_CRITERION
    )
    verifier = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who verifies results")
    )
    verification_days = models.PositiveSmallIntegerField(_("days to verify or to answer"), default=VERIFICATION_DAYS)
    objection_nl = models.TextField(_("how to object, in Dutch"), blank=True)
    objection_en = models.TextField(_("how to object, in English"), blank=True)
    links = models.TextField(_("documents, one address a line"), blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A call closes after it opens."),
            ),
            models.CheckConstraint(name="call_budget_is_money", condition=Q(budget__gt=0)),
            models.CheckConstraint(
                name="call_is_not_verified_by_who_pays",
                condition=Q(verifier__isnull=True) | ~Q(verifier=F("organisation")),
                violation_error_message=_("Who pays does not verify: choose an independent organisation."),
            ),
            models.CheckConstraint(name="call_share_is_a_percentage", condition=Q(max_share__gt=0, max_share__lte=100)),
        ]

    def __str__(self) -> str:
        return self.title_nl


class CallVersion(models.Model):
    """A call as it read from a moment on: the publication, and each amendment with its reason."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    reason = models.TextField(_("why it was changed"), blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a call")
        verbose_name_plural = _("versions of calls")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="call_version_once")]

    def __str__(self) -> str:
        return f"{self.call_id} v{self.number}"


class Criterion(models.Model):
    """What the jury scores, on a scale from 0, with a weight, and perhaps a least mean to be granted anything."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(default=0)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    scale = models.PositiveSmallIntegerField(_("highest score"), default=10)
    minimum = models.DecimalField(_("least mean score"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="criterion_weighs_something", condition=Q(weight__gte=1, scale__gte=1)),
            models.CheckConstraint(
                name="criterion_minimum_is_on_its_scale",
                condition=Q(minimum__isnull=True) | Q(minimum__gte=0, minimum__lte=F("scale")),
                violation_error_message=_("The least score stands on the scale of the criterion."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl
