"""Import of the official ESCO classification in CSV, in any set of languages.

Source of the format: the CSV download of the ESCO portal of the European Commission, version 1.2.0. Files are known by
name, columns by their header; other columns are ignored. Of each table the language with most rows says which concepts
exist; the other languages, complete or partial, lay their names over them.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import facts_of
from arbeidspact.taxonomy.esco_report import Dangling, FileRead, ImportProgress, ImportReport, LabelCover
from arbeidspact.taxonomy.esco_rows import Problems, table_rows
from arbeidspact.taxonomy.esco_source import NAMED_TABLES, SourceFile, Table, source_files
from arbeidspact.taxonomy.esco_tables import CONCEPT_TABLES, REQUIRED_COLUMNS, Intake, read_row
from arbeidspact.taxonomy.exceptions import EscoFilesMissing, EscoRowsInvalid, EscoVersionUnknown
from arbeidspact.taxonomy.installed import edition_path, install_edition

EDITION_NAME = "esco"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
# Read in this order: a relation can only be checked once all concepts are known.
_ORDER = tuple(Table)
_NEEDED = (Table.OCCUPATIONS, Table.SKILLS, Table.OCCUPATION_SKILLS)
_USEFUL = (
    Table.SKILL_GROUPS,
    Table.ISCO_GROUPS,
    Table.OCCUPATION_HIERARCHY,
    Table.SKILL_HIERARCHY,
    Table.SKILL_SKILLS,
)
_VERSION = re.compile(r"(?<![\d.])v?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)(?![\d.]*\d)")
_EXAMPLES = 5
_READING_SHARE = 0.8

Progress = Callable[[ImportProgress], None]


def import_esco(
    sources: Path | Sequence[Path], directory: Path, *, version: str | None = None, progress: Progress | None = None
) -> ImportReport:
    """Make an edition of an ESCO download and install it: everything, or nothing when a row is wrong.

    Arguments: `sources`, a folder or zip file, or several (one download for each language); `directory`, where editions
    are installed; `version`, such as "1.2.0" (None: read from the name of the download); `progress`, told how
    far it is.
    Returns: what was read, missing and left out. The same version is replaced in one move.
    Raises: `EscoImportError` and its kinds; `EditionNameInvalid` for a version that cannot name a file.
    """
    paths = [sources] if isinstance(sources, Path) else list(sources)
    draft = EditionDraft(EDITION_NAME, version or _version_of(paths), source=ATTRIBUTION)
    tell = progress or (lambda _: None)
    problems = Problems()
    intake = Intake(draft)
    with source_files(paths) as files:
        used = _usable(files, problems)
        intake.defining = _defining_languages(used)
        read = _read_all(used, intake, problems, tell)
    if problems.total:
        raise EscoRowsInvalid(problems.listed, total=problems.total)
    intake.place_occupations_under_isco()
    tell(ImportProgress("compile", "", _READING_SHARE))
    compiled = compile_edition(draft)
    tell(ImportProgress("write", "", 0.95))
    replaced = edition_path(directory, draft.name, draft.version).exists()
    install_edition(compiled, directory)
    tell(ImportProgress("write", "", 1.0))
    present = {file.table for file in used}
    return ImportReport(
        edition=facts_of(compiled.facts),
        replaced=replaced,
        files=tuple(read),
        files_not_used=tuple(file.name for file in files if file.table is None),
        tables_missing=tuple(table.value for table in _USEFUL if table not in present),
        cover=_label_cover(draft),
        nameless=tuple(sorted(concept.id for concept in draft.concepts.values() if not concept.languages())),
        dangling=tuple(
            Dangling(file, len(ids), tuple(dict.fromkeys(ids))[:_EXAMPLES]) for file, ids in intake.dangling.items()
        ),
        not_released=intake.not_released,
        repeated=intake.repeated,
    )


def _version_of(paths: Sequence[Path]) -> str:
    versions = {match[1] for path in paths if (match := _VERSION.search(path.resolve().name))}
    if len(versions) != 1:
        raise EscoVersionUnknown(paths[0] if paths else Path())
    return versions.pop()


def _usable(files: Sequence[SourceFile], problems: Problems) -> list[SourceFile]:
    """The files to read, in order. Raises: `EscoFilesMissing`."""
    used = [file for file in files if file.table is not None]
    present = {file.table for file in used}
    missing = [table.value for table in _NEEDED if table not in present]
    if missing:
        raise EscoFilesMissing(missing)
    for file in used:
        if file.table in NAMED_TABLES and file.language is None:
            fix = "End its name with the language, as in skills_nl.csv"
            problems.add(file.name, 1, "", "the language of this file is not known", fix)
    return used


def _defining_languages(files: Sequence[SourceFile]) -> dict[Table, str | None]:
    """For each table, the language with most rows: it says which concepts exist."""
    defining: dict[Table, str | None] = {}
    for table in CONCEPT_TABLES:
        editions = [file for file in files if file.table is table]
        counts = {file: _rows_in(file) for file in editions} if len(editions) > 1 else dict.fromkeys(editions, 0)
        if counts:
            defining[table] = max(counts, key=lambda file: (counts[file], file.language == "en", file.name)).language
    return defining


def _rows_in(file: SourceFile) -> int:
    return sum(1 for _ in table_rows(file, (), Problems(), lambda _: None))


def _read_all(files: Sequence[SourceFile], intake: Intake, problems: Problems, tell: Progress) -> list[FileRead]:
    total = sum(file.size for file in files) or 1
    before = 0
    read = []
    for file in sorted(files, key=lambda file: _reading_order(file, intake)):

        def progress(done: int, file: SourceFile = file, before: int = before) -> None:
            tell(ImportProgress("read", file.name, _READING_SHARE * min(1.0, (before + done) / total)))

        progress(0)
        table = file.table or Table.OCCUPATIONS
        rows = 0
        for row in table_rows(file, REQUIRED_COLUMNS[table], problems, progress):
            rows += 1
            read_row(intake, file, row)
        read.append(FileRead(file.name, file.collection or table.value, file.language, rows))
        before += file.size
    return read


def _reading_order(file: SourceFile, intake: Intake) -> tuple[int, bool, str]:
    """Concepts before what refers to them, the defining language before the others."""
    table = file.table or Table.OCCUPATIONS
    return _ORDER.index(table), file.language != intake.defining.get(table, file.language), file.name


def _label_cover(draft: EditionDraft) -> tuple[LabelCover, ...]:
    languages = sorted({language for concept in draft.concepts.values() for language in concept.preferred})
    cover = []
    for kind in ConceptKind:
        concepts = [concept for concept in draft.concepts.values() if concept.kind is kind]
        for language in languages if concepts else ():
            labelled = sum(language in concept.preferred for concept in concepts)
            cover.append(LabelCover(language, kind, labelled, len(concepts)))
    return tuple(cover)
