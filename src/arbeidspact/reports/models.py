"""Reports: what was asked, how far the work is, the hashes and the signature of what was made."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class ReportKind(models.TextChoices):
    STEERING = "steering", _("Steering report")
    CITIZENS = "citizens", _("Citizens' version")


class ReportState(models.TextChoices):
    """Derived from the moments of a report, never stored."""

    WAITING = "waiting", _("Is starting")
    BUILDING = "building", _("Being made")
    READY = "ready", _("Ready")
    STOPPED = "stopped", _("Stopped unexpectedly")
    FAILED = "failed", _("Failed")


class ReportStep(models.TextChoices):
    """What the work is at."""

    GATHERING = "gathering", _("Gathering what the report says")
    PAPER = "paper", _("Setting the PDF")
    PAGE = "page", _("Writing the web page")
    SIGNING = "signing", _("Signing")


class Report(models.Model):
    """One report of a release, in one language; made again from the same release it is the same.

    `review` is the reference of the frozen review that it rests on, empty for none. `session` counts how often work on
    it was asked for: the process of an earlier session gives up. `statement` names the hash of every file; `signature`,
    in base64, is that of the statement by the key with this fingerprint.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.SlugField(_("release"), max_length=20, db_index=True)
    pact = models.SlugField(_("pact"), max_length=80)
    review = models.CharField(_("review"), max_length=36, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind.choices)
    language = models.CharField(_("language"), max_length=5)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by"))

    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True, db_index=True)
    session = models.PositiveSmallIntegerField(default=1)
    session_asked_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=ReportStep.choices, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    problem = models.TextField(blank=True)

    content_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    html_sha256 = models.CharField(max_length=64, blank=True)
    pdf_bytes = models.PositiveIntegerField(default=0)
    html_bytes = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    statement = models.TextField(blank=True)
    signature = models.CharField(max_length=100, blank=True)
    key_fingerprint = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "pact", "review", "kind", "language"],
                name="report_once",
                violation_error_message=_("This report was asked for already."),
            ),
            models.CheckConstraint(
                name="report_ends_once",
                condition=Q(finished_at__isnull=True) | Q(failed_at__isnull=True),
                violation_error_message=_("A report is ready or failed, not both."),
            ),
            models.CheckConstraint(
                name="report_ready_is_signed",
                condition=Q(finished_at__isnull=True) | (~Q(signature="") & ~Q(pdf_sha256="")),
                violation_error_message=_("A report that is ready has a signature."),
            ),
            models.CheckConstraint(
                name="report_public_is_ready",
                condition=Q(published_at__isnull=True) | Q(finished_at__isnull=False),
                violation_error_message=_("Only a report that is ready can be public."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.kind} {self.language}"
