"""Bringing the queues up to date: lines open when their rule finds something, and close when it is no longer so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from arbeidspact.followup.findings import Asked, Finding, Rule
from arbeidspact.followup.models import Line, LineEvent, LineEventKind

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many lines of a rule were opened, closed and left."""

    opened: int
    closed: int
    kept: int


def refresh(rules: Sequence[Rule], asked: Asked, *, is_rehearsal: bool = False) -> Mapping[str, Refreshed]:
    """Brings the lines of these rules up to date, for everybody or for some people.

    Twice the same gives nothing the second time. Each rule is one transaction: what is interrupted goes on at the next
    run. Arguments: `is_rehearsal`, count and change nothing. Returns: by the name of the rule.
    """
    return {str(rule.name): _refresh_one(rule, asked, is_rehearsal=is_rehearsal) for rule in rules}


def _refresh_one(rule: Rule, asked: Asked, *, is_rehearsal: bool) -> Refreshed:
    with transaction.atomic():
        standing = Line.objects.select_for_update().filter(rule=rule.name, closed_on__isnull=True)
        if asked.people is not None:
            standing = standing.filter(person__in=asked.people)
        if asked.contacts is not None:
            standing = standing.filter(contact__in=asked.contacts)
        lines = {_place(line): line for line in standing.order_by("pk")}
        found = {finding.place: finding for finding in rule.find(asked)}
        gone = [line for place, line in lines.items() if place not in found]
        new = [finding for place, finding in found.items() if place not in lines]
        moved = [line for place, line in lines.items() if place in found and _is_moved(line, found[place])]
        if not is_rehearsal:
            _close(gone, asked.day)
            _open(rule, new, asked.day)
            Line.objects.bulk_update(moved, ["since", "due_on", "owner"], batch_size=BATCH)
    return Refreshed(len(new), len(gone), len(lines) - len(gone))


def _place(line: Line) -> tuple[int | None, int | None, int, str]:
    return line.person_id, line.contact_id, line.organisation_id, line.subject


def _is_moved(line: Line, finding: Finding) -> bool:
    """Takes over the days and the owner of the finding; an owner chosen by hand stays."""
    owner = line.owner_id if line.is_reassigned else finding.owner
    if (line.since, line.due_on, line.owner_id) == (finding.since, finding.due_on, owner):
        return False
    line.since, line.due_on, line.owner_id = finding.since, finding.due_on, owner
    return True


def _close(lines: Sequence[Line], day: date) -> None:
    for line in lines:
        line.closed_on = max(day, line.opened_on)
    Line.objects.bulk_update(lines, ["closed_on"], batch_size=BATCH)
    _note(lines, LineEventKind.CLOSED)


def _open(rule: Rule, findings: Sequence[Finding], day: date) -> None:
    lines = Line.objects.bulk_create(
        [
            Line(
                rule=rule.name,
                person_id=finding.person,
                contact_id=finding.contact,
                organisation_id=finding.organisation,
                subject=finding.subject,
                owner_id=finding.owner,
                since=finding.since,
                due_on=finding.due_on,
                opened_on=day,
            )
            for finding in findings
        ],
        batch_size=BATCH,
    )
    _note(lines, LineEventKind.OPENED)


def _note(lines: Sequence[Line], kind: LineEventKind) -> None:
    now = timezone.now()
    LineEvent.objects.bulk_create([LineEvent(line=line, kind=kind, at=now) for line in lines], batch_size=BATCH)
