"""The starter taxonomy: TOML files of our own, used until an edition is imported and resolvable ever after."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.exceptions import EntryProblem, StarterInvalid
from arbeidspact.taxonomy.licences import Licence, LicenceKind

STARTER_NAME = "starter"
STARTER_VERSION = "1"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
IscoCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    nl: Text
    en: Text


class _NamedEntry(_Entry):
    id: Slug
    alt_nl: tuple[Text, ...] = ()
    alt_en: tuple[Text, ...] = ()


class GroupEntry(_NamedEntry):
    """A group of competences in `groups.toml`."""

    broader: Slug | None = None


class CompetenceEntry(_NamedEntry):
    """A competence in `competences-*.toml`."""

    kind: Literal["skill", "knowledge", "attitude"]
    group: Slug
    description_nl: Text | None = None
    description_en: Text | None = None


class OccupationEntry(_NamedEntry):
    """An occupation in `occupations-*.toml`."""

    isco: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    description_nl: Text | None = None
    description_en: Text | None = None
    essential: tuple[Slug, ...] = ()
    optional: tuple[Slug, ...] = ()
    sector: Slug | None = None


class IscoEntry(_Entry):
    """An ISCO-08 group in `isco.toml`."""

    code: IscoCode


class LicenceEntry(_Entry):
    """A licence or certificate in `licences.toml`."""

    id: Slug
    kind: LicenceKind
    implies: tuple[Slug, ...] = ()


_TABLES: Mapping[str, type[_Entry]] = {
    "group": GroupEntry,
    "competence": CompetenceEntry,
    "occupation": OccupationEntry,
    "isco": IscoEntry,
    "licence": LicenceEntry,
}
_FIXES = {
    "missing": "Add the field",
    "extra_forbidden": "Remove the field or correct its name",
    "string_pattern_mismatch": "Write ids as lower-case words joined by hyphens, ISCO codes as digits",
    "string_too_short": "Write a name, or remove the field",
    "string_type": "Write it between quotes",
    "tuple_type": "Write a list between square brackets",
    "literal_error": "Use one of the values named",
    "enum": "Use one of the values named",
}


class StarterEntries:
    """All entries of the starter files, checked one by one and against each other."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
        self.file_of: dict[tuple[str, str], str] = {}
        self.problems: list[EntryProblem] = []

    def read(self, file: str, text: str) -> None:
        """Add the entries of one file; what is wrong is collected, not raised."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(
                EntryProblem(file, "", "", f"this is not TOML: {error}", "Correct the file at that line")
            )
            return
        for table, rows in document.items():
            if table not in _TABLES or not isinstance(rows, list):
                known = ", ".join(f"[[{name}]]" for name in _TABLES)
                self.problems.append(EntryProblem(file, table, "", "unknown table", f"Use one of {known}"))
                continue
            for number, row in enumerate(rows, start=1):
                self._add(file, table, number, row)

    def _add(self, file: str, table: str, number: int, row: object) -> None:
        key = row.get("code" if table == "isco" else "id") if isinstance(row, dict) else None
        place = f"{table} {key or number}"
        try:
            entry = _TABLES[table].model_validate(row)
        except ValidationError as error:
            self.problems.extend(_problem(file, place, detail) for detail in error.errors())
            return
        if str(key) in self.entries[table]:
            self.problems.append(
                EntryProblem(file, place, "id", "this id is used twice", "Give one of them another id")
            )
        self.entries[table][str(key)] = entry
        self.file_of[table, str(key)] = file

    def check_references(self) -> None:
        """Does every id that is referred to exist? Adds what is wrong to the problems."""
        for key, group in self.entries["group"].items():
            self._refer("group", key, "broader", "group", [group.broader] if group.broader else [])
        for key, competence in self.entries["competence"].items():
            self._refer("competence", key, "group", "group", [competence.group])
        for key, occupation in self.entries["occupation"].items():
            self._refer("occupation", key, "essential", "competence", occupation.essential)
            self._refer("occupation", key, "optional", "competence", occupation.optional)
            for twice in sorted(set(occupation.essential) & set(occupation.optional)):
                self._report("occupation", key, "optional", f'"{twice}" is essential as well', "Keep it in one list")
        for key, licence in self.entries["licence"].items():
            self._refer("licence", key, "implies", "licence", licence.implies)

    def _refer(self, table: str, key: str, field: str, to: str, ids: Iterable[str]) -> None:
        for wanted in ids:
            if wanted not in self.entries[to]:
                self._report(table, key, field, f'no {to} has the id "{wanted}"', f"Correct the id or add the {to}")

    def _report(self, table: str, key: str, field: str, problem: str, fix: str) -> None:
        self.problems.append(EntryProblem(self.file_of[table, key], f"{table} {key}", field, problem, fix))


def _problem(file: str, place: str, detail: ErrorDetails) -> EntryProblem:
    field = ".".join(str(part) for part in detail["loc"])
    return EntryProblem(file, place, field, detail["msg"].lower(), _FIXES.get(detail["type"], "Correct the value"))


def read_starter(folder: Traversable) -> StarterEntries:
    """The entries of the starter files in this folder. Raises: `StarterInvalid` with every problem found."""
    entries = StarterEntries()
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            entries.read(file.name, file.read_text(encoding="utf-8"))
    entries.check_references()
    if entries.problems:
        raise StarterInvalid(entries.problems)
    return entries


def starter_draft(entries: StarterEntries) -> EditionDraft:
    """The starter entries as an edition, with ids such as `ap:occupation/ward-nurse`."""
    draft = EditionDraft(STARTER_NAME, STARTER_VERSION, source="arbeidspact starter taxonomy")
    add = draft.concepts.__setitem__
    for key, group in entries.entries["group"].items():
        concept = _concept(f"ap:competence-group/{key}", ConceptKind.COMPETENCE_GROUP, group)
        concept.broader = [f"ap:competence-group/{group.broader}"] if group.broader else []
        add(concept.id, concept)
    for key, competence in entries.entries["competence"].items():
        concept = _concept(f"ap:competence/{key}", ConceptKind.COMPETENCE, competence)
        concept.competence_type = competence.kind
        concept.broader = [f"ap:competence-group/{competence.group}"]
        add(concept.id, concept)
    for code, isco in entries.entries["isco"].items():
        concept = _concept(f"ap:isco/{code}", ConceptKind.ISCO_GROUP, isco)
        concept.isco = concept.code = code
        concept.broader = _nearest_isco(code[:-1], entries)
        add(concept.id, concept)
    for key, occupation in entries.entries["occupation"].items():
        concept = _concept(f"ap:occupation/{key}", ConceptKind.OCCUPATION, occupation)
        concept.isco = occupation.isco
        concept.sector = occupation.sector or ""
        concept.broader = _nearest_isco(occupation.isco, entries)
        add(concept.id, concept)
        for essential, asked in ((False, occupation.optional), (True, occupation.essential)):
            for competence in asked:
                draft.asked[concept.id, f"ap:competence/{competence}"] = essential
    return draft


def _concept(concept_id: str, kind: ConceptKind, entry: _Entry) -> ConceptDraft:
    concept = ConceptDraft(concept_id, kind)
    for language in ("nl", "en"):
        concept.add_names(language, getattr(entry, language), getattr(entry, f"alt_{language}", ()))
        description = getattr(entry, f"description_{language}", None)
        if description:
            concept.descriptions[language] = description
    return concept


def _nearest_isco(code: str, entries: StarterEntries) -> list[str]:
    """The group with this code, or else the narrowest group around it that the starter names."""
    for length in range(len(code), 0, -1):
        if code[:length] in entries.entries["isco"]:
            return [f"ap:isco/{code[:length]}"]
    return []


@cache
def _bundled_entries() -> StarterEntries:
    return read_starter(files("arbeidspact.taxonomy") / "starter")


@cache
def starter_edition() -> Edition:
    """The starter taxonomy that comes with the software. Raises: `StarterInvalid`."""
    return Edition(compile_edition(starter_draft(_bundled_entries())))


@cache
def licences() -> Mapping[str, Licence]:
    """Which driving licences, certificates and attestations can be asked and held?

    Returns: by id, in the order of the file. Raises: `StarterInvalid`.
    """
    entries = _bundled_entries().entries["licence"]
    return MappingProxyType(
        {
            key: Licence(key, {"nl": entry.nl, "en": entry.en}, entry.kind, entry.implies)
            for key, entry in entries.items()
        }
    )
