"""What the steering group decides, and what must still be done because of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class ChangeKind(models.TextChoices):
    """What a decision does to an earlier one."""

    AMENDS = "amends", _("Amends an earlier decision")
    SUPERSEDES = "supersedes", _("Takes the place of an earlier decision")


class Decision(models.Model):
    """A decision of a body of the pact: what it says stands in its versions, of which the newest adopted one counts."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pact = models.SlugField(_("pact"), max_length=80, db_index=True)
    number = models.CharField(_("number"), max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    changes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="changed_by", verbose_name=_("earlier decision")
    )
    change_kind = models.CharField(
        _("what it does to the earlier one"), max_length=10, choices=ChangeKind.choices, blank=True
    )
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["pact", "number"], name="decision_number_once"),
            models.CheckConstraint(
                name="decision_changes_in_a_way",
                condition=Q(changes__isnull=True, change_kind="") | (Q(changes__isnull=False) & ~Q(change_kind="")),
                violation_error_message=_("Say what it does to the earlier decision."),
            ),
            models.CheckConstraint(
                name="decision_changes_another",
                condition=Q(changes__isnull=True) | ~Q(changes=F("id")),
                violation_error_message=_("A decision does not change itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DecisionVersion(models.Model):
    """What a decision says: a draft until it is adopted, and from then on never changed; a correction is a new version.

    `minority`: who dissents and why, in their own words, as a list of {"who", "why"}. The database refuses a change of
    an adopted version.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    body = models.SlugField(_("body"), max_length=80)
    body_nl = models.CharField(_("name of the body in Dutch"), max_length=300)
    body_en = models.CharField(_("name of the body in English"), max_length=300, blank=True)
    taken_on = models.DateField(_("taken on"))
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text = models.TextField(_("what was decided"))
    motivation = models.TextField(_("why"), blank=True)
    minority = models.JSONField(_("minority notes"), default=list, blank=True)
    about = models.JSONField(_("about"), default=list)
    correction = models.CharField(_("what was corrected, and why"), max_length=500, blank=True)
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)
    adopted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of a decision")
        verbose_name_plural = _("versions of decisions")
        ordering = ["decision", "version"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "version"], name="decision_version_once"),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(adopted_at__isnull=True),
                name="decision_one_draft",
                violation_error_message=_("There is a draft of this decision already."),
            ),
            models.CheckConstraint(
                name="decision_correction_has_reason",
                condition=Q(version=1, correction="") | (Q(version__gt=1) & ~Q(correction="")),
                violation_error_message=_("Say what was corrected, and why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} v{self.version}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None


class DecisionSubject(models.Model):
    """What a decision is about, of its newest version, so that it can be looked for."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="subjects")
    kind = models.CharField(_("kind"), max_length=10)
    slug = models.CharField(_("which"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("subject of a decision")
        verbose_name_plural = _("subjects of decisions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "kind", "slug"], name="decision_subject_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class FollowUpTask(models.Model):
    """What must still be done because of a decision: by whom, by when. Its status follows from its days."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="tasks")
    what = models.CharField(_("what"), max_length=300)
    owner = models.CharField(_("owner"), max_length=200)
    due_on = models.DateField(_("by when"))
    made_at = models.DateTimeField(_("made at"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("follow-up of a decision")
        verbose_name_plural = _("follow-ups of decisions")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="task_done_or_dropped",
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True),
                violation_error_message=_("A task is done or dropped, not both."),
            ),
            models.CheckConstraint(
                name="task_closed_with_words",
                condition=Q(done_on__isnull=True, dropped_on__isnull=True) | ~Q(outcome=""),
                violation_error_message=_("Say what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)
