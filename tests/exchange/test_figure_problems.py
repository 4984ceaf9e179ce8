"""What is wrong with a file of figures reaches the reader in Dutch."""

import pytest
from django.utils.translation import override

from arbeidspact.exchange.figure_problems import in_words
from arbeidspact.indicators import InvalidFile, InvalidNumber, InvalidPeriod, Problem, Unit, read_observations
from arbeidspact.indicators.number_parsing import parse_value


@pytest.mark.parametrize(
    ("problem", "dutch"),
    [
        pytest.param("the cell is empty", "De cel is leeg.", id="a fixed text"),
        pytest.param("44099 is not a known area", "44099 is geen bekend gebied.", id="a text with a value"),
        pytest.param("never heard of", "never heard of", id="an unknown text stays"),
    ],
)
def test_a_problem_is_told_in_dutch(problem, dutch):
    with override("nl"):
        assert in_words(Problem("f", "row 2", "area", problem, "fill it in")) == (dutch, "Vul ze in.")


def test_in_english_the_words_stay_as_they_were():
    one = Problem(
        "f",
        "row 2",
        "unit",
        "% differs from the definition, which says percent",
        'write "percent" and convert the value',
    )
    assert in_words(one) == (one.problem, one.fix)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("abc", Unit.PERCENT, id="no number"),
        pytest.param("70,3", Unit.SHARE, id="not a share"),
        pytest.param("70 %", Unit.SHARE, id="a percentage among shares"),
        pytest.param("-0,2", Unit.SHARE, id="a share below nothing"),
        pytest.param("0,7", Unit.PERCENT, id="a share among percentages"),
        pytest.param("5 %", Unit.COUNT, id="a percentage among counts"),
        pytest.param("5,5", Unit.COUNT, id="half a person"),
    ],
)
def test_every_refused_number_has_dutch_words(text, unit):
    with pytest.raises(InvalidNumber) as refused:
        parse_value(text, unit)
    with override("nl"):
        problem, fix = in_words(Problem("f", "row 2", "value", refused.value.problem, refused.value.fix))
    assert problem != refused.value.problem
    assert fix != refused.value.fix


def test_a_refused_period_has_dutch_words():
    refused = InvalidPeriod("202x")
    with override("nl"):
        problem, fix = in_words(Problem("f", "row 2", "period", refused.problem, refused.fix))
    assert problem == "202x is geen periode."
    assert fix.startswith("Schrijf een jaar")


def test_missing_and_unknown_columns_have_dutch_words(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InvalidFile) as refused:
        read_observations(path, {})
    with override("nl"):
        for one in refused.value.problems:
            assert all(told != english for told, english in zip(in_words(one), (one.problem, one.fix), strict=True))
