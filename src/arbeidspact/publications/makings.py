"""Releases that are being made: what was asked, how far the work is, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class MakingState(models.TextChoices):
    """Derived from the moments of a making, never stored."""

    WAITING = "waiting", _("Is starting")
    RUNNING = "running", _("Being made")
    FINISHED = "finished", _("Made")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped unexpectedly")
    FAILED = "failed", _("Failed")


class MakingStep(models.TextChoices):
    """What the work is at."""

    GUARDING = "guarding", _("Through the guard")
    WRITING = "writing", _("Writing the files")


class ReleaseMaking(models.Model):
    """A release that somebody asked for on screen, made in a process of its own.

    `choices`: what was asked, as the command says it. `session` counts how often work on it was asked for: the process
    of an earlier session gives up. `version`: of the release that came of it, empty before.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    choices = models.JSONField(_("choices"))
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True, db_index=True)
    session = models.PositiveSmallIntegerField(default=1)
    session_asked_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=MakingStep.choices, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    problem = models.TextField(blank=True)
    version = models.SlugField(_("release"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("release being made")
        verbose_name_plural = _("releases being made")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="making_ends_once",
                condition=Q(finished_at__isnull=True) | Q(failed_at__isnull=True, cancelled_at__isnull=True),
                violation_error_message=_("A release is made, cancelled or failed: one of them."),
            ),
            models.CheckConstraint(
                name="making_finished_names_its_release",
                condition=Q(finished_at__isnull=True) | ~Q(version=""),
                violation_error_message=_("What is made names its release."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)
