"""The text of a web page: what a reader would see, without scripts, styles and what is hidden."""

import re
from typing import Final

from lxml import etree

from arbeidspact.texts.exceptions import DocumentDamaged, NoDocument
from arbeidspact.texts.plain_files import decoded

_DROPPED: Final = re.compile(
    "script|style|noscript|template|head|svg|math|iframe|object|embed|audio|video|canvas|select|datalist"
)
_LINES: Final = re.compile(
    "address|article|aside|blockquote|body|br|caption|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|h[1-6]|"
    "header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_CELLS: Final = frozenset({"td", "th"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_WHITE = re.compile(r"[ \t\r\n\f]+")


def text_of_page(data: bytes) -> str:
    """What does a reader of this page see? One line for each block; the cells of a row apart by a tab.

    Raises: `DocumentDamaged`, `NoDocument`.
    """
    markup = _DECLARATION.sub("", _decoded_page(data)).replace("\x00", "")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(markup, parser)
    except (etree.LxmlError, ValueError):
        raise DocumentDamaged from None
    return "" if root is None else _seen(root)


def _decoded_page(data: bytes) -> str:
    named = _CHARSET.search(data[:4_096])
    if named is not None:
        try:
            return data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return decoded(data)
    except NoDocument:
        raise DocumentDamaged from None


def _seen(root: etree._Element) -> str:
    """Walks without recursion: a page may be nested as deep as the parser allows."""
    pieces: list[str] = []
    dropped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if dropped is None and (_DROPPED.fullmatch(name) or not name or "hidden" in element.attrib):
                dropped = element
            if dropped is None:
                if _LINES.fullmatch(name):
                    pieces.append("\n")
                pieces.append(_WHITE.sub(" ", element.text or ""))
            continue
        if dropped is None and _LINES.fullmatch(name):
            pieces.append("\n")
        if dropped is None and name in _CELLS:
            pieces.append("\t")
        if element is dropped:
            dropped = None
        if dropped is None and element is not root:
            pieces.append(_WHITE.sub(" ", element.tail or ""))
    return "".join(pieces)
