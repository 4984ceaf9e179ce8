"""Rules as files: one TOML file a rule, every problem named before anything is refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.indicators.toml_file import check_unique, problem_from, read_toml, unknown_tables

from .bonus import BonusRule
from .rule import TermRule

OWN_RULES: Final = Path(__file__).parent / "rules"
"""The rules that come with this package."""

_KINDS: Final[dict[str, type[TermRule] | type[BonusRule]]] = {"term": TermRule, "bonus": BonusRule}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of an installation: those with a term and those about an amount, by slug."""

    terms: tuple[TermRule, ...]
    bonuses: tuple[BonusRule, ...]

    def term(self, slug: str) -> TermRule | None:
        """Which rule with a term has this slug? None when there is none."""
        return next((rule for rule in self.terms if rule.slug == slug), None)

    def bonus(self, slug: str) -> BonusRule | None:
        """Which rule about an amount has this slug? None when there is none."""
        return next((rule for rule in self.bonuses if rule.slug == slug), None)


def read_rules(*folders: Path) -> Rulebook:
    """Which rules do these folders hold?

    Arguments: `folders`, each with TOML files of one `[term]` or `[bonus]` and its `[[version]]` tables; a rule in a
        later folder takes the place of one with the same slug in an earlier one. None: the package's own rules.
    Returns: the rules by slug. Raises: `InvalidFile` with every problem: file, entry, field, problem, fix.
    """
    rules: dict[str, TermRule | BonusRule] = {}
    problems: list[Problem] = []
    for folder in folders or (OWN_RULES,):
        if not folder.is_dir():
            problems.append(Problem(folder.name, "folder", "-", "there is no such folder", "check the setting"))
            continue
        found: list[TermRule | BonusRule] = []
        for path in sorted(folder.glob("*.toml")):
            rule, more = _read(path)
            problems += more
            found += [rule] if rule else []
        problems += [
            Problem(folder.name, f"rule {slug}", "slug", f"{slug} stands in {times} files", "keep one of them")
            for slug, times in Counter(rule.slug for rule in found).items()
            if times > 1
        ]
        rules |= {rule.slug: rule for rule in found}
    if problems:
        raise InvalidFile(problems)
    in_order = [rules[slug] for slug in sorted(rules)]
    return Rulebook(
        terms=tuple(rule for rule in in_order if isinstance(rule, TermRule)),
        bonuses=tuple(rule for rule in in_order if isinstance(rule, BonusRule)),
    )


def _read(path: Path) -> tuple[TermRule | BonusRule | None, Sequence[Problem]]:
    try:
        content = read_toml(path)
    except InvalidFile as error:
        return None, error.problems
    problems = unknown_tables(content, path, (*_KINDS, "version"))
    kinds = [kind for kind in _KINDS if isinstance(content.get(kind), dict)]
    if len(kinds) != 1:
        problems.append(Problem(path.name, "file", "-", "a file holds one rule", "write one [term] or one [bonus]"))
        return None, problems
    kind = kinds[0]
    versions: Any = content.get("version", [])
    if isinstance(versions, list):
        slugs = [str(version.get("slug", "")) for version in versions if isinstance(version, dict)]
        problems += check_unique(path, "version", slugs)
    model = _KINDS[kind]
    try:
        rule = model.model_validate({**content[kind], "versions": versions})
    except ValidationError as error:
        label = f"{kind} {content[kind].get('slug', '')}".strip()
        return None, [*problems, *(problem_from(path, label, model, details) for details in error.errors())]
    return (None if problems else rule), problems
