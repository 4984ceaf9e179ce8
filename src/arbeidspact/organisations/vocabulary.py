"""The words of this installation: the taxonomy edition in force and the areas it knows."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from arbeidspact.organisations.models import Area
from arbeidspact.taxonomy import Taxonomy, active_taxonomy
from arbeidspact.taxonomy.understanding import Reader, active_reader


def taxonomy_directory() -> Path:
    """Where this installation keeps its taxonomy editions."""
    return Path(settings.DATA_DIR) / "taxonomy"


def current_taxonomy() -> Taxonomy:
    """Which taxonomy is in force: the edition imported last, with the starter beneath it.

    Read once, and again after an import by whichever process: the directory's modification time tells.
    """
    directory = taxonomy_directory()
    changed = directory.stat().st_mtime_ns if directory.is_dir() else 0
    return _taxonomy_at(directory, changed, settings.MATCH_BY_MEANING)


def current_reader() -> Reader:
    """Who understands texts in the words of the taxonomy in force?

    Read once, and again after an import or training by whichever process, as the taxonomy is.
    """
    directory = taxonomy_directory()
    changed = directory.stat().st_mtime_ns if directory.is_dir() else 0
    return _reader_at(directory, changed)


def make_reader_ready() -> None:
    """After this the first text that this process, or one forked from it, reads waits for nothing.

    Cost: with ESCO some seconds, and what the names and their vectors take in memory.
    """
    reader = current_reader()
    for language, _name in settings.LANGUAGES:
        reader.normalise_title("werk", language)
    reader.competences_in("werk")


def uses_esco() -> bool:
    """Does the taxonomy in force hold an edition of ESCO, whose source must then be named on screen?"""
    return any(edition.name == "esco" for edition in current_taxonomy().editions)


@lru_cache(maxsize=2)
def _taxonomy_at(directory: Path, changed: int, by_meaning: bool) -> Taxonomy:  # noqa: ARG001
    return active_taxonomy(directory, by_meaning=by_meaning)


@lru_cache(maxsize=2)
def _reader_at(directory: Path, changed: int) -> Reader:  # noqa: ARG001
    return active_reader(directory)


def concept_label(concept: str, language: str | None = None) -> str:
    """What is this concept called in this language (None: the language of the screen)?"""
    return str(current_taxonomy().label(concept, language or get_language() or "nl"))


def area_names(language: str | None = None) -> dict[str, str]:
    """The name of every area by its code, in this language (None: the language of the screen)."""
    english = (language or get_language() or "nl").startswith("en")
    rows = Area.objects.values_list("code", "name_nl", "name_en")
    return {code: in_english if english and in_english else in_dutch for code, in_dutch, in_english in rows}
