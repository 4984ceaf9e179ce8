"""What can be told of a person to another organisation, part by part: each area says what its part holds.

An area that stands above this one puts its source in `SOURCES` when the product starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.access import PersonFile

Line = tuple[Message, Message]


@dataclass(frozen=True, slots=True)
class Told:
    """One part in words: lines of label and text; what is sensitive stands apart, and only where the file shows it."""

    lines: tuple[Line, ...] = ()
    sensitive: tuple[Line, ...] = ()


Source = Callable[[PersonFile], Told]
SOURCES: dict[str, Source] = {}


def tells(kind: str) -> Callable[[Source], Source]:
    """Makes a function the source of one part."""

    def keep(source: Source) -> Source:
        SOURCES[kind] = source
        return source

    return keep


def told_of(file: PersonFile, kind: str) -> Told:
    """What would this part tell of this person now? Nothing where no area tells it; nothing sensitive while the
    compartment is closed."""
    source = SOURCES.get(kind)
    told = source(file) if source is not None else Told()
    return told if file.sees_sensitive else Told(told.lines)
