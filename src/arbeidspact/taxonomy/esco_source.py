"""The tables in an ESCO download: folders and zip files, looked through without unpacking anything to disk."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from arbeidspact.taxonomy.exceptions import EscoSourceUnreadable

MAX_FILES = 2_000
MAX_FILE_BYTES = 500_000_000
MAX_TOTAL_BYTES = 2_000_000_000
MAX_DEPTH = 6
# Real ESCO tables compress about eight times; far beyond that somebody is trying to fill the memory.
MAX_COMPRESSION = 200
_SMALL = 1_000_000


class Table(StrEnum):
    """The tables of the official CSV download that an edition is made of; the value is the name of its file."""

    OCCUPATIONS = "occupations"
    SKILLS = "skills"
    SKILL_GROUPS = "skillGroups"
    ISCO_GROUPS = "ISCOGroups"
    COLLECTION = "collection"
    EXTRA_LABELS = "labels"
    OCCUPATION_SKILLS = "occupationSkillRelations"
    OCCUPATION_HIERARCHY = "broaderRelationsOccPillar"
    SKILL_HIERARCHY = "broaderRelationsSkillPillar"
    SKILL_SKILLS = "skillSkillRelations"


NAMED_TABLES = frozenset({Table.OCCUPATIONS, Table.SKILLS, Table.SKILL_GROUPS, Table.ISCO_GROUPS, Table.EXTRA_LABELS})
_BY_NAME = {table.value.lower(): table for table in Table if table not in (Table.COLLECTION, Table.EXTRA_LABELS)}
_FILE_NAME = re.compile(r"(?P<stem>[A-Za-z]+(?:_labels)?)(?:_(?P<language>[a-z]{2}))?\.csv", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One CSV file of a download: which table, in which language, and how to open it."""

    name: str
    size: int
    table: Table | None
    language: str | None
    collection: str | None
    open: Callable[[], IO[bytes]] = field(compare=False)


@contextmanager
def source_files(sources: Sequence[Path]) -> Iterator[list[SourceFile]]:
    """Which CSV files do these folders and zip files hold?

    Folders and zip files inside folders are looked through too. Nothing is written; links and names that lead
    outside the download are refused. Raises: `EscoSourceUnreadable`.
    """
    with ExitStack() as stack:
        found: list[SourceFile] = []
        for source in sources:
            if source.is_dir():
                found += _files_in_folder(source, stack)
            elif source.is_file():
                found += _files_in_zip(source, stack)
            else:
                raise EscoSourceUnreadable(source, "no such file or folder", "Correct the path")
            _refuse_too_much(source, found)
        yield sorted(found, key=lambda file: file.name)


def recognise(path: PurePosixPath) -> tuple[Table | None, str | None, str | None]:
    """Which table, language and collection does this file name say it is?

    The language comes from the name (`skills_nl.csv`), or else from the folder (`nl/skills.csv`).
    """
    match = _FILE_NAME.fullmatch(path.name)
    if match is None:
        return None, None, None
    language = match["language"] or (path.parent.name if re.fullmatch(r"[A-Za-z]{2}", path.parent.name) else None)
    language = language.lower() if language else None
    stem = match["stem"].lower()
    if stem.endswith("collection"):
        return Table.COLLECTION, language, stem.removesuffix("collection").removesuffix("skills")
    if stem.endswith("_labels"):
        return Table.EXTRA_LABELS, language, None
    return _BY_NAME.get(stem), language, None


def _source_file(shown: str, path: PurePosixPath, size: int, opener: Callable[[], IO[bytes]]) -> SourceFile:
    table, language, collection = recognise(path)
    return SourceFile(shown, size, table, language, collection, opener)


def _files_in_folder(folder: Path, stack: ExitStack) -> list[SourceFile]:
    root = folder.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if len(relative.parts) > MAX_DEPTH or any(part.startswith((".", "__MACOSX")) for part in relative.parts):
            continue
        if not path.is_file() or path.suffix.lower() not in (".csv", ".zip"):
            continue
        if not path.resolve().is_relative_to(root):
            raise EscoSourceUnreadable(path, "this link leads outside the download", "Replace it by the file itself")
        if path.suffix.lower() == ".zip":
            found += _files_in_zip(path, stack)
        else:
            found.append(_source_file(str(relative), folder.name / relative, path.stat().st_size, _opener(path)))
        _refuse_too_much(folder, found)
    return found


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _files_in_zip(path: Path, stack: ExitStack) -> list[SourceFile]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError) as error:
        raise EscoSourceUnreadable(path, "this is not a zip file, or a damaged one", "Download it again") from error
    found = []
    for member in archive.infolist():
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or inner.suffix.lower() != ".csv" or "__MACOSX" in inner.parts:
            continue
        if inner.is_absolute() or ".." in inner.parts:
            raise EscoSourceUnreadable(path, "a name in it leads outside the zip file", "Download it again")
        if member.flag_bits & 0x1:
            raise EscoSourceUnreadable(path, "it is protected by a password", "Unpack it and import the folder")
        if member.file_size > _SMALL and member.file_size > MAX_COMPRESSION * max(1, member.compress_size):
            raise EscoSourceUnreadable(
                path, "a file in it unpacks to an unbelievable size", "Download it again from the ESCO portal"
            )
        shown = f"{path.name}: {inner}"
        found.append(_source_file(shown, path.stem / inner, member.file_size, _member_opener(archive, member)))
    return found


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    # Reading stops at the size the archive declares, so the sizes checked beforehand bind.
    return lambda: archive.open(member)


def _refuse_too_much(source: Path, found: list[SourceFile]) -> None:
    if len(found) > MAX_FILES:
        raise EscoSourceUnreadable(source, f"more than {MAX_FILES} files", "Point to the ESCO download only")
    if any(file.size > MAX_FILE_BYTES for file in found) or sum(file.size for file in found) > MAX_TOTAL_BYTES:
        raise EscoSourceUnreadable(source, "more data than an ESCO download holds", "Point to the ESCO download only")
