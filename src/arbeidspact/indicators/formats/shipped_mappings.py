"""Mappings that come with the platform: a start for a first file, to be kept under another name and corrected."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from .column_mapping import ColumnMapping, parse_mapping

FOLDER: Final = Path(__file__).with_name("mappings")


@lru_cache(maxsize=1)
def shipped_mappings() -> tuple[ColumnMapping, ...]:
    """Every mapping that comes with the platform, by title."""
    found = [parse_mapping(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda mapping: mapping.title))
