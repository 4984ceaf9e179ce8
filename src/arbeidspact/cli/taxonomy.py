"""`arbeidspact taxonomy`: import a classification or Flemish names, search, list and remove editions."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.taxonomy import ImportReport

THREADS = click.option(
    "--threads",
    default=os.cpu_count() or 1,
    show_default="one for each processor",
    type=click.IntRange(1, 64),
    help="How many the encoder uses.",
)
WITHOUT_LEARNING = click.option(
    "--without-learning", is_flag=True, help="Do not go on with learning: arbeidspact taxonomy learn does it later."
)
KINDS = ("occupation", "competence", "isco_group", "competence_group")
_LEARN = "arbeidspact taxonomy learn"
_BY_LETTERS = "Titles and texts are read by their names and letters."
LINKS = ("exact", "close", "broad", "narrow")


@click.group(cls=CommandGroup)
def taxonomy() -> None:
    """The words for occupations and competences."""


@taxonomy.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, path_type=Path))
@click.option("--version", default="", help="Such as 1.2.0; default: read from the name of the download.")
@WITHOUT_LEARNING
@THREADS
def import_(*, paths: tuple[Path, ...], version: str, without_learning: bool, threads: int) -> None:
    """Import an ESCO download in CSV: a folder or zip, or one for each language.

    Once that is done and in use, it goes on with what "learn" does, where an encoder is installed. Stop it with Ctrl-C.
    """
    open_installation()
    from arbeidspact.cli.screen import Steps
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.taxonomy_editions import ImportTaxonomy, import_taxonomy
    from arbeidspact.taxonomy import ImportProgress

    with Steps() as steps:

        def tell(progress: ImportProgress) -> None:
            steps("Importing", round(100 * progress.share), 100)

        report = import_taxonomy(ImportTaxonomy(sources=paths, version=version), actor=operator(), progress=tell)
    _show(report)
    _go_on(report.edition.title, skip=without_learning, threads=threads)


def _go_on(title: str, *, skip: bool, threads: int) -> None:
    """The edition is in use: now what its names mean, unless that is for later."""
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.vocabulary import current_taxonomy
    from arbeidspact.taxonomy.exceptions import EncoderMissing

    out, preferred = screen(), current_taxonomy().preferred_edition.facts.title
    if preferred != title:
        out.print(f"{escape(preferred)} is preferred, so texts are read with that one: nothing to learn.")
        return
    if skip:
        out.print(f"{_BY_LETTERS} To learn what they mean: {_LEARN}.")
        return
    out.print(f"The import is complete. Now what the names mean; Ctrl-C stops that, {_LEARN} goes on with it.")
    try:
        _learn(threads)
    except EncoderMissing:
        out.print(f"{_BY_LETTERS} No encoder is installed: pip install 'arbeidspact\\[text]', then {_LEARN}.")
    except KeyboardInterrupt:
        out.print(f"Stopped. The import is complete. {_BY_LETTERS} {_LEARN} goes on where this was.")


def _learn(threads: int) -> None:
    """What the names of the preferred edition mean, with progress. Raises: `EncoderMissing`."""
    from arbeidspact.cli.screen import Steps, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.taxonomy_editions import learn_taxonomy
    from arbeidspact.taxonomy.understanding.learning import LearningProgress
    from arbeidspact.taxonomy.understanding.vectors import VectorProgress

    with Steps() as steps:

        def tell(progress: LearningProgress) -> None:
            name = "Meaning of names" if isinstance(progress, VectorProgress) else "Learning from names"
            steps(name, progress.done, progress.total)

        learned = learn_taxonomy(actor=operator(), threads=threads, progress=tell)
    screen().print(
        f"{escape(learned.edition)}: {learned.names} names have a meaning by {escape(learned.encoder)}; "
        f"learned from {learned.titles} of them. {learned.near} pairs of competences are near in meaning."
    )


def _show(report: "ImportReport") -> None:
    from arbeidspact.cli.screen import Table, escape, screen

    edition = report.edition
    out = screen()
    out.print(f"{edition.title} {'replaced the one that was there' if report.replaced else 'is in use'}.")
    table = Table(title=f"{edition.labels} names, {edition.relations} relations")
    for heading in ("Kind", "Language", "With a name", "Of"):
        table.add_column(heading)
    for cover in report.cover:
        table.add_row(cover.kind.value, cover.language, str(cover.labelled), str(cover.total))
    out.print(table)
    notes = [
        *(f"Table not in the download: {name}." for name in report.tables_missing),
        *(f"File not used: {name}." for name in report.files_not_used),
        *(
            f"{one.rows} rows of {one.file} name concepts that nobody describes, such as {', '.join(one.examples)}."
            for one in report.dangling
        ),
        *([f"{len(report.nameless)} concepts have no name in any language."] if report.nameless else []),
        *([f"{report.not_released} concepts are not released and were left out."] if report.not_released else []),
        *([f"{report.repeated} rows were there more than once."] if report.repeated else []),
    ]
    for note in notes:
        out.print(escape(note))


@taxonomy.command("import-competent")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--edition", default="", help="Such as esco-1.2.0; default: the newest edition of ESCO.")
@click.option(
    "--link",
    "links",
    multiple=True,
    type=click.Choice(LINKS),
    default=LINKS[:2],
    show_default=True,
    help="Which links count; may be given again.",
)
@WITHOUT_LEARNING
@THREADS
def import_competent(*, file: Path, edition: str, links: tuple[str, ...], without_learning: bool, threads: int) -> None:
    """Add the Flemish names in a crosswalk (CSV) from VDAB's Competent to ESCO to the competences they mean.

    It goes on with what "learn" does, as "import" does.
    """
    open_installation()
    from arbeidspact.cli.screen import Steps, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.taxonomy_editions import AddCompetentNames, add_competent_names
    from arbeidspact.taxonomy.understanding.synonyms import Link

    command = AddCompetentNames(source=file, edition=edition, links=tuple(Link[link.upper()] for link in links))
    with Steps() as steps:
        report = add_competent_names(
            command, actor=operator(), progress=lambda share: steps("Adding names", round(100 * share), 100)
        )
    out = screen()
    added = ", ".join(f"{count} in {language}" for language, count in report.names_added.items()) or "none"
    out.print(f"{report.edition.title}: names added: {added}; {report.competences_named} competences got a name.")
    notes = [
        f"{report.names_known} names were known already.",
        f"{report.rows_left_out} rows have a link that does not count ({', '.join(sorted(set(LINKS) - set(links)))}).",
        *(
            [f"{report.unknown} rows name competences that the edition lacks: {', '.join(report.unknown_examples)}"]
            if report.unknown
            else []
        ),
    ]
    for note in notes:
        out.print(escape(note))
    _go_on(report.edition.title, skip=without_learning, threads=threads)


@taxonomy.command("search")
@click.argument("text")
@click.option("--language", default="nl", show_default=True, help="Whose names come first.")
@click.option("--kind", type=click.Choice(KINDS), help="Keep to one sort of concept.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200))
def search(*, text: str, language: str, kind: str | None, limit: int) -> None:
    """Find concepts by what somebody types."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.vocabulary import current_taxonomy
    from arbeidspact.taxonomy import ConceptKind

    hits = current_taxonomy().search(text, language=language, kind=ConceptKind(kind) if kind else None, limit=limit)
    if not hits:
        screen().print(f'Nothing is called like "{escape(text)}". Try fewer or other words.')
        return
    table = Table(title=f"{len(hits)} found")
    for heading in ("Name", "Kind", "Score", "Concept"):
        table.add_column(heading, overflow="fold")
    for hit in hits:
        table.add_row(escape(hit.label), hit.kind.value, f"{hit.score:.2f}", escape(hit.concept_id))
    screen().print(table)


@taxonomy.command("learn")
@THREADS
def learn(*, threads: int) -> None:
    """Compute what the names of the preferred edition mean, and learn from them how titles are written.

    An import does this by itself. Minutes for ESCO; goes on where it was stopped; the same names give the same files.
    Needs an encoder: the extra "text". Without it, texts are read by names and letters.
    """
    open_installation()
    _learn(threads)


@taxonomy.command("list")
def list_editions() -> None:
    """The editions in use, preferred first."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.vocabulary import current_taxonomy, taxonomy_directory
    from arbeidspact.taxonomy import installed_editions
    from arbeidspact.taxonomy.understanding.learning import what_is_learned

    broken = [edition for edition in installed_editions(taxonomy_directory()) if edition.problem is not None]
    table = Table(title="Editions in use, preferred first")
    for heading in ("Edition", "Languages", "Concepts", "Names", "Relations"):
        table.add_column(heading, overflow="fold")
    if not broken:
        for facts in current_taxonomy().editions:
            concepts = sum(facts.concepts.values())
            table.add_row(
                facts.title, ", ".join(facts.languages), str(concepts), str(facts.labels), str(facts.relations)
            )
        screen().print(table)
        preferred = current_taxonomy().preferred_edition
        learned = what_is_learned(preferred, taxonomy_directory())
        if learned is None or not learned.titles:
            missing = "names" if learned is None else "names and meaning, not yet by what was learned"
            screen().print(f"Texts are read by {missing}; arbeidspact taxonomy learn makes it better.")
        else:
            screen().print(
                f"Texts are read by meaning: {learned.names} names by {escape(learned.encoder)}, "
                f"learned from {learned.titles} of them."
            )
        near = current_taxonomy().near
        if near:
            screen().print(f"In matching {near} pairs of competences that are near in meaning count beside relations.")
        else:
            screen().print("In matching relations count alone, not nearness in meaning.")
    for edition in broken:
        screen().print(f"[red]{escape(edition.title)} cannot be used:[/red] {escape(str(edition.problem))}")


@taxonomy.command("remove")
@click.argument("edition")
def remove(*, edition: str) -> None:
    """Take EDITION, such as esco-1.2.0, out of use."""
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.taxonomy_editions import RemoveTaxonomy, remove_taxonomy

    name, _dash, version = edition.rpartition("-")
    remove_taxonomy(RemoveTaxonomy(name=name, version=version), actor=operator())
    screen().print(f"{escape(edition)} is out of use.")
