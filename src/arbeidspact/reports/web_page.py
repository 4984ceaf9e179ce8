"""A sheet on a screen: one HTML file that needs nothing from elsewhere, is read aloud well and fits a phone."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from arbeidspact.reports.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Heading,
    NewPage,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Sheet,
    Table,
)

STYLE: Final = Path(__file__).parent / "page.css"
STYLE_IN_PAGE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def as_page(sheet: Sheet) -> bytes:
    """This sheet as one HTML file, in UTF-8."""
    body = _joined(_shown(block, place) for place, block in enumerate(sheet.blocks))
    opening = _joined(_shown(block, place) for place, block in enumerate(sheet.opening))
    page = format_html(
        "<!doctype html>\n"
        '<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{title}</title>\n"
        '<meta name="author" content="{publisher}">\n<meta name="date" content="{day}">\n'
        '<style>{style}</style>\n</head>\n<body class="{kind}">\n'
        "<header>\n<h1>{title}</h1>\n<p>{subtitle}</p>\n{opening}</header>\n"
        "{contents}<main>\n{body}</main>\n"
        "<footer><p>{footer}</p></footer>\n</body>\n</html>\n",
        language=sheet.language,
        title=sheet.title,
        publisher=sheet.publisher,
        day=sheet.day.isoformat(),
        style=_style(),
        kind=sheet.kind,
        subtitle=sheet.subtitle,
        opening=opening,
        contents=_contents(sheet),
        body=body,
        footer=sheet.footer,
    )
    return page.encode()


def style_source_of(page: bytes) -> str:
    """The hash by which a content security policy lets the style of this page through: `'sha256-...'`."""
    found = STYLE_IN_PAGE.search(page)
    digest = hashlib.sha256(found.group(1) if found else b"").digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _contents(sheet: Sheet) -> SafeString:
    if not sheet.contents_title:
        return mark_safe("")
    chapters = [
        (_anchor(place, block), block.text)
        for place, block in enumerate(sheet.blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    links = format_html_join("", '<li><a href="#{}">{}</a></li>\n', chapters)
    return format_html(
        '<nav aria-labelledby="contents"><h2 id="contents">{}</h2>\n<ol>\n{}</ol></nav>\n', sheet.contents_title, links
    )


def _shown(block: Block, place: int) -> SafeString:
    return _WAYS[type(block)](block, place)


def _heading(block: Heading, place: int) -> SafeString:
    return format_html(
        '<h{level} id="{anchor}">{text}</h{level}>',
        level=block.level + 1,
        anchor=_anchor(place, block),
        text=block.text,
    )


def _paragraph(block: Paragraph, _place: int) -> SafeString:
    return _lines(block.text, block.language, block.tone)


def _bullets(block: Bullets, _place: int) -> SafeString:
    return format_html(
        "<ul{}>{}</ul>", _language(block.language), format_html_join("", "<li>{}</li>", ([one] for one in block.items))
    )


def _facts(block: Facts, _place: int) -> SafeString:
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", block.rows))


def _table(block: Table, place: int) -> SafeString:
    heads = format_html_join(
        "", '<th scope="col"{}>{}</th>', ((_number(one.is_number), one.title) for one in block.columns)
    )
    rows = _joined(
        format_html(
            '<tr><th scope="row">{}</th>{}</tr>',
            row[0],
            format_html_join(
                "",
                "<td{}>{}</td>",
                ((_number(column.is_number), cell) for column, cell in zip(block.columns[1:], row[1:], strict=True)),
            ),
        )
        for row in block.rows
    )
    return format_html(
        '<div class="table" role="region" tabindex="0" aria-labelledby="table-{place}"><table>'
        '<caption id="table-{place}">{caption}</caption><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>'
        "</table></div>",
        place=place,
        caption=block.caption,
        heads=heads,
        rows=rows,
    )


def _picture(block: Picture, place: int) -> SafeString:
    # The drawing is ours: every text in it was escaped where it was made.
    drawing = mark_safe(block.svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
    return format_html(
        '<figure><div role="img" aria-label="{}">{}</div><figcaption id="picture-{}">{}</figcaption></figure>',
        block.alt,
        drawing,
        place,
        block.caption,
    )


def _card(block: Card, place: int) -> SafeString:
    small = format_html('<p class="small">{}</p>', block.small) if block.small else ""
    return format_html(
        '<section class="card card-{tone}" aria-labelledby="card-{place}"><h3 id="card-{place}">{title}</h3>'
        '<p class="verdict"><span aria-hidden="true">{sign}</span> {verdict}</p>{lines}{small}</section>',
        tone=block.tone,
        place=place,
        title=block.title,
        sign=block.sign,
        verdict=block.verdict,
        lines=format_html_join("", "<p>{}</p>", ([line] for line in block.lines)),
        small=small,
    )


def _quote(block: Quote, _place: int) -> SafeString:
    by = format_html('<p class="by">{}</p>', block.by) if block.by else ""
    return format_html('<div class="quote">{}<blockquote>{}</blockquote></div>', by, _lines(block.text, block.language))


def _notice(block: Notice, _place: int) -> SafeString:
    lines = format_html_join(" ", "{}", ([line] for line in block.lines))
    return format_html('<p class="notice"><strong>{}.</strong> {}</p>', block.title, lines)


def _new_page(_block: NewPage, _place: int) -> SafeString:
    return mark_safe('<hr class="sheet">')


_WAYS: Final[Mapping[type, Callable[[Any, int], SafeString]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Table: _table,
    Picture: _picture,
    Card: _card,
    Quote: _quote,
    Notice: _notice,
    NewPage: _new_page,
}


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}\n", ([part] for part in parts))


def _lines(text: str, language: str = "", tone: str = "") -> SafeString:
    """Lines that people broke stay broken."""
    tone_class = format_html(' class="{}"', tone) if tone else ""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return format_html_join("", "<p{}{}>{}</p>", ((tone_class, _language(language), line) for line in lines))


def _language(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else mark_safe("")


def _number(is_number: bool) -> SafeString:
    return mark_safe(' class="number"') if is_number else mark_safe("")


def _anchor(place: int, block: Heading) -> str:
    return f"{escape(slugify(block.text))[:60]}-{place}"


@cache
def _style() -> SafeString:
    return mark_safe(STYLE.read_text(encoding="utf-8").strip())  # noqa: S308
