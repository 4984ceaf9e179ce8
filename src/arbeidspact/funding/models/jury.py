"""The jury of a call: who, with which interest declared, what they scored; and what was decided."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User

from .applications import Application, Submission
from .calls import Call, Criterion


class Juror(models.Model):
    """A member of an organisation who judges the applications of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="jurors")
    user = models.ForeignKey(User, models.PROTECT, related_name="juries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(auto_now_add=True)
    appointed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")
        ordering = ["user__first_name", "user__last_name", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="juror_once")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.call_id}"


class InterestDeclaration(models.Model):
    """What a juror declared before opening an application: an interest with its reason, or none. It stays."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="declarations")
    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    has_interest = models.BooleanField(_("has an interest"))
    reason = models.TextField(_("which interest"), blank=True)
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        ordering = ["declared_at", "id"]
        indexes = [models.Index(fields=["application", "juror"], name="declaration_of_juror")]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.application_id}"


class ScoreSheet(models.Model):
    """What one juror scores one submitted version; a draft until it is handed in."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="sheets")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="sheets")
    saved_at = models.DateTimeField(auto_now=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["juror", "submission"], name="score_sheet_once")]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.submission_id}"


class Score(models.Model):
    """Points for one criterion, with the argument."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    argument = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__order", "id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.criterion_id}"


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    RESERVE = "reserve", _("On the reserve list")
    REFUSED = "refused", _("Refused")


class Decision(models.Model):
    """What was decided about an application, and why. A later decision replaces it; the earlier one stays readable.

    `ranking`: the calculation as it stood at that moment.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=DecisionOutcome.choices)
    amount = models.DecimalField(_("amount granted, in euro"), max_digits=14, decimal_places=2, default=0)
    conditions = models.TextField(_("conditions"), blank=True)
    motivation = models.TextField(_("motivation"))
    rank = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    ranking = models.JSONField(_("how it was calculated"), default=dict)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(replaced_at__isnull=True),
                name="decision_standing_once",
                violation_error_message=_("Somebody decided about this application already."),
            ),
            models.CheckConstraint(
                name="decision_grants_money_or_none",
                condition=Q(outcome="granted", amount__gt=0) | (~Q(outcome="granted") & Q(amount=0)),
                violation_error_message=_("A grant has an amount; another outcome has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"
