"""The text of a PDF in the order in which it stands in the file: enough to see that it can be taken out."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """Every sign that the pages show, by the fonts' own tables of signs (ToUnicode), without the spaces between words.

    Each page content names fonts by a resource; Typst writes one resource dictionary for each page.
    """
    objects = _objects(pdf)
    fonts = _fonts(objects)
    found = []
    for page in _pages(objects):
        names = {name: fonts[number] for name, number in _font_names(objects, page).items() if number in fonts}
        current: dict[int, str] = {}
        for token in re.finditer(
            rb"/(\w+) [\d.]+ Tf|<([0-9a-fA-F\s]+)>|\(((?:\\.|[^\\)])*)\)", _content(objects, page), re.DOTALL
        ):
            if token.group(1):
                current = names.get(token.group(1), {})
            else:
                raw = bytes.fromhex(token.group(2).decode()) if token.group(2) else _unescaped(token.group(3))
                codes = [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw) - 1, 2)]
                found += [current.get(code, "") for code in codes]
    return re.sub(r"\s", "", "".join(found))


def _objects(pdf: bytes) -> dict[int, bytes]:
    found = {int(one.group(1)): one.group(2) for one in re.finditer(rb"(\d+) 0 obj\s(.*?)\sendobj", pdf, re.DOTALL)}
    for body in list(found.values()):
        if b"/ObjStm" in body[:400]:
            data = _stream(body)
            first = int(_first(rb"/First (\d+)", body))
            heads = [int(one) for one in data[:first].split()]
            starts = [*heads[1::2], len(data) - first]
            for place, number in enumerate(heads[::2]):
                found[number] = data[first + starts[place] : first + starts[place + 1]]
    return found


def _stream(body: bytes) -> bytes:
    data = _first(STREAM.pattern, body)
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _fonts(objects: dict[int, bytes]) -> dict[int, dict[int, str]]:
    fonts = {}
    for number, body in objects.items():
        table = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if table:
            fonts[number] = _signs(_stream(objects[int(table[1])]))
    return fonts


def _signs(table: bytes) -> dict[int, str]:
    signs = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", part):
            signs[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return signs


def _pages(objects: dict[int, bytes]) -> list[bytes]:
    root = next(body for body in objects.values() if re.search(rb"/Type\s*/Pages", body) and b"/Parent" not in body)
    return _under(objects, root)


def _under(objects: dict[int, bytes], node: bytes) -> list[bytes]:
    kids = re.search(rb"/Kids\s*\[(.*?)\]", node, re.DOTALL)
    if not kids:
        return [node]
    return [page for number in re.findall(rb"(\d+) 0 R", kids[1]) for page in _under(objects, objects[int(number)])]


def _font_names(objects: dict[int, bytes], page: bytes) -> dict[bytes, int]:
    body = page
    link = re.search(rb"/Resources (\d+) 0 R", page)
    if link:
        body = objects[int(link[1])]
    fonts = re.search(rb"/Font\s*<<(.*?)>>", body, re.DOTALL)
    return {name: int(number) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", fonts[1])} if fonts else {}


def _content(objects: dict[int, bytes], page: bytes) -> bytes:
    return _stream(objects[int(_first(rb"/Contents (\d+) 0 R", page))])


def _unescaped(text: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda one: bytes([int(one[1], 8)]) if one[1][:1].isdigit() else named.get(one[1], one[1]),
        text,
        flags=re.DOTALL,
    )


def _first(pattern: bytes, body: bytes) -> bytes:
    found = re.search(pattern, body, re.DOTALL)
    assert found is not None
    return found[1]
