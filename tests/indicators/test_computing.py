"""Figures that follow from others: every input counts, the least sure decides, and a contradiction is shown."""

from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.indicators import (
    COMPUTED_SOURCE,
    ComputedFigure,
    InvalidFile,
    NotComputed,
    ObservationStatus,
    compute_figures,
    in_computing_order,
    read_definitions,
)
from tests.indicators.test_definition import WHOLE, written
from tests.monitor.factories import definition, figure

SEX = {
    "slug": "sex",
    "name": {"nl": "geslacht", "en": "sex"},
    "categories": [
        {"slug": "women", "name": {"nl": "vrouwen", "en": "women"}},
        {"slug": "men", "name": {"nl": "mannen", "en": "men"}},
    ],
}
RATE = definition(
    "rate", computed={"numerator": "employed", "denominator": "residents[age:20-64]"}, dimensions=[SEX], golden=()
)


def known(*figures):
    found = {}
    for one in figures:
        found.setdefault(one.indicator, []).append(one)
    return found


def employed(period, value, **values):
    return figure(period, value, indicator="employed", **values)


def residents(period, value, **values):
    return figure(period, value, indicator="residents", **{"breakdown": "age:20-64", **values})


def test_a_rate_follows_from_its_counts_with_its_factor():
    (found,) = compute_figures(RATE, known(employed("2019", "120"), residents("2019", "165")))

    assert isinstance(found, ComputedFigure)
    assert (found.figure.value, found.numerator, found.denominator) == (Decimal("72.73"), 120, 165)
    assert (found.figure.source, found.figure.area, str(found.figure.period)) == (COMPUTED_SOURCE, "gent", "2019")
    assert [one.indicator for one in found.inputs] == ["employed", "residents"]


def test_only_where_every_input_is_known_for_the_same_area_and_period():
    found = compute_figures(
        RATE,
        known(
            employed("2019", "120"),
            employed("2020", "121"),
            residents("2019", "165"),
            residents("2021", "166"),
            residents("2020", "170", area="genk"),
            residents("2020", "170", breakdown=""),
        ),
    )

    assert [(one.figure.area, str(one.figure.period)) for one in found] == [("gent", "2019")]


def test_groups_of_the_definition_are_computed_beside_the_total():
    found = compute_figures(
        RATE,
        known(
            employed("2019", "120"),
            employed("2019", "50", breakdown="sex:women"),
            employed("2019", "40", breakdown="origin:eu"),
            residents("2019", "160"),
            residents("2019", "80", breakdown="age:20-64|sex:women"),
            residents("2019", "80", breakdown="age:20-64|origin:eu"),
        ),
    )

    assert [(one.figure.breakdown, one.figure.value) for one in found] == [
        ("", Decimal("75.00")),
        ("sex:women", Decimal("62.50")),
    ]


def test_the_figure_that_stands_counts_and_the_newest_vintage_is_taken_over():
    (found,) = compute_figures(
        RATE,
        known(
            employed("2019", "100", vintage=date(2020, 1, 1)),
            employed("2019", "110", vintage=date(2022, 1, 1)),
            residents("2019", "200", vintage=None),
        ),
    )

    assert (found.figure.value, found.figure.vintage) == (Decimal("55.00"), date(2022, 1, 1))
    assert [one.vintage for one in found.inputs] == [date(2022, 1, 1), None]


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        pytest.param("final", "final", "final", id="both sure"),
        pytest.param("final", "provisional", "provisional", id="one may change"),
        pytest.param("contested", "provisional", "contested", id="one is contested"),
    ],
)
def test_it_is_as_sure_as_its_least_sure_input(one, other, status):
    (found,) = compute_figures(
        RATE,
        known(
            employed("2019", "1", status=ObservationStatus(one)),
            residents("2019", "2", status=ObservationStatus(other)),
        ),
    )

    assert found.figure.status == status
    assert bool(found.figure.flag_en) == (status == "contested")


def test_what_somebody_else_printed_makes_it_contested_with_the_counter_value():
    same, other = figure("2019", "72.7", indicator="rate"), figure("2020", "70.3", indicator="rate", source="Nota")
    found = compute_figures(
        RATE,
        known(
            employed("2019", "120"),
            employed("2020", "120"),
            residents("2019", "165"),
            residents("2020", "165"),
            same,
            other,
        ),
    )

    assert [(one.figure.status, one.figure.flag_nl) for one in found] == [
        ("final", ""),
        ("contested", "Elders gepubliceerd als 70,3 (Nota)."),
    ]


def test_nothing_is_divided_by_zero():
    (found,) = compute_figures(RATE, known(employed("2019", "120"), residents("2019", "0")))

    assert isinstance(found, NotComputed)


BELOW = 'denominator = { nl = "inwoners", en = "residents" }\n'


def computed(slug, numerator, denominator="100"):
    text = WHOLE.replace('"employment-rate"', f'"{slug}"')
    return text + f'computed = {{ numerator = "{numerator}", denominator = "{denominator}" }}\n'


@pytest.mark.parametrize(
    ("text", "entry", "field", "problem", "fix"),
    [
        pytest.param(
            computed("a", "b"), "indicator a", "computed", "there is no indicator b", "define it", id="unknown input"
        ),
        pytest.param(
            computed("a", "employment-rate-b") + WHOLE,
            "indicator a",
            "computed",
            "there is no indicator employment-rate-b",
            "to subtract, write a space on both sides",
            id="a minus without spaces",
        ),
        pytest.param(
            computed("a", "b") + computed("b", "c") + computed("c", "a"),
            "indicator a",
            "computed",
            "it is computed from itself (a -> b -> c -> a)",
            "imported",
            id="a circle",
        ),
        pytest.param(
            computed("a", "a"), "indicator a", "computed", "computed from itself (a -> a)", "imported", id="itself"
        ),
        pytest.param(
            computed("a", "employment-rate[sex:women]") + WHOLE,
            "indicator a",
            "computed",
            "employment-rate has no group sex:women",
            "it has none",
            id="unknown group",
        ),
        pytest.param(
            computed("a", "b * c"),
            "indicator a",
            "computed.numerator",
            "multiplies two indicators",
            "by a number",
            id="*",
        ),
        pytest.param(
            WHOLE + 'measure = "platform:terms"\ncomputed = { numerator = "a", denominator = "1" }\n',
            "indicator employment-rate",
            "whole entry",
            "computed or measured",
            "keep one",
            id="both ways",
        ),
        pytest.param(
            WHOLE + 'computed = { numerator = "a" }\n',
            "indicator employment-rate",
            "whole entry",
            "disagree on a denominator",
            "give it in both",
            id="no denominator",
        ),
        pytest.param(
            WHOLE + 'measure = "platform:guesses"\n',
            "indicator employment-rate",
            "measure",
            "the platform has no measure guesses",
            "use one of: platform:funnel, platform:terms",
            id="unknown measure",
        ),
        pytest.param(
            WHOLE + '[[indicator.golden]]\nnumerator = 1\ndenominator = 3\nvalue = 33.4\nsource = "x"\n',
            "indicator employment-rate",
            "golden 1.value",
            "the definition gives 33.3, not 33.4",
            "correct",
            id="golden counts that differ",
        ),
        pytest.param(
            WHOLE + '[[indicator.golden]]\nnumerator = 1\nvalue = 33.3\nsource = "x"\n',
            "indicator employment-rate",
            "golden 1.denominator",
            "needs a denominator",
            "give the counts",
            id="golden without denominator",
        ),
    ],
)
def test_a_definition_that_cannot_be_computed_is_refused_at_reading(tmp_path, text, entry, field, problem, fix):
    with pytest.raises(InvalidFile) as refusal:
        read_definitions(written(tmp_path, text), measures={"terms", "funnel"})

    found = next(one for one in refusal.value.problems if one.entry == entry and one.field == field)
    assert problem in found.problem
    assert found.fix.startswith(fix) or fix in found.fix


def test_definitions_are_computed_after_those_that_they_read(tmp_path):
    text = computed("a", "b + employment-rate") + computed("b", "c") + computed("c", "employment-rate") + WHOLE

    definitions = read_definitions(written(tmp_path, text))

    assert [one.slug for one in in_computing_order(definitions)] == ["c", "b", "a"]


def test_golden_counts_give_the_printed_value(tmp_path):
    golden = '[[indicator.golden]]\nnumerator = 1\ndenominator = 3\nvalue = "33.3"\nsource = "x"\n'

    (golden_one,) = read_definitions(written(tmp_path, WHOLE + golden))["employment-rate"].golden

    assert golden_one.value == Decimal("33.3")
