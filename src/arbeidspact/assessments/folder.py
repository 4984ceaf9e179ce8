"""A folder of questionnaires and remedies, read as a whole to see whether it is right."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from arbeidspact.assessments.questionnaire import Questionnaire
from arbeidspact.assessments.questionnaire_file import REMEDIES, read_questionnaire
from arbeidspact.assessments.remedy import Remedy, read_remedies
from arbeidspact.indicators import InvalidFile, Problem

T = TypeVar("T")


def read_folder(folder: Path) -> tuple[dict[str, Questionnaire], tuple[Remedy, ...]]:
    """Which questionnaires, by the name of their file, and which remedies does this folder hold?

    Raises: `InvalidFile` with every problem of every file.
    """
    problems: list[Problem] = []

    def read(path: Path, reader: Callable[[Path], T]) -> T | None:
        try:
            return reader(path)
        except InvalidFile as error:
            problems.extend(error.problems)
            return None

    paths = sorted(folder.glob("*.toml"))
    found = {path.name: read(path, read_questionnaire) for path in paths if path.name != REMEDIES}
    remedies = next((read(path, read_remedies) for path in paths if path.name == REMEDIES), None)
    names: dict[str, str] = {}
    for name, one in found.items():
        if one is not None and names.setdefault(one.slug, name) != name:
            problem = f"{one.slug} is also the slug of {names[one.slug]}"
            problems.append(Problem(name, "questionnaire", "slug", problem, "give each its own, or remove one"))
    if problems:
        raise InvalidFile(problems)
    return {name: one for name, one in found.items() if one is not None}, remedies or ()
