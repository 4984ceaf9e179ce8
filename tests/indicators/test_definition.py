from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from arbeidspact.indicators import IndicatorDefinition, InvalidFile, Unit, read_definitions

WHOLE = """
[[indicator]]
slug = "employment-rate"
version = 1
name = { nl = "Werkzaamheidsgraad", en = "Employment rate" }
question = { nl = "Welk deel werkt?", en = "Which part works?" }
numerator = { nl = "werkenden", en = "people in work" }
denominator = { nl = "inwoners", en = "residents" }
age_group = "20-64"
unit = "percent"
factor = 100
direction = "higher_is_better"
source = "Vlaamse Arbeidsrekening"
rhythm = "yearly"
delay_days = 730
smallest_area = "municipality"
pitfalls = [{ nl = "Traag.", en = "Slow." }]
formula_reference = { nl = "Stadsmonitor", en = "City monitor" }
owner = "Werkgroep datamonitoring"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "indicators.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_definition_is_read_and_frozen(tmp_path):
    definition = read_definitions(written(tmp_path, WHOLE))["employment-rate"]

    assert definition.unit is Unit.PERCENT
    assert definition.name.in_language("nl-BE") == "Werkzaamheidsgraad"
    assert definition.name.in_language("en") == "Employment rate"
    with pytest.raises(ValidationError):
        definition.slug = "other"


@pytest.mark.parametrize(
    ("change", "field", "problem", "fix"),
    [
        pytest.param(('unit = "percent"\n', ""), "unit", "this field is missing", "add it", id="a field is missing"),
        pytest.param(
            ('"percent"', '"procent"'),
            "unit",
            "procent is not possible here",
            "write 'share', 'percent', 'count', 'ratio', 'days' or 'euro'",
            id="an unknown unit",
        ),
        pytest.param(
            ("owner", "eigenaar"),
            "eigenaar",
            "this field is unknown",
            "remove it or correct its spelling",
            id="a Dutch field",
        ),
        pytest.param(
            ("factor = 100\n", ""),
            "whole entry",
            "a percent is a share times 100",
            "write factor = 100",
            id="a percent without factor",
        ),
        pytest.param(
            ('denominator = { nl = "inwoners", en = "residents" }\n', ""),
            "whole entry",
            "a percent needs a denominator",
            "say what the numerator is divided by",
            id="a percent of nothing",
        ),
        pytest.param(
            ("delay_days = 730", "delay_days = -1"),
            "delay_days",
            "greater than or equal to 0",
            "correct the value",
            id="a negative delay",
        ),
        pytest.param(
            ('en = "Slow."', 'en = ""'),
            "pitfalls.0.en",
            "at least 1 character",
            "correct the value",
            id="an empty translation",
        ),
        pytest.param(
            ('"employment-rate"', '"Employment Rate"'), "slug", "pattern", "correct the value", id="a slug with spaces"
        ),
    ],
)
def test_a_wrong_entry_is_named_with_its_field_and_the_fix(tmp_path, change, field, problem, fix):
    with pytest.raises(InvalidFile) as refusal:
        read_definitions(written(tmp_path, WHOLE.replace(*change)))

    found = next(item for item in refusal.value.problems if item.field == field)
    assert found.file == "indicators.toml"
    assert found.entry.startswith("indicator ")
    assert problem in found.problem
    assert found.fix.startswith(fix)


def test_every_problem_of_a_file_is_told_at_once(tmp_path):
    text = WHOLE.replace('unit = "percent"\n', "").replace("delay_days = 730", "delay_days = -1")

    with pytest.raises(InvalidFile) as refusal:
        read_definitions(written(tmp_path, text))

    assert {problem.field for problem in refusal.value.problems} == {"unit", "delay_days"}


def test_the_same_slug_twice_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="employment-rate stands 2 times: keep one, or give each its own name"):
        read_definitions(written(tmp_path, WHOLE + WHOLE))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "the file does not exist", id="no file"),
        pytest.param(b"slug = ", "this is not TOML", id="no TOML"),
        pytest.param(b'name = "\xff"', "the file is not UTF-8", id="no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path, content, problem):
    path = tmp_path / "indicators.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InvalidFile, match=problem):
        read_definitions(path)


@given(numerator=st.integers(0, 10**6), denominator=st.integers(1, 10**6))
def test_a_percent_is_a_share_times_a_hundred(numerator, denominator):
    value = DEFINITION.value_of(Decimal(numerator), Decimal(denominator))

    assert value * denominator == pytest.approx(Decimal(numerator) * 100)


@pytest.mark.parametrize(
    ("denominator", "message"),
    [pytest.param(None, "needs a denominator", id="missing"), pytest.param(Decimal(0), "denominator of 0", id="zero")],
)
def test_a_rate_without_a_denominator_is_refused(denominator, message):
    with pytest.raises(ValueError, match=message):
        DEFINITION.value_of(Decimal(1), denominator)


DEFINITION = IndicatorDefinition.model_validate(
    {
        "slug": "employment-rate",
        "version": 1,
        "name": {"nl": "Werkzaamheidsgraad", "en": "Employment rate"},
        "question": {"nl": "Welk deel werkt?", "en": "Which part works?"},
        "numerator": {"nl": "werkenden", "en": "people in work"},
        "denominator": {"nl": "inwoners", "en": "residents"},
        "unit": "percent",
        "factor": 100,
        "direction": "higher_is_better",
        "source": "Vlaamse Arbeidsrekening",
        "rhythm": "yearly",
        "delay_days": 730,
        "smallest_area": "municipality",
        "formula_reference": {"nl": "Stadsmonitor", "en": "City monitor"},
        "owner": "Werkgroep datamonitoring",
    }
)


MEASURED = """
[[indicator]]
slug = "{slug}"
version = 1
name = {{ nl = "Cijfer", en = "Figure" }}
question = {{ nl = "Hoeveel?", en = "How many?" }}
numerator = {{ nl = "wat telt", en = "what counts" }}
unit = "{unit}"
direction = "neutral"
source = "Arbeidspact"
rhythm = "quarterly"
delay_days = 10
smallest_area = "municipality"
formula_reference = {{ nl = "eigen", en = "own" }}
owner = "Werkgroep datamonitoring"
measure = "platform:days"
{more}
"""


def median(more="", **values):
    return MEASURED.format(**{"slug": "days", "unit": "days", "more": f'summary = "median"\n{more}', **values})


def golden(values, value):
    return f'[[indicator.golden]]\nvalues = {values}\nvalue = "{value}"\nsource = "voorbeeld"\n'


def test_a_median_is_proved_by_its_values(tmp_path):
    read = read_definitions(written(tmp_path, median(golden([1, 2, 4, 50], "3"))))

    assert read["days"].value_of_many((Decimal(9), Decimal(1), Decimal(2))) == 2


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        pytest.param(median(golden([1, 2, 6], "3")), "golden 1.value", "gives 2, not 3", id="another middle"),
        pytest.param(
            median('[[indicator.golden]]\nnumerator = 3\nvalue = "3"\nsource = "x"\n'),
            "golden 1.denominator",
            "is the median of many values",
            id="a numerator for a median",
        ),
        pytest.param(
            MEASURED.format(slug="days", unit="days", more=golden([1, 2], "2")),
            "golden 1.values",
            "is no summary of many values",
            id="values for what is no median",
        ),
        pytest.param(
            median('denominator_indicator = "met"'), "denominator_indicator", "no indicator met", id="an unknown count"
        ),
        pytest.param(
            median('denominator_indicator = "other"') + MEASURED.format(slug="other", unit="days", more=""),
            "denominator_indicator",
            "other is no count",
            id="a count that is none",
        ),
        pytest.param(
            median() + MEASURED.format(slug="met", unit="count", more='measured_part = "size"'),
            "measured_part",
            "no figure of this measure names this count",
            id="a part that nobody names",
        ),
        pytest.param(
            median('measured_part = "size"'), "indicator", "measured_part is of a count", id="a part that is no count"
        ),
    ],
)
def test_a_measured_figure_and_its_counts_fit(tmp_path, text, field, problem):
    with pytest.raises(InvalidFile) as refused:
        read_definitions(written(tmp_path, text))

    assert any(problem in one.problem for one in refused.value.problems), str(refused.value)
    assert any(field in one.field or field == "indicator" for one in refused.value.problems)
