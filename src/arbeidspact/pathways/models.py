"""One plan per person: the rung aimed for, goals, agreed steps, placements on the ladder, and what happened to them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy


class Plan(models.Model):
    """The plan of a person, shared by all who accompany them: the highest rung aimed for, and why."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="plan")
    aim = models.CharField(_("highest rung aimed for"), max_length=80, blank=True)
    aim_words = models.CharField(_("why this rung"), max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Adoption(models.Model):
    """A template was adopted: its steps came into the plan all at once, and may go as they came for a day."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    template = models.CharField(_("template"), max_length=80)
    starts_on = models.DateField(_("starts on"))
    adopted_at = models.DateTimeField(_("adopted at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    sent_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("adoption of a template")
        verbose_name_plural = _("adoptions of templates")
        ordering = ["-adopted_at", "-id"]

    def __str__(self) -> str:
        return str(self.reference)


class Goal(models.Model):
    """What the person wants to reach, in the person's words."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="goals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    words = models.CharField(_("in the person's words"), max_length=300)
    domain = models.CharField(_("life domain"), max_length=16, choices=LifeDomain.choices, blank=True)
    position = models.PositiveIntegerField(default=0)
    set_on = models.DateField(_("set on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    adoption = models.ForeignKey(Adoption, models.SET_NULL, null=True, blank=True, related_name="goals")
    sent_key = models.UUIDField(null=True, unique=True, editable=False)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="goal_reached_or_dropped",
                condition=Q(reached_on__isnull=True) | Q(dropped_on__isnull=True),
                violation_error_message=_("A goal is reached or dropped, not both."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class StepOwner(models.TextChoices):
    PERSON = "person", _("The person")
    ORGANISATION = "organisation", _("Our organisation")
    PARTNER = "partner", _("A partner organisation")


class StepState(models.TextChoices):
    """Derived from the dates of a step, never stored."""

    OPEN = "open", _("To do")
    WAITING = "waiting", _("Waits on another step")
    BLOCKED = "blocked", _("Stuck")
    OVERDUE = "overdue", _("Overdue")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")


STILL_OPEN = Q(done_on__isnull=True, given_up_on__isnull=True)


class Step(models.Model):
    """Something that the person or an organisation will do, agreed between them."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="steps")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="steps")
    owner = models.CharField(_("who does it"), max_length=12, choices=StepOwner.choices)
    member = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="steps", verbose_name=_("which colleague")
    )
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps_to_do",
        verbose_name=_("which partner organisation"),
    )
    what = models.CharField(_("what"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    domain = models.CharField(_("life domain"), max_length=16, choices=LifeDomain.choices, blank=True)
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="steps")
    waits_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    vacancy = models.ForeignKey(Vacancy, models.SET_NULL, null=True, blank=True, related_name="steps")
    position = models.PositiveIntegerField(default=0)
    agreed_on = models.DateField(_("agreed on"))
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    given_up_on = models.DateField(_("given up on"), null=True, blank=True)
    hindered_on = models.DateField(_("hindered since"), null=True, blank=True)
    hindrance = models.CharField(_("what stands in the way"), max_length=300, blank=True)
    adoption = models.ForeignKey(Adoption, models.SET_NULL, null=True, blank=True, related_name="steps")
    sent_key = models.UUIDField(null=True, unique=True, editable=False)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="step_done_or_given_up", condition=Q(done_on__isnull=True) | Q(given_up_on__isnull=True)
            ),
            models.CheckConstraint(
                name="step_partner_when_partner_does_it",
                condition=Q(owner="partner", partner__isnull=False) | (~Q(owner="partner") & Q(partner__isnull=True)),
                violation_error_message=_("Name the partner organisation that does the step."),
            ),
            models.CheckConstraint(
                name="step_hindrance_is_said",
                condition=Q(hindered_on__isnull=True, hindrance="") | (Q(hindered_on__isnull=False) & ~Q(hindrance="")),
                violation_error_message=_("Say what stands in the way."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=STILL_OPEN, name="open_steps_by_day"),
            models.Index(fields=["organisation", "due_on"], condition=STILL_OPEN, name="open_steps_by_organisation"),
            models.Index(fields=["partner", "due_on"], condition=STILL_OPEN, name="open_steps_by_partner"),
            models.Index(fields=["person", "due_on"], condition=STILL_OPEN, name="open_steps_by_person"),
            models.Index(fields=["member", "due_on"], condition=STILL_OPEN, name="open_steps_by_member"),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class StepEventKind(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved to another day")
    HANDED_ON = "handed_on", _("Handed to somebody else")
    BLOCKED = "blocked", _("Something stands in the way")
    UNBLOCKED = "unblocked", _("Can go on")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")
    REOPENED = "reopened", _("Opened again")


class StepEvent(models.Model):
    """Something happened to a step: the history that both parties can read. `changes`: field, before and after.

    `is_sensitive`: the step stood under health, debt or justice then, also when it does no longer.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=10, choices=StepEventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    changes = models.JSONField(_("what changed"), default=list, blank=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)

    class Meta:
        verbose_name = _("event of a step")
        verbose_name_plural = _("events of steps")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind


class PlacementSource(models.TextChoices):
    """How we know that somebody stands on a rung."""

    TALK = "talk", _("Said in a talk")
    PROOF = "proof", _("Seen in a contract or certificate")
    EMPLOYER = "employer", _("Said by the employer or organisation")
    IMPORT = "import", _("Taken in from a file")


class RungPlacement(models.Model):
    """Somebody stands on a rung of the ladder: since when, until when, where, and how we know."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="placements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    rung = models.CharField(_("rung"), max_length=80)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    where = models.CharField(_("where"), max_length=200, blank=True)
    vacancy = models.ForeignKey(Vacancy, models.SET_NULL, null=True, blank=True, related_name="placements")
    source = models.CharField(_("how we know"), max_length=10, choices=PlacementSource.choices)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    sent_key = models.UUIDField(null=True, unique=True, editable=False)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("placement on a rung")
        verbose_name_plural = _("placements on rungs")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="placement_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]
        indexes = [models.Index(fields=["since", "rung"], name="placements_by_start")]

    def __str__(self) -> str:
        return str(self.reference)


class PlanEventKind(models.TextChoices):
    AIM_SET = "aim_set", _("The rung to aim for is set")
    GOAL_SET = "goal_set", _("A goal is set")
    GOAL_CHANGED = "goal_changed", _("A goal is changed")
    GOAL_REACHED = "goal_reached", _("A goal is reached")
    GOAL_DROPPED = "goal_dropped", _("A goal is dropped")
    GOAL_REOPENED = "goal_reopened", _("A goal is open again")
    PLACED = "placed", _("A place on the ladder is noted")
    PLACE_CHANGED = "place_changed", _("A place on the ladder is changed")
    PLACE_ENDED = "place_ended", _("A place on the ladder has ended")
    PLACE_REMOVED = "place_removed", _("A place on the ladder is removed, it was noted by mistake")
    ADOPTED = "adopted", _("A template is adopted")
    UNDONE = "undone", _("The adoption of a template is undone")
    REORDERED = "reordered", _("The steps are put in another order")


class PlanEvent(models.Model):
    """Something happened to the plan: goals, rung, templates. `about`: the words of then; `changes` as of a step."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="plan_events")
    kind = models.CharField(_("what happened"), max_length=16, choices=PlanEventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="events")
    placement = models.ForeignKey(RungPlacement, models.SET_NULL, null=True, blank=True, related_name="events")
    rung = models.CharField(_("rung"), max_length=80, blank=True)
    about = models.CharField(_("about"), max_length=300, blank=True)
    changes = models.JSONField(_("what changed"), default=list, blank=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)

    class Meta:
        verbose_name = _("event of a plan")
        verbose_name_plural = _("events of plans")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="plan_events_by_person")]

    def __str__(self) -> str:
        return self.kind
