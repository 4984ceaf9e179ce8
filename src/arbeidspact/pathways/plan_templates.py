"""Plans to start from, as a file says them: goals, and steps with a number of days after the start."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from django.conf import settings
from pydantic import Field

from arbeidspact.indicators import InvalidFile, Problem, Text
from arbeidspact.indicators.toml_file import check_known, check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, Slug
from arbeidspact.pathways.ladder import in_words
from arbeidspact.people.domains import SENSITIVE, LifeDomain

OWN_FILE: Final = Path(__file__).parent / "plan_templates.toml"
LONGEST_TEXT: Final = 200


class TemplateGoal(Entry):
    """A goal that the template proposes; the person's own words take its place."""

    slug: Slug
    words: Text
    domain: LifeDomain


class TemplateStep(Entry):
    """A step with the number of days after the start on which it is due; `chosen`, ticked beforehand."""

    what: Text
    owner: Literal["person", "organisation"]
    after_days: Annotated[int, Field(ge=0, le=1000)]
    domain: LifeDomain | None = None
    goal: str = ""
    chosen: bool = True


class PlanTemplate(Entry):
    """A plan to start from."""

    slug: Slug
    name: Text
    for_whom: Text
    goal: tuple[TemplateGoal, ...] = ()
    step: Annotated[tuple[TemplateStep, ...], Field(min_length=1)]

    @property
    def code(self) -> str:
        """A name for an address that tells nobody what the plan is about."""
        return hashlib.sha256(self.slug.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class ProposedStep:
    """A step of a template for a start day, in the language of the screen; `place` counts the steps of the template."""

    place: int
    what: str
    owner: str
    due_on: date
    domain: str
    goal: str
    is_chosen: bool


def read_templates(path: Path) -> tuple[PlanTemplate, ...]:
    """Which plans to start from does this file hold? Raises: `InvalidFile` with every problem."""
    content = read_toml(path)
    problems = unknown_tables(content, path, ("template",))
    templates, more = read_entries(content, path, "template", PlanTemplate)
    problems += more
    problems += check_unique(path, "template", [template.slug for template in templates])
    for template in templates:
        problems += _problems_of(path, template)
    if problems:
        raise InvalidFile(problems)
    return tuple(templates)


def _problems_of(path: Path, template: PlanTemplate) -> list[Problem]:
    label = f"template {template.slug}"
    goals = [goal.slug for goal in template.goal]
    problems = check_unique(path, f"{label}, goal", goals)
    problems += check_known(path, label, "goal", [step.goal for step in template.step if step.goal], goals)
    for step in template.step:
        for text in (step.what.nl, step.what.en):
            if len(text) > LONGEST_TEXT:
                problems.append(Problem(path.name, label, "what", f"“{text[:30]}...” is too long", "shorten it"))
    return problems


@lru_cache(maxsize=8)
def _read_once(path: Path) -> tuple[PlanTemplate, ...]:
    return read_templates(path)


def current_templates() -> Sequence[PlanTemplate]:
    """Which plans to start from are in force, in the order of the file? Raises: `InvalidFile`."""
    return _read_once(Path(settings.PLAN_TEMPLATES_FILE) if settings.PLAN_TEMPLATES_FILE else OWN_FILE)


def template_called(slug: str) -> PlanTemplate | None:
    """Which plan to start from has this slug or code? None when there is none (any more)."""
    return next((template for template in current_templates() if slug in {template.slug, template.code}), None)


def proposed_steps(template: PlanTemplate, starts_on: date, *, sees_sensitive: bool) -> list[ProposedStep]:
    """Which steps does the template propose when the plan starts on this day?

    Those of sensitive domains are left out unless the compartment of the file is open. A day in the weekend moves to
    the Monday after it.
    """
    return [
        ProposedStep(
            place=place,
            what=in_words(step.what),
            owner=step.owner,
            due_on=_working_day(starts_on + timedelta(days=step.after_days)),
            domain=step.domain or "",
            goal=step.goal,
            is_chosen=step.chosen,
        )
        for place, step in enumerate(template.step)
        if sees_sensitive or step.domain not in SENSITIVE
    ]


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
