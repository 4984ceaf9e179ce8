"""Links that somebody without an account may open, and what was sent."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person


class LinkPurpose(models.TextChoices):
    """What the holder of a link may do, once."""

    CONFIRM_AGREEMENT = "confirm_agreement", _("Confirm an agreement")
    CONFIRM_MEETING = "confirm_meeting", _("Confirm that they have met")
    ANSWER_HANDOVER = "answer_handover", _("Answer a handover")
    ANSWER_INTRODUCTION = "answer_introduction", _("Answer an introduction")
    TELL_STORY = "tell_story", _("Tell what belongs in the file")


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("Mail")
    SMS = "sms", _("Text message")


class Recipient(models.TextChoices):
    """Who gets a message: the person themself, or a partner, about the person."""

    PERSON = "person", _("The person")
    PARTNER = "partner", _("A partner")


class MessageState(models.TextChoices):
    """Where a message is; derived from its moments."""

    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    UNDELIVERED = "undelivered", _("Did not arrive")


class Settlement(models.TextChoices):
    """What was done about a message that did not arrive."""

    SENT_AGAIN = "sent_again", _("Sent again")
    ANOTHER_WAY = "another_way", _("Reached in another way")


class NoticeState(models.TextChoices):
    """Where a notice to a program is; derived from its moments."""

    WAITING = "waiting", _("Waiting to be sent")
    RETRYING = "retrying", _("Is tried again")
    DELIVERED = "delivered", _("Arrived")
    GIVEN_UP = "given_up", _("Given up")


class SignedLink(models.Model):
    """A link that was given to somebody: it works once, until a moment; we keep the hash of its token.

    `subject`: the reference of what it is about; `organisation`: on whose behalf it was given.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=LinkPurpose.choices)
    subject = models.UUIDField(_("about"), db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=8, default="nl")
    issued_at = models.DateTimeField(_("given at"))
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="link_open_once",
                violation_error_message=_("There is already an open link for this."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Message(models.Model):
    """A mail or text message that was written to be sent, and what became of it.

    `text` is what was sent, with the token of a link masked; `sealed_token` makes it whole while it may be sent again.
    `claimed_until`: whoever is sending it now holds it until then.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="messages", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recipient = models.CharField(_("to whom"), max_length=8, choices=Recipient.choices, default=Recipient.PERSON)
    partner = models.CharField(_("partner"), max_length=200, blank=True)
    channel = models.CharField(_("how"), max_length=5, choices=Channel.choices)
    address = models.CharField(_("address or number"), max_length=254)
    kind = models.CharField(_("about"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, default="nl")
    link = models.ForeignKey(SignedLink, models.SET_NULL, null=True, blank=True, related_name="messages")
    sealed_token = models.TextField(blank=True, editable=False)
    repeats = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="repeated_by")
    queued_at = models.DateTimeField(_("written at"))
    handed_over_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settlement = models.CharField(_("settled how"), max_length=12, choices=Settlement.choices, blank=True)
    settlement_note = models.CharField(_("note"), max_length=300, blank=True)
    provider_id = models.CharField(max_length=100, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    problem = models.SlugField(_("problem"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-queued_at"], name="message_of_person"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="message_to_send"
            ),
            models.Index(
                fields=["organisation", "queued_at"],
                condition=Q(settled_at__isnull=True) & (Q(bounced_at__isnull=False) | Q(failed_at__isnull=False)),
                name="message_undelivered",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_has_recipient",
                condition=Q(recipient=Recipient.PARTNER) | Q(person__isnull=False),
                violation_error_message=_("Say to whom the message goes."),
            ),
            models.CheckConstraint(
                name="message_mail_has_subject",
                condition=Q(channel=Channel.SMS) | ~Q(subject=""),
                violation_error_message=_("A mail has a subject."),
            ),
            models.CheckConstraint(
                name="message_arrives_after_sending",
                condition=Q(handed_over_at__isnull=False) | Q(delivered_at__isnull=True, bounced_at__isnull=True),
                violation_error_message=_("A message that was not sent cannot arrive or come back."),
            ),
            models.CheckConstraint(
                name="message_settled_in_a_way",
                condition=Q(settled_at__isnull=True, settlement="") | (Q(settled_at__isnull=False) & ~Q(settlement="")),
                violation_error_message=_("Say how it was settled."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def state(self) -> MessageState:
        """Where is it now? What came back or was given up did not arrive, unless it arrived after all."""
        if self.delivered_at is not None:
            return MessageState.DELIVERED
        if self.bounced_at is not None or self.failed_at is not None:
            return MessageState.UNDELIVERED
        return MessageState.QUEUED if self.handed_over_at is None else MessageState.SENT


class Subscription(models.Model):
    """A program of an organisation that wants to hear of events, at an address; its notices are signed with `secret`.

    `sealed_secret`: needed for every signature, so it cannot be a hash.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="subscriptions")
    name = models.CharField(_("name"), max_length=80)
    address = models.URLField(_("address"), max_length=500)
    sealed_secret = models.TextField(editable=False)
    events = models.JSONField(_("events"), default=list)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"],
                condition=Q(ended_at__isnull=True),
                name="subscription_address_once",
                violation_error_message=_("There is already a webhook at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """An event that a subscription hears of: references, no names."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="notices")
    event = models.CharField(_("event"), max_length=40, db_index=True)
    payload = models.JSONField(_("content"), default=dict)
    created_at = models.DateTimeField(_("happened at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="notice_to_send")
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_once",
                condition=Q(delivered_at__isnull=True) | Q(given_up_at__isnull=True),
                violation_error_message=_("A notice arrives or is given up, not both."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def state(self) -> NoticeState:
        """Where is it now?"""
        if self.delivered_at is not None:
            return NoticeState.DELIVERED
        if self.given_up_at is not None:
            return NoticeState.GIVEN_UP
        return NoticeState.RETRYING if self.attempts else NoticeState.WAITING


class NoticeAttempt(models.Model):
    """One try to hand a notice over: what the other side answered, or why it did not."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.SlugField(_("problem"), max_length=40, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)

    class Meta:
        verbose_name = _("attempt of a notice")
        verbose_name_plural = _("attempts of notices")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.at:%Y-%m-%d %H:%M}"
