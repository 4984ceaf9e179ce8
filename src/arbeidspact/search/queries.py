"""Which of my people's files hold these words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, cast

from django.core.paginator import Page, Paginator
from django.db import connection

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonLine, lines_of, people_within_reach
from arbeidspact.search.models import Entry, EntryKind
from arbeidspact.search.words import Piece, beginnings, excerpt, holds, words_asked

PAGE_SIZE: Final = 20
TEXTS_A_PERSON: Final = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that holds the words."""

    entry: Entry
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """Somebody in whose file the words stand: the newest texts, and how many more."""

    person: PersonLine
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """One page of files, and how many there are."""

    page: Page[FoundFile]
    count: int
    words: tuple[str, ...]


def search_files(
    actor: Actor, text: str, *, only_mine: bool = False, page: int | str = 1, page_size: int = PAGE_SIZE
) -> FoundFiles:
    """In whose files did the actor's organisation write these words, all of them in one text?

    A word finds every word that begins with it or with its stem. Only people within reach; nothing sensitive is ever
    found here. Returns: who was written about last comes first; each name shown is recorded. The number of queries does
    not depend on how much is found. Raises: `NotAllowed`.
    """
    require(actor, Permission.OPEN_PERSON)
    words = words_asked(text)
    counts = _people_with(actor, words, only_mine=only_mine)
    keys: Page[Any] = Paginator(counts, page_size).get_page(page)
    shown: list[_Count] = list(keys.object_list)
    lines = lines_of(actor, [count.person for count in shown]) if shown else {}
    texts = _texts_of(actor, list(lines), words)
    files = [
        FoundFile(
            person=lines[count.person],
            hits=_hits(texts.get(count.person, [])[:TEXTS_A_PERSON], words),
            more=max(0, count.texts - TEXTS_A_PERSON),
        )
        for count in shown
        if count.person in lines
    ]
    return FoundFiles(cast("Page[FoundFile]", Page(files, keys.number, keys.paginator)), keys.paginator.count, words)


class _Count(NamedTuple):
    """How many texts of somebody hold the words, and the day of the newest."""

    person: int
    last: date
    texts: int


def _people_with(actor: Actor, words: Sequence[str], *, only_mine: bool) -> list[_Count]:
    """In whose files within reach do the words stand? Who was written about last comes first."""
    if not words or actor.organisation is None:
        return []
    reach = people_within_reach(actor)
    if only_mine:
        reach = reach.filter(
            accompaniments__referent=actor.user,
            accompaniments__organisation=actor.organisation,
            accompaniments__until__isnull=True,
        )
    within = set(reach.order_by().values_list("pk", flat=True))
    statement, asked = _statement(words)
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, actor.organisation.pk])
        counts = [_Count(person, _day(last), texts) for person, last, texts in cursor.fetchall() if person in within]
    return sorted(counts, key=lambda count: (-count.last.toordinal(), count.person))


def _statement(words: Sequence[str]) -> tuple[str, str]:
    """How does the database count from its index of the words, the index first? The statement, and what it looks for.

    Left to itself, SQLite goes through every person and every text instead.
    """
    if connection.vendor == "postgresql":
        asked = " & ".join("(" + " | ".join(f"'{start}':*" for start in beginnings(word)) + ")" for word in words)
        return (
            "SELECT person_id, MAX(\"on\"), COUNT(*) FROM search_entry WHERE to_tsvector('simple', words)"
            " @@ to_tsquery('simple', %s) AND organisation_id = %s GROUP BY person_id",
            asked,
        )
    asked = " AND ".join("(" + " OR ".join(f'"{start}" *' for start in beginnings(word)) + ")" for word in words)
    return (
        'SELECT entry.person_id, MAX(entry."on"), COUNT(*) FROM search_words CROSS JOIN search_entry AS entry'
        " ON entry.id = search_words.rowid WHERE search_words MATCH %s AND entry.organisation_id = %s"
        " GROUP BY entry.person_id",
        asked,
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _texts_of(actor: Actor, people: Sequence[int], words: Sequence[str]) -> dict[int, list[Entry]]:
    """The texts of these people that hold the words, the newest first."""
    texts: dict[int, list[Entry]] = {}
    entries = Entry.objects.filter(organisation=actor.organisation, person__in=people).order_by("-on", "-pk")
    for entry in entries if people else ():
        if holds(entry.words, words):
            texts.setdefault(entry.person_id, []).append(entry)
    return texts


def _hits(entries: Sequence[Entry], words: tuple[str, ...]) -> tuple[Hit, ...]:
    return tuple(Hit(entry, str(EntryKind(entry.kind).label), excerpt(entry.text, words)) for entry in entries)
