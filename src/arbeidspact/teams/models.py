"""Talks with a person, who is in the lead, and people who moved from one colleague to another."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import Accompaniment, Person


class Channel(models.TextChoices):
    """How somebody tried to speak with a person."""

    IN_PERSON = "in_person", _("Face to face")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    MESSAGE = "message", _("By message")
    HOME_VISIT = "home_visit", _("Home visit")
    NO_ANSWER = "no_answer", _("Tried, no answer")


class Conversation(models.Model):
    """Somebody spoke with a person, or tried to: on which day, how, what came of it, when the next talk is.

    The note is for the own organisation; others see that there was a talk, when and by whom. A note under a sensitive
    domain stands in the compartment.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="conversations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="conversations")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="conversations")
    on = models.DateField(_("on"))
    how = models.CharField(_("how"), max_length=12, choices=Channel.choices)
    was_reached = models.BooleanField(_("spoken with the person"), default=True)
    domain = models.CharField(_("about"), max_length=20, choices=LifeDomain.choices, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    next_contact_on = models.DateField(_("next contact on"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(
                fields=["person", "-on"],
                condition=Q(withdrawn_at__isnull=True, was_reached=True),
                name="talk_by_person",
            ),
            models.Index(fields=["organisation", "person", "-on"], name="talk_by_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="talk_no_answer_is_no_talk",
                condition=~Q(how=Channel.NO_ANSWER) | Q(was_reached=False),
                violation_error_message=_("Nobody answered: then you did not speak with the person."),
            ),
            models.CheckConstraint(
                name="talk_next_after_this_one",
                condition=Q(next_contact_on__isnull=True) | Q(next_contact_on__gte=F("on")),
                violation_error_message=_("The next contact cannot lie before this one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Lead(models.Model):
    """Which organisation is in the lead for a person, whose referent is the one referent overall."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leads")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="lead_open_once",
                violation_error_message=_("Another organisation is in the lead for this person."),
            ),
            models.CheckConstraint(name="lead_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} - {self.person_id}"


class CaseloadTransfer(models.Model):
    """People moved from one referent to one or more colleagues, with a reason; for a day it can be undone."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="caseload_transfers")
    from_user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("from"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(_("at"))
    undo_until = models.DateTimeField(_("can be undone until"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("transfer of a caseload")
        verbose_name_plural = _("transfers of caseloads")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.reference)


class TransferredPerson(models.Model):
    """One person of a transfer: to whom, with which open steps, and whether the undo put it back."""

    transfer = models.ForeignKey(CaseloadTransfer, models.CASCADE, related_name="people")
    accompaniment = models.ForeignKey(Accompaniment, models.CASCADE, related_name="+")
    to_user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    steps = models.JSONField(_("steps that moved along"), default=list)
    was_restored = models.BooleanField(_("put back"), default=False)

    class Meta:
        verbose_name = _("person of a transfer")
        verbose_name_plural = _("people of a transfer")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "accompaniment"], name="transferred_once"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} - {self.accompaniment_id}"
