"""The queues follow at once what somebody does: a change that a rule looks at brings that person's lines up to date.

What only the clock changes, and what is written in bulk, waits for the next run.
"""

import threading
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from arbeidspact.agreements.models import Agreement, AgreementVersion, Confirmation, Objection, Outcome
from arbeidspact.assessments.models import Assessment
from arbeidspact.correspondence.models import Message
from arbeidspact.followup.findings import Asked
from arbeidspact.followup.lines import refresh
from arbeidspact.followup.models import ABOUT_CONTACTS, AftercareTalk, RuleName
from arbeidspact.followup.rules import RULES
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.handovers.models import Handover, HandoverPause
from arbeidspact.introductions.models import Introduction
from arbeidspact.outreach.models import Contact, ContactMoment
from arbeidspact.pathways.models import RungPlacement, Step
from arbeidspact.people.models import Accompaniment, PersonStatus
from arbeidspact.teams.models import Conversation, Lead
from arbeidspact.terms.models import NotedFact, TermEvent

R = RuleName
_PROMISES: Final = frozenset({R.AGREEMENT_UNCONFIRMED, R.OBJECTION_OPEN, R.PROMISE_OVERDUE, R.TERM_AT_RISK})

# Which rows are looked at, which relation leads from them to a person, and which rules look at them.
WATCHED: Final[Mapping[type[models.Model], tuple[str, frozenset[RuleName]]]] = {
    Accompaniment: ("person_id", frozenset(RuleName) - frozenset(ABOUT_CONTACTS)),
    PersonStatus: ("person_id", frozenset({R.TERM_AT_RISK})),
    TermEvent: ("person_id", frozenset({R.TERM_AT_RISK})),
    NotedFact: ("person_id", frozenset({R.TERM_AT_RISK})),
    Step: ("person_id", frozenset({R.NO_NEXT_STEP, R.STUCK_STEP, R.PROMISE_OVERDUE})),
    RungPlacement: ("person_id", frozenset({R.AFTERCARE})),
    AftercareTalk: ("placement.person_id", frozenset({R.AFTERCARE})),
    Conversation: ("person_id", frozenset({R.SILENCE})),
    Lead: ("person_id", frozenset({R.SILENCE})),
    Assessment: ("person_id", frozenset({R.ASSESSMENT_EXPIRED, R.TERM_AT_RISK})),
    Agreement: ("person_id", _PROMISES),
    AgreementVersion: ("agreement.person_id", _PROMISES),
    Confirmation: ("version.agreement.person_id", _PROMISES),
    Objection: ("version.agreement.person_id", _PROMISES),
    Outcome: ("agreement.person_id", _PROMISES),
    Handover: ("person_id", frozenset({R.HANDOVER_IN_LIMBO})),
    HandoverPause: ("handover.person_id", frozenset({R.HANDOVER_IN_LIMBO})),
    Introduction: ("person_id", frozenset({R.EMPLOYER_SILENT})),
    Message: ("person_id", frozenset({R.UNDELIVERED})),
}
# The same for rows that lead to a contact.
WATCHED_OF_CONTACTS: Final[Mapping[type[models.Model], tuple[str, frozenset[RuleName]]]] = {
    Contact: ("pk", frozenset(ABOUT_CONTACTS)),
    ContactMoment: ("contact_id", frozenset(ABOUT_CONTACTS)),
}


class _Pending(threading.local):
    """Whom the changes of this thread were about, a person or a contact by key, and which rules look at them."""

    def __init__(self) -> None:
        self.rules: dict[tuple[bool, int], set[RuleName]] = {}


_pending = _Pending()


def watch() -> None:
    """From now on changes are followed; asked once, when the application starts."""
    for model in (*WATCHED, *WATCHED_OF_CONTACTS):
        for signal in (post_save, post_delete):
            signal.connect(_note_change, sender=model, dispatch_uid=f"followup-{model._meta.label}-{id(signal)}")


def _note_change(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if _signal.get("raw"):
        return
    is_contact = sender in WATCHED_OF_CONTACTS
    path, rules = WATCHED_OF_CONTACTS[sender] if is_contact else WATCHED[sender]
    key = attrgetter(path)(instance)
    if key is None:
        return
    if not any(hook[1] is _follow for hook in transaction.get_connection().run_on_commit):
        _pending.rules = {}  # What waited was undone with its transaction.
    _pending.rules.setdefault((is_contact, key), set()).update(rules)
    # After the change is certain; the first one brings everything up to date, the others find nothing left.
    transaction.on_commit(_follow, robust=True)


def _follow() -> None:
    waiting, _pending.rules = _pending.rules, {}
    asked_of: dict[RuleName, set[int]] = {}
    for (_is_contact, key), names in waiting.items():
        for name in names:
            asked_of.setdefault(name, set()).add(key)
    day = timezone.localdate()
    for rule in RULES:
        if keys := frozenset(asked_of.get(rule.name, ())):
            whom = {"contacts": keys} if rule.name in ABOUT_CONTACTS else {"people": keys}
            refresh([rule], Asked(day, thresholds(), **whom))
