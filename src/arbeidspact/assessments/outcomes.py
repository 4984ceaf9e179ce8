"""From answers to what is known per life domain, and from there to the distance: rules that anybody can read.

Nothing is added up into a score. In a domain the largest barrier that any answer names counts; the distance counts
barriers by size, with the numbers that stand in the questionnaire.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from arbeidspact.assessments.models import DistanceLevel, Outcome
from arbeidspact.assessments.questionnaire import Answers, DistanceRule, Meaning, Question, Questionnaire
from arbeidspact.people.domains import LifeDomain

HEAVIEST_FIRST: Final = (Meaning.LARGE, Meaning.SOME)
RANK: Final = {Outcome.LARGE: 0, Outcome.SOME: 1, Outcome.NONE: 2, Outcome.STRENGTH: 3}


@dataclass(frozen=True, slots=True)
class DomainOutcome:
    """What is known of one life domain; `counts` is the assessor's judgement where there is one."""

    domain: LifeDomain
    outcome: Outcome
    also_strength: bool = False
    asked: int = 0
    known: int = 0
    judged: Outcome | None = None
    reason: str = ""

    @property
    def counts(self) -> Outcome:
        return self.judged or self.outcome

    @property
    def is_barrier(self) -> bool:
        return self.counts in {Outcome.SOME, Outcome.LARGE}

    @property
    def is_strength(self) -> bool:
        return self.counts == Outcome.STRENGTH or self.also_strength

    @property
    def is_known(self) -> bool:
        return self.counts != Outcome.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Distance:
    """How far from work, and which domains that follows from. `leaves_out_protected`: for who may not see them."""

    level: DistanceLevel
    large: tuple[LifeDomain, ...] = ()
    some: tuple[LifeDomain, ...] = ()
    strengths: tuple[LifeDomain, ...] = ()
    not_known: tuple[LifeDomain, ...] = ()
    domains: int = 0
    leaves_out_protected: bool = False

    @property
    def known(self) -> int:
        return self.domains - len(self.not_known)


class Change(models.TextChoices):
    """How a domain compares with the assessment before."""

    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")
    NEWLY_KNOWN = "newly_known", _("Newly known")
    NO_LONGER_KNOWN = "no_longer_known", _("Not known any more")


def outcomes_of(questionnaire: Questionnaire, answers: Answers) -> dict[LifeDomain, DomainOutcome]:
    """What do these answers say of each domain that the questionnaire asks about?

    Only questions that are asked count. The largest barrier named decides; without one, a strength named; without
    either, no barrier when an answer said so. Answers that say nothing leave the domain not known.
    """
    asked: dict[LifeDomain, list[Question]] = {domain: [] for domain in questionnaire.domains}
    for question in questionnaire.asked(answers):
        asked[question.domain].append(question)
    return {domain: _outcome(domain, questions, answers) for domain, questions in asked.items()}


def _outcome(domain: LifeDomain, asked: Sequence[Question], answers: Answers) -> DomainOutcome:
    answered = [question for question in asked if question.slug in answers]
    said = {meaning for question in answered for meaning in question.meanings(answers[question.slug])}
    barrier = next((meaning for meaning in HEAVIEST_FIRST if meaning in said), None)
    if barrier is not None:
        outcome = Outcome(barrier.value)
    elif Meaning.STRENGTH in said:
        outcome = Outcome.STRENGTH
    else:
        outcome = Outcome.NONE if Meaning.NONE in said else Outcome.NOT_KNOWN
    has_both = barrier is not None and Meaning.STRENGTH in said
    return DomainOutcome(domain, outcome, has_both, asked=len(asked), known=len(answered))


def distance_of(
    outcomes: Sequence[DomainOutcome], rule: DistanceRule, *, leaves_out_protected: bool = False
) -> Distance:
    """How far from work does this make somebody, and why?

    Arguments: `outcomes`, the domains that the reader may see; `leaves_out_protected`, whether others were left out.
    Strengths do not cancel barriers: they are named beside them, for the plan.
    """
    large = _domains(one for one in outcomes if one.counts == Outcome.LARGE)
    some = _domains(one for one in outcomes if one.counts == Outcome.SOME)
    not_known = _domains(one for one in outcomes if not one.is_known)
    known = len(outcomes) - len(not_known)
    if known == 0 or known < rule.known_share * len(outcomes):
        level = DistanceLevel.NOT_KNOWN
    elif len(large) >= rule.far_from_large:
        level = DistanceLevel.FAR
    elif len(large) >= rule.further_from_large or len(some) >= rule.further_from_some:
        level = DistanceLevel.FURTHER
    else:
        level = DistanceLevel.NEAR if len(some) >= rule.near_from_some else DistanceLevel.READY
    return Distance(
        level=level,
        large=large,
        some=some,
        strengths=_domains(one for one in outcomes if one.is_strength),
        not_known=not_known,
        domains=len(outcomes),
        leaves_out_protected=leaves_out_protected,
    )


def change_between(before: Outcome, after: Outcome) -> Change | None:
    """How does a domain compare with before? None when it is known neither then nor now."""
    if after not in RANK:
        return Change.NO_LONGER_KNOWN if before in RANK else None
    if before not in RANK:
        return Change.NEWLY_KNOWN
    if RANK[after] == RANK[before]:
        return Change.SAME
    return Change.BETTER if RANK[after] > RANK[before] else Change.WORSE


def _domains(outcomes: Iterable[DomainOutcome]) -> tuple[LifeDomain, ...]:
    return tuple(one.domain for one in outcomes)
