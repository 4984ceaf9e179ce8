"""What a row of people says: the command that makes the file, and those that fill it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

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
)
from arbeidspact.exchange.people_columns import REQUIRED
from arbeidspact.exchange.rows import Cell
from arbeidspact.exchange.vacancies import language_levels
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.models import Membership
from arbeidspact.people import actions
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
from arbeidspact.people.models import Ground, StatusKind, TravelChoice
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift

NOBODY: Final[UUID] = uuid4()
"""Stands in a command until the file is made that it is about."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a row changes: the column that its problems belong to, the action and its command."""

    column: str
    act: Callable[..., Any]
    command: Command


class PeopleRows:
    """Reads rows for one actor; areas and colleagues are looked up once."""

    def __init__(self, actor: Actor, *, is_invented: bool) -> None:
        self.is_invented = is_invented
        self.areas = known_areas()
        self.colleagues = _colleagues(actor)

    def registration(self, reader: RowReader) -> RegisterPerson | None:
        for column in REQUIRED:
            if not reader.has(column):
                reader.refuse(column, _("Fill in this field."))
        values: dict[str, Any] = {
            "given_name": reader.text("given_name"),
            "family_name": reader.text("family_name"),
            "birth_date": reader.parsed("birth_date", parse_date),
            "national_number": reader.text("national_number") or None,
            "neighbourhood": self.neighbourhood(reader),
            "language": reader.text("language", "nl").casefold(),
            "ground": reader.parsed("ground", lambda text: parse_choice(text, Ground)),
            "reason": reader.text("reason"),
            "referent": self.referent(reader),
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

    def changes(self, reader: RowReader) -> Iterator[Change]:
        """What follows once the file is made: the column it stands in, the action, the command without its person."""
        made = partial(self._change, reader)
        if reader.has("email") or reader.has("phone"):
            contact = {"email": reader.text("email") or None, "phone": reader.text("phone")}
            contact |= {"language": reader.text("language", "nl").casefold()}
            contact |= {"neighbourhood": self.neighbourhood(reader)}
            yield from made("email", actions.edit_contact, EditContact, contact)
        education = reader.parsed("education", lambda text: parse_choice(text, EducationLevel))
        if education is not None:
            yield from made("education", actions.set_education, SetEducation, {"education": education})
        yield from self._availability(reader)
        for concept in self.occupations(reader):
            yield from made("occupations", actions.seek_occupation, SeekOccupation, {"concept": concept})
        for concept in self.competences(reader):
            yield from made("competences", actions.add_competence, AddCompetence, {"concept": concept})
        for language, level in self.languages(reader):
            yield from made("languages", actions.set_language, SetLanguage, {"language": language, "level": level})
        for licence in reader.items("licences", items_of):
            yield from made("licences", actions.add_licence, AddLicence, {"licence": licence})
        yield from self._status(reader)

    def neighbourhood(self, reader: RowReader) -> str:
        return reader.parsed("neighbourhood", lambda text: area_of(text, self.areas)) or ""

    def referent(self, reader: RowReader) -> int | None:
        return reader.parsed("referent", self._colleague)

    def occupations(self, reader: RowReader) -> tuple[str, ...]:
        return reader.items("occupations", partial(concepts_of, kind=ConceptKind.OCCUPATION))

    def competences(self, reader: RowReader) -> tuple[str, ...]:
        return reader.items("competences", partial(concepts_of, kind=ConceptKind.COMPETENCE))

    def languages(self, reader: RowReader) -> tuple[tuple[str, CefrLevel], ...]:
        return reader.items("languages", lambda cell: tuple(language_levels(cell)))

    def _availability(self, reader: RowReader) -> Iterator[Change]:
        given = self.availability(reader)
        if given:
            yield from self._change(reader, "hours_min", actions.set_availability, SetAvailability, given)

    def availability(self, reader: RowReader) -> dict[str, Any]:
        """When and how far somebody can work, and the wage hoped for, in as far as the row says so."""
        values = {
            "hours_min": reader.parsed("hours_min", parse_decimal),
            "hours_max": reader.parsed("hours_max", parse_decimal),
            "shifts": frozenset(reader.items("shifts", lambda cell: _choices(cell, Shift))),
            "transport": frozenset(reader.items("transport", lambda cell: _choices(cell, TravelChoice))),
            "travel_minutes_max": reader.parsed("travel_minutes_max", parse_whole),
            "wage_wanted": reader.parsed("wage_wanted", partial(parse_decimal, may_have_thousands=True)),
        }
        return {name: value for name, value in values.items() if reader.has(name)}

    def _status(self, reader: RowReader) -> Iterator[Change]:
        values = self.status(reader)
        if values:
            yield from self._change(reader, "status_since", actions.open_status, OpenStatus, values)

    def status(self, reader: RowReader) -> dict[str, Any]:
        """The status that the row says, with its first day; empty when it says none, or one of the two alone."""
        kind = reader.parsed("status", lambda text: parse_choice(text, StatusKind))
        since = reader.parsed("status_since", parse_date)
        if reader.has("status") != reader.has("status_since"):
            missing = "status_since" if reader.has("status") else "status"
            reader.refuse(missing, _("A status and its first day go together."), _("Fill in both, or neither."))
        return {"kind": kind, "since": since} if kind is not None and since is not None else {}

    def _change(
        self,
        reader: RowReader,
        column: str,
        act: Callable[..., Any],
        kind: type[Command],
        values: Mapping[str, Any],
    ) -> Iterator[Change]:
        of_column = dict.fromkeys(("concept", "language", "level", "licence", "kind"), column)
        command = reader.command(kind, {**values, "person": NOBODY}, of_column)
        if command is not None:
            yield Change(column, act, command)


def _choices(cell: Cell, kind: Any) -> tuple[Any, ...]:
    return tuple(parse_choice(item, kind) for item in items_of(cell))


def _colleagues(actor: Actor) -> dict[str, int]:
    memberships = Membership.objects.filter(organisation=actor.organisation, ended_at__isnull=True)
    return dict(memberships.order_by("pk").values_list("user__email", "user_id")) if actor.organisation else {}
