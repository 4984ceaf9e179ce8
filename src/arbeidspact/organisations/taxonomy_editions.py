"""The taxonomy of this installation changes: an operator imports an edition, or takes one out of use."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

from django.db import transaction
from pydantic import Field

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import taxonomy_directory
from arbeidspact.taxonomy import ImportProgress, ImportReport, active_taxonomy, import_esco, remove_edition
from arbeidspact.taxonomy.understanding.learning import Learned, LearningProgress, learn_titles
from arbeidspact.taxonomy.understanding.synonyms import NAMING_LINKS, Link, SynonymReport, import_competent


class ImportTaxonomy(Command):
    """A download of ESCO, or several for more languages; `version` empty: read from the name of the download."""

    sources: Annotated[tuple[Path, ...], Field(min_length=1)]
    version: str = ""


class RemoveTaxonomy(Command):
    """The edition of this name and version."""

    name: str
    version: str


class AddCompetentNames(Command):
    """A crosswalk of Competent, the edition to add its names to (empty: the newest of ESCO), and which links count."""

    source: Path
    edition: str = ""
    links: Annotated[tuple[Link, ...], Field(min_length=1)] = NAMING_LINKS


def import_taxonomy(
    command: ImportTaxonomy, *, actor: Actor, progress: Callable[[ImportProgress], None] | None = None
) -> ImportReport:
    """Puts an edition into use: everything of it, or nothing. Raises: `NotAllowed`; `TaxonomyError` and its kinds."""
    require(actor, Permission.IMPORT_TAXONOMY)
    report = import_esco(
        list(command.sources), taxonomy_directory(), version=command.version or None, progress=progress
    )
    _record(actor, "import-taxonomy", report.edition.title, languages=list(report.edition.languages))
    return report


def remove_taxonomy(command: RemoveTaxonomy, *, actor: Actor) -> None:
    """Takes an edition out of use. Raises: `NotAllowed`; `EditionNotInstalled`."""
    require(actor, Permission.IMPORT_TAXONOMY)
    remove_edition(taxonomy_directory(), command.name, command.version)
    _record(actor, "remove-taxonomy", f"{command.name}-{command.version}")


def add_competent_names(
    command: AddCompetentNames, *, actor: Actor, progress: Callable[[float], None] | None = None
) -> SynonymReport:
    """Makes Flemish names of competences known: all of them, or none. Raises: `NotAllowed`; `TaxonomyError`."""
    require(actor, Permission.IMPORT_TAXONOMY)
    report = import_competent(
        command.source,
        taxonomy_directory(),
        edition=command.edition or None,
        links=command.links,
        progress=progress,
    )
    _record(actor, "import-synonyms", report.edition.title, languages=sorted(report.names_added))
    return report


def learn_taxonomy(
    *, actor: Actor, threads: int = 1, progress: Callable[[LearningProgress], None] | None = None
) -> Learned:
    """Computes what the names of the preferred edition mean, and learns from them how titles are written.

    Goes on where it was stopped. Raises: `NotAllowed`; `EncoderMissing`; `TaxonomyError` and its kinds.
    """
    require(actor, Permission.IMPORT_TAXONOMY)
    directory = taxonomy_directory()
    edition = active_taxonomy(directory).preferred_edition
    learned = learn_titles(edition, directory, threads=threads, progress=progress)
    _record(actor, "learn-taxonomy", learned.edition)
    return learned


def _record(actor: Actor, action: str, title: str, *, languages: Sequence[str] = ()) -> None:
    """An edition is a file and has no row, so its title stands for it."""
    with transaction.atomic():
        AuditEvent.objects.create(
            user=actor.user,
            organisation=actor.organisation,
            action=action,
            subject_kind="taxonomy.edition",
            subject_id=title[:64],
            details={"languages": list(languages)} if languages else {},
        )
