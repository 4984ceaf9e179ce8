"""Indicators, what was observed, and what was promised."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import Period


class Indicator(models.Model):
    """An indicator with the definition in force, as validated by `indicators.IndicatorDefinition`."""

    slug = models.SlugField(max_length=80, unique=True)
    version = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    definition = models.JSONField(_("definition"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ObservationStatus(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")
    CONTESTED = "contested", _("Contested")


class Series(models.Model):
    """The figures of an indicator for one area and one group over time; an empty breakdown counts everybody."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="series", db_index=False)
    area = models.CharField(_("area"), max_length=60, db_index=True)
    breakdown = models.CharField(_("broken down by"), max_length=120, blank=True)
    figures = models.PositiveIntegerField(_("number of figures"), default=0)
    newest = models.DateField(_("last day of the newest period"), null=True, blank=True)

    class Meta:
        verbose_name = _("series of figures")
        verbose_name_plural = _("series of figures")
        ordering = ["indicator", "area", "breakdown"]
        constraints = [models.UniqueConstraint(fields=["indicator", "breakdown", "area"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area} {self.breakdown}".strip()


class FigureSource(models.Model):
    """Where figures were published."""

    name = models.CharField(_("source"), max_length=300)
    url = models.CharField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source of figures")
        verbose_name_plural = _("sources of figures")
        ordering = ["name", "url"]
        constraints = [models.UniqueConstraint(fields=["name", "url"], name="figure_source_once")]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What must be told with a figure: its words as printed, and a warning."""

    printed_as = models.CharField(_("as printed"), max_length=200, blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)

    class Meta:
        verbose_name = _("remark on a figure")
        verbose_name_plural = _("remarks on figures")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.printed_as


class Observation(models.Model):
    """One figure of a series, for a period, as published by a source at a moment (its vintage).

    `stands` marks the one that counts among all that were published for the period: see `monitor.standing`. Words are
    kept apart: ten million figures say little that is not a number.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="observations", db_index=False)
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    status = models.CharField(_("status"), max_length=12, choices=ObservationStatus.choices)
    vintage = models.DateField(_("published on"), null=True, blank=True)
    origin = models.ForeignKey(FigureSource, models.PROTECT, related_name="+", db_index=False)
    remark = models.OneToOneField(Remark, models.SET_NULL, null=True, blank=True, related_name="observation")
    stands = models.BooleanField(_("is the figure that counts"), default=False)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["series", "period_start", "period_end", "vintage", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period_start", "period_end", "origin", "vintage"],
                name="observation_once",
                violation_error_message=_("This figure of this source and this moment is already there."),
            ),
            # SQLite knows no unique rule over empty values: what has no moment has a rule of its own.
            models.UniqueConstraint(
                fields=["series", "period_start", "period_end", "origin"],
                condition=Q(vintage=None),
                name="undated_observation_once",
                violation_error_message=_("This figure of this source is already there."),
            ),
            models.UniqueConstraint(
                fields=["series", "period_start", "period_end"],
                condition=Q(stands=True),
                name="one_observation_stands",
                violation_error_message=_("Another figure counts for this period already."),
            ),
            models.CheckConstraint(
                name="observation_period_in_order", condition=Q(period_end__gte=models.F("period_start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"

    @property
    def period(self) -> Period:
        """The period, under its name in the calendar."""
        return Period.of_days(self.period_start, self.period_end)

    @property
    def indicator(self) -> Indicator:
        """What was measured."""
        return self.series.indicator

    @property
    def area(self) -> str:
        """Where."""
        return self.series.area

    @property
    def breakdown(self) -> str:
        """Of which group; empty for everybody."""
        return self.series.breakdown

    @property
    def source(self) -> str:
        """Who published it."""
        return self.origin.name

    @property
    def source_url(self) -> str:
        """Where it can be read, when an address is known."""
        return self.origin.url

    @property
    def printed_as(self) -> str:
        """The words of the source, when they were kept."""
        return self.remark.printed_as if self.remark else ""

    @property
    def flag_nl(self) -> str:
        """The warning in Dutch."""
        return self.remark.flag_nl if self.remark else ""

    @property
    def flag_en(self) -> str:
        """The warning in English."""
        return self.remark.flag_en if self.remark else ""


class Promise(models.Model):
    """What baselines and targets share: who decided it, where it is printed, how."""

    slug = models.SlugField(max_length=80, unique=True)
    area = models.CharField(_("area"), max_length=60)
    printed_as = models.CharField(_("as printed"), max_length=300)
    status = models.CharField(_("status"), max_length=20)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)
    source = models.CharField(_("where it is written"), max_length=500)
    source_url = models.CharField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Baseline(Promise):
    """Where an indicator stood when the promise was made: frozen, with the decision that set it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="baselines")
    period = models.CharField(_("period"), max_length=24)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    compared_with = models.DecimalField(
        _("value compared with"), max_digits=18, decimal_places=6, null=True, blank=True
    )

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["slug"]


class TargetRule(models.TextChoices):
    AT_LEAST = "at_least", _("At least")
    AT_MOST = "at_most", _("At most")


class Target(Promise):
    """What was promised for an indicator by a date: a number, or not worse than another area."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    baseline = models.ForeignKey(Baseline, models.SET_NULL, null=True, blank=True, related_name="targets")
    rule = models.CharField(_("rule"), max_length=10, choices=TargetRule.choices)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    relative_to = models.CharField(_("compared with"), max_length=60, blank=True)
    members = models.JSONField(_("areas whose mean is meant"), default=list, blank=True)
    people = models.PositiveIntegerField(_("number of people, as printed"), null=True, blank=True)
    is_cumulative = models.BooleanField(_("counts over all periods together"), default=False)
    due = models.DateField(_("by when"), null=True, blank=True)
    due_printed_as = models.CharField(_("by when, as printed"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="target_is_a_number_or_a_comparison",
                condition=Q(value__isnull=False, relative_to="") | (Q(value__isnull=True) & ~Q(relative_to="")),
                violation_error_message=_("Give a number, or the area to compare with."),
            ),
        ]


class IntermediateTarget(models.Model):
    """What was promised to have reached on the way to a target."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="intermediate")
    due = models.DateField(_("by when"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    printed_as = models.CharField(_("as printed"), max_length=300, blank=True)
    source = models.CharField(_("where it is written"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("intermediate target")
        verbose_name_plural = _("intermediate targets")
        ordering = ["target", "due"]
        constraints = [models.UniqueConstraint(fields=["target", "due"], name="intermediate_target_once")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.due}"
