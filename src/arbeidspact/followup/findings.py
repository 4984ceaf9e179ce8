"""What a rule is asked and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from arbeidspact.followup.models import RuleName
from arbeidspact.followup.thresholds import Thresholds
from arbeidspact.organisations.exceptions import Message


@dataclass(frozen=True, slots=True)
class Asked:
    """On which day, from which thresholds on, and for whom: `people` and `contacts` by key, None for everybody."""

    day: date
    thresholds: Thresholds
    people: frozenset[int] | None = None
    contacts: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Somebody who cannot wait: keys and days, no names. `owner`, whose turn it is; None when nobody's yet. Of a
    contact, who has no file, `person` is None."""

    person: int | None
    organisation: int
    subject: str
    since: date
    due_on: date | None = None
    owner: int | None = None
    contact: int | None = None

    @property
    def place(self) -> tuple[int | None, int | None, int, str]:
        return self.person, self.contact, self.organisation, self.subject


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to stand in a queue: what finds it (a constant number of queries), and what to do about it."""

    name: RuleName
    find: Callable[[Asked], Iterable[Finding]]
    next_action: Message
