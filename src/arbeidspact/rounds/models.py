"""Matching rounds: what was asked, how far the work is, and the figures that stay."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class RerankingName(models.TextChoices):
    """How lists are made when everybody is matched at once; what each does, `policies` says in a sentence."""

    PLAIN = "plain", _("Best fit first")
    PRICE_ADJUSTED = "price_adjusted", _("Crowded work counts for less")
    CAPPED = "capped", _("A vacancy is on so many lists at most")
    ALLOCATION_FIRST = "allocation_first", _("The best division first")


class RoundState(models.TextChoices):
    """Derived from the moments of a round, never stored."""

    WAITING = "waiting", _("Is starting")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped unexpectedly")
    FAILED = "failed", _("Failed")


class RoundStep(models.TextChoices):
    """What a round is at."""

    READING = "reading", _("Reading profiles")
    MATCHING = "matching", _("Matching")
    MEASURING = "measuring", _("Measuring what crowds")


class MatchingRound(models.Model):
    """Everybody within reach of an organisation, matched with all vacancies that are open on a day.

    `session` counts how often work on it was asked for: the process of an earlier session gives up. `done` of `total`
    is how far `step` is. Figures, the table of trade-offs and what crowds hold no person.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked for")
    )
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by"))
    is_by_operator = models.BooleanField(_("asked at the command line"), default=False)
    day = models.DateField(_("day"))
    k = models.PositiveSmallIntegerField(_("vacancies on a list"))
    weights = models.JSONField(_("what preferences weigh"), default=dict)
    reranking = models.CharField(_("order of the lists"), max_length=20, choices=RerankingName.choices)
    reranking_parameters = models.JSONField(default=dict)

    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True, db_index=True)
    session = models.PositiveSmallIntegerField(default=1)
    session_asked_at = models.DateTimeField()
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=12, choices=RoundStep.choices, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    problem = models.TextField(blank=True)

    index_hash = models.CharField(max_length=64, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    answer_hash = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict)
    trade_offs = models.JSONField(default=list)
    crowded = models.JSONField(default=list)
    files_removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("matching round")
        verbose_name_plural = _("matching rounds")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="round_ends_once",
                condition=Q(finished_at__isnull=True, cancelled_at__isnull=True)
                | Q(finished_at__isnull=True, failed_at__isnull=True)
                | Q(cancelled_at__isnull=True, failed_at__isnull=True),
                violation_error_message=_("A round is finished, cancelled or failed, not two of these."),
            ),
            models.CheckConstraint(
                name="round_is_of_somebody",
                condition=Q(organisation__isnull=False) | Q(is_by_operator=True),
                violation_error_message=_("A round is asked for an organisation, or by the operator."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)
