"""Indicators: what is measured, what was published, what was promised, and whether the promise is being kept.

Pure: definitions and targets are read from files handed over; no database, no web.
"""

from .breakdown import TOTAL, Category, Dimension, breakdown_key, breakdown_name, parse_breakdown
from .card import indicator_card_markdown, indicator_reference_markdown
from .comparison import GroupMean, Place, compared_values, group_means, places
from .computing import COMPUTED_SOURCE, ComputedFigure, NotComputed, compute_figures
from .definition import (
    Computation,
    Direction,
    Golden,
    IndicatorDefinition,
    MeasuredPart,
    PopulationReference,
    Publication,
    Rhythm,
    SeriesBreak,
    SmallestArea,
    Summary,
    Unit,
)
from .definition_file import definition_schema, in_computing_order, problems_of, read_definitions, round_like
from .exceptions import (
    IndicatorError,
    InvalidBreakdown,
    InvalidExpression,
    InvalidFile,
    InvalidNumber,
    InvalidPeriod,
    InvalidTarget,
    Problem,
)
from .expression import IndicatorReference, parse_expression
from .freshness import Fresh, Freshness, NothingYet, Stale, freshness
from .number_parsing import parse_value
from .observation import SUREST_FIRST, Observation, ObservationStatus, also_published, latest, series, standing
from .observation_file import OBSERVATION_COLUMNS, read_observations
from .period import Period, PeriodKind
from .population import PeopleNeeded, implied_population, people_needed, rate_with
from .progress import (
    AT_RISK_FROM,
    AtRisk,
    Lack,
    MovingAway,
    NoNumberWasSet,
    NotEnoughData,
    OffCourse,
    OnSchedule,
    OnTheWay,
    Progress,
    ProgressFigures,
    Reached,
    assess_progress,
)
from .required_path import PathPoint, height_on, path_needed
from .running_total import running_totals
from .target import Baseline, Target, TargetRule, Waypoint
from .target_file import BaselineEntry, TargetEntry, TargetsFile, read_targets
from .wording import Reference, Text

__all__ = [
    "AT_RISK_FROM",
    "COMPUTED_SOURCE",
    "OBSERVATION_COLUMNS",
    "SUREST_FIRST",
    "TOTAL",
    "AtRisk",
    "Baseline",
    "BaselineEntry",
    "Category",
    "Computation",
    "ComputedFigure",
    "Dimension",
    "Direction",
    "Fresh",
    "Freshness",
    "Golden",
    "GroupMean",
    "IndicatorDefinition",
    "IndicatorError",
    "IndicatorReference",
    "InvalidBreakdown",
    "InvalidExpression",
    "InvalidFile",
    "InvalidNumber",
    "InvalidPeriod",
    "InvalidTarget",
    "Lack",
    "MeasuredPart",
    "MovingAway",
    "NoNumberWasSet",
    "NotComputed",
    "NotEnoughData",
    "NothingYet",
    "Observation",
    "ObservationStatus",
    "OffCourse",
    "OnSchedule",
    "OnTheWay",
    "PathPoint",
    "PeopleNeeded",
    "Period",
    "PeriodKind",
    "Place",
    "PopulationReference",
    "Problem",
    "Progress",
    "ProgressFigures",
    "Publication",
    "Reached",
    "Reference",
    "Rhythm",
    "SeriesBreak",
    "SmallestArea",
    "Stale",
    "Summary",
    "Target",
    "TargetEntry",
    "TargetRule",
    "TargetsFile",
    "Text",
    "Unit",
    "Waypoint",
    "also_published",
    "assess_progress",
    "breakdown_key",
    "breakdown_name",
    "compared_values",
    "compute_figures",
    "definition_schema",
    "freshness",
    "group_means",
    "height_on",
    "implied_population",
    "in_computing_order",
    "indicator_card_markdown",
    "indicator_reference_markdown",
    "latest",
    "parse_breakdown",
    "parse_expression",
    "parse_value",
    "path_needed",
    "people_needed",
    "places",
    "problems_of",
    "rate_with",
    "read_definitions",
    "read_observations",
    "read_targets",
    "round_like",
    "running_totals",
    "series",
    "standing",
]
