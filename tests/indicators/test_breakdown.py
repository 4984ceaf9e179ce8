import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from arbeidspact.indicators import (
    TOTAL,
    Category,
    Dimension,
    InvalidBreakdown,
    Text,
    breakdown_key,
    breakdown_name,
    parse_breakdown,
)


def dimension(slug: str, *categories: str) -> Dimension:
    return Dimension(
        slug=slug,
        name=Text(nl=slug, en=slug),
        categories=tuple(Category(slug=one, name=Text(nl=f"{one} (nl)", en=f"{one} (en)")) for one in categories),
    )


SEX = dimension("sex", "women", "men")
AGE = dimension("age", "15-24", "25-49", "50-64")


@given(st.sampled_from(["", "women", "men"]), st.sampled_from(["", "15-24", "25-49", "50-64"]))
def test_a_key_names_the_group_it_was_made_for(sex, age):
    chosen = {name: category for name, category in (("sex", sex), ("age", age)) if category}

    assert parse_breakdown(breakdown_key(chosen), [SEX, AGE]) == chosen


def test_the_order_in_which_a_group_is_written_does_not_matter():
    assert breakdown_key(parse_breakdown(" sex:women | age:15-24 ", [SEX, AGE])) == "age:15-24|sex:women"


def test_the_total_has_no_key():
    assert breakdown_key({}) == TOTAL
    assert parse_breakdown(TOTAL, []) == {}


@pytest.mark.parametrize(
    ("text", "dimensions", "fix"),
    [
        pytest.param("women", [SEX], "write dimension:category", id="no dimension"),
        pytest.param("gender:women", [SEX, AGE], "use one of: sex, age", id="another dimension"),
        pytest.param("sex:women", [], "leave it empty", id="no breakdowns at all"),
        pytest.param("sex:girls", [SEX], "for sex, use one of: women, men", id="another category"),
        pytest.param("sex:women|sex:men", [SEX], "name sex once", id="a dimension twice"),
    ],
)
def test_a_group_that_is_not_known_is_refused_with_the_fix(text, dimensions, fix):
    with pytest.raises(InvalidBreakdown) as refused:
        parse_breakdown(text, dimensions)

    assert refused.value.fix.startswith(fix)


def test_a_group_is_called_by_its_name_in_the_language_of_the_reader():
    assert breakdown_name("age:15-24|sex:women", [SEX, AGE], "nl") == "15-24 (nl), women (nl)"
    assert breakdown_name(TOTAL, [SEX], "en") == ""


@pytest.mark.parametrize("categories", [pytest.param((), id="none"), pytest.param(("men", "men"), id="one twice")])
def test_a_dimension_has_categories_each_once(categories):
    with pytest.raises(ValidationError, match="at least one category, each under its own slug"):
        dimension("sex", *categories)


def test_organisations_are_known_by_their_short_names_and_listed_nowhere():
    pair = [
        Dimension(slug=slug, name=Text(nl=nl, en=en), are_organisations=True)
        for slug, nl, en in (("from", "Van", "From"), ("to", "Naar", "To"))
    ]

    assert parse_breakdown("to:vdab-gent|from:werkpunt", pair) == {"to": "vdab-gent", "from": "werkpunt"}
    assert breakdown_name("from:werkpunt|to:vdab-gent", pair, "nl") == "Van: werkpunt, Naar: vdab-gent"
    with pytest.raises(InvalidBreakdown, match="short name"):
        parse_breakdown("to:VDAB Gent", pair)
    with pytest.raises(ValidationError, match="leave the categories out"):
        Dimension(
            slug="to", name=Text(nl="Naar", en="To"), are_organisations=True,
            categories=(Category(slug="vdab", name=Text(nl="VDAB", en="VDAB")),),
        )  # fmt: skip
