"""How large a run is follows from what was measured, and is never guessed downwards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.batch import MeasuredCost, size_of_run
from arbeidspact.matching import BadInput

MILLION = 1_000_000


def cost(vacancies, microseconds, **changes):
    usual = {"index_bytes": 50.0 * vacancies, "memory_bytes": 1e8 + 60.0 * vacancies, "answer_bytes": 200.0}
    return MeasuredCost(vacancies, microseconds, **usual | changes)


MEASURED = (cost(100_000, 20), cost(10_000, 5), cost(MILLION, 110))


@pytest.mark.parametrize(
    ("vacancies", "microseconds"),
    [
        pytest.param(10_000, 5, id="as measured"),
        pytest.param(100_000, 20, id="as measured in the middle"),
        pytest.param(55_000, 12.5, id="half way between two"),
        pytest.param(2_000, 5, id="below the smallest: no less"),
        pytest.param(3 * MILLION, 330, id="beyond the largest: in proportion, which is more than along the line"),
    ],
)
def test_the_cost_lies_on_the_line_between_what_was_measured(vacancies, microseconds):
    sizing = size_of_run(MILLION, vacancies, MEASURED)

    assert sizing.core_seconds == pytest.approx(microseconds)
    assert sizing.is_extrapolated is (vacancies > MILLION)


def test_a_cost_that_rises_faster_and_faster_is_extended_along_the_line():
    steep = (cost(100_000, 10), cost(200_000, 40))

    assert size_of_run(MILLION, 300_000, steep).core_seconds == pytest.approx(70)


def test_answers_do_not_grow_beyond_what_was_measured_because_nobody_gets_more_than_k():
    growing = (cost(1_000, 1, answer_bytes=100.0), cost(10_000, 2, answer_bytes=190.0))

    assert size_of_run(10, 5_500, growing).answer_bytes == pytest.approx(1_450)
    assert size_of_run(3 * MILLION, 3 * MILLION, growing).answer_bytes == pytest.approx(570e6)


def test_memory_beside_the_index_is_never_less_than_the_most_that_was_measured():
    falling = (cost(10_000, 1, memory_bytes=3e8), cost(100_000, 2, memory_bytes=2e8))

    assert size_of_run(1, 200_000, falling).memory_bytes == pytest.approx(3e8 - 50 * 10_000 + 50 * 200_000)


@settings(deadline=None)
@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 512))
def test_more_processors_divide_the_time(persons, vacancies, cores):
    sizing = size_of_run(persons, vacancies, MEASURED)

    assert sizing.seconds_on(cores) * cores == pytest.approx(sizing.core_seconds)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=2))
def test_more_vacancies_never_cost_less(pair):
    fewer, more = (size_of_run(1_000, vacancies, MEASURED) for vacancies in sorted(pair))

    assert fewer.core_seconds <= more.core_seconds
    assert fewer.index_bytes <= more.index_bytes
    assert fewer.memory_bytes <= more.memory_bytes


@pytest.mark.parametrize(
    ("question", "field"),
    [
        pytest.param(lambda: size_of_run(1, 1, MEASURED[:1]), "measured", id="one measured size"),
        pytest.param(lambda: size_of_run(1, 1, [MEASURED[0]] * 2), "measured", id="the same size twice"),
        pytest.param(lambda: size_of_run(-1, 1, MEASURED), "persons", id="persons below 0"),
        pytest.param(lambda: size_of_run(1, -1, MEASURED), "vacancies", id="vacancies below 0"),
        pytest.param(lambda: size_of_run(1, 1, MEASURED).seconds_on(0), "cores", id="no processors"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question, field):
    with pytest.raises(BadInput) as refusal:
        question()

    assert refusal.value.field == field
