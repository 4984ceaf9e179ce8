"""People from a file: each row the same commands as the screens, to the same actions.

What is wrong is told by row and column; no problem repeats what stands in a cell. Whom a row may already be is looked
up before anything is written, so that the record of those looks stays when the file is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.cells import (
    CellProblem,
    RowReader,
    area_of,
    concepts_of,
    items_of,
    known_areas,
    parse_choice,
    parse_date,
    parse_decimal,
    parse_whole,
    parse_yes,
)
from arbeidspact.exchange.intake import Progress, in_order, take_all
from arbeidspact.exchange.report import ImportReport, Outcome, RowProblem
from arbeidspact.exchange.rows import Cell, Table, TableRow, UnreadableFile
from arbeidspact.exchange.tables import read_table
from arbeidspact.exchange.vacancies import language_levels
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, InvalidValue
from arbeidspact.organisations.models import Membership
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people import actions
from arbeidspact.people.actions import PossibleDuplicates
from arbeidspact.people.commands import (
    AddCompetence,
    AddLicence,
    EditContact,
    OpenStatus,
    RegisterPerson,
    SeekOccupation,
    SetAvailability,
    SetEducation,
    SetLanguage,
)
from arbeidspact.people.duplicates import Likeness, PossibleDuplicate, checks_of_a_file, possible_duplicates
from arbeidspact.people.models import Ground, StatusKind, TravelChoice
from arbeidspact.people.names import search_name
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.scales import EducationLevel, Shift

ROWS_AT_MOST: Final = 2_000
PEOPLE_COLUMNS: Final[Mapping[str, str]] = {
    "given_name": "first name; required",
    "family_name": "family name",
    "birth_date": "2026-03-31 or 31/3/2026",
    "national_number": "only for organisations that may hold it; kept as a keyed hash",
    "ground": "statutory_task, legal_obligation, agreement or consent; required",
    "reason": "why your organisation accompanies this person",
    "referent": "mail address of the colleague who is the contact; empty: nobody yet",
    "neighbourhood": "code or name of the area of the home",
    "language": "language to speak with, such as nl; nl when empty",
    "email": "mail address",
    "phone": "phone number",
    "education": "none, lower_secondary, upper_secondary, higher_vocational, bachelor or master",
    "hours_min": "hours a week, at least",
    "hours_max": "hours a week, at most",
    "shifts": "day, early, late, night, weekend, split; several divided by spaces",
    "transport": "walk, bicycle, moped, car, public_transport; several divided by spaces",
    "travel_minutes_max": "travel time at most, in minutes",
    "wage_wanted": "gross wage a month in euro that the person hopes for, at full time; a wish, it excludes no work",
    "occupations": "occupations sought: ids divided by spaces, or ids and exact names divided by |",
    "competences": "ids divided by spaces, or ids and exact names divided by |; noted as said by the person",
    "languages": "language and level, such as nl:A2 ar:C2",
    "licences": "such as driving-b forklift",
    "status": "job_seeker, recipient, newcomer, student, employed, inactive or long_term_sick",
    "status_since": "the day on which that status started; required with a status",
    "is_not_duplicate": "yes, when a file that looks like this one is somebody else; else empty",
}
REQUIRED: Final = ("given_name", "ground")
OF_THE_FILE_ALONE: Final = frozenset(PEOPLE_COLUMNS) - {
    "given_name",
    "family_name",
    "birth_date",
    "ground",
    "reason",
    "neighbourhood",
    "language",
    "is_not_duplicate",
}
"""Columns that only a member who may change files can fill; the operator makes files and never opens them."""


def import_people(
    data: bytes,
    *,
    actor: Actor,
    check: bool = False,
    progress: Progress | None = None,
    is_invented: bool = False,
    rows_at_most: int = ROWS_AT_MOST,
) -> ImportReport:
    """Makes files of people from a CSV or JSON file, all or none; the actor's organisation accompanies them.

    Arguments: `data`, the file; `check`, to get the report and write nothing but the record of the looks.
    A row that may already have a file is refused, unless `is_not_duplicate` says that it is somebody else.
    Raises: `NotAllowed`; `Conflict` when this user imported or checked too many rows today.
    """
    require(actor, Permission.IMPORT_PEOPLE)
    if actor.organisation is None:
        raise InvalidValue(_("Say for which organisation these people are imported."), field="organisation")
    try:
        table = read_table(data, PEOPLE_COLUMNS, REQUIRED, rows_at_most=rows_at_most)
        _refuse_columns(table, actor)
    except UnreadableFile as error:
        return ImportReport(problems=error.problems, is_check=check)
    with checks_of_a_file(actor, len(table.rows)):
        intake = _PeopleIntake(actor, is_invented=is_invented)
        problems = [problem for row in table.rows for problem in intake.look_up(row)]
        with transaction.atomic():
            report = take_all(table, intake.take, is_check=check, progress=progress, problems=problems)
            if report.is_written and intake.last is not None:
                record(actor, "import-people", intake.last, count=report.created)
    return replace(report, problems=in_order(_once_a_cell(report.problems)))


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


class _PeopleIntake:
    """The rows of one file, on their way to the actions."""

    def __init__(self, actor: Actor, *, is_invented: bool) -> None:
        self.actor = actor
        self.is_invented = is_invented
        self.areas = known_areas()
        self.colleagues = _colleagues(actor)
        self.seen: dict[tuple[object, ...], int] = {}
        self.last: Any = None

    def look_up(self, row: TableRow) -> tuple[RowProblem, ...]:
        """Who of a file that is here already might this row be? Written down at once, to stay whatever follows."""
        reader = RowReader(row)
        command = self._registration(reader)
        if command is None:
            return tuple(reader.problems)
        key = (search_name(command.given_name, command.family_name), command.birth_date)
        first = self.seen.setdefault(key, row.number)
        is_other = bool(reader.parsed("is_not_duplicate", parse_yes))
        if first != row.number and not is_other:
            _refuse_double(reader, _("The same person stands in row %(row)s.") % {"row": first})
        try:
            found = possible_duplicates(
                self.actor, command.given_name, command.family_name, command.birth_date, command.national_number
            )
        except DomainError as error:
            reader.refuse_error(error)
            return tuple(reader.problems)
        self._judge(reader, found, is_other=is_other)
        return tuple(reader.problems)

    def _judge(self, reader: RowReader, found: list[PossibleDuplicate], *, is_other: bool) -> None:
        if any(one.likeness is Likeness.NUMBER for one in found):
            reader.refuse(
                "national_number",
                _("There is already a file with this national number."),
                _("Leave the row out, and start to accompany this person from their file."),
            )
        elif found and not is_other:
            _refuse_double(reader, _("There may already be a file of this person."))

    def take(self, reader: RowReader) -> Outcome | None:
        command = self._registration(reader)
        changes = list(self._changes(reader))
        if command is None or reader.problems:
            return None
        if reader.parsed("is_not_duplicate", parse_yes):
            # Those of the file itself came after the look-up: the row says that they are somebody else as well.
            now = possible_duplicates(
                self.actor, command.given_name, command.family_name, command.birth_date, command.national_number
            )
            command = command.model_copy(update={"is_not": frozenset(one.key for one in now)})
        try:
            person = actions.register_person(command, actor=self.actor)
            for column, act, change in changes:
                self._act(reader, column, act, change.model_copy(update={"person": person.reference}))
        except PossibleDuplicates:
            # A row of this file that is much like an earlier one; the same name and day were refused before.
            _refuse_double(reader, _("An earlier row of the file may be the same person."))
        except DomainError as error:
            reader.refuse_error(error)
        if reader.problems:
            return None
        self.last = person
        return Outcome.CREATED

    def _act(self, reader: RowReader, column: str, act: Callable[..., Any], change: Command) -> None:
        try:
            act(change, actor=self.actor)
        except DomainError as error:
            field = error.field if error.field in PEOPLE_COLUMNS and error.field != "language" else column
            reader.refuse(field or column, error.message, error.hint)

    def _registration(self, reader: RowReader) -> RegisterPerson | None:
        for column in REQUIRED:
            if not reader.has(column):
                reader.refuse(column, _("Fill in this field."))
        values: dict[str, Any] = {
            "given_name": reader.text("given_name"),
            "family_name": reader.text("family_name"),
            "birth_date": reader.parsed("birth_date", parse_date),
            "national_number": reader.text("national_number") or None,
            "neighbourhood": reader.parsed("neighbourhood", lambda text: area_of(text, self.areas)) or "",
            "language": reader.text("language", "nl").casefold(),
            "ground": reader.parsed("ground", lambda text: parse_choice(text, Ground)),
            "reason": reader.text("reason"),
            "referent": reader.parsed("referent", self._colleague),
            "is_invented": self.is_invented,
        }
        command: RegisterPerson | None = reader.command(RegisterPerson, values)
        return command

    def _colleague(self, text: str) -> int:
        user = self.colleagues.get(text.casefold())
        if user is None:
            raise CellProblem(
                _("No colleague of your organisation has this mail address."), _("Correct it, or leave it empty.")
            )
        return user

    def _changes(self, reader: RowReader) -> Iterator[tuple[str, Callable[..., Any], Command]]:
        """What follows once the file is made: the column it stands in, the action, the command without its person."""
        made = partial(self._change, reader)
        if reader.has("email") or reader.has("phone"):
            contact = {"email": reader.text("email") or None, "phone": reader.text("phone")}
            contact |= {"language": reader.text("language", "nl").casefold()}
            contact |= {"neighbourhood": reader.parsed("neighbourhood", lambda text: area_of(text, self.areas)) or ""}
            yield from made("email", actions.edit_contact, EditContact, contact)
        education = reader.parsed("education", lambda text: parse_choice(text, EducationLevel))
        if education is not None:
            yield from made("education", actions.set_education, SetEducation, {"education": education})
        yield from self._availability(reader)
        for concept in reader.items("occupations", partial(concepts_of, kind=ConceptKind.OCCUPATION)):
            yield from made("occupations", actions.seek_occupation, SeekOccupation, {"concept": concept})
        for concept in reader.items("competences", partial(concepts_of, kind=ConceptKind.COMPETENCE)):
            yield from made("competences", actions.add_competence, AddCompetence, {"concept": concept})
        for language, level in reader.items("languages", lambda cell: tuple(language_levels(cell))):
            yield from made("languages", actions.set_language, SetLanguage, {"language": language, "level": level})
        for licence in reader.items("licences", items_of):
            yield from made("licences", actions.add_licence, AddLicence, {"licence": licence})
        yield from self._status(reader)

    def _availability(self, reader: RowReader) -> Iterator[tuple[str, Callable[..., Any], Command]]:
        columns = ("hours_min", "hours_max", "shifts", "transport", "travel_minutes_max", "wage_wanted")
        if not any(reader.has(column) for column in columns):
            return
        values = {
            "hours_min": reader.parsed("hours_min", parse_decimal),
            "hours_max": reader.parsed("hours_max", parse_decimal),
            "shifts": reader.items("shifts", lambda cell: _choices(cell, Shift)),
            "transport": reader.items("transport", lambda cell: _choices(cell, TravelChoice)),
            "travel_minutes_max": reader.parsed("travel_minutes_max", parse_whole),
            "wage_wanted": reader.parsed("wage_wanted", partial(parse_decimal, may_have_thousands=True)),
        }
        yield from self._change(reader, "hours_min", actions.set_availability, SetAvailability, values)

    def _status(self, reader: RowReader) -> Iterator[tuple[str, Callable[..., Any], Command]]:
        kind = reader.parsed("status", lambda text: parse_choice(text, StatusKind))
        since = reader.parsed("status_since", parse_date)
        if reader.has("status") != reader.has("status_since"):
            missing = "status_since" if reader.has("status") else "status"
            reader.refuse(missing, _("A status and its first day go together."), _("Fill in both, or neither."))
        elif kind is not None and since is not None:
            values = {"kind": kind, "since": since}
            yield from self._change(reader, "status_since", actions.open_status, OpenStatus, values)

    def _change(
        self,
        reader: RowReader,
        column: str,
        act: Callable[..., Any],
        kind: type[Command],
        values: Mapping[str, Any],
    ) -> Iterator[tuple[str, Callable[..., Any], Command]]:
        of_column = dict.fromkeys(("concept", "language", "level", "licence", "kind"), column)
        command = reader.command(kind, {**values, "person": NOBODY}, of_column)
        if command is not None:
            yield column, act, command


NOBODY: Final[UUID] = uuid4()
"""Stands in a command until the file is made that it is about."""


def _choices(cell: Cell, kind: Any) -> tuple[Any, ...]:
    return tuple(parse_choice(item, kind) for item in items_of(cell))


def _refuse_double(reader: RowReader, problem: Any) -> None:
    reader.refuse(
        "given_name",
        problem,
        _("Look it up by name. If it is somebody else, write yes under is_not_duplicate; if not, leave the row out."),
    )


def _colleagues(actor: Actor) -> dict[str, int]:
    memberships = Membership.objects.filter(organisation=actor.organisation, ended_at__isnull=True)
    return dict(memberships.order_by("pk").values_list("user__email", "user_id")) if actor.organisation else {}
