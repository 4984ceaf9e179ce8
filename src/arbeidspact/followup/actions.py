"""What a professional, or the clock, does with a line: let it rest, give it to somebody else, bring it to the lead."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arbeidspact.followup.commands import EscalateLine, ReassignLine, SnoozeLine, WakeLine
from arbeidspact.followup.findings import Asked
from arbeidspact.followup.lines import Refreshed, refresh
from arbeidspact.followup.models import Line, LineEvent, LineEventKind, Run
from arbeidspact.followup.reach import lines_within_reach
from arbeidspact.followup.rules import RULES, rules_named
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.people.queries import colleagues_who_guide


def snooze_line(command: SnoozeLine, *, actor: Actor) -> Line:
    """The line leaves the queue until a day.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for a day that has come already or is too far away.
    """
    today = timezone.localdate()
    longest = thresholds().longest_snooze_days
    if command.until <= today:
        raise InvalidValue(_("This day has come already."), hint=_("Choose a day after today."), field="until")
    if command.until > today + timedelta(days=longest):
        raise InvalidValue(
            ngettext("A line rests at most %(days)d day.", "A line rests at most %(days)d days.", longest)
            % {"days": longest},
            hint=_("Choose an earlier day; you can let it rest again then."),
            field="until",
        )
    with transaction.atomic():
        line = _locked(command.line, actor)
        line.snoozed_until = command.until
        line.save(update_fields=["snoozed_until"])
        _note(line, LineEventKind.SNOOZED, actor, command.reason, until=command.until)
        record(actor, "snooze-line", line, rule=line.rule)
    return line


def wake_line(command: WakeLine, *, actor: Actor) -> Line:
    """A resting line is back in the queue. Raises: `NotAllowed`; `NotFound`; `Conflict` when it does not rest."""
    with transaction.atomic():
        line = _locked(command.line, actor)
        if line.snoozed_until is None:
            raise Conflict(_("This line does not rest."))
        line.snoozed_until = None
        line.save(update_fields=["snoozed_until"])
        _note(line, LineEventKind.WOKEN, actor)
        record(actor, "wake-line", line, rule=line.rule)
    return line


def reassign_line(command: ReassignLine, *, actor: Actor) -> Line:
    """Gives the next action to a colleague. Everybody may take a line; its owner and a team lead may give it away.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for somebody who does not guide people here.
    """
    if command.owner not in dict(colleagues_who_guide(actor)):
        raise InvalidValue(
            _("This colleague does not guide people in your organisation."),
            hint=_("Choose somebody from the list."),
            field="owner",
        )
    with transaction.atomic():
        line = _locked(command.line, actor)
        own = actor.user is not None and actor.user.pk in {command.owner, line.owner_id}
        if not own and line.owner_id is not None and not may(actor, Permission.SEE_ALL_QUEUES):
            raise NotAllowed(_("This line is somebody else's."), hint=_("Take it yourself, or ask your team lead."))
        line.owner_id, line.is_reassigned = command.owner, True
        line.save(update_fields=["owner", "is_reassigned"])
        _note(line, LineEventKind.REASSIGNED, actor, command.reason)
        record(actor, "reassign-line", line, rule=line.rule)
    return line


def escalate_line(command: EscalateLine, *, actor: Actor) -> Line:
    """Brings the line to the team lead. Raises: `NotAllowed`; `NotFound`; `Conflict` when the lead has it already."""
    with transaction.atomic():
        line = _locked(command.line, actor)
        if line.escalated_on is not None:
            raise Conflict(_("The team lead has this line already."))
        line.escalated_on = timezone.localdate()
        line.save(update_fields=["escalated_on"])
        _note(line, LineEventKind.ESCALATED, actor, command.reason)
        record(actor, "escalate-line", line, rule=line.rule)
    return line


def run_rules(
    names: tuple[str, ...] = (), *, actor: Actor, day: date | None = None, is_rehearsal: bool = True
) -> dict[str, Refreshed]:
    """Brings the queues of every organisation up to date; twice the same changes nothing the second time.

    Arguments: `names` of rules, none for all; `is_rehearsal`, count and change nothing. Returns: by name of the rule.
    Raises: `NotAllowed`; `NotFound` for a rule that does not exist.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    rules = rules_named(names) if names else RULES
    asked = Asked(day or timezone.localdate(), thresholds())
    if is_rehearsal:
        return dict(refresh(rules, asked, is_rehearsal=True))
    run = Run.objects.create(started_at=timezone.now(), day=asked.day)
    counts = dict(refresh(rules, asked))
    run.opened = {name: one.opened for name, one in counts.items()}
    run.closed = {name: one.closed for name, one in counts.items()}
    run.ended_at = timezone.now()
    run.save()
    record(actor, "run-follow-up", run, opened=run.opened, closed=run.closed)
    return counts


def escalate_old_lines(*, actor: Actor, day: date | None = None, is_rehearsal: bool = True) -> int:
    """Brings lines that stand open too long to the team lead. Returns: how many. Raises: `NotAllowed`.

    A line counts from the day it was found; one that rests is left alone.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    today = day or timezone.localdate()
    last = today - timedelta(days=thresholds().escalate_after_days)
    with transaction.atomic():
        old = Line.objects.filter(closed_on__isnull=True, escalated_on__isnull=True, opened_on__lte=last).exclude(
            snoozed_until__gt=today
        )
        if is_rehearsal:
            return old.count()
        lines = list(old.select_for_update().order_by("pk"))
        Line.objects.filter(pk__in=[line.pk for line in lines]).update(escalated_on=today)
        LineEvent.objects.bulk_create([LineEvent(line=line, kind=LineEventKind.ESCALATED) for line in lines])
    return len(lines)


def _locked(reference: UUID, actor: Actor) -> Line:
    """An open line of the actor's organisation about somebody within reach."""
    line = lines_within_reach(actor).select_for_update(of=("self",)).filter(reference=reference).first()
    if line is None:
        raise NotFound(_("This is no longer in the queue."), hint=_("Look at the queue again: it may be solved."))
    return line


def _note(line: Line, kind: LineEventKind, actor: Actor, reason: str = "", until: date | None = None) -> None:
    LineEvent.objects.create(line=line, kind=kind, by=actor.user, reason=reason, until=until)
