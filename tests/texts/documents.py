"""Small documents, made as the test needs them."""

import zipfile
from io import BytesIO

from docx import Document
from pypdf import PdfWriter


def pdf_of(*pages: str) -> bytes:
    """A PDF with these pages of text, in Helvetica; a page without text is an empty page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for text in pages:
        lines = "".join(f"({_escaped(line)}) Tj T* " for line in text.split("\n"))
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {lines}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R >>"
        objects.append(page % (resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def locked(pdf: bytes, password: str, owner: str | None = None) -> bytes:
    """This PDF, opening with this password."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt(password, owner, algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def word_of(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    """A Word document with these paragraphs, and after them this table."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table is not None:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def repacked(word: bytes, **changed: bytes) -> bytes:
    """This Word document with the text of a part replaced: `document=` is `word/document.xml`."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(word)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            name = part.filename.removeprefix("word/").removesuffix(".xml")
            new.writestr(part.filename, changed[name] if name in changed else old.read(part))
    return made.getvalue()
