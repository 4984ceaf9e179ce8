"""What became of each row of a file, as rows to take along: no cell of a person, only places, words and references."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.report import ImportReport, Outcome, RowProblem, RowResult
from arbeidspact.organisations.exceptions import Message

OUTCOME_WORDS: Final[Mapping[Outcome, Message]] = {
    Outcome.CREATED: _("New"),
    Outcome.LINKED: _("Linked to a file elsewhere"),
    Outcome.UPDATED: _("Changed"),
    Outcome.SAME: _("As it was"),
    Outcome.WAITING: _("Waits for an occupation"),
    Outcome.LEFT_OUT: _("Left out"),
    Outcome.TO_CHOOSE: _("To choose"),
    Outcome.REFUSED: _("Not possible yet"),
}
REPORT_COLUMNS: Final = ("row", "outcome", "taken_in", "column", "remark", "fix", "file")
TAKEN: Final = frozenset({Outcome.CREATED, Outcome.LINKED, Outcome.UPDATED, Outcome.WAITING})

Line = tuple[object, ...]


def report_rows(report: ImportReport) -> Iterator[Line]:
    """The rows of the report, under `REPORT_COLUMNS`, in the order of the file; what is wrong with the whole first."""
    problems: dict[int | None, list[RowProblem]] = defaultdict(list)
    for one in report.problems:
        problems[one.row].append(one)
    told = {result.row for result in report.results}
    refused = str(OUTCOME_WORDS[Outcome.REFUSED])
    for row, found in problems.items():
        if row not in told:
            yield from (
                (row or "", refused, now("no"), one.column, str(one.problem), str(one.fix), "") for one in found
            )
    for result in report.results:
        yield from _lines_of(result, problems[result.row], is_taken=report.is_written)


def _lines_of(result: RowResult, problems: list[RowProblem], *, is_taken: bool) -> Iterator[Line]:
    taken = now("yes") if is_taken and result.outcome in TAKEN else now("no")
    start = (result.row, str(OUTCOME_WORDS[result.outcome]), taken)
    file = result.reference or " ".join(one.reference for one in result.likely if one.reference)
    for one in problems:
        yield (*start, one.column, str(one.problem), str(one.fix), file)
    if not problems:
        yield (*start, " ".join(result.columns), " ".join(map(str, result.remarks)), "", file)
