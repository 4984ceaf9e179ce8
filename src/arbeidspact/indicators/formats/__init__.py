"""Files of figures as producers publish them, read into one shape and checked in one way."""

from .area_reading import AreaBook, KnownArea
from .column_mapping import (
    AreasBy,
    Boundaries,
    ColumnMapping,
    FileFormat,
    Merged,
    mapping_from,
    mapping_toml,
    parse_mapping,
)
from .figure_columns import SCHEMA, FigureColumns, joined
from .figure_reader import FigureReader
from .file_table import FileTable, headers_of, table_of_cells
from .guessing import guess_mapping
from .json_stat import read_json_stat
from .own_csv import CsvParts
from .printed_period import PATTERN_HELP
from .raw_rows import FIGURE_COLUMNS
from .sdmx_json import read_sdmx_json
from .shipped_mappings import shipped_mappings

__all__ = [
    "FIGURE_COLUMNS",
    "PATTERN_HELP",
    "SCHEMA",
    "AreaBook",
    "AreasBy",
    "Boundaries",
    "ColumnMapping",
    "CsvParts",
    "FigureColumns",
    "FigureReader",
    "FileFormat",
    "FileTable",
    "KnownArea",
    "Merged",
    "guess_mapping",
    "headers_of",
    "joined",
    "mapping_from",
    "mapping_toml",
    "parse_mapping",
    "read_json_stat",
    "read_sdmx_json",
    "shipped_mappings",
    "table_of_cells",
]
