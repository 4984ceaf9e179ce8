"""A sheet on paper: an accessible PDF (PDF/UA-1) that is the same byte for byte wherever it is made.

Only the fonts that come with Typst are used, and the day of the document is that of the release: nothing of this
machine is in it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from arbeidspact.agreements.printing import SQUARE, UNDISPLAYABLE
from arbeidspact.reports.blocks import Block, NewPage, Sheet

TEMPLATE: Final = Path(__file__).parent / "print.typ"
SIZES: Final = (15.0, 14.0, 13.0, 12.0)
"""Sizes of type of the citizens' version, in points, the one we like best in front."""
MOST_TRIES: Final = 8


class TooLong(ValueError):
    """The citizens' version does not fit on its pages, however little it says."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and how many pages it has."""

    pdf: bytes
    pages: int


def printed(sheet: Sheet, size: float = 10.5) -> Printed:
    """This sheet as PDF. Signs that no font of Typst has become a square.

    Arguments: `size`, of the type in points. Raises: `typst.TypstError` when it cannot be set.
    """
    missing: set[str] = set()
    for _try in range(MOST_TRIES):
        data = json.dumps(_data(sheet, size, missing), ensure_ascii=False, sort_keys=True)
        compiler = typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"sheet": data})
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=_moment(sheet))
        except typst.TypstError as error:
            told = "\n".join(str(part) for part in (*error.args, getattr(error, "diagnostic", "")) if part)
            found = {sign for text in UNDISPLAYABLE.findall(told) for sign in text} - missing
            if not found:
                raise
            missing |= found
            continue
        assert isinstance(pdf, bytes)
        return Printed(pdf, int(json.loads(compiler.query("<pages>", field="value", one=True))))
    raise TooLong("The report holds too many signs that cannot be printed.")


def printed_within(most_pages: int, made: Callable[[int], Sheet], details: tuple[int, ...]) -> Printed:
    """The fullest of these sheets, in the largest type, that fits on so many pages.

    Arguments: `made`, the sheet with so many details; `details`, from most to fewest. Raises: `TooLong`.
    """
    for size in SIZES:
        for number in details:
            found = printed(made(number), size)
            if found.pages <= most_pages:
                return found
    raise TooLong(f"The citizens' version does not fit on {most_pages} pages.")


def _moment(sheet: Sheet) -> datetime:
    return datetime.combine(sheet.day, time(12), UTC)


def _data(sheet: Sheet, size: float, missing: set[str]) -> dict[str, Any]:
    data: dict[str, Any] = _printable(asdict(sheet), missing)
    data["opening"] = [_block(block, missing) for block in sheet.opening]
    data["blocks"] = [_block(block, missing) for block in sheet.blocks]
    data["day"] = sheet.day.isoformat()
    data["size"] = size
    breaks = [place for place, block in enumerate(sheet.blocks) if isinstance(block, NewPage)]
    data["contents_before"] = breaks[0] if sheet.contents_title and breaks else -1
    return data


def _block(block: Block, missing: set[str]) -> dict[str, Any]:
    return {**_printable(asdict(block), missing), "block": type(block).__name__.lower()}


def _printable(value: Any, missing: set[str]) -> Any:
    """The same with a square for each sign that cannot be printed."""
    if isinstance(value, str):
        return "".join(SQUARE if sign in missing else sign for sign in value) if missing else value
    if isinstance(value, dict):
        return {key: _printable(one, missing) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one, missing) for one in value]
    return None if not isinstance(value, bool | int | float) else value
