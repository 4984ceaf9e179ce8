"""Agreed steps and what happened to them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy


class StepOwner(models.TextChoices):
    PERSON = "person", _("The person")
    ORGANISATION = "organisation", _("Our organisation")


class StepState(models.TextChoices):
    """Derived from the dates of a step, never stored."""

    OPEN = "open", _("To do")
    OVERDUE = "overdue", _("Overdue")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")


class Step(models.Model):
    """Something that the person or an organisation will do, agreed between them."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="steps")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="steps")
    owner = models.CharField(_("who does it"), max_length=12, choices=StepOwner.choices)
    member = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="steps", verbose_name=_("which colleague")
    )
    what = models.CharField(_("what"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    vacancy = models.ForeignKey(Vacancy, models.SET_NULL, null=True, blank=True, related_name="steps")
    agreed_on = models.DateField(_("agreed on"))
    due_on = models.DateField(_("due on"), db_index=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    given_up_on = models.DateField(_("given up on"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="step_done_or_given_up", condition=Q(done_on__isnull=True) | Q(given_up_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class StepEventKind(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved to another day")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")
    REOPENED = "reopened", _("Opened again")


class StepEvent(models.Model):
    """Something happened to a step: the history that both parties can read."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=10, choices=StepEventKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("event of a step")
        verbose_name_plural = _("events of steps")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind
