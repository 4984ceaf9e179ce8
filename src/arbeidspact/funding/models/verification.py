"""What proves a result, and who verified it: files that the contractor hands in, and what the verifier said."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User

from .contracts import Claim, Contract, Instalment, ProgressReport


class EvidenceType(models.TextChoices):
    """What a file of evidence can be; told from what is in it."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
    ODS = "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument Spreadsheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"
    ODT = "application/vnd.oasis.opendocument.text", "OpenDocument Text"


class VerificationOutcome(models.TextChoices):
    """What a verifier says about a claim."""

    VERIFIED = "verified", _("Verified")
    PARTLY_VERIFIED = "partly_verified", _("Partly verified")
    QUESTION = "question", _("Sent back with a question")


class Evidence(models.Model):
    """A file that proves a result; its name on disk is its reference, and its own name is never kept.

    `instalment`: the milestone or result it proves; None: it goes with the next report. Until it is handed in, with
    `report` or `claim`, its organisation replaces and withdraws it; afterwards it stays, unless who pays has to remove
    what should not be in it: the row and the hash stay.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="evidence")
    instalment = models.ForeignKey(Instalment, models.PROTECT, null=True, blank=True, related_name="evidence")
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, blank=True, related_name="files")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="files")
    description = models.CharField(_("what it shows"), max_length=200)
    media_type = models.CharField(_("kind of file"), max_length=80, choices=EvidenceType.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("instead of")
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    is_forgotten = models.BooleanField(_("the file is removed"), default=False)
    removed_because = models.CharField(_("why it was removed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_handed_in_stays",
                condition=Q(handed_in_at__isnull=True) | Q(withdrawn_at__isnull=True),
                violation_error_message=_("What was handed in stays."),
            ),
            models.CheckConstraint(
                name="evidence_is_handed_in_with_something",
                condition=Q(handed_in_at__isnull=True, report__isnull=True, claim__isnull=True)
                | Q(handed_in_at__isnull=False, instalment__isnull=True, report__isnull=False, claim__isnull=True)
                | Q(handed_in_at__isnull=False, instalment__isnull=False, report__isnull=True, claim__isnull=False),
            ),
            models.CheckConstraint(name="evidence_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Verification(models.Model):
    """What the verifier said about a claim, and what was answered to a question; never changed.

    `claimed_value` and `claimed_amount`: as they were then; `number` and `amount`: as they were verified.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verifications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=20, choices=VerificationOutcome.choices)
    claimed_value = models.DecimalField(_("figure that was claimed"), max_digits=18, decimal_places=6)
    claimed_amount = models.DecimalField(_("amount that was claimed"), max_digits=14, decimal_places=2)
    number = models.DecimalField(_("verified figure"), max_digits=18, decimal_places=6, null=True, blank=True)
    amount = models.DecimalField(_("amount due, in euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    remark = models.TextField(_("remark"))
    signed_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["signed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="verification_has_its_number",
                condition=Q(outcome="question", number__isnull=True, amount__isnull=True)
                | (~Q(outcome="question") & Q(number__isnull=False, amount__isnull=False, answered_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="verification_in_full_is_of_the_claimed_figure",
                condition=~Q(outcome="verified") | Q(number=F("claimed_value")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.outcome}"
