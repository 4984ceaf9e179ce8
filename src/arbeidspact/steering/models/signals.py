"""What partners signal, and what the steering group answers."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User


class SubjectKind(models.TextChoices):
    """What a signal or a decision is about."""

    PACT = "pact", _("The pact as a whole")
    GOAL = "goal", _("A goal")
    TRACK = "track", _("A track")
    ACTION = "action", _("An action")
    INDICATOR = "indicator", _("An indicator")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Can wait for the term")
    SOON = "soon", _("Soon: it gets worse")
    URGENT = "urgent", _("Urgent: people or money are lost now")


class SignalState(models.TextChoices):
    RAISED = "raised", _("Raised")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REOPENED = "reopened", _("Raised again")


class SignalEventKind(models.TextChoices):
    RAISE = "raise", _("Raised")
    ACKNOWLEDGE = "acknowledge", _("The steering group has seen it")
    ANSWER = "answer", _("Answered")
    WITHDRAW = "withdraw", _("Withdrawn")
    REOPEN = "reopen", _("Raised again")


class AnswerKind(models.TextChoices):
    """How the steering group answered."""

    ACTION_TAKEN = "action_taken", _("Something was done")
    DECISION = "decision", _("A decision was taken")
    DECLINED = "declined", _("Not taken up, with the reason")


OPEN_STATES = (SignalState.RAISED, SignalState.ACKNOWLEDGED, SignalState.REOPENED)


class Signal(models.Model):
    """A bottleneck that a partner brings before the steering group, which answers within a term.

    `term_since` is the day from which the term of the answer that is waited for runs; `due_on` its last day, by the
    text `term_text` of the rule, as counted on that day. Never about one person.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pact = models.SlugField(_("pact"), max_length=80, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    title = models.CharField(_("title"), max_length=160)
    what = models.TextField(_("what happens"))
    since = models.DateField(_("since when"))
    whom = models.CharField(_("whom it touches"), max_length=300)
    suggestion = models.TextField(_("suggestion"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    about_kind = models.CharField(_("about"), max_length=10, choices=SubjectKind.choices)
    about = models.SlugField(_("about which"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=SignalState.choices, default=SignalState.RAISED, db_index=True
    )
    state_since = models.DateField(_("in this state since"))
    term_since = models.DateField(_("term runs since"))
    term_text = models.SlugField(_("text of the rule"), max_length=80)
    due_on = models.DateField(_("answer by"), db_index=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="signal_subject_is_named",
                condition=Q(about_kind="pact", about="") | (~Q(about_kind="pact") & ~Q(about="")),
                violation_error_message=_("Choose what the signal is about."),
            ),
            models.CheckConstraint(name="signal_due_after_start", condition=Q(due_on__gte=F("term_since"))),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.state in OPEN_STATES


class CoSignature(models.Model):
    """Another partner meets the same bottleneck."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="cosignatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("what they see"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("co-signature")
        verbose_name_plural = _("co-signatures")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation"],
                name="signal_cosigned_once",
                violation_error_message=_("Your organisation co-signed this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.organisation_id}"


class SignalAnswer(models.Model):
    """What the steering group answered, with the term that ran then; a signal raised again has more than one."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="answers")
    kind = models.CharField(_("kind"), max_length=14, choices=AnswerKind.choices)
    text = models.TextField(_("answer"))
    term_since = models.DateField(_("term ran since"))
    due_on = models.DateField(_("answer by"))
    answered_on = models.DateField(_("answered on"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer to a signal")
        verbose_name_plural = _("answers to signals")
        ordering = ["answered_on", "id"]
        constraints = [
            models.CheckConstraint(name="signal_answer_after_start", condition=Q(answered_on__gte=F("term_since")))
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.kind}"

    @property
    def was_in_time(self) -> bool:
        return self.answered_on <= self.due_on

    @property
    def days(self) -> int:
        """How many days did it take?"""
        return (self.answered_on - self.term_since).days


class SignalEvent(models.Model):
    """One event in the course of a signal: who, when, from which state to which, in which words."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=12, choices=SignalEventKind.choices)
    from_state = models.CharField(_("before"), max_length=12, choices=SignalState.choices, blank=True)
    to_state = models.CharField(_("after"), max_length=12, choices=SignalState.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(_("in words"), blank=True)

    class Meta:
        verbose_name = _("event of a signal")
        verbose_name_plural = _("events of signals")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind


class ReminderKind(models.TextChoices):
    DUE_SOON = "due_soon", _("The term ends soon")
    OVERDUE = "overdue", _("The term has passed")


class SignalReminder(models.Model):
    """The steering group was reminded of a signal: once of each kind for each term."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=8, choices=ReminderKind.choices)
    due_on = models.DateField(_("answer by"))
    at = models.DateTimeField(_("at"))
    mails = models.PositiveSmallIntegerField(_("mails written"))

    class Meta:
        verbose_name = _("reminder of a signal")
        verbose_name_plural = _("reminders of signals")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["signal", "kind", "due_on"], name="signal_reminded_once")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.kind}"
