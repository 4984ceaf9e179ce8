"""Cells of files that people open in a spreadsheet program, which takes some texts for formulas."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PLAIN_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?( ?%)?", re.ASCII)


def safe_cell(value: object) -> str:
    """The text of a cell that no spreadsheet takes for a formula; a plain number stays as it is, None is empty."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_STARTS) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cell_as_meant(cell: str) -> str:
    """What a cell held before `safe_cell` made it safe."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
