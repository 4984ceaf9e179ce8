"""What a text was read as: its words with the proposals in their place, and the proposals as lines."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.models import Person
from arbeidspact.people.words import CEFR_WORDS
from arbeidspact.proposals.actions import ONLY_REQUIRED, own_reading
from arbeidspact.proposals.models import HowFound, Proposal, ProposalKind, TextKind, TextReading
from arbeidspact.proposals.vacancy_texts import LONGEST_READ, title_of
from arbeidspact.proposals.words import CONCEPTS, value_in_words
from arbeidspact.taxonomy.understanding import Span
from arbeidspact.taxonomy.understanding.vacancy_parts import VacancyParts

__all__ = ["HowFound", "ProposalKind", "TextKind"]

QUOTED: Final = 90
WITH_WELCOME: Final = (ProposalKind.COMPETENCE,)
"""What a vacancy can ask as nice to have."""


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another reading of the same words, in words."""

    value: str
    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal as its owner reads it."""

    proposal: Proposal
    number: int
    words: str
    chosen_words: str
    quoted: str
    others: tuple[OtherLine, ...]

    @property
    def pk(self) -> int:
        return self.proposal.pk

    @property
    def kind(self) -> str:
        return self.proposal.kind

    @property
    def kind_words(self) -> str:
        return str(self.proposal.get_kind_display())

    @property
    def how_words(self) -> str:
        return str(self.proposal.get_how_display())

    @property
    def percent(self) -> int:
        """How likely it is right, in per cent."""
        return round(100 * self.proposal.score)

    @property
    def level_words(self) -> Message:
        """How well a language is spoken; empty for anything else."""
        level = self.proposal.level if self.kind == ProposalKind.LANGUAGE else ""
        return CEFR_WORDS.get(level, "")

    @property
    def shows_score(self) -> bool:
        """Rules and people give no likelihood."""
        return self.proposal.how not in (HowFound.RULE, HowFound.CHOSEN)

    @property
    def is_undecided(self) -> bool:
        return not self.proposal.decision

    @property
    def may_be_welcome(self) -> bool:
        return self.kind in WITH_WELCOME

    @property
    def is_only_welcome(self) -> bool:
        """Is it nice to have while a vacancy has no place for that?"""
        return self.kind in ONLY_REQUIRED and not self.proposal.is_required and self.proposal.value != "none"

    @property
    def is_concept(self) -> bool:
        return self.kind in CONCEPTS

    @property
    def is_added(self) -> bool:
        """Did the owner of the text add it, while nobody proposed it?"""
        return self.proposal.how == HowFound.CHOSEN

    @property
    def shown(self) -> str:
        """What counts now: what was chosen instead, else what was proposed."""
        return self.chosen_words or self.words


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text under the same proposals; under none, its words say nothing.

    `is_asked`: not so in what a vacancy offers, tells of the employer, or says of applying.
    """

    text: str
    lines: tuple[ProposalLine, ...]
    is_asked: bool = True

    @property
    def state(self) -> str:
        """accepted or rejected when all proposals here are, else open."""
        decisions = {line.proposal.decision for line in self.lines}
        return decisions.pop() or "open" if len(decisions) == 1 else "open"

    @property
    def first(self) -> ProposalLine:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Group:
    """The proposals of one kind."""

    kind: str
    title: Message
    lines: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A text that was read, for its owner."""

    reading: TextReading
    segments: tuple[Segment, ...]
    groups: tuple[Group, ...]

    @property
    def lines(self) -> list[ProposalLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def decided(self) -> int:
        return sum(not line.is_undecided for line in self.lines)

    @property
    def sure(self) -> int:
        """How many are sure and not decided yet."""
        return sum(line.is_undecided and line.proposal.is_confident and not line.is_only_welcome for line in self.lines)

    @property
    def accepted(self) -> list[ProposalLine]:
        return [line for line in self.lines if line.proposal.is_accepted]

    @property
    def has_occupation(self) -> bool:
        return any(line.kind == ProposalKind.OCCUPATION and line.proposal.is_accepted for line in self.lines)

    @property
    def has_unasked(self) -> bool:
        """Does some of it speak of something else than the work: the offer, the employer, applying?"""
        return any(not segment.is_asked for segment in self.segments)

    @property
    def title(self) -> str:
        return title_of(self.reading.text)

    @property
    def is_long(self) -> bool:
        """Is it longer than what competences are looked for in?"""
        return len(self.reading.text) > LONGEST_READ


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A text that waits for its owner, in a list."""

    reference: UUID
    title: str
    read_at: datetime
    expires_at: datetime
    decided: int
    all: int


GROUP_TITLES: Final[dict[ProposalKind, Message]] = {
    ProposalKind.OCCUPATION: _("Occupation"),
    ProposalKind.COMPETENCE: _("Competences"),
    ProposalKind.LANGUAGE: _("Languages"),
    ProposalKind.LICENCE: _("Licences and certificates"),
    ProposalKind.HOURS: _("Hours a week"),
    ProposalKind.SHIFT: _("Shifts"),
    ProposalKind.EDUCATION: _("Diploma"),
    ProposalKind.EXPERIENCE: _("Experience"),
}


def reading_view(reference: UUID, *, actor: Actor, person: Person | None = None) -> ReadingView:
    """The text with its proposals in their place. Two queries. Raises: `NotFound`, also for somebody else's text."""
    reading = own_reading(reference, actor=actor, person=person)
    rows = list(reading.proposals.order_by("start", "pk"))
    lines = [_line(reading.text, row, number) for number, row in enumerate(rows, start=1)]
    groups = tuple(
        Group(kind.value, title, tuple(line for line in lines if line.kind == kind))
        for kind, title in GROUP_TITLES.items()
    )
    unasked = VacancyParts(reading.text).unasked if reading.kind == TextKind.VACANCY else ()
    return ReadingView(
        reading, tuple(segments_of(reading.text, lines, unasked)), tuple(group for group in groups if group.lines)
    )


def own_readings(actor: Actor, kind: TextKind) -> list[ReadingLine]:
    """The texts of this kind that wait for this actor, newest first. One query. Texts about people are not listed."""
    if actor.user is None or actor.organisation is None:
        return []
    found = TextReading.objects.filter(
        by=actor.user, organisation=actor.organisation, kind=kind, person__isnull=True, expires_at__gt=timezone.now()
    ).annotate(all=Count("proposals"), decided=Count("proposals", filter=~Q(proposals__decision="")))
    return [
        ReadingLine(one.reference, title_of(one.text), one.read_at, one.expires_at, one.decided, one.all)
        for one in found.order_by("-read_at", "-pk")[:50]
    ]


def segments_of(text: str, lines: Sequence[ProposalLine], unasked: Sequence[Span] = ()) -> Iterable[Segment]:
    """The text in pieces, cut where words of a proposal begin or end; where they overlap, a piece has several.

    Arguments: `unasked`, places in order that are not read as what is asked; pieces are cut there too.
    """
    places = [(max(0, start), min(len(text), end), line) for line in lines for start, end in line.proposal.places]
    ends = {edge for start, end, _line in places for edge in (start, end)}
    cuts = sorted({0, len(text), *ends, *(edge for span in unasked for edge in (span.start, span.end))})
    inside = {cut for cut in cuts if _is_inside(unasked, cut)}
    places.sort(key=lambda place: (place[0], place[1]))
    waiting, running = iter(places), list[tuple[int, int, ProposalLine]]()
    following = next(waiting, None)
    for start, end in pairwise(cuts):
        running = [place for place in running if place[1] > start]
        while following is not None and following[0] <= start:
            if following[1] > start:
                running.append(following)
            following = next(waiting, None)
        yield Segment(text[start:end], tuple(dict.fromkeys(place[2] for place in running)), start not in inside)


def _is_inside(spans: Sequence[Span], place: int) -> bool:
    at = bisect_right(spans, place, key=lambda span: span.start) - 1
    return at >= 0 and place < spans[at].end


def _line(text: str, row: Proposal, number: int) -> ProposalLine:
    quoted = " ".join(text[row.start : row.end].split())
    return ProposalLine(
        proposal=row,
        number=number,
        words=value_in_words(row.kind, row.value),
        chosen_words=value_in_words(row.kind, row.chosen) if row.chosen else "",
        quoted=quoted if len(quoted) <= QUOTED else f"{quoted[:QUOTED].rstrip()}…",
        others=tuple(
            OtherLine(one["value"], value_in_words(row.kind, one["value"]), round(100 * one["score"]))
            for one in row.others
        ),
    )
