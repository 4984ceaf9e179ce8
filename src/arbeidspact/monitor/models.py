"""Indicators, what was observed, and what was promised."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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


class Observation(models.Model):
    """One figure: of an indicator, for a period and an area, as published by a source at a moment (its vintage)."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations")
    period = models.CharField(_("period"), max_length=24)
    period_start = models.DateField(db_index=True)
    period_end = models.DateField(db_index=True)
    area = models.CharField(_("area"), max_length=60, db_index=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    status = models.CharField(_("status"), max_length=12, choices=ObservationStatus.choices)
    vintage = models.DateField(_("published on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.CharField(_("address of the source"), max_length=500, blank=True)
    printed_as = models.CharField(_("as printed"), max_length=200, blank=True)
    flag_nl = models.TextField(_("remark in Dutch"), blank=True)
    flag_en = models.TextField(_("remark in English"), blank=True)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["indicator", "area", "period_start", "vintage", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "area", "source", "vintage"],
                nulls_distinct=False,
                name="observation_once",
                violation_error_message=_("This figure of this source and this moment is already there."),
            ),
            models.CheckConstraint(
                name="observation_period_in_order", condition=Q(period_end__gte=models.F("period_start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area} {self.period}"


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
