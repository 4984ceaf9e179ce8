"""The rules in force on this installation: those of the product, and those that the city brings in their place."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from arbeidspact.statutes import OWN_RULES, Rulebook, Subject, TermRule, read_rules


def rulebook() -> Rulebook:
    """Which rules hold on this installation? Read once. Raises: `InvalidFile` when a rule of the city is wrong."""
    return _read(settings.RULES)


def risk_days() -> int:
    """How many days before its due day is a term at risk?"""
    return int(settings.TERM_RISK_DAYS)


def followed_rules() -> list[TermRule]:
    """Which rules about people do reminders, queues and figures keep to?"""
    return [rule for rule in rules_about_people() if any(version.is_followed for version in rule.versions)]


def rules_about_people() -> list[TermRule]:
    """Which rules are about a person? What partners ask of each other has rules of its own."""
    return [rule for rule in rulebook().terms if rule.about == Subject.PERSON]


@lru_cache(maxsize=4)
def _read(folder: str) -> Rulebook:
    return read_rules(OWN_RULES, *([Path(folder)] if folder else []))
