"""Releases: numbered, with what was chosen, what the guard said and the hash of every file."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import User
from arbeidspact.publications.makings import MakingState, MakingStep, ReleaseMaking

__all__ = ["MakingState", "MakingStep", "Release", "ReleaseMaking", "ReleaseStatus"]


class ReleaseStatus(models.TextChoices):
    BLOCKED = "blocked", _("Stopped by the guard")
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Release(models.Model):
    """Figures, vacancies and the action plan as they were on a day; its files lie in a folder under its version.

    `choices`: what the maker left out, grouped or rounded. `report`: what the guard found; it speaks of small groups
    and never leaves. `manifest`: every file with its size and hash. `changes`: against the release before it.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    version = models.SlugField(_("version"), max_length=20, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=ReleaseStatus.choices, db_index=True)
    choices = models.JSONField(_("choices"), default=dict)
    report = models.JSONField(_("report of the guard"), default=dict)
    manifest = models.JSONField(_("files"), default=list)
    changes = models.JSONField(_("changes"), default=dict)
    notes = models.TextField(_("notes"), blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("why withdrawn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="release_published_has_a_moment",
                condition=Q(status__in=["blocked", "draft"], published_at__isnull=True)
                | Q(status__in=["published", "withdrawn"], published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_withdrawn_has_a_reason",
                condition=~Q(status="withdrawn") | ~Q(withdrawal_reason=""),
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.version
