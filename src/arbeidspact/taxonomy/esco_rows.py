"""The rows of one CSV table, checked one by one."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from arbeidspact.taxonomy.esco_source import SourceFile
from arbeidspact.taxonomy.exceptions import EntryProblem

MAX_PROBLEMS = 200
MAX_LABEL_LENGTH = 2_000
_FIELD_LIMIT = 5_000_000
_PROGRESS_EVERY = 5_000
_URI = re.compile(r"https?://[^\s<>\"]{3,300}")
# Control characters other than tab and line breaks: databases refuse them and nobody sees them.
_INVISIBLE = dict.fromkeys(set(range(32)) - {9, 10, 13})
_BETWEEN_LABELS = re.compile(r"[\n\r]+|\s\|\s")


@dataclass(slots=True)
class Problems:
    """Wrong rows over all files: the first few in full, all of them counted."""

    listed: list[EntryProblem] = field(default_factory=list)
    total: int = 0

    def add(self, file: str, row: int, column: str, problem: str, fix: str) -> None:
        """Note one wrong field; the header is row 1."""
        self.total += 1
        if len(self.listed) < MAX_PROBLEMS:
            self.listed.append(EntryProblem(file, str(row), column, problem, fix))


class Row:
    """One row, by column name; what is wrong with a field is noted, and reading it gives None."""

    __slots__ = ("_cells", "_file", "_places", "_problems", "number")

    def __init__(self, file: str, number: int, cells: list[str], places: dict[str, int], problems: Problems) -> None:
        self.number = number
        self._file = file
        self._cells = cells
        self._places = places
        self._problems = problems

    def text(self, column: str) -> str:
        """The text of a field without surrounding space; empty when the table has no such column."""
        place = self._places.get(column)
        return "" if place is None else self._cells[place].translate(_INVISIBLE).strip()

    def uri(self, column: str) -> str | None:
        """The address of a concept."""
        text = self.text(column)
        if _URI.fullmatch(text):
            return text
        problem = f'"{text[:60]}" is not the address of a concept' if text else "this field is empty"
        self.problem(column, problem, "Write an address such as http://data.europa.eu/esco/skill/...")
        return None

    def name(self, column: str) -> str:
        """A name on one line."""
        return self._bounded(column, " ".join(self.text(column).split()))

    def names(self, column: str) -> list[str]:
        """Several names, one a line or with bars between them."""
        pieces = (" ".join(piece.split()) for piece in _BETWEEN_LABELS.split(self.text(column)))
        return [self._bounded(column, piece) for piece in pieces if piece]

    def choice(self, column: str, choices: Sequence[str]) -> str | None:
        """One of these words."""
        text = self.text(column).lower()
        if text in choices:
            return text
        self.problem(column, f'"{text[:60]}" is not known here', f"Use one of {', '.join(choices)}")
        return None

    def problem(self, column: str, problem: str, fix: str) -> None:
        """Note that a field of this row is wrong."""
        self._problems.add(self._file, self.number, column, problem, fix)

    def _bounded(self, column: str, text: str) -> str:
        if len(text) > MAX_LABEL_LENGTH:
            self.problem(column, f"a name of {len(text)} letters", f"Keep names under {MAX_LABEL_LENGTH} letters")
            return ""
        return text


def table_rows(
    file: SourceFile, required: Sequence[str], problems: Problems, progress: Callable[[int], None]
) -> Iterator[Row]:
    """The rows of a table; wrong rows are noted and left out.

    Arguments: `required`, the columns without which the table says nothing; `progress`, told how many bytes
    were read.
    """
    previous_limit = csv.field_size_limit(_FIELD_LIMIT)
    try:
        with file.open() as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
            yield from _rows(file, text, required, problems, lambda: progress(raw.tell()))
    except UnicodeDecodeError:
        problems.add(file.name, 1, "", "this file is not in UTF-8", "Save it as CSV UTF-8")
    except (csv.Error, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        problems.add(file.name, 1, "", f"this file cannot be read to the end ({error})", "Download it again")
    finally:
        csv.field_size_limit(previous_limit)


def _rows(
    file: SourceFile, text: io.TextIOWrapper, required: Sequence[str], problems: Problems, progress: Callable[[], None]
) -> Iterator[Row]:
    first = text.readline()
    header = next(csv.reader([first], delimiter=_delimiter(first)), [])
    places = {name.strip(): place for place, name in enumerate(header)}
    missing = [column for column in required if column not in places]
    if missing:
        for column in missing:
            problems.add(
                file.name, 1, column, "this column is missing", "Keep the columns as the ESCO portal gives them"
            )
        return
    for number, cells in enumerate(csv.reader(text, delimiter=_delimiter(first)), start=2):
        if number % _PROGRESS_EVERY == 0:
            progress()
        if not cells:
            continue
        if len(cells) != len(header):
            problem = f"{len(cells)} fields where the header has {len(header)}"
            problems.add(file.name, number, "", problem, "Put text that holds a comma or a line break between quotes")
            continue
        yield Row(file.name, number, cells, places, problems)


def _delimiter(header: str) -> str:
    """Spreadsheets in Dutch save CSV with semicolons."""
    return ";" if header.count(";") > header.count(",") else ","
