"""Which passages of a vacancy speak of the work and what it asks, and which of the offer, the employer, or applying?

By the headings of the text and by how a sentence begins. Where a passage is not told apart it is read as the work:
what somebody asks and nobody proposes is a greater loss than one proposal too many. Whoever reads a vacancy decides to
leave out the other parts; a story or a CV has none of them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from arbeidspact.taxonomy.understanding.passages import passages_of, without_markup
from arbeidspact.taxonomy.understanding.vacancy_signs import (
    VacancyPart,
    begins_anew,
    heading_part,
    is_under,
    leaves,
    led_part,
    sentence_part,
)
from arbeidspact.taxonomy.understanding.values import Span

NOT_ASKED: Final = frozenset({VacancyPart.OFFER, VacancyPart.EMPLOYER, VacancyPart.APPLYING})
_LONGEST_HEADING: Final = 60
_MOST_STOPS: Final = 20
_LONGEST_LINE: Final = 200
_SHORTEST_BROKEN: Final = 50
_FEW_WORDS: Final = 4
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_LABEL: Final = re.compile(r"([^:?\n]{3,60}?)\s*([:?])\s")
_BULLET: Final = re.compile(r"\s*(?:[-*•●·▪◦‣–—+]|\d{1,2}[.)])\s")
_LINE_END: Final = re.compile(r"[\n\r\f\v]|\Z")


class VacancyParts:
    """The passages of one vacancy, each with the part that it belongs to. Cost: linear in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.passages: tuple[tuple[Span, VacancyPart], ...] = tuple(_told_apart(text))

    @cached_property
    def asked(self) -> str:
        """The text with blanks where it does not speak of the work: every letter that is left keeps its place."""
        return self.without(NOT_ASKED)

    @cached_property
    def unasked(self) -> tuple[Span, ...]:
        """The places that do not speak of the work, in order; what stands side by side is one place."""
        groups = groupby(self.passages, key=lambda passage: passage[1] in NOT_ASKED)
        runs = [[span for span, _part in run] for is_unasked, run in groups if is_unasked]
        return tuple(Span(run[0].start, run[-1].end) for run in runs)

    def without(self, parts: Collection[VacancyPart]) -> str:
        """The text with blanks in place of these parts: every letter that is left keeps its place."""
        kept: list[str] = []
        start = 0
        for span, part in self.passages:
            if part in parts:
                # Its full stop is no end of anything any more: a line end is.
                rest = self.text[span.end : span.end + _MOST_STOPS]
                ends = len(rest) - len(rest.lstrip(".!?"))
                kept += (self.text[start : span.start], " " * (span.end - span.start), "\n" * ends)
                start = span.end + ends
        return "".join([*kept, self.text[start:]])


def _told_apart(text: str) -> Iterator[tuple[Span, VacancyPart]]:
    cleaned = without_markup(text)
    reading = _Reading()
    line, before = Span(0, -1), Span(0, 0)
    for span in passages_of(text):
        if span.start > line.end and not _goes_on(cleaned, line, before, span):
            line = _line_at(cleaned, line.end + 1, span.start)
            reading.begin_line()
        elif not cleaned[before.end : span.start].strip():
            # A long sentence is cut in pieces, or broken off at the end of a line: they stay together.
            line = Span(line.start, max(line.end, _end_of_line(cleaned, span.end)))
            yield span, reading.last
            before = span
            continue
        yield span, reading.part_of(_passage(cleaned, span, line))
        before = span


def _goes_on(cleaned: str, line: Span, before: Span, span: Span) -> bool:
    """Does this line go on with the sentence that the line above it broke off, as in a mail?"""
    between = cleaned[before.end : span.start]
    return (
        line.end - line.start >= _SHORTEST_BROKEN
        and between.count("\n") == 1
        and not between.strip()
        and cleaned[span.start].islower()
        and not begins_anew(span.of(cleaned))
    )


def _line_at(cleaned: str, earliest: int, place: int) -> Span:
    return Span(max(earliest, cleaned.rfind("\n", earliest, place) + 1), _end_of_line(cleaned, place))


def _end_of_line(cleaned: str, place: int) -> int:
    end = _LINE_END.search(cleaned, place)
    return end.start() if end else len(cleaned)


def _passage(cleaned: str, span: Span, line: Span) -> "_Passage":
    words = span.of(cleaned).rstrip()
    after = cleaned[span.end : min(line.end, span.end + 4)].strip()
    sign = "" if after.startswith("..") else after[:1]
    is_alone = False
    if line.end - line.start <= _LONGEST_LINE:
        is_alone = _EDGES.sub("", line.of(cleaned).lstrip("0123456789")) == _EDGES.sub("", words)
    is_item = _BULLET.match(cleaned, line.start) is not None
    return _Passage(words, words[-1] if words[-1] in "?:" else sign, is_alone, is_item)


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words as they stand in their line: the sign behind them, whether the line holds nothing else, or is of a list."""

    words: str
    sign: str
    is_alone: bool
    is_item: bool

    @property
    def bare(self) -> str:
        return _EDGES.sub("", self.words)

    @property
    def is_marked(self) -> bool:
        return self.sign in (":", "?")


class _Reading:
    """Where a reader is that goes through a vacancy from top to bottom: under which heading, and in which line."""

    def __init__(self) -> None:
        self.under = VacancyPart.WORK
        self.in_line: VacancyPart | None = None
        self.last = VacancyPart.WORK

    def begin_line(self) -> None:
        """What a heading within a line says ends with that line."""
        self.in_line = None

    def part_of(self, passage: _Passage) -> VacancyPart:
        """To which part does the next passage belong?"""
        self.last = self._alone(passage) or self._leading(passage) or self._sentence(passage.words)
        return self.last

    def _alone(self, passage: _Passage) -> VacancyPart | None:
        """What a heading on a line of its own says: it holds until the next one."""
        is_heading = (
            passage.is_alone and (passage.is_marked or not passage.is_item) and passage.sign not in tuple(".,;")
        )
        if not is_heading or len(passage.bare) > _LONGEST_HEADING:
            return None
        part = heading_part(passage.bare, passage.sign) or self._unknown(passage)
        if part is not None:
            self.under, self.in_line = part, None
        return part

    def _unknown(self, passage: _Passage) -> VacancyPart | None:
        """A heading that is not known ends what stood above it, unless it is of the same."""
        is_loud = passage.bare.isupper() and len(passage.bare) > _FEW_WORDS
        is_short = not passage.sign and len(passage.bare.split()) <= _FEW_WORDS
        if is_under(self.under, passage.bare):
            return None
        is_heading = passage.is_marked or is_loud or (is_short and self.under is VacancyPart.EMPLOYER)
        return VacancyPart.WORK if is_heading else None

    def _leading(self, passage: _Passage) -> VacancyPart | None:
        """What a heading says that stands in one line with what it leads."""
        label = _LABEL.match(passage.words)
        if label:
            part = heading_part(_EDGES.sub("", label[1]), label[2])
        elif passage.is_marked and len(passage.bare) <= _LONGEST_HEADING:
            part = heading_part(passage.bare, passage.sign)
        else:
            part = None if passage.is_item else led_part(passage.words)
        if part is not None:
            self._lead(part)
        return part

    def _lead(self, part: VacancyPart) -> None:
        """A heading within a line holds until the end of the line, and ends what stood above it."""
        self.in_line = part
        if self.under is not part:
            self.under = VacancyPart.WORK

    def _sentence(self, words: str) -> VacancyPart:
        own = sentence_part(words)
        if own is not None:
            return own
        here = self.in_line or self.under
        if here is VacancyPart.WORK or not leaves(here, words):
            return here
        if here is not VacancyPart.OFFER:
            self.under, self.in_line = VacancyPart.WORK, None
        return VacancyPart.WORK
