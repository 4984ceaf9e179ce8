"""What each ESCO table adds to an edition, row by row."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft
from arbeidspact.taxonomy.esco_rows import Row
from arbeidspact.taxonomy.esco_source import SourceFile, Table

REQUIRED_COLUMNS: dict[Table, tuple[str, ...]] = {
    Table.OCCUPATIONS: ("conceptUri", "preferredLabel"),
    Table.SKILLS: ("conceptUri", "preferredLabel"),
    Table.SKILL_GROUPS: ("conceptUri", "preferredLabel"),
    Table.ISCO_GROUPS: ("conceptUri", "code", "preferredLabel"),
    Table.COLLECTION: ("conceptUri",),
    Table.EXTRA_LABELS: ("uri", "n", "label"),
    Table.OCCUPATION_SKILLS: ("occupationUri", "relationType", "skillUri"),
    Table.OCCUPATION_HIERARCHY: ("conceptUri", "broaderUri"),
    Table.SKILL_HIERARCHY: ("conceptUri", "broaderUri"),
    Table.SKILL_SKILLS: ("originalSkillUri", "relationType", "relatedSkillUri"),
}
_STRENGTHS = ("essential", "optional")
_KINDS = {
    Table.OCCUPATIONS: ConceptKind.OCCUPATION,
    Table.SKILLS: ConceptKind.COMPETENCE,
    Table.SKILL_GROUPS: ConceptKind.COMPETENCE_GROUP,
    Table.ISCO_GROUPS: ConceptKind.ISCO_GROUP,
}
CONCEPT_TABLES = tuple(_KINDS)
_COMPETENCE_TYPES = {"skill/competence": "skill", "knowledge": "knowledge", "skill": "skill", "attitude": "attitude"}
_ISCO = re.compile(r"C?(\d{1,4})")
_UNIT_GROUP_LENGTH = 4


@dataclass(slots=True)
class Intake:
    """The edition being filled, and what was left out on the way."""

    draft: EditionDraft
    defining: dict[Table, str | None] = field(default_factory=dict)
    dangling: dict[str, list[str]] = field(default_factory=dict)
    not_released: int = 0
    repeated: int = 0

    def known(self, file: SourceFile, *ids: str) -> bool:
        """Are all these concepts described? Otherwise the row is counted as dangling."""
        unknown = [concept_id for concept_id in ids if concept_id not in self.draft.concepts]
        if unknown:
            self.dangling.setdefault(file.name, []).append(unknown[0])
        return not unknown

    def place_occupations_under_isco(self) -> None:
        """Put every occupation without a broader concept under its ISCO group."""
        concepts = self.draft.concepts.values()
        groups = {concept.isco: concept.id for concept in concepts if concept.kind is ConceptKind.ISCO_GROUP}
        for concept in concepts:
            if concept.kind is ConceptKind.OCCUPATION and not concept.broader and concept.isco in groups:
                concept.broader.append(groups[concept.isco])


def read_row(intake: Intake, file: SourceFile, row: Row) -> None:
    """Add what this row says to the edition."""
    if file.table is not None:
        _READERS[file.table](intake, file, row)


def _read_concept(intake: Intake, file: SourceFile, row: Row) -> None:
    concept_id = row.uri("conceptUri")
    if concept_id is None or file.table is None:
        return
    if row.text("status").lower() not in ("", "released"):
        intake.not_released += 1
        return
    if file.language != intake.defining.get(file.table, file.language) and not intake.known(file, concept_id):
        return
    kind = _KINDS[file.table]
    concept = intake.draft.concepts.setdefault(concept_id, ConceptDraft(concept_id, kind))
    language = file.language or ""
    if concept.kind is not kind:
        row.problem("conceptUri", f"this concept is already a {concept.kind.value}", "Keep it in one of the two files")
        return
    if language in concept.preferred:
        intake.repeated += 1
    concept.add_names(language, row.name("preferredLabel"), row.names("altLabels"), row.names("hiddenLabels"))
    description = row.text("description") or row.text("definition")
    if description:
        concept.descriptions.setdefault(language, description)
    concept.code = concept.code or row.text("code")
    concept.reuse = concept.reuse or row.text("reuseLevel")
    _read_isco(concept, file, row)
    if kind is ConceptKind.COMPETENCE and row.text("skillType"):
        chosen = row.choice("skillType", tuple(_COMPETENCE_TYPES))
        concept.competence_type = concept.competence_type or _COMPETENCE_TYPES.get(chosen or "", "")


def _read_isco(concept: ConceptDraft, file: SourceFile, row: Row) -> None:
    column = {Table.OCCUPATIONS: "iscoGroup", Table.ISCO_GROUPS: "code"}.get(file.table or Table.SKILLS)
    text = row.text(column) if column else ""
    if column is None or (not text and concept.kind is ConceptKind.OCCUPATION):
        return
    match = _ISCO.fullmatch(text)
    if match is None:
        row.problem(column, f'"{text[:60]}" is not an ISCO code', "Write 1 to 4 digits")
    elif concept.kind is ConceptKind.OCCUPATION and len(match[1]) != _UNIT_GROUP_LENGTH:
        row.problem(column, f'"{text}" is not an ISCO code of four digits', "Keep leading zeros, as in 0110")
    else:
        concept.isco = concept.isco or match[1]


def _read_collection(intake: Intake, file: SourceFile, row: Row) -> None:
    concept_id = row.uri("conceptUri")
    if concept_id is None or not intake.known(file, concept_id):
        return
    concept = intake.draft.concepts[concept_id]
    concept.collections.add(file.collection or "")
    if file.language and file.language not in concept.preferred and row.text("preferredLabel"):
        concept.add_names(file.language, row.name("preferredLabel"), row.names("altLabels"))
    concept.reuse = concept.reuse or row.text("reuseLevel")


def _read_extra_label(intake: Intake, file: SourceFile, row: Row) -> None:
    """A table of names only; number 0 is the preferred one."""
    concept_id = row.uri("uri")
    number = row.text("n")
    if not number.isdecimal():
        row.problem("n", f'"{number[:60]}" is not a number', "Write 0 for the preferred name, 1 and up for the others")
    elif concept_id is not None and intake.known(file, concept_id):
        name = row.name("label")
        preferred = int(number) == 0
        concept = intake.draft.concepts[concept_id]
        concept.add_names(file.language or "", name if preferred else "", () if preferred or not name else (name,))


def _read_occupation_skill(intake: Intake, file: SourceFile, row: Row) -> None:
    occupation, skill = row.uri("occupationUri"), row.uri("skillUri")
    strength = row.choice("relationType", _STRENGTHS)
    if occupation is None or skill is None or strength is None or not intake.known(file, occupation, skill):
        return
    _note_pair(intake, intake.draft.asked, (occupation, skill), strength)


def _read_skill_skill(intake: Intake, file: SourceFile, row: Row) -> None:
    original, related = row.uri("originalSkillUri"), row.uri("relatedSkillUri")
    strength = row.choice("relationType", _STRENGTHS)
    if original is None or related is None or strength is None or not intake.known(file, original, related):
        return
    _note_pair(intake, intake.draft.built_on, (original, related), strength)


def _note_pair(intake: Intake, pairs: dict[tuple[str, str], bool], pair: tuple[str, str], strength: str) -> None:
    """A pair that is both essential and optional is essential."""
    if pair in pairs:
        intake.repeated += 1
    pairs[pair] = pairs.get(pair, False) or strength == "essential"


def _read_broader(intake: Intake, file: SourceFile, row: Row) -> None:
    concept_id, wider = row.uri("conceptUri"), row.uri("broaderUri")
    if concept_id is None or wider is None or not intake.known(file, concept_id, wider):
        return
    broader = intake.draft.concepts[concept_id].broader
    if wider == concept_id:
        row.problem("broaderUri", "a concept cannot be broader than itself", "Remove the row")
    elif wider not in broader:
        broader.append(wider)


_READERS: dict[Table, Callable[[Intake, SourceFile, Row], None]] = {
    Table.OCCUPATIONS: _read_concept,
    Table.SKILLS: _read_concept,
    Table.SKILL_GROUPS: _read_concept,
    Table.ISCO_GROUPS: _read_concept,
    Table.COLLECTION: _read_collection,
    Table.EXTRA_LABELS: _read_extra_label,
    Table.OCCUPATION_SKILLS: _read_occupation_skill,
    Table.OCCUPATION_HIERARCHY: _read_broader,
    Table.SKILL_HIERARCHY: _read_broader,
    Table.SKILL_SKILLS: _read_skill_skill,
}
