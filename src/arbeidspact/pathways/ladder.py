"""The ladder of work as a file says it: rungs from low to high, what each asks and offers, which count as work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

from arbeidspact.indicators import InvalidFile, Problem, Text
from arbeidspact.indicators.toml_file import check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, FilledText, Slug
from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.models import StatusKind

OWN_FILE: Final = Path(__file__).parent / "ladder.toml"


class Rung(Entry):
    """One rung: its name, what it requires and offers, whether it counts as work, the statuses that stand for it."""

    slug: Slug
    name: Text
    requires: Text
    offers: Text
    counts_as_work: bool
    statuses: tuple[StatusKind, ...] = ()


class _Heading(Entry):
    name: Text
    version: FilledText


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs from the lowest to the highest. A rung that is no longer in the file has no height."""

    name: Text
    version: str
    rungs: tuple[Rung, ...]

    def rung(self, slug: str) -> Rung | None:
        """Which rung has this slug? None for one that the file does not know (any more)."""
        return next((rung for rung in self.rungs if rung.slug == slug), None)

    def height(self, slug: str) -> int:
        """How high is this rung, counted from 0? -1 for one that the file does not know."""
        return next((place for place, rung in enumerate(self.rungs) if rung.slug == slug), -1)

    def rung_of_status(self, status: str) -> Rung | None:
        """On which rung does somebody with this open status stand, when no placement says more?"""
        return next((rung for rung in reversed(self.rungs) if status in rung.statuses), None)

    @property
    def working(self) -> frozenset[str]:
        """The slugs of the rungs that count as work."""
        return frozenset(rung.slug for rung in self.rungs if rung.counts_as_work)


def read_ladder(path: Path) -> Ladder:
    """Which ladder does this file hold?

    Arguments: `path`, a TOML file with one `[ladder]` and `[[rung]]` tables from low to high.
    Raises: `InvalidFile` with every problem: file, entry, field, problem, fix.
    """
    content = read_toml(path)
    problems = unknown_tables(content, path, ("ladder", "rung"))
    headings, more = read_entries(content, path, "ladder", _Heading)
    problems += more
    rungs, more = read_entries(content, path, "rung", Rung)
    problems += more
    problems += check_unique(path, "rung", [rung.slug for rung in rungs])
    if "ladder" not in content:
        problems.append(Problem(path.name, "file", "ladder", "the table [ladder] is missing", "add it"))
    if not problems and not any(rung.counts_as_work for rung in rungs):
        problems.append(
            Problem(path.name, "file", "counts_as_work", "no rung counts as work", "write true for those that do")
        )
    if problems:
        raise InvalidFile(problems)
    return Ladder(headings[0].name, headings[0].version, tuple(rungs))


@lru_cache(maxsize=8)
def _read_once(path: Path) -> Ladder:
    return read_ladder(path)


def current_ladder() -> Ladder:
    """Which ladder is in force: the city's own where the setting LADDER_FILE names one, else that of the product.

    Raises: `InvalidFile`.
    """
    return _read_once(Path(settings.LADDER_FILE) if settings.LADDER_FILE else OWN_FILE)


def in_words(text: Text) -> str:
    """The text in the language of the screen."""
    return text.in_language(get_language() or "nl")


def _name(slug: str) -> str:
    rung = current_ladder().rung(slug)
    return in_words(rung.name) if rung else slug


_name_now: Callable[[str], Message] = lazy(_name, str)


def rung_name(slug: str) -> Message:
    """What is this rung called, in the language of the screen? The slug itself for one that the file does not know."""
    return _name_now(slug)
