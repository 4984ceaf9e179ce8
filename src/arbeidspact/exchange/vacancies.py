"""Vacancies from a file: each row the same command as the form, to the same action."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.cells import (
    CellProblem,
    RowReader,
    area_of,
    concept_of,
    concepts_of,
    items_of,
    known_areas,
    parse_choice,
    parse_date,
    parse_decimal,
    parse_time,
    parse_whole,
)
from arbeidspact.exchange.intake import Progress, take_all
from arbeidspact.exchange.report import ImportReport, Outcome, RowResult
from arbeidspact.exchange.rows import Cell, Table, UnreadableFile
from arbeidspact.exchange.tables import read_table
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError, Message
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.proposals.bulk import WAITS, ReadWork, read_work
from arbeidspact.proposals.waiting import forget_waiting, queue_vacancy
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift
from arbeidspact.vacancies.actions import cancel_vacancy, create_vacancy, edit_vacancy, fill_vacancy
from arbeidspact.vacancies.commands import (
    AskedLanguage,
    CancelVacancy,
    CreateVacancy,
    EditVacancy,
    FillVacancy,
    RegisterEmployer,
    VacancyDetails,
)
from arbeidspact.vacancies.employers import register_employer
from arbeidspact.vacancies.models import Contract, Employer, Vacancy

ROWS_AT_MOST: Final = 50_000
VACANCY_COLUMNS: Final[Mapping[str, Message]] = {
    "reference": _("of a vacancy that is here already, as our export writes it; empty for a new one"),
    "source": _("where the vacancy comes from, such as vdab"),
    "external_id": _("its number at the source; with `source` it says which vacancy to change"),
    "title": _("what the work is called; required"),
    "description": _("free text"),
    "employer": _("the name of the employer; required for a new vacancy"),
    "employer_number": _("its enterprise number, 0123.456.749"),
    "sector": _("of an employer that is not known yet"),
    "occupation": _("id or exact name of an occupation of the taxonomy; read from the title when empty"),
    "contract": _(
        "permanent, fixed_term, temporary_agency, flexi_job, student_job, supported_employment or "
        "workplace_learning; permanent when empty"
    ),
    "area": _("code or name of the municipality or neighbourhood of the work; required"),
    "latitude": _("in degrees, together with longitude"),
    "longitude": _("in degrees"),
    "hours_min": _("hours a week, at least"),
    "hours_max": _("hours a week, at most"),
    "shifts": _("day, early, late, night, weekend, split; several divided by spaces"),
    "starts_at": _("when the work day or shift starts, such as 05:30; where shifts take turns, the earliest"),
    "ends_at": _("when it ends, such as 14:00; for a night shift a time on the next day"),
    "education_required": _(
        "none, lower_secondary, upper_secondary, higher_vocational, bachelor or master; empty when no diploma is asked"
    ),
    "competences_required": _("ids divided by spaces, or ids and exact names divided by |"),
    "competences_nice": _("likewise, what is welcome and not required"),
    "languages": _("language and level, such as nl:B1 fr:A2"),
    "licences": _("such as driving-b forklift"),
    "positions": _("how many people are sought; 1 when empty"),
    "wage_min": _("gross wage a month in euro, from"),
    "wage_max": _("gross wage a month in euro, to"),
    "opens_on": _("first day; today when empty"),
    "closes_on": _("last day; empty when there is none"),
    "filled_on": _("the day on which every position was filled"),
    "cancelled_on": _("the day on which the employer stopped looking"),
    "occupation_name": _("not read; our export writes it for people"),
    "positions_filled": _("not read; our export writes it"),
    "state": _("not read: it follows from the dates"),
}
REQUIRED: Final = ("title", "area")
DETAIL_COLUMNS: Final = tuple(VacancyDetails.model_fields)
NEVER_EMPTY: Final = frozenset({"occupation", "contract", "positions", "opens_on"})


def import_vacancies(
    data: bytes,
    *,
    actor: Actor,
    check: bool = False,
    progress: Progress | None = None,
    rows_at_most: int = ROWS_AT_MOST,
    texts_at_most: int = ROWS_AT_MOST,
) -> ImportReport:
    """Takes vacancies in from a CSV or JSON file, all or none.

    A new row without an occupation is read: where its title says for sure what the work is, it is a vacancy at once,
    with what its description asks; else it waits in a queue until a person says, and is matched with nobody.

    Arguments: `data`, the file; `check`, to get the report and write nothing; `texts_at_most`, how many rows may have
    to be read, which takes time. A row with the source and number, or the
    reference, of a vacancy that is here changes it. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_VACANCIES)
    require(actor, Permission.EDIT_VACANCY)
    try:
        table = read_table(data, VACANCY_COLUMNS, REQUIRED, rows_at_most=rows_at_most)
    except UnreadableFile as error:
        return ImportReport(problems=error.problems, is_check=check)
    intake = _VacancyIntake(table, actor, texts_at_most)
    return take_all(table, intake.take, is_check=check, progress=progress)


class _VacancyIntake:
    """The rows of one file, on their way to the actions."""

    def __init__(self, table: Table, actor: Actor, texts_at_most: int) -> None:
        self.actor = actor
        self.texts_left = texts_at_most
        self.columns = frozenset(table.columns)
        self.areas = known_areas()
        self.concepts: dict[tuple[Cell, ConceptKind], str] = {}
        self.seen: dict[tuple[object, ...], int] = {}

    def take(self, reader: RowReader) -> RowResult | None:
        standing = self._standing(reader)
        values = self._values(reader)
        if reader.problems or values is None:
            return None
        try:
            if standing is not None:
                return self._change(reader, standing, values)
            return self._create(reader, values)
        except DomainError as error:
            reader.refuse_error(error, {"name": "employer", "enterprise_number": "employer_number"})
            return None

    def _standing(self, reader: RowReader) -> Vacancy | None:
        """The vacancy that this row is about, when it is here already."""
        source, number = reader.text("source"), reader.text("external_id")
        if number and not source:
            reader.refuse("source", _("A number says nothing without its source."), _("Fill in where it comes from."))
            return None
        found: Vacancy | None = None
        if number:
            self._once(reader, ("number", source, number), "external_id")
            found = Vacancy.objects.filter(source=source, external_id=number).select_related("employer").first()
        elif reader.has("reference"):
            reference = reader.parsed("reference", _reference)
            if reference is not None:
                self._once(reader, ("reference", reference), "reference")
                found = Vacancy.objects.filter(reference=reference).select_related("employer").first()
                if found is None:
                    reader.refuse(
                        "reference",
                        _("There is no vacancy with this reference here."),
                        _("Leave it empty for a new vacancy."),
                    )
        return found

    def _once(self, reader: RowReader, key: tuple[object, ...], column: str) -> None:
        first = self.seen.setdefault(key, reader.row.number)
        if first != reader.row.number:
            reader.refuse(
                column, _("The same vacancy stands in row %(row)s.") % {"row": first}, _("Keep one of the two.")
            )

    def _values(self, reader: RowReader) -> dict[str, Any] | None:
        for column in REQUIRED:
            if not reader.has(column):
                reader.refuse(column, _("Fill in this field."))
        coordinate, hours = parse_decimal, parse_decimal
        wage = partial(parse_decimal, may_have_thousands=True)
        values: dict[str, Any] = {
            "title": reader.text("title"),
            "description": reader.text("description"),
            "occupation": reader.parsed("occupation", partial(self._concept, kind=ConceptKind.OCCUPATION)),
            "contract": reader.parsed("contract", lambda text: parse_choice(text, Contract)),
            "area": reader.parsed("area", lambda text: area_of(text, self.areas)),
            "education_required": reader.parsed("education_required", lambda text: parse_choice(text, EducationLevel)),
            "latitude": reader.parsed("latitude", coordinate),
            "longitude": reader.parsed("longitude", coordinate),
            "hours_min": reader.parsed("hours_min", hours),
            "hours_max": reader.parsed("hours_max", hours),
            "wage_min": reader.parsed("wage_min", wage),
            "wage_max": reader.parsed("wage_max", wage),
            "starts_at": reader.parsed("starts_at", parse_time),
            "ends_at": reader.parsed("ends_at", parse_time),
            "positions": reader.parsed("positions", parse_whole),
            "opens_on": reader.parsed("opens_on", parse_date),
            "closes_on": reader.parsed("closes_on", parse_date),
            "shifts": reader.items("shifts", _shifts),
            "languages": reader.items("languages", _languages),
            "licences": reader.items("licences", items_of),
            "competences_required": reader.items("competences_required", _competences),
            "competences_nice": reader.items("competences_nice", _competences),
        }
        return {name: value for name, value in values.items() if value is not None} if not reader.problems else None

    def _concept(self, text: str, kind: ConceptKind) -> str:
        if (text, kind) not in self.concepts:
            self.concepts[text, kind] = concept_of(text, kind)
        return self.concepts[text, kind]

    def _create(self, reader: RowReader, values: dict[str, Any]) -> RowResult | None:
        employer = self._employer(reader)
        if employer is None:
            return None
        values.setdefault("opens_on", timezone.localdate())
        values |= {"employer": employer.reference}
        values |= {"source": reader.text("source"), "external_id": reader.text("external_id")}
        remarks: tuple[Message, ...] = ()
        if not values.get("occupation"):
            work = self._read(reader, values)
            if work is None:
                return None
            if not work.occupation:
                return self._wait(reader, employer, work)
            values, remarks = work.values, work.remarks
        forget_waiting(reader.text("source"), reader.text("external_id"), actor=self.actor)
        command = reader.command(CreateVacancy, values)
        if command is None:
            return None
        if not command.external_id:
            self._refuse_twin(reader, employer, command)
            if reader.problems:
                return None
        vacancy = create_vacancy(command, actor=self.actor)
        self._end(reader, vacancy)
        return RowResult(reader.row.number, Outcome.CREATED, remarks=remarks, reference=str(vacancy.reference))

    def _read(self, reader: RowReader, values: dict[str, Any]) -> ReadWork | None:
        """What the words of this row say; None when no more rows may be read."""
        if not self.texts_left:
            reader.refuse(
                "occupation",
                _("The screen reads no more rows without an occupation at once."),
                _("Divide the file, or import it at the command line."),
            )
            return None
        self.texts_left -= 1
        return read_work(values)

    def _wait(self, reader: RowReader, employer: Employer, work: ReadWork) -> RowResult | None:
        """The row waits until somebody says what the work is."""
        if reader.has("filled_on") or reader.has("cancelled_on"):
            reader.refuse(
                "occupation",
                _("The title does not say for sure which occupation this is."),
                _("Fill in the occupation: a vacancy that is over cannot wait for an answer."),
            )
            return None
        placeholder = work.values | {"occupation": work.candidates[0].value if work.candidates else "-"}
        command = reader.command(CreateVacancy, placeholder)
        if command is None:
            return None
        key = ("waiting", employer.pk, command.title, command.area, command.opens_on, command.external_id)
        self._once(reader, key, "title")
        if reader.problems:
            return None
        is_new = queue_vacancy(command, work.candidates, language=work.language, employer=employer, actor=self.actor)
        outcome = Outcome.WAITING if is_new else Outcome.SAME
        return RowResult(reader.row.number, outcome, remarks=(*work.remarks, WAITS))

    def _refuse_twin(self, reader: RowReader, employer: Employer, command: CreateVacancy) -> None:
        """Without a number of the source, the same work of the same employer from the same day is taken for one."""
        twin = {name: getattr(command, name) for name in ("title", "occupation", "area", "opens_on")}
        self._once(reader, (employer.pk, *twin.values()), "title")
        if not reader.problems and Vacancy.objects.filter(employer=employer, **twin).exists():
            reader.refuse(
                "title",
                _("This employer already has this vacancy here, from the same day."),
                _("Leave the row out, or give its reference or its source and number to change it."),
            )

    def _change(self, reader: RowReader, standing: Vacancy, values: dict[str, Any]) -> RowResult | None:
        said = details_of(standing)
        # An empty cell empties what is there; a column that the file does not have leaves it.
        kept = {name: value for name, value in said.items() if name not in self.columns or name in NEVER_EMPTY}
        given = {name: value for name, value in values.items() if name in self.columns and value != ()}
        wanted = kept | given
        command = reader.command(EditVacancy, {**wanted, "vacancy": standing.reference})
        if command is None:
            return None
        before = _comparable(VacancyDetails(**said).model_dump())
        after = _comparable(command.model_dump(exclude={"vacancy"}))
        changed = tuple(name for name, value in after.items() if value != before[name])
        if changed:
            edit_vacancy(command, actor=self.actor)
        ended = self._end(reader, standing)
        outcome = Outcome.UPDATED if changed or ended else Outcome.SAME
        return RowResult(reader.row.number, outcome, (*changed, *ended), reference=str(standing.reference))

    def _end(self, reader: RowReader, vacancy: Vacancy) -> tuple[str, ...]:
        """Fills or cancels the vacancy where the row says so and it is not so yet. Returns: the columns that did it."""
        filled, cancelled = reader.parsed("filled_on", parse_date), reader.parsed("cancelled_on", parse_date)
        is_filled = filled is not None and vacancy.filled_on != filled
        is_cancelled = cancelled is not None and vacancy.cancelled_on != cancelled
        if filled is not None and is_filled:
            fill_vacancy(FillVacancy(vacancy=vacancy.reference, filled_on=filled), actor=self.actor)
        if cancelled is not None and is_cancelled:
            cancel_vacancy(CancelVacancy(vacancy=vacancy.reference, cancelled_on=cancelled), actor=self.actor)
        return tuple(name for name, ends in (("filled_on", is_filled), ("cancelled_on", is_cancelled)) if ends)

    def _employer(self, reader: RowReader) -> Employer | None:
        name, number = reader.text("employer"), reader.text("employer_number")
        if not name:
            reader.refuse("employer", _("Fill in this field."))
            return None
        known = Employer.objects.order_by("pk")
        details = {"name": name, "enterprise_number": number, "sector": reader.text("sector")}
        command = reader.command(
            RegisterEmployer, details, {"name": "employer", "enterprise_number": "employer_number"}
        )
        if command is None:
            return None
        if command.enterprise_number:
            found = list(known.filter(enterprise_number=command.enterprise_number)[:1])
        else:
            found = list(known.filter(name__iexact=command.name)[:2])
        if len(found) > 1:
            reader.refuse("employer", _("Several employers have this name."), _("Fill in the enterprise number."))
            return None
        return found[0] if found else register_employer(command, actor=self.actor)


def details_of(vacancy: Vacancy) -> dict[str, Any]:
    """What this vacancy says now, as the values of a command; what is not known is left out."""
    asked = list(vacancy.competences.all())
    said: dict[str, Any] = {name: getattr(vacancy, name) for name in DETAIL_COLUMNS if hasattr(Vacancy, name)}
    said |= {
        "competences_required": tuple(row.concept for row in asked if row.is_required),
        "competences_nice": tuple(row.concept for row in asked if not row.is_required),
        "languages": tuple(
            AskedLanguage(language=row.language, level=CefrLevel(row.level)) for row in vacancy.languages.all()
        ),
        "licences": tuple(row.licence for row in vacancy.licences.all()),
        "education_required": vacancy.education_required or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _comparable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(map(str, value)) if isinstance(value, tuple | list) else _rounded(value)
        for name, value in values.items()
    }


def _rounded(value: Any) -> Any:
    return round(Decimal(str(value)), 7) if isinstance(value, float | Decimal) else value


def _reference(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CellProblem(
            _("This is not a reference."), _("Copy it from our export, or leave it empty for a new vacancy.")
        ) from None


def _competences(cell: Cell) -> tuple[str, ...]:
    return concepts_of(cell, ConceptKind.COMPETENCE)


def _shifts(cell: Cell) -> tuple[Shift, ...]:
    return tuple(parse_choice(item, Shift) for item in items_of(cell))


def _languages(cell: Cell) -> tuple[AskedLanguage, ...]:
    return tuple(AskedLanguage(language=code, level=level) for code, level in language_levels(cell))


def language_levels(cell: Cell) -> list[tuple[str, CefrLevel]]:
    """Which languages, from which level: nl:B1 fr:A2. Raises: `CellProblem`."""
    found = []
    for item in items_of(cell):
        code, mark, level = item.partition(":")
        if not mark:
            raise CellProblem(_("A language stands here without its level."), _("Write such as nl:B1 fr:A2."))
        found.append((code.strip().casefold(), parse_choice(level.strip(), CefrLevel)))
    return found
