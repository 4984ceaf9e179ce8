"""What the check of a file shows: parts of the rows with their counts, and what can be chosen for them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.choosing import Chosen, RowChoice
from arbeidspact.exchange.report import LikelyFile, Outcome, RowProblem, RowResult
from arbeidspact.exchange.row_report import OUTCOME_WORDS
from arbeidspact.exchange.uploads import ImportKind, Upload
from arbeidspact.organisations.actor import Actor
from arbeidspact.people.access import PersonLine
from arbeidspact.people.duplicates import Likeness, duplicate_lines
from arbeidspact.web.people.registration import LIKENESS_WORDS

ROWS_A_PAGE: Final = 25
CHOICES_A_PAGE: Final = 10
ALL, MEND, CHOOSE = "all", "mend", "choose"
TONES: Final[Mapping[Outcome, str]] = {
    Outcome.CREATED: "success",
    Outcome.LINKED: "success",
    Outcome.UPDATED: "info",
    Outcome.WAITING: "warning",
    Outcome.TO_CHOOSE: "warning",
    Outcome.REFUSED: "danger",
}
PART_WORDS: Final[Mapping[str, str | Promise]] = {
    MEND: _("To mend"),
    CHOOSE: _("Choices"),
    Outcome.CREATED.value: OUTCOME_WORDS[Outcome.CREATED],
    Outcome.LINKED.value: OUTCOME_WORDS[Outcome.LINKED],
    Outcome.UPDATED.value: OUTCOME_WORDS[Outcome.UPDATED],
    Outcome.SAME.value: OUTCOME_WORDS[Outcome.SAME],
    Outcome.WAITING.value: OUTCOME_WORDS[Outcome.WAITING],
    Outcome.LEFT_OUT.value: OUTCOME_WORDS[Outcome.LEFT_OUT],
    ALL: _("All rows"),
}


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the list."""

    result: RowResult
    problems: list[RowProblem]

    @property
    def words(self) -> str | Promise:
        return OUTCOME_WORDS[self.result.outcome]

    @property
    def tone(self) -> str:
        return TONES.get(self.result.outcome, "neutral")


@dataclass(frozen=True, slots=True)
class LikelyChoice:
    """One likely file to choose: a line of it within reach, else who accompanies."""

    likely: LikelyFile
    line: PersonLine | None
    is_chosen: bool

    @property
    def likeness(self) -> str | Promise:
        return LIKENESS_WORDS[Likeness(self.likely.likeness)]


@dataclass(frozen=True, slots=True)
class RowToChoose:
    """One row with what can be chosen for it."""

    result: RowResult
    problems: list[RowProblem]
    likely: list[LikelyChoice]
    chosen: Chosen
    waits: bool

    @property
    def may_be_new(self) -> bool:
        return not any(one.likely.is_certain for one in self.likely)

    @property
    def is_elsewhere(self) -> bool:
        return any(one.line is None for one in self.likely)

    @property
    def is_new(self) -> bool:
        return self.chosen.what == RowChoice.NEW

    @property
    def is_left_out(self) -> bool:
        return self.chosen.what == RowChoice.LEAVE_OUT


def rows_of_part(upload: Upload, part: str) -> list[RowResult]:
    """The rows in this part of the file."""
    results = upload.report.results
    if part == MEND:
        return [one for one in results if one.outcome is Outcome.REFUSED]
    if part == CHOOSE:
        return [one for one in results if one.may_choose]
    return [one for one in results if part in {ALL, one.outcome.value}]


def check_context(upload: Upload, actor: Actor, wanted: str, page: str | None) -> dict[str, Any]:
    """What the page shows. Arguments: `wanted`, the part that was asked for; empty or unknown: what asks work first."""
    counts = {part: len(rows_of_part(upload, part)) for part in PART_WORDS}
    waiting = sum(upload.waits(one) for one in upload.report.results)
    part = wanted if counts.get(wanted) else _first_part(counts, waiting)
    rows = rows_of_part(upload, part)
    shown = Paginator(rows, CHOICES_A_PAGE if part == CHOOSE else ROWS_A_PAGE).get_page(page)
    problems: dict[int | None, list[RowProblem]] = defaultdict(list)
    for one in upload.report.problems:
        problems[one.row].append(one)
    told = {one.row for one in upload.report.results}
    context: dict[str, Any] = {
        "part": part,
        "parts": [
            {
                "slug": slug,
                "label": label,
                "count": counts[slug],
                "is_here": slug == part,
                "query": urlencode({"show": slug}),
            }
            for slug, label in PART_WORDS.items()
            if counts[slug]
        ],
        "page": shown,
        "query": urlencode({"show": part}),
        "count": len(rows),
        "waiting": waiting,
        "whole": [one for row, found in problems.items() if row not in told for one in found],
        "is_people": upload.kind is ImportKind.PEOPLE,
    }
    if part == CHOOSE:
        return context | {"to_choose": _to_choose(upload, actor, list(shown), problems)}
    return context | {"lines": [RowLine(one, problems[one.row]) for one in shown]}


def _first_part(counts: Mapping[str, int], waiting: int) -> str:
    if waiting:
        return CHOOSE
    return MEND if counts[MEND] else ALL


def _to_choose(
    upload: Upload, actor: Actor, rows: list[RowResult], problems: Mapping[int | None, list[RowProblem]]
) -> list[RowToChoose]:
    people = [one.person for row in rows for one in row.likely if one.person is not None]
    lines = duplicate_lines(actor, people)
    found = []
    for row in rows:
        chosen = upload.chosen_for(row)
        certain = next((one.key for one in row.likely if one.is_certain), "")
        what = chosen.what if chosen else certain
        likely = [
            LikelyChoice(one, lines.get(one.person) if one.person is not None else None, one.key == what)
            for one in row.likely
            if one.person is None or one.person in lines
        ]
        found.append(
            RowToChoose(row, list(problems.get(row.row, ())), likely, chosen or Chosen(what), upload.waits(row))
        )
    return found
