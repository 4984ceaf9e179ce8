"""What an indicator measures: definitions that a city keeps in TOML files."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from .breakdown import Dimension
from .exceptions import InvalidExpression
from .expression import Expression, IndicatorReference, parse_expression, references_of
from .wording import Entry, FilledText, Slug, Text

Exact = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value)]


class Unit(StrEnum):
    """How the value of an indicator is stored."""

    SHARE = "share"
    PERCENT = "percent"
    COUNT = "count"
    RATIO = "ratio"
    DAYS = "days"
    EURO = "euro"


class Direction(StrEnum):
    """Which way is better?"""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class Rhythm(StrEnum):
    """How often a new figure is published."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class SmallestArea(StrEnum):
    """The smallest kind of area for which the source publishes a figure."""

    NEIGHBOURHOOD = "neighbourhood"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    REGION = "region"
    COUNTRY = "country"
    PROGRAMME = "programme"


class SeriesBreak(Entry):
    """From this day on, figures are counted otherwise than before: not to be compared with those."""

    since: date
    why: Text


class PopulationReference(Entry):
    """Over which residents a rate is: the indicator that counts them by age, and the group that this rate means."""

    indicator: Slug
    breakdown: str


class Publication(StrEnum):
    """May the figures of an indicator leave the professionals' side?"""

    OPEN = "open"
    GUARDED = "guarded"
    INTERNAL = "internal"


class Computation(Entry):
    """How a figure follows from the figures of other indicators, for the same area, period and group."""

    numerator: FilledText
    denominator: FilledText | None = None

    @field_validator("numerator", "denominator")
    @classmethod
    def _can_be_read(cls, text: str | None) -> str | None:
        if text is not None:
            try:
                parse_expression(text)
            except InvalidExpression as error:
                raise ValueError(str(error)) from error
        return text

    @property
    def numerator_expression(self) -> Expression:
        return parse_expression(self.numerator)

    @property
    def denominator_expression(self) -> Expression | None:
        return None if self.denominator is None else parse_expression(self.denominator)

    @property
    def references(self) -> tuple[IndicatorReference, ...]:
        """Which figures does it read? Each once, those of the numerator first."""
        below = self.denominator_expression
        both = references_of(self.numerator_expression) + (references_of(below) if below is not None else ())
        return tuple(dict.fromkeys(both))


class Summary(StrEnum):
    """What a figure is of many values."""

    MEDIAN = "median"


class MeasuredPart(StrEnum):
    """Which part of a measured figure a count is: above the line, below it, or of how many values it is the middle."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    SIZE = "size"


class Golden(Entry):
    """Counts whose outcome is known from elsewhere: proof that the definition computes what its source prints.

    `values`: of a figure that is the median of many, those many; then there is no numerator.
    """

    numerator: Exact | None = None
    denominator: Exact | None = None
    values: tuple[Exact, ...] = ()
    value: Exact
    source: FilledText

    @model_validator(mode="after")
    def _counts_or_values(self) -> "Golden":
        if (self.numerator is None) == (not self.values):
            raise ValueError("a golden count has a numerator or values: keep one of the two")
        if self.values and self.denominator is not None:
            raise ValueError("values are not divided: leave the denominator out")
        return self


Measure = Annotated[str, StringConstraints(pattern=r"^platform:[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A computed measure of the platform's own data."""


class IndicatorDefinition(Entry):
    """One indicator: what is counted, over what, for whom, by whom and with which traps.

    `publication`: `open` for figures that an official source published already; `guarded` for those that pass the
    publication guard first; `internal` for those that never leave. `counts_same_as`: an open indicator that counts the
    same people, whose totals the guard takes as known. `numerator_indicator` and `denominator_indicator`: the counts
    behind a guarded rate; without them it is not published. A median has only the second: of how many values it is.
    `measured_part`: this is such a count of a measured figure, and gets its own from the same measure.
    """

    slug: Slug
    version: Annotated[int, Field(ge=1)]
    name: Text
    question: Text
    numerator: Text
    denominator: Text | None = None
    age_group: str = ""
    population: PopulationReference | None = None
    breaks: tuple[SeriesBreak, ...] = ()
    unit: Unit
    factor: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    direction: Direction
    source: FilledText
    source_url: str = ""
    rhythm: Rhythm
    delay_days: Annotated[int, Field(ge=0)]
    smallest_area: SmallestArea
    dimensions: tuple[Dimension, ...] = ()
    variant: Text | None = None
    pitfalls: tuple[Text, ...] = ()
    related: tuple[Slug, ...] = ()
    """Other figures that are taken for this one, or that belong beside it: shown side by side with what differs."""
    formula_reference: Text
    owner: FilledText
    publication: Publication = Publication.GUARDED
    counts_same_as: Slug | None = None
    numerator_indicator: Slug | None = None
    denominator_indicator: Slug | None = None
    computed: Computation | None = None
    measure: Measure | None = None
    measured_part: MeasuredPart | None = None
    summary: Summary | None = None
    golden: tuple[Golden, ...] = ()

    @model_validator(mode="after")
    def _computed_in_one_way(self) -> "IndicatorDefinition":
        if self.computed is not None and self.measure is not None:
            raise ValueError("an indicator is computed or measured: keep one of computed and measure")
        if self.computed is not None and (self.computed.denominator is None) != (self.denominator is None):
            raise ValueError(
                "computed and the definition disagree on a denominator: give it in both places, or leave it out in both"
            )
        return self

    @model_validator(mode="after")
    def _a_part_is_a_measured_count(self) -> "IndicatorDefinition":
        if self.measured_part is not None and (self.measure is None or self.unit is not Unit.COUNT):
            raise ValueError("measured_part is of a count with a measure: give the measure, or leave it out")
        return self

    @model_validator(mode="after")
    def _population_is_of_a_rate(self) -> "IndicatorDefinition":
        if self.population is not None and self.unit not in (Unit.SHARE, Unit.PERCENT):
            raise ValueError("only a share or a percent is over a population: leave population out")
        return self

    @model_validator(mode="after")
    def _each_dimension_once(self) -> "IndicatorDefinition":
        slugs = [dimension.slug for dimension in self.dimensions]
        if len(set(slugs)) < len(slugs):
            raise ValueError("two dimensions have the same slug: merge them or rename one")
        return self

    @model_validator(mode="after")
    def _factor_fits_unit(self) -> "IndicatorDefinition":
        if self.unit is Unit.PERCENT and self.factor != 100:
            raise ValueError("a percent is a share times 100: write factor = 100")
        if self.unit is Unit.SHARE and self.factor != 1:
            raise ValueError("a share has no factor: leave factor out or write factor = 1")
        if self.unit in (Unit.SHARE, Unit.PERCENT, Unit.RATIO) and self.denominator is None:
            raise ValueError(f"a {self.unit} needs a denominator: say what the numerator is divided by")
        return self

    def value_of(self, numerator: Decimal, denominator: Decimal | None = None) -> Decimal:
        """Which value does this definition give for these counts?

        Arguments: `denominator`, needed when the definition has one. Returns: numerator / denominator x factor, exact
        to the decimal context.
        Raises: `ValueError` when the denominator is missing, superfluous or zero.
        """
        if (denominator is None) != (self.denominator is None):
            wanted = "needs a denominator" if self.denominator else "has no denominator"
            raise ValueError(f"{self.slug} {wanted}")
        if denominator is None:
            return numerator * self.factor
        if denominator == 0:
            raise ValueError(f"{self.slug} cannot be computed over a denominator of 0: publish no value instead")
        return numerator / denominator * self.factor

    def value_of_many(self, values: Sequence[Decimal]) -> Decimal:
        """Which value does this definition give for these many? Their middle, times the factor.

        Raises: `ValueError` when it is no summary of many, or there are none.
        """
        if self.summary is None:
            raise ValueError(f"{self.slug} is no summary of many values: give a numerator, or say which summary it is")
        if not values:
            raise ValueError(f"{self.slug} has no value of nothing: publish none")
        return median(values) * self.factor

    def value_of_golden(self, golden: Golden) -> Decimal:
        """Which value does this definition give for these golden counts? Raises: `ValueError`, as the other two."""
        if golden.numerator is None:
            return self.value_of_many(golden.values)
        if self.summary is not None:
            raise ValueError(f"{self.slug} is the {self.summary} of many values: give those as values")
        return self.value_of(golden.numerator, golden.denominator)

    @property
    def measure_name(self) -> str:
        """By which measure of the platform is it counted? Empty for none."""
        return (self.measure or "").removeprefix("platform:")
