from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import Fresh, NothingYet, Period, Stale, Unit, parse_value
from arbeidspact.web.monitor.figure_files import importable_value
from arbeidspact.web.monitor.figures import freshness_text, period_text, points_text, value_text, year_of


@pytest.mark.parametrize(
    ("value", "unit", "english", "dutch"),
    [
        pytest.param(Decimal("68.6"), Unit.PERCENT, "68.6\xa0%", "68,6\xa0%", id="percent"),
        pytest.param(Decimal("0.686"), Unit.SHARE, "68.6\xa0%", "68,6\xa0%", id="a share reads as a percentage"),
        pytest.param(Decimal(12739), Unit.COUNT, "12,739", "12.739", id="a count in thousands"),
        pytest.param(Decimal("4.1"), Unit.RATIO, "4.1", "4,1", id="ratio"),
        pytest.param(Decimal(4730000), Unit.EURO, "4,730,000\xa0euro", "4.730.000\xa0euro", id="euro"),
        pytest.param(Decimal(-588), Unit.COUNT, "-588", "-588", id="a fall"),
        pytest.param(None, Unit.COUNT, "-", "-", id="nothing"),
    ],
)
def test_a_value_reads_with_its_unit_in_the_language_of_the_screen(
    value: Decimal | None, unit: Unit, english: str, dutch: str
):
    assert value_text(value, unit) == english
    with translation.override("nl"):
        assert value_text(value, unit) == dutch


def test_percentages_differ_by_percentage_points():
    assert points_text(Decimal("-1.4"), Unit.PERCENT) == "1.4 percentage points"
    assert points_text(Decimal("0.014"), Unit.SHARE) == "1.4 percentage points"
    assert points_text(Decimal(-2500), Unit.COUNT) == "2,500"


@pytest.mark.parametrize(
    ("printed", "reads", "year"),
    [
        ("2019", "2019", 2019.0),
        ("2019-11", "November 2019", 2019.83),
        ("2019-Q3", "3rd quarter 2019", 2019.49),
        ("2019-12-31", "31 December 2019", 2019.99),
        ("2018-12/2019-11", "2018-12/2019-11", 2018.91),
    ],
)
def test_a_period_reads_as_people_say_it_and_stands_where_it_belongs(printed: str, reads: str, year: float):
    assert period_text(Period.parse(printed)) == reads
    assert year_of(Period.parse(printed)) == pytest.approx(year, abs=0.01)


@pytest.mark.parametrize(
    ("freshness", "says"),
    [
        (NothingYet(), "No figure was ever loaded."),
        (Fresh(None), "This figure is published only once."),
        (Fresh(date(2027, 2, 1)), "The next figure is expected on 1 February 2027."),
        (
            Stale(date(2022, 12, 31), 1422),
            "Out of date: a newer figure was expected on 31 December 2022 and is not loaded.",
        ),
    ],
)
def test_the_age_of_a_figure_is_told_in_words(freshness: Fresh | Stale | NothingYet, says: str):
    assert freshness_text(freshness) == says


values = st.decimals(min_value=-99_999, max_value=99_999, places=6)


@given(value=values, unit=st.sampled_from([Unit.PERCENT, Unit.RATIO, Unit.DAYS, Unit.EURO]))
def test_the_importer_reads_back_every_value_that_is_written(value: Decimal, unit: Unit):
    assert parse_value(importable_value(value, unit), unit) == value


@given(value=st.integers(-10_000_000, 10_000_000).map(Decimal))
def test_the_importer_reads_back_every_count(value: Decimal):
    assert parse_value(importable_value(value, Unit.COUNT), Unit.COUNT) == value


@pytest.mark.parametrize("value", ["1.115", "12.739", "0.5", "-0.125", "0"])
def test_values_with_two_readings_are_written_with_one(value: str):
    for unit in (Unit.PERCENT, Unit.RATIO, Unit.EURO):
        assert parse_value(importable_value(Decimal(value), unit), unit) == Decimal(value)
