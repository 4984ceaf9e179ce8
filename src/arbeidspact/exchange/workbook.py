"""Rows as a workbook (.xlsx) that a spreadsheet opens without harm."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.spreadsheets import safe_cell

NARROWEST, WIDEST = 12, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, its header and its rows; `text_columns`, where what is typed stays text."""

    title: Message
    header: Sequence[str]
    rows: Iterable[Sequence[object]] = ()
    text_columns: frozenset[str] = frozenset()


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """The file with these sheets; the header stays in sight, and no cell is taken for a formula."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in sheets:
        page = book.create_sheet(str(sheet.title)[:31])
        page.append([_plain(cell) for cell in sheet.header])
        for row in sheet.rows:
            page.append([_plain(cell) for cell in row])
        page.freeze_panes = "A2"
        for place, name in enumerate(sheet.header, start=1):
            letter = get_column_letter(place)
            longest = max(len(str(cell.value or "")) for cell in page[letter])
            page.column_dimensions[letter].width = min(max(longest + 2, NARROWEST), WIDEST)
            page[f"{letter}1"].font = Font(bold=True)
            if name in sheet.text_columns:
                page.column_dimensions[letter].number_format = "@"
            if longest > WIDEST:
                for cell in page[letter]:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _plain(value: object) -> str | int | Decimal:
    return value if isinstance(value, int | Decimal) else ILLEGAL_CHARACTERS_RE.sub("", safe_cell(value))
