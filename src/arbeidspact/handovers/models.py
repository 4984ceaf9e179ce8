"""Handovers: who hands over whom to whom, what travels, and every step until the person confirms."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.models import Message
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person


class HandoverKind(models.TextChoices):
    TRANSFER = "transfer", _("Hand over the guidance")
    JOIN = "join", _("Invite into the team")


class HandoverState(models.TextChoices):
    PENDING = "pending", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted, not met yet")
    MET = "met", _("Met, waits for the person")
    CONFIRMED = "confirmed", _("Confirmed by the person")
    JOINED = "joined", _("In the team")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired without an answer")


class HandoverEvent(models.TextChoices):
    SEND = "send", _("Sent")
    ACCEPT = "accept", _("Accepted")
    REFUSE = "refuse", _("Refused")
    MEET = "meet", _("Met the person")
    CONFIRM = "confirm", _("The person confirmed")
    DENY = "deny", _("The person says that they have not met")
    WITHDRAW = "withdraw", _("Withdrawn")
    EXPIRE = "expire", _("Expired")


OPEN_STATES = (HandoverState.PENDING, HandoverState.ACCEPTED, HandoverState.MET)
STARTED_STATES = (HandoverState.ACCEPTED, HandoverState.MET, HandoverState.CONFIRMED, HandoverState.JOINED)


class PartKind(models.TextChoices):
    """A part of what is known that the sender may let travel."""

    CONTACT = "contact", _("How to reach the person")
    AVAILABILITY = "availability", _("Availability and transport")
    COMPETENCES = "competences", _("Competences, languages and wishes")
    PLAN = "plan", _("The plan and its open steps")
    ASSESSMENT = "assessment", _("The last assessment")
    AGREEMENTS = "agreements", _("Agreements in force")
    NOTE = "note", _("A note of the sender")


class Handover(models.Model):
    """One organisation hands somebody over to another, or invites it into the team; the state follows its log.

    The receiver is an organisation that works here, or a partner without an account that has a name and mail address.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="handovers")
    kind = models.CharField(_("kind"), max_length=10, choices=HandoverKind.choices, default=HandoverKind.TRANSFER)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="handovers_sent", verbose_name=_("from"))
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="handovers_received", verbose_name=_("to")
    )
    partner_name = models.CharField(_("name of the partner"), max_length=200, blank=True)
    partner_email = models.EmailField(_("mail address of the partner"), blank=True)
    why = models.CharField(_("why"), max_length=500)
    ends_accompaniment = models.BooleanField(_("the sender stops once the person confirms"), default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=HandoverState.choices, default=HandoverState.PENDING, db_index=True
    )
    state_since = models.DateField(_("in this state since"))
    sent_at = models.DateTimeField(_("sent at"))
    expires_on = models.DateField(_("last day for an answer"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    receiver_contact = models.CharField(_("contact at the partner"), max_length=200, blank=True)
    started_accompaniment = models.BooleanField(_("started an accompaniment"), default=False)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["sender", "state", "-sent_at"], name="handover_by_sender"),
            models.Index(fields=["receiver", "state", "-sent_at"], name="handover_by_receiver"),
        ]
        constraints = [
            models.CheckConstraint(
                name="handover_one_receiver",
                condition=Q(receiver__isnull=False, partner_email="", partner_name="")
                | Q(receiver__isnull=True) & ~Q(partner_email="") & ~Q(partner_name=""),
                violation_error_message=_("Choose an organisation, or give the name and mail address of a partner."),
            ),
            models.CheckConstraint(
                name="handover_to_another",
                condition=Q(receiver__isnull=True) | ~Q(receiver=F("sender")),
                violation_error_message=_("A handover goes to another organisation."),
            ),
            models.CheckConstraint(
                name="handover_state_follows_facts",
                condition=Q(state__in=["pending", "expired"], accepted_at__isnull=True, confirmed_at__isnull=True)
                | Q(state__in=["accepted", "joined"], accepted_at__isnull=False, confirmed_at__isnull=True)
                | Q(state="met", accepted_at__isnull=False, met_on__isnull=False, confirmed_at__isnull=True)
                | Q(state="confirmed", accepted_at__isnull=False, met_on__isnull=False, confirmed_at__isnull=False)
                | Q(state__in=["refused", "withdrawn"], confirmed_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person", "sender", "receiver"],
                condition=Q(state__in=["pending", "accepted", "met"], receiver__isnull=False),
                name="handover_open_once",
                violation_error_message=_("A handover of this person to this organisation is under way."),
            ),
            models.UniqueConstraint(
                fields=["person", "sender", "partner_email"],
                condition=Q(state__in=["pending", "accepted", "met"], receiver__isnull=True),
                name="handover_to_partner_once",
                violation_error_message=_("A handover of this person to this partner is under way."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def receiver_name(self) -> str:
        """Who receives: the organisation, or the partner without an account."""
        return self.receiver.name if self.receiver is not None else self.partner_name


class HandoverPart(models.Model):
    """What the sender let travel, in the words of that moment; what is sensitive stands apart.

    `lines`: pairs of a label and a text. Goes when the handover comes to nothing.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="parts")
    kind = models.CharField(_("part"), max_length=14, choices=PartKind.choices)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    lines = models.JSONField(_("what travels"), default=list)

    class Meta:
        verbose_name = _("part that travels")
        verbose_name_plural = _("parts that travel")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "is_sensitive"], name="handover_part_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class HandoverTransition(models.Model):
    """One event in the course of a handover: from which state to which, who, when, why."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="transitions")
    event = models.CharField(_("what happened"), max_length=10, choices=HandoverEvent.choices)
    from_state = models.CharField(_("before"), max_length=10, choices=HandoverState.choices, blank=True)
    to_state = models.CharField(_("after"), max_length=10, choices=HandoverState.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    is_by_link = models.BooleanField(_("through a link"), default=False)
    reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("transition of a handover")
        verbose_name_plural = _("transitions of handovers")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.event


class HandoverPause(models.Model):
    """Reminders and escalation of a handover rest until a day, for a reason."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="pauses")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause of a handover")
        verbose_name_plural = _("pauses of handovers")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover"],
                condition=Q(ended_at__isnull=True),
                name="handover_pause_once",
                violation_error_message=_("The reminders rest already."),
            ),
            models.CheckConstraint(name="handover_pause_in_order", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} - {self.until}"


class ReminderTo(models.TextChoices):
    """Whom a reminder is for."""

    RECEIVER = "receiver", _("The receiving organisation")
    PARTNER = "partner", _("The partner without an account, with a new link")
    PERSON = "person", _("The person, with a new link")
    SENDER = "sender", _("The sending organisation")


class HandoverReminder(models.Model):
    """A reminder that went out while a handover stood still: to whom, and which one since it came in this state.

    `told_sender`: it was the last one to somebody else, so the sender was told that it is their turn to act.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="reminders")
    state = models.CharField(_("state"), max_length=10, choices=HandoverState.choices)
    state_since = models.DateField(_("in this state since"))
    number = models.PositiveSmallIntegerField(_("which reminder"))
    to = models.CharField(_("to whom"), max_length=10, choices=ReminderTo.choices)
    told_sender = models.BooleanField(_("the sender was told"), default=False)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"))
    messages = models.ManyToManyField(Message, related_name="+", verbose_name=_("messages"))

    class Meta:
        verbose_name = _("reminder of a handover")
        verbose_name_plural = _("reminders of handovers")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "state", "state_since", "number"], name="handover_reminder_once"
            ),
            models.UniqueConstraint(fields=["handover", "on"], name="handover_reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} - {self.number}"
