"""Indicators, what was observed, and what was promised."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import Period
from arbeidspact.organisations.models import AreaKind, Organisation, User


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


class SavedMapping(models.Model):
    """How files of a producer are read, as validated by `indicators.formats.ColumnMapping`."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("mapping"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["title", "slug"]

    def __str__(self) -> str:
        return self.slug


class DeliveryState(models.TextChoices):
    """Derived from the moments of a delivery, never stored."""

    STAGED = "staged", _("Being checked")
    PREVIEWED = "previewed", _("Waits for your yes")
    REFUSED = "refused", _("Refused")
    TAKEN_IN = "taken_in", _("Taken in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Delivery(models.Model):
    """A file of figures: what was in it, what was wrong, what it would change, and what became of it.

    `mapping` is the one it was read with, as it was then; empty for a file with our own columns. `done` of `total` is
    how far the check or the taking in is.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    mapping = models.JSONField(_("mapping"), default=dict)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received at"), auto_now_add=True, db_index=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    taken_in_at = models.DateTimeField(_("taken in at"), null=True, blank=True)
    taken_in_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    step = models.CharField(max_length=12, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    figures = models.PositiveIntegerField(_("figures"), default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    has_more_problems = models.BooleanField(default=False)
    preview = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("delivery of figures")
        verbose_name_plural = _("deliveries of figures")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="delivery_withdrawn_after_taken_in",
                condition=Q(withdrawn_at__isnull=True) | Q(taken_in_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def state(self) -> DeliveryState:
        """What became of it so far?"""
        if self.withdrawn_at is not None:
            return DeliveryState.WITHDRAWN
        if self.taken_in_at is not None:
            return DeliveryState.TAKEN_IN
        if self.checked_at is None:
            return DeliveryState.STAGED
        return DeliveryState.REFUSED if self.problems else DeliveryState.PREVIEWED


class ShapeDelivery(models.Model):
    """A file with borders of areas of one kind: how it was read, what is in it, and what became of it.

    The newest that was taken in and not withdrawn is on the maps. `fields`: each property of the file with its first
    texts, and how many areas of each kind it names. `borders`: rings by the code of the area; `others`: features that
    fit no area, kept until the file is taken in. `lines`: number, name in the file and area of each feature.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    kind = models.CharField(_("kind of area"), max_length=20, choices=AreaKind.choices)
    field = models.CharField(_("property that names the area"), max_length=200)
    source = models.CharField(_("who made the borders"), max_length=300)
    tolerance_metres = models.FloatField(_("metres of simplification"))
    fields = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    borders = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    features = models.PositiveIntegerField(_("features in the file"), default=0)
    found = models.PositiveIntegerField(_("areas with a border"), default=0)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received at"), auto_now_add=True, db_index=True)
    taken_in_at = models.DateTimeField(_("taken in at"), null=True, blank=True)
    taken_in_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("file of borders")
        verbose_name_plural = _("files of borders")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="borders_withdrawn_after_taken_in",
                condition=Q(withdrawn_at__isnull=True) | Q(taken_in_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def state(self) -> DeliveryState:
        """What became of it so far?"""
        if self.withdrawn_at is not None:
            return DeliveryState.WITHDRAWN
        if self.taken_in_at is not None:
            return DeliveryState.TAKEN_IN
        return DeliveryState.REFUSED if self.problems else DeliveryState.PREVIEWED


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
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="observations")

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


class ReplacedFigure(models.Model):
    """What a figure said before a delivery of the same source and vintage corrected it: stands again when withdrawn."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="replaced")
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="replaced")
    before = models.JSONField(_("what it said"))

    class Meta:
        verbose_name = _("replaced figure")
        verbose_name_plural = _("replaced figures")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["delivery", "observation"], name="replaced_once")]

    def __str__(self) -> str:
        return str(self.observation_id)


class Judgement(models.Model):
    """What an analyst says about how sure a figure is: the reason, and for a contested one the value against it.

    `words_nl` and `words_en`: what readers are told with the figure because of it.
    """

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="judgements")
    status = models.CharField(_("status"), max_length=12, choices=ObservationStatus.choices)
    status_before = models.CharField(max_length=12, choices=ObservationStatus.choices)
    reason = models.CharField(_("reason"), max_length=500)
    counter_value = models.DecimalField(_("value against it"), max_digits=18, decimal_places=6, null=True, blank=True)
    counter_source = models.CharField(_("source of the value against it"), max_length=300, blank=True)
    words_nl = models.TextField()
    words_en = models.TextField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(_("judged at"), auto_now_add=True)

    class Meta:
        verbose_name = _("judgement of a figure")
        verbose_name_plural = _("judgements of figures")
        ordering = ["-judged_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="counter_value_has_a_source",
                condition=Q(counter_value__isnull=True) | ~Q(counter_source=""),
                violation_error_message=_("Say where the value against it comes from."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.status}"


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
