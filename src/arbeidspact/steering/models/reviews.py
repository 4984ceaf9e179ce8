"""What a review of the pact collected, what was frozen of it, and who signed that."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    FROZEN = "frozen", _("Frozen")


class Review(models.Model):
    """A look back on the pact, once a year or whenever it is asked: a draft until it is frozen.

    What is frozen stands in `FrozenReview`, with everything it collected on that day.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pact = models.SlugField(_("pact"), max_length=80, db_index=True)
    since = models.DateField(_("looks back from"))
    until = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=ReviewState.choices, default=ReviewState.DRAFT)
    conclusions = models.TextField(_("conclusions of the steering group"), blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    frozen_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(name="review_span_in_order", condition=Q(until__gt=F("since"))),
            models.UniqueConstraint(
                fields=["pact"],
                condition=Q(state="draft"),
                name="review_one_draft",
                violation_error_message=_("A review of this pact is being prepared already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def is_frozen(self) -> bool:
        return self.state == ReviewState.FROZEN


class ReviewComment(models.Model):
    """What an organisation says about an action in a review that is being prepared; freezing copies it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="comments")
    action = models.SlugField(_("action"), max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("comment in a review")
        verbose_name_plural = _("comments in reviews")
        ordering = ["action", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "action", "organisation"], name="review_comment_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.action}"


class FrozenReview(models.Model):
    """A review as it was frozen: one document in canonical JSON, and its hash. The database refuses every change."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="frozen")
    frozen_at = models.DateTimeField(_("frozen at"))
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("frozen review")
        verbose_name_plural = _("frozen reviews")
        ordering = ["-frozen_at", "-id"]
        constraints = [models.CheckConstraint(name="frozen_review_has_hash", condition=~Q(sha256="") & ~Q(document=""))]

    def __str__(self) -> str:
        return self.sha256[:12]


class SignOffKind(models.TextChoices):
    AGREED = "agreed", _("In agreement")
    AGREED_WITH_NOTE = "agreed_with_note", _("Agreed, with a note")


class SignOff(models.Model):
    """A partner signs a frozen review, by its hash; a note says with what it does not agree."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="sign_offs")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("how"), max_length=16, choices=SignOffKind.choices)
    note = models.TextField(_("note"), blank=True)
    sha256 = models.CharField(_("SHA-256 of what was signed"), max_length=64)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("signature under a review")
        verbose_name_plural = _("signatures under reviews")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "organisation"],
                name="review_signed_once",
                violation_error_message=_("Your organisation signed this already."),
            ),
            models.CheckConstraint(
                name="review_note_goes_with_its_kind",
                condition=Q(kind="agreed", note="") | (Q(kind="agreed_with_note") & ~Q(note="")),
                violation_error_message=_("Write the note, or agree without one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.organisation_id}"
