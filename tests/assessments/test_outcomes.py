"""From answers to domains and from domains to the distance, each edge of the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.assessments.models import AssessmentState, DistanceLevel, Outcome
from arbeidspact.assessments.outcomes import Change, DomainOutcome, change_between, distance_of, outcomes_of
from arbeidspact.assessments.questionnaire import DistanceRule
from arbeidspact.assessments.questionnaire_file import questionnaires
from arbeidspact.assessments.states import holds_until, state_on
from arbeidspact.people.domains import LifeDomain

RULE = DistanceRule()
O = Outcome  # noqa: E741


def outcomes(*found: Outcome) -> list[DomainOutcome]:
    return [DomainOutcome(domain, outcome) for domain, outcome in zip(LifeDomain, found, strict=False)]


@pytest.mark.parametrize(
    ("answers", "outcome", "also_strength", "known"),
    [
        pytest.param({}, O.NOT_KNOWN, False, 0, id="nothing answered"),
        pytest.param({"dutch-speaking": 1}, O.LARGE, False, 1, id="hardly any Dutch, at the edge"),
        pytest.param({"dutch-speaking": 2}, O.SOME, False, 1, id="some Dutch"),
        pytest.param({"dutch-speaking": 3}, O.SOME, False, 1, id="some Dutch, at the edge"),
        pytest.param({"dutch-speaking": 4}, O.NONE, False, 1, id="enough Dutch"),
        pytest.param({"other-languages": 2}, O.STRENGTH, False, 1, id="two other languages"),
        pytest.param({"other-languages": 1}, O.NOT_KNOWN, False, 1, id="an answer that says nothing"),
        pytest.param({"dutch-speaking": 1, "other-languages": 4}, O.LARGE, True, 2, id="a barrier and a strength"),
        pytest.param({"dutch-speaking": 5, "other-languages": 4}, O.STRENGTH, False, 2, id="no barrier and a strength"),
        pytest.param({"dutch-speaking": 5, "dutch-course": "takes"}, O.NONE, False, 1, id="not asked does not count"),
    ],
)
def test_the_largest_barrier_decides_and_strengths_are_named_beside_it(answers, outcome, also_strength, known):
    found = outcomes_of(questionnaires()["general"], answers)[LifeDomain.LANGUAGE]

    assert (found.outcome, found.also_strength, found.known) == (outcome, also_strength, known)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        pytest.param([O.NONE] * 4, DistanceLevel.READY, id="no barriers"),
        pytest.param([O.STRENGTH] * 4, DistanceLevel.READY, id="only strengths"),
        pytest.param([O.SOME] + [O.NONE] * 9, DistanceLevel.NEAR, id="one barrier"),
        pytest.param([O.SOME] * 3 + [O.NONE] * 7, DistanceLevel.NEAR, id="three barriers"),
        pytest.param([O.SOME] * 4 + [O.NONE] * 6, DistanceLevel.FURTHER, id="four barriers"),
        pytest.param([O.LARGE] + [O.STRENGTH] * 9, DistanceLevel.FURTHER, id="a large one beside strengths"),
        pytest.param([O.LARGE] * 2 + [O.NONE] * 8, DistanceLevel.FAR, id="two large ones"),
        pytest.param([O.NOT_KNOWN] * 4, DistanceLevel.NOT_KNOWN, id="nothing known"),
        pytest.param([], DistanceLevel.NOT_KNOWN, id="nothing asked"),
        pytest.param([O.NONE] * 2 + [O.NOT_KNOWN] * 2, DistanceLevel.READY, id="half known, at the edge"),
        pytest.param([O.LARGE] * 2 + [O.NOT_KNOWN] * 3, DistanceLevel.NOT_KNOWN, id="less than half known"),
    ],
)
def test_the_distance_follows_from_the_number_of_barriers(found, level):
    assert distance_of(outcomes(*found), RULE).level == level


def test_the_distance_names_what_it_follows_from():
    found = distance_of(outcomes(O.LARGE, O.SOME, O.STRENGTH, O.NOT_KNOWN), RULE, leaves_out_protected=True)

    assert found.large == (LifeDomain.WORK,)
    assert found.some == (LifeDomain.LEARNING,)
    assert found.strengths == (LifeDomain.LANGUAGE,)
    assert found.not_known == (LifeDomain.DIGITAL,)
    assert (found.known, found.domains, found.leaves_out_protected) == (3, 4, True)


def test_what_the_assessor_judges_counts_instead_of_the_answers():
    judged = DomainOutcome(LifeDomain.WORK, O.LARGE, judged=O.NONE, reason="Werkt intussen")

    assert distance_of([judged], RULE).level == DistanceLevel.READY


ORDER = [DistanceLevel.READY, DistanceLevel.NEAR, DistanceLevel.FURTHER, DistanceLevel.FAR]


@given(st.lists(st.sampled_from([O.STRENGTH, O.NONE, O.SOME, O.LARGE]), min_size=1, max_size=13))
def test_one_more_large_barrier_never_brings_somebody_nearer(found):
    before, after = distance_of(outcomes(*found), RULE), distance_of(outcomes(*found, O.LARGE), RULE)

    assert ORDER.index(after.level) >= ORDER.index(before.level)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (O.LARGE, O.SOME, Change.BETTER),
        (O.SOME, O.STRENGTH, Change.BETTER),
        (O.NONE, O.SOME, Change.WORSE),
        (O.SOME, O.SOME, Change.SAME),
        (O.NOT_KNOWN, O.LARGE, Change.NEWLY_KNOWN),
        (O.LARGE, O.NOT_KNOWN, Change.NO_LONGER_KNOWN),
        (O.NOT_KNOWN, O.NOT_KNOWN, None),
    ],
)
def test_how_a_domain_compares_with_before(before, after, change):
    assert change_between(before, after) == change


DAY = date(2026, 5, 10)


@pytest.mark.parametrize(
    ("finished_on", "valid_until", "state"),
    [
        pytest.param(None, None, AssessmentState.DRAFT, id="not finished"),
        pytest.param(date(2026, 1, 1), date(2026, 5, 11), AssessmentState.VALID, id="until tomorrow"),
        pytest.param(date(2026, 1, 1), DAY, AssessmentState.VALID, id="until today"),
        pytest.param(date(2026, 1, 1), date(2026, 5, 9), AssessmentState.EXPIRED, id="until yesterday"),
    ],
)
def test_an_assessment_is_valid_on_its_last_day_and_expired_on_the_next(finished_on, valid_until, state):
    assert state_on(DAY, finished_on=finished_on, valid_until=valid_until) == state


@pytest.mark.parametrize(
    ("months", "finished_on", "until"),
    [
        pytest.param(6, date(2026, 1, 15), date(2026, 7, 15), id="in the same year"),
        pytest.param(6, date(2026, 8, 31), date(2027, 2, 28), id="a month without that day"),
        pytest.param(12, date(2026, 12, 1), date(2027, 12, 1), id="a year"),
        pytest.param(1, date(2026, 11, 30), date(2026, 12, 30), id="into December"),
    ],
)
def test_it_holds_as_many_months_as_the_questionnaire_says(months, finished_on, until):
    general = questionnaires()["general"]
    with_months = general.model_copy(update={"heading": general.heading.model_copy(update={"valid_months": months})})

    assert holds_until(with_months, finished_on) == until


def test_where_the_questionnaire_says_nothing_the_setting_counts(settings):
    settings.ASSESSMENT_MONTHS = 4
    general = questionnaires()["general"]
    without = general.model_copy(update={"heading": general.heading.model_copy(update={"valid_months": None})})

    assert holds_until(without, date(2026, 1, 1)) == date(2026, 5, 1)
