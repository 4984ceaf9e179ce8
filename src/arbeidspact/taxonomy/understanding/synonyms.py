"""Flemish names from the crosswalk between VDAB's Competent and ESCO, as names of ESCO competences.

The names are not part of this software: an operator who has the crosswalk adds them to the edition in use.

Source of the format: the crosswalk as published on the ESCO portal, one row for each link: `esco_uri`, `competent_id`,
`competent_nl`, `competent_fr`, `relation`. The relation is read from Competent to ESCO, as SKOS does: `broadMatch` says
that the ESCO competence is the broader of the two.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition, EditionFacts, facts_of
from arbeidspact.taxonomy.esco_rows import Problems, Row, table_rows
from arbeidspact.taxonomy.esco_source import SourceFile
from arbeidspact.taxonomy.exceptions import EditionNotInstalled, SynonymFileUnreadable, SynonymRowsInvalid
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.installed import edition_path, install_edition, installed_editions
from arbeidspact.taxonomy.redraft import draft_of

MAX_FILE_BYTES = 50_000_000
ATTRIBUTION = "Flemish names of competences: Competent (VDAB), through its crosswalk with ESCO."
_EXAMPLES = 5
_REQUIRED = ("esco_uri", "competent_nl", "relation")
_COLUMN_LANGUAGES = {"competent_nl": "nl", "competent_fr": "fr"}


class Link(StrEnum):
    """How does a Competent competence stand to the ESCO one? Values are the words in the file."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"


NAMING_LINKS = (Link.EXACT, Link.CLOSE)
"""Links across which a name of the one is a name of the other; across the other two it would be a wrong name."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One row: a Competent competence, by its names, linked to an ESCO one."""

    concept_id: str
    link: Link
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SynonymReport:
    """The outcome of an import of names that went through."""

    edition: EditionFacts
    rows: dict[Link, int]
    links_used: tuple[Link, ...]
    names_added: dict[str, int]
    names_known: int
    competences_named: int
    unknown: int
    unknown_examples: tuple[str, ...]

    @property
    def rows_left_out(self) -> int:
        """How many rows have a link across which names are not taken over?"""
        return sum(count for link, count in self.rows.items() if link not in self.links_used)


def import_competent(
    path: Path,
    directory: Path,
    *,
    edition: str | None = None,
    links: Collection[Link] = NAMING_LINKS,
    progress: Progress | None = None,
) -> SynonymReport:
    """Add the names in this crosswalk to an installed edition: all of them, or nothing when a row is wrong.

    Arguments: `path`, the crosswalk in CSV; `directory`, where editions are installed; `edition`, its title, such as
    "esco-1.2.0" (None: the newest edition of ESCO); `links`, across which a name is taken over; `progress`, told the
    share done, 0-1.
    Returns: what was added, what was known already and what was left out. The edition is replaced in one move. Names
    of exact links can be shown as alternatives; names of other links are only searched.
    Raises: `SynonymFileUnreadable`, `SynonymRowsInvalid`; `EditionNotInstalled` without an edition of ESCO.
    """
    tell = progress or (lambda _: None)
    title, file = _installed(directory, edition)
    rows = read_crosswalk(path, lambda share: tell(0.2 * share))
    draft = draft_of(Edition.from_file(file))
    tell(0.5)
    report = _with_names(draft, rows, tuple(link for link in Link if link in links))
    if not report.competences_named and not report.names_known and rows:
        raise SynonymFileUnreadable(
            path.name,
            f"none of its {len(rows)} rows names a competence of {title}",
            "Take the crosswalk to this version of ESCO, or name another edition",
        )
    if ATTRIBUTION not in draft.source:
        draft.source = f"{draft.source} {ATTRIBUTION}".strip()
    compiled = compile_edition(draft)
    tell(0.9)
    install_edition(compiled, directory)
    tell(1.0)
    return SynonymReport(
        edition=facts_of(compiled.facts),
        rows={link: sum(row.link is link for row in rows) for link in Link},
        links_used=report.links,
        names_added=dict(sorted(report.added.items())),
        names_known=report.names_known,
        competences_named=report.competences_named,
        unknown=len(report.unknown),
        unknown_examples=tuple(dict.fromkeys(report.unknown))[:_EXAMPLES],
    )


def read_crosswalk(path: Path, progress: Progress | None = None) -> list[CrosswalkRow]:
    """The rows of a crosswalk. Raises: `SynonymFileUnreadable`; `SynonymRowsInvalid` with every wrong row."""
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError:
        size = None
    if size is None:
        raise SynonymFileUnreadable(path.name, "there is no such file", "Correct the path")
    if size > MAX_FILE_BYTES:
        raise SynonymFileUnreadable(
            path.name, f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB", "Point to the crosswalk itself, in CSV"
        )
    with path.open("rb") as stream:
        if b"\x00" in stream.read(4096):
            raise SynonymFileUnreadable(path.name, "this is not a text file", "Save the sheet as CSV UTF-8")
    file = SourceFile(path.name, size, None, None, None, lambda: path.open("rb"))
    problems = Problems()
    tell = progress or (lambda _: None)
    rows = [_row(row) for row in table_rows(file, _REQUIRED, problems, lambda done: tell(min(1.0, done / (size or 1))))]
    if problems.total:
        raise SynonymRowsInvalid(problems.listed, total=problems.total)
    if not rows:
        raise SynonymFileUnreadable(path.name, "it holds no rows", "Download the crosswalk again")
    return [row for row in rows if row is not None]


def _row(row: Row) -> CrosswalkRow | None:
    concept_id = row.uri("esco_uri")
    link = row.choice("relation", tuple(link.value.lower() for link in Link))
    names = [(language, row.name(column)) for column, language in _COLUMN_LANGUAGES.items()]
    if not any(fold(name) for _, name in names):
        row.problem("competent_nl", "this row holds no name", "Write the name of the competence in Competent")
    if concept_id is None or link is None:
        return None
    chosen = next(one for one in Link if one.value.lower() == link)
    return CrosswalkRow(concept_id, chosen, tuple((language, name) for language, name in names if fold(name)))


def _installed(directory: Path, edition: str | None) -> tuple[str, Path]:
    installed = [item for item in installed_editions(directory) if item.facts is not None]
    for item in installed:
        if item.title == edition or (edition is None and item.facts is not None and item.facts.name == "esco"):
            assert item.facts is not None
            return item.title, edition_path(directory, item.facts.name, item.facts.version)
    raise EditionNotInstalled(edition or "esco", [item.title for item in installed])


@dataclass(slots=True)
class _Outcome:
    links: tuple[Link, ...]
    added: Counter[str]
    unknown: list[str]
    names_known: int = 0
    competences_named: int = 0


def _with_names(draft: EditionDraft, rows: Iterable[CrosswalkRow], links: tuple[Link, ...]) -> _Outcome:
    """Put the names into the draft; exact links first, so that a name that is both exact and close is exact."""
    outcome = _Outcome(links, Counter(), [])
    named: set[str] = set()
    known: dict[tuple[str, str], set[str]] = {}
    for row in sorted(rows, key=lambda row: tuple(Link).index(row.link)):
        concept = draft.concepts.get(row.concept_id)
        if concept is None or concept.kind is not ConceptKind.COMPETENCE:
            outcome.unknown.append(row.concept_id)
            continue
        if row.link not in links:
            continue
        for language, name in row.names:
            names = known.setdefault((row.concept_id, language), _names_of(concept, language))
            if fold(name) in names:
                outcome.names_known += 1
                continue
            names.add(fold(name))
            concept.add_names(language, "", *(((name,), ()) if row.link is Link.EXACT else ((), (name,))))
            outcome.added[language] += 1
            named.add(row.concept_id)
    outcome.competences_named = len(named)
    return outcome


def _names_of(concept: ConceptDraft, language: str) -> set[str]:
    texts = [
        concept.preferred.get(language, ""),
        *concept.alternatives.get(language, ()),
        *concept.hidden.get(language, ()),
    ]
    return {fold(text) for text in texts if text}
