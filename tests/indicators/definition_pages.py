"""Writes what is generated from the definitions: `python -m tests.indicators.definition_pages`."""

import json
from pathlib import Path
from typing import Final

import arbeidspact
from arbeidspact.indicators import definition_schema, indicator_reference_markdown, read_definitions

GHENT: Final = Path(arbeidspact.__file__).parent / "demo" / "ghent"
REFERENCE: Final = Path(__file__).parents[2] / "docs" / "reference"
CARDS_PAGE: Final = REFERENCE / "indicators.md"
SCHEMA_FILE: Final = REFERENCE / "indicator-definitions.schema.json"
BEFORE_CARDS: Final = "<!-- cards -->\n\n"


def schema_text() -> str:
    """The JSON Schema of definition files as it is kept."""
    return json.dumps(definition_schema(), indent=2, ensure_ascii=False) + "\n"


def cards_text() -> str:
    """The page of all indicators: its own opening, then every card as defined."""
    opening = CARDS_PAGE.read_text(encoding="utf-8").partition(BEFORE_CARDS)[0]
    cards = indicator_reference_markdown(read_definitions(GHENT / "indicators.toml").values())
    return opening + BEFORE_CARDS + cards


if __name__ == "__main__":
    CARDS_PAGE.write_text(cards_text(), encoding="utf-8")
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
