"""The queues follow at once what somebody does: a change that a rule looks at brings that person's lines up to date.

What only the clock changes, and what is written in bulk, waits for the next run.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from arbeidspact.followup.findings import Asked
from arbeidspact.followup.lines import refresh
from arbeidspact.followup.models import RuleName
from arbeidspact.followup.rules import RULES
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.pathways.models import Step
from arbeidspact.people.models import Accompaniment


def _person_of(row: Any) -> int:
    person: int = row.person_id
    return person


# Which rules look at rows of this kind, and whom a row is about.
WATCHED: Final[Mapping[type[models.Model], tuple[Callable[[Any], int], frozenset[RuleName]]]] = {
    Step: (_person_of, frozenset({RuleName.NO_NEXT_STEP, RuleName.STUCK_STEP})),
    Accompaniment: (_person_of, frozenset(RuleName)),
}


class _Pending(threading.local):
    """Whom the changes of this thread were about, and which rules look at them."""

    def __init__(self) -> None:
        self.rules: dict[int, set[RuleName]] = {}


_pending = _Pending()


def watch() -> None:
    """From now on changes are followed; asked once, when the application starts."""
    for model in WATCHED:
        for signal in (post_save, post_delete):
            signal.connect(_note_change, sender=model, dispatch_uid=f"followup-{model._meta.label}-{id(signal)}")


def _note_change(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if _signal.get("raw"):
        return
    person_of, rules = WATCHED[sender]
    _pending.rules.setdefault(person_of(instance), set()).update(rules)
    # After the change is certain; the first one brings everything up to date, the others find nothing left.
    transaction.on_commit(_follow, robust=True)


def _follow() -> None:
    waiting, _pending.rules = _pending.rules, {}
    asked_of: dict[RuleName, set[int]] = {}
    for person, names in waiting.items():
        for name in names:
            asked_of.setdefault(name, set()).add(person)
    for rule in RULES:
        if people := asked_of.get(rule.name):
            refresh([rule], Asked(timezone.localdate(), thresholds(), frozenset(people)))
