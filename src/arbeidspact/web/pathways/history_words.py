"""What changed in a plan, in words: the fields by name, slugs and days as a screen says them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.pathways.ladder import rung_name
from arbeidspact.pathways.queries import HistoryLine, PlacementSource, StepOwner
from arbeidspact.people.domains import LifeDomain

FIELD_WORDS: Mapping[str, Message] = {
    "owner": _("Who does it"),
    "member": _("Colleague"),
    "partner": _("Partner organisation"),
    "what": _("What"),
    "due_on": _("By which day"),
    "note": _("Note"),
    "place": _("Where"),
    "domain": _("Part of life"),
    "goal": _("Goal"),
    "waits_on": _("After which step"),
    "words": _("Words"),
    "aim": _("Rung aimed for"),
    "aim_words": _("Why this rung"),
    "rung": _("Rung"),
    "since": _("From"),
    "until": _("Until"),
    "where": _("Where"),
    "source": _("How we know"),
}
NOTHING: Message = _("nothing")


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A changed field by name, with its words before and after; both empty where they are not told."""

    field: Message
    before: Message
    after: Message


def _day(value: str) -> Message:
    day: date | None = parse_date(value)
    return date_format(day, "j F Y") if day else value


_VALUES: Mapping[str, Callable[[str], Message]] = {
    "owner": lambda value: StepOwner(value).label if value in StepOwner.values else value,
    "domain": lambda value: LifeDomain(value).label if value in LifeDomain.values else value,
    "source": lambda value: PlacementSource(value).label if value in PlacementSource.values else value,
    "due_on": _day,
    "since": _day,
    "until": _day,
    "aim": rung_name,
    "rung": rung_name,
}


def change_words(line: HistoryLine) -> list[ChangeWords]:
    """What changed, in words?"""
    return [_words(change) for change in line.changes]


def _words(change: Mapping[str, str]) -> ChangeWords:
    field, before, after = change["field"], change["before"], change["after"]
    name = FIELD_WORDS.get(field, field)
    if not before and not after:
        return ChangeWords(name, "", "")
    say = _VALUES.get(field, str)
    return ChangeWords(name, say(before) if before else NOTHING, say(after) if after else NOTHING)
