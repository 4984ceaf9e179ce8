"""A resident's file: identity, profile, statuses, who accompanies them, and who looked."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.names import search_name
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind


class TravelChoice(models.TextChoices):
    """How somebody can get to work by own means; the slugs are those of `mobility.TravelMode`."""

    WALK = "walk", _("On foot")
    BICYCLE = "bicycle", _("Bicycle")
    MOPED = "moped", _("Moped")
    CAR = "car", _("Car")
    PUBLIC_TRANSPORT = "public_transport", _("Public transport")


class OriginGroup(models.TextChoices):
    """For statistics alone: never on a screen, never in matching."""

    BELGIAN = "belgian", _("Belgian")
    EU = "eu", _("Other EU country")
    NON_EU = "non_eu", _("Country outside the EU")


class Person(models.Model):
    """Anyone supported or using the service."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    search_name = models.CharField(max_length=210, db_index=True, editable=False)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    national_number_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language to speak with"), max_length=8, default="nl")
    neighbourhood = models.CharField(_("home neighbourhood"), max_length=60, blank=True, db_index=True)
    origin_group = models.CharField(max_length=10, choices=OriginGroup.choices, blank=True)
    education = models.CharField(
        _("highest diploma"),
        max_length=20,
        blank=True,
        choices=[(level.value, level.value) for level in EducationLevel],
    )
    hours_min = models.DecimalField(_("hours a week, at least"), max_digits=4, decimal_places=1, null=True, blank=True)
    hours_max = models.DecimalField(_("hours a week, at most"), max_digits=4, decimal_places=1, null=True, blank=True)
    shifts = models.JSONField(_("possible shifts"), default=list, blank=True)
    transport = models.JSONField(_("own transport"), default=list, blank=True)
    travel_minutes_max = models.PositiveSmallIntegerField(_("travel time at most, in minutes"), null=True, blank=True)
    wage_wanted = models.DecimalField(
        _("gross wage a month hoped for"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["search_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="person_hours_in_order",
                condition=Q(hours_min__isnull=True) | Q(hours_max__isnull=True) | Q(hours_min__lte=F("hours_max")),
                violation_error_message=_("The least number of hours is larger than the most."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the text under which this person is found; `bulk_create` needs `names.search_name` by hand."""
        self.search_name = search_name(self.given_name, self.family_name)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_name"}
        super().save(*args, **kwargs)


class OccupationSought(models.Model):
    """An occupation that somebody wants to work in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="occupations_sought")
    concept = models.CharField(_("occupation"), max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("occupation sought")
        verbose_name_plural = _("occupations sought")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "concept"], name="occupation_sought_once")]

    def __str__(self) -> str:
        return self.concept


class PersonCompetence(models.Model):
    """Something a person can do or knows, how well, and what that rests on."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="competences")
    concept = models.CharField(_("competence"), max_length=200, db_index=True)
    level = models.CharField(
        _("level"),
        max_length=12,
        choices=[(level.value, level.value) for level in CompetenceLevel],
        default=CompetenceLevel.INDEPENDENT.value,
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=14,
        choices=[(kind.value, kind.value) for kind in EvidenceKind],
        default=EvidenceKind.SELF_DECLARED.value,
    )
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("competence of a person")
        verbose_name_plural = _("competences of people")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "concept"], name="person_competence_once")]

    def __str__(self) -> str:
        return self.concept


class PersonLanguage(models.Model):
    """A language that a person speaks, with its level of the Common European Framework (CEFR)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=8)
    level = models.CharField(_("level"), max_length=2, choices=[(level.value, level.value) for level in CefrLevel])

    class Meta:
        verbose_name = _("language of a person")
        verbose_name_plural = _("languages of people")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="person_language_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class PersonLicence(models.Model):
    """A licence or certificate that a person holds, until a date where it ends."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="licences")
    licence = models.CharField(_("licence or certificate"), max_length=60)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence of a person")
        verbose_name_plural = _("licences of people")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "licence"], name="person_licence_once")]

    def __str__(self) -> str:
        return self.licence


class StatusKind(models.TextChoices):
    JOB_SEEKER = "job_seeker", _("Job seeker without work")
    RECIPIENT = "recipient", _("Social-assistance recipient")
    NEWCOMER = "newcomer", _("Newcomer")
    STUDENT = "student", _("Student")
    EMPLOYED = "employed", _("Employed")
    INACTIVE = "inactive", _("Neither working nor registered")
    LONG_TERM_SICK = "long_term_sick", _("Long-term sick")


class PersonStatus(models.Model):
    """What somebody is in the eyes of the law or the statistics, from a day until a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="statuses")
    kind = models.CharField(_("status"), max_length=20, choices=StatusKind.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("status of a person")
        verbose_name_plural = _("statuses of people")
        ordering = ["-since", "id"]
        constraints = [
            models.CheckConstraint(
                name="person_status_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("A status cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until__isnull=True),
                name="person_status_open_once",
                violation_error_message=_("This status is already open for this person."),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Ground(models.TextChoices):
    """The legal basis on which an organisation accompanies somebody (GDPR article 6)."""

    STATUTORY_TASK = "statutory_task", _("Statutory task of our organisation")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    AGREEMENT = "agreement", _("Agreement with the person")
    CONSENT = "consent", _("Consent of the person")


class Accompaniment(models.Model):
    """An organisation accompanies a person, on a stated ground; one of its members may be the referent."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="accompaniments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="accompaniments")
    referent = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="accompaniments")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("accompaniment")
        verbose_name_plural = _("accompaniments")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until__isnull=True),
                name="accompaniment_open_once",
                violation_error_message=_("Your organisation already accompanies this person."),
            ),
            models.CheckConstraint(
                name="accompaniment_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} - {self.person_id}"


class TeamMember(models.Model):
    """A colleague of the referent who also accompanies somebody: why, from a day until a day."""

    accompaniment = models.ForeignKey(Accompaniment, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.CASCADE, related_name="team_places")
    purpose = models.CharField(_("why"), max_length=300)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment", "user"],
                condition=Q(until__isnull=True),
                name="team_member_open_once",
                violation_error_message=_("This colleague is in the team already."),
            ),
            models.CheckConstraint(
                name="team_member_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} - {self.accompaniment_id}"


class CompartmentOpening(models.Model):
    """Somebody with a relation to this person opened the sensitive compartment, for a stated purpose, for a while."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="compartment_openings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    purpose = models.CharField(_("why"), max_length=300)
    opened_at = models.DateTimeField(_("opened at"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("opening of the compartment")
        verbose_name_plural = _("openings of the compartment")
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["person", "user", "until"], name="compartment_open_now")]

    def __str__(self) -> str:
        return f"{self.user_id} - {self.person_id}"


class Purpose(models.TextChoices):
    """Why somebody looks into a person's file."""

    GUIDANCE = "guidance", _("Guidance of the person")
    MATCHING = "matching", _("Looking for fitting work")
    DUPLICATE_CHECK = "duplicate_check", _("Preventing a double file")
    EXPORT = "export", _("Export of one's own people")
    OVERSIGHT = "oversight", _("Oversight of data protection")
    HANDOVER = "handover", _("Answering a handover")


class Look(models.TextChoices):
    """How much was seen: the file with or without its sensitive part, what was chosen to travel with a handover, a line
    in a list, or only that a file exists."""

    FILE = "file", _("The whole file")
    COMPARTMENT = "compartment", _("The file with its sensitive part")
    PART = "part", _("What was chosen to travel")
    LINE = "line", _("A line in a list")
    EXISTENCE = "existence", _("Only that a file exists")


class AccessEvent(models.Model):
    """Somebody looked: at whom, for which organisation, with what purpose, how much was seen."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="access_events")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    look = models.CharField(_("what was seen"), max_length=12, choices=Look.choices)
    was_refused = models.BooleanField(_("refused"), default=False)

    class Meta:
        verbose_name = _("access event")
        verbose_name_plural = _("access events")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="access_by_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.look}"
