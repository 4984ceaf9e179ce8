from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arbeidspact.indicators import InvalidTarget, implied_population, people_needed, rate_with

SHARES = st.decimals(min_value=0, max_value=1, places=4)
PEOPLE = st.integers(1, 10_000_000).map(Decimal)


def test_what_the_printed_number_of_people_assumes():
    """Ghent, press of 2 July 2019: from 68.6 to 70 %, "2,500 extra people"."""
    over = implied_population(from_rate=Decimal("0.686"), to_rate=Decimal("0.70"), people=Decimal(2500))

    assert round(over) == 178_571


def test_a_growing_city_needs_people_only_to_stand_still():
    needed = people_needed(
        from_rate=Decimal("0.686"),
        to_rate=Decimal("0.70"),
        population=Decimal(165_000),
        population_at_end=Decimal(170_000),
    )

    assert (needed.for_the_rate, needed.for_the_growth) == (Decimal(2310), Decimal(3500))
    assert needed.needed == Decimal(5810)


@given(SHARES, SHARES, PEOPLE, PEOPLE)
def test_the_parts_are_the_whole(start, end, population, later):
    needed = people_needed(from_rate=start, to_rate=end, population=population, population_at_end=later)

    assert needed.for_the_rate + needed.for_the_growth == needed.needed
    assert needed.at_start + needed.needed == needed.at_end


@given(SHARES, SHARES, PEOPLE)
def test_a_rate_and_its_people_are_two_ways_to_say_one_thing(start, end, population):
    assume(start != end)
    needed = people_needed(from_rate=start, to_rate=end, population=population)

    assert rate_with(from_rate=start, people=needed.needed, population=population) == pytest.approx(end)
    assert implied_population(from_rate=start, to_rate=end, people=needed.needed) == pytest.approx(population)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        pytest.param(people_needed, {"from_rate": "68.6", "to_rate": "0.7", "population": "10"}, id="a percentage"),
        pytest.param(people_needed, {"from_rate": "-0.1", "to_rate": "0.7", "population": "10"}, id="below nothing"),
        pytest.param(people_needed, {"from_rate": "0.6", "to_rate": "0.7", "population": "0"}, id="nobody lives there"),
        pytest.param(rate_with, {"from_rate": "0.6", "people": "5", "population": "-3"}, id="fewer than nobody"),
        pytest.param(implied_population, {"from_rate": "0.6", "to_rate": "0.6", "people": "5"}, id="no change"),
        pytest.param(implied_population, {"from_rate": "0.6", "to_rate": "0.5", "people": "5"}, id="the other way"),
    ],
)
def test_what_cannot_be_is_refused(question, values):
    with pytest.raises(InvalidTarget):
        question(**{name: Decimal(value) for name, value in values.items()})
