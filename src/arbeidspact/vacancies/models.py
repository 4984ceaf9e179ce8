"""Employers, vacancies with what they ask, and the log of rankings."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.enterprise_number import validate_enterprise_number
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel


class Employer(models.Model):
    """Who offers work; takes part in the platform itself where `organisation` is given."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    enterprise_number = models.CharField(
        _("enterprise number"), max_length=12, blank=True, validators=[validate_enterprise_number]
    )
    organisation = models.OneToOneField(Organisation, models.SET_NULL, null=True, blank=True, related_name="employer")
    sector = models.SlugField(_("sector"), max_length=60, blank=True)
    area = models.CharField(_("municipality or neighbourhood"), max_length=60, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise_number"],
                condition=~Q(enterprise_number=""),
                name="employer_enterprise_number_once",
                violation_error_message=_("There is already an employer with this enterprise number."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Contract(models.TextChoices):
    PERMANENT = "permanent", _("Permanent")
    FIXED_TERM = "fixed_term", _("Fixed term")
    TEMPORARY_AGENCY = "temporary_agency", _("Temporary agency work")
    FLEXI_JOB = "flexi_job", _("Flexi-job")
    STUDENT_JOB = "student_job", _("Student job")
    SUPPORTED_EMPLOYMENT = "supported_employment", _("Supported employment")
    WORKPLACE_LEARNING = "workplace_learning", _("Workplace learning")


class VacancyState(models.TextChoices):
    """Derived from the dates of a vacancy, never stored."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    FILLED = "filled", _("Filled")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class Vacancy(models.Model):
    """Work that an employer offers, and what it asks."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="vacancies")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="vacancies", verbose_name=_("kept by")
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    occupation = models.CharField(_("occupation"), max_length=200, db_index=True)
    contract = models.CharField(_("contract"), max_length=20, choices=Contract.choices, default=Contract.PERMANENT)
    hours_min = models.DecimalField(_("hours a week, at least"), max_digits=4, decimal_places=1, null=True, blank=True)
    hours_max = models.DecimalField(_("hours a week, at most"), max_digits=4, decimal_places=1, null=True, blank=True)
    shifts = models.JSONField(_("shifts"), default=list, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    education_required = models.CharField(
        _("diploma required"),
        max_length=20,
        blank=True,
        choices=[(level.value, level.value) for level in EducationLevel],
    )
    area = models.CharField(_("workplace"), max_length=60, db_index=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    positions = models.PositiveSmallIntegerField(_("positions"), default=1)
    positions_filled = models.PositiveSmallIntegerField(_("positions filled"), default=0)
    wage_min = models.DecimalField(_("gross wage a month, from"), max_digits=8, decimal_places=2, null=True, blank=True)
    wage_max = models.DecimalField(_("gross wage a month, to"), max_digits=8, decimal_places=2, null=True, blank=True)
    opens_on = models.DateField(_("open from"), db_index=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    filled_on = models.DateField(_("filled on"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    external_id = models.CharField(_("number at the source"), max_length=100, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="vacancy_hours_in_order",
                condition=Q(hours_min__isnull=True) | Q(hours_max__isnull=True) | Q(hours_min__lte=F("hours_max")),
                violation_error_message=_("The least number of hours is larger than the most."),
            ),
            models.CheckConstraint(
                # A night shift ends before it starts; work that ends at the minute it starts has no length.
                name="vacancy_times_differ",
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | ~Q(starts_at=F("ends_at")),
                violation_error_message=_("The work ends at the minute it starts."),
            ),
            models.CheckConstraint(
                name="vacancy_wage_in_order",
                condition=Q(wage_min__isnull=True) | Q(wage_max__isnull=True) | Q(wage_min__lte=F("wage_max")),
                violation_error_message=_("The lowest wage is larger than the highest."),
            ),
            models.CheckConstraint(
                name="vacancy_filled_or_cancelled",
                condition=Q(filled_on__isnull=True) | Q(cancelled_on__isnull=True),
                violation_error_message=_("A vacancy is filled or cancelled, not both."),
            ),
            models.CheckConstraint(
                name="vacancy_dates_in_order",
                condition=(Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")))
                & (Q(filled_on__isnull=True) | Q(filled_on__gte=F("opens_on"))),
                violation_error_message=_("A vacancy cannot close or be filled before it opens."),
            ),
            models.CheckConstraint(
                name="vacancy_has_a_position",
                condition=Q(positions__gte=1),
                violation_error_message=_("A vacancy has at least one position."),
            ),
            models.CheckConstraint(
                name="vacancy_filled_within_positions",
                condition=Q(positions_filled__lte=F("positions")),
                violation_error_message=_("More positions are filled than the vacancy has."),
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="vacancy_external_id_once",
                violation_error_message=_("There is already a vacancy with this number from this source."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def positions_open(self) -> int:
        return self.positions - self.positions_filled


class VacancyCompetence(models.Model):
    """A competence that a vacancy asks, or would like."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="competences")
    concept = models.CharField(_("competence"), max_length=200, db_index=True)
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("competence of a vacancy")
        verbose_name_plural = _("competences of vacancies")
        ordering = ["-is_required", "id"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "concept"], name="vacancy_competence_once")]

    def __str__(self) -> str:
        return self.concept


class VacancyLanguage(models.Model):
    """A language that a vacancy asks, from a level of the Common European Framework (CEFR)."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=8)
    level = models.CharField(
        _("level at least"), max_length=2, choices=[(level.value, level.value) for level in CefrLevel]
    )

    class Meta:
        verbose_name = _("language of a vacancy")
        verbose_name_plural = _("languages of vacancies")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "language"], name="vacancy_language_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class VacancyLicence(models.Model):
    """A licence or certificate without which nobody can start."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="licences")
    licence = models.CharField(_("licence or certificate"), max_length=60)

    class Meta:
        verbose_name = _("licence of a vacancy")
        verbose_name_plural = _("licences of vacancies")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "licence"], name="vacancy_licence_once")]

    def __str__(self) -> str:
        return self.licence


class RankingLog(models.Model):
    """A ranking of work for a person or of people for work was made: from what, with what, when, for whom.

    `seal` binds all of it but who asked, with the secret key of the installation.

    EU regulation 2024/1689 (AI act), articles 12 and 19, asks of systems for employment that their use can be traced.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, null=True, blank=True, related_name="+")
    index_hash = models.CharField(max_length=64)
    input_hash = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    shown = models.PositiveIntegerField()
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("logged ranking")
        verbose_name_plural = _("logged rankings")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.index_hash[:8]} {self.input_hash[:8]}"


class RankingInput(models.Model):
    """What a ranking read of a person who was in its answer, in numbers: to make it again. Goes when the person goes.

    `place` is the place in the answer; for the people of a vacancy, those who almost fit come after the others.
    """

    log = models.ForeignKey(RankingLog, models.CASCADE, related_name="inputs")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    columns = models.JSONField()

    class Meta:
        verbose_name = _("input of a logged ranking")
        verbose_name_plural = _("inputs of logged rankings")
        ordering = ["log", "place"]
        constraints = [models.UniqueConstraint(fields=["log", "place"], name="ranking_input_once")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.place}"
