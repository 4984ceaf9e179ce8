"""The order of applications: weights, minimums, who counts, ties; as tables."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.funding.models import TieRule
from arbeidspact.funding.ranking import (
    BelowMinimum,
    JurorScores,
    LeftOut,
    Place,
    Rule,
    Scored,
    TooFewJurors,
    ranking_of,
)

REACH, FEASIBLE = Rule(1, "Bereik", 3, 10), Rule(2, "Haalbaarheid", 1, 5, Decimal(2))
RULES = (REACH, FEASIBLE)
EARLY, LATE = datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 1, 9, tzinfo=UTC)


def application(key: int, *scores: JurorScores, asked: int = 100, at: datetime = EARLY) -> Scored:
    return Scored(key, Decimal(asked), at, scores)


def gave(juror: int, reach: int, feasible: int, left_out: LeftOut | None = None) -> JurorScores:
    return JurorScores(juror, {1: reach, 2: feasible}, left_out)


def ranked(*applications: Scored, tie_rule: TieRule = TieRule.HEAVIEST_CRITERION, least: int = 2):
    return ranking_of(applications, RULES, min_jurors=least, tie_rule=tie_rule)


def test_a_score_is_the_weighted_mean_as_a_part_of_each_scale():
    [one] = ranked(application(1, gave(1, 8, 4), gave(2, 6, 5)))

    assert one.score == (Fraction(7, 10) * 3 + Fraction(9, 10)) / 4 * 100
    assert one.shown_score == Decimal("75.00")
    assert one.outcome == Place(1, is_shared=False, tie=False)


def test_who_has_an_interest_does_not_count_and_the_trace_says_so():
    [one] = ranked(
        application(1, gave(1, 8, 4), gave(2, 8, 4), gave(3, 0, 0, LeftOut.SAME_ORGANISATION)),
    )

    assert one.counted == (1, 2)
    assert one.left_out == ((3, LeftOut.SAME_ORGANISATION),)
    assert one.shown_score == Decimal("80.00")


def test_too_few_jurors_give_no_place():
    [one] = ranked(application(1, gave(1, 8, 4), JurorScores(2, {}, LeftOut.NOT_HANDED_IN)))

    assert one.outcome == TooFewJurors(counted=1, least=2)


def test_nobody_at_all_gives_no_score():
    [one] = ranked(application(1))

    assert (one.score, one.means, one.outcome) == (None, (), TooFewJurors(0, 2))


@pytest.mark.parametrize(
    ("feasible", "is_below"),
    [
        pytest.param((2, 2), False, id="exactly the least is enough"),
        pytest.param((2, 1), True, id="half a point below is below"),
    ],
)
def test_below_the_least_on_one_criterion_nothing_can_be_granted(feasible, is_below):
    [one] = ranked(application(1, gave(1, 10, feasible[0]), gave(2, 10, feasible[1])))

    assert isinstance(one.outcome, BelowMinimum) is is_below


TIED = (
    application(1, gave(1, 7, 5), gave(2, 7, 5), asked=200, at=EARLY),
    application(2, gave(1, 8, 4), gave(2, 8, 3), asked=100, at=LATE),
    application(3, gave(1, 10, 4), gave(2, 10, 4), asked=300, at=LATE),
)


def test_these_two_are_tied():
    scores = {one.key: one.score for one in ranked(*TIED)}

    assert scores[1] == Fraction(775, 10)
    assert scores[2] == Fraction(775, 10)


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        pytest.param(TieRule.HEAVIEST_CRITERION, [3, 2, 1], id="more reach goes first"),
        pytest.param(TieRule.LOWEST_AMOUNT, [3, 2, 1], id="who asks less goes first"),
        pytest.param(TieRule.FIRST_SUBMITTED, [3, 1, 2], id="who was there first goes first"),
    ],
)
def test_a_tie_is_broken_by_the_rule_of_the_call(rule, order):
    found = ranked(*TIED, tie_rule=rule)

    assert [one.key for one in found] == order
    assert [one.outcome.number for one in found] == [1, 2, 3]
    assert [one.outcome.tie for one in found] == [False, True, True]


def test_what_the_rule_does_not_part_shares_its_place():
    found = ranked(
        application(1, gave(1, 8, 4), gave(2, 8, 4)),
        application(2, gave(1, 8, 4), gave(2, 8, 4)),
        application(3, gave(1, 5, 4), gave(2, 5, 4)),
    )

    assert [one.outcome.number for one in found] == [1, 1, 3]
    assert [one.outcome.is_shared for one in found] == [True, True, False]


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), min_size=2, max_size=6),
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), max_size=3),
)
def test_jurors_who_are_left_out_never_move_a_score(counting, left_out):
    without = application(1, *(gave(place, *points) for place, points in enumerate(counting)))
    beside = application(
        1,
        *without.scores,
        *(gave(100 + place, *points, LeftOut.DECLARED_INTEREST) for place, points in enumerate(left_out)),
    )

    assert ranked(without)[0].score == ranked(beside)[0].score
    assert 0 <= ranked(without)[0].score <= 100
