"""Which of my people's files hold these words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.db.models.expressions import RawSQL

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonLine, lines_of, people_within_reach
from arbeidspact.search.models import Entry, EntryKind
from arbeidspact.search.words import Piece, beginnings, excerpt, words_asked

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
    entries = _entries(actor, words, only_mine=only_mine)
    people = entries.order_by().values("person").annotate(last=Max("on"), texts=Count("pk")).order_by("-last", "person")
    keys: Page[Any] = Paginator(people, page_size).get_page(page)
    shown = list(keys.object_list)
    lines = lines_of(actor, [row["person"] for row in shown]) if shown else {}
    texts: dict[int, list[Entry]] = {}
    for entry in entries.filter(person__in=lines).order_by("-on", "-pk"):
        texts.setdefault(entry.person_id, []).append(entry)
    files = [
        FoundFile(
            person=lines[row["person"]],
            hits=_hits(texts.get(row["person"], [])[:TEXTS_A_PERSON], words),
            more=max(0, row["texts"] - TEXTS_A_PERSON),
        )
        for row in shown
        if row["person"] in lines
    ]
    return FoundFiles(cast("Page[FoundFile]", Page(files, keys.number, keys.paginator)), keys.paginator.count, words)


def _entries(actor: Actor, words: Sequence[str], *, only_mine: bool) -> QuerySet[Entry]:
    if not words:
        return Entry.objects.none()
    reach = people_within_reach(actor)
    if only_mine:
        reach = reach.filter(
            accompaniments__referent=actor.user,
            accompaniments__organisation=actor.organisation,
            accompaniments__until__isnull=True,
        )
    return Entry.objects.filter(
        pk__in=_with_words(words), organisation=actor.organisation, person__in=reach.order_by().values("pk")
    )


def _with_words(words: Sequence[str]) -> RawSQL:
    """The keys of the texts that hold all these words, from the index of the database."""
    if connection.vendor == "postgresql":
        asked = " & ".join("(" + " | ".join(f"'{start}':*" for start in beginnings(word)) + ")" for word in words)
        return RawSQL(
            "SELECT id FROM search_entry WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)", [asked]
        )
    asked = " AND ".join("(" + " OR ".join(f'"{start}" *' for start in beginnings(word)) + ")" for word in words)
    return RawSQL("SELECT rowid FROM search_words WHERE search_words MATCH %s", [asked])


def _hits(entries: Sequence[Entry], words: tuple[str, ...]) -> tuple[Hit, ...]:
    return tuple(Hit(entry, str(EntryKind(entry.kind).label), excerpt(entry.text, words)) for entry in entries)
