"""What people decide about a term: that it stands still, does not hold for somebody, or that something happened.

The terms themselves are not kept: they follow from facts, from the rules of `statutes`, and from these events.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.people.models import Person

SENSITIVE_CHOICES = [(domain.value, domain.label) for domain in LifeDomain if domain in SENSITIVE]


class TermEventKind(models.TextChoices):
    """What an event does to a term."""

    PAUSE = "pause", _("Pause")
    EXEMPTION = "exemption", _("Exemption")


class PauseGround(models.TextChoices):
    """Why a term stands still or does not hold, in words that say nothing sensitive."""

    CANNOT_TAKE_PART = "cannot_take_part", _("Cannot take part for now")
    IN_TRAINING_OR_WORK = "in_training_or_work", _("In training or at work for a while")
    ABROAD = "abroad", _("Abroad, as agreed")
    WAITS_FOR_OTHERS = "waits_for_others", _("Waits for another organisation")
    OTHER = "other", _("Another reason")


class TermEvent(models.Model):
    """A term of somebody is paused from a day until a day, or does not hold for them from a day on.

    `rule`: the slug of the rule; empty, every term of this person. `ends_on`: the last day of the pause, None while
    nobody ended it. `reason`, in the compartment when `domain` is a sensitive one.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="term_events")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=TermEventKind.choices)
    rule = models.CharField(_("which term"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ground = models.CharField(_("why"), max_length=20, choices=PauseGround.choices)
    reason = models.CharField(_("in a few words"), max_length=300)
    domain = models.CharField(_("is about"), max_length=20, choices=SENSITIVE_CHOICES, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("event of a term")
        verbose_name_plural = _("events of terms")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["person", "revoked_at"], name="term_event_standing")]
        constraints = [
            models.CheckConstraint(
                name="term_event_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A pause cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="term_exemption_without_end",
                condition=Q(kind="pause") | Q(ends_on__isnull=True),
                violation_error_message=_("An exemption has no last day: take it back instead."),
            ),
            models.UniqueConstraint(
                fields=["person", "rule"],
                condition=Q(kind="pause", ends_on__isnull=True, revoked_at__isnull=True),
                name="term_paused_once",
                violation_error_message=_("This term stands still already."),
            ),
            models.UniqueConstraint(
                fields=["person", "rule"],
                condition=Q(kind="exemption", revoked_at__isnull=True),
                name="term_exempted_once",
                violation_error_message=_("This person is exempt from this term already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class NotedFact(models.Model):
    """Something that starts or meets a term and that no other part of the file tells: noted by hand, with its day."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="noted_facts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fact = models.CharField(_("what happened"), max_length=60)
    on = models.DateField(_("on which day"))
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("noted fact")
        verbose_name_plural = _("noted facts")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "fact", "on"],
                condition=Q(revoked_at__isnull=True),
                name="noted_fact_once_a_day",
                violation_error_message=_("This is noted already for this day."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)
