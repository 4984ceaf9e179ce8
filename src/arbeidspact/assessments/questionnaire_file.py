"""Reading questionnaire and remedy files: every problem is named with its file, question, field and fix."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from arbeidspact.assessments.questionnaire import (
    Condition,
    Heading,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    possible_values,
)
from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.exceptions import Problem
from arbeidspact.indicators.toml_file import (
    check_known,
    check_unique,
    read_entries,
    read_toml,
    unknown_tables,
)

SHIPPED: Final = Path(__file__).parent / "questionnaires"
REMEDIES: Final = "remedies.toml"


def read_questionnaire(path: Path) -> Questionnaire:
    """Which questionnaire does this file hold?

    Arguments: `path`, a TOML file with `[questionnaire]`, `[[page]]` and `[[question]]`.
    Raises: `InvalidFile` with every problem: file, question, field, problem, fix.
    """
    content = read_toml(path)
    headings, problems = read_entries(content, path, "questionnaire", Heading)
    pages, more = read_entries(content, path, "page", Page)
    questions, most = read_entries(content, path, "question", Question)
    problems += more + most + unknown_tables(content, path, ("questionnaire", "page", "question"))
    if "questionnaire" not in content:
        problems.append(Problem(path.name, "file", "questionnaire", "this table is missing", "add [questionnaire]"))
    if len(questions) == len(content.get("question", [])):
        problems += _check_together(path, pages, questions)
    if problems:
        raise InvalidFile(problems)
    place = {page.slug: number for number, page in enumerate(pages)}
    ordered = sorted(questions, key=lambda question: place[question.page])
    return Questionnaire(heading=headings[0], pages=tuple(pages), questions=tuple(ordered))


def questionnaires() -> dict[str, Questionnaire]:
    """Which questionnaires are there, by their slug? The city's own file takes the place of ours with that slug.

    Raises: `InvalidFile` when a file says something that cannot be.
    """
    found: dict[str, Questionnaire] = {}
    for folder in _folders():
        for path in sorted(folder.glob("*.toml")):
            if path.name != REMEDIES:
                one = _read_once(path, path.stat().st_mtime_ns)
                found[one.slug] = one
    return found


def remedies_path() -> Path:
    """Where do the remedies stand: in the city's own folder, or with us? Raises: `InvalidFile` without that folder."""
    return next(folder / REMEDIES for folder in reversed(_folders()) if (folder / REMEDIES).exists())


def folder_in_use() -> Path:
    """Where do the files stand that go first: the city's own, or ours? Raises: `InvalidFile`."""
    return _folders()[-1]


def content_hash(questionnaire: Questionnaire) -> str:
    """What makes this text of a questionnaire another one than any other."""
    return hashlib.sha256(questionnaire.model_dump_json().encode()).hexdigest()


def _folders() -> list[Path]:
    own = settings.QUESTIONNAIRES
    if own and not Path(own).is_dir():
        problem = Problem(str(Path(own).name), "folder", "-", "there is no such folder", "correct the setting")
        raise InvalidFile([problem])
    return [SHIPPED, Path(own)] if own else [SHIPPED]


@lru_cache(maxsize=64)
def _read_once(path: Path, _changed: int) -> Questionnaire:
    return read_questionnaire(path)


def _check_together(path: Path, pages: list[Page], questions: list[Question]) -> list[Problem]:
    problems = check_unique(path, "page", [page.slug for page in pages])
    problems += check_unique(path, "question", [question.slug for question in questions])
    known_pages = [page.slug for page in pages]
    for question in questions:
        problems += check_known(path, f"question {question.slug}", "page", [question.page], known_pages)
    if problems:
        return problems
    for page in pages:
        problems += _check_page(path, page, [question for question in questions if question.page == page.slug])
    ordered = sorted(questions, key=lambda question: known_pages.index(question.page))
    earlier: dict[str, Question] = {}
    for question in ordered:
        for condition in question.show_if:
            problems += _check_condition(path, question, condition, earlier)
        earlier[question.slug] = question
    return problems


def _check_page(path: Path, page: Page, questions: list[Question]) -> list[Problem]:
    label = f"page {page.slug}"
    if not questions:
        return [Problem(path.name, label, "slug", "this page has no questions", "add one, or remove the page")]
    if len({question.is_sensitive for question in questions}) > 1:
        problem = "this page mixes protected domains (health, debt, justice) with others"
        return [Problem(path.name, label, "slug", problem, "give the protected ones a page of their own")]
    return []


def _check_condition(
    path: Path, question: Question, condition: Condition, earlier: dict[str, Question]
) -> list[Problem]:
    label = f"question {question.slug}"

    def problem(text: str, fix: str) -> list[Problem]:
        return [Problem(path.name, label, "show_if", text, fix)]

    asked = earlier.get(condition.question)
    if asked is None:
        return problem(f"{condition.question} is no earlier question", "name one that stands above this one")
    if asked.is_sensitive and not question.is_sensitive:
        return problem(
            f"{asked.slug} is about a protected domain, and this question is not",
            "let it depend on an open question: that it is asked would tell the protected answer",
        )
    is_numeric = asked.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}
    if condition.at_least is not None and not is_numeric:
        return problem(f"{asked.slug} is no number", "use equals or any_of")
    if asked.kind is QuestionKind.TEXT:
        return problem(f"{asked.slug} is answered in free words", "let it depend on a choice or a number")
    possible = possible_values(asked)
    wrong = [value for value in condition.values if possible is not None and value not in possible]
    if wrong:
        return problem(f"{wrong[0]} is no answer to {asked.slug}", f"write one of: {', '.join(possible or ())}")
    return []
