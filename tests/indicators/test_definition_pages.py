"""What is generated from the definitions says what they say; every golden count gives what its source printed."""

from decimal import Decimal

import pytest

from arbeidspact.indicators import definition_schema, read_definitions, round_like
from tests.indicators.definition_pages import GHENT, SCHEMA_FILE, schema_text

DEFINITIONS = read_definitions(GHENT / "indicators.toml")
GOLDEN = [(definition, golden) for definition in DEFINITIONS.values() for golden in definition.golden]


def test_the_schema_that_is_kept_is_the_one_in_use():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_schema_knows_every_field_and_refuses_others():
    definition = definition_schema()["$defs"]["IndicatorDefinition"]

    assert {"slug", "numerator", "computed", "measure", "golden", "pitfalls"} <= set(definition["properties"])
    assert definition["additionalProperties"] is False
    assert {"slug", "source", "owner"} <= set(definition["required"])


@pytest.mark.parametrize(
    ("definition", "golden"), GOLDEN, ids=[f"{definition.slug}: {golden.value:f}" for definition, golden in GOLDEN]
)
def test_golden_counts_give_what_their_source_printed(definition, golden):
    assert round_like(definition.value_of_golden(golden), golden.value) == golden.value


def test_computed_figures_of_ghent_have_golden_counts():
    without = [one.slug for one in DEFINITIONS.values() if one.computed is not None and not one.golden]

    assert without == []


def test_round_like_rounds_halves_away_from_zero():
    assert [round_like(Decimal(value), Decimal("0.1")) for value in ("0.25", "-0.25", "3")] == [
        Decimal("0.3"),
        Decimal("-0.3"),
        Decimal("3.0"),
    ]
