"""What is kept of an assessment: answers, what they say per life domain, and the protected part in tables apart."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.people.models import Person

PROTECTED = sorted(SENSITIVE)


class AssessmentState(models.TextChoices):
    """Derived from the days of an assessment, never stored."""

    DRAFT = "draft", _("Draft")
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")


class Outcome(models.TextChoices):
    """What is known of one life domain."""

    STRENGTH = "strength", _("Strength")
    NONE = "none", _("No barrier")
    SOME = "some", _("Some barrier")
    LARGE = "large", _("Large barrier")
    NOT_KNOWN = "not_known", _("Not known yet")


class DistanceLevel(models.TextChoices):
    """How far somebody is from work."""

    READY = "ready", _("Ready for work")
    NEAR = "near", _("Near to work")
    FURTHER = "further", _("Further from work")
    FAR = "far", _("Far from work")
    NOT_KNOWN = "not_known", _("Not known yet")


class QuestionnaireEdition(models.Model):
    """The text of a questionnaire as it was asked: an old assessment is read with its own questions."""

    slug = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    content_hash = models.CharField(max_length=64, unique=True)
    definition = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("edition of a questionnaire")
        verbose_name_plural = _("editions of questionnaires")
        ordering = ["slug", "-version", "-id"]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Assessment(models.Model):
    """A screening of what stands in the way of somebody and what carries them; fixed once it is finished."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="assessments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assessments", verbose_name=_("made by"))
    edition = models.ForeignKey(QuestionnaireEdition, models.PROTECT, related_name="assessments")
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="later_versions")
    started_at = models.DateTimeField(_("started at"))
    pages_done = models.JSONField(_("pages filled in"), default=list, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, db_index=True)
    judged_distance = models.CharField(
        _("distance in the assessor's judgement"), max_length=10, choices=DistanceLevel.choices, blank=True
    )
    distance_reason = models.CharField(_("why"), max_length=500, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = [F("finished_on").desc(nulls_first=True), "-id"]
        indexes = [models.Index(fields=["person", "-finished_on", "-id"], name="assessment_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(finished_on__isnull=True),
                name="assessment_draft_once",
                violation_error_message=_("Your organisation already has a draft for this person."),
            ),
            models.CheckConstraint(
                name="assessment_finished_with_an_end",
                condition=Q(finished_on__isnull=True, valid_until__isnull=True)
                | Q(finished_on__isnull=False, valid_until__gte=F("finished_on")),
                violation_error_message=_("A finished assessment holds until a day that is not before it."),
            ),
            models.CheckConstraint(
                name="assessment_judged_with_a_reason",
                condition=Q(judged_distance="") | ~Q(distance_reason=""),
                violation_error_message=_("Say why you judge the distance otherwise."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class AnswerFields(models.Model):
    """What was answered to one question. A question that is not known has no row."""

    question = models.CharField(_("question"), max_length=80)
    value = models.JSONField(_("answer"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.question


class Answer(AnswerFields):
    """An answer about an open life domain."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="answer_once")]


class SensitiveAnswer(AnswerFields):
    """An answer about health, debt or justice. No relation leads here: the module `protected` alone reads it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("protected answer")
        verbose_name_plural = _("protected answers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="sensitive_answer_once")]


class ResultFields(models.Model):
    """What the answers say of one life domain, and what the assessor thinks of it where that is something else."""

    domain = models.CharField(_("life domain"), max_length=20, choices=LifeDomain.choices)
    outcome = models.CharField(_("from the answers"), max_length=10, choices=Outcome.choices)
    also_strength = models.BooleanField(_("a strength too"), default=False)
    asked = models.PositiveSmallIntegerField(_("questions asked"), default=0)
    known = models.PositiveSmallIntegerField(_("questions answered"), default=0)
    judged = models.CharField(_("in the assessor's judgement"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.domain


class DomainResult(ResultFields):
    """The result of an open life domain."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="results")

    class Meta:
        verbose_name = _("result of a life domain")
        verbose_name_plural = _("results of life domains")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="domain_result_once"),
            models.CheckConstraint(name="domain_result_open", condition=~Q(domain__in=PROTECTED)),
            models.CheckConstraint(name="domain_result_with_a_reason", condition=Q(judged="") | ~Q(reason="")),
        ]


class SensitiveDomainResult(ResultFields):
    """The result of health, debt or justice. No relation leads here from an assessment."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("result of a protected life domain")
        verbose_name_plural = _("results of protected life domains")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="sensitive_result_once"),
            models.CheckConstraint(name="sensitive_result_protected", condition=Q(domain__in=PROTECTED)),
            models.CheckConstraint(name="sensitive_result_with_a_reason", condition=Q(judged="") | ~Q(reason="")),
        ]


class SensitiveDistance(models.Model):
    """The distance in the assessor's judgement, where that rests on the protected part."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="+")
    judged_distance = models.CharField(max_length=10, choices=DistanceLevel.choices)
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("protected judgement of the distance")
        verbose_name_plural = _("protected judgements of the distance")

    def __str__(self) -> str:
        return str(self.assessment_id)
