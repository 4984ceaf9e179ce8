"""What partners signal, what the steering group answers and decides, and what a review froze.

The pact and its parts are named by their short names: a pact that is adopted anew replaces its rows, and what was
signalled or decided about them stays.
"""

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
