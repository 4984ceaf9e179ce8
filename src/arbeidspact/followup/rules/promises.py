"""What was promised and is not settled: terms, agreements, handovers, messages."""

from collections.abc import Iterable
from datetime import timedelta

from arbeidspact.agreements.due import open_objections, overdue_promises, unconfirmed_agreements
from arbeidspact.correspondence.queries import undelivered_messages
from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.handovers.queries import handovers_in_limbo
from arbeidspact.terms.queries import terms_waiting


def term_at_risk(asked: Asked) -> Iterable[Finding]:
    """Which terms end soon or are over, without what they ask for?"""
    for row in terms_waiting(asked.day, people=asked.people):
        yield Finding(row.person, row.organisation, row.subject, row.since, due_on=row.due_on, owner=row.owner)


def unconfirmed(asked: Asked) -> Iterable[Finding]:
    """Which agreements wait so many days for somebody's yes?"""
    last = asked.day - timedelta(days=asked.thresholds.agreement_unconfirmed_days)
    for row in unconfirmed_agreements(asked.day, people=asked.people):
        if row.day <= last:
            yield Finding(row.person, row.organisation, str(row.agreement), row.day, owner=row.owner)


def unanswered_objection(asked: Asked) -> Iterable[Finding]:
    """Which objections has nobody answered?"""
    for row in open_objections(people=asked.people):
        yield Finding(row.person, row.organisation, str(row.agreement), row.day, owner=row.owner)


def unkept_promise(asked: Asked) -> Iterable[Finding]:
    """Which promises of the organisation itself are late?"""
    for row in overdue_promises(asked.day, people=asked.people):
        if row.is_ours:
            yield Finding(row.person, row.organisation, str(row.promise), row.day, due_on=row.day, owner=row.owner)


def hanging_handover(asked: Asked) -> Iterable[Finding]:
    """Which handovers wait too long, and whose turn is it?"""
    for row in handovers_in_limbo(asked.day, people=asked.people):
        yield Finding(row.person, row.organisation, str(row.handover), row.since, owner=row.user)


def undelivered(asked: Asked) -> Iterable[Finding]:
    """Which messages to somebody did not arrive?"""
    for row in undelivered_messages(asked.day, people=asked.people):
        if row.person is not None:
            yield Finding(row.person, row.organisation, str(row.reference), row.since, owner=row.owner)
