"""What may be written where an indicator is computed from others, and what is said of what may not."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import IndicatorReference, InvalidExpression, parse_expression
from arbeidspact.indicators.expression import evaluate, references_of

VALUES = {"a": Decimal(10), "b-c": Decimal(4), "employed[age:20-64]": Decimal(7)}


def worked_out(text):
    return evaluate(parse_expression(text), lambda reference: VALUES[str(reference)])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a", "10", id="an indicator"),
        pytest.param("a + b-c", "14", id="a hyphen belongs to a slug"),
        pytest.param("a - b-c", "6", id="a minus has spaces"),
        pytest.param("a - b-c - 1", "5", id="from left to right"),
        pytest.param("a - (b-c - 1)", "7", id="parentheses first"),
        pytest.param("2 * a + 1", "21", id="times before plus"),
        pytest.param("(a + b-c) * 0.5", "7", id="half of a sum"),
        pytest.param("-a + 12", "2", id="a sign in front"),
        pytest.param("employed[age:20-64] * 3", "21", id="a group"),
        pytest.param("100", "100", id="a number"),
        pytest.param("2 * 3 * a", "60", id="two constants"),
    ],
)
def test_an_expression_comes_to_its_value(text, value):
    assert worked_out(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        pytest.param("a * b-c", "multiplies two indicators", "by a number only", id="two indicators"),
        pytest.param("a / b-c", '"/" cannot be read', "nothing is divided here", id="a division"),
        pytest.param("a b-c", "follows without + - or *", "write the sign", id="no sign"),
        pytest.param("(a", "is not closed", "close it", id="an open parenthesis"),
        pytest.param("a +", "a value is missing at the end", "a slug or a number", id="half a sum"),
        pytest.param("a + * 2", 'before "*"', "a slug or a number", id="two signs"),
        pytest.param("a[age]", "names no group", "dimension:category", id="half a group"),
        pytest.param("a[age:1|age:2]", "names no group", "once", id="a dimension twice"),
        pytest.param("0,5 * a", "cannot be read", "numbers (0.5)", id="a decimal comma"),
        pytest.param("__import__('os')", "cannot be read", "write slugs", id="code"),
        pytest.param("a + " * 200 + "a", "longer than", "define an indicator", id="too long"),
        pytest.param("(" * 30 + "a" + ")" * 30, "deeper than", "define an indicator", id="too deep"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_fix(text, problem, fix):
    with pytest.raises(InvalidExpression) as refusal:
        parse_expression(text)

    assert problem in refusal.value.problem
    assert fix in refusal.value.fix


def test_the_indicators_read_are_named_once():
    found = references_of(parse_expression("a + b-c * 2 - a + employed[sex:women|age:20-64]"))

    assert found == (
        IndicatorReference("a"),
        IndicatorReference("b-c"),
        IndicatorReference("employed", (("age", "20-64"), ("sex", "women"))),
    )


@given(text=st.text(alphabet="ab-+*()[]:|. 0159", max_size=40))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(InvalidExpression):
        assert references_of(parse_expression(text)) is not None


@given(
    numbers=st.lists(st.integers(-1000, 1000), min_size=1, max_size=6),
    signs=st.lists(st.sampled_from("+-"), min_size=5, max_size=5),
)
def test_sums_are_those_of_arithmetic(numbers, signs):
    text, wanted = f"({numbers[0]})", numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=False):
        text += f" {sign} ({number})"
        wanted += number if sign == "+" else -number

    assert worked_out(text) == wanted
