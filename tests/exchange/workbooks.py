"""Workbooks as spreadsheet programs write them, made for a test."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook


def workbook(*rows: Iterable[Any], more: Callable[[Workbook], None] | None = None) -> bytes:
    """An .xlsx file with these rows in its first sheet; `more` changes the workbook before it is kept."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if more is not None:
        more(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return kept.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A package with these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return kept.getvalue()
