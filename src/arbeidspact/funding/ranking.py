"""The order of the applications from the scores of the jury: a pure calculation that shows who counted and why.

A score is the weighted mean over the jurors that count: for each criterion the mean of their points as a part of the
scale, these weighted, from 0 to 100. Everything is computed in fractions; only what is shown is rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from arbeidspact.funding.models import TieRule
from arbeidspact.funding.money import to_cents


class LeftOut(StrEnum):
    """Why the scores of a juror do not count for an application."""

    SAME_ORGANISATION = "same_organisation"
    CO_APPLICANT = "co_applicant"
    DECLARED_INTEREST = "declared_interest"
    NOT_DECLARED = "not_declared"
    NOT_HANDED_IN = "not_handed_in"
    JURY_ENDED = "jury_ended"


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion as the calculation needs it. `minimum`: least mean, in points."""

    key: int
    name: str
    weight: int
    scale: int
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class JurorScores:
    """What one juror gave one application; `left_out`: why it does not count, None when it does."""

    juror: int
    points: Mapping[int, int]
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """An application with everything the jury gave it."""

    key: int
    asked: Decimal
    submitted_at: datetime
    scores: tuple[JurorScores, ...]


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """The mean of the points for one criterion."""

    criterion: int
    mean: Fraction
    is_below_minimum: bool


@dataclass(frozen=True, slots=True)
class TooFewJurors:
    """Fewer jurors count than the call asks for: there is no place in the order yet."""

    counted: int
    least: int


@dataclass(frozen=True, slots=True)
class BelowMinimum:
    """On these criteria the mean is below the least that the call asks for: it cannot be granted."""

    criteria: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order; shared when the rule for ties does not part them. `tie`: a tie was looked at."""

    number: int
    is_shared: bool
    tie: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """An application with its score, what it rests on, and its place or why it has none."""

    key: int
    score: Fraction | None
    means: tuple[CriterionMean, ...]
    counted: tuple[int, ...]
    left_out: tuple[tuple[int, LeftOut], ...]
    outcome: Place | TooFewJurors | BelowMinimum

    @property
    def shown_score(self) -> Decimal | None:
        """The score with two decimals."""
        return None if self.score is None else to_cents(self.score)


def ranking_of(
    applications: Sequence[Scored], rules: Sequence[Rule], *, min_jurors: int, tie_rule: TieRule
) -> tuple[Ranked, ...]:
    """In which order do these applications stand?

    Returns: those with a place first, best first; then those below a minimum by score; then those that too few jurors
    scored, in the order given. Equal ones keep the order given and share their place.
    """
    scored = [_scored(one, rules, min_jurors) for one in applications]
    given = {one.key: one for one in applications}
    placed = [one for one in scored if isinstance(one.outcome, Place)]
    below = [one for one in scored if isinstance(one.outcome, BelowMinimum)]
    waiting = [one for one in scored if isinstance(one.outcome, TooFewJurors)]

    def tie_key(one: Ranked) -> tuple[Fraction, ...]:
        application = given[one.key]
        if tie_rule is TieRule.LOWEST_AMOUNT:
            return (Fraction(application.asked),)
        if tie_rule is TieRule.FIRST_SUBMITTED:
            return (Fraction(application.submitted_at.timestamp()),)
        by_weight = sorted(range(len(rules)), key=lambda place: (-rules[place].weight, place))
        return tuple(-one.means[place].mean / rules[place].scale for place in by_weight)

    placed.sort(key=lambda one: (-(one.score or 0), tie_key(one)))
    below.sort(key=lambda one: -(one.score or 0))
    keys = [(one.score, tie_key(one)) for one in placed]
    scores = [one.score for one in placed]
    ranked = [
        Ranked(
            one.key,
            one.score,
            one.means,
            one.counted,
            one.left_out,
            Place(keys.index(keys[place]) + 1, keys.count(keys[place]) > 1, scores.count(one.score) > 1),
        )
        for place, one in enumerate(placed)
    ]
    return (*ranked, *below, *waiting)


def _scored(application: Scored, rules: Sequence[Rule], min_jurors: int) -> Ranked:
    counting = [scores for scores in application.scores if scores.left_out is None]
    counted = tuple(scores.juror for scores in counting)
    left_out = tuple((scores.juror, scores.left_out) for scores in application.scores if scores.left_out is not None)
    means = tuple(_mean(rule, counting) for rule in rules) if counting else ()
    score = _weighted(means, rules) if means else None
    outcome: Place | TooFewJurors | BelowMinimum = Place(1, is_shared=False, tie=False)
    if len(counting) < max(1, min_jurors):
        outcome = TooFewJurors(len(counting), max(1, min_jurors))
    elif below := tuple(mean.criterion for mean in means if mean.is_below_minimum):
        outcome = BelowMinimum(below)
    return Ranked(application.key, score, means, counted, left_out, outcome)


def _mean(rule: Rule, counting: Sequence[JurorScores]) -> CriterionMean:
    mean = Fraction(sum(scores.points[rule.key] for scores in counting), len(counting))
    return CriterionMean(rule.key, mean, rule.minimum is not None and mean < Fraction(rule.minimum))


def _weighted(means: Sequence[CriterionMean], rules: Sequence[Rule]) -> Fraction:
    weights = sum(rule.weight for rule in rules)
    parts = (mean.mean / rule.scale * rule.weight for mean, rule in zip(means, rules, strict=True))
    return sum(parts, Fraction(0)) * 100 / weights
