"""Reading files of entries: every problem is named with its file, entry, field and fix before anything is refused."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .exceptions import InvalidFile, Problem

EntryModel = TypeVar("EntryModel", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """What does this TOML file hold?

    Raises: `InvalidFile` when the file is absent, not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Problem(path.name, "file", "-", "the file does not exist", "check the folder and the name")
    except UnicodeDecodeError:
        problem = Problem(path.name, "file", "-", "the file is not UTF-8", "save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problem = Problem(path.name, "file", "-", f"this is not TOML ({error})", "correct the file at that place")
    raise InvalidFile([problem])


def read_entries(
    content: Mapping[str, Any], path: Path, table: str, model: type[EntryModel], *, key: str = "slug"
) -> tuple[list[EntryModel], list[Problem]]:
    """Which valid entries does a table hold, and what is wrong with the others?

    Arguments: `content`, the whole file; `table`, the name of an array of tables (`[[indicator]]`) or of one table
    (`[pact]`); `key`, the field that names an entry in a problem. Returns: valid entries in file order, and the
    problems.
    """
    raw = content.get(table, [])
    rows = raw if isinstance(raw, list) else [raw]
    entries: list[EntryModel] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        name = str(row.get(key, "")) if isinstance(row, Mapping) else ""
        label = f"{table} {name or number}"
        try:
            entries.append(model.model_validate(row))
        except ValidationError as error:
            problems += [problem_from(path, label, model, details) for details in error.errors()]
    return entries, problems


def unknown_tables(content: Mapping[str, Any], path: Path, known: Sequence[str]) -> list[Problem]:
    """Which tables of the file belong to no known format?"""
    return [
        Problem(path.name, f"table {name}", "-", "this table is unknown", f"use one of: {', '.join(known)}")
        for name in content
        if name not in known
    ]


def check_unique(path: Path, table: str, names: Sequence[str]) -> list[Problem]:
    """Which names stand more than once in the table?"""
    return [
        Problem(
            path.name, f"{table} {name}", "slug", f"{name} stands {times} times", "keep one, or give each its own name"
        )
        for name, times in Counter(names).items()
        if times > 1
    ]


def check_known(path: Path, label: str, field: str, names: Sequence[str], known: Sequence[str]) -> list[Problem]:
    """Which of these names are not among the known ones?"""
    return [
        Problem(path.name, label, field, f"{name} is not known", "define it first, or correct the spelling")
        for name in names
        if name not in known
    ]


def problem_from(path: Path, label: str, model: type[BaseModel], details: ErrorDetails) -> Problem:
    """How is a schema's refusal said to the person who wrote the file?"""
    field = ".".join(str(part) for part in details["loc"]) or "whole entry"
    kind = details["type"]
    if kind == "missing":
        return Problem(path.name, label, field, "this field is missing", "add it")
    if kind == "extra_forbidden":
        known = ", ".join(model.model_fields) if len(details["loc"]) == 1 else "see the format"
        return Problem(
            path.name, label, field, "this field is unknown", f"remove it or correct its spelling (known: {known})"
        )
    if kind in ("enum", "literal_error"):
        return Problem(
            path.name, label, field, f"{details['input']} is not possible here", f"write {details['ctx']['expected']}"
        )
    problem, colon, fix = details["msg"].removeprefix("Value error, ").partition(": ")
    return Problem(path.name, label, field, problem, fix if colon else "correct the value")
