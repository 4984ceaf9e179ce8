"""A document is the same byte for byte; what changed since is said part by part."""

from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.steering.comparing import Change, compared
from arbeidspact.steering.documents import canonical, hash_of, read


def test_the_order_in_which_it_was_made_does_not_matter():
    one = canonical({"b": Decimal("1.50"), "a": {"d": date(2026, 3, 1), "c": ["é", None, True]}})
    other = canonical({"a": {"c": ("é", None, True), "d": date(2026, 3, 1)}, "b": Decimal("1.5")})

    assert one == other == '{"a":{"c":["é",null,true],"d":"2026-03-01"},"b":"1.5"}'
    assert hash_of(one) == "a4258d6b1644ddc1dcbb820616087843ffe6eb6dca0785a3dfd90727382b9cbc"
    assert read(one)["b"] == "1.5"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1000", "1000"), ("1E+3", "1000"), ("0.10", "0.1"), ("-2.00", "-2"), ("0", "0"), ("100.0", "100")],
)
def test_numbers_are_written_in_one_way(value, text):
    assert canonical({"value": Decimal(value)}) == f'{{"value":"{text}"}}'


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}])
def test_what_reads_differently_elsewhere_does_not_enter(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_what_changed_is_said_by_field():
    then = [{"slug": "a", "x": 1, "comments": ["c"]}, {"slug": "b", "x": 1}, {"slug": "gone", "x": 1}]
    now = [{"slug": "b", "x": 2, "y": 3}, {"slug": "a", "x": 1}, {"slug": "new", "x": 1}]

    found = compared(then, now, without={"comments"})

    assert [(one.slug, one.change, one.fields) for one in found] == [
        ("a", Change.SAME, ()),
        ("b", Change.CHANGED, ("x", "y")),
        ("gone", Change.GONE, ()),
        ("new", Change.NEW, ()),
    ]
