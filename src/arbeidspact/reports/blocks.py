"""What stands on a page, before it is known whether the page is paper or a screen: both are made of the same blocks."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 opens a chapter."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `tone`: empty, lead, small or strong; `language` where it is another than that of the document."""

    text: str
    tone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms, each with its text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, how wide it is beside the others, and whether numbers stand in it."""

    title: str
    width: int = 2
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it shows in words; its figures stand in a table beside it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """A goal at a glance: its verdict as a word with a sign and a tone, and why."""

    title: str
    verdict: str
    sign: str
    tone: str
    lines: tuple[str, ...]
    small: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, in their own words."""

    by: str
    text: str
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before reading on."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new sheet of paper."""


Block = Heading | Paragraph | Bullets | Facts | Table | Picture | Card | Quote | Notice | NewPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document: title, language, day, and what stands on its pages. `kind`: steering or citizens."""

    kind: str
    language: str
    title: str
    subtitle: str
    publisher: str
    day: date
    footer: str
    page_words: str
    contents_title: str
    blocks: tuple[Block, ...]
    opening: tuple[Block, ...] = field(default=())
