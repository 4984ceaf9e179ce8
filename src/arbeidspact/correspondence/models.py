"""Links that somebody without an account may open, and what was sent."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person


class LinkPurpose(models.TextChoices):
    """What the holder of a link may do, once."""

    CONFIRM_AGREEMENT = "confirm_agreement", _("Confirm an agreement")
    CONFIRM_MEETING = "confirm_meeting", _("Confirm that they have met")
    ANSWER_HANDOVER = "answer_handover", _("Answer a handover")


class SignedLink(models.Model):
    """A link that was given to somebody: it works once, until a moment; we keep the hash of its token.

    `subject`: the reference of what it is about; `organisation`: on whose behalf it was given.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=LinkPurpose.choices)
    subject = models.UUIDField(_("about"), db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=8, default="nl")
    issued_at = models.DateTimeField(_("given at"))
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="link_open_once",
                violation_error_message=_("There is already an open link for this."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)
