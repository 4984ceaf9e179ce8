"""What a row adds to or changes in a file that exists. An empty cell never empties anything.

- Name and birth date are never changed; a birth date that is not known is filled in.
- A national number and a contact person are filled in where there is none; another number is refused.
- Language, mail address, phone, neighbourhood, diploma, hours, shifts, transport, travel time and wage become what the
  row says; the check tells which of them change before anybody says yes.
- Occupations, competences, licences and a status are added; the level of a language becomes what the row says.
- Ground and reason belong to the start of the accompaniment and are not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import SecretStr

from arbeidspact.exchange.cells import RowReader, items_of, parse_choice, parse_date
from arbeidspact.exchange.people_rows import PeopleRows
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, Message
from arbeidspact.people import actions
from arbeidspact.people.access import PersonFile
from arbeidspact.people.commands import (
    AddCompetence,
    AddLicence,
    EditContact,
    EditIdentity,
    OpenStatus,
    SeekOccupation,
    SetAvailability,
    SetEducation,
    SetLanguage,
    SetNationalNumber,
    SetReferent,
)
from arbeidspact.people.duplicates import number_hash_for
from arbeidspact.people.names import search_name
from arbeidspact.taxonomy.scales import EducationLevel


@dataclass(frozen=True, slots=True)
class FileChange:
    """One action on a file, and the columns that ask for it."""

    columns: tuple[str, ...]
    act: Any
    command: Command


class Completion:
    """What one row does to one file: the changes, and what it leaves as it was."""

    def __init__(self, reader: RowReader, file: PersonFile, rows: PeopleRows, actor: Actor) -> None:
        self.reader, self.file, self.rows, self.actor = reader, file, rows, actor
        self.changes: list[FileChange] = []
        self.remarks: list[Message] = []
        self._identity()
        self._number()
        self._referent()
        self._contact()
        self._education()
        self._availability()
        self._lists()
        self._status()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that change something, each once."""
        return tuple(dict.fromkeys(column for change in self.changes for column in change.columns))

    def _add(self, columns: tuple[str, ...], act: Any, kind: type[Command], values: Mapping[str, Any]) -> None:
        of_column = dict.fromkeys(("concept", "language", "level", "licence", "kind"), columns[0])
        names = {} if kind is EditContact else of_column
        command = self.reader.command(kind, {**values, "person": self.file.reference}, names)
        if command is not None:
            self.changes.append(FileChange(columns, act, command))

    def _identity(self) -> None:
        reader, person = self.reader, self.file.person
        given = reader.text("given_name", person.given_name)
        family = reader.text("family_name", person.family_name)
        if search_name(given, family) != search_name(person.given_name, person.family_name):
            self.remarks.append(_("The name in the row is another; the file keeps its own."))
        born = reader.parsed("birth_date", parse_date)
        if born is not None and person.birth_date is None:
            names = {"given_name": person.given_name, "family_name": person.family_name}
            self._add(("birth_date",), actions.edit_identity, EditIdentity, {**names, "birth_date": born})
        elif born is not None and born != person.birth_date:
            self.remarks.append(_("The birth date in the row is another; the file keeps its own."))

    def _number(self) -> None:
        number = self.reader.text("national_number")
        if not number:
            return
        born = self.file.person.birth_date or self.reader.parsed("birth_date", parse_date)
        try:
            number_hash = number_hash_for(self.actor, SecretStr(number), born)
        except DomainError as error:
            self.reader.refuse_error(error)
            return
        held = self.file.person.national_number_hash
        if held and held != number_hash:
            self.reader.refuse(
                "national_number",
                _("The file has another national number."),
                _("Look whether this is the right file, and compare the number with the identity card."),
            )
        elif not held:
            self._add(("national_number",), actions.set_national_number, SetNationalNumber, {"national_number": number})

    def _referent(self) -> None:
        wanted = self.rows.referent(self.reader)
        own = next((one for one in self.file.accompaniments if one.organisation == self.actor.organisation), None)
        if wanted is None or own is None or own.referent_id == wanted:
            return
        if own.referent_id is None:
            self._add(("referent",), actions.set_referent, SetReferent, {"referent": wanted})
        else:
            self.remarks.append(_("The file has another contact person, who stays; change it in the file itself."))

    def _contact(self) -> None:
        person, reader = self.file.person, self.reader
        known = {
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "neighbourhood": person.neighbourhood,
        }
        said = {
            "email": reader.text("email"),
            "phone": reader.text("phone"),
            "language": reader.text("language").casefold(),
            "neighbourhood": self.rows.neighbourhood(reader),
        }
        changed = {name: value for name, value in said.items() if value and value != known[name]}
        if not changed:
            return
        wanted = known | changed
        self._add(tuple(changed), actions.edit_contact, EditContact, {**wanted, "email": wanted["email"] or None})

    def _education(self) -> None:
        said = self.reader.parsed("education", lambda text: parse_choice(text, EducationLevel))
        if said is not None and said.value != self.file.person.education:
            self._add(("education",), actions.set_education, SetEducation, {"education": said})

    def _availability(self) -> None:
        person = self.file.person
        known: dict[str, Any] = {
            "hours_min": person.hours_min,
            "hours_max": person.hours_max,
            "shifts": frozenset(person.shifts),
            "transport": frozenset(person.transport),
            "travel_minutes_max": person.travel_minutes_max,
            "wage_wanted": person.wage_wanted,
        }
        said = self.rows.availability(self.reader)
        changed = tuple(name for name, value in said.items() if value != known[name])
        if changed:
            self._add(changed, actions.set_availability, SetAvailability, known | said)

    def _lists(self) -> None:
        person = self.file.person
        sought = {row.concept for row in person.occupations_sought.all()}
        able = {row.concept for row in person.competences.all()}
        spoken = {row.language: row.level for row in person.languages.all()}
        held = {row.licence for row in person.licences.all()}
        for concept in dict.fromkeys(self.rows.occupations(self.reader)):
            if concept not in sought:
                self._add(("occupations",), actions.seek_occupation, SeekOccupation, {"concept": concept})
        for concept in dict.fromkeys(self.rows.competences(self.reader)):
            if concept not in able:
                self._add(("competences",), actions.add_competence, AddCompetence, {"concept": concept})
        for language, level in self.rows.languages(self.reader):
            if spoken.get(language) != level:
                self._add(("languages",), actions.set_language, SetLanguage, {"language": language, "level": level})
        for licence in dict.fromkeys(self.reader.items("licences", items_of)):
            if licence not in held:
                self._add(("licences",), actions.add_licence, AddLicence, {"licence": licence})

    def _status(self) -> None:
        said = self.rows.status(self.reader)
        open_kinds = {status.kind for status in self.file.open_statuses}
        if said and said["kind"] not in open_kinds:
            self._add(("status", "status_since"), actions.open_status, OpenStatus, said)
