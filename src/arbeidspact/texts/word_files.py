"""The text of a Word document: paragraphs, tables and text boxes, in the order in which they stand."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from arbeidspact.texts.exceptions import DocumentDamaged, DocumentTooHeavy, NoDocument
from arbeidspact.texts.limits import Limits

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _TAB = qn("w:r"), qn("w:t"), qn("w:tab")
_BREAKS: Final = frozenset({qn("w:br"), qn("w:cr")})
# A text box is written twice, the second time for old programs.
_TWICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_DEEPEST: Final = 200


def text_of_word(data: bytes, limits: Limits) -> str:
    """What does this Word document say, headers and footers left out?

    What is packed in it is measured before anything is unpacked, and no part may declare entities.
    Raises: `DocumentDamaged`, `DocumentTooHeavy`, `NoDocument`.
    """
    _check_parts(data, limits)
    try:
        body = Document(BytesIO(data)).element.body
    except ValueError:
        # It is packed as a Word document, but is a presentation, a workbook or a document with macros.
        raise NoDocument("packed") from None
    return "\n".join(_blocks(body, 0))


def _check_parts(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            # A part cannot unpack to more than it says here: reading stops there.
            if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
                raise DocumentTooHeavy
            for part in parts:
                if part.flag_bits & 1:
                    raise DocumentDamaged
                if part.filename.endswith((".xml", ".rels")) and _DECLARES.search(packed.read(part)):
                    raise DocumentDamaged
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise DocumentDamaged from None


def _blocks(element: Any, depth: int) -> Iterator[str]:
    """Each paragraph and each row of a table below this element."""
    if depth > _DEEPEST:
        raise DocumentTooHeavy
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, depth)
        elif child.tag == _ROW:
            yield _row(child, depth)
        elif child.tag != _TWICE:
            yield from _blocks(child, depth + 1)


def _row(row: Any, depth: int) -> str:
    """The cells of a row beside each other when each is one line, else below each other."""
    cells = ["\n".join(_blocks(cell, depth + 1)).strip() for cell in row.iter(_CELL) if _is_own_cell(cell, row)]
    return ("\n" if any("\n" in cell for cell in cells) else "\t").join(cells)


def _is_own_cell(cell: Any, row: Any) -> bool:
    above = cell.getparent()
    while above is not None and above.tag != _ROW:
        above = above.getparent()
    return above is row


def _paragraph(paragraph: Any, depth: int) -> Iterator[str]:
    """The line of this paragraph, and after it the text boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag == _TAB and element.getparent().tag == _RUN:
            pieces.append("\t")
        elif element.tag in _BREAKS:
            pieces.append("\n")
        elif element.tag in {_PARAGRAPH, _TABLE}:
            boxes.append(element)
        elif element.tag != _TWICE:
            waiting.extend(reversed(element))
    yield "".join(pieces)
    for box in boxes:
        yield from _paragraph(box, depth + 1) if box.tag == _PARAGRAPH else _blocks(box, depth + 1)
