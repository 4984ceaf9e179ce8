"""Lines of the queues, what happened to them, and the talks of after-care."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.outreach.models import Contact
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.people.models import Person


class RuleName(models.TextChoices):
    """Why somebody stands in a queue; `rules` holds what finds them."""

    TERM_AT_RISK = "term_at_risk", _("A term ends soon or is over")
    SILENCE = "silence", _("Nobody has spoken with this person for a long time")
    STUCK_STEP = "stuck_step", _("A step does not move")
    NO_NEXT_STEP = "no_next_step", _("No next step is agreed")
    ASSESSMENT_EXPIRED = "assessment_expired", _("The assessment is too old, or was never made")
    AGREEMENT_UNCONFIRMED = "agreement_unconfirmed", _("An agreement is not confirmed")
    OBJECTION_OPEN = "objection_open", _("An objection waits for an answer")
    PROMISE_OVERDUE = "promise_overdue", _("We have not kept a promise")
    HANDOVER_IN_LIMBO = "handover_in_limbo", _("A handover hangs")
    EMPLOYER_SILENT = "employer_silent", _("An employer does not answer")
    UNDELIVERED = "undelivered", _("A message did not arrive")
    AFTERCARE = "aftercare", _("After-care: ask how the work goes")
    CONTACT_WAITING = "contact_waiting", _("Nobody followed up a contact")


ABOUT_CONTACTS = (RuleName.CONTACT_WAITING,)
"""The reasons that are about a contact, who has no file; all others are about a person."""


class Line(models.Model):
    """Something that cannot wait: why, for which person or contact, about what, since when, and whose turn it is.

    A run opens a line when its rule finds something, and closes it when the rule finds it no longer; nobody ticks off a
    line by hand. `subject`: the reference of the step, handover, message ... it is about.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("why"), max_length=24, choices=RuleName.choices)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="queue_lines")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="queue_lines")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="queue_lines")
    subject = models.CharField(_("about"), max_length=64)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="queue_lines")
    is_reassigned = models.BooleanField(_("owner chosen by hand"), default=False)
    since = models.DateField(_("since"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    opened_on = models.DateField(_("found on"))
    closed_on = models.DateField(_("no longer so since"), null=True, blank=True)
    snoozed_until = models.DateField(_("rests until"), null=True, blank=True)
    escalated_on = models.DateField(_("brought to the team lead on"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a queue")
        verbose_name_plural = _("lines of queues")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "person", "organisation", "subject"],
                condition=Q(closed_on__isnull=True),
                name="queue_line_open_once",
            ),
            models.UniqueConstraint(
                fields=["rule", "contact"],
                condition=Q(closed_on__isnull=True, contact__isnull=False),
                name="queue_line_of_contact_open_once",
            ),
            models.CheckConstraint(
                name="queue_line_of_person_or_contact",
                condition=Q(person__isnull=False, contact__isnull=True) | Q(person__isnull=True, contact__isnull=False),
            ),
            models.CheckConstraint(
                name="queue_line_in_order", condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "owner", "since"], condition=Q(closed_on__isnull=True), name="queue_line_open"
            ),
            models.Index(fields=["person"], condition=Q(closed_on__isnull=True), name="queue_line_open_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.reference}"


class LineEventKind(models.TextChoices):
    OPENED = "opened", _("Found")
    CLOSED = "closed", _("No longer so")
    SNOOZED = "snoozed", _("Rests until a day")
    WOKEN = "woken", _("Back in the queue")
    REASSIGNED = "reassigned", _("Given to somebody else")
    ESCALATED = "escalated", _("Brought to the team lead")


class LineEvent(models.Model):
    """Something happened to a line: by whom (nobody: a run), when, and why."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=10, choices=LineEventKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why"), max_length=300, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("event of a line")
        verbose_name_plural = _("events of lines")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind


class AftercareSide(models.TextChoices):
    PERSON = "person", _("The person")
    EMPLOYER = "employer", _("The employer")


class StillAtWork(models.TextChoices):
    YES = "yes", _("Still at work there")
    ELSEWHERE = "elsewhere", _("At work elsewhere")
    NO = "no", _("No longer at work")
    NOT_KNOWN = "not_known", _("Not known yet")


class AftercareTalk(models.Model):
    """Some months after somebody started to work: what the person, or the employer, said of it."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(RungPlacement, models.CASCADE, related_name="aftercare")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField(_("after how many months"))
    side = models.CharField(_("who was asked"), max_length=8, choices=AftercareSide.choices)
    held_on = models.DateField(_("asked on"))
    still_at_work = models.CharField(_("still at work?"), max_length=10, choices=StillAtWork.choices)
    needs_support = models.BooleanField(_("support is needed"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("talk of after-care")
        verbose_name_plural = _("talks of after-care")
        ordering = ["month", "side", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "month", "side"],
                name="aftercare_talk_once",
                violation_error_message=_("This was asked and noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.side}"


class Run(models.Model):
    """A run of the rules: when, on which day, and how many lines it opened and closed. No person."""

    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    day = models.DateField(_("day"))
    opened = models.JSONField(_("opened"), default=dict)
    closed = models.JSONField(_("closed"), default=dict)

    class Meta:
        verbose_name = _("run of the rules")
        verbose_name_plural = _("runs of the rules")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.day}"
