"""What to ask next, and which statuses go together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.people.completeness import ENOUGH_COMPETENCES, Profile, completeness_of
from arbeidspact.people.models import StatusKind
from arbeidspact.people.statuses import StatusImpossible, StatusPossible, decide_opening_status

TODAY = date(2026, 11, 22)
FULL = Profile(
    occupations=1,
    competences=ENOUGH_COMPETENCES,
    competences_with_evidence=1,
    languages=1,
    has_neighbourhood=True,
    has_transport=True,
    has_travel_time=True,
    has_hours=True,
    has_shifts=True,
    has_education=True,
    has_birth_date=True,
    has_contact=True,
    statuses=1,
)
profiles = st.builds(
    Profile,
    occupations=st.integers(0, 10),
    competences=st.integers(0, 30),
    competences_with_evidence=st.integers(0, 30),
    languages=st.integers(0, 5),
    statuses=st.integers(0, 3),
)


def test_an_empty_profile_asks_first_what_helps_matching_most():
    empty = completeness_of(Profile())

    assert empty.share == 0
    assert [question.field for question in empty.next_questions[:3]] == ["competences", "occupations", "languages"]


def test_a_full_profile_has_nothing_left_to_ask():
    assert completeness_of(FULL).share == 1
    assert completeness_of(FULL).next_questions == ()
    assert completeness_of(FULL).percent == 100


def test_some_competences_make_the_question_less_pressing():
    some = completeness_of(Profile(competences=4))

    assert some.next_questions[0].field == "occupations"
    assert "competences" in [question.field for question in some.next_questions]


@given(profile=profiles)
def test_the_share_and_what_is_missing_make_one(profile):
    found = completeness_of(profile)

    assert 0 <= found.share <= 1
    assert found.share + sum(question.weight for question in found.next_questions) == pytest.approx(1, abs=0.001)
    weights = [question.weight for question in found.next_questions]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("kind", "since", "now_open", "field"),
    [
        pytest.param(StatusKind.JOB_SEEKER, TODAY, [], None, id="from today"),
        pytest.param(StatusKind.JOB_SEEKER, date(2026, 11, 23), [], "since", id="from tomorrow"),
        pytest.param(StatusKind.STUDENT, date(1980, 1, 1), [], "since", id="before birth"),
        pytest.param(StatusKind.NEWCOMER, TODAY, ["newcomer"], "kind", id="open already"),
        pytest.param(StatusKind.EMPLOYED, TODAY, ["job_seeker"], "kind", id="employed job seeker"),
        pytest.param(StatusKind.JOB_SEEKER, TODAY, ["inactive"], "kind", id="inactive job seeker"),
        pytest.param(StatusKind.EMPLOYED, TODAY, ["inactive"], "kind", id="inactive and employed"),
        pytest.param(StatusKind.JOB_SEEKER, TODAY, ["recipient", "newcomer"], None, id="recipient and newcomer too"),
        pytest.param(StatusKind.EMPLOYED, TODAY, ["student"], None, id="student with a job"),
    ],
)
def test_a_status_opens_or_says_why_not(kind, since, now_open, field):
    decision = decide_opening_status(kind, since, open_kinds=now_open, born=date(1988, 3, 14), today=TODAY)

    if field is None:
        assert decision == StatusPossible()
    else:
        assert isinstance(decision, StatusImpossible)
        assert decision.field == field
        assert decision.hint
