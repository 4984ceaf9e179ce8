"""From a barrier to what may help: remedies as a data file, each offered by somebody, none imposed on anybody."""

import hashlib
import logging
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

from arbeidspact.assessments.models import Outcome
from arbeidspact.assessments.questionnaire_file import remedies_path
from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.toml_file import check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, Slug, Text
from arbeidspact.people.domains import SENSITIVE, LifeDomain

logger = logging.getLogger(__name__)


class RemedyKind(StrEnum):
    """What a remedy is. All of them help: a measure against somebody is no remedy and has no place in the list."""

    ADVICE = "advice"
    COACHING = "coaching"
    COURSE = "course"
    CARE = "care"
    LOAN = "loan"
    MONEY = "money"
    PLACE = "place"
    TRAVEL = "travel"
    CONTACT = "contact"


class BarrierLevel(StrEnum):
    """From which barrier on a remedy comes to mind."""

    SOME = "some"
    LARGE = "large"


class Remedy(Entry):
    """Something that may take a barrier away: what it is, who offers it, and the step it suggests."""

    slug: Slug
    domain: LifeDomain
    kind: RemedyKind
    level: BarrierLevel = BarrierLevel.SOME
    title: Text
    what: Text
    who: Text
    step: Text

    @property
    def is_sensitive(self) -> bool:
        return self.domain in SENSITIVE

    @property
    def code(self) -> str:
        """A name for an address that tells nobody what it is about."""
        return hashlib.sha256(self.slug.encode()).hexdigest()[:10]

    def helps_with(self, domain: LifeDomain, outcome: Outcome) -> bool:
        """Does it come to mind for this barrier in this domain?"""
        levels = {Outcome.LARGE} if self.level is BarrierLevel.LARGE else {Outcome.SOME, Outcome.LARGE}
        return self.domain == domain and outcome in levels

    @property
    def step_words(self) -> str:
        """The step it suggests, in the language of the screen."""
        return self.step.in_language(get_language() or "nl")


def read_remedies(path: Path) -> tuple[Remedy, ...]:
    """Which remedies does this file hold? Raises: `InvalidFile` with every problem."""
    content = read_toml(path)
    remedies, problems = read_entries(content, path, "remedy", Remedy)
    problems += unknown_tables(content, path, ("remedy",))
    problems += check_unique(path, "remedy", [remedy.slug for remedy in remedies])
    if problems:
        raise InvalidFile(problems)
    return tuple(remedies)


def remedies() -> tuple[Remedy, ...]:
    """Which remedies are there here? None at all, and a word in the log, when the file cannot be read."""
    try:
        path = remedies_path()
        return _read_once(path, path.stat().st_mtime_ns)
    except InvalidFile as error:
        logger.error("Remedies cannot be read: %s", error)
        return ()


def remedy(name: str) -> Remedy | None:
    """The remedy with this slug or code, if there is one. For a form that starts from it."""
    return next((one for one in remedies() if name in {one.slug, one.code}), None)


def remedies_for(barriers: Iterable[tuple[LifeDomain, Outcome]]) -> list[Remedy]:
    """What comes to mind for these barriers, in the order of the file?"""
    found = list(barriers)
    return [one for one in remedies() if any(one.helps_with(domain, outcome) for domain, outcome in found)]


@lru_cache(maxsize=8)
def _read_once(path: Path, _changed: int) -> tuple[Remedy, ...]:
    return read_remedies(path)
