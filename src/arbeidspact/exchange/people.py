"""People from a file: each row the same commands as the screens, to the same actions.

What is wrong is told by row and column; no problem repeats what stands in a cell. Whom a row may already be is looked
up before anything is written, so that the record of those looks stays when the file is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.cells import CellProblem, RowReader, parse_date, parse_yes
from arbeidspact.exchange.choosing import Choices, Chosen, RowChoice, mark_of
from arbeidspact.exchange.intake import Progress, in_order, take_all
from arbeidspact.exchange.people_columns import FILE, OF_THE_FILE_ALONE, PEOPLE_COLUMNS, REQUIRED
from arbeidspact.exchange.people_files import Completion
from arbeidspact.exchange.people_rows import PeopleRows
from arbeidspact.exchange.report import ImportReport, LikelyFile, Outcome, RowProblem, RowResult
from arbeidspact.exchange.rows import Table, TableRow, UnreadableFile
from arbeidspact.exchange.tables import read_table
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, InvalidValue, Message
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people import actions
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import PossibleDuplicates
from arbeidspact.people.commands import RegisterPerson, StartAccompaniment
from arbeidspact.people.duplicates import (
    DuplicateElsewhere,
    DuplicateWithinReach,
    Likeness,
    PossibleDuplicate,
    checks_of_a_file,
    is_like_file,
    possible_duplicates,
)
from arbeidspact.people.names import search_name

ROWS_AT_MOST: Final = 2_000
_REFERENCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def import_people(
    data: bytes,
    *,
    actor: Actor,
    check: bool = False,
    progress: Progress | None = None,
    is_invented: bool = False,
    rows_at_most: int = ROWS_AT_MOST,
    choices: Choices | None = None,
) -> ImportReport:
    """Makes and completes files of people from a CSV, JSON or XLSX file, all or none.

    The actor's organisation accompanies them from then on. A row with a `file` completes that file (`people_files`). A
    row that may already have a file is refused, unless `is_not_duplicate` or a choice says whose it is.
    Arguments: `data`, the file; `check`, to get the report and write nothing but the record of the looks; `choices`,
    what was chosen for rows that may already have a file.
    Raises: `NotAllowed`; `Conflict` when this user imported or checked too many rows today.
    """
    require(actor, Permission.IMPORT_PEOPLE)
    if actor.organisation is None:
        raise InvalidValue(_("Say for which organisation these people are imported."), field="organisation")
    try:
        table = read_table(data, PEOPLE_COLUMNS, REQUIRED, rows_at_most=rows_at_most, instead=FILE)
        _refuse_columns(table, actor)
    except UnreadableFile as error:
        return ImportReport(problems=error.problems, is_check=check)
    with checks_of_a_file(actor, len(table.rows)):
        intake = _PeopleIntake(actor, choices or {}, is_invented=is_invented)
        problems = [problem for row in table.rows for problem in intake.look_up(row)]
        with transaction.atomic():
            report = take_all(table, intake.take, is_check=check, progress=progress, problems=problems)
            if report.is_written and intake.last is not None:
                counts = {name: getattr(report, name) for name in ("linked", "updated", "same", "left_out")}
                record(actor, "import-people", intake.last, count=report.created, **counts)
    problems = list(in_order(_once_a_cell(report.problems)))
    return replace(
        report, problems=tuple(problems), results=tuple(intake.told(one, problems) for one in report.results)
    )


def _refuse_columns(table: Table, actor: Actor) -> None:
    if may(actor, Permission.EDIT_PERSON):
        return
    wrong = [column for column in table.columns if column in OF_THE_FILE_ALONE]
    if wrong:
        raise UnreadableFile(
            *(
                RowProblem(
                    None,
                    column,
                    _("Only a member who may change files can import this column."),
                    _("Leave it out, or let a counsellor import the file."),
                )
                for column in wrong
            )
        )


def _once_a_cell(problems: tuple[RowProblem, ...]) -> Iterator[RowProblem]:
    seen: set[tuple[int | None, str]] = set()
    for one in problems:
        if (one.row, one.column) not in seen:
            seen.add((one.row, one.column))
            yield one


@dataclass(slots=True)
class _LookUp:
    """What was found out about a row before anything is written.

    `doubles`, the problems that a choice takes away; `file`, the one that the row completes; `elsewhere`, the one that
    the actor's organisation will accompany too.
    """

    mark: str
    chosen: Chosen | None = None
    who: str = ""
    likely: tuple[LikelyFile, ...] = ()
    doubles: set[RowProblem] = field(default_factory=set)
    file: PersonFile | None = None
    elsewhere: DuplicateElsewhere | None = None
    is_refused: bool = False

    @property
    def is_left_out(self) -> bool:
        return self.chosen is not None and self.chosen.what == RowChoice.LEAVE_OUT


class _PeopleIntake:
    """The rows of one file, on their way to the actions."""

    def __init__(self, actor: Actor, choices: Choices, *, is_invented: bool) -> None:
        self.actor = actor
        self.choices = choices
        self.rows = PeopleRows(actor, is_invented=is_invented)
        self.seen: dict[tuple[object, ...], int] = {}
        self.aimed_at: dict[object, int] = {}
        self.marks: dict[str, int] = {}
        self.found: dict[int, _LookUp] = {}
        self.last: Any = None

    def look_up(self, row: TableRow) -> tuple[RowProblem, ...]:
        """Who of a file that is here already might this row be? Written down at once, to stay whatever follows."""
        reader = RowReader(row)
        mark = mark_of(row, self.marks)
        found = self.found[row.number] = _LookUp(mark, self.choices.get(mark))
        try:
            if reader.has(FILE) and not found.is_left_out:
                self._look_at_named(reader, found)
            else:
                self._look_for_doubles(reader, found)
        except DomainError as error:
            column = error.field if error.field in PEOPLE_COLUMNS else ""
            reader.refuse(column or "", error.message, error.hint)
        if found.is_left_out:
            return ()
        found.is_refused = bool(set(reader.problems) - found.doubles)
        return tuple(reader.problems)

    def _look_at_named(self, reader: RowReader, found: _LookUp) -> None:
        reference = reader.parsed(FILE, _reference)
        if reference is None:
            return
        try:
            found.file = open_file(self.actor, reference)
        except DomainError as error:
            reader.refuse(FILE, error.message, error.hint)
            return
        self._aim(reader, found, found.file.pk, FILE)
        given, family = reader.text("given_name"), reader.text("family_name")
        born = reader.parsed("birth_date", parse_date)
        if given and family and not is_like_file(found.file, given, family, born):
            reader.refuse(
                FILE,
                _("The name and birth date of this row do not look like those of the file."),
                _("Correct the reference, or leave the name out when this is the right file."),
            )

    def _look_for_doubles(self, reader: RowReader, found: _LookUp) -> None:
        command = self.rows.registration(reader)
        if command is None:
            return
        found.who = _who(command)
        is_other = self._is_other(reader, found)
        near = possible_duplicates(
            self.actor, command.given_name, command.family_name, command.birth_date, command.national_number
        )
        found.likely = tuple(_likely(one) for one in near)
        if found.is_left_out:
            return
        if found.chosen is not None and found.chosen.what not in set(RowChoice):
            self._follow(reader, found, near)
            return
        key = (search_name(command.given_name, command.family_name), command.birth_date)
        first = self.seen.setdefault(key, reader.row.number)
        if any(one.likeness is Likeness.NUMBER for one in near):
            _refuse_double(
                reader,
                found,
                _("There is already a file with this national number."),
                _("Link the row to that file on the screen or under “file”, or leave it out."),
                column="national_number",
            )
        elif near and not is_other:
            _refuse_double(reader, found, _("There may already be a file of this person."))
        elif first != reader.row.number and not is_other:
            _refuse_double(reader, found, _("The same person stands in row %(row)s.") % {"row": first})

    def _follow(self, reader: RowReader, found: _LookUp, near: list[PossibleDuplicate]) -> None:
        """The row is about the file that was chosen, when that is still a likely one."""
        chosen = next((one for one in near if found.chosen is not None and one.key == found.chosen.what), None)
        if isinstance(chosen, DuplicateWithinReach):
            found.file = open_file(self.actor, chosen.line.reference)
        elif isinstance(chosen, DuplicateElsewhere):
            found.elsewhere = chosen
        else:
            found.chosen = None
            _refuse_double(reader, found, _("The file that was chosen is no longer a likely one. Choose again."))
            return
        self._aim(reader, found, found.file.pk if found.file else chosen.key, "given_name")

    def _aim(self, reader: RowReader, found: _LookUp, at: object, column: str) -> None:
        first = self.aimed_at.setdefault(at, reader.row.number)
        if first == reader.row.number:
            return
        problem = _("Row %(row)s is about the same file.") % {"row": first}
        if column == FILE:
            reader.refuse(FILE, problem, _("Bring the two rows together in one."))
        else:
            _refuse_double(reader, found, problem)

    def _is_other(self, reader: RowReader, found: _LookUp) -> bool:
        is_chosen = found.chosen is not None and found.chosen.what == RowChoice.NEW
        return is_chosen or bool(reader.parsed("is_not_duplicate", parse_yes))

    def take(self, reader: RowReader) -> RowResult | None:
        found = self.found[reader.row.number]
        if found.is_left_out:
            return RowResult(reader.row.number, Outcome.LEFT_OUT)
        if reader.has(FILE) or found.file is not None:
            return self._complete(reader, found)
        if found.elsewhere is not None:
            return self._accompany(reader, found, found.elsewhere)
        return self._create(reader, found)

    def _complete(self, reader: RowReader, found: _LookUp) -> RowResult | None:
        if found.file is None:
            return None
        completion = Completion(reader, found.file, self.rows, self.actor)
        if reader.problems or found.is_refused or found.doubles:
            return None
        for change in completion.changes:
            self._act(reader, change.columns[0], change.act, change.command)
        if reader.problems:
            return None
        record(self.actor, "link-imported-row", found.file.person, fields=list(completion.columns))
        self.last = found.file.person
        outcome = Outcome.UPDATED if completion.changes else Outcome.SAME
        return RowResult(
            reader.row.number,
            outcome,
            completion.columns,
            tuple(completion.remarks),
            reference=str(found.file.reference),
        )

    def _accompany(self, reader: RowReader, found: _LookUp, elsewhere: DuplicateElsewhere) -> RowResult | None:
        """As on the screen of one person: the organisation accompanies too, and looks before it changes anything."""
        command = self.rows.registration(reader)
        # What else the row says is not compared with a file that nobody here has looked at yet.
        reason = reader.text("reason") or (found.chosen.reason if found.chosen else "")
        if command is None or found.doubles:
            return None
        if not reason:
            problem = RowProblem(
                reader.row.number,
                "reason",
                _("A file exists at another organisation: say why yours accompanies this person too."),
                _("Write it here beside the choice, or in the file."),
            )
            found.doubles.add(problem)
            reader.problems.append(problem)
            return None
        values = {"handle": elsewhere.handle, "ground": command.ground, "reason": reason, "referent": command.referent}
        start = reader.command(StartAccompaniment, values)
        if start is None:
            return None
        try:
            link = actions.start_accompaniment(start, actor=self.actor)
        except DomainError as error:
            reader.refuse_error(error)
            return None
        record(self.actor, "link-imported-row", link.person, fields=["accompaniments"])
        self.last = link.person
        remark = _(
            "Your organisation accompanies this person too; the rest of the row is not taken in before you looked."
        )
        return RowResult(reader.row.number, Outcome.LINKED, ("ground", "reason"), (remark,), str(link.person.reference))

    def _create(self, reader: RowReader, found: _LookUp) -> RowResult | None:
        command = self.rows.registration(reader)
        changes = list(self.rows.changes(reader))
        if command is None or reader.problems or found.is_refused or found.doubles:
            return None
        if self._is_other(reader, found):
            # Those of the file itself came after the look-up: the row says that they are somebody else as well.
            now = possible_duplicates(
                self.actor, command.given_name, command.family_name, command.birth_date, command.national_number
            )
            command = command.model_copy(update={"is_not": frozenset(one.key for one in now)})
        try:
            person = actions.register_person(command, actor=self.actor)
            for change in changes:
                self._act(
                    reader, change.column, change.act, change.command.model_copy(update={"person": person.reference})
                )
        except PossibleDuplicates:
            # A row of this file that is much like an earlier one; the same name and day were refused before.
            _refuse_double(reader, found, _("An earlier row of the file may be the same person."))
        except DomainError as error:
            reader.refuse_error(error)
        if reader.problems:
            return None
        self.last = person
        return RowResult(reader.row.number, Outcome.CREATED, reference=str(person.reference))

    def _act(self, reader: RowReader, column: str, act: Any, change: Command) -> None:
        try:
            act(change, actor=self.actor)
        except DomainError as error:
            field = error.field if error.field in PEOPLE_COLUMNS and error.field != "language" else column
            reader.refuse(field or column, error.message, error.hint)

    def told(self, result: RowResult, problems: list[RowProblem]) -> RowResult:
        """The result with what one needs to choose; a row that only waits for a choice is not wrong."""
        found = self.found[result.row]
        if result.outcome is Outcome.REFUSED:
            own = {one for one in problems if one.row == result.row}
            if own and own <= found.doubles:
                result = replace(result, outcome=Outcome.TO_CHOOSE)
        chosen = found.chosen or Chosen("")
        return replace(
            result,
            likely=found.likely,
            who=found.who,
            mark=found.mark,
            choice=chosen.what,
            reason=chosen.reason,
        )


def _reference(text: str) -> UUID:
    found = _REFERENCE.search(text)
    if found is None:
        raise CellProblem(
            _("This is not the reference of a file."),
            _("Copy it from our export, from the report of an import, or from the address of the file."),
        )
    return UUID(found[0])


def _who(command: RegisterPerson) -> str:
    name = f"{command.given_name} {command.family_name}".strip()
    return f"{name}, {command.birth_date:%d/%m/%Y}" if command.birth_date else name


def _likely(one: PossibleDuplicate) -> LikelyFile:
    is_certain = one.likeness is Likeness.NUMBER
    if isinstance(one, DuplicateWithinReach):
        return LikelyFile(
            one.key,
            one.likeness.value,
            person=one.line.pk,
            reference=str(one.line.reference),
            is_certain=is_certain,
        )
    return LikelyFile(one.key, one.likeness.value, organisations=one.organisations, is_certain=is_certain)


def _refuse_double(
    reader: RowReader, found: _LookUp, problem: Message, fix: Message = "", *, column: str = "given_name"
) -> None:
    told = RowProblem(
        reader.row.number,
        column,
        problem,
        fix
        or _(
            "Look it up by name. If it is the same person, write the reference of the file under file; if it is "
            "somebody else, write yes under is_not_duplicate."
        ),
    )
    found.doubles.add(told)
    reader.problems.append(told)
