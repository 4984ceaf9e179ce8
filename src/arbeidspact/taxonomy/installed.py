"""The editions an operator has installed in a directory, and the taxonomy that is in use because of them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from arbeidspact.taxonomy.draft import CompiledEdition, check_edition_name
from arbeidspact.taxonomy.edition import Edition, EditionFacts, facts_of
from arbeidspact.taxonomy.edition_file import SUFFIX, read_edition_facts, write_edition_file
from arbeidspact.taxonomy.exceptions import EditionError, EditionNotInstalled
from arbeidspact.taxonomy.nearness import SUFFIX as NEAR_SUFFIX
from arbeidspact.taxonomy.nearness import read_near_pairs
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.taxonomy import Taxonomy

_Stamp = tuple[Path, int, int, int]


@dataclass(frozen=True, slots=True)
class InstalledEdition:
    """A file in the directory: which edition it holds, or why it cannot be used."""

    path: Path
    facts: EditionFacts | None
    problem: EditionError | None

    @property
    def title(self) -> str:
        """Name and version, from the name of the file."""
        return self.path.name.removesuffix(SUFFIX)


def edition_path(directory: Path, name: str, version: str) -> Path:
    """In which file is this edition kept? Raises: `EditionNameInvalid`."""
    check_edition_name("name", name)
    check_edition_name("version", version)
    return directory / f"{name}-{version}{SUFFIX}"


def install_edition(edition: CompiledEdition, directory: Path) -> Path:
    """Keep this edition in the directory; the same version is replaced in one move. Returns: its file."""
    path = edition_path(directory, edition.facts["name"], edition.facts["version"])
    directory.mkdir(parents=True, exist_ok=True)
    write_edition_file(edition, path)
    return path


def installed_editions(directory: Path) -> list[InstalledEdition]:
    """Which editions are installed, newest version first? A file that cannot be used is listed with its problem."""
    if not directory.is_dir():
        return []
    found = []
    for path in directory.glob(f"*{SUFFIX}"):
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            found.append(InstalledEdition(path, facts_of(read_edition_facts(path)), None))
        except EditionError as problem:
            found.append(InstalledEdition(path, None, problem))
    return sorted(found, key=lambda edition: _version_order(edition.title), reverse=True)


def remove_edition(directory: Path, name: str, version: str) -> None:
    """Take this edition out of use. Raises: `EditionNotInstalled`."""
    path = edition_path(directory, name, version)
    if not path.is_file():
        raise EditionNotInstalled(f"{name}-{version}", [edition.title for edition in installed_editions(directory)])
    path.unlink()
    # What was computed of the edition goes with it.
    for made in ("vectors", "titles", "competences", "near"):
        path.with_name(f"{name}-{version}.{made}").unlink(missing_ok=True)


def active_taxonomy(directory: Path | None = None, *, edition: str | None = None, by_meaning: bool = False) -> Taxonomy:
    """Which taxonomy is in use?

    Arguments: `directory`, where editions are installed (None: starter only); `edition`, the title of the one to use
    first, such as "esco-1.2.0" (None: the newest); `by_meaning`, do competences near in meaning count for each other,
    where they were found beforehand?
    Returns: that edition, then the other installed ones for ids that only they know, then the starter, which always
    stays resolvable. Search looks in the first and in the starter. The same files give the same object.
    Raises: `EditionNotInstalled`; `EditionDamaged` or `EditionFormatUnsupported` when a file cannot be used.
    """
    installed = installed_editions(directory) if directory is not None else []
    if edition is not None:
        chosen = [item for item in installed if item.title == edition]
        if not chosen:
            raise EditionNotInstalled(edition, [item.title for item in installed])
        installed = chosen + [item for item in installed if item.title != edition]
    near = directory.glob(f"*{NEAR_SUFFIX}") if directory is not None and by_meaning else ()
    return _taxonomy_of(*(tuple(map(_stamp, paths)) for paths in ((item.path for item in installed), sorted(near))))


@lru_cache(maxsize=4)
def _taxonomy_of(files: tuple[_Stamp, ...], near_files: tuple[_Stamp, ...]) -> Taxonomy:
    imported = [_edition_of(*file) for file in files]
    starter = starter_edition()
    near = {}
    for edition in (*imported, starter):
        path = next((path for path, *_ in near_files if path.name == f"{edition.facts.title}{NEAR_SUFFIX}"), None)
        pairs = None if path is None else read_near_pairs(edition, path)
        if pairs is not None:
            near[edition.facts.title] = pairs
    return Taxonomy([*imported, starter], searched=[*imported[:1], starter], near=near)


@lru_cache(maxsize=4)
def _edition_of(path: Path, inode: int, size: int, changed: int) -> Edition:  # noqa: ARG001 - the stamp is the cache key
    return Edition.from_file(path)


def _stamp(path: Path) -> _Stamp:
    """What changes when a file is replaced."""
    facts = path.stat()
    return path, facts.st_ino, facts.st_size, facts.st_mtime_ns


def _version_order(title: str) -> tuple[list[int], str]:
    return [int(number) for number in re.findall(r"\d+", title)], title
