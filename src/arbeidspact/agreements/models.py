"""Agreements, their versions with promises, and what both parties said about them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.pathways.models import Step
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import Person


class AgreementKind(models.TextChoices):
    """How much hangs on an agreement: the law speaks of binding ones."""

    ORDINARY = "ordinary", _("Ordinary agreement")
    BINDING = "binding", _("Binding agreement")


class AgreementState(models.TextChoices):
    """Derived from what happened, never stored."""

    DRAFT = "draft", _("Draft")
    TO_CONFIRM = "to_confirm", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed by both")
    OBJECTED = "objected", _("Objection to answer")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


class Party(models.TextChoices):
    """The two who agree."""

    PERSON = "person", _("The person")
    ORGANISATION = "organisation", _("Our organisation")


class Promiser(models.TextChoices):
    """Who promises to do something."""

    PERSON = "person", _("The person")
    ORGANISATION = "organisation", _("Our organisation")
    COLLEAGUE = "colleague", _("A colleague, by name")
    PARTNER = "partner", _("A partner")


class ClosedAs(models.TextChoices):
    """How an agreement came to its close: before it was ever in force, or after."""

    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


class Agreement(models.Model):
    """What a person and an organisation promise each other; its text stands in its versions.

    `keeper`: the colleague who looks after it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="agreements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    keeper = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("kept by"))
    made_at = models.DateTimeField(_("made at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_as = models.CharField(_("closed as"), max_length=10, choices=ClosedAs.choices, blank=True)
    closed_why = models.CharField(_("why it was closed"), max_length=300, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organisation", "closed_at"], name="agreement_open")]
        constraints = [
            models.CheckConstraint(
                name="agreement_closed_has_a_way",
                condition=Q(closed_at__isnull=True, closed_as="") | (Q(closed_at__isnull=False) & ~Q(closed_as="")),
                violation_error_message=_("An agreement that is closed was withdrawn or has ended."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class AgreementVersion(models.Model):
    """The text of an agreement as it stood; it never changes. An edit makes the next one.

    `offered_at`: since when both were asked to confirm it, None for a draft; `replaced_at`: when the next version was
    made; `in_force_from`: when the second of both confirmed; `in_force_until`: when another version came in its
    place, or the person took the yes back.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind.choices)
    language = models.CharField(_("language of the person"), max_length=8, default="nl")
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    offered_at = models.DateTimeField(_("to be confirmed since"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    in_force_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateTimeField(_("in force until"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="agreement_version_once",
                violation_error_message=_("Somebody else made this version a moment ago."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(replaced_at__isnull=True),
                name="agreement_one_newest_version",
                violation_error_message=_("Somebody else changed this agreement a moment ago."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(in_force_from__isnull=False, in_force_until__isnull=True),
                name="agreement_one_version_in_force",
                violation_error_message=_("Another version of this agreement is in force."),
            ),
            models.CheckConstraint(
                name="agreement_version_in_order",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="agreement_confirmed_was_offered",
                condition=Q(in_force_from__isnull=True) | Q(offered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Promise(models.Model):
    """One thing that one of them will do, by a day.

    `key` stays the same in every version in which the promise returns: so versions can be compared, and what became
    of a promise is kept when something else changes. Under a sensitive domain it stands in the compartment.
    """

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="promises")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    place = models.PositiveSmallIntegerField(_("place"))
    promiser = models.CharField(_("who"), max_length=12, choices=Promiser.choices)
    member = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("which colleague")
    )
    partner = models.CharField(_("which partner"), max_length=120, blank=True)
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by which day"), db_index=True)
    domain = models.CharField(_("part of life"), max_length=16, choices=LifeDomain.choices, blank=True)
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("step of the plan")
    )

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="promise_once_in_a_version"),
            models.CheckConstraint(
                name="promise_of_a_partner_names_it",
                condition=~Q(promiser=Promiser.PARTNER) | ~Q(partner=""),
                violation_error_message=_("Write which partner promises this."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Outcome(models.Model):
    """What became of a promise: kept or not, on which day. Taken back when it was noted by mistake."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="outcomes")
    key = models.UUIDField(_("promise"))
    was_kept = models.BooleanField(_("kept"))
    on = models.DateField(_("on"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome of a promise")
        verbose_name_plural = _("outcomes of promises")
        ordering = ["-noted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "key"],
                condition=Q(taken_back_at__isnull=True),
                name="promise_one_outcome",
                violation_error_message=_("It was noted already what became of this promise."),
            )
        ]

    def __str__(self) -> str:
        return str(self.key)


class MediaType(models.TextChoices):
    """What a scan can be; told from its first bytes."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class Scan(models.Model):
    """A signed paper, as a file outside the database; its name on disk is its reference."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="scans")
    media_type = models.CharField(_("kind of file"), max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return str(self.reference)


class ConfirmedHow(models.TextChoices):
    """In which way somebody said yes."""

    ON_SCREEN = "on_screen", _("On screen, together")
    BY_LINK = "by_link", _("By a link")
    ON_PAPER = "on_paper", _("On paper")


class Confirmation(models.Model):
    """One of both agrees with one version. `present`: who was there; `noted_by`: the colleague, None by a link."""

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="confirmations")
    party = models.CharField(_("who"), max_length=12, choices=Party.choices)
    how = models.CharField(_("how"), max_length=10, choices=ConfirmedHow.choices)
    at = models.DateTimeField(_("at"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    present = models.CharField(_("who was present"), max_length=200, blank=True)
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, blank=True, related_name="confirmations")
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(taken_back_at__isnull=True),
                name="agreement_confirmed_once_by_each",
                violation_error_message=_("This was confirmed already."),
            ),
            models.CheckConstraint(
                name="confirmation_on_paper_has_its_scan",
                condition=Q(how=ConfirmedHow.ON_PAPER, scan__isnull=False, signed_on__isnull=False)
                | (~Q(how=ConfirmedHow.ON_PAPER) & Q(scan__isnull=True)),
                violation_error_message=_("Attach the scan of the signed paper."),
            ),
            models.CheckConstraint(
                name="confirmation_by_link_is_the_persons",
                condition=~Q(how=ConfirmedHow.BY_LINK) | Q(party=Party.PERSON),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.how}"


class ObjectionAnswer(models.TextChoices):
    """What was done with an objection."""

    EXPLAINED = "explained", _("Explained: the agreement stays as it is")
    CHANGED = "changed", _("The agreement was changed")
    WITHDRAWN = "withdrawn", _("The agreement was withdrawn")
    TAKEN_BACK = "taken_back", _("The person took the objection back")


class ObjectedHow(models.TextChoices):
    """In which way the person objected."""

    BY_LINK = "by_link", _("By a link")
    WITH_COUNSELLOR = "with_counsellor", _("Told to the counsellor")


class Objection(models.Model):
    """The person does not agree with a version, in their own words; somebody answers it."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="objections")
    words = models.TextField(_("in their own words"), max_length=2000)
    how = models.CharField(_("how"), max_length=16, choices=ObjectedHow.choices)
    at = models.DateTimeField(_("at"))
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(_("what was done"), max_length=12, choices=ObjectionAnswer.choices, blank=True)
    answer_words = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(answered_at__isnull=True),
                name="objection_open_once",
                violation_error_message=_("There is an objection already that nobody answered."),
            ),
            models.CheckConstraint(
                name="objection_answered_says_how",
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                violation_error_message=_("Say what was done with the objection."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class AgreementEventKind(models.TextChoices):
    """What happened: the log of every passage from one state to another."""

    MADE = "made", _("Made")
    CHANGED = "changed", _("Changed: a new version")
    OFFERED = "offered", _("Put to both to confirm")
    LINK_SENT = "link_sent", _("A link was sent to confirm")
    PERSON_CONFIRMED = "person_confirmed", _("The person agreed")
    ORGANISATION_CONFIRMED = "organisation_confirmed", _("The organisation agreed")
    IN_FORCE = "in_force", _("Both agreed: in force")
    OBJECTED = "objected", _("The person objected")
    ANSWERED = "answered", _("The objection was answered")
    KEPT = "kept", _("A promise was kept")
    NOT_KEPT = "not_kept", _("A promise was not kept")
    OUTCOME_TAKEN_BACK = "outcome_taken_back", _("Kept or not kept was taken back")
    BECAME_STEP = "became_step", _("A promise became a step of the plan")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")
    REOPENED = "reopened", _("Opened again")


class AgreementEvent(models.Model):
    """Something happened to an agreement. Who was given by `by`, None by a link."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="events")
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("what happened"), max_length=24, choices=AgreementEventKind.choices)
    how = models.CharField(_("how"), max_length=16, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("event of an agreement")
        verbose_name_plural = _("events of agreements")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind
